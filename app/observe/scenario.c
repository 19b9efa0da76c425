#include "app/observe/scenario.h"

#include "app/observe/lone-threshold.h"

#include <math.h>

#define FAR_DB 10.0

/* Even between the two; what it was when they are equal. */
static double
even(const double range[2], double otherwise, McDice *dice)
{
	return range[1] > range[0] ? range[0] + (range[1] - range[0]) * mc_dice_uniform(dice)
	                           : otherwise;
}

static double
vergence_d(const McScenario *scenario)
{
	double stated_d = scenario->plan.as.acuity.vergence_centi_dioptre / 100.0;

	return scenario->refraction.looks_at_d < 0.0 ? scenario->refraction.looks_at_d : stated_d;
}

static McPerson
person_of(const McScenario *scenario, McDice *dice)
{
	McPerson person = scenario->person;

	person.ears.interaural_db += scenario->interaural_spread_db * mc_dice_normal(dice);
	if (scenario->hearing_age_years > 0.0)
		mc_ears_of_age(&person.ears, dice, scenario->hearing_age_years);
	if (scenario->by_age)
		mc_eyes_of_age(&person.eyes, dice, &scenario->refraction, vergence_d(scenario));
	if (scenario->even_threshold_milli[1] > scenario->even_threshold_milli[0]) {
		person.eyes.threshold_milli[0] = even(scenario->even_threshold_milli, 0.0, dice);
		person.eyes.threshold_milli[1] = person.eyes.threshold_milli[0];
	}
	if (scenario->spectral) {
		McRetina retina;
		McColourHabit habit = person.colours.habit;
		double slip = person.colours.slip;

		mc_retina_draw(&retina, scenario->cones, dice);
		mc_colours_from_spectra(&person.colours, scenario->spectral, &retina);
		person.colours.habit = habit;
		person.colours.slip = slip;
	}
	return person;
}

static void
count_one(
    McTally *tally, const McExamResult *result, McOutcome outcome, uint32_t reasons, int32_t trials)
{
	uint32_t concerns = result->quality[0].concerns | result->quality[1].concerns;

	tally->counted++;
	tally->shares[MC_MEASURE_PASS] += outcome == MC_OUTCOME_PASS;
	tally->shares[MC_MEASURE_FAIL] += outcome == MC_OUTCOME_FAIL;
	tally->shares[MC_MEASURE_OPEN] += outcome == MC_OUTCOME_NOT_DETERMINED;
	tally->shares[MC_MEASURE_UNRELIABLE] += (reasons & MC_REASON_UNRELIABLE) != 0;
	tally->shares[MC_MEASURE_RE_INSTRUCTED] += result->attempts > 1;
	tally->shares[MC_MEASURE_APART] += (concerns & MC_CONCERN_REPEATS_APART) != 0;
	tally->shares[MC_MEASURE_FLAGGED] += concerns != MC_CONCERN_NONE || result->attempts > 1;
	tally->trials += trials;
	tally->trials_squared += (int64_t)trials * trials;
}

static void
count_part(McTally *tally, const McScenario *scenario, const McExamResult *result, int side)
{
	const McPartResult *part = &result->part[side];

	McOutcome outcome = result->kind == MC_EXAM_ACUITY && scenario->cut < part->cuts
	                        ? part->cut[scenario->cut].outcome
	                        : part->outcome;

	if (part->examined)
		count_one(tally, result, outcome, part->reasons, part->trials);
}

/* What the exam found against what is so, where it finds a number. */
static bool
figure_error(const McExamResult *result, const McPerson *person, double *error)
{
	const McReactionTimes *simple = &result->figures.reaction.simple;

	if (result->kind == MC_EXAM_STATURE && result->figures.stature.height_mm > 0) {
		*error = result->figures.stature.height_mm - person->body.height_mm;
		return true;
	}
	if (result->kind == MC_EXAM_ACUITY && result->part[0].estimated) {
		*error = result->part[0].estimate_milli_log_mar - person->eyes.threshold_milli[0];
		return true;
	}
	if (result->kind == MC_EXAM_REACTION && simple->counted > 0) {
		*error = simple->median_us / 1000.0 - person->body.reaction_ms;
		return true;
	}
	return false;
}

static void
count_figure(McTally *tally, double error, bool held)
{
	tally->figures++;
	tally->error += error;
	tally->error_squared += error * error;
	tally->far += fabs(error) > FAR_DB;
	tally->held += held;
}

