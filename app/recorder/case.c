/* Checks in parts (C18): a visit that an instrument left unfinished opens a case; a later one goes
 * on with it by the code on the slip. The salt that binds the parts to their person is in memory,
 * on the paper and in what is sealed to the authority, and nowhere else: whoever has this disk has
 * the commitments, and could try numbers against them with it. So the code comes out with the first
 * slip alone; who has lost it begins anew. */

#include "app/record/case.h"
#include "app/base/error.h"
#include "app/json/hex.h"
#include "app/record/case-slip.h"
#include "app/record/personal.h"
#include "app/recorder/crypt.h"
#include "app/recorder/state.h"
#include "app/recorder/values.h"
#include <string.h>

#define CASE_ID_BYTES 16

/* ---- the end of a visit ---- */

static gboolean
open_case(McRecorder *self, GError **error)
{
	McRunning *running = self->current;
	guint8 bytes[CASE_ID_BYTES];
	char case_id[2 * CASE_ID_BYTES + 1], person[65];

	memset(&running->visit->of_case, 0, sizeof running->visit->of_case);
	if (!mc_random_bytes(bytes, sizeof bytes, error) ||
	    !mc_random_bytes(running->case_salt, sizeof running->case_salt, error))
		return FALSE;
	mc_hex_write(bytes, sizeof bytes, case_id);
	mc_personal_case_person(case_id, running->identity.number, running->case_salt, person);
	running->has_case_salt =
	    mc_case_open(running->visit, &mc_recorder_pack_of(self, running)->pack, case_id, person);
	return TRUE;
}

gboolean
mc_recorder_case_settle(McRecorder *self, GError **error)
{
	McRunning *running = self->current;
	McVisit *visit = running->visit;

	if (visit->of_case.part <= 1)
		return open_case(self, error);
	if (!running->has_case_salt)
		return mc_recorder_refuse(
		    error, MC_ERROR_REFUSED, "case: its code is not known to the recorder; give it again");
	visit->of_case.missing = mc_case_missing(visit, running->case_missing);
	return TRUE;
}

void
mc_recorder_case_keep(
    McRecorder *self, const McRunning *running, guint64 record, const char *digest)
{
	McCaseSlip slip;
	char *code = NULL;

	mc_recorder_case_forget(self);
	if (running->visit->of_case.case_id[0] == '\0' || running->visit->of_case.missing == 0 ||
	    running->visit->of_case.part == MC_CASE_PARTS_MAX)
		return;
	mc_case_slip_of(running->visit, running->case_salt, digest, &slip);
	code = mc_case_slip_write(&slip);
	g_strlcpy(self->case_code, code, sizeof self->case_code);
	self->case_record = record;
	explicit_bzero(code, strlen(code));
	explicit_bzero(&slip, sizeof slip);
	g_free(code);
}

void
mc_recorder_case_forget(McRecorder *self)
{
	explicit_bzero(self->case_code, sizeof self->case_code);
	self->case_record = 0;
}

void
mc_recorder_case_note(
    const McRecorder *self, const McVisit *visit, guint64 record, McCaseNote *note)
{
	const McCaseMark *mark = &visit->of_case;

	if (mark->case_id[0] == '\0')
		return;
	note->part = mark->part;
	note->missing = mark->missing;
	note->lapses_yyyymmdd = mc_date_to_yyyymmdd(mark->lapses);
	if (record == self->case_record)
		g_strlcpy(note->code, self->case_code, sizeof note->code);
}

/* ---- what this kiosk knows of its cases ---- */

static char *
key_of(const char *case_id)
{
	return g_strconcat(MC_VALUE_CASES, case_id, NULL);
}

void
mc_recorder_case_batch(McBatch *batch, const McVisit *visit)
{
	const McCaseMark *mark = &visit->of_case;
	g_autofree char *key = key_of(mark->case_id);
	g_autofree char *value = g_strdup_printf("%d %u", mark->part, mark->missing);

	if (mark->case_id[0] != '\0')
		mc_batch_value(batch, key, value);
}

/* A slip that is shown here a second time. What other kiosks took only the gateway knows. */
static gboolean
find_taken(McRecorder *self, const McCaseSlip *slip, McCaseTrouble *trouble, GError **error)
{
	g_autofree char *key = key_of(slip->case_id);
	GError *problem = NULL;
	g_autofree char *value = mc_journal_get_value(self->store.journal, key, &problem);
	char *missing = NULL;

	if (problem != NULL) {
		g_propagate_error(error, problem);
		return FALSE;
	}
	if (value != NULL && g_ascii_strtoll(value, &missing, 10) > slip->part)
		*trouble = g_ascii_strtoull(missing, NULL, 10) == 0 ? MC_CASE_TROUBLE_COMPLETE
		                                                    : MC_CASE_TROUBLE_OUTDATED;
	return TRUE;
}

/* ---- going on with one ---- */

