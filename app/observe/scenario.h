#ifndef MC_APP_OBSERVE_SCENARIO_H
#define MC_APP_OBSERVE_SCENARIO_H

/* One case of a numbered scenario: who, which plan, how many, and what must come out. Each run has
 * dice of its own from the seed and its number, so that fewer runs are the first of the many, and
 * several workers come to the same counts as one. */

#include "app/observe/age.h"
#include "app/observe/person.h"

typedef enum McCounted {
	MC_COUNTED_PEOPLE, /* the exam as a whole */
	MC_COUNTED_PARTS, /* each eye or ear that was examined */
	MC_COUNTED_LEFT,
	MC_COUNTED_RIGHT,
	MC_COUNTED_THRESHOLD, /* hearing: no exam, one threshold alone */
} McCounted;

typedef enum McMeasure {
	/* shares of what is counted */
	MC_MEASURE_PASS,
	MC_MEASURE_FAIL,
	MC_MEASURE_OPEN, /* NOT DETERMINED; a threshold alone: would not settle */
	MC_MEASURE_UNRELIABLE,
	MC_MEASURE_RE_INSTRUCTED,
	MC_MEASURE_APART, /* what was measured twice does not agree; of the whole exam */
	MC_MEASURE_FLAGGED, /* anything speaks against the answers, or was told again; likewise */
	/* means */
	MC_MEASURE_TRIALS, /* scored, of what is counted */
	MC_MEASURE_PRESENTED, /* presentations of the whole exam */
	/* of the exam's figure against the truth */
	MC_MEASURE_BIAS,
	MC_MEASURE_SD,
	MC_MEASURE_FAR, /* hearing: share that is more than 10 dB off */
	MC_MEASURE_HELD, /* acuity: share whose stated interval holds the truth */
} McMeasure;
#define MC_MEASURES 13
#define MC_MEASURE_SHARES 7

typedef struct McBar {
	McMeasure measure;
	bool at_least; /* else at most */
	double limit;
} McBar;

#define MC_BARS_MAX 8
typedef struct McScenario {
	char name[96];
	McExamPlan plan;
	McPerson person;
	double interaural_spread_db; /* over people */
	/* Both eyes alike, the threshold even between these; none when they are equal. */
	double even_threshold_milli[2];
	double even_threshold_db_hl[2]; /* the same of a threshold alone */
	/* Colour: cones that differ from person to person before this panel; NULL = person.colours. */
	const McSpectralPanel *spectral;
	McCones cones;
	bool by_age; /* eyes from refraction, below */
	McRefraction refraction;
	double hearing_age_years; /* ears of this age; 0 = person.ears */
	McCounted counted;
	int cut; /* acuity: at which of the plan's limits a part is read; 0 = the strictest */
	int runs; /* people */
	uint64_t seed;
	int bars;
	McBar bar[MC_BARS_MAX];
} McScenario;

typedef struct McTally {
	int64_t people, counted, presented;
	int64_t shares[MC_MEASURE_SHARES];
	int64_t trials, trials_squared;
	int64_t presented_squared;
	int64_t figures; /* that were determined */
	double error, error_squared;
	int64_t far, held; /* of the figures */
} McTally;

/* People number first … first + count - 1; adds to the tally. */
void mc_scenario_run(const McScenario *scenario, int first, int count, McTally *tally);

/* Does the scenario have such a measure? */
bool mc_scenario_has(const McScenario *scenario, McMeasure measure);

void mc_tally_add(McTally *sum, const McTally *more);
double mc_tally_measure(const McTally *tally, McMeasure measure);

/* Exact when all planned people took it; three standard deviations of slack for fewer. */
bool mc_scenario_holds(const McScenario *scenario, const McTally *tally, const McBar *bar);

#endif
