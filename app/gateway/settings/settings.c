#include "app/gateway/settings/settings.h"

#include "app/base/error.h"
#include "app/gateway/settings/limits.h"
#include "app/record/suite.h"

#define LIMIT(member, least, most, standard)                                                       \
	MC_LIMIT(McGatewaySettings, member, least, most, standard)

static const McLimit limits[] = {
    LIMIT(body_max_bytes, 1024, 16 << 20, 1 << 20),
    LIMIT(evidence_file_max_bytes, 1, 256 << 20, 32 << 20),
    LIMIT(evidence_kiosk_max_mib, 0, 16 << 20, 10 << 10),
    LIMIT(header_max_bytes, 512, 64 << 10, 8 << 10),
    LIMIT(connections_max, 1, 60000, 4096),
    LIMIT(request_timeout_ms, 50, 600 * 1000, 30 * 1000),
    LIMIT(idle_timeout_ms, 50, 3600 * 1000, 120 * 1000),
    LIMIT(certificate_days, 1, 3650, 365),
    LIMIT(renewals_per_day, 1, 1000, 12),
    LIMIT(enrol_window_minutes, 1, 1440, 10),
    LIMIT(enrol_wrong_per_address, 1, 1000, 10),
    LIMIT(enrol_wrong_in_all, 1, 100000, 200),
    LIMIT(enrol_wrong_per_code, 1, 100, 5),
    LIMIT(key_level_min, 0, 4, 0),
};

static guint
read_suites(McFields *fields)
{
	const json_t *list = mc_fields_array(fields, "suites", MC_SUITES);
	guint suites = 0;

	for (gsize i = 0; mc_fields_good(fields) && i < json_array_size(list); i++) {
		const char *name = json_string_value(json_array_get(list, i));
		int suite = name != NULL ? mc_suite_from_name(name) : -1;

		if (suite < 0)
			mc_fields_refuse(fields, "suites", "p256-sha256 or sm2-sm3 is needed");
		else
			suites |= 1u << suite;
	}
	if (mc_fields_good(fields) && suites == 0)
		mc_fields_refuse(fields, "suites", "at least one is needed");
	return suites;
}

gboolean
mc_gateway_settings_read(const char *path, McGatewaySettings *settings, GError **error)
{
	json_auto_t *json = mc_settings_load(path, error);
	McFields fields;

	if (json == NULL)
		return FALSE;
	*settings = (McGatewaySettings){0};
	mc_fields_begin(&fields, json, path);
	mc_fields_text(&fields, "listen", settings->listen, sizeof settings->listen);
	settings->port = (guint16)mc_fields_int64(&fields, "port", 0, G_MAXUINT16);
	settings->demonstration =
	    mc_fields_has(&fields, "demonstration") && mc_fields_bool(&fields, "demonstration");
	settings->suites = mc_fields_has(&fields, "suites") ? read_suites(&fields) : MC_SUITES_ALL;
	mc_limits_read(&fields, limits, G_N_ELEMENTS(limits), settings);
	return mc_fields_end(&fields, error);
}

char *
mc_gateway_settings_sample(void)
{
	json_auto_t *json =
	    json_pack("{s:s, s:i, s:b}", "listen", "127.0.0.1", "port", 8443, "demonstration", 0);

	mc_limits_sample(json, limits, G_N_ELEMENTS(limits));
	return mc_limits_text(json);
}