/* The acuity's is the only figure that is stated with an interval. */
static bool
holds(const McPartResult *part, double truth_milli)
{
	return part->estimated && truth_milli >= part->estimate_low_milli_log_mar &&
	       truth_milli <= part->estimate_high_milli_log_mar;
}

static void
count(
    const McScenario *scenario, const McPerson *person, const McExamResult *result, McTally *tally)
{
	double error = 0.0;

	tally->people++;
	tally->presented += result->presented;
	tally->presented_squared += (int64_t)result->presented * result->presented;
	if (figure_error(result, person, &error))
		count_figure(tally, error, holds(&result->part[0], person->eyes.threshold_milli[0]));
	switch (scenario->counted) {
	case MC_COUNTED_PEOPLE:
		count_one(tally, result, result->outcome, result->reasons,
		    result->part[0].trials + result->part[1].trials);
		return;
	case MC_COUNTED_PARTS:
		count_part(tally, scenario, result, 0);
		count_part(tally, scenario, result, 1);
		return;
	case MC_COUNTED_LEFT: count_part(tally, scenario, result, 0); return;
	case MC_COUNTED_RIGHT: count_part(tally, scenario, result, 1); return;
	case MC_COUNTED_THRESHOLD: return; /* takes no exam */
	}
}

/* p = f + (1 - f - l) / (1 + exp((T - x) / s)), as the literature has its listeners. */
static bool
hears(const McEars *ears, McDice *dice, double threshold_db, double level_db)
{
	double seen = 1.0 / (1.0 + exp((threshold_db - level_db) / ears->spread_db));

	return mc_dice_chance(dice, ears->false_press + (1.0 - ears->false_press - ears->lapse) * seen);
}

static void
take_threshold(const McScenario *scenario, McDice *dice, McTally *tally)
{
	const McEars *ears = &scenario->person.ears;
	double truth_db = even(scenario->even_threshold_db_hl, ears->threshold_db_hl[0], dice);
	double level_db, threshold_db;
	McLoneThreshold lone;

	mc_lone_threshold_start(&lone, &scenario->plan.as.hearing);
	while (mc_lone_threshold_next(&lone, &level_db))
		mc_lone_threshold_answer(&lone, hears(ears, dice, truth_db, level_db));
	tally->people++;
	tally->counted++;
	tally->presented += lone.presentations;
	tally->presented_squared += (int64_t)lone.presentations * lone.presentations;
	if (mc_lone_threshold_db(&lone, &threshold_db))
		count_figure(tally, threshold_db - truth_db, false);
	else
		tally->shares[MC_MEASURE_OPEN]++;
}

void
mc_scenario_run(const McScenario *scenario, int first, int count_people, McTally *tally)
{
	McExam exam;

	for (int i = first; i < first + count_people; i++) {
		McPerson person;
		McDice dice;

		mc_dice_init(&dice, scenario->seed * UINT64_C(1000003) + (uint64_t)i);
		if (scenario->counted == MC_COUNTED_THRESHOLD) {
			take_threshold(scenario, &dice, tally);
			continue;
		}
		person = person_of(scenario, &dice);
		count(scenario, &person, mc_person_take(&person, &dice, &exam, &scenario->plan), tally);
	}
}

/* Of figures, what a person's exam found; stature and reaction always state one. */
static bool
has_figure(const McScenario *scenario)
{
	switch (scenario->plan.kind) {
	case MC_EXAM_ACUITY: return scenario->plan.as.acuity.estimate_trials > 0;
	case MC_EXAM_HEARING: return scenario->counted == MC_COUNTED_THRESHOLD;
	case MC_EXAM_STATURE:
	case MC_EXAM_REACTION: return true;
	case MC_EXAM_SIDE:
	case MC_EXAM_LIMBS:
	case MC_EXAM_COLOUR: return false;
	}
	return false;
}

bool
mc_scenario_has(const McScenario *scenario, McMeasure measure)
{
	switch (measure) {
	case MC_MEASURE_PASS:
	case MC_MEASURE_FAIL:
	case MC_MEASURE_UNRELIABLE:
	case MC_MEASURE_RE_INSTRUCTED:
	case MC_MEASURE_APART:
	case MC_MEASURE_FLAGGED:
	case MC_MEASURE_TRIALS: return scenario->counted != MC_COUNTED_THRESHOLD;
	case MC_MEASURE_OPEN:
	case MC_MEASURE_PRESENTED: return true;
	case MC_MEASURE_BIAS:
	case MC_MEASURE_SD: return has_figure(scenario);
	case MC_MEASURE_FAR: return has_figure(scenario) && scenario->plan.kind == MC_EXAM_HEARING;
	case MC_MEASURE_HELD: return has_figure(scenario) && scenario->plan.kind == MC_EXAM_ACUITY;
	}
	return false;
}

