/* The end of a visit: judged, sealed, bound to its person, committed in one transaction. */

#include "app/base/error.h"
#include "app/json/fields.h"
#include "app/record/parcel.h"
#include "app/record/personal.h"
#include "app/record/verdict.h"
#include "app/recorder/crypt.h"
#include "app/recorder/provision.h"
#include "app/recorder/state.h"
#include "app/recorder/values.h"
#include <string.h>

static void
take_birth(McVisit *visit, const McIdentity *identity)
{
	visit->birth_for_age = (McDate){0};
	mc_date_from_yyyymmdd(identity->birth_yyyymmdd, &visit->birth_for_age);
}

/* Everything that the record says and the steps did not. */
static gboolean
complete(McRecorder *self, const McRecorderRequest *request, GError **error)
{
	McVisit *visit = self->current->visit;
	const McLoadedPack *loaded = mc_recorder_pack_of(self, self->current);

	take_birth(visit, &self->current->identity);
	if (!mc_recorder_settle_day(self, &loaded->pack, error))
		return FALSE;
	visit->clock_rate = mc_clock_rate(self->clock);
	visit->demonstration = self->config.demonstration;
	if (request->language[0] != '\0')
		g_strlcpy(visit->language, request->language, sizeof visit->language);
	g_strlcpy(visit->rule_pack_id, loaded->pack.id, sizeof visit->rule_pack_id);
	visit->rule_pack_version = loaded->pack.version;
	g_strlcpy(visit->rule_pack_digest, loaded->digest, sizeof visit->rule_pack_digest);
	g_strlcpy(visit->software, mc_software, sizeof visit->software);
	g_strlcpy(visit->software_sha256, self->program_sha256, sizeof visit->software_sha256);
	g_strlcpy(visit->configuration_sha256, self->configuration_sha256,
	    sizeof visit->configuration_sha256);
	visit->clock_synchronised = mc_clock_is_synchronised(self->clock, &visit->clock_error_max_us);
	mc_visit_judge(visit, &loaded->pack);
	return mc_recorder_packs_state(self, visit, error);
}

static void
fill_verdicts(const McVisit *visit, McRecorderReply *reply)
{
	reply->verdicts = visit->verdicts;
	memcpy(reply->verdict, visit->verdict, sizeof reply->verdict);
}

static const char *
judge_problem(const McRunning *running)
{
	if (!running->is_identified)
		return "visit: the person is not known to the recorder; identify once more";
	if (!running->is_chosen)
		return "visit: no licence class was chosen";
	return NULL;
}

gboolean
mc_recorder_visit_judge(
    McRecorder *self, const McRecorderRequest *request, McRecorderReply *reply, GError **error)
{
	if (judge_problem(self->current) != NULL)
		return mc_recorder_refuse(error, MC_ERROR_REFUSED, judge_problem(self->current));
	if (!complete(self, request, error))
		return FALSE;
	fill_verdicts(self->current->visit, reply);
	return TRUE;
}

/* The sealed personal part; the commitment to the clear one goes into the visit. */
static GBytes *
seal_person(McRecorder *self, const McRecorderRequest *request, GError **error)
{
	McVisit *visit = self->current->visit;
	McPersonal personal = {.identity = self->current->identity};
	GBytes *clear = NULL;
	GBytes *sealed = NULL;

	g_strlcpy(personal.phone, request->phone, sizeof personal.phone);
	if (request->signature_strokes != NULL)
		personal.signature_strokes = g_bytes_ref(request->signature_strokes);
	personal.has_case = self->current->has_case_salt;
	memcpy(personal.case_salt, self->current->case_salt, sizeof personal.case_salt);
	if (mc_random_bytes(personal.salt, sizeof personal.salt, error))
		clear = mc_personal_write(&personal, error);
	if (clear != NULL) {
		mc_digest_hex(clear, visit->commitment);
		sealed = mc_seal_to(self->authority, clear, error);
	}
	mc_wipe_bytes(&clear);
	mc_personal_clear(&personal);
	if (sealed != NULL)
		mc_digest_hex(sealed, visit->personal_digest);
	return sealed;
}

/* What a FINISH that is sent again needs for its answer. */
static char *
last_visit_text(const McVisit *visit, guint64 seq)
{
	json_auto_t *verdicts = json_array();
	json_auto_t *evidence = json_array();
	json_auto_t *json = NULL;

	for (guint i = 0; i < visit->evidences; i++)
		json_array_append_new(evidence, json_string(visit->evidence[i].digest));
	for (guint i = 0; i < visit->verdicts; i++)
		json_array_append_new(verdicts, mc_class_verdict_to_json(&visit->verdict[i]));
	json = json_pack("{ss sI sO sO}", "visit_id", visit->visit_id, "seq", (json_int_t)seq,
	    "verdicts", verdicts, "evidence", evidence);
	return json_dumps(json, JSON_COMPACT);
}

