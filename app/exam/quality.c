#include "app/exam/quality.h"
#include "app/exam/fixed.h"

#include <stddef.h>

const McQualityPlan mc_quality_plan_default = {
    .slip_against_q16 = 238811,
    .no_slip_for_q16 = 25292,
    .slips_min = 2,
    .concern_permille = 100,
    .one_sided_from = 8,
    .one_sided_permille = 800,
    .below_chance_permille = 11,
    .impossible_ms = 150,
    .hasty_from = 8,
    .hasty_ms = 250,
};

void
mc_quality_answer(McQuality *quality, int32_t stray_presses, bool impossible_time)
{
	quality->answers++;
	quality->stray_presses += stray_presses;
	quality->impossible_times += impossible_time;
}

void
mc_quality_catch(McQuality *quality, bool answered)
{
	quality->catch_trials++;
	quality->false_alarms += answered;
}

void
mc_quality_easy(McQuality *quality, bool wrong)
{
	quality->easy_trials++;
	quality->easy_wrong += wrong;
}

void
mc_quality_repeat(McQuality *quality, bool apart)
{
	quality->repeats++;
	quality->repeats_apart += apart;
}

void
mc_quality_choice(McQuality *quality, int32_t choice, bool wrong)
{
	quality->wrong_choices[choice] += wrong;
}

void
mc_quality_forced_choice(McQuality *quality, int32_t alternatives, int32_t choice, bool wrong)
{
	mc_quality_choice(quality, choice, wrong);
	quality->alternatives = alternatives;
	quality->choices++;
	quality->choices_right += !wrong;
}

void
mc_quality_time(McQuality *quality, const McQualityPlan *plan, int64_t reaction_us)
{
	quality->timed++;
	quality->hasty += reaction_us < plan->hasty_ms * INT64_C(1000);
}

bool
mc_quality_is_impossible(const McQualityPlan *plan, int64_t reaction_us)
{
	return reaction_us < plan->impossible_ms * INT64_C(1000);
}

/* The median lies there where more than half of them do. */
static bool
is_hasty(const McQuality *quality, const McQualityPlan *plan)
{
	return quality->timed >= plan->hasty_from && INT64_C(2) * quality->hasty > quality->timed;
}

/* Is the chance to guess so few of them rightly, or fewer, that small? None of sixteen with four
 * alternatives has .01002. */
static bool
is_below_chance(const McQuality *quality, const McQualityPlan *plan)
{
	int64_t n = quality->choices, others = quality->alternatives - 1;
	int64_t term = MC_FIXED_ONE_Q30, sum = 0;

	/* So many choices are beyond any plan, and so many right ones beyond any doubt. */
	if (others < 1 || others >= MC_QUALITY_CHOICES || n < 1 || n > 4096 ||
	    quality->choices_right < 0 || quality->choices_right * (others + 1) >= n)
		return false;
	for (int64_t i = 0; i < n; i++)
		term = term * others / (others + 1);
	for (int64_t i = 0; i <= quality->choices_right; i++) {
		sum += term;
		term = term * (n - i) / ((i + 1) * others);
	}
	return sum * 1000 <= plan->below_chance_permille * MC_FIXED_ONE_Q30;
}

/* The chance of someone who attends. */
static int32_t
chance_permille(const McQualityPlan *plan, int64_t occasions, int64_t slips)
{
	int64_t good = occasions > slips ? occasions - slips : 0;
	int64_t against_q16 = slips * plan->slip_against_q16 - good * plan->no_slip_for_q16;
	int64_t smaller_q30 = mc_fixed_exp2(against_q16 > 0 ? -against_q16 : against_q16);
	int64_t for_it_q30 = against_q16 > 0 ? smaller_q30 : MC_FIXED_ONE_Q30;
	int64_t against_q30 = against_q16 > 0 ? MC_FIXED_ONE_Q30 : smaller_q30;

	return (int32_t)(1000 * for_it_q30 / (for_it_q30 + against_q30));
}

typedef struct Indicator {
	McConcern concern;
	int32_t occasions, slips, slips_needed;
} Indicator;

static void
weigh(McQuality *quality, const McQualityPlan *plan, const Indicator *indicator)
{
	int32_t chance;

	if (indicator->slips <= 0)
		return;
	chance = chance_permille(plan, indicator->occasions, indicator->slips);
	if (chance < quality->index_permille)
		quality->index_permille = chance;
	if (indicator->slips >= indicator->slips_needed && chance < plan->concern_permille)
		quality->concerns |= indicator->concern;
}

static bool
is_one_sided(const McQuality *quality, const McQualityPlan *plan)
{
	int64_t all = 0, most = 0;

	for (int i = 0; i < MC_QUALITY_CHOICES; i++) {
		all += quality->wrong_choices[i];
		most = quality->wrong_choices[i] > most ? quality->wrong_choices[i] : most;
	}
	return all >= plan->one_sided_from && 1000 * most >= plan->one_sided_permille * all;
}

void
mc_quality_judge(McQuality *quality, const McQualityPlan *plan)
{
	const Indicator indicators[] = {
	    {MC_CONCERN_FALSE_ALARMS, quality->catch_trials, quality->false_alarms, plan->slips_min},
	    {MC_CONCERN_STRAY_ANSWERS, quality->answers, quality->stray_presses, plan->slips_min},
	    {MC_CONCERN_IMPOSSIBLE_TIMES, quality->answers, quality->impossible_times, plan->slips_min},
	    {MC_CONCERN_EASY_MISSED, quality->easy_trials, quality->easy_wrong, plan->slips_min},
	    /* A measurement that does not repeat is no slip. */
	    {MC_CONCERN_REPEATS_APART, quality->repeats, quality->repeats_apart, 1},
	};

	quality->index_permille = 1000;
	quality->concerns = MC_CONCERN_NONE;
	for (size_t i = 0; i < sizeof indicators / sizeof indicators[0]; i++)
		weigh(quality, plan, &indicators[i]);
	if (is_one_sided(quality, plan))
		quality->concerns |= MC_CONCERN_ONE_SIDED;
	if (is_below_chance(quality, plan))
		quality->concerns |= MC_CONCERN_BELOW_CHANCE;
	if (is_hasty(quality, plan))
		quality->concerns |= MC_CONCERN_HASTY;
}
