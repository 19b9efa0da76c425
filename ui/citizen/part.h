#ifndef MC_UI_CITIZEN_PART_H
#define MC_UI_CITIZEN_PART_H

/* Private to this room: a check in parts (C18). */

#include "ui/sheet/sheet.h"

/* What is still to be examined, until when, and the code that another kiosk reads. */
GtkWidget *mc_part_left_new(const McCaseNote *note);

#endif
