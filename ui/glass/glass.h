#ifndef MC_UI_GLASS_GLASS_H
#define MC_UI_GLASS_GLASS_H

/* The window: shows the page of the view, lays the overlay over it, hears every touch, keeps its
 * back locked (no inspector, no closing). It knows a view and where acts go, not the session. */

#include "ui/sheet/stage.h"
#include <gtk/gtk.h>

#define MC_TYPE_GLASS (mc_glass_get_type())
G_DECLARE_FINAL_TYPE(McGlass, mc_glass, MC, GLASS, GtkWindow)

typedef struct McGlassSource {
	const McView *(*view)(gpointer data);
	void (*act)(const McAct *act, gpointer data);
	gpointer data;
} McGlassSource;

typedef struct McGlassOptions {
	gboolean windowed; /* a portrait window of half the height of the real glass, for the demo */
	gint width, height; /* pixels of the glass; 0 = the monitor's */
	gdouble dots_per_inch; /* measured; 0 = what the monitor says of itself */
} McGlassOptions;

/* GTK, once a program, without its own theme: everything that shows has the look of medcheck.css,
 * and to read the other and match every widget against it was nearly half of what the first frame
 * cost. */
void mc_glass_start(void);

/* Needs mc_glass_start() and mc_language_start(). */
McGlass *mc_glass_new(const McGlassSource *source, const McGlassOptions *options);

/* changes: McChange bits. */
void mc_glass_changed(McGlass *glass, guint changes);

/* The sheet that shows; for tests. */
GtkWidget *mc_glass_sheet(McGlass *glass);

#endif
