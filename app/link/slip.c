#include "app/link/parts.h"
#include "app/link/words.h"
#include "app/transcript/transcript.h"

static json_t *
line_write(const McExamLine *line)
{
	return json_pack("{ss ss sb so}", "exam", mc_exam_kind_name(line->kind), "correction",
	    mc_correction_name(line->correction), "done", (int)line->done, "result",
	    mc_exam_result_to_json(&line->result));
}

json_t *
mc_link_slip_write(const McSlip *slip)
{
	json_t *lines = json_array();

	for (guint i = 0; i < MIN(slip->exam_lines, MC_SLIP_LINES); i++)
		json_array_append_new(lines, line_write(&slip->exam_line[i]));
	return json_pack("{si ss sb so}", "copy", (int)slip->copy, "language", slip->language,
	    "demonstration", (int)slip->demonstration, "exams", lines);
}

static void
line_read(McFields *outer, const json_t *json, McExamLine *line)
{
	GError *error = NULL;
	const json_t *result = NULL;
	McFields fields;

	mc_fields_begin(&fields, json, "exam");
	line->kind = (McExamKind)mc_fields_word(&fields, "exam", mc_exam_kind_from_name);
	line->correction = (McCorrection)mc_fields_word(&fields, "correction", mc_correction_from_name);
	line->done = mc_fields_bool(&fields, "done");
	result = mc_fields_object(&fields, "result");
	if (result != NULL && !mc_exam_result_from_json(result, &line->result, &error))
		mc_fields_take_error(&fields, "result", g_steal_pointer(&error));
	mc_fields_end(&fields, &error);
	mc_fields_take_error(outer, "exams", error);
}

void
mc_link_slip_read(McFields *outer, const char *name, McSlip *slip)
{
	GError *error = NULL;
	const json_t *lines = NULL;
	McFields fields;

	mc_fields_begin(&fields, mc_fields_object(outer, name), "slip");
	slip->copy = (guint)mc_fields_int32(&fields, "copy", 0, G_MAXINT32);
	mc_link_text(&fields, "language", slip->language, sizeof slip->language);
	slip->demonstration = mc_fields_bool(&fields, "demonstration");
	lines = mc_fields_array(&fields, "exams", MC_SLIP_LINES);
	for (gsize i = 0; mc_fields_good(&fields) && i < json_array_size(lines); i++)
		line_read(&fields, json_array_get(lines, i), &slip->exam_line[slip->exam_lines++]);
	mc_fields_end(&fields, &error);
	mc_fields_take_error(outer, name, error);
}

json_t *
mc_link_case_write(const McCaseNote *note)
{
	return json_pack("{si sI si ss sb}", "part", (int)note->part, "missing",
	    (json_int_t)note->missing, "lapses", (int)note->lapses_yyyymmdd, "code", note->code,
	    "code_wanted", (int)note->is_code_wanted);
}

void
mc_link_case_read(McFields *outer, const char *name, McCaseNote *note)
{
	GError *error = NULL;
	McFields fields;

	mc_fields_begin(&fields, mc_fields_object(outer, name), "case");
	note->part = mc_fields_int32(&fields, "part", 1, G_MAXINT32);
	note->missing = mc_link_bits(&fields, "missing", MC_EXAM_KINDS);
	note->lapses_yyyymmdd = mc_fields_int32(&fields, "lapses", 0, 99991231);
	mc_link_text(&fields, "code", note->code, sizeof note->code);
	note->is_code_wanted = mc_fields_bool(&fields, "code_wanted");
	mc_fields_end(&fields, &error);
	mc_fields_take_error(outer, name, error);
}

json_t *
mc_link_status_write(const McSlipStatus *status)
{
	return json_pack("{ss sb sb sb ss ss sI sI}", "outcome",
	    mc_status_outcome_name(status->outcome), "here", (int)status->is_here, "asking",
	    (int)status->is_asking, "unreached", (int)status->is_unreached, "state",
	    mc_receipt_state_name(status->state), "reference", status->reference, "accepted",
	    (json_int_t)status->accepted_wall_us, "as_of", (json_int_t)status->as_of_wall_us);
}

void
mc_link_status_read(McFields *outer, const char *name, McSlipStatus *status)
{
	GError *error = NULL;
	McFields fields;

	mc_fields_begin(&fields, mc_fields_object(outer, name), "status");
	status->outcome =
	    (McStatusOutcome)mc_fields_word(&fields, "outcome", mc_status_outcome_from_name);
	status->is_here = mc_fields_bool(&fields, "here");
	status->is_asking = mc_fields_bool(&fields, "asking");
	status->is_unreached = mc_fields_bool(&fields, "unreached");
	status->state = (McReceiptState)mc_fields_word(&fields, "state", mc_receipt_state_from_name);
	mc_link_text(&fields, "reference", status->reference, sizeof status->reference);
	status->accepted_wall_us = mc_fields_int64(&fields, "accepted", 0, G_MAXINT64);
	status->as_of_wall_us = mc_fields_int64(&fields, "as_of", 0, G_MAXINT64);
	mc_fields_end(&fields, &error);
	mc_fields_take_error(outer, name, error);
}

json_t *
mc_link_clock_write(const McClockState *clock)
{
	return json_pack("{ss sI sI sI sI sI}", "trust", mc_clock_trust_name(clock->trust), "at",
	    (json_int_t)clock->at_wall_us, "not_before", (json_int_t)clock->not_before_wall_us,
	    "not_after", (json_int_t)clock->not_after_wall_us, "machine",
	    (json_int_t)clock->machine_wall_us, "error", (json_int_t)clock->error_us);
}

void
mc_link_clock_read(McFields *outer, const char *name, McClockState *clock)
{
	GError *error = NULL;
	McFields fields;

	mc_fields_begin(&fields, mc_fields_object(outer, name), "clock");
	clock->trust = (McClockTrust)mc_fields_word(&fields, "trust", mc_clock_trust_from_name);
	clock->at_wall_us = mc_fields_int64(&fields, "at", 0, G_MAXINT64);
	clock->not_before_wall_us = mc_fields_int64(&fields, "not_before", 0, G_MAXINT64);
	clock->not_after_wall_us = mc_fields_int64(&fields, "not_after", 0, G_MAXINT64);
	clock->machine_wall_us = mc_fields_int64(&fields, "machine", G_MININT64, G_MAXINT64);
	clock->error_us = mc_fields_int64(&fields, "error", -1, G_MAXINT64);
	mc_fields_end(&fields, &error);
	mc_fields_take_error(outer, name, error);
}
