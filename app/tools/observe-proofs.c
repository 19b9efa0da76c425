#include "app/tools/observe-proofs.h"

#include "app/observe/foresight.h"
#include "app/observe/geometry.h"
#include "app/observe/person.h"
#include <math.h>
#include <string.h>
#include <time.h>

#define SESSIONS 10000 /* measurement.md 6 */
#define PLATES 400 /* each axis and panel */
#define TIMED_EXAMS 2000

/* What P = .001 admits, by the degrees of freedom. */
#define CHI_SQUARED_3 16.266
#define CHI_SQUARED_7 24.322

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
	double decision_us, exam_us;
} Cost;

/* CPU time of R1 one line better than required: people and exam together. */
static Cost
cost(void)
{
	McPerson person = {.eyes = {.threshold_milli = {-100, -100}, .slope = 14, .lapse = 0.02}};
	gint64 decisions = 0;
	clock_t start = clock();
	double used_us;
	McExamPlan plan;
	McDice dice;
	McExam exam;

	mc_dice_init(&dice, 4);
	mc_exam_plan_default(&plan, MC_EXAM_ACUITY);
	for (int i = 0; i < TIMED_EXAMS; i++)
		decisions += mc_person_take(&person, &dice, &exam, &plan)->presented;
	used_us = 1e6 * (double)(clock() - start) / CLOCKS_PER_SEC;
	return (Cost){used_us / (double)decisions, used_us / TIMED_EXAMS};
}

void
mc_proofs_take(McProof proofs[MC_PROOFS])
{
	Directions e = foresee(MC_OPTOTYPE_TUMBLING_E), ring = foresee(MC_OPTOTYPE_LANDOLT_C);
	McGeometry geometry;
	gboolean drawn = mc_geometry_of_panels(&geometry);
	Cost used = cost();
	const McProof all[MC_PROOFS] = {
	    {"directions_e_foreseen_gain", "1", FALSE, 0.03, e.gain},
	    {"directions_ring_foreseen_gain", "1", FALSE, 0.03, ring.gain},
	    {"directions_e_chi_squared", "1", FALSE, CHI_SQUARED_3, e.chi_squared},
	    {"directions_ring_chi_squared", "1", FALSE, CHI_SQUARED_7, ring.chi_squared},
	    {"geometry_stroke_deviation", "1", FALSE, 0.02, drawn ? geometry.stroke : (double)INFINITY},
	    {"geometry_gap_deviation", "1", FALSE, 0.02, drawn ? geometry.gap : (double)INFINITY},
	    {"geometry_side_deviation", "strokes", FALSE, 0.05,
	        drawn ? geometry.side : (double)INFINITY},
	    {"colour_plate_residual", "delta-E", FALSE, 1.0, residual()},
	    {"acuity_decision_cpu", "us", FALSE, 200.0, used.decision_us},
	    {"acuity_1e5_exams_cpu_on_2_cores", "s", FALSE, 120.0, used.exam_us * 1e5 / 2 * 1e-6},
	};

	memcpy(proofs, all, sizeof all);
}

gboolean
mc_proof_holds(const McProof *proof)
{
	return proof->at_least ? proof->value >= proof->limit : proof->value <= proof->limit;
}
