#include "app/link/codec.h"

#include "app/base/error.h"
#include "app/link/parts.h"
#include "app/link/words.h"
#include "app/stock/stock.h"
#include "app/transcript/transcript.h"
#include <string.h>

/* The groups of members that an operation carries. */
enum {
	VISIT = 1 << 0,
	LANGUAGE = 1 << 1,
	IDENTITY = 1 << 2,
	CHOICE = 1 << 3,
	DECLARED = 1 << 4,
	EXAM = 1 << 5,
	DEVICE = 1 << 6,
	ANSWER = 1 << 7,
	DISCARD = 1 << 8,
	STOP = 1 << 9,
	FINISH = 1 << 10,
	ABORT = 1 << 11,
	SEQ = 1 << 12,
	NAME = 1 << 13,
	PIN = 1 << 14,
	FIRST_PIN = 1 << 15, /* code and role */
	FLAG = 1 << 16,
	PICTURE = 1 << 18,
	CASE = 1 << 17,
	WALL = 1 << 19,
	CONSUMABLE = 1 << 20,
	LEVEL = 1 << 21,
};

static const guint groups[MC_RECORDER_OPS] = {
    [MC_RECORDER_VISIT_BEGIN] = LANGUAGE,
    [MC_RECORDER_VISIT_IDENTIFY] = VISIT | IDENTITY,
    [MC_RECORDER_CASE_CONTINUE] = VISIT | CASE,
    [MC_RECORDER_VISIT_CHOOSE] = VISIT | CHOICE,
    [MC_RECORDER_VISIT_DECLARE] = VISIT | DECLARED,
    [MC_RECORDER_EXAM_OPEN] = VISIT | EXAM | DEVICE,
    [MC_RECORDER_EXAM_ANSWER] = VISIT | ANSWER,
    [MC_RECORDER_EXAM_DISCARD] = VISIT | DISCARD,
    [MC_RECORDER_EXAM_ACKNOWLEDGE] = VISIT,
    [MC_RECORDER_EXAM_STOP] = VISIT | EXAM | STOP,
    [MC_RECORDER_EVIDENCE] = VISIT | EXAM | DEVICE | PICTURE,
    [MC_RECORDER_VISIT_JUDGE] = VISIT,
    [MC_RECORDER_VISIT_FINISH] = VISIT | LANGUAGE | FINISH,
    [MC_RECORDER_VISIT_ABORT] = VISIT | ABORT,
    [MC_RECORDER_RECORD_STATE] = SEQ,
    [MC_RECORDER_FEEDBACK] = SEQ | FLAG,
    [MC_RECORDER_SLIP] = SEQ | FLAG,
    [MC_RECORDER_STATUS] = CASE | FLAG,
    [MC_RECORDER_ASSISTED] = VISIT,
    [MC_RECORDER_STAFF_SIGN_IN] = NAME | PIN,
    [MC_RECORDER_STAFF_FIRST_PIN] = NAME | PIN | FIRST_PIN,
    [MC_RECORDER_SET_PAUSED] = FLAG,
    [MC_RECORDER_END_VISIT] = ABORT,
    [MC_RECORDER_ADOPT] = DEVICE,
    [MC_RECORDER_SELF_TEST] = DEVICE | FLAG | LEVEL,
    [MC_RECORDER_CLOCK] = FLAG | WALL,
    [MC_RECORDER_REFILL] = CONSUMABLE,
    [MC_RECORDER_DEVICE_EVENT] = DEVICE,
};

void
mc_link_request_clear(McLinkRequest *request)
{
	g_clear_pointer(&request->signature_strokes, g_bytes_unref);
	g_clear_pointer(&request->picture, g_bytes_unref);
	explicit_bzero(request, sizeof *request);
}

