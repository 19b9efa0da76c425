#include "app/record/pack.h"

#include "app/json/shape.h"
#include "app/record/time-member.h"
#include <string.h>

#define FILE_SIZE_MAX (1024u * 1024)

static const char *const kind_names[MC_PACK_KINDS] = {
    [MC_PACK_CONFIGURATION] = "configuration",
    [MC_PACK_RULES] = "rules",
    [MC_PACK_STAFF] = "staff",
    [MC_PACK_DEVICES] = "devices",
    [MC_PACK_REVOCATIONS] = "revocations",
};
static const McWords kind_words = {kind_names, MC_PACK_KINDS};

/* In the order of the bits. */
static const char *const problem_names[] = {
    "bad-seal", "bad-content", "other-kiosk", "rollback", "expired", "bad-times", "bad-file"};

const char *
mc_pack_kind_name(McPackKind kind)
{
	return mc_words_name(&kind_words, kind);
}

int
mc_pack_kind_from_name(const char *name)
{
	return mc_words_find(&kind_words, name);
}

void
mc_pack_clear(McPack *pack)
{
	g_clear_pointer(&pack->file, g_bytes_unref);
}

GBytes *
mc_pack_write(const McPack *pack, GError **error)
{
	json_auto_t *json = json_object();

	json_object_set_new(json, "v", json_integer(1));
	json_object_set_new(json, "type", json_string("pack"));
	json_object_set_new(json, "kind", json_string(mc_pack_kind_name(pack->kind)));
	json_object_set_new(json, "for", json_string(pack->kiosk));
	json_object_set_new(json, "version", json_integer(pack->version));
	mc_time_member_set(json, "issued", pack->issued_wall_us);
	mc_time_member_set(json, "effective", pack->effective_wall_us);
	mc_time_member_set(json, "expires", pack->expires_wall_us);
	json_object_set_new(json, "file", mc_json_base64(pack->file));
	return mc_canonical_write(json, error);
}

gboolean
mc_pack_read(GBytes *content, McPack *pack, GError **error)
{
	json_auto_t *json = mc_canonical_read(content, error);
	const char *type = NULL;
	McFields fields;

	memset(pack, 0, sizeof *pack);
	if (json == NULL)
		return FALSE;
	mc_fields_begin(&fields, json, "pack");
	mc_fields_int64(&fields, "v", 1, 1);
	type = mc_fields_string(&fields, "type", 24);
	if (mc_fields_good(&fields) && strcmp(type, "pack") != 0)
		mc_fields_refuse(&fields, "type", "it is no pack");
	pack->kind = (McPackKind)mc_fields_word(&fields, "kind", mc_pack_kind_from_name);
	mc_fields_text(&fields, "for", pack->kiosk, sizeof pack->kiosk);
	pack->version = mc_fields_int64(&fields, "version", 1, MC_JSON_INTEGER_MAX);
	pack->issued_wall_us = mc_time_member_read(&fields, "issued");
	pack->effective_wall_us = mc_time_member_read(&fields, "effective");
	pack->expires_wall_us = mc_time_member_read(&fields, "expires");
	pack->file = mc_fields_base64(&fields, "file", FILE_SIZE_MAX);
	if (mc_fields_end(&fields, error))
		return TRUE;
	mc_pack_clear(pack);
	return FALSE;
}

gboolean
mc_pack_group_is_valid(const char *name)
{
	gsize length = strlen(name);

	for (const char *at = name; *at != '\0'; at++)
		if (!g_ascii_isalnum(*at) && strchr("._-", *at) == NULL)
			return FALSE;
	return length > 0 && length < MC_PACK_GROUP_SIZE;
}

gboolean
mc_pack_is_for_group(const McPack *pack)
{
	return pack->kiosk[0] == '@';
}

gboolean
mc_pack_is_for(const McPack *pack, const char *kiosk, const char *const *groups)
{
	if (mc_pack_is_for_group(pack))
		return groups != NULL && g_strv_contains(groups, pack->kiosk + 1);
	return strcmp(pack->kiosk, "*") == 0 || g_strcmp0(pack->kiosk, kiosk) == 0;
}

char **
mc_pack_groups(const McPack *pack)
{
	gsize size = 0;
	const char *text = g_bytes_get_data(pack->file, &size);
	json_auto_t *json = size > 0 ? json_loadb(text, size, JSON_REJECT_DUPLICATES, NULL) : NULL;
	const json_t *list = json_object_get(json, "groups");
	g_autoptr(GStrvBuilder) groups = g_strv_builder_new();

	for (gsize i = 0; i < json_array_size(list) && i < MC_PACK_GROUPS_MAX; i++) {
		const char *name = json_string_value(json_array_get(list, i));

		if (name != NULL && mc_pack_group_is_valid(name))
			g_strv_builder_add(groups, name);
	}
	return g_strv_builder_end(groups);
}

guint
mc_pack_problems(const McPack *pack, const McPackLook *look)
{
	guint problems = 0;

	if (!mc_pack_is_for(pack, look->kiosk, look->groups))
		problems |= MC_PACK_OTHER_KIOSK;
	if (pack->version <= look->taken_version)
		problems |= MC_PACK_ROLLBACK;
	if (pack->expires_wall_us <= look->now_wall_us)
		problems |= MC_PACK_EXPIRED;
	if (pack->expires_wall_us <= pack->effective_wall_us ||
	    pack->issued_wall_us > look->latest_issue_wall_us)
		problems |= MC_PACK_BAD_TIMES;
	return problems;
}

char *
mc_pack_problem_words(guint problems)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < G_N_ELEMENTS(problem_names); i++)
		if (problems & 1u << i)
			g_string_append_printf(text, "%s%s", text->len > 0 ? " " : "", problem_names[i]);
	return g_string_free(text, FALSE);
}
