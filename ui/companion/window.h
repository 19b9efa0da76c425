#ifndef MC_UI_COMPANION_WINDOW_H
#define MC_UI_COMPANION_WINDOW_H

/* The window through which a visitor plays the person: card, seat, glasses, pad, handset, plugs;
 * and sees what the instruments show and play. Every label stands in Chinese and English. */

#include "ui/companion/link.h"

#include <gtk/gtk.h>

typedef struct McCompanionWindow McCompanionWindow;

/* send(line, data) is called for everything that the visitor does. */
McCompanionWindow *mc_companion_window_new(
    GtkApplication *application, void (*send)(const char *line, gpointer data), gpointer data);
void mc_companion_window_free(McCompanionWindow *window);

void mc_companion_window_show_state(McCompanionWindow *window, const McCompanionState *state);
void mc_companion_window_show_refusal(McCompanionWindow *window, const char *why);

#endif