static void
write_answer(json_t *json, const McRecorderRequest *request)
{
	json_object_set_new(json, "answer", mc_answer_to_json(&request->answer));
	switch (request->answer.kind) {
	case MC_EXAM_ACUITY:
		json_object_set_new(json, "vision", mc_link_vision_write(&request->vision));
		return;
	case MC_EXAM_HEARING:
	case MC_EXAM_SIDE:
		json_object_set_new(json, "hearing", mc_link_hearing_write(&request->hearing));
		return;
	case MC_EXAM_STATURE:
	case MC_EXAM_LIMBS:
	case MC_EXAM_REACTION:
	case MC_EXAM_COLOUR:
		json_object_set_new(json, "person_present", json_integer(request->person_present));
		return;
	}
}

static void
write_finish(json_t *json, const McRecorderRequest *request)
{
	g_autofree char *strokes = NULL;
	gsize size = 0;
	const guint8 *bytes = NULL;

	json_object_set_new(json, "phone", json_string(request->phone));
	if (request->signature_strokes == NULL)
		return;
	bytes = g_bytes_get_data(request->signature_strokes, &size);
	strokes = g_base64_encode(bytes, size);
	json_object_set_new(json, "signature", json_string(strokes));
	explicit_bzero(strokes, strlen(strokes));
}

static void
write_picture(json_t *json, const McRecorderRequest *request)
{
	g_autofree char *text = NULL;
	gsize size = 0;
	const guint8 *bytes = NULL;

	if (request->picture == NULL)
		return;
	bytes = g_bytes_get_data(request->picture, &size);
	text = g_base64_encode(bytes, size);
	json_object_set_new(json, "trial", json_integer(request->trial));
	json_object_set_new(json, "picture", json_string(text));
	explicit_bzero(text, strlen(text));
}

static void
write_staff(json_t *json, guint group, const McRecorderRequest *request)
{
	if (group & NAME)
		json_object_set_new(json, "name", json_string(request->staff_name));
	if (group & PIN)
		json_object_set_new(json, "pin", json_string(request->pin));
	if (group & FIRST_PIN) {
		json_object_set_new(json, "code", json_string(request->code));
		json_object_set_new(json, "role", json_string(mc_staff_role_name(request->role)));
	}
	if (group & FLAG)
		json_object_set_new(json, "flag", json_boolean(request->flag));
	if (group & WALL)
		json_object_set_new(json, "wall_us", json_integer(request->wall_us));
	if (group & LEVEL)
		json_object_set_new(json, "level", json_string(mc_test_level_name(request->level)));
	if (group & CONSUMABLE)
		json_object_set_new(
		    json, "consumable", json_string(mc_consumable_name(request->consumable)));
}

static void
write_visit(json_t *json, guint group, const McRecorderRequest *request)
{
	if (group & VISIT)
		json_object_set_new(json, "visit", json_string(request->visit_id));
	if (group & LANGUAGE)
		json_object_set_new(json, "language", json_string(request->language));
	if (group & IDENTITY && request->identity != NULL) {
		json_object_set_new(json, "identity", mc_link_identity_write(request->identity));
		json_object_set_new(json, "source", json_integer(request->identity_source));
	}
	if (group & CHOICE) {
		json_object_set_new(json, "business", json_string(request->business));
		json_object_set_new(json, "classes", json_integer(request->classes));
		json_object_set_new(json, "has_glasses", json_boolean(request->has_glasses));
		json_object_set_new(json, "wears_hearing_aid", json_boolean(request->wears_hearing_aid));
	}
	if (group & DECLARED)
		json_object_set_new(json, "declared", json_integer(request->declared));
	if (group & FINISH)
		write_finish(json, request);
	if (group & PICTURE)
		write_picture(json, request);
	if (group & ABORT)
		json_object_set_new(json, "reason", json_string(mc_abort_reason_name(request->abort)));
	if (group & CASE)
		json_object_set_new(json, "case", json_string(request->case_code));
	if (group & SEQ)
		json_object_set_new(json, "seq", json_integer((json_int_t)request->seq));
}

