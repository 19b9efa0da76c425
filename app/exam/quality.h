#ifndef MC_APP_EXAM_QUALITY_H
#define MC_APP_EXAM_QUALITY_H

/* How far the answers of one attempt can be believed, the same for every kind of exam. The kinds
 * count what they observe; what an exam does not observe stays 0. It stands beside the verdict for
 * whoever reviews it, and never fails anybody by itself.
 *
 *   McQuality *quality = mc_exam_quality(exam);   (kind.h: that of the attempt which runs)
 *   mc_quality_answer(quality, press.strays, impossible);
 *   mc_quality_catch(quality, press.answered);    (a presentation without stimulus)
 *   mc_quality_easy(quality, wrong);              (one that nobody who attends misses)
 *   mc_quality_repeat(quality, apart);            (measured twice)
 *   mc_quality_forced_choice(quality, alternatives, choice, wrong);   (every answer is a choice)
 *   mc_quality_choice(quality, choice, wrong);    (which of the alternatives was named)
 *   mc_quality_time(quality, plan, reaction_us);  (how long a choice took)
 *
 * exam.c makes index and concerns up to date after every answer. */

#include <stdbool.h>
#include <stdint.h>

/* When answers are doubted: data of the plan, since it is judgement. */
typedef struct McQualityPlan {
	/* What one slip speaks against somebody, and one occasion without a slip for him, in 2^-16 of a
	 * bit: 238 811 is log2(.25 / .02), 25 292 is log2(.98 / .75). The unit is no judgement: it is
	 * that of every logarithm here (fixed.h), so that sums are the same on every machine. */
	int32_t slip_against_q16, no_slip_for_q16;
	int32_t slips_min; /* 2: one slip is nobody's habit */
	int32_t concern_permille; /* 100: an index below it is a concern */
	/* So many wrong answers, 8, so large a share of them, 800, naming one alternative. */
	int32_t one_sided_from, one_sided_permille;
	int32_t below_chance_permille; /* 11: chance to guess so few rightly, or fewer */
	int32_t impossible_ms; /* 150; of colours, whose digits have to be read, 200 */
	/* So many times, 8, more than half of them shorter than looking, deciding and pressing: 250. */
	int32_t hasty_from, hasty_ms;
} McQualityPlan;

extern const McQualityPlan mc_quality_plan_default;

/* Alternatives that a wrong answer may name: sides, directions, digits. */
#define MC_QUALITY_CHOICES 10

/* What speaks against the answers. Bits. */
typedef enum McConcern {
	MC_CONCERN_NONE = 0,
	MC_CONCERN_FALSE_ALARMS = 1u << 0, /* answers to presentations without stimulus */
	MC_CONCERN_STRAY_ANSWERS = 1u << 1, /* answers while nothing was asked */
	MC_CONCERN_IMPOSSIBLE_TIMES = 1u << 2, /* faster than anybody sees or hears */
	MC_CONCERN_EASY_MISSED = 1u << 3, /* lapses: wrong where it was easy */
	MC_CONCERN_REPEATS_APART = 1u << 4, /* a repeated measurement did not agree */
	MC_CONCERN_ONE_SIDED = 1u << 5, /* wrong answers name one alternative again and again */
	/* Fewer right than blind guessing gives (P <= .011): whoever cannot see is right now and then,
	 * so this one saw, and said otherwise (Gräf). */
	MC_CONCERN_BELOW_CHANCE = 1u << 6,
	MC_CONCERN_HASTY = 1u << 7, /* the median of the times is below what looking takes */
} McConcern;
#define MC_CONCERN_COUNT 8

typedef struct McQuality {
	int32_t answers; /* presentations answered, catch trials among them */
	int32_t catch_trials, false_alarms;
	int32_t stray_presses;
	int32_t impossible_times;
	int32_t easy_trials, easy_wrong;
	int32_t repeats, repeats_apart;
	int32_t wrong_choices[MC_QUALITY_CHOICES]; /* wrong answers, by the alternative they named */
	/* Choices among so many equally frequent alternatives; 0 where an exam has none. */
	int32_t alternatives, choices, choices_right;
	int32_t timed, hasty; /* choices whose time is known, and those that were hasty */
	/* 1 000: nothing speaks against the answers. Else, by the indicator that speaks against them
	 * most, the chance in permille that they come from someone who slips seldom (2 % of the
	 * occasions) and not from someone careless (25 %), both equally likely before. */
	int32_t index_permille;
	uint32_t concerns; /* McConcern */
} McQuality;

void mc_quality_answer(McQuality *quality, int32_t stray_presses, bool impossible_time);
void mc_quality_catch(McQuality *quality, bool answered);
void mc_quality_easy(McQuality *quality, bool wrong);
void mc_quality_repeat(McQuality *quality, bool apart);
/* choice: 0 … MC_QUALITY_CHOICES - 1. */
void mc_quality_choice(McQuality *quality, int32_t choice, bool wrong);

/* The same where blind guessing is right in one of so many (2 … MC_QUALITY_CHOICES). */
void mc_quality_forced_choice(McQuality *quality, int32_t alternatives, int32_t choice, bool wrong);

/* From the onset. */
void mc_quality_time(McQuality *quality, const McQualityPlan *plan, int64_t reaction_us);

/* Faster than anybody sees or hears. */
bool mc_quality_is_impossible(const McQualityPlan *plan, int64_t reaction_us);

/* Fills index and concerns from the counts, by a good plan. Total: any counts may stand there. */
void mc_quality_judge(McQuality *quality, const McQualityPlan *plan);

#endif
