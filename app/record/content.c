#include "app/record/content.h"

#include "app/base/error.h"
#include "app/json/shape.h"
#include "app/record/time-member.h"
#include <string.h>

static const char *const quality_names[] = {
    [MC_CLOCK_UNSTATED] = "unstated",
    [MC_CLOCK_SYNCHRONISED] = "synchronised",
    [MC_CLOCK_KEPT] = "kept",
    [MC_CLOCK_BOUNDED] = "bounded",
};
static const McWords quality_words = {quality_names, G_N_ELEMENTS(quality_names)};

const char *
mc_clock_quality_name(McClockQuality quality)
{
	return mc_words_name(&quality_words, quality);
}

static int
quality_from_name(const char *name)
{
	int quality = mc_words_find(&quality_words, name);

	return quality == MC_CLOCK_UNSTATED ? -1 : quality;
}

static const char *const type_names[] = {"genesis", "visit", "exam-opened", "audit"};
static const McWords type_words = {type_names, G_N_ELEMENTS(type_names)};

static int
type_from_name(const char *name)
{
	return mc_words_find(&type_words, name);
}

static void
write_clock(json_t *json, const McMoment *clock)
{
	json_t *object = json_object();

	json_object_set_new(object, "quality", json_string(mc_clock_quality_name(clock->quality)));
	mc_time_member_set(object, "not_before", clock->not_before_wall_us);
	if (clock->not_after_wall_us != 0)
		mc_time_member_set(object, "not_after", clock->not_after_wall_us);
	json_object_set_new(json, "clock", object);
}

GBytes *
mc_content_write(const McContentHead *head, json_t *body, GError **error)
{
	json_auto_t *json = json_object();

	json_object_set_new(json, "v", json_integer(MC_CONTENT_VERSION));
	json_object_set_new(json, "type", json_string(head->type));
	json_object_set_new(json, "kiosk", json_string(head->kiosk));
	json_object_set_new(json, "journal", json_string(head->journal));
	json_object_set_new(json, "seq", json_integer((json_int_t)head->seq));
	json_object_set_new(json, "prev", json_string(head->prev));
	mc_time_member_set(json, "at", head->at_wall_us);
	json_object_set_new(json, "boot", json_string(head->boot));
	json_object_set_new(json, "mono_us", json_integer(head->mono_us));
	json_object_set(json, "body", body);
	if (head->clock.quality != MC_CLOCK_UNSTATED)
		write_clock(json, &head->clock);
	if (json_object_size(json) != 11) {
		g_set_error(error, MC_ERROR, MC_ERROR_INTERNAL, "content: a member is missing or no UTF-8");
		return NULL;
	}
	return mc_canonical_write(json, error);
}

/* A stated moment lies within its own bounds. */
static void
read_clock(McFields *outer, McContentHead *head)
{
	McMoment *clock = &head->clock;
	GError *error = NULL;
	McFields fields;

	mc_fields_begin(&fields, mc_fields_object(outer, "clock"), "clock");
	clock->quality = (McClockQuality)mc_fields_word(&fields, "quality", quality_from_name);
	clock->at_wall_us = head->at_wall_us;
	clock->not_before_wall_us = mc_time_member_read(&fields, "not_before");
	if (mc_fields_has(&fields, "not_after"))
		clock->not_after_wall_us = mc_time_member_read(&fields, "not_after");
	if (mc_fields_good(&fields) &&
	    (head->at_wall_us < clock->not_before_wall_us ||
	        (clock->not_after_wall_us != 0 && head->at_wall_us > clock->not_after_wall_us)))
		mc_fields_refuse(&fields, "not_before", "the moment lies outside of its own bounds");
	mc_fields_end(&fields, &error);
	mc_fields_take_error(outer, "clock", error);
}

static gboolean
is_machine_name(const char *text)
{
	for (const char *at = text; *at != '\0'; at++)
		if (!g_ascii_isalnum(*at) && strchr("-_.", *at) == NULL)
			return FALSE;
	return *text != '\0';
}

static void
read_head(McFields *fields, McContentHead *head)
{
	if (mc_fields_int64(fields, "v", 0, G_MAXINT32) != MC_CONTENT_VERSION)
		mc_fields_refuse(fields, "v", "an unknown version");
	(void)mc_fields_word(fields, "type", type_from_name);
	mc_fields_text(fields, "type", head->type, sizeof head->type);
	mc_fields_text(fields, "kiosk", head->kiosk, sizeof head->kiosk);
	mc_fields_hex(fields, "journal", head->journal, sizeof head->journal);
	head->seq = (guint64)mc_fields_int64(fields, "seq", 1, MC_JSON_INTEGER_MAX);
	mc_fields_hex(fields, "prev", head->prev, sizeof head->prev);
	head->at_wall_us = mc_time_member_read(fields, "at");
	read_clock(fields, head);
	mc_fields_hex(fields, "boot", head->boot, sizeof head->boot);
	head->mono_us = mc_fields_int64(fields, "mono_us", -MC_JSON_INTEGER_MAX, MC_JSON_INTEGER_MAX);
	if (mc_fields_good(fields) && !is_machine_name(head->kiosk))
		mc_fields_refuse(fields, "kiosk", "letters, digits, hyphens, dots are needed");
}

gboolean
mc_content_read(GBytes *bytes, McContentHead *head, json_t **body, GError **error)
{
	json_auto_t *json = mc_canonical_read(bytes, error);
	const json_t *inner = NULL;
	McFields fields;

	memset(head, 0, sizeof *head);
	if (json == NULL)
		return FALSE;
	mc_fields_begin(&fields, json, "content");
	read_head(&fields, head);
	inner = mc_fields_object(&fields, "body");
	if (!mc_fields_end(&fields, error))
		return FALSE;
	*body = json_incref((json_t *)inner);
	return TRUE;
}

gboolean
mc_genesis_check(const json_t *body, const char *certificate, GError **error)
{
	char digest[MC_DIGEST_HEX_SIZE] = "";
	char software[64];
	McFields fields;

	mc_fields_begin(&fields, body, "genesis");
	mc_fields_hex(&fields, "certificate_sha256", digest, sizeof digest);
	if (mc_fields_good(&fields) && strcmp(digest, certificate) != 0)
		mc_fields_refuse(&fields, "certificate_sha256", "another certificate sealed it");
	mc_fields_hex(&fields, "configuration_sha256", digest, sizeof digest);
	mc_fields_text(&fields, "software", software, sizeof software);
	return mc_fields_end(&fields, error);
}

void
mc_seal_next_certificate(
    const McContentHead *head, const json_t *body, char out[MC_DIGEST_HEX_SIZE])
{
	const char *event = json_string_value(json_object_get(body, "event"));
	const char *named = json_string_value(json_object_get(body, "certificate_sha256"));

	if (strcmp(head->type, "audit") == 0 && g_strcmp0(event, "signing-key-changed") == 0 &&
	    named != NULL && strlen(named) == MC_DIGEST_HEX_SIZE - 1)
		g_strlcpy(out, named, MC_DIGEST_HEX_SIZE);
}
