#ifndef MC_APP_OBSERVE_FORESIGHT_H
#define MC_APP_OBSERVE_FORESIGHT_H

/* Someone who knows how directions are drawn, counts every one shown to each eye, and names the
 * likeliest: how much does it help? Exams are kept in doubt, so that they are as long as can be. */

#include "app/exam/exam.h"
#include "app/observe/dice.h"

typedef struct McForesight {
	int64_t shown[MC_DIRECTIONS], hits, all, repeats;
	bool refused; /* the exam refused an answer */
} McForesight;

McForesight mc_foresight(const McExamPlan *plan, int exams, McDice *dice);

/* Over the optotype's directions, as if drawn independently. */
double mc_foresight_chi_squared(const McForesight *foresight, int directions);

#endif