static void
write_exam(json_t *json, guint group, const McRecorderRequest *request)
{
	if (group & EXAM) {
		json_object_set_new(json, "exam", json_string(mc_exam_kind_name(request->exam)));
		json_object_set_new(
		    json, "correction", json_string(mc_correction_name(request->correction)));
	}
	if (group & DEVICE)
		json_object_set_new(json, "device", mc_link_device_write(&request->device));
	if (group & ANSWER)
		write_answer(json, request);
	if (group & DISCARD) {
		json_object_set_new(json, "trial", json_integer(request->trial));
		json_object_set_new(json, "discard", json_string(mc_discard_name(request->discard)));
	}
	if (group & STOP)
		json_object_set_new(json, "stop", mc_reasons_to_json((guint32)request->stop));
}

/* A text that is no UTF-8 made no JSON: its member is missing, and the reader would say so. */
static gboolean
is_complete(const json_t *json, guint group, const McRecorderRequest *request)
{
	static const struct {
		guint group;
		const char *name;
	} texts[] = {{VISIT, "visit"}, {LANGUAGE, "language"}, {IDENTITY, "identity"},
	    {CHOICE, "business"}, {DEVICE, "device"}, {FINISH, "phone"}, {NAME, "name"}, {PIN, "pin"},
	    {PICTURE, "picture"}, {FIRST_PIN, "code"}, {CASE, "case"}};

	for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
		if (group & texts[i].group && json_object_get(json, texts[i].name) == NULL)
			return FALSE;
	return TRUE;
}

char *
mc_link_request_write(gint64 id, const McRecorderRequest *request, GError **error)
{
	guint group = (guint)request->op < MC_RECORDER_OPS ? groups[request->op] : 0;
	json_t *json =
	    json_pack("{sI ss}", "id", (json_int_t)id, "op", mc_recorder_op_name(request->op));

	write_visit(json, group, request);
	write_exam(json, group, request);
	write_staff(json, group, request);
	if (!is_complete(json, group, request)) {
		json_decref(json);
		g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT,
		    "link: %s lacks its person or has a text that is not UTF-8",
		    mc_recorder_op_name(request->op));
		return NULL;
	}
	return mc_link_line_of(json, error);
}

static void
read_answer(McFields *fields, McRecorderRequest *request)
{
	g_autoptr(GError) error = NULL;
	const json_t *answer = mc_fields_object(fields, "answer");

	if (answer == NULL)
		return;
	if (!mc_answer_from_json(answer, &request->answer, &error)) {
		mc_fields_take_error(fields, "answer", g_steal_pointer(&error));
		return;
	}
	switch (request->answer.kind) {
	case MC_EXAM_ACUITY: mc_link_vision_read(fields, "vision", &request->vision); return;
	case MC_EXAM_HEARING:
	case MC_EXAM_SIDE: mc_link_hearing_read(fields, "hearing", &request->hearing); return;
	case MC_EXAM_STATURE:
	case MC_EXAM_LIMBS:
	case MC_EXAM_REACTION:
	case MC_EXAM_COLOUR:
		request->person_present = mc_fields_int32(fields, "person_present", MC_PRESENCE_UNKNOWN, 1);
		return;
	}
}

static void
read_stop(McFields *fields, McRecorderRequest *request)
{
	g_autoptr(GError) error = NULL;
	const json_t *reasons = mc_fields_array(fields, "stop", 1);
	guint32 bits = 0;

	if (reasons != NULL && !mc_reasons_from_json(reasons, &bits, &error))
		mc_fields_take_error(fields, "stop", g_steal_pointer(&error));
	else if (reasons != NULL && bits == 0)
		mc_fields_refuse(fields, "stop", "a reason is needed");
	request->stop = (McReason)bits;
}

