#include "app/transcript/body.h"

#include "app/transcript/words.h"

static const McShape stature_plan_shape[] = {
    MC_SHAPE(McStaturePlan, agree_mm, MC_SHAPE_INT32),
    MC_SHAPE(McStaturePlan, uncertainty_mm, MC_SHAPE_INT32),
    MC_SHAPE(McStaturePlan, lowest_mm, MC_SHAPE_INT32),
    MC_SHAPE(McStaturePlan, highest_mm, MC_SHAPE_INT32),
    MC_SHAPE(McStaturePlan, discards_max, MC_SHAPE_INT32),
};

static const McShape limbs_plan_shape[] = {
    MC_SHAPE(McLimbsPlan, tries_max, MC_SHAPE_INT32),
    MC_SHAPE(McLimbsPlan, hold_ms, MC_SHAPE_INT32),
    MC_SHAPE(McLimbsPlan, window_ms, MC_SHAPE_INT32),
    MC_SHAPE(McLimbsPlan, discards_max, MC_SHAPE_INT32),
};

static const McShape reaction_plan_shape[] = {
    MC_SHAPE(McReactionPlan, foreperiod_min_ms, MC_SHAPE_INT32),
    MC_SHAPE(McReactionPlan, foreperiod_max_ms, MC_SHAPE_INT32),
    MC_SHAPE(McReactionPlan, foreperiod_mean_ms, MC_SHAPE_INT32),
    MC_SHAPE(McReactionPlan, anticipation_ms, MC_SHAPE_INT32),
    MC_SHAPE(McReactionPlan, miss_ms, MC_SHAPE_INT32),
    MC_SHAPE(McReactionPlan, anticipations_max, MC_SHAPE_INT32),
    MC_SHAPE(McReactionPlan, latency_us, MC_SHAPE_INT32),
    MC_SHAPE(McReactionPlan, digits, MC_SHAPE_INT32),
    MC_SHAPE(McReactionPlan, places_lit, MC_SHAPE_INT32),
    MC_SHAPE(McReactionPlan, entry_ms, MC_SHAPE_INT32),
    MC_SHAPE(McReactionPlan, discards_max, MC_SHAPE_INT32),
};

static const McShape limbs_stimulus_shape[] = {
    MC_SHAPE_ENUM(McLimbsStimulus, movement, &mc_words_movement),
    MC_SHAPE(McLimbsStimulus, try_number, MC_SHAPE_INT32),
    MC_SHAPE(McLimbsStimulus, hold_ms, MC_SHAPE_INT32),
    MC_SHAPE(McLimbsStimulus, window_ms, MC_SHAPE_INT32),
};

static const McShape reaction_stimulus_shape[] = {
    MC_SHAPE_ENUM(McReactionStimulus, task, &mc_words_task),
    MC_SHAPE(McReactionStimulus, foreperiod_ms, MC_SHAPE_INT32),
    MC_SHAPE(McReactionStimulus, window_ms, MC_SHAPE_INT32),
    MC_SHAPE_ENUM(McReactionStimulus, key, &mc_words_side),
    MC_SHAPE(McReactionStimulus, places, MC_SHAPE_INT32),
    MC_SHAPE(McReactionStimulus, dark, MC_SHAPE_INT32),
};

static const McShape limbs_answer_shape[] = {
    MC_SHAPE_ENUM(McLimbsAnswer, seen, &mc_words_seen),
    MC_SHAPE(McLimbsAnswer, held_ms, MC_SHAPE_INT32),
};

static const McShape reaction_answer_shape[] = {
    MC_SHAPE(McReactionAnswer, none, MC_SHAPE_C_BOOL),
    MC_SHAPE(McReactionAnswer, reaction_us, MC_SHAPE_INT64),
    MC_SHAPE_ENUM(McReactionAnswer, key, &mc_words_side),
    MC_SHAPE(McReactionAnswer, place, MC_SHAPE_INT32),
};