static McCaseTrouble
trouble_with(McRecorder *self, const McCaseSlip *slip, const McCaseMark *next, guint32 offered)
{
	const McCaseMark *mark = &self->current->visit->of_case;
	McDays days = mc_recorder_days(self);

	/* once more, to a recorder that was restarted: then all of this was looked at */
	if (mark->case_id[0] != '\0')
		return strcmp(mark->case_id, next->case_id) == 0 && mark->part == next->part &&
		               strcmp(mark->person, next->person) == 0
		           ? MC_CASE_TROUBLE_NONE
		           : MC_CASE_TROUBLE_OTHER;
	if (days.last > mc_date_to_yyyymmdd(slip->lapses))
		return MC_CASE_TROUBLE_LAPSED;
	if (!g_str_has_prefix(mc_recorder_pack_of(self, self->current)->digest, slip->pack_begins))
		return MC_CASE_TROUBLE_RULES;
	return (slip->classes & ~offered) != 0 ? MC_CASE_TROUBLE_CLASSES : MC_CASE_TROUBLE_NONE;
}

static gboolean
look_at(McRecorder *self, const McCaseSlip *slip, McCaseMark *next, McRecorderReply *reply,
    GError **error)
{
	mc_recorder_fill_hello(self, &reply->hello);
	if (!mc_case_slip_continue(slip, self->current->identity.number, next))
		reply->case_trouble = MC_CASE_TROUBLE_PERSON;
	else
		reply->case_trouble = trouble_with(self, slip, next, reply->hello.classes);
	return reply->case_trouble != MC_CASE_TROUBLE_NONE ||
	       find_taken(self, slip, &reply->case_trouble, error);
}

static json_t *
case_step(McRecorder *self, const McCaseSlip *slip, const McCaseMark *mark)
{
	json_t *step = mc_running_step("case", mc_store_now_us(&self->store));

	json_object_set_new(step, "mark", mc_case_mark_to_json(mark));
	json_object_set_new(step, "business", json_string(slip->business));
	json_object_set_new(step, "classes", json_integer(slip->classes));
	json_object_set_new(step, "hearing_aid", json_boolean(slip->wears_hearing_aid));
	return step;
}

void
mc_recorder_case_running(const McRunning *running, McCaseNote *note)
{
	const McCaseMark *mark = &running->visit->of_case;

	if (mark->case_id[0] == '\0')
		return;
	note->part = mark->part;
	note->missing = running->case_missing;
	note->lapses_yyyymmdd = mc_date_to_yyyymmdd(mark->lapses);
	note->is_code_wanted = !running->has_case_salt;
}

static gboolean
go_on(McRecorder *self, const McCaseSlip *slip, McRecorderReply *reply, GError **error)
{
	McRunning *running = self->current;
	g_autoptr(McBatch) batch = mc_batch_new(&self->store);
	McCaseMark next;

	if (!look_at(self, slip, &next, reply, error))
		return FALSE;
	if (reply->case_trouble != MC_CASE_TROUBLE_NONE)
		return TRUE;
	/* the same code again, told to a recorder that was restarted: the salt alone is new to it */
	if (running->visit->of_case.case_id[0] == '\0' &&
	    !mc_recorder_step(self, batch, case_step(self, slip, &next), error))
		return FALSE;
	memcpy(running->case_salt, slip->salt, sizeof running->case_salt);
	running->has_case_salt = TRUE;
	mc_recorder_case_running(running, &reply->of_case);
	g_strlcpy(reply->choices.business, slip->business, sizeof reply->choices.business);
	reply->choices.classes = slip->classes;
	reply->choices.wears_hearing_aid = slip->wears_hearing_aid;
	return TRUE;
}

gboolean
mc_recorder_case_continue(
    McRecorder *self, const McRecorderRequest *request, McRecorderReply *reply, GError **error)
{
	const McRunning *running = self->current;
	McCaseSlip slip;
	gboolean good = TRUE;

	if (!running->is_identified)
		return mc_recorder_refuse(error, MC_ERROR_REFUSED, "case: the person comes first");
	if (running->visit->of_case.case_id[0] == '\0' && running->visit->exams > 0)
		return mc_recorder_refuse(
		    error, MC_ERROR_REFUSED, "case: its code comes before the first exam");
	if (!mc_case_slip_read(request->case_code, &slip, NULL))
		reply->case_trouble = MC_CASE_TROUBLE_MISREAD;
	else
		good = go_on(self, &slip, reply, error);
	explicit_bzero(&slip, sizeof slip);
	return good;
}

/* What an earlier part settled is not asked again: no second attempt by way of another kiosk. */
const char *
mc_recorder_case_open_problem(const McRunning *running, McExamKind exam)
{
	const McVisit *visit = running->visit;

	if (visit->of_case.part <= 1 || exam == MC_EXAM_REACTION ||
	    (running->case_missing & 1u << exam) != 0)
		return NULL;
	return "exam: an earlier part of the case has it";
}

const char *
mc_recorder_case_choice_problem(const McRunning *running, const McRecorderRequest *request)
{
	const McVisit *visit = running->visit;

	if (visit->of_case.part <= 1 ||
	    (request->classes == visit->classes && strcmp(request->business, visit->business) == 0 &&
	        request->wears_hearing_aid == visit->wears_hearing_aid))
		return NULL;
	return "visit: classes, business and hearing aid are those of the case's first part";
}
