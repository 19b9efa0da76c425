#include "app/link/codec.h"

#include "app/base/error.h"
#include "app/base/secret.h"
#include "app/link/parts.h"
#include "app/link/words.h"
#include "app/transcript/transcript.h"
#include <string.h>

#define WAIT_MAX_SECONDS 1000000
#define MESSAGE_MAX 512 /* of an error's text */

/* The groups of members in the reply to an operation. */
enum {
	HELLO = 1 << 0,
	STEP = 1 << 1,
	RESUMED = 1 << 2,
	VERDICTS = 1 << 3,
	RECORD = 1 << 4,
	ROLE = 1 << 5,
	LINES = 1 << 6,
	VISIT = 1 << 7,
	SLIP = 1 << 8,
	CASE = 1 << 9, /* absent when the visit is part of none */
	CHOICES = 1 << 10,
	TROUBLE = 1 << 11,
	STATUS = 1 << 12,
	CLOCK = 1 << 13,
};

static const guint groups[MC_RECORDER_OPS] = {
    [MC_RECORDER_HELLO] = HELLO,
    [MC_RECORDER_VISIT_BEGIN] = VISIT,
    [MC_RECORDER_VISIT_IDENTIFY] = VISIT | RESUMED | CHOICES | CASE,
    [MC_RECORDER_CASE_CONTINUE] = CASE | CHOICES | TROUBLE,
    [MC_RECORDER_EXAM_OPEN] = STEP,
    [MC_RECORDER_EXAM_ANSWER] = STEP,
    [MC_RECORDER_EXAM_DISCARD] = STEP,
    [MC_RECORDER_EXAM_ACKNOWLEDGE] = STEP,
    [MC_RECORDER_EXAM_STOP] = STEP,
    [MC_RECORDER_VISIT_JUDGE] = VERDICTS,
    [MC_RECORDER_VISIT_FINISH] = RECORD | VERDICTS | CASE,
    [MC_RECORDER_RECORD_STATE] = RECORD,
    [MC_RECORDER_FEEDBACK] = RECORD,
    [MC_RECORDER_SLIP] = RECORD | VERDICTS | SLIP | CASE,
    [MC_RECORDER_STATUS] = STATUS,
    [MC_RECORDER_STAFF_SIGN_IN] = ROLE,
    [MC_RECORDER_STAFF_FIRST_PIN] = ROLE,
    [MC_RECORDER_CLOCK] = CLOCK,
    [MC_RECORDER_TODAY] = LINES,
    [MC_RECORDER_ADOPT] = HELLO,
    [MC_RECORDER_OUTBOX] = LINES,
    [MC_RECORDER_EVENTS] = LINES,
};

McLinkMessage *
mc_link_message_new(McLinkMessageKind kind)
{
	McLinkMessage *message = g_new0(McLinkMessage, 1);

	message->kind = kind;
	return message;
}

void
mc_link_message_free(McLinkMessage *message)
{
	if (message == NULL)
		return;
	/* of the counter's list */
	if (message->lines != NULL)
		mc_secret_empty(message->lines);
	g_clear_pointer(&message->lines, g_array_unref);
	g_clear_error(&message->error);
	g_free(message);
}

static void
write_step(json_t *json, const McRecorderReply *reply)
{
	json_object_set_new(json, "step", json_string(mc_step_name(reply->step)));
	if (reply->step == MC_STEP_PRESENT)
		json_object_set_new(json, "stimulus", mc_stimulus_to_json(&reply->stimulus));
	if (reply->step == MC_STEP_DONE)
		json_object_set_new(json, "result", mc_exam_result_to_json(&reply->result));
	if (reply->discarded)
		json_object_set_new(json, "discarded", json_string(mc_discard_name(reply->discard)));
}

static void
write_lists(json_t *json, guint group, const McRecorderReply *reply)
{
	if (group & VERDICTS) {
		json_t *verdicts = json_array();

		for (guint i = 0; i < MIN(reply->verdicts, MC_CLASSES); i++)
			json_array_append_new(verdicts, mc_link_verdict_write(&reply->verdict[i]));
		json_object_set_new(json, "verdicts", verdicts);
	}
	if (group & LINES) {
		json_t *lines = json_array();

		for (guint i = 0; i < MIN(reply->lines, MC_LINK_LINES_MAX); i++)
			json_array_append_new(lines, mc_link_line_write(&reply->line[i]));
		json_object_set_new(json, "lines", lines);
	}
}