static const McShape stature_figures_shape[] = {
    MC_SHAPE(McStatureFigures, height_mm, MC_SHAPE_INT32),
    MC_SHAPE(McStatureFigures, spread_mm, MC_SHAPE_INT32),
    MC_SHAPE(McStatureFigures, uncertainty_mm, MC_SHAPE_INT32),
};

static const McShape reaction_times_shape[] = {
    MC_SHAPE(McReactionTimes, counted, MC_SHAPE_INT32),
    MC_SHAPE(McReactionTimes, anticipations, MC_SHAPE_INT32),
    MC_SHAPE(McReactionTimes, misses, MC_SHAPE_INT32),
    MC_SHAPE(McReactionTimes, wrong, MC_SHAPE_INT32),
    MC_SHAPE(McReactionTimes, median_us, MC_SHAPE_INT32),
    MC_SHAPE(McReactionTimes, lower_quartile_us, MC_SHAPE_INT32),
    MC_SHAPE(McReactionTimes, upper_quartile_us, MC_SHAPE_INT32),
};

static const McShape reaction_counts_shape[] = {
    MC_SHAPE(McReactionFigures, memory_trials, MC_SHAPE_INT32),
    MC_SHAPE(McReactionFigures, memory_right, MC_SHAPE_INT32),
    MC_SHAPE(McReactionFigures, judgement_trials, MC_SHAPE_INT32),
    MC_SHAPE(McReactionFigures, judgement_right, MC_SHAPE_INT32),
};

#define WRITE(json, shape, from) mc_shape_write(json, shape, G_N_ELEMENTS(shape), from)
#define READ(fields, shape, into) mc_shape_read(fields, shape, G_N_ELEMENTS(shape), into)

static json_t *
numbers_to_json(const gint32 *numbers, gint32 count)
{
	json_t *array = json_array();

	for (gint32 i = 0; i < count; i++)
		json_array_append_new(array, json_integer(numbers[i]));
	return array;
}

/* ---- plans ---- */

static json_t *
movements_to_json(const bool movements[MC_MOVEMENTS])
{
	json_t *array = json_array();

	for (guint m = 0; m < MC_MOVEMENTS; m++)
		if (movements[m])
			json_array_append_new(array, json_string(mc_words_name(&mc_words_movement, m)));
	return array;
}

static void
read_movements(McFields *fields, bool movements[MC_MOVEMENTS])
{
	const json_t *array = mc_fields_array(fields, "movements", MC_MOVEMENTS);
	int last = -1;

	for (gsize i = 0; i < json_array_size(array); i++) {
		int movement =
		    mc_words_find(&mc_words_movement, json_string_value(json_array_get(array, i)));

		if (movement <= last) {
			mc_fields_refuse(fields, "movements", "unknown, repeated or out of order");
			return;
		}
		movements[movement] = true;
		last = movement;
	}
}

void
mc_body_plan_write(json_t *json, const McExamPlan *plan)
{
	const McReactionPlan *reaction = &plan->as.reaction;

	if (plan->kind == MC_EXAM_STATURE)
		WRITE(json, stature_plan_shape, &plan->as.stature);
	if (plan->kind == MC_EXAM_LIMBS) {
		WRITE(json, limbs_plan_shape, &plan->as.limbs);
		json_object_set_new(json, "movements", movements_to_json(plan->as.limbs.movements));
	}
	if (plan->kind == MC_EXAM_REACTION) {
		WRITE(json, reaction_plan_shape, reaction);
		json_object_set_new(json, "trials", numbers_to_json(reaction->trials, MC_REACTION_TASKS));
	}
}

void
mc_body_plan_read(McFields *fields, McExamPlan *plan)
{
	McReactionPlan *reaction = &plan->as.reaction;

	if (plan->kind == MC_EXAM_STATURE)
		READ(fields, stature_plan_shape, &plan->as.stature);
	if (plan->kind == MC_EXAM_LIMBS) {
		READ(fields, limbs_plan_shape, &plan->as.limbs);
		read_movements(fields, plan->as.limbs.movements);
	}
	if (plan->kind == MC_EXAM_REACTION) {
		READ(fields, reaction_plan_shape, reaction);
		if (mc_fields_int32s(fields, "trials", reaction->trials, MC_REACTION_TASKS) !=
		    MC_REACTION_TASKS)
			mc_fields_refuse(fields, "trials", "one number for each task is needed");
	}
}

