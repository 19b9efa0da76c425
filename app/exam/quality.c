#include "app/exam/quality.h"
#include "app/exam/fixed.h"

/* log2 of .25/.02 and of .98/.75 in 2^-16. */
#define SLIP_Q16 238811
#define NO_SLIP_Q16 25292

/* One slip is nobody's habit. */
#define CONCERN_SLIPS 2
#define CONCERN_PERMILLE 100
/* So many wrong answers, so large a share of them naming one alternative. */
#define ONE_SIDED_FROM 8
#define ONE_SIDED_PERCENT 80
/* Whoever looks, decides and presses needs more than this, most times. */
#define HASTY_US 250000
#define HASTY_FROM 8

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
mc_quality_time(McQuality *quality, int64_t reaction_us)
{
	quality->timed++;
	quality->hasty += reaction_us < HASTY_US;
}

/* The median lies there where more than half of them do. */
static bool
is_hasty(const McQuality *quality)
{
	return quality->timed >= HASTY_FROM && INT64_C(2) * quality->hasty > quality->timed;
}

/* Is the chance to guess so few of them rightly, or fewer, at most .011? None of sixteen with four
 * alternatives has .01002. */
static bool
is_below_chance(const McQuality *quality)
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
	return sum * 1000 <= 11 * MC_FIXED_ONE_Q30;
}

/* The chance of someone who attends. */
static int32_t
chance_permille(int64_t occasions, int64_t slips)
{
	int64_t good = occasions > slips ? occasions - slips : 0;
	int64_t against_q16 = slips * SLIP_Q16 - good * NO_SLIP_Q16;
	int64_t smaller_q30 = mc_fixed_exp2(against_q16 > 0 ? -against_q16 : against_q16);
	int64_t for_it_q30 = against_q16 > 0 ? smaller_q30 : MC_FIXED_ONE_Q30;
	int64_t against_q30 = against_q16 > 0 ? MC_FIXED_ONE_Q30 : smaller_q30;

	return (int32_t)(1000 * for_it_q30 / (for_it_q30 + against_q30));
}

static void
weigh(McQuality *quality, McConcern concern, int32_t occasions, int32_t slips, int32_t slips_needed)
{
	int32_t chance;

	if (slips <= 0)
		return;
	chance = chance_permille(occasions, slips);
	if (chance < quality->index_permille)
		quality->index_permille = chance;
	if (slips >= slips_needed && chance < CONCERN_PERMILLE)
		quality->concerns |= concern;
}

static bool
is_one_sided(const McQuality *quality)
{
	int64_t all = 0, most = 0;

	for (int i = 0; i < MC_QUALITY_CHOICES; i++) {
		all += quality->wrong_choices[i];
		most = quality->wrong_choices[i] > most ? quality->wrong_choices[i] : most;
	}
	return all >= ONE_SIDED_FROM && 100 * most >= ONE_SIDED_PERCENT * all;
}

void
mc_quality_judge(McQuality *quality)
{
	quality->index_permille = 1000;
	quality->concerns = MC_CONCERN_NONE;
	weigh(quality, MC_CONCERN_FALSE_ALARMS, quality->catch_trials, quality->false_alarms,
	    CONCERN_SLIPS);
	weigh(
	    quality, MC_CONCERN_STRAY_ANSWERS, quality->answers, quality->stray_presses, CONCERN_SLIPS);
	weigh(quality, MC_CONCERN_IMPOSSIBLE_TIMES, quality->answers, quality->impossible_times,
	    CONCERN_SLIPS);
	weigh(
	    quality, MC_CONCERN_EASY_MISSED, quality->easy_trials, quality->easy_wrong, CONCERN_SLIPS);
	weigh(quality, MC_CONCERN_REPEATS_APART, quality->repeats, quality->repeats_apart, 1);
	if (is_one_sided(quality))
		quality->concerns |= MC_CONCERN_ONE_SIDED;
	if (is_below_chance(quality))
		quality->concerns |= MC_CONCERN_BELOW_CHANCE;
	if (is_hasty(quality))
		quality->concerns |= MC_CONCERN_HASTY;
}
