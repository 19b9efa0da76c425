#ifndef MC_APP_GATEWAY_SETTINGS_STAMPS_H
#define MC_APP_GATEWAY_SETTINGS_STAMPS_H

/* gateway/stamps.json, key by key in docs/gateway.md. */

#include <glib.h>

typedef struct McStampSettings {
	char tsa[256]; /* "http://…" or "https://…": where time stamps are asked for */
	guint every_ms; /* from one stamp to the next */
	guint records_max; /* under one stamp */
	guint renew_before_days; /* before the end of a stamp's certificates: when it is renewed */
	guint request_timeout_ms;
	guint retry_base_ms, retry_max_ms; /* ceilings of the wait after a failure */
} McStampSettings;

/* MC_ERROR_BAD_INPUT names the file and the key. */
gboolean mc_stamp_settings_read(const char *path, McStampSettings *settings, GError **error);
/* A file with every key at its default. Free it with g_free(). */
char *mc_stamp_settings_sample(void);

#endif
