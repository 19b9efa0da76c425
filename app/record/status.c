#include "app/record/status.h"

#include "app/base/error.h"
#include "app/json/fields.h"
#include "app/record/time.h"
#include <string.h>

#define SEALED_MAX (64u * 1024)

GBytes *
mc_status_seal(McSigner *signer, const McStatusAnswer *answer, GError **error)
{
	gboolean is_known = answer->received_wall_us != 0;
	char moment[MC_TIME_TEXT_SIZE];
	g_autoptr(GBytes) content = NULL;
	json_auto_t *json = NULL;

	mc_time_write(answer->answered_wall_us, moment);
	json = json_pack("{s:s, s:s, s:s, s:s, s:i}", "answered_at", moment, "code", answer->code,
	    "status", is_known ? "accepted" : "unknown", "type", "status", "v", 1);
	if (is_known) {
		mc_time_write(answer->received_wall_us, moment);
		json_object_set_new(json, "received_at", json_string(moment));
	}
	content = mc_canonical_write(json, error);
	return content != NULL ? mc_seal(signer, content, error) : NULL;
}

static int
status_from_name(const char *name)
{
	if (strcmp(name, "accepted") == 0)
		return TRUE;
	return strcmp(name, "unknown") == 0 ? FALSE : -1;
}

static int
type_from_name(const char *name)
{
	return strcmp(name, "status") == 0 ? 0 : -1;
}

static gint64
read_moment(McFields *fields, const char *name)
{
	const char *text = mc_fields_string(fields, name, MC_TIME_TEXT_SIZE);
	gint64 wall_us = 0;

	if (mc_fields_good(fields) && !mc_time_read(text, &wall_us))
		mc_fields_refuse(fields, name, "a moment in UTC with microseconds is needed");
	return wall_us;
}

static gboolean
read_content(GBytes *content, McStatusAnswer *answer, GError **error)
{
	json_auto_t *json = mc_canonical_read(content, error);
	McFields fields;

	memset(answer, 0, sizeof *answer);
	if (json == NULL)
		return FALSE;
	mc_fields_begin(&fields, json, "status");
	mc_fields_int64(&fields, "v", 1, 1);
	mc_fields_word(&fields, "type", type_from_name);
	mc_fields_text(&fields, "code", answer->code, sizeof answer->code);
	answer->answered_wall_us = read_moment(&fields, "answered_at");
	if (mc_fields_word(&fields, "status", status_from_name) == TRUE)
		answer->received_wall_us = read_moment(&fields, "received_at");
	return mc_fields_end(&fields, error);
}

gboolean
mc_status_read(GBytes *sealed, McStatusAnswer *answer, GError **error)
{
	g_autoptr(GBytes) content = NULL;

	if (g_bytes_get_size(sealed) > SEALED_MAX) {
		g_set_error_literal(error, MC_ERROR, MC_ERROR_BAD_INPUT, "status: too large for an answer");
		return FALSE;
	}
	content = mc_seal_peek(sealed, error);
	return content != NULL && read_content(content, answer, error);
}

gboolean
mc_status_holds(GBytes *sealed, McVerifier *gateway, gint64 at_wall_us, GError **error)
{
	g_autoptr(GBytes) content = mc_seal_verify(gateway, sealed, at_wall_us, NULL, error);

	return content != NULL;
}
