#include "tests/support/scenes/people.h"
#include <string.h>

#define AT_WALL_US (G_GINT64_CONSTANT(1795486500) * G_USEC_PER_SEC) /* 2026-11-24 02:15 UTC */

void
mc_people_identity(McIdentity *identity)
{
	*identity = (McIdentity){.document = MC_DOCUMENT_RESIDENT,
	    .sex = MC_SEX_MALE,
	    .birth_yyyymmdd = 19900307,
	    .valid_from_yyyymmdd = 20150307,
	    .valid_to_yyyymmdd = 20350307};
	g_strlcpy(identity->name, "张晓明", sizeof identity->name);
	/* A computed number: nobody's. */
	g_strlcpy(identity->number, "110101199003070011", sizeof identity->number);
}

static void
part(McPartResult *result, McOutcome outcome, gint32 line_deci, gboolean at_least)
{
	*result = (McPartResult){.examined = TRUE,
	    .outcome = outcome,
	    .trials = 12,
	    .line_deci = line_deci,
	    .line_bound = at_least ? MC_BOUND_AT_LEAST : MC_BOUND_EXACT};
}

static void
line(McView *view, McExamKind kind, McCorrection correction, McOutcome outcome, guint32 reasons)
{
	McExamLine *to = &view->exam_line[view->exam_lines++];
	gboolean acuity = kind == MC_EXAM_ACUITY;
	gboolean fine = outcome == MC_OUTCOME_PASS;

	*to = (McExamLine){.kind = kind, .correction = correction, .done = TRUE};
	to->result.kind = kind;
	to->result.outcome = outcome;
	to->result.reasons = reasons;
	part(&to->result.part[0], outcome, acuity ? (fine ? 50 : 47) : 0, fine);
	part(&to->result.part[1], acuity || fine ? outcome : MC_OUTCOME_PASS, acuity ? 49 : 0, FALSE);
}

void
mc_people_results(McView *view, McOutcome naked, McOutcome hearing, guint32 reasons)
{
	view->exam_lines = 0;
	line(view, MC_EXAM_ACUITY, MC_CORRECTION_NAKED, naked, naked == MC_OUTCOME_PASS ? 0 : reasons);
	if (naked == MC_OUTCOME_FAIL)
		line(view, MC_EXAM_ACUITY, MC_CORRECTION_GLASSES, MC_OUTCOME_PASS, 0);
	line(view, MC_EXAM_HEARING, MC_CORRECTION_NAKED, hearing,
	    hearing == MC_OUTCOME_PASS ? 0 : reasons);
	line(view, MC_EXAM_SIDE, MC_CORRECTION_NAKED, MC_OUTCOME_PASS, 0);
}

void
mc_people_colour(McView *view, McOutcome outcome)
{
	line(view, MC_EXAM_COLOUR, MC_CORRECTION_NAKED, outcome, 0);
}

void
mc_people_body(McView *view)
{
	McExamLine *stature = &view->exam_line[view->exam_lines];

	line(view, MC_EXAM_STATURE, MC_CORRECTION_NAKED, MC_OUTCOME_PASS, 0);
	stature[0].result.figures.stature =
	    (McStatureFigures){.height_mm = 1725, .spread_mm = 4, .uncertainty_mm = 5};
	line(view, MC_EXAM_LIMBS, MC_CORRECTION_NAKED, MC_OUTCOME_NOT_DETERMINED, MC_REASON_FOR_DOCTOR);
	stature[1].result.figures.limbs.movement[MC_MOVEMENT_HAND_OPEN_LEFT] = MC_MOVEMENT_NOT_DONE;
}

void
mc_people_reaction(McView *view)
{
	McExamLine *reaction = &view->exam_line[view->exam_lines];

	line(view, MC_EXAM_REACTION, MC_CORRECTION_NAKED, MC_OUTCOME_NOT_DETERMINED,
	    MC_REASON_UNSCORED | MC_REASON_LATENCY_UNKNOWN);
	reaction->result.figures.reaction =
	    (McReactionFigures){.simple = {.counted = 20, .median_us = 287400},
	        .choice = {.counted = 19, .wrong = 1, .median_us = 412600},
	        .memory_trials = 3,
	        .memory_right = 3,
	        .judgement_trials = 3,
	        .judgement_right = 2};
}

static void
require(
    McClassVerdict *verdict, McRequirement requirement, McOutcome outcome, McDecisionBasis basis)
{
	McRequirementVerdict *one = &verdict->requirement[verdict->requirements++];

	*one = (McRequirementVerdict){.requirement = requirement, .outcome = outcome, .basis = basis};
}

