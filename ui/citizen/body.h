#ifndef MC_UI_CITIZEN_BODY_H
#define MC_UI_CITIZEN_BODY_H

/* The parts of the exam page that are those of the body's exams: height, trunk and limbs. */

#include "ui/sheet/sheet.h"

gboolean mc_body_is_kind(McExamKind kind);
const char *mc_body_instruction(const McExamView *exam);
GtkWidget *mc_body_figure(const McExamView *exam);
/* What stands before it: what to take off, where to stand, what comes; where the camera takes
 * pictures, whether it may. */
void mc_body_build_prepare(McSheet *sheet, const McView *view);
/* While it runs. */
void mc_body_build(McSheet *sheet, const McExamView *exam);
/* Between two measurements: what the first ones were, and what to do. */
void mc_body_build_between(McSheet *sheet, const McExamView *exam);
/* It goes on by itself once the person stands still, or is back. */
void mc_body_build_position(McSheet *sheet, const McExamView *exam);

#endif
