/* Runs thousands of exams of every kind (plans x seeds x ways of answering) and prints one digest a
 * kind of every stimulus that was handed out, of pictures to the last pixel, and of every result.
 * Built by each compiler, optimisation and processor that a verdict may be replayed on; C library
 * and app/exam alone. */
#include "app/exam/exam.h"
#include "app/exam/optotype.h"
#include "app/exam/plate.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A picture takes long to make: those of one exam in so many are, small. */
#define PICTURES_OF_EACH 15 /* odd: rings, too */
#define PICTURE_PX 48

typedef struct Digest {
	uint64_t hash;
	long exams, stimuli;
} Digest;

/* FNV-1a over the eight bytes, lowest first: the same on any processor. */
static void
take(Digest *digest, int64_t value)
{
	for (int i = 0; i < 8; i++) {
		digest->hash ^= (uint64_t)value >> 8 * i & 0xff;
		digest->hash *= UINT64_C(0x100000001b3);
	}
}

/* A generator of its own (SplitMix64), so that an error in the exams' cannot hide in it. */
static uint64_t
roll(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);

	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return z ^ (z >> 31);
}

static bool
chance(uint64_t *state, uint32_t permille)
{
	return roll(state) % 1000 < permille;
}

/* ---- stimuli ---- */

static void
take_tone(Digest *digest, const McToneStimulus *tone)
{
	take(digest, tone->ear);
	take(digest, tone->by_loudspeaker);
	take(digest, tone->frequency_hz);
	take(digest, tone->level_deci_db_hl);
	take(digest, tone->masking_deci_db);
	take(digest, tone->silent);
	take(digest, tone->gap_ms);
	take(digest, tone->duration_ms);
	take(digest, tone->window_ms);
}

static void
take_side(Digest *digest, const McSideStimulus *side)
{
	take(digest, side->silent);
	take(digest, side->side);
	take(digest, side->by_loudspeaker);
	take(digest, side->frequency_hz);
	take(digest, side->level_deci_db_hl);
	take(digest, side->masking_deci_db);
	take(digest, side->gap_ms);
	take(digest, side->duration_ms);
	take(digest, side->window_ms);
}

static uint8_t pixels[3 * PICTURE_PX * PICTURE_PX];

static void
take_pixels(Digest *digest, size_t count)
{
	for (size_t i = 0; i < count; i++)
		take(digest, pixels[i]);
}

/* As a panel of 0.28 mm at 2 m draws it; what does not fit there is drawn by none. */
static void
take_optotype(Digest *digest, const McOptotypeStimulus *optotype)
{
	static const McOptotypePanel panel = {.pitch_nm = 276750,
	    .distance_um = 2000000,
	    .width_px = PICTURE_PX,
	    .height_px = PICTURE_PX,
	    .stroke_min_milli_px = 2000};
	McOptotypePicture picture = {.optotype = optotype->optotype,
	    .eighths = mc_optotype_eighths(optotype->direction),
	    .centre_x_q16 = PICTURE_PX * INT64_C(32768),
	    .centre_y_q16 = PICTURE_PX * INT64_C(32768) + 12345,
	    .width_px = PICTURE_PX,
	    .height_px = PICTURE_PX,
	    .paper = MC_LIGHT_FULL};
	McOptotypeFit fit = mc_optotype_fit(&panel, optotype->size_milli_log_mar, &picture.stroke_q16);

	take(digest, fit);
	if (fit != MC_OPTOTYPE_FIT_GOOD ||
	    !mc_optotype_draw(&picture, &mc_light_srgb, pixels, PICTURE_PX))
		return;
	take(digest, picture.stroke_q16);
	take_pixels(digest, (size_t)PICTURE_PX * PICTURE_PX);
}

static void
take_plate(Digest *digest, const McColourPlan *plan, const McColourStimulus *colour)
{
	static McPlate plate;
	const McPlateDescription description = {.show = colour->show,
	    .digit = colour->figure,
	    .contrast_permille = colour->contrast_permille,
	    .seed = (uint32_t)colour->seed};

	mc_plate_make(&plate, &plan->panel, &plan->style, &description);
	mc_plate_draw(&plate, &mc_light_srgb, pixels, PICTURE_PX, (size_t)3 * PICTURE_PX);
	take_pixels(digest, (size_t)3 * PICTURE_PX * PICTURE_PX);
	take(digest, plate.dots);
	take(digest, plate.residual_delta_e_centi);
	for (int32_t i = 0; i < plate.dots; i++) {
		take(digest, plate.dot[i].x);
		take(digest, plate.dot[i].y);
		take(digest, plate.dot[i].radius);
		for (int c = 0; c < MC_PANEL_CHANNELS; c++)
			take(digest, plate.dot[i].code[c]);
	}
}