void
mc_tally_add(McTally *sum, const McTally *more)
{
	sum->people += more->people;
	sum->counted += more->counted;
	sum->presented += more->presented;
	for (int i = 0; i < MC_MEASURE_SHARES; i++)
		sum->shares[i] += more->shares[i];
	sum->trials += more->trials;
	sum->trials_squared += more->trials_squared;
	sum->presented_squared += more->presented_squared;
	sum->figures += more->figures;
	sum->error += more->error;
	sum->error_squared += more->error_squared;
	sum->far += more->far;
	sum->held += more->held;
}

static double
mean(double sum, int64_t count)
{
	return count > 0 ? sum / (double)count : 0.0;
}

static double
spread(double sum, double squares, int64_t count)
{
	double middle = mean(sum, count);
	double variance = mean(squares, count) - middle * middle;

	return variance > 0.0 ? sqrt(variance) : 0.0;
}

double
mc_tally_measure(const McTally *tally, McMeasure measure)
{
	switch (measure) {
	case MC_MEASURE_PASS:
	case MC_MEASURE_FAIL:
	case MC_MEASURE_OPEN:
	case MC_MEASURE_UNRELIABLE:
	case MC_MEASURE_RE_INSTRUCTED:
	case MC_MEASURE_APART:
	case MC_MEASURE_FLAGGED: return mean((double)tally->shares[measure], tally->counted);
	case MC_MEASURE_TRIALS: return mean((double)tally->trials, tally->counted);
	case MC_MEASURE_PRESENTED: return mean((double)tally->presented, tally->people);
	case MC_MEASURE_BIAS: return mean(tally->error, tally->figures);
	case MC_MEASURE_SD: return spread(tally->error, tally->error_squared, tally->figures);
	case MC_MEASURE_FAR: return mean((double)tally->far, tally->figures);
	case MC_MEASURE_HELD: return mean((double)tally->held, tally->figures);
	}
	return 0.0;
}

/* Three standard deviations of the measure over so many. */
static double
slack(const McTally *tally, const McBar *bar)
{
	double n = (double)(tally->counted > 0 ? tally->counted : 1);
	double figures = (double)(tally->figures > 0 ? tally->figures : 1);

	switch (bar->measure) {
	case MC_MEASURE_PASS:
	case MC_MEASURE_FAIL:
	case MC_MEASURE_OPEN:
	case MC_MEASURE_UNRELIABLE:
	case MC_MEASURE_RE_INSTRUCTED:
	case MC_MEASURE_APART:
	case MC_MEASURE_FLAGGED: return 3.0 * sqrt(bar->limit * (1.0 - bar->limit) / n);
	case MC_MEASURE_TRIALS:
		return 3.0 * spread((double)tally->trials, (double)tally->trials_squared, tally->counted) /
		       sqrt(n);
	case MC_MEASURE_PRESENTED:
		return 3.0 *
		       spread((double)tally->presented, (double)tally->presented_squared, tally->people) /
		       sqrt((double)(tally->people > 0 ? tally->people : 1));
	case MC_MEASURE_BIAS:
		return 3.0 * spread(tally->error, tally->error_squared, tally->figures) / sqrt(figures);
	case MC_MEASURE_SD:
		return 3.0 * spread(tally->error, tally->error_squared, tally->figures) /
		       sqrt(2.0 * figures);
	case MC_MEASURE_FAR:
	case MC_MEASURE_HELD: return 3.0 * sqrt(bar->limit * (1.0 - bar->limit) / figures);
	}
	return 0.0;
}

bool
mc_scenario_holds(const McScenario *scenario, const McTally *tally, const McBar *bar)
{
	double value = mc_tally_measure(tally, bar->measure);
	double give = tally->people >= scenario->runs ? 0.0 : slack(tally, bar);

	/* A bar on figures that nobody got would hold by having nothing to look at. */
	if (bar->measure >= MC_MEASURE_BIAS && tally->figures == 0)
		return false;
	if (tally->counted == 0)
		return false;
	return bar->at_least ? value >= bar->limit - give : value <= bar->limit + give;
}