/* ---- stimuli and answers ---- */

void
mc_body_stimulus_write(json_t *json, const McStimulus *stimulus)
{
	const McReactionStimulus *reaction = &stimulus->as.reaction;

	if (stimulus->kind == MC_EXAM_STATURE)
		json_object_set_new(json, "reading", json_integer(stimulus->as.stature.reading));
	if (stimulus->kind == MC_EXAM_LIMBS)
		WRITE(json, limbs_stimulus_shape, &stimulus->as.limbs);
	if (stimulus->kind == MC_EXAM_REACTION) {
		WRITE(json, reaction_stimulus_shape, reaction);
		json_object_set_new(json, "digit",
		    numbers_to_json(reaction->digit, CLAMP(reaction->digits, 0, MC_DIGITS_MAX)));
	}
}

void
mc_body_stimulus_read(McFields *fields, McStimulus *stimulus)
{
	McReactionStimulus *reaction = &stimulus->as.reaction;

	if (stimulus->kind == MC_EXAM_STATURE)
		stimulus->as.stature.reading = mc_fields_int32(fields, "reading", 0, G_MAXINT32);
	if (stimulus->kind == MC_EXAM_LIMBS)
		READ(fields, limbs_stimulus_shape, &stimulus->as.limbs);
	if (stimulus->kind == MC_EXAM_REACTION) {
		READ(fields, reaction_stimulus_shape, reaction);
		reaction->digits = mc_fields_int32s(fields, "digit", reaction->digit, MC_DIGITS_MAX);
	}
}

void
mc_body_answer_write(json_t *json, const McAnswer *answer)
{
	const McReactionAnswer *reaction = &answer->as.reaction;

	if (answer->kind == MC_EXAM_STATURE)
		json_object_set_new(json, "height_mm", json_integer(answer->as.stature.height_mm));
	if (answer->kind == MC_EXAM_LIMBS)
		WRITE(json, limbs_answer_shape, &answer->as.limbs);
	if (answer->kind == MC_EXAM_REACTION) {
		WRITE(json, reaction_answer_shape, reaction);
		json_object_set_new(json, "digit",
		    numbers_to_json(reaction->digit, CLAMP(reaction->digits, 0, MC_DIGITS_MAX)));
	}
}

void
mc_body_answer_read(McFields *fields, McAnswer *answer)
{
	McReactionAnswer *reaction = &answer->as.reaction;

	if (answer->kind == MC_EXAM_STATURE)
		answer->as.stature.height_mm = mc_fields_int32(fields, "height_mm", G_MININT32, G_MAXINT32);
	if (answer->kind == MC_EXAM_LIMBS)
		READ(fields, limbs_answer_shape, &answer->as.limbs);
	if (answer->kind == MC_EXAM_REACTION) {
		READ(fields, reaction_answer_shape, reaction);
		reaction->digits = mc_fields_int32s(fields, "digit", reaction->digit, MC_DIGITS_MAX);
	}
}

/* ---- figures ---- */

/* One object for each movement that was asked, in their order. */
static json_t *
limbs_to_json(const McLimbsFigures *figures)
{
	json_t *array = json_array();

	for (guint m = 0; m < MC_MOVEMENTS; m++) {
		McLimbsAnswer seen = {figures->movement[m], figures->held_ms[m]};
		json_t *json = NULL;

		if (seen.seen == MC_MOVEMENT_NOT_ASKED)
			continue;
		json = json_object();
		json_object_set_new(json, "movement", json_string(mc_words_name(&mc_words_movement, m)));
		WRITE(json, limbs_answer_shape, &seen);
		json_array_append_new(array, json);
	}
	return array;
}

