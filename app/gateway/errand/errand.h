#ifndef MC_APP_GATEWAY_ERRAND_ERRAND_H
#define MC_APP_GATEWAY_ERRAND_ERRAND_H

/* What "medcheck-gateway admission", "attempts", "stamps" and "tree" have in common: options that
 * fill a wish, one run, one line that says why not. */

#include <glib.h>

typedef struct McErrand {
	const char *name; /* "stamps" */
	const char *purpose; /* for --help */
	const GOptionEntry *options; /* they point into the wish */
	gboolean (*is_whole)(gconstpointer wish); /* the options go together */
	const char *wanting; /* said where they do not */
	gboolean (*run)(gconstpointer wish, GError **error);
} McErrand;

/* The program's status: 0, 1 when it could not be done, 2 when the options are wrong. */
int mc_errand_main(const McErrand *errand, gconstpointer wish, int argc, char **argv);

#endif
