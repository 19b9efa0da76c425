/* A slip that somebody holds up at the glass, of this kiosk or of any other (C16). Of this one the
 * journal knows all. About others the gateway is asked, by way of the spool; what it answered is
 * kept as it was sealed, so that without a network there is still something to say, and its age.
 * Nothing is chained: it changes nothing, and whoever stands there could make the chain grow. */

#include "app/record/status.h"
#include "app/record/parcel.h"
#include "app/recorder/state.h"
#include <string.h>

#define QUESTIONS_AN_HOUR 60
#define KNOWN_MAX 200

/* ---- of this kiosk ---- */

static gboolean
is_our_visit(const McJournalEntry *entry, const McAnchor *slip)
{
	return strcmp(entry->type, "visit") == 0 &&
	       strncmp(entry->digest, slip->digest_begins, strlen(slip->digest_begins)) == 0;
}

/* A kiosk that was provisioned anew does not know what it made before; the gateway does. */
static gboolean
find_here(McRecorder *self, const McAnchor *slip, McSlipStatus *status, GError **error)
{
	McJournalEntry entry = {0};

	if (strcmp(slip->kiosk, self->config.kiosk) != 0 ||
	    !mc_journal_get(self->store.journal, slip->seq, FALSE, &entry, error))
		return FALSE;
	status->is_here = is_our_visit(&entry, slip);
	if (status->is_here) {
		status->outcome = MC_STATUS_FOUND;
		status->state = mc_recorder_state_of(self, &entry);
		status->accepted_wall_us = entry.accepted_wall_us;
		status->as_of_wall_us = mc_store_now_us(&self->store);
	}
	mc_journal_entry_clear(&entry);
	return status->is_here;
}

/* ---- of others ---- */

/* The number of its files in the spool: 60 bits of the digest of the whole code, so that a code
 * with one digit changed does not take the place of the right one. */
static guint64
number_of(const char *code)
{
	g_autoptr(GBytes) bytes = g_bytes_new(code, strlen(code));
	char digest[MC_DIGEST_HEX_SIZE];

	mc_digest_hex(bytes, digest);
	digest[15] = '\0';
	return g_ascii_strtoull(digest, NULL, 16);
}

static gboolean
is_believed(McRecorder *self, GBytes *sealed, McStatusAnswer *answer, GError **error)
{
	mc_recorder_refresh_lists(self);
	return mc_status_read(sealed, answer, error) &&
	       mc_status_holds(
	           sealed, self->gateway, mc_recorder_moment(self, answer->answered_wall_us), error);
}

/* The courier may write there, too: what lies there is looked at like what has just come. */
static gboolean
find_known(McRecorder *self, const char *code, guint64 number, McSlipStatus *status)
{
	g_autoptr(GBytes) sealed = mc_spool_get(self->store.spool, MC_SPOOL_KNOWN, number, NULL);
	McStatusAnswer answer;

	if (sealed == NULL || !is_believed(self, sealed, &answer, NULL) ||
	    strcmp(answer.code, code) != 0)
		return FALSE;
	status->outcome = answer.received_wall_us != 0 ? MC_STATUS_FOUND : MC_STATUS_UNKNOWN;
	status->state = answer.received_wall_us != 0 ? MC_RECEIPT_ACCEPTED : MC_RECEIPT_NONE;
	status->accepted_wall_us = answer.received_wall_us;
	status->as_of_wall_us = answer.answered_wall_us;
	return TRUE;
}

static void
withdraw(McRecorder *self)
{
	if (self->question.number != 0)
		mc_spool_remove(self->store.spool, MC_SPOOL_ASKED, self->question.number, NULL);
	self->question = (McQuestion){0};
}

static void
ask(McRecorder *self, const char *code, guint64 number)
{
	g_autoptr(GBytes) question = g_bytes_new(code, strlen(code));
	g_autoptr(GError) error = NULL;

	withdraw(self);
	if (!mc_recorder_is_online(self) ||
	    !mc_quota_take(&self->questions, self->clock, QUESTIONS_AN_HOUR, G_TIME_SPAN_HOUR))
		return;
	if (mc_spool_put(self->store.spool, MC_SPOOL_ASKED, number, question, &error))
		self->question = (McQuestion){.number = number, .is_open = TRUE};
	else
		g_warning("status: the office is not asked: %s", error->message);
}