char *
mc_link_reply_write(gint64 id, const McRecorderReply *reply, GError **error)
{
	guint group = (guint)reply->op < MC_RECORDER_OPS ? groups[reply->op] : 0;
	json_t *json = json_pack(
	    "{sI ss sb}", "id", (json_int_t)id, "op", mc_recorder_op_name(reply->op), "ok", TRUE);

	if (group & HELLO)
		json_object_set_new(json, "hello", mc_link_hello_write(&reply->hello));
	if (group & VISIT)
		json_object_set_new(json, "visit", json_string(reply->visit_id));
	if (group & STEP)
		write_step(json, reply);
	if (group & RESUMED) {
		json_object_set_new(json, "resumed", json_boolean(reply->resumed));
		json_object_set_new(json, "resumed_exams", json_integer(reply->resumed_exams));
	}
	if (group & CHOICES)
		json_object_set_new(json, "choices", mc_link_choices_write(&reply->choices));
	if (group & CASE && reply->of_case.part > 0)
		json_object_set_new(json, "case", mc_link_case_write(&reply->of_case));
	if (group & TROUBLE)
		json_object_set_new(
		    json, "trouble", json_string(mc_case_trouble_name(reply->case_trouble)));
	if (group & RECORD)
		json_object_set_new(json, "record", mc_link_record_write(&reply->record));
	if (group & ROLE)
		json_object_set_new(json, "role", json_string(mc_staff_role_name(reply->role)));
	if (group & SLIP)
		json_object_set_new(json, "slip", mc_link_slip_write(&reply->slip));
	if (group & STATUS)
		json_object_set_new(json, "status", mc_link_status_write(&reply->status));
	if (group & CLOCK)
		json_object_set_new(json, "clock", mc_link_clock_write(&reply->clock));
	write_lists(json, group, reply);
	return mc_link_line_of(json, error);
}

char *
mc_link_error_write(gint64 id, const GError *problem, guint wait_seconds)
{
	const char *code = problem->domain == MC_ERROR ? mc_error_code_name((McErrorCode)problem->code)
	                                               : mc_error_code_name(MC_ERROR_INTERNAL);
	g_autofree char *valid = g_utf8_make_valid(problem->message, -1);
	g_autofree char *text = g_utf8_strlen(valid, -1) > MESSAGE_MAX / 4
	                            ? g_utf8_substring(valid, 0, MESSAGE_MAX / 4)
	                            : g_strdup(valid);

	return mc_link_line_of(
	    json_pack("{sI s{ss ss si}}", "id", (json_int_t)id, "error", "code", code, "message", text,
	        "wait_seconds", (int)MIN(wait_seconds, WAIT_MAX_SECONDS)),
	    NULL);
}

char *
mc_link_message_write(const McLinkMessage *message, GError **error)
{
	switch (message->kind) {
	case MC_LINK_READY: return mc_link_line_of(json_pack("{ss}", "event", "ready"), error);
	case MC_LINK_BUSY: return mc_link_line_of(json_pack("{ss}", "event", "busy"), error);
	case MC_LINK_REPLY: return mc_link_reply_write(message->id, &message->reply, error);
	case MC_LINK_ERROR:
		return mc_link_error_write(message->id, message->error, message->reply.wait_seconds);
	case MC_LINK_CHANGED:
		return mc_link_line_of(json_pack("{ss so}", "event", "changed", "hello",
		                           mc_link_hello_write(&message->reply.hello)),
		    error);
	case MC_LINK_RECORD_STATE:
		return mc_link_line_of(json_pack("{ss so}", "event", "record-state", "record",
		                           mc_link_record_write(&message->reply.record)),
		    error);
	}
	g_return_val_if_reached(NULL);
}

static void
read_step(McFields *fields, McRecorderReply *reply)
{
	g_autoptr(GError) error = NULL;
	const json_t *nested = NULL;

	reply->step = (McStep)mc_fields_word(fields, "step", mc_step_from_name);
	if (reply->step == MC_STEP_PRESENT) {
		nested = mc_fields_object(fields, "stimulus");
		if (nested != NULL && !mc_stimulus_from_json(nested, &reply->stimulus, &error))
			mc_fields_take_error(fields, "stimulus", g_steal_pointer(&error));
	} else if (reply->step == MC_STEP_DONE) {
		nested = mc_fields_object(fields, "result");
		if (nested != NULL && !mc_exam_result_from_json(nested, &reply->result, &error))
			mc_fields_take_error(fields, "result", g_steal_pointer(&error));
	}
	reply->discarded = mc_fields_has(fields, "discarded");
	if (reply->discarded)
		reply->discard = (McDiscard)mc_fields_word(fields, "discarded", mc_discard_from_name);
}

static void
read_lists(McFields *fields, guint group, McLinkMessage *message)
{
	McRecorderReply *reply = &message->reply;

	if (group & VERDICTS) {
		const json_t *verdicts = mc_fields_array(fields, "verdicts", MC_CLASSES);

		for (gsize i = 0; mc_fields_good(fields) && i < json_array_size(verdicts); i++)
			mc_link_verdict_read(fields, "verdicts", json_array_get(verdicts, i),
			    &reply->verdict[reply->verdicts++]);
	}
	if (group & LINES) {
		const json_t *lines = mc_fields_array(fields, "lines", MC_LINK_LINES_MAX);

		message->lines = g_array_new(FALSE, TRUE, sizeof(McRecorderLine));
		for (gsize i = 0; mc_fields_good(fields) && i < json_array_size(lines); i++) {
			McRecorderLine line = {0};

			mc_link_line_read(fields, "lines", json_array_get(lines, i), &line);
			g_array_append_val(message->lines, line);
		}
		reply->lines = message->lines->len;
		reply->line = (const McRecorderLine *)(gpointer)message->lines->data;
	}
}

