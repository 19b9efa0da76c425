#include "app/gateway/intake/intake.h"

#include "app/gateway/intake/address.h"
#include "app/gateway/intake/cases.h"
#include "app/gateway/intake/evidence.h"
#include "app/gateway/intake/lists.h"
#include "app/gateway/intake/named.h"
#include "app/gateway/intake/offers.h"
#include "app/gateway/intake/openings.h"
#include "app/gateway/intake/receipts.h"
#include "app/gateway/intake/status.h"
#include "app/gateway/intake/stock.h"
#include "app/gateway/tree/log.h"
#include "app/json/fields.h"
#include "app/record/parcel.h"
#include "app/record/time.h"
#include <stdlib.h>
#include <string.h>

#define MC_PATH_CHARACTERS G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "/-_.%"

struct McIntake {
	McIntakeParts parts;
	McReceipts *receipts;
	McTreeLog *log;
	guint accepted; /* since the start */
	guint in_group; /* new records that wait for their commit */
};

McIntake *
mc_intake_new(const McIntakeParts *parts)
{
	McIntake *self = g_new0(McIntake, 1);

	self->parts = *parts;
	self->receipts = mc_receipts_new(parts->store, parts->receipts);
	self->log = mc_tree_log_new(parts->store);
	return self;
}

void
mc_intake_free(McIntake *self)
{
	mc_receipts_free(self->receipts);
	mc_tree_log_free(self->log);
	g_free(self);
}

static void
answer_json(McHttpReply *reply, guint status, GBytes *json)
{
	reply->status = status;
	reply->content_type = "application/json";
	reply->body = json;
}

#define PATH_KEPT 128
#define RENEW_LATER_S 3600

/* A refusal that is answered stands in the store, too. When the store itself is what fails, there
 * is no place for it. */
static void
note(McIntake *self, const McHttpRequest *request, const McProblems *problems, const char *text)
{
	g_autofree char *codes = mc_problems_codes(problems);
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	g_autofree char *path = g_strndup(request->path, PATH_KEPT);
	g_autoptr(GError) error = NULL;
	char digest[MC_DIGEST_HEX_SIZE] = "";
	McStoreRefusal refusal = {.at_wall_us = mc_clock_wall_us(self->parts.clock),
	    .kiosk = request->client,
	    .path = g_strcanon(path, MC_PATH_CHARACTERS, '?'),
	    .digest = digest,
	    .codes = codes,
	    .text = valid};

	if (mc_problems_has(problems, MC_PROBLEM_STORAGE))
		return;
	if (request->body != NULL && g_bytes_get_size(request->body) > 0)
		mc_digest_hex(request->body, digest);
	if (!mc_store_refuse(self->parts.store, &refusal, &error))
		g_warning("refusal not noted: %s", error->message);
}

static void
refuse(McIntake *self, const McHttpRequest *request, const McProblems *problems, McHttpReply *reply)
{
	g_autofree char *text = mc_problems_text(problems);

	g_message("kiosk %s: %s refused: %s", request->client, request->path, text);
	note(self, request, problems, text);
	answer_json(reply, mc_problems_status(problems), mc_problems_json(problems));
}

/* ---- a record ---- */

static void
name_columns(const McExamined *examined, McStoreRecord *record)
{
	record->kiosk = examined->head.kiosk;
	record->journal = examined->head.journal;
	record->seq = examined->head.seq;
	record->prev = examined->head.prev;
	record->type = examined->head.type;
	record->at_wall_us = examined->head.at_wall_us;
	record->digest = examined->digest;
	record->certificate = examined->certificate;
	record->next_certificate = examined->next_certificate;
	record->outcomes = examined->outcomes;
	record->envelope = examined->envelope;
	record->personal = examined->personal;
}

/* The ticket of its receipt, or 0 with an error. */
static guint
add_record(McIntake *self, const McExamined *examined, McStorePlace place, gint64 now_wall_us,
    GError **error)
{
	McStoreRecord record = {.received_wall_us = now_wall_us};
	g_autoptr(GBytes) statement = NULL;
	char reference[48];
	gint64 id = 0;

	mc_reference_write(examined->head.kiosk, examined->head.seq, reference);
	statement = mc_receipts_state(examined, reference, now_wall_us, error);
	name_columns(examined, &record);
	record.reference = reference;
	if (statement == NULL || !mc_store_add(self->parts.store, &record, place, &id, error))
		return 0;
	self->accepted++;
	self->in_group++;
	mc_tree_log_add(self->log, id, examined->digest);
	return mc_receipts_add(self->receipts, id, statement);
}