static gboolean
commit_record(McRecorder *self, GBytes *sealed, guint64 *seq, GError **error)
{
	const McVisit *visit = self->current->visit;
	g_autoptr(McBatch) batch = mc_batch_new(&self->store);
	g_autofree char *last = NULL;

	*seq = mc_batch_visit(batch, mc_visit_to_json(visit), sealed);
	mc_stock_batch_visit(batch, visit);
	last = last_visit_text(visit, *seq);
	mc_recorder_rewrite_steps(batch, self->remains, NULL);
	mc_batch_value(batch, MC_VALUE_LAST_VISIT, last);
	mc_recorder_case_batch(batch, visit);
	mc_day_data_batch(self, batch, *seq);
	return mc_batch_commit(batch, error);
}

static void
read_last_verdicts(McFields *fields, McRecorderReply *reply)
{
	const json_t *verdicts = mc_fields_array(fields, "verdicts", MC_CLASSES);

	for (gsize i = 0; mc_fields_good(fields) && i < json_array_size(verdicts); i++) {
		GError *error = NULL;

		mc_class_verdict_from_json(
		    json_array_get(verdicts, i), &reply->verdict[reply->verdicts++], &error);
		mc_fields_take_error(fields, "verdicts", error);
	}
}

/* The visit was finished before: its reply was lost, or the recorder was killed before it. */
gboolean
mc_recorder_answer_again(McRecorder *self, const char *asked_visit_id, McRecorderReply *reply,
    gboolean *is_last, GError **error)
{
	g_autofree char *text = mc_journal_get_value(self->store.journal, MC_VALUE_LAST_VISIT, error);
	json_auto_t *json = text == NULL ? NULL : json_loads(text, 0, NULL);
	char visit_id[MC_VISIT_ID_SIZE] = "";
	McFields fields;
	guint64 seq = 0;

	*is_last = FALSE;
	if (json == NULL)
		return TRUE;
	mc_fields_begin(&fields, json, MC_VALUE_LAST_VISIT);
	mc_fields_hex(&fields, "visit_id", visit_id, sizeof visit_id);
	seq = (guint64)mc_fields_int64(&fields, "seq", 1, G_MAXINT64);
	read_last_verdicts(&fields, reply);
	if (mc_fields_has(&fields, "evidence")) /* evidence.c reads it */
		mc_fields_array(&fields, "evidence", MC_VISIT_EVIDENCE_MAX);
	if (!mc_fields_end(&fields, error))
		return FALSE;
	*is_last = strcmp(visit_id, asked_visit_id) == 0;
	return !*is_last || mc_recorder_fill_record(self, seq, &reply->record, error);
}

static gboolean
note_again(McRecorder *self, McRecorderReply *reply, GError **error)
{
	g_autoptr(McVisit) visit = mc_recorder_visit_of(self, reply->record.seq, error);

	if (visit != NULL)
		mc_recorder_case_note(self, visit, reply->record.seq, &reply->of_case);
	return visit != NULL;
}

gboolean
mc_recorder_visit_finish(
    McRecorder *self, const McRecorderRequest *request, McRecorderReply *reply, GError **error)
{
	g_autoptr(McRunning) finished = NULL;
	g_autoptr(GBytes) sealed = NULL;
	gboolean is_last = FALSE;
	guint64 seq = 0;

	if (!mc_recorder_answer_again(self, request->visit_id, reply, &is_last, error))
		return FALSE;
	if (is_last)
		return note_again(self, reply, error);
	reply->verdicts = 0;
	if (self->current == NULL)
		return mc_recorder_refuse(error, MC_ERROR_REFUSED, "visit: none is running");
	if (judge_problem(self->current) != NULL)
		return mc_recorder_refuse(error, MC_ERROR_REFUSED, judge_problem(self->current));
	if (mc_running_open_run(self->current) != NULL)
		return mc_recorder_refuse(error, MC_ERROR_REFUSED, "visit: an exam is still open");
	if (!complete(self, request, error) || !mc_recorder_case_settle(self, error))
		return FALSE;
	sealed = seal_person(self, request, error);
	if (sealed == NULL || !commit_record(self, sealed, &seq, error))
		return FALSE;
	fill_verdicts(self->current->visit, reply);
	finished = g_steal_pointer(&self->current);
	mc_recorder_settle_evidence(self);
	mc_recorder_changed(self);
	if (!mc_recorder_fill_record(self, seq, &reply->record, error))
		return FALSE;
	mc_recorder_case_keep(self, finished, seq, reply->record.digest);
	mc_recorder_case_note(self, finished->visit, seq, &reply->of_case);
	return TRUE;
}
