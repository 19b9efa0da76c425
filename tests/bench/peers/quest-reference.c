/* Watson's examples of QUEST+: contrast in dB, a Weibull function, two alternatives, 2 % lapses,
 * the slope known (3.5) or one of four. The answers of his observer and what his programme proposed
 * after each are those that the package questplus keeps in its tests (questplus/tests/test_qp.py,
 * R. Höchenberger). */

#include "tests/bench/peers/quest-plus.h"
#include "tests/bench/peers/reference.h"

#include <math.h>
#include <stddef.h>

#define LAPSE 0.02

static double
weibull_db(int alternatives, double slope, double above_db)
{
	double guess = 1.0 / alternatives;

	return 1.0 - LAPSE - (1.0 - guess - LAPSE) * exp(-pow(10.0, slope * above_db / 20.0));
}

#define CONTRASTS                                                                                  \
	{                                                                                              \
		.first = -40.0, .step = 1.0, .count = 41                                                   \
	}

typedef struct Proposal {
	int db;
	char right; /* then it was answered so: 1, 0 */
} Proposal;

static const McQuestDomain of_threshold = {
    .stimuli = CONTRASTS,
    .thresholds = CONTRASTS,
    .slope = {3.5},
    .slopes = 1,
    .right = weibull_db,
    .alternatives = 2,
};

/* Example 1, {1, 1, 2}. */
static const Proposal with_threshold[MC_QUEST_PROPOSALS_1] = {
    {-18, 1},
    {-22, 1},
    {-25, 1},
    {-28, 1},
    {-30, 0},
    {-22, 0},
    {-13, 1},
    {-15, 1},
    {-16, 1},
    {-18, 1},
    {-19, 1},
    {-20, 1},
    {-21, 1},
    {-22, 1},
    {-23, 0},
    {-19, 1},
    {-20, 1},
    {-20, 0},
    {-18, 1},
    {-18, 1},
    {-19, 0},
    {-17, 1},
    {-17, 1},
    {-18, 1},
    {-18, 1},
    {-18, 1},
    {-19, 1},
    {-19, 1},
    {-19, 1},
    {-19, 1},
    {-19, 1},
    {-19, 1},
};

static const McQuestDomain of_slope = {
    .stimuli = CONTRASTS,
    .thresholds = CONTRASTS,
    .slope = {2, 3, 4, 5},
    .slopes = 4,
    .right = weibull_db,
    .alternatives = 2,
};

/* "Implementation". */
static const Proposal with_slope[MC_QUEST_PROPOSALS_2] = {
    {-18, 1},
    {-22, 0},
    {-12, 1},
    {-13, 1},
    {-15, 1},
    {-16, 1},
    {-17, 1},
    {-18, 1},
    {-19, 1},
    {-21, 1},
    {-24, 1},
    {-25, 1},
    {-26, 1},
    {-27, 0},
    {-21, 1},
    {-22, 1},
    {-23, 0},
    {-20, 1},
    {-20, 1},
    {-20, 1},
    {-21, 0},
    {-19, 1},
    {-19, 1},
    {-20, 1},
    {-20, 1},
    {-20, 0},
    {-19, 1},
    {-19, 1},
    {-19, 1},
    {-19, 1},
    {-19, 1},
    {-20, 1},
    {-20, 1},
    {-20, 1},
    {-20, 1},
    {-20, 1},
    {-21, 1},
    {-21, 0},
    {-20, 1},
    {-20, 1},
    {-20, 0},
    {-19, 0},
    {-18, 1},
    {-18, 1},
    {-19, 1},
    {-19, 1},
    {-19, 0},
    {-18, 1},
    {-18, 0},
    {-17, 1},
    {-18, 1},
    {-18, 1},
    {-18, 0},
    {-17, 1},
    {-17, 1},
    {-17, 1},
    {-17, 1},
    {-17, 1},
    {-17, 1},
    {-17, 1},
    {-18, 1},
    {-18, 1},
    {-18, 1},
    {-18, 1},
};

/* How many of them this one proposes, too. */
static int
proposals(McQuestPlus *quest, const Proposal *proposed, int count)
{
	int same = 0;

	mc_quest_plus_start(quest);
	for (int i = 0; i < count; i++) {
		same += fabs(mc_quest_plus_stimulus(quest) - proposed[i].db) < 0.5;
		mc_quest_plus_answer(quest, proposed[i].right != 0);
	}
	return same;
}

void
mc_quest_references_take(McReference references[MC_QUEST_REFERENCES])
{
	McQuestPlus *first = mc_quest_plus_new(&of_threshold), *second = mc_quest_plus_new(&of_slope);
	int same_1 = proposals(first, with_threshold, MC_QUEST_PROPOSALS_1);
	int same_2 = proposals(second, with_slope, MC_QUEST_PROPOSALS_2);
	double threshold_1, threshold_2, slope_1, slope_2;

	mc_quest_plus_mode(first, &threshold_1, &slope_1);
	mc_quest_plus_mode(second, &threshold_2, &slope_2);
	references[0] = (McReference){
	    "reference_quest_plus_threshold_proposals", "1", MC_QUEST_PROPOSALS_1, 0.0, same_1};
	references[1] =
	    (McReference){"reference_quest_plus_threshold_mode", "dB", -20.0, 0.0, threshold_1};
	references[2] = (McReference){
	    "reference_quest_plus_slope_proposals", "1", MC_QUEST_PROPOSALS_2, 0.0, same_2};
	references[3] =
	    (McReference){"reference_quest_plus_slope_threshold_mode", "dB", -20.0, 0.0, threshold_2};
	references[4] = (McReference){"reference_quest_plus_slope_mode", "1", 3.0, 0.0, slope_2};
	mc_quest_plus_free(first);
	mc_quest_plus_free(second);
}