void
mc_people_verdict(McClassVerdict *verdict, McLicenceClass licence_class, McOutcome measured)
{
	*verdict = (McClassVerdict){.licence_class = licence_class,
	    .outcome = measured == MC_OUTCOME_PASS ? MC_OUTCOME_NOT_DETERMINED : measured,
	    .outcome_here = measured,
	    .restriction_glasses = measured == MC_OUTCOME_PASS};
	require(verdict, MC_REQUIREMENT_AGE, MC_OUTCOME_PASS, MC_BASIS_DOCUMENT);
	require(verdict, MC_REQUIREMENT_DECLARATION, MC_OUTCOME_PASS, MC_BASIS_DECLARED);
	require(verdict, MC_REQUIREMENT_VISION_LEFT, MC_OUTCOME_PASS, MC_BASIS_MEASURED);
	require(verdict, MC_REQUIREMENT_VISION_RIGHT, MC_OUTCOME_PASS, MC_BASIS_MEASURED);
	require(verdict, MC_REQUIREMENT_HEARING_LEFT, measured, MC_BASIS_MEASURED);
	require(verdict, MC_REQUIREMENT_HEARING_RIGHT, MC_OUTCOME_PASS, MC_BASIS_MEASURED);
	for (McRequirement i = MC_REQUIREMENT_COLOUR; i <= MC_REQUIREMENT_TRUNK_NECK; i++)
		if (i != MC_REQUIREMENT_STATURE || licence_class < MC_CLASS_C1)
			require(verdict, i, MC_OUTCOME_NOT_DETERMINED, MC_BASIS_ELSEWHERE);
}

static void
device(McDeviceInfo *info, const char *model, const char *serial, const char *transducer)
{
	info->state = MC_DEVICE_READY;
	info->cause = MC_CAUSE_NONE;
	g_strlcpy(info->maker, "Guangming Optics", sizeof info->maker);
	g_strlcpy(info->model, model, sizeof info->model);
	g_strlcpy(info->serial, serial, sizeof info->serial);
	g_strlcpy(info->firmware, "2.4.1", sizeof info->firmware);
	g_strlcpy(info->transducer, transducer, sizeof info->transducer);
	g_strlcpy(info->transducer_serial, "T-0093", sizeof info->transducer_serial);
	g_strlcpy(info->laboratory, "Provincial Metrology", sizeof info->laboratory);
	g_strlcpy(info->certificate, "PM-26-1187", sizeof info->certificate);
	info->calibrated_yyyymmdd = 20260105;
	info->calibration_expires_yyyymmdd = 20270104;
	info->last_self_test_wall_us = AT_WALL_US;
	info->last_self_test_passed = TRUE;
	info->transfers = 48211;
	info->faults = 3;
}

void
mc_people_case(McCaseNote *note)
{
	*note = (McCaseNote){.part = 1,
	    .missing = 1u << MC_EXAM_HEARING | 1u << MC_EXAM_SIDE,
	    .lapses_yyyymmdd = 20261224};
	g_strlcpy(note->code,
	    "MCC1/5b0c9d1e2f3a4b5c6d7e8f9012345678/"
	    "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff/"
	    "8899aabbccddeeff00112233445566778899aabbccddeeff0011223344556677/"
	    "1/20261224/0123456789abcdef/C1/A/0/hearing.side/4f/1b2c3d4e",
	    sizeof note->code);
}

void
mc_people_devices(McView *view)
{
	device(&view->devices[MC_DEVICE_VISION_TESTER], "VT-200", "VT200-000417", "Panel P5");
	device(&view->devices[MC_DEVICE_AUDIOMETER], "AU-31", "AU31-002290", "DD-45");
	view->devices[MC_DEVICE_AUDIOMETER].corrections =
	    (McCorrections){3, {{500, {-3, 2}}, {1000, {1, -4}}, {2000, {-17, -5}}}};
	device(&view->devices[MC_DEVICE_PRINTER], "SP-1", "SP-000303", "");
	device(&view->devices[MC_DEVICE_ID_READER], "CR-100", "CR100-7781", "");
	for (guint i = 0; i < MC_DEVICE_KINDS; i++)
		view->devices[i].kind = (McDeviceKind)i;
}

static const McRecorderLine lines[] = {
    {41, AT_WALL_US, "visit", "", "K0001-000041-7F3A", MC_RECEIPT_ACCEPTED, "张*",
        "1101**********0011"},
    {46, AT_WALL_US + G_GINT64_CONSTANT(900) * G_USEC_PER_SEC, "visit", "visit-opened",
        "K0001-000046-91C0", MC_RECEIPT_SENT, "欧***", "8100**********0023"},
    {52, AT_WALL_US + G_GINT64_CONSTANT(1800) * G_USEC_PER_SEC, "visit", "exam-opened",
        "K0001-000052-D02B", MC_RECEIPT_RECORDED},
    {57, AT_WALL_US - G_GINT64_CONSTANT(86400) * G_USEC_PER_SEC, "visit", "device-refused",
        "K0001-000057-33E9", MC_RECEIPT_PARKED},
};

void
mc_people_lines(McView *view)
{
	view->line = lines;
	view->lines = G_N_ELEMENTS(lines);
}