static int
movement_from_name(const char *name)
{
	return mc_words_find(&mc_words_movement, name);
}

static gboolean
read_seen(const json_t *json, McLimbsFigures *figures, int *last, GError **error)
{
	McLimbsAnswer seen = {0};
	McFields fields;
	int movement;

	mc_fields_begin(&fields, json, "movement");
	movement = mc_fields_word(&fields, "movement", movement_from_name);
	READ(&fields, limbs_answer_shape, &seen);
	if (movement <= *last || seen.seen == MC_MOVEMENT_NOT_ASKED)
		mc_fields_refuse(&fields, "movement", "repeated, out of order or not asked");
	figures->movement[movement] = seen.seen;
	figures->held_ms[movement] = seen.held_ms;
	*last = movement;
	return mc_fields_end(&fields, error);
}

static void
read_limbs(McFields *fields, McLimbsFigures *figures)
{
	const json_t *array = mc_fields_array(fields, "figures", MC_MOVEMENTS);
	int last = -1;

	for (gsize i = 0; i < json_array_size(array) && mc_fields_good(fields); i++) {
		GError *error = NULL;

		if (!read_seen(json_array_get(array, i), figures, &last, &error))
			mc_fields_take_error(fields, "figures", error);
	}
}

static json_t *
stature_to_json(const McStatureFigures *figures)
{
	json_t *json = json_object();

	WRITE(json, stature_figures_shape, figures);
	return json;
}

static json_t *
times_to_json(const McReactionTimes *times)
{
	json_t *json = json_object();

	WRITE(json, reaction_times_shape, times);
	return json;
}

static json_t *
reaction_to_json(const McReactionFigures *figures)
{
	json_t *json = json_object();

	WRITE(json, reaction_counts_shape, figures);
	json_object_set_new(json, "simple", times_to_json(&figures->simple));
	json_object_set_new(json, "choice", times_to_json(&figures->choice));
	return json;
}

void
mc_body_figures_write(json_t *json, const McExamResult *result)
{
	if (result->kind == MC_EXAM_STATURE)
		json_object_set_new(json, "figures", stature_to_json(&result->figures.stature));
	if (result->kind == MC_EXAM_LIMBS)
		json_object_set_new(json, "figures", limbs_to_json(&result->figures.limbs));
	if (result->kind == MC_EXAM_REACTION)
		json_object_set_new(json, "figures", reaction_to_json(&result->figures.reaction));
}

static void
read_shape(McFields *outer, const char *name, const McShape *shape, gsize count, void *into)
{
	McFields fields;
	GError *error = NULL;

	mc_fields_begin(&fields, mc_fields_object(outer, name), name);
	mc_shape_read(&fields, shape, count, into);
	if (!mc_fields_end(&fields, &error))
		mc_fields_take_error(outer, name, error);
}

static void
read_reaction(McFields *outer, McReactionFigures *figures)
{
	McFields fields;
	GError *error = NULL;

	mc_fields_begin(&fields, mc_fields_object(outer, "figures"), "figures");
	READ(&fields, reaction_counts_shape, figures);
	read_shape(&fields, "simple", reaction_times_shape, G_N_ELEMENTS(reaction_times_shape),
	    &figures->simple);
	read_shape(&fields, "choice", reaction_times_shape, G_N_ELEMENTS(reaction_times_shape),
	    &figures->choice);
	if (!mc_fields_end(&fields, &error))
		mc_fields_take_error(outer, "figures", error);
}

void
mc_body_figures_read(McFields *fields, McExamResult *result)
{
	if (result->kind == MC_EXAM_STATURE)
		read_shape(fields, "figures", stature_figures_shape, G_N_ELEMENTS(stature_figures_shape),
		    &result->figures.stature);
	if (result->kind == MC_EXAM_LIMBS)
		read_limbs(fields, &result->figures.limbs);
	if (result->kind == MC_EXAM_REACTION)
		read_reaction(fields, &result->figures.reaction);
}
