#ifndef MC_TESTS_BENCH_PEERS_QUEST_PLUS_H
#define MC_TESTS_BENCH_PEERS_QUEST_PLUS_H

/* QUEST+ (A. B. Watson 2017, Journal of Vision 17(3):10) over threshold and slope: of all stimuli
 * the one whose answer is expected to leave the least entropy. Private to the room. */

#include <stdbool.h>

typedef struct McQuestGrid {
	double first, step;
	int count;
} McQuestGrid;

#define MC_QUEST_SLOPES_MAX 5
typedef struct McQuestDomain {
	McQuestGrid stimuli, thresholds;
	double slope[MC_QUEST_SLOPES_MAX];
	int slopes;
	/* Chance of a right answer to a stimulus by so much above the threshold. */
	double (*right)(int alternatives, double slope, double above);
	int alternatives;
} McQuestDomain;

typedef struct McQuestPlus McQuestPlus;

McQuestPlus *mc_quest_plus_new(const McQuestDomain *domain);
void mc_quest_plus_free(McQuestPlus *self);

/* Everything equally likely again. */
void mc_quest_plus_start(McQuestPlus *self);
double mc_quest_plus_stimulus(const McQuestPlus *self);
void mc_quest_plus_answer(McQuestPlus *self, bool right);

/* Of the posterior: the threshold's mean, and the likeliest pair. */
double mc_quest_plus_mean(const McQuestPlus *self);
void mc_quest_plus_mode(const McQuestPlus *self, double *threshold, double *slope);

#endif
