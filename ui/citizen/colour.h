#ifndef MC_UI_CITIZEN_COLOUR_H
#define MC_UI_CITIZEN_COLOUR_H

/* The parts of the exam and practice pages that are the colour exam's. */

#include "ui/sheet/sheet.h"

/* Are lights asked about, or digits? */
gboolean mc_colour_is_signal(const McExamView *exam);
const char *mc_colour_instruction(const McExamView *exam);
/* What stands before it: where to stand, what comes, what to do. */
void mc_colour_add_steps(GtkWidget *body, const McExamView *exam);
/* The picture and the keys to answer with; returns the picture. */
GtkWidget *mc_colour_build(McSheet *sheet, const McView *view);
void mc_colour_update(GtkWidget *picture, const McView *view);

#endif