static void
take_colour(Digest *digest, const McColourPlan *plan, const McColourStimulus *colour)
{
	uint8_t code[MC_PANEL_CHANNELS];

	take(digest, colour->show);
	take(digest, colour->figure);
	take(digest, colour->contrast_permille);
	take(digest, colour->luminance_permille);
	take(digest, colour->seed);
	take(digest, colour->exposure_ms);
	if (colour->show != MC_COLOUR_SIGNAL) {
		if (digest->exams % PICTURES_OF_EACH == 0)
			take_plate(digest, plan, colour);
		return;
	}
	mc_signal_codes(
	    code, &plan->panel, &plan->style, (McSignal)colour->figure, colour->luminance_permille);
	for (int c = 0; c < MC_PANEL_CHANNELS; c++)
		take(digest, code[c]);
}

static void
take_reaction(Digest *digest, const McReactionStimulus *reaction)
{
	take(digest, reaction->task);
	take(digest, reaction->foreperiod_ms);
	take(digest, reaction->window_ms);
	take(digest, reaction->key);
	take(digest, reaction->digits);
	for (int32_t i = 0; i < reaction->digits; i++)
		take(digest, reaction->digit[i]);
	take(digest, reaction->places);
	take(digest, reaction->dark);
}

static void
take_stimulus(Digest *digest, const McExamPlan *plan, const McStimulus *stimulus)
{
	const McOptotypeStimulus *optotype = &stimulus->as.optotype;

	digest->stimuli++;
	take(digest, stimulus->trial);
	take(digest, stimulus->attempt);
	switch (stimulus->kind) {
	case MC_EXAM_ACUITY:
		take(digest, optotype->eye);
		take(digest, optotype->optotype);
		take(digest, optotype->direction);
		take(digest, optotype->size_milli_log_mar);
		take(digest, optotype->easy);
		if (digest->exams % PICTURES_OF_EACH == 0)
			take_optotype(digest, optotype);
		return;
	case MC_EXAM_HEARING: take_tone(digest, &stimulus->as.tone); return;
	case MC_EXAM_SIDE: take_side(digest, &stimulus->as.side); return;
	case MC_EXAM_COLOUR: take_colour(digest, &plan->as.colour, &stimulus->as.colour); return;
	case MC_EXAM_STATURE: take(digest, stimulus->as.stature.reading); return;
	case MC_EXAM_LIMBS:
		take(digest, stimulus->as.limbs.movement);
		take(digest, stimulus->as.limbs.try_number);
		return;
	case MC_EXAM_REACTION: take_reaction(digest, &stimulus->as.reaction); return;
	}
}

/* ---- answers: right with a chance that falls with what is asked ---- */

static void
press(McAnswer *answer, uint64_t *state, McEar key)
{
	answer->as.press.count = 1;
	answer->as.press.press[0].at_us = 200000 + (int64_t)(roll(state) % 900000);
	answer->as.press.press[0].key = key;
}

static void
answer_sound(const McStimulus *stimulus, uint32_t able, uint64_t *state, McAnswer *answer)
{
	bool is_side = stimulus->kind == MC_EXAM_SIDE;
	bool silent = is_side ? stimulus->as.side.silent : stimulus->as.tone.silent;
	McEar key = is_side ? stimulus->as.side.side : MC_EAR_LEFT;

	if (chance(state, silent ? 50 : able))
		press(answer, state, chance(state, able) ? key : MC_EAR_RIGHT);
}

static void
answer_reaction(const McStimulus *stimulus, uint32_t able, uint64_t *state, McReactionAnswer *given)
{
	const McReactionStimulus *shown = &stimulus->as.reaction;

	given->none = chance(state, 30);
	given->reaction_us =
	    120000 + (int64_t)(roll(state) % 500000) - (chance(state, 20) ? 200000 : 0);
	given->key = chance(state, able) ? shown->key : MC_REACTION_KEY_RIGHT;
	given->digits = shown->digits;
	memcpy(given->digit, shown->digit, sizeof given->digit);
	given->place = chance(state, able) ? shown->dark : 0;
}