static void
read_reply(McFields *fields, McLinkMessage *message)
{
	McRecorderReply *reply = &message->reply;
	guint group = 0;

	message->kind = MC_LINK_REPLY;
	message->id = mc_fields_int64(fields, "id", 1, G_MAXINT64);
	reply->op = (McRecorderOp)mc_fields_word(fields, "op", mc_recorder_op_from_name);
	if (!mc_fields_bool(fields, "ok"))
		mc_fields_refuse(fields, "ok", "must be true");
	if (mc_fields_good(fields))
		group = groups[reply->op];
	if (group & HELLO)
		mc_link_hello_read(fields, "hello", &reply->hello);
	if (group & VISIT)
		mc_link_text(fields, "visit", reply->visit_id, sizeof reply->visit_id);
	if (group & STEP)
		read_step(fields, reply);
	if (group & RESUMED) {
		reply->resumed = mc_fields_bool(fields, "resumed");
		reply->resumed_exams = mc_link_bits(fields, "resumed_exams", MC_EXAM_KINDS);
	}
	if (group & CHOICES)
		mc_link_choices_read(fields, "choices", &reply->choices);
	if (group & CASE && mc_fields_has(fields, "case"))
		mc_link_case_read(fields, "case", &reply->of_case);
	if (group & TROUBLE)
		reply->case_trouble =
		    (McCaseTrouble)mc_fields_word(fields, "trouble", mc_case_trouble_from_name);
	if (group & RECORD)
		mc_link_record_read(fields, "record", &reply->record);
	if (group & ROLE)
		reply->role = (McStaffRole)mc_fields_word(fields, "role", mc_staff_role_from_name);
	if (group & SLIP)
		mc_link_slip_read(fields, "slip", &reply->slip);
	if (group & STATUS)
		mc_link_status_read(fields, "status", &reply->status);
	if (group & CLOCK)
		mc_link_clock_read(fields, "clock", &reply->clock);
	read_lists(fields, group, message);
}

static void
read_error(McFields *outer, McLinkMessage *message)
{
	g_autoptr(GError) error = NULL;
	McFields fields;
	const char *text = NULL;
	McErrorCode code = MC_ERROR_INTERNAL;

	message->kind = MC_LINK_ERROR;
	/* 0: the recorder could not read which request it was. */
	message->id = mc_fields_int64(outer, "id", 0, G_MAXINT64);
	mc_fields_begin(&fields, mc_fields_object(outer, "error"), "error");
	code = mc_error_code_from_name(mc_fields_string(&fields, "code", 64));
	text = mc_fields_string(&fields, "message", MESSAGE_MAX + 1);
	message->reply.wait_seconds =
	    (guint)mc_fields_int32(&fields, "wait_seconds", 0, WAIT_MAX_SECONDS);
	message->error = g_error_new_literal(MC_ERROR, (gint)code, text);
	mc_fields_end(&fields, &error);
	mc_fields_take_error(outer, "error", g_steal_pointer(&error));
}

static void
read_event(McFields *fields, McLinkMessage *message)
{
	const char *event = mc_fields_string(fields, "event", 32);

	if (strcmp(event, "ready") == 0) {
		message->kind = MC_LINK_READY;
	} else if (strcmp(event, "busy") == 0) {
		message->kind = MC_LINK_BUSY;
	} else if (strcmp(event, "changed") == 0) {
		message->kind = MC_LINK_CHANGED;
		mc_link_hello_read(fields, "hello", &message->reply.hello);
	} else if (strcmp(event, "record-state") == 0) {
		message->kind = MC_LINK_RECORD_STATE;
		mc_link_record_read(fields, "record", &message->reply.record);
	} else {
		mc_fields_refuse(fields, "event", "unknown word");
	}
}

McLinkMessage *
mc_link_message_read(const char *line, gsize length, GError **error)
{
	g_autoptr(McLinkMessage) message = mc_link_message_new(MC_LINK_READY);
	json_t *json =
	    length > MC_LINK_LINE_MAX ? NULL : json_loadb(line, length, JSON_REJECT_DUPLICATES, NULL);
	gboolean is_good = FALSE;
	McFields fields;

	mc_fields_begin(&fields, json, "message");
	if (mc_fields_has(&fields, "event"))
		read_event(&fields, message);
	else if (mc_fields_has(&fields, "error"))
		read_error(&fields, message);
	else
		read_reply(&fields, message);
	is_good = mc_fields_end(&fields, error);
	json_decref(json);
	return is_good ? g_steal_pointer(&message) : NULL;
}
