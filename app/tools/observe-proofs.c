#include "app/tools/observe-proofs.h"

#include "app/observe/foresight.h"
#include "app/observe/geometry.h"
#include "app/tools/observe-crew.h"
#include <math.h>
#include <string.h>
#include <sys/resource.h>

#define SESSIONS 10000 /* measurement.md 6 */
#define PLATES 400 /* each axis and panel */
#define TIMED_EXAMS 100000

/* What P = .001 admits, by the degrees of freedom. */
#define CHI_SQUARED_3 16.266
#define CHI_SQUARED_7 24.322

enum {
	DIRECTIONS_E_GAIN,
	DIRECTIONS_RING_GAIN,
	DIRECTIONS_E_CHI,
	DIRECTIONS_RING_CHI,
	GEOMETRY_STROKE,
	GEOMETRY_GAP,
	GEOMETRY_SIDE,
	COLOUR_RESIDUAL,
	DECISION_CPU,
	EXAMS_CPU,
};

typedef struct Directions {
	double gain, chi_squared;
} Directions;

static Directions
foresee(McOptotype optotype)
{
	int directions = mc_optotype_directions(optotype);
	McForesight seen;
	McExamPlan plan;
	McDice dice;

	mc_dice_init(&dice, 3);
	mc_exam_plan_default(&plan, MC_EXAM_ACUITY);
	plan.as.acuity.optotype = optotype;
	seen = mc_foresight(&plan, SESSIONS, &dice);
	if (seen.refused || seen.all == 0)
		return (Directions){(double)INFINITY, (double)INFINITY};
	return (Directions){(double)seen.hits / (double)seen.all - 1.0 / directions,
	    mc_foresight_chi_squared(&seen, directions)};
}

/* The greatest difference in ΔE that quantisation leaves to a plate's own dichromat. */
static double
residual(void)
{
	int32_t worst = 0;
	McExamPlan plan;

	mc_exam_plan_default(&plan, MC_EXAM_COLOUR);
	for (int screen = -1; screen < MC_SPECTRAL_PANELS; screen++)
		for (int i = 0; i < 2 * PLATES; i++) {
			McPanel panel = screen < 0 ? mc_panel_srgb
			                           : mc_spectral_panel_measured(&mc_spectral_panels[screen]);
			McPlateDescription description = {.show = i % 2 ? MC_COLOUR_PROTAN : MC_COLOUR_DEUTAN,
			    .digit = i % MC_DIGITS,
			    .contrast_permille = plan.as.colour.contrast_max_permille,
			    .seed = (uint32_t)i};
			McPlate plate;

			mc_plate_make(&plate, &panel, &plan.as.colour.style, &description);
			worst = MAX(worst, plate.residual_delta_e_centi);
		}
	return worst / 100.0;
}

typedef struct Cost {
	double decision_us, wall_s, cpu_s;
} Cost;

static double
children_s(void)
{
	struct rusage usage;

	getrusage(RUSAGE_CHILDREN, &usage);
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
	       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6;
}

/* R1 from two lines too weak to two lines better than required; people and exams together, on two
 * cores. */
static Cost
cost(void)
{
	McScenario scenario = {.name = "cost",
	    .person = {.eyes = {.slope = 14, .lapse = 0.02}},
	    .even_threshold_milli = {-200, 200},
	    .counted = MC_COUNTED_PARTS,
	    .runs = TIMED_EXAMS,
	    .seed = 4};
	const gint runs = TIMED_EXAMS;
	gint64 start_us = g_get_monotonic_time();
	double before_s = children_s();
	McTally tally;
	Cost used;

	mc_exam_plan_default(&scenario.plan, MC_EXAM_ACUITY);
	if (!mc_observe_crew_run(&scenario, 1, &runs, 2, &tally, NULL) || tally.presented == 0)
		return (Cost){(double)INFINITY, (double)INFINITY, (double)INFINITY};
	used.wall_s = (double)(g_get_monotonic_time() - start_us) * 1e-6;
	used.cpu_s = children_s() - before_s;
	used.decision_us = 1e6 * used.cpu_s / (double)tally.presented;
	return used;
}

void
mc_proofs_name(McProof proofs[MC_PROOFS])
{
	static const McProof all[MC_PROOFS] = {
	    [DIRECTIONS_E_GAIN] = {"directions_e_foreseen_gain", "1", 0.03, 0},
	    [DIRECTIONS_RING_GAIN] = {"directions_ring_foreseen_gain", "1", 0.03, 0},
	    [DIRECTIONS_E_CHI] = {"directions_e_chi_squared", "1", CHI_SQUARED_3, 0},
	    [DIRECTIONS_RING_CHI] = {"directions_ring_chi_squared", "1", CHI_SQUARED_7, 0},
	    [GEOMETRY_STROKE] = {"geometry_stroke_deviation", "1", 0.02, 0},
	    [GEOMETRY_GAP] = {"geometry_gap_deviation", "1", 0.02, 0},
	    [GEOMETRY_SIDE] = {"geometry_side_deviation", "strokes", 0.05, 0},
	    [COLOUR_RESIDUAL] = {"colour_plate_residual", "delta-E", 1.0, 0},
	    [DECISION_CPU] = {"acuity_decision_cpu", "us", 200.0, 0},
	    /* As long as they take where nothing else runs on the two. */
	    [EXAMS_CPU] = {"acuity_1e5_exams_cpu_on_2_cores", "s", 120.0, 0},
	};

	memcpy(proofs, all, sizeof all);
}

double
mc_proofs_take(McProof proofs[MC_PROOFS])
{
	Directions e = foresee(MC_OPTOTYPE_TUMBLING_E), ring = foresee(MC_OPTOTYPE_LANDOLT_C);
	McGeometry geometry;
	gboolean drawn = mc_geometry_of_panels(&geometry);
	Cost used = cost();

	mc_proofs_name(proofs);
	proofs[DIRECTIONS_E_GAIN].value = e.gain;
	proofs[DIRECTIONS_RING_GAIN].value = ring.gain;
	proofs[DIRECTIONS_E_CHI].value = e.chi_squared;
	proofs[DIRECTIONS_RING_CHI].value = ring.chi_squared;
	proofs[GEOMETRY_STROKE].value = drawn ? geometry.stroke : (double)INFINITY;
	proofs[GEOMETRY_GAP].value = drawn ? geometry.gap : (double)INFINITY;
	proofs[GEOMETRY_SIDE].value = drawn ? geometry.side : (double)INFINITY;
	proofs[COLOUR_RESIDUAL].value = residual();
	proofs[DECISION_CPU].value = used.decision_us;
	proofs[EXAMS_CPU].value = used.cpu_s / 2;
	return used.wall_s;
}

gboolean
mc_proof_holds(const McProof *proof)
{
	return proof->value <= proof->at_most;
}
