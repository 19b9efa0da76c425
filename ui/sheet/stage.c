#include "ui/sheet/stage.h"

void
mc_stage_act(const McStage *stage, const McAct *act)
{
	stage->act(act, stage->data);
}

void
mc_stage_post(const McStage *stage, McActKind kind)
{
	mc_stage_act(stage, &(McAct){.kind = kind});
}

void
mc_stage_post_number(const McStage *stage, McActKind kind, gint64 number)
{
	mc_stage_act(stage, &(McAct){.kind = kind, .number = number});
}

void
mc_stage_post_text(const McStage *stage, McActKind kind, const char *text)
{
	mc_stage_act(stage, &(McAct){.kind = kind, .text = text});
}
