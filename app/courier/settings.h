#ifndef MC_APP_COURIER_SETTINGS_H
#define MC_APP_COURIER_SETTINGS_H

/* courier/courier.json, key by key in docs/gateway.md. */

#include <glib.h>

#define MC_COURIER_GATEWAYS_MAX 8

typedef struct McCourierSettings {
	char kiosk[33];
	char **gateways; /* "https://HOST:PORT", tried in turn */
	char *proxy; /* "http://HOST:PORT", or NULL */
	gboolean demonstration;
	guint bandwidth_max_bytes_per_s; /* each way; 0 = as fast as it goes */
	guint request_timeout_ms;
	guint heartbeat_ms; /* longest time without a word from or to a gateway */
	guint start_spread_ms; /* the first word comes within this time after the start; 0 = at once */
	guint retry_base_ms; /* ceiling of the first wait */
	guint retry_unreachable_max_ms; /* nobody answers: the gateway's return is noticed soon */
	guint retry_refused_max_ms; /* it answers and cannot take more now: give it air */
} McCourierSettings;

/* MC_ERROR_BAD_INPUT names the file and the key. */
McCourierSettings *mc_courier_settings_read(const char *path, GError **error);
void mc_courier_settings_free(McCourierSettings *settings);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McCourierSettings, mc_courier_settings_free)

#endif