static McAnswer
answer_to(const McStimulus *stimulus, uint32_t able, uint64_t *state)
{
	McAnswer answer;
	bool right = chance(state, able);

	memset(&answer, 0, sizeof answer);
	answer.kind = stimulus->kind;
	answer.trial = stimulus->trial;
	switch (stimulus->kind) {
	case MC_EXAM_ACUITY:
		right = right || (int64_t)(roll(state) % 600) < stimulus->as.optotype.size_milli_log_mar;
		answer.as.optotype.cannot_see = !right && chance(state, 100);
		answer.as.optotype.direction =
		    right ? stimulus->as.optotype.direction : (McDirection)(roll(state) % 4);
		answer.as.optotype.reaction_us = 400000 + (int64_t)(roll(state) % 2000000);
		break;
	case MC_EXAM_HEARING:
	case MC_EXAM_SIDE: answer_sound(stimulus, able, state, &answer); break;
	case MC_EXAM_COLOUR:
		answer.as.colour.cannot_see = !right && chance(state, 300);
		answer.as.colour.figure =
		    right ? stimulus->as.colour.figure : (int32_t)(roll(state) % MC_SIGNALS);
		answer.as.colour.reaction_us = 500000;
		break;
	case MC_EXAM_STATURE:
		answer.as.stature.height_mm = 1600 + (int32_t)(roll(state) % (right ? 12 : 60));
		break;
	case MC_EXAM_LIMBS:
		answer.as.limbs.seen = right ? MC_MOVEMENT_DONE : MC_MOVEMENT_NOT_DONE;
		answer.as.limbs.held_ms = (int32_t)(roll(state) % 2000);
		break;
	case MC_EXAM_REACTION: answer_reaction(stimulus, able, state, &answer.as.reaction); break;
	}
	return answer;
}

/* ---- results ---- */

static void
take_part(Digest *digest, const McPartResult *part)
{
	take(digest, part->examined);
	take(digest, part->outcome);
	take(digest, part->reasons);
	take(digest, part->trials);
	take(digest, part->pass_permille);
	take(digest, part->line_deci);
	take(digest, part->line_bound);
	take(digest, part->estimated);
	take(digest, part->estimate_milli_log_mar);
	take(digest, part->estimate_low_milli_log_mar);
	take(digest, part->estimate_high_milli_log_mar);
	take(digest, part->estimate_bound);
	take(digest, part->mean_deci_db_hl);
	for (int32_t i = 0; i < part->thresholds; i++)
		take(digest, part->threshold_deci_db_hl[i]);
	for (int32_t i = 0; i < part->cuts; i++) {
		take(digest, part->cut[i].outcome);
		take(digest, part->cut[i].pass_permille);
	}
}

static void
take_figures(Digest *digest, const McExamResult *result)
{
	const McReactionFigures *reaction = &result->figures.reaction;

	if (result->kind == MC_EXAM_STATURE) {
		take(digest, result->figures.stature.height_mm);
		take(digest, result->figures.stature.spread_mm);
	}
	for (int i = 0; result->kind == MC_EXAM_COLOUR && i < MC_SIDES; i++)
		take(digest, result->figures.colour.right[i]);
	if (result->kind == MC_EXAM_COLOUR)
		take(digest, result->figures.colour.signals_right);
	for (int m = 0; result->kind == MC_EXAM_LIMBS && m < MC_MOVEMENTS; m++)
		take(digest, result->figures.limbs.movement[m]);
	if (result->kind != MC_EXAM_REACTION)
		return;
	take(digest, reaction->simple.median_us);
	take(digest, reaction->simple.lower_quartile_us);
	take(digest, reaction->choice.median_us);
	take(digest, reaction->choice.upper_quartile_us);
	take(digest, reaction->memory_right);
}

static void
take_quality(Digest *digest, const McQuality *quality)
{
	take(digest, quality->answers);
	take(digest, quality->catch_trials);
	take(digest, quality->false_alarms);
	take(digest, quality->stray_presses);
	take(digest, quality->impossible_times);
	take(digest, quality->easy_trials);
	take(digest, quality->easy_wrong);
	take(digest, quality->repeats);
	take(digest, quality->repeats_apart);
	for (int i = 0; i < MC_QUALITY_CHOICES; i++)
		take(digest, quality->wrong_choices[i]);
	take(digest, quality->choices_right);
	take(digest, quality->hasty);
	take(digest, quality->index_permille);
	take(digest, quality->concerns);
}

static void
take_result(Digest *digest, const McExamResult *result)
{
	take(digest, result->outcome);
	take(digest, result->reasons);
	take(digest, result->attempts);
	take(digest, result->presented);
	take(digest, result->discarded);
	for (int i = 0; i < MC_SIDES; i++)
		take_part(digest, &result->part[i]);
	for (int i = 0; i < MC_DISCARDS; i++)
		take(digest, result->lost[i]);
	for (int i = 0; i < MC_ATTEMPTS_MAX; i++)
		take_quality(digest, &result->quality[i]);
	take_figures(digest, result);
}

