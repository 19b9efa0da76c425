#ifndef MC_APP_GATEWAY_SETTINGS_ATTEMPTS_H
#define MC_APP_GATEWAY_SETTINGS_ATTEMPTS_H

/* gateway/attempts/attempts.json, key by key in docs/gateway.md. */

#include <glib.h>

#define MC_ATTEMPT_EXAMS_MAX 16

/* So many attempts within so many days are nobody's concern; one more is shown to a person. */
typedef struct McAttemptLimit {
	char exam[24]; /* as in the records; "" = any other */
	guint days, most;
} McAttemptLimit;

typedef struct McAttemptSettings {
	guint days, most; /* of an exam that is not named */
	guint exams;
	McAttemptLimit exam[MC_ATTEMPT_EXAMS_MAX];
	guint every_ms; /* from one look to the next */
	guint kept_days; /* how long it is known whose an attempt was; never less than any `days` */
} McAttemptSettings;

/* MC_ERROR_BAD_INPUT names the file and the key. */
gboolean mc_attempt_settings_read(const char *path, McAttemptSettings *settings, GError **error);
McAttemptLimit mc_attempt_limit(const McAttemptSettings *settings, const char *exam);
/* A file with every key at its default. Free it with g_free(). */
char *mc_attempt_settings_sample(void);

#endif