static void
read_visit(McFields *fields, guint group, McLinkRequest *into)
{
	McRecorderRequest *request = &into->request;

	if (group & VISIT)
		mc_link_text(fields, "visit", request->visit_id, sizeof request->visit_id);
	if (group & LANGUAGE)
		mc_link_text(fields, "language", request->language, sizeof request->language);
	if (group & IDENTITY) {
		mc_link_identity_read(fields, "identity", &into->identity);
		request->identity_source = mc_fields_int32(fields, "source", 0, 1);
		request->identity = &into->identity;
	}
	if (group & CHOICE) {
		mc_link_text(fields, "business", request->business, sizeof request->business);
		request->classes = mc_link_bits(fields, "classes", MC_CLASSES);
		request->has_glasses = mc_fields_bool(fields, "has_glasses");
		request->wears_hearing_aid = mc_fields_bool(fields, "wears_hearing_aid");
	}
	if (group & DECLARED)
		request->declared = mc_link_bits(fields, "declared", 10);
	if (group & FINISH) {
		mc_link_text(fields, "phone", request->phone, sizeof request->phone);
		if (mc_fields_has(fields, "signature"))
			into->signature_strokes = mc_fields_base64(fields, "signature", MC_LINK_SIGNATURE_MAX);
		request->signature_strokes = into->signature_strokes;
	}
	if (group & PICTURE) {
		request->trial = mc_fields_int32(fields, "trial", 0, G_MAXINT32);
		into->picture = mc_fields_base64(fields, "picture", MC_LINK_PICTURE_MAX);
		request->picture = into->picture;
	}
	if (group & ABORT)
		request->abort = (McAbortReason)mc_fields_word(fields, "reason", mc_abort_reason_from_name);
	if (group & CASE)
		mc_link_text(fields, "case", request->case_code, sizeof request->case_code);
	if (group & SEQ)
		request->seq = mc_link_count(fields, "seq");
}

static void
read_exam(McFields *fields, guint group, McRecorderRequest *request)
{
	if (group & EXAM) {
		request->exam = (McExamKind)mc_fields_word(fields, "exam", mc_exam_kind_from_name);
		request->correction =
		    (McCorrection)mc_fields_word(fields, "correction", mc_correction_from_name);
	}
	if (group & DEVICE)
		mc_link_device_read(fields, "device", &request->device);
	if (group & ANSWER)
		read_answer(fields, request);
	if (group & DISCARD) {
		request->trial = mc_fields_int32(fields, "trial", 0, G_MAXINT32);
		request->discard = (McDiscard)mc_fields_word(fields, "discard", mc_discard_from_name);
	}
	if (group & STOP)
		read_stop(fields, request);
}

static void
read_staff(McFields *fields, guint group, McRecorderRequest *request)
{
	if (group & NAME)
		mc_link_text(fields, "name", request->staff_name, sizeof request->staff_name);
	if (group & PIN)
		mc_link_text(fields, "pin", request->pin, sizeof request->pin);
	if (group & FIRST_PIN) {
		mc_link_text(fields, "code", request->code, sizeof request->code);
		request->role = (McStaffRole)mc_fields_word(fields, "role", mc_staff_role_from_name);
	}
	if (group & FLAG)
		request->flag = mc_fields_bool(fields, "flag");
	if (group & WALL)
		request->wall_us = mc_fields_int64(fields, "wall_us", 0, G_MAXINT64);
	if (group & LEVEL)
		request->level = (McTestLevel)mc_fields_word(fields, "level", mc_test_level_from_name);
	if (group & CONSUMABLE)
		request->consumable =
		    (McConsumable)mc_fields_word(fields, "consumable", mc_consumable_from_name);
}

gboolean
mc_link_request_read(const char *line, gsize length, McLinkRequest *into, GError **error)
{
	json_t *json =
	    length > MC_LINK_LINE_MAX ? NULL : json_loadb(line, length, JSON_REJECT_DUPLICATES, NULL);
	gboolean is_good = FALSE;
	guint group = 0;
	McFields fields;

	memset(into, 0, sizeof *into);
	mc_fields_begin(&fields, json, "request");
	into->id = mc_fields_int64(&fields, "id", 1, G_MAXINT64);
	into->request.op = (McRecorderOp)mc_fields_word(&fields, "op", mc_recorder_op_from_name);
	if (mc_fields_good(&fields))
		group = groups[into->request.op];
	read_visit(&fields, group, into);
	read_exam(&fields, group, &into->request);
	read_staff(&fields, group, &into->request);
	is_good = mc_fields_end(&fields, error);
	json_decref(json);
	return is_good;
}
