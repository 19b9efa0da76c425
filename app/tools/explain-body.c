#include "app/tools/explain.h"

#define SAY(tongue, chinese, english) ((tongue) == MC_TONGUE_CHINESE ? (chinese) : (english))

const char *
mc_say_movement(McTongue tongue, guint movement)
{
	static const McSaying sayings[] = {
	    [MC_MOVEMENT_NECK_TURN_LEFT] = {{"头向左转", "turning the head to the left"}},
	    [MC_MOVEMENT_NECK_TURN_RIGHT] = {{"头向右转", "turning the head to the right"}},
	    [MC_MOVEMENT_NECK_BEND] = {{"低头抬头", "bending the neck"}},
	    [MC_MOVEMENT_TRUNK_BEND] = {{"弯腰", "bending the trunk"}},
	    [MC_MOVEMENT_ARM_RAISE_LEFT] = {{"举左臂", "raising the left arm"}},
	    [MC_MOVEMENT_ARM_RAISE_RIGHT] = {{"举右臂", "raising the right arm"}},
	    [MC_MOVEMENT_HAND_OPEN_LEFT] = {{"左手握拳张开", "closing and opening the left hand"}},
	    [MC_MOVEMENT_HAND_OPEN_RIGHT] = {{"右手握拳张开", "closing and opening the right hand"}},
	    [MC_MOVEMENT_LEG_LIFT_LEFT] = {{"抬左腿", "lifting the left leg"}},
	    [MC_MOVEMENT_LEG_LIFT_RIGHT] = {{"抬右腿", "lifting the right leg"}},
	    [MC_MOVEMENT_FOOT_PRESS_LEFT] = {{"左脚踩踏", "pressing with the left foot"}},
	    [MC_MOVEMENT_FOOT_PRESS_RIGHT] = {{"右脚踩踏", "pressing with the right foot"}},
	    [MC_MOVEMENT_SQUAT] = {{"下蹲起立", "squatting and getting up"}},
	};
	G_STATIC_ASSERT(G_N_ELEMENTS(sayings) == MC_MOVEMENTS);

	return sayings[movement].in[tongue];
}

static const char *
say_seen(McTongue tongue, McMovementSeen seen)
{
	switch (seen) {
	case MC_MOVEMENT_NOT_ASKED: return SAY(tongue, "未要求", "not asked");
	case MC_MOVEMENT_DONE: return SAY(tongue, "已完成", "done");
	case MC_MOVEMENT_NOT_DONE: return SAY(tongue, "未完成", "not done");
	case MC_MOVEMENT_COULD_NOT_SEE: return SAY(tongue, "看不清", "could not be seen");
	}
	return "?";
}

static void
explain_times(McTongue tongue, const char *task, const McReactionTimes *times)
{
	g_print("    %s%s", task, SAY(tongue, "：", ": "));
	if (times->counted == 0)
		g_print("%s", SAY(tongue, "没有有效反应", "no valid reaction"));
	else
		g_print(SAY(tongue, "中位数 %d 毫秒，四分位 %d 至 %d 毫秒（%d 次）",
		            "median %d ms, quartiles %d to %d ms (%d times)"),
		    times->median_us / 1000, times->lower_quartile_us / 1000,
		    times->upper_quartile_us / 1000, times->counted);
	g_print(
	    SAY(tongue, "；过早 %d，未按 %d，按错 %d\n", "; too early %d, missed %d, wrong key %d\n"),
	    times->anticipations, times->misses, times->wrong);
}

static void
explain_reaction(McTongue tongue, const McReactionFigures *figures)
{
	explain_times(tongue, SAY(tongue, "简单反应", "simple reaction"), &figures->simple);
	explain_times(tongue, SAY(tongue, "选择反应", "choice reaction"), &figures->choice);
	g_print(SAY(tongue, "    记忆：正确 %d 次，共 %d 次；判断：正确 %d 次，共 %d 次\n",
	            "    memory: %d of %d right; judgement: %d of %d right\n"),
	    figures->memory_right, figures->memory_trials, figures->judgement_right,
	    figures->judgement_trials);
}

void
mc_explain_body(McTongue tongue, const McExamResult *result)
{
	const McStatureFigures *stature = &result->figures.stature;

	if (result->kind == MC_EXAM_STATURE && stature->height_mm > 0)
		g_print(SAY(tongue, "    身高 %d 毫米，误差 ±%d 毫米，两次读数相差 %d 毫米\n",
		            "    height %d mm, ± %d mm, readings %d mm apart\n"),
		    stature->height_mm, stature->uncertainty_mm, stature->spread_mm);
	for (guint m = 0; result->kind == MC_EXAM_LIMBS && m < MC_MOVEMENTS; m++)
		if (result->figures.limbs.movement[m] != MC_MOVEMENT_NOT_ASKED)
			g_print("    %s%s%s\n", mc_say_movement(tongue, m), SAY(tongue, "：", ": "),
			    say_seen(tongue, result->figures.limbs.movement[m]));
	if (result->kind == MC_EXAM_REACTION)
		explain_reaction(tongue, &result->figures.reaction);
}
