#include "app/gateway/settings/stamps.h"

#include "app/gateway/settings/limits.h"

#define MINUTE_MS (60 * 1000)

static const McLimit limits[] = {
    MC_LIMIT(McStampSettings, every_ms, 1, 24 * 60 * MINUTE_MS, 10 * MINUTE_MS),
    MC_LIMIT(McStampSettings, records_max, 1, 1 << 20, 1 << 16),
    MC_LIMIT(McStampSettings, renew_before_days, 0, 3650, 365),
    MC_LIMIT(McStampSettings, request_timeout_ms, 50, 10 * MINUTE_MS, 30 * 1000),
    MC_LIMIT(McStampSettings, retry_base_ms, 1, MINUTE_MS, 1000),
    MC_LIMIT(McStampSettings, retry_max_ms, 1, 60 * MINUTE_MS, 10 * MINUTE_MS),
};

gboolean
mc_stamp_settings_read(const char *path, McStampSettings *settings, GError **error)
{
	json_auto_t *json = mc_settings_load(path, error);
	McFields fields;

	if (json == NULL)
		return FALSE;
	*settings = (McStampSettings){0};
	mc_fields_begin(&fields, json, path);
	mc_fields_text(&fields, "tsa", settings->tsa, sizeof settings->tsa);
	if (mc_fields_good(&fields) && !g_str_has_prefix(settings->tsa, "http://") &&
	    !g_str_has_prefix(settings->tsa, "https://"))
		mc_fields_refuse(&fields, "tsa", "http://… or https://… is needed");
	mc_limits_read(&fields, limits, G_N_ELEMENTS(limits), settings);
	return mc_fields_end(&fields, error);
}

char *
mc_stamp_settings_sample(void)
{
	json_auto_t *json = json_pack("{s:s}", "tsa", "http://tsa.example/");

	mc_limits_sample(json, limits, G_N_ELEMENTS(limits));
	return mc_limits_text(json);
}
