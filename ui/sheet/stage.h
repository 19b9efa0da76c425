#ifndef MC_UI_SHEET_STAGE_H
#define MC_UI_SHEET_STAGE_H

/* What a sheet stands on: where its acts go and how the glass lies. A test gives a stage of its own
 * and needs no session. */

#include "app/flow/session.h"

typedef enum McLayout { MC_LAYOUT_PORTRAIT, MC_LAYOUT_LANDSCAPE } McLayout;

typedef struct McStage {
	void (*act)(const McAct *act, gpointer data);
	gpointer data;
	McLayout layout;
	gdouble pixels_per_mm;
} McStage;

void mc_stage_act(const McStage *stage, const McAct *act);
void mc_stage_post(const McStage *stage, McActKind kind);
void mc_stage_post_number(const McStage *stage, McActKind kind, gint64 number);
void mc_stage_post_text(const McStage *stage, McActKind kind, const char *text);

#endif
