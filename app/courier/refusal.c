#include "app/courier/refusal.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#define PROBLEMS_MAX 16
#define TEXT_BYTES_MAX 400

static json_t *
read_answer(const McTransportReply *reply)
{
	gsize size = 0;
	const char *text = g_bytes_get_data(reply->body, &size);

	return size > 0 ? json_loadb(text, size, 0, NULL) : NULL;
}

gboolean
mc_refusal_is_final(const McTransportReply *reply)
{
	json_auto_t *answer = NULL;
	const json_t *first = NULL;

	if (reply->status != 400 && reply->status != 409 && reply->status != 413 &&
	    reply->status != 422)
		return FALSE;
	answer = read_answer(reply);
	first = json_array_get(json_object_get(answer, "problems"), 0);
	return json_is_string(json_object_get(first, "code"));
}

static GBytes *
write_note(guint status, json_t *codes, const char *reason)
{
	json_auto_t *note = json_pack(
	    "{s:O, s:s, s:i, s:i}", "codes", codes, "reason", reason, "status", (int)status, "v", 1);
	char *text = json_dumps(note, JSON_COMPACT | JSON_SORT_KEYS);
	gsize size = strlen(text);

	return g_bytes_new_with_free_func(text, size, free, text);
}

static void
add_problem(const json_t *problem, json_t *codes, GString *reason)
{
	const char *code = json_string_value(json_object_get(problem, "code"));
	const char *text = json_string_value(json_object_get(problem, "text"));
	g_autofree char *bounded = g_utf8_substring(text != NULL ? text : "", 0,
	    MIN(g_utf8_strlen(text != NULL ? text : "", -1), TEXT_BYTES_MAX));

	if (code == NULL || strlen(code) > TEXT_BYTES_MAX)
		return;
	json_array_append_new(codes, json_string(code));
	if (reason->len > 0)
		g_string_append(reason, "; ");
	g_string_append(reason, *bounded != '\0' ? bounded : code);
}

GBytes *
mc_refusal_note(const McTransportReply *reply)
{
	json_auto_t *answer = read_answer(reply);
	const json_t *problems = json_object_get(answer, "problems");
	json_auto_t *codes = json_array();
	g_autoptr(GString) reason = g_string_new(NULL);

	for (gsize i = 0; i < MIN(json_array_size(problems), PROBLEMS_MAX); i++)
		add_problem(json_array_get(problems, i), codes, reason);
	if (reason->len == 0)
		g_string_printf(reason, "the gateway answered %u without a reason", reply->status);
	return write_note(reply->status, codes, reason->str);
}

GBytes *
mc_refusal_note_own(const char *code, const char *reason)
{
	json_auto_t *codes = json_pack("[s]", code);

	return write_note(0, codes, reason);
}