static void
look_elsewhere(McRecorder *self, const McRecorderRequest *request, McSlipStatus *status)
{
	const char *code = request->case_code;
	guint64 number = number_of(code);
	gboolean is_known = FALSE;
	gboolean is_asked = FALSE;

	if (request->flag)
		ask(self, code, number);
	is_asked = self->question.number == number;
	is_known = find_known(self, code, number, status);
	status->is_asking = is_asked && self->question.is_open && mc_recorder_is_online(self);
	status->is_unreached = !status->is_asking && !(is_asked && self->question.is_answered);
	if (!is_known)
		status->outcome = status->is_asking ? MC_STATUS_ASKING : MC_STATUS_UNREACHED;
}

gboolean
mc_recorder_status(
    McRecorder *self, const McRecorderRequest *request, McRecorderReply *reply, GError **error)
{
	McSlipStatus *status = &reply->status;
	GError *problem = NULL;
	McAnchor slip;

	if (!mc_qr_read(request->case_code, &slip, NULL)) {
		status->outcome =
		    mc_reference_is_valid(request->case_code) ? MC_STATUS_NUMBER : MC_STATUS_MISREAD;
		return TRUE;
	}
	mc_reference_write(slip.kiosk, slip.seq, status->reference);
	if (find_here(self, &slip, status, &problem))
		return TRUE;
	if (problem != NULL) {
		g_propagate_error(error, problem);
		return FALSE;
	}
	look_elsewhere(self, request, status);
	return TRUE;
}

/* ---- what comes back ---- */

/* Any other than the one that was just asked for. */
static gboolean
make_room(McRecorder *self, guint64 number, GError **error)
{
	g_autoptr(GArray) known = mc_spool_list(self->store.spool, MC_SPOOL_KNOWN, error);

	for (guint i = 0; known != NULL && i + KNOWN_MAX <= known->len; i++)
		if (g_array_index(known, guint64, i) != number &&
		    !mc_spool_remove(
		        self->store.spool, MC_SPOOL_KNOWN, g_array_index(known, guint64, i), error))
			return FALSE;
	return known != NULL;
}

/* Empty: nobody could be asked. */
static gboolean
keep(McRecorder *self, guint64 number, GBytes *answer, GError **error)
{
	McStatusAnswer stated;

	return g_bytes_get_size(answer) > 0 && is_believed(self, answer, &stated, error) &&
	       make_room(self, number, error) &&
	       mc_spool_put(self->store.spool, MC_SPOOL_KNOWN, number, answer, error);
}

static void
take_answer(McRecorder *self, guint64 number)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) answer = mc_spool_get(self->store.spool, MC_SPOOL_ANSWERS, number, &error);
	gboolean is_kept = answer != NULL && keep(self, number, answer, &error);

	if (error != NULL)
		g_warning("status: the answer is not taken: %s", error->message);
	mc_spool_remove(self->store.spool, MC_SPOOL_ANSWERS, number, NULL);
	if (number != self->question.number)
		return;
	self->question.is_open = FALSE;
	self->question.is_answered = is_kept;
	mc_recorder_changed(self);
}

static void
on_answer(McSpoolBox box, gpointer data)
{
	McRecorder *self = data;
	g_autoptr(GArray) list = mc_spool_list(self->store.spool, box, NULL);

	for (guint i = 0; list != NULL && i < list->len; i++)
		take_answer(self, g_array_index(list, guint64, i));
}

/* What was asked before the start nobody waits for any more. */
void
mc_recorder_watch_answers(McRecorder *self)
{
	g_autoptr(GArray) asked = mc_spool_list(self->store.spool, MC_SPOOL_ASKED, NULL);

	for (guint i = 0; asked != NULL && i < asked->len; i++)
		mc_spool_remove(self->store.spool, MC_SPOOL_ASKED, g_array_index(asked, guint64, i), NULL);
	mc_spool_watch(self->store.spool, MC_SPOOL_ANSWERS, on_answer, self);
	on_answer(MC_SPOOL_ANSWERS, self);
}
