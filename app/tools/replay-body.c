#include "app/tools/replay-body.h"

static void
print_limbs(const McExamEvent *event)
{
	const McLimbsStimulus *asked = &event->stimulus.as.limbs;

	g_print("%-16s try %d", mc_movement_name(asked->movement), asked->try_number);
	if (event->kind == MC_EXAM_EVENT_ANSWER)
		g_print(" -> %s, held %d ms", mc_movement_seen_name(event->answer.as.limbs.seen),
		    event->answer.as.limbs.held_ms);
}

static void
print_digits(const gint32 *digit, gint32 digits)
{
	for (gint32 i = 0; i < digits; i++)
		g_print("%d", digit[i]);
}

static void
print_entry(const McReactionStimulus *shown, const McReactionAnswer *answer)
{
	if (answer->none) {
		g_print(" -> nothing");
		return;
	}
	switch (shown->task) {
	case MC_REACTION_SIMPLE:
	case MC_REACTION_CHOICE:
		g_print(" -> %s key after %" G_GINT64_FORMAT " us", mc_side_name(answer->key),
		    answer->reaction_us);
		return;
	case MC_REACTION_MEMORY:
		g_print(" -> ");
		print_digits(answer->digit, answer->digits);
		return;
	case MC_REACTION_JUDGEMENT: g_print(" -> place %d", answer->place); return;
	}
}

static void
print_reaction(const McExamEvent *event)
{
	const McReactionStimulus *shown = &event->stimulus.as.reaction;

	g_print("%-9s wait %d ms", mc_reaction_task_name(shown->task), shown->foreperiod_ms);
	if (shown->task == MC_REACTION_CHOICE)
		g_print(", %s", mc_side_name(shown->key));
	if (shown->task == MC_REACTION_MEMORY) {
		g_print(", ");
		print_digits(shown->digit, shown->digits);
	}
	if (shown->task == MC_REACTION_JUDGEMENT)
		g_print(", place %d goes dark", shown->dark);
	if (event->kind == MC_EXAM_EVENT_ANSWER)
		print_entry(shown, &event->answer.as.reaction);
}

void
mc_replay_body(const McExamEvent *event)
{
	if (event->stimulus.kind == MC_EXAM_LIMBS) {
		print_limbs(event);
	} else if (event->stimulus.kind == MC_EXAM_REACTION) {
		print_reaction(event);
	} else {
		g_print("reading %d", event->stimulus.as.stature.reading + 1);
		if (event->kind == MC_EXAM_EVENT_ANSWER)
			g_print(" -> %d mm", event->answer.as.stature.height_mm);
	}
}

static void
print_times(const char *task, const McReactionTimes *times)
{
	g_print("  %s: median %d us, quartiles %d and %d us of %d; too early %d, missed %d, wrong key "
	        "%d\n",
	    task, times->median_us, times->lower_quartile_us, times->upper_quartile_us, times->counted,
	    times->anticipations, times->misses, times->wrong);
}

void
mc_replay_body_figures(const McExamResult *result)
{
	const McReactionFigures *reaction = &result->figures.reaction;

	if (result->kind == MC_EXAM_STATURE)
		g_print("  height %d mm, readings %d mm apart, uncertainty %d mm\n",
		    result->figures.stature.height_mm, result->figures.stature.spread_mm,
		    result->figures.stature.uncertainty_mm);
	for (guint m = 0; result->kind == MC_EXAM_LIMBS && m < MC_MOVEMENTS; m++)
		g_print("  %-16s %s\n", mc_movement_name((McMovement)m),
		    mc_movement_seen_name(result->figures.limbs.movement[m]));
	if (result->kind != MC_EXAM_REACTION)
		return;
	print_times("simple", &reaction->simple);
	print_times("choice", &reaction->choice);
	g_print("  memory %d of %d, judgement %d of %d\n", reaction->memory_right,
	    reaction->memory_trials, reaction->judgement_right, reaction->judgement_trials);
}
