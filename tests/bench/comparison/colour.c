/* Deuteranomalous people, from peaks of the long and the middle cones that lie 6 nm apart (a normal
 * eye's lie 30) to a deuteranope (0), before a phosphor LCD that was measured. The published ways
 * count: so many pictures, so many errors; they are given our plates, as theirs cannot be had, so
 * that what is compared is the rule. */
#include "app/observe/person.h"
#include "tests/bench/comparison/comparison.h"
#include "tests/bench/comparison/sheet.h"

#include <string.h>

#define PEAKS_APART_NM 30.0
#define SLIPS 0.02
/* Who looks at hundreds of dots takes a thousand times as long as who hears a tone. */
#define FEWER 20
#define LIGHTLY 40 /* people a cell, at least */

typedef struct Count {
	const char *label, *id;
	int pictures, errors_max;
} Count;

static const Count counts[] = {
    {"4 pictures, all (kiosks)", "kiosk_4", 4, 0},
    {"12 pictures, 2 errors", "errors_2_of_12", 12, 2},
};
#define COUNTS ((int)(sizeof counts / sizeof counts[0]))

/* Of middling lens and macula, so that people at one place are one person. */
static McPerson
deuteranomalous(double peaks_apart_nm)
{
	McPerson person = {.colours = {.slip = SLIPS}};
	McRetina retina = {.cones = MC_CONES_ALL,
	    .peak_shift_nm = {0, PEAKS_APART_NM - peaks_apart_nm, 0},
	    .lens = 1,
	    .macula = 0.35};

	mc_colours_from_spectra(&person.colours, &mc_spectral_panels[0], &retina);
	return person;
}

static McMeasured
take_ours(const McExamPlan *plan, McPerson *person, McDice *dice)
{
	static McExam exam;
	const McExamResult *result = mc_person_take(person, dice, &exam, plan);

	return (McMeasured){result->outcome == MC_OUTCOME_PASS   ? MC_PEER_PASS
	                    : result->outcome == MC_OUTCOME_FAIL ? MC_PEER_FAIL
	                                                         : MC_PEER_REFER,
	    (int)result->presented};
}

/* As many pictures for protanopes as for deuteranopes. */
static McMeasured
take_count(const McColourPlan *plan, const Count *count, const McPerson *person, McDice *dice)
{
	int span = plan->contrast_max_permille - plan->contrast_min_permille + 1;
	int errors = 0;

	for (int i = 0; i < count->pictures; i++) {
		McColourStimulus stimulus = {.show = i % 2 ? MC_COLOUR_DEUTAN : MC_COLOUR_PROTAN,
		    .figure = (int32_t)(mc_dice_uniform(dice) * 10),
		    .contrast_permille =
		        plan->contrast_min_permille + (int32_t)(mc_dice_uniform(dice) * span),
		    .seed = (int32_t)(mc_dice_uniform(dice) * INT32_MAX)};
		McColourAnswer answer;

		mc_colours_answer(&person->colours, dice, plan, &stimulus, &answer);
		errors += answer.figure != stimulus.figure;
	}
	return (McMeasured){errors <= count->errors_max ? MC_PEER_PASS : MC_PEER_FAIL, count->pictures};
}

static McMeasured
measure(void *user, int procedure, double peaks_apart_nm, McDice *dice)
{
	const McExamPlan *plan = (const McExamPlan *)user;
	McPerson person = deuteranomalous(peaks_apart_nm);

	if (procedure == 0)
		return take_ours(plan, &person, dice);
	return take_count(&plan->as.colour, &counts[procedure - 1], &person, dice);
}

bool
mc_compare_colours(const char *folder, int runs)
{
	static McSheet sheet = {.exam = "colour",
	    .people = "Simulated deuteranomalous eyes (2 % slips) before a measured phosphor LCD; the "
	              "rules of others on our plates.",
	    .distance_label = "peaks of long and middle cones apart (nm; 0: deuteranope, 30: normal)",
	    .trials_label = "mean pictures and lights a person",
	    .first_distance = 0,
	    .distance_step = 0.5,
	    .distance_decimals = 0,
	    .shown = {0, 2, 4, 8, 12}, /* 0, 1, 2, 4, 6 nm */
	    .trials_top = 50,
	    .trials_step = 10,
	    .procedures = 1 + COUNTS,
	    .measure = measure};
	static McExamPlan plan;
	int people = runs / FEWER > LIGHTLY ? runs / FEWER : LIGHTLY;

	people += people % 2;
	mc_exam_plan_default(&plan, MC_EXAM_COLOUR);
	plan.as.colour.panel = mc_spectral_panel_measured(&mc_spectral_panels[0]);
	memcpy(plan.as.colour.calibration, "P-1", sizeof "P-1");
	sheet.user = &plan;
	sheet.procedure[0].label = "Medcheck";
	sheet.procedure[0].id = "medcheck";
	for (int p = 0; p < COUNTS; p++) {
		sheet.procedure[1 + p].label = counts[p].label;
		sheet.procedure[1 + p].id = counts[p].id;
	}
	mc_sheet_fill(&sheet, people);
	return mc_sheet_write(&sheet, folder, people);
}
