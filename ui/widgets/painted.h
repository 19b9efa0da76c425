#ifndef MC_UI_WIDGETS_PAINTED_H
#define MC_UI_WIDGETS_PAINTED_H

/* The moment at which what a widget draws now stands on the screen: the end of the frame that
 * paints it. */

#include <gtk/gtk.h>

typedef struct McPainted {
	GdkFrameClock *clock;
	gulong handler; /* 0: no frame is awaited */
	void (*func)(gpointer data);
	gpointer data;
} McPainted;

/* Calls func once, after the frame that is being painted; called during a snapshot. A frame that is
 * awaited already stays the one. */
void mc_painted_await(
    McPainted *painted, GtkWidget *widget, void (*func)(gpointer data), gpointer data);
/* Before the widget goes. */
void mc_painted_forget(McPainted *painted);

#endif