static McStorePlace
look(McIntake *self, const McExamined *examined, McProblems *problems)
{
	McStoreRecord record = {0};
	McStorePlace place = MC_STORE_PLACE_FORK;
	GError *problem = NULL;

	name_columns(examined, &record);
	if (!mc_store_look(self->parts.store, &record, &place, &problem))
		mc_problems_take(problems, MC_PROBLEM_STORAGE, problem);
	else if (place == MC_STORE_PLACE_FORK)
		mc_problems_add(problems, MC_PROBLEM_FORK,
		    "another record holds this place, or the records beside it link to another one");
	else if (place == MC_STORE_PLACE_OTHER_KEY)
		mc_problems_add(problems, MC_PROBLEM_OTHER_KEY,
		    "another key sealed it than the records beside it announce");
	else if (place == MC_STORE_PLACE_OTHER_JOURNAL)
		mc_problems_add(problems, MC_PROBLEM_OTHER_JOURNAL,
		    "the accepted records of this kiosk are of another provisioning");
	return place;
}

/* A record's moment can be wrong and the record good: it is accepted, with the moment of its
 * coming, and marked. Clocks that are right differ by less than this. */
#define AHEAD_US (2 * (gint64)G_TIME_SPAN_MINUTE)

static void
mark_clock(McExamined *examined, gint64 received_wall_us)
{
	const McMoment *clock = &examined->head.clock;
	gint64 earliest_us = clock->not_before_wall_us;
	gint64 stated_us = clock->quality == MC_CLOCK_BOUNDED ? earliest_us : examined->head.at_wall_us;
	const char *mark = clock->quality == MC_CLOCK_BOUNDED ? "clock=bounded" : NULL;
	char *outcomes = examined->outcomes;

	if (MAX(earliest_us, stated_us) > received_wall_us + AHEAD_US)
		mark = "clock=ahead";
	if (mark == NULL)
		return;
	examined->outcomes = g_strjoin(*outcomes != '\0' ? " " : "", outcomes, mark, NULL);
	g_free(outcomes);
}

static void
answer_again(McIntake *self, const McExamined *examined, McProblems *problems, McHttpReply *reply)
{
	GError *problem = NULL;

	reply->body = mc_receipts_again(self->receipts, examined, &reply->ticket, &problem);
	if (problem != NULL)
		mc_problems_take(problems, MC_PROBLEM_STORAGE, problem);
	else
		answer_json(reply, 200, reply->body);
}

/* With what belongs to it. */
static gboolean
take_new(McIntake *self, const McExamined *examined, McStorePlace place, gint64 now_wall_us,
    guint *ticket, GError **error)
{
	*ticket = add_record(self, examined, place, now_wall_us, error);
	return *ticket != 0 && mc_named_take(self->parts.store, examined, now_wall_us, error) &&
	       mc_cases_take(self->parts.store, self->parts.packs, self->parts.receipts, examined,
	           now_wall_us, error);
}

/* Accepts into the open group, or finds it there already, or says what is wrong. */
static void
take_examined(McIntake *self, const McDelivery *delivery, McExamined *examined,
    McProblems *problems, McHttpReply *reply)
{
	McStorePlace place = look(self, examined, problems);
	guint ticket = 0;
	GError *problem = NULL;

	if (mc_problems_count(problems) > 0)
		return;
	if (place == MC_STORE_PLACE_SAME) {
		answer_again(self, examined, problems, reply);
		return;
	}
	mc_examine_body(self->parts.packs, self->parts.demonstration, examined, problems);
	mc_openings_check(self->parts.store, examined, problems);
	if (mc_problems_count(problems) > 0)
		return;
	mark_clock(examined, delivery->received_wall_us);
	if (place == MC_STORE_PLACE_GAP)
		g_message("kiosk %s: open gap before record %" G_GUINT64_FORMAT, examined->head.kiosk,
		    examined->head.seq);
	if (!mc_named_mark(self->parts.store, examined, delivery->received_wall_us, &problem) ||
	    !take_new(self, examined, place, delivery->received_wall_us, &ticket, &problem)) {
		mc_problems_take(problems, MC_PROBLEM_STORAGE, problem);
		return;
	}
	answer_json(reply, 201, NULL);
	reply->ticket = ticket;
	reply->lose = self->parts.lose_reply > 0 && self->accepted == self->parts.lose_reply;
}

