#include "app/courier/settings.h"

#include "app/base/error.h"
#include "app/json/fields.h"
#include <string.h>

#define MINUTE_MS (60 * 1000)

typedef struct Number {
	const char *name;
	gint64 least, most;
	guint otherwise;
	gsize place;
} Number;

#define NUMBER(member, least, most, otherwise)                                                     \
	{                                                                                              \
#member, least, most, otherwise, G_STRUCT_OFFSET(McCourierSettings, member)                \
	}

static const Number numbers[] = {
    NUMBER(request_timeout_ms, 1, 10 * MINUTE_MS, MINUTE_MS),
    NUMBER(bandwidth_max_bytes_per_s, 0, G_MAXINT32, 0),
    NUMBER(heartbeat_ms, 1, 10 * MINUTE_MS, MINUTE_MS),
    NUMBER(start_spread_ms, 0, 10 * MINUTE_MS, MINUTE_MS / 2),
    NUMBER(retry_base_ms, 1, MINUTE_MS, 1000),
    NUMBER(retry_unreachable_max_ms, 1, 10 * MINUTE_MS, 2 * MINUTE_MS),
    NUMBER(retry_refused_max_ms, 1, 10 * MINUTE_MS, 10 * MINUTE_MS),
};

static void
read_numbers(McFields *fields, McCourierSettings *self)
{
	for (guint i = 0; i < G_N_ELEMENTS(numbers); i++) {
		const Number *number = &numbers[i];
		guint *place = G_STRUCT_MEMBER_P(self, number->place);

		*place = mc_fields_has(fields, number->name)
		             ? (guint)mc_fields_int64(fields, number->name, number->least, number->most)
		             : number->otherwise;
	}
}

/* SCHEME://HOST:PORT and nothing more. */
static gboolean
is_address(const json_t *text, const char *scheme)
{
	const char *address = json_string_value(text);
	g_autoptr(GUri) uri = address != NULL ? g_uri_parse(address, G_URI_FLAGS_NONE, NULL) : NULL;

	return uri != NULL && strcmp(g_uri_get_scheme(uri), scheme) == 0 &&
	       g_uri_get_host(uri) != NULL && *g_uri_get_path(uri) == '\0' &&
	       g_uri_get_query(uri) == NULL && g_uri_get_userinfo(uri) == NULL;
}

static char **
read_gateways(McFields *fields)
{
	const json_t *list = mc_fields_array(fields, "gateways", MC_COURIER_GATEWAYS_MAX);
	g_autoptr(GStrvBuilder) builder = g_strv_builder_new();

	if (mc_fields_good(fields) && json_array_size(list) == 0)
		mc_fields_refuse(fields, "gateways", "at least one address is needed");
	for (gsize i = 0; i < json_array_size(list); i++) {
		if (!is_address(json_array_get(list, i), "https"))
			mc_fields_refuse(fields, "gateways", "https://HOST:PORT is needed");
		else
			g_strv_builder_add(builder, json_string_value(json_array_get(list, i)));
	}
	return g_strv_builder_end(builder);
}

static char *
read_proxy(McFields *fields)
{
	const json_t *proxy = NULL;

	if (!mc_fields_has(fields, "proxy"))
		return NULL;
	proxy = mc_fields_any(fields, "proxy");
	if (is_address(proxy, "http"))
		return g_strdup(json_string_value(proxy));
	mc_fields_refuse(fields, "proxy", "http://HOST:PORT is needed");
	return NULL;
}

static void
read_kiosk(McFields *fields, McCourierSettings *self)
{
	mc_fields_text(fields, "kiosk", self->kiosk, sizeof self->kiosk);
	for (const char *at = self->kiosk; *at != '\0'; at++)
		if (!g_ascii_isalnum(*at) && strchr("-_.", *at) == NULL)
			mc_fields_refuse(fields, "kiosk", "letters, digits, hyphens, dots are needed");
	if (mc_fields_good(fields) && *self->kiosk == '\0')
		mc_fields_refuse(fields, "kiosk", "is empty");
}

static gboolean
read_members(const json_t *json, McCourierSettings *self, const char *path, GError **error)
{
	McFields fields;

	mc_fields_begin(&fields, json, path);
	read_kiosk(&fields, self);
	self->gateways = read_gateways(&fields);
	self->proxy = read_proxy(&fields);
	self->demonstration =
	    mc_fields_has(&fields, "demonstration") && mc_fields_bool(&fields, "demonstration");
	read_numbers(&fields, self);
	return mc_fields_end(&fields, error);
}

McCourierSettings *
mc_courier_settings_read(const char *path, GError **error)
{
	g_autoptr(McCourierSettings) self = g_new0(McCourierSettings, 1);
	json_error_t where = {0};
	json_auto_t *json = json_load_file(path, JSON_REJECT_DUPLICATES, &where);

	if (json == NULL) {
		g_set_error(
		    error, MC_ERROR, MC_ERROR_BAD_INPUT, "%s line %d: %s", path, where.line, where.text);
		return NULL;
	}
	return read_members(json, self, path, error) ? g_steal_pointer(&self) : NULL;
}

void
mc_courier_settings_free(McCourierSettings *self)
{
	if (self == NULL)
		return;
	g_strfreev(self->gateways);
	g_free(self->proxy);
	g_free(self);
}