static void
run(Digest *digest, const McExamPlan *plan, uint64_t number)
{
	static McExam exam;
	uint64_t state = number * 77 + plan->kind;
	uint32_t able = (uint32_t)(roll(&state) % 1001);
	McStimulus stimulus;
	McSeed seed;
	McStep step;

	for (size_t i = 0; i < sizeof seed.bytes; i++)
		seed.bytes[i] = (uint8_t)roll(&state);
	if (!mc_exam_init(&exam, plan, &seed)) {
		fprintf(
		    stderr, "plan %d is refused: %s\n", (int)plan->kind, mc_exam_plan_problem(plan).reason);
		exit(1);
	}
	while ((step = mc_exam_next(&exam, &stimulus)) != MC_STEP_DONE) {
		McAnswer answer;

		if (step != MC_STEP_PRESENT) {
			mc_exam_acknowledge(&exam);
			continue;
		}
		take_stimulus(digest, plan, &stimulus);
		answer = answer_to(&stimulus, able, &state);
		if (chance(&state, 15) || !mc_exam_answer(&exam, &answer))
			mc_exam_discard(&exam, stimulus.trial, MC_DISCARD_POSITION);
	}
	take_result(digest, mc_exam_result(&exam));
	digest->exams++;
}

/* Another panel, as a laboratory found it: null vectors and dots of its own. */
static void
measure(McColourPlan *plan)
{
	plan->panel = (McPanel){.measured = true,
	    .x_e5 = {68000, 26500, 15000},
	    .y_e5 = {32000, 69000, 6000},
	    .luminance_centi_cd_m2 = {4500, 13800, 1600},
	    .gamma_milli = 2200};
	memcpy(plan->calibration, "P-1", sizeof "P-1");
}

/* The default plan, and variants that take other ways through the code. */
static McExamPlan
plan_of(McExamKind kind, uint64_t number)
{
	McExamPlan plan;

	mc_exam_plan_default(&plan, kind);
	if (kind == MC_EXAM_ACUITY) {
		plan.as.acuity.optotype = number % 2 ? MC_OPTOTYPE_LANDOLT_C : MC_OPTOTYPE_TUMBLING_E;
		plan.as.acuity.cuts = number % 3 ? 1 : 2;
		plan.as.acuity.cut_milli_log_mar[1] = plan.as.acuity.cuts > 1 ? 100 : 0;
		plan.as.acuity.interleaved = number % 5 != 0;
	}
	if (kind == MC_EXAM_ACUITY && number % 4 == 0)
		plan.as.acuity.estimate_trials = 30;
	if (kind == MC_EXAM_HEARING)
		plan.as.hearing.procedure = (McThresholdProcedure)(number % MC_THRESHOLD_PROCEDURES);
	if (kind == MC_EXAM_HEARING && plan.as.hearing.procedure != MC_THRESHOLD_BAYES)
		plan.as.hearing.threshold_trials_max = 100;
	if (kind == MC_EXAM_COLOUR && number % PICTURES_OF_EACH == 0 &&
	    number % (2 * PICTURES_OF_EACH) != 0)
		measure(&plan.as.colour);
	if (kind == MC_EXAM_REACTION)
		plan.as.reaction.latency_us = (int32_t)(number % 3) * 20000;
	if (number % 7 == 6)
		mc_exam_plan_play_by(&plan, MC_TRANSDUCER_LOUDSPEAKER);
	return plan;
}

int
main(int argc, char **argv)
{
	static const char *const names[] = {
	    [MC_EXAM_ACUITY] = "acuity",
	    [MC_EXAM_HEARING] = "hearing",
	    [MC_EXAM_SIDE] = "side",
	    [MC_EXAM_COLOUR] = "colour",
	    [MC_EXAM_STATURE] = "stature",
	    [MC_EXAM_LIMBS] = "limbs",
	    [MC_EXAM_REACTION] = "reaction",
	};
	long exams = argc > 1 ? atol(argv[1]) : 500;

	for (int kind = 0; kind < MC_EXAM_KINDS; kind++) {
		Digest digest = {.hash = UINT64_C(0xcbf29ce484222325)};

		for (long i = 0; i < exams; i++) {
			McExamPlan plan = plan_of((McExamKind)kind, (uint64_t)i);

			run(&digest, &plan, (uint64_t)i);
		}
		printf("%-8s %ld exams %ld stimuli %016" PRIx64 "\n", names[kind], digest.exams,
		    digest.stimuli, digest.hash);
	}
	return 0;
}
