#ifndef MC_UI_CITIZEN_REACTION_H
#define MC_UI_CITIZEN_REACTION_H

/* The parts of the exam page that are those of the practice of memory, judgement and reaction. */

#include "ui/sheet/sheet.h"

/* What changes while a task runs; NULL: this task has none. */
typedef struct McReactionPage {
	McSheet *sheet;
	gint32 trial; /* that shows */
	GtkWidget *lamps; /* simple and choice */
	GtkWidget *row, *keys; /* memory */
	GtkWidget *place[MC_PLACES]; /* judgement */
} McReactionPage;

const char *mc_reaction_instruction(const McReactionView *reaction);
/* After too many keys before the signal. */
const char *mc_reaction_explanation(void);
GtkWidget *mc_reaction_illustration(McSheet *sheet);
/* For the second button: this practice may be left on every page of it; NULL: another exam. */
const char *mc_reaction_way_out(const McExamView *exam);
/* What it is, before it begins. */
void mc_reaction_build_offer(McSheet *sheet, const McHello *hello);
/* A task while it runs. The page is the sheet's own. */
void mc_reaction_build(McSheet *sheet, McReactionPage *page, const McExamView *exam);
void mc_reaction_update(McReactionPage *page, const McExamView *exam);

#endif
