#ifndef MC_UI_CITIZEN_EXAMINE_H
#define MC_UI_CITIZEN_EXAMINE_H

#include "ui/sheet/sheet.h"

/* The pad's keys on the glass, for the demonstration only. */
GtkWidget *mc_direction_keys_new(McSheet *sheet, McOptotype optotype);

/* A numbered line of what to do. */
void mc_examine_add_step(GtkWidget *body, const char *number, const char *text);

#endif
