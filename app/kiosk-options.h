#ifndef MC_APP_KIOSK_OPTIONS_H
#define MC_APP_KIOSK_OPTIONS_H

#include <glib.h>

typedef struct McKioskOptions {
	char *state, *share, *language, *slips, *photo_decoder, *camera;
	gint clock_rate, width, height, printer_dots;
	gdouble dots_per_inch;
	gboolean demonstration, windowed, no_voice;
} McKioskOptions;

/* Fails with a sentence for the command line. Strings are the caller's, cleared by …_clear(). */
gboolean mc_kiosk_options_read(int *argc, char ***argv, McKioskOptions *options, GError **error);
void mc_kiosk_options_clear(McKioskOptions *options);

#endif