static void
put_record(McIntake *self, const McHttpRequest *request, guint64 seq, McProblems *problems,
    McHttpReply *reply)
{
	McExamined examined;
	McDelivery delivery = {
	    .kiosk = request->client,
	    .client_key = request->client_key,
	    .seq = seq,
	    .idempotency_key = request->idempotency_key,
	    .body = request->body,
	    .received_wall_us = mc_clock_wall_us(self->parts.clock),
	    .key_level_min = self->parts.key_level_min,
	};

	if (mc_examine_head(self->parts.kiosks, &delivery, &examined, problems)) {
		if (mc_problems_count(problems) == 0)
			take_examined(self, &delivery, &examined, problems, reply);
		else
			mc_examine_body(self->parts.packs, self->parts.demonstration, &examined, problems);
	}
	mc_examined_clear(&examined);
}

/* ---- the other addresses ---- */

static GBytes *
head_json(const McStoreHead *head, guint64 packs)
{
	json_auto_t *json = json_pack("{s:s, s:s, s:I, s:I, s:I, s:I, s:i}", "journal", head->journal,
	    "digest", head->digest, "seq", (json_int_t)head->seq, "records", (json_int_t)head->records,
	    "open_gaps", (json_int_t)head->open_gaps, "packs", (json_int_t)packs, "v", 1);
	char *text = json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS);

	return g_bytes_new_with_free_func(text, strlen(text), free, text);
}

static void
get_head(McIntake *self, const char *kiosk, McProblems *problems, McHttpReply *reply)
{
	McStoreHead head;
	GError *problem = NULL;

	if (mc_store_seen(self->parts.store, kiosk, mc_clock_wall_us(self->parts.clock), &problem) &&
	    mc_store_head(self->parts.store, kiosk, &head, &problem))
		answer_json(reply, 200, head_json(&head, mc_offers_newest(self->parts.offers)));
	else
		mc_problems_take(problems, MC_PROBLEM_STORAGE, problem);
}

static void
get_pack(McIntake *self, const McAddress *address, McHttpReply *reply)
{
	guint64 number = 0;
	g_autoptr(GBytes) pack =
	    mc_offers_next(self->parts.offers, address->kiosk, address->seq, &number);
	json_auto_t *json = json_pack("{s:I, s:i}", "number", (json_int_t)number, "v", 1);
	char *text = NULL;

	if (pack != NULL)
		json_object_set_new(json, "pack", mc_json_base64(pack));
	text = json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS);
	answer_json(reply, 200, g_bytes_new_with_free_func(text, strlen(text), free, text));
}

static void
get_status(McIntake *self, const McAddress *address, McProblems *problems, McHttpReply *reply)
{
	GError *problem = NULL;
	GBytes *sealed = mc_intake_status(self->parts.store, self->parts.receipts, &address->slip,
	    mc_clock_wall_us(self->parts.clock), &problem);

	if (sealed == NULL) {
		mc_problems_take(problems, MC_PROBLEM_STORAGE, problem);
		return;
	}
	reply->status = 200;
	reply->content_type = "application/pkcs7-mime";
	reply->body = sealed;
}

static void
put_stock(McIntake *self, const McHttpRequest *request, McProblems *problems, McHttpReply *reply)
{
	GBytes *json =
	    mc_intake_stock(self->parts.store, request, mc_clock_wall_us(self->parts.clock), problems);

	if (json != NULL)
		answer_json(reply, 200, json);
}

static void
do_evidence(McIntake *self, const McHttpRequest *request, const McAddress *address,
    McProblems *problems, McHttpReply *reply)
{
	guint status = 0;
	GBytes *json = mc_intake_evidence(
	    &self->parts.evidence, request, address, self->parts.kill, &status, problems);

	if (json != NULL)
		answer_json(reply, status, json);
}

static void
renew(McIntake *self, const McHttpRequest *request, McAddressKind kind, McProblems *problems,
    McHttpReply *reply)
{
	if (self->parts.renew == NULL) {
		mc_problems_add(problems, MC_PROBLEM_NOT_FOUND, "this gateway issues no certificates");
		return;
	}
	reply->body = self->parts.renew(kind, request, problems, self->parts.renewals);
	if (mc_problems_has(problems, MC_PROBLEM_TOO_MANY))
		reply->retry_after_s = RENEW_LATER_S;
	if (reply->body == NULL)
		return;
	reply->status = 200;
	reply->content_type = "application/pkcs7-mime; smime-type=certs-only";
}

