#ifndef MC_APP_FLOW_SCREEN_H
#define MC_APP_FLOW_SCREEN_H

/* What the glass itself shows in an exam, as if it were an instrument: the page draws it and says
 * when it stood on the screen; from then on it is shown for its exposure, and reactions count. */

#include "app/base/clock.h"

typedef struct McScreen {
	McClock *clock;
	void (*vanished)(gpointer data);
	gpointer data;
	gboolean is_on; /* the page is to draw it */
	guint exposure_ms;
	gint64 onset_us; /* 0: it was not drawn yet */
	guint64 vanish;
} McScreen;

void mc_screen_init(
    McScreen *screen, McClock *clock, void (*vanished)(gpointer data), gpointer data);
void mc_screen_show(McScreen *screen, guint exposure_ms);
/* The page has drawn it. FALSE: it was not waited for. */
gboolean mc_screen_drawn(McScreen *screen);
void mc_screen_dark(McScreen *screen);
/* Since the onset; 0 when it was never drawn. */
gint64 mc_screen_reaction_us(const McScreen *screen);

#endif
