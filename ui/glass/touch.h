#ifndef MC_UI_GLASS_TOUCH_H
#define MC_UI_GLASS_TOUCH_H

/* Hears every touch and key before any page does: someone is there; seven taps in the top left
 * corner ask for the staff's sign-in (what opens is only the sign-in: the PIN is the authority); in
 * the demonstration the arrow keys are the vision pad. */

#include "ui/glass/glass.h"

/* Listens for the window's life; source and stage are borrowed for it. */
void mc_touch_listen(GtkWindow *window, const McGlassSource *source, const McStage *stage);

#endif