static void
route(McIntake *self, const McHttpRequest *request, McProblems *problems, McHttpReply *reply)
{
	McAddress address;

	if (request->is_too_large)
		mc_problems_add(problems, MC_PROBLEM_TOO_LARGE, "more than a record needs");
	else if (!mc_address_read(request->method, request->path, &address))
		mc_problems_add(problems, MC_PROBLEM_NOT_FOUND, "no such address");
	else if (address.kind == MC_ADDRESS_HEALTH)
		answer_json(reply, 200, g_bytes_new_static("{\"status\":\"ok\"}", 15));
	else if (address.kind == MC_ADDRESS_RENEW_TLS)
		renew(self, request, address.kind, problems, reply);
	else if (strcmp(address.kiosk, request->client) != 0)
		mc_problems_add(
		    problems, MC_PROBLEM_NOT_YOURS, "the client certificate names another kiosk");
	else if (address.kind == MC_ADDRESS_HEAD)
		get_head(self, address.kiosk, problems, reply);
	else if (address.kind == MC_ADDRESS_RENEW_SEAL)
		renew(self, request, address.kind, problems, reply);
	else if (address.kind == MC_ADDRESS_PACK)
		get_pack(self, &address, reply);
	else if (address.kind == MC_ADDRESS_STATUS)
		get_status(self, &address, problems, reply);
	else if (address.kind == MC_ADDRESS_STOCK)
		put_stock(self, request, problems, reply);
	else if (address.kind == MC_ADDRESS_EVIDENCE)
		do_evidence(self, request, &address, problems, reply);
	else
		put_record(self, request, address.seq, problems, reply);
}

static void
handle(const McHttpRequest *request, McHttpReply *reply, gpointer data)
{
	g_autoptr(McProblems) problems = mc_problems_new();

	route(data, request, problems, reply);
	if (mc_problems_count(problems) > 0)
		refuse(data, request, problems, reply);
	if (reply->status == 503)
		reply->retry_after_s = 30;
}

static void
turned_away(McHttpPeerFault fault, const char *text, McHttpReply *reply, gpointer data)
{
	static const McProblemCode codes[] = {
	    [MC_HTTP_PEER_FOREIGN] = MC_PROBLEM_CLIENT_FOREIGN,
	    [MC_HTTP_PEER_EXPIRED] = MC_PROBLEM_CLIENT_EXPIRED,
	    [MC_HTTP_PEER_NOT_YET_VALID] = MC_PROBLEM_CLIENT_NOT_YET_VALID,
	    [MC_HTTP_PEER_REVOKED] = MC_PROBLEM_CLIENT_REVOKED,
	    [MC_HTTP_PEER_WITHOUT] = MC_PROBLEM_CLIENT_WITHOUT,
	};
	g_autoptr(McProblems) problems = mc_problems_new();
	const McHttpRequest request = {.path = "", .client = ""};

	mc_problems_add(problems, codes[fault], text);
	note(data, &request, problems, text);
	if (reply != NULL)
		answer_json(reply, mc_problems_status(problems), mc_problems_json(problems));
}

static gboolean
reload(gpointer data, GError **error)
{
	McIntake *self = data;

	return mc_lists_read(self->parts.kiosks, self->parts.folder, error);
}

static gboolean
commit(gpointer data)
{
	McIntake *self = data;
	g_autoptr(GError) unfinished = NULL;
	g_autoptr(GError) problem = NULL;

	if (!mc_receipts_seal(self->receipts, &unfinished) ||
	    !mc_tree_log_join_group(self->log, &unfinished))
		mc_store_give_up(self->parts.store, unfinished);
	if (self->in_group > 0)
		mc_kill_point_pass(self->parts.kill, NULL, "before-commit");
	if (!mc_store_commit(self->parts.store, &problem)) {
		g_warning("nothing is accepted: %s", problem->message);
		mc_tree_log_forget(self->log);
		self->in_group = 0;
		return FALSE;
	}
	if (self->in_group > 0)
		mc_kill_point_pass(self->parts.kill, NULL, "after-commit");
	return TRUE;
}

static GBytes *
fetch(guint ticket, gpointer data)
{
	const McIntake *self = data;

	return mc_receipts_fetch(self->receipts, ticket);
}

static void
replied(gpointer data)
{
	McIntake *self = data;

	if (self->in_group > 0)
		mc_kill_point_pass(self->parts.kill, NULL, "after-reply");
	self->in_group = 0;
}

const McHttpOps mc_intake_http_ops = {.handle = handle,
    .turned_away = turned_away,
    .reload = reload,
    .commit = commit,
    .fetch = fetch,
    .replied = replied};
