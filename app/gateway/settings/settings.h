#ifndef MC_APP_GATEWAY_SETTINGS_H
#define MC_APP_GATEWAY_SETTINGS_H

/* gateway/gateway.json, key by key in docs/gateway.md. */

#include <glib.h>

typedef struct McGatewaySettings {
	char listen[64]; /* numeric address */
	guint16 port; /* 0 = any free one */
	gboolean demonstration; /* takes demonstration visits, honours the tests' faults */
	guint suites; /* accepted in seals; bit i = McSuite i */
	guint evidence_file_max_bytes, evidence_kiosk_max_mib;
	guint body_max_bytes, header_max_bytes, connections_max;
	guint request_timeout_ms, idle_timeout_ms;
	guint certificate_days; /* of those that this gateway issues */
	guint renewals_per_day; /* of a kiosk, tries and all */
	guint enrol_window_minutes; /* in which … */
	guint enrol_wrong_per_address, enrol_wrong_in_all; /* … so many wrong messages are answered */
	guint enrol_wrong_per_code; /* before the code is spent */
	guint key_level_min; /* of sealing keys, as their certificates state it: docs/keys.md */
} McGatewaySettings;

/* MC_ERROR_BAD_INPUT names the file and the key; an unknown key is an error. */
gboolean mc_gateway_settings_read(const char *path, McGatewaySettings *settings, GError **error);

/* A file with every key at its default. Free it with g_free(). */
char *mc_gateway_settings_sample(void);

#endif
