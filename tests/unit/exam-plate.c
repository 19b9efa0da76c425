/* Colour plates: what the construction promises, measured in the codes that the panel is sent. */
#include "app/exam/plan.h"
#include "app/exam/plate.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#define ONE ((double)MC_PANEL_ONE_Q24)

static McColourPlan
usual(void)
{
	McExamPlan plan;

	mc_exam_plan_default(&plan, MC_EXAM_COLOUR);
	return plan.as.colour;
}

/* A wide gamut, as of quantum dots. */
static const McPanel wide = {
    .measured = true,
    .x_e5 = {69654, 18629, 15737},
    .y_e5 = {30345, 75902, 1676},
    .luminance_centi_cd_m2 = {4002, 11662, 337},
    .gamma_milli = 2200,
};

/* From the matrices of Viénot and others: C and C + t·v look alike for v = (1, -.12661, -.00452)
 * and (1, -.41393, .03159). */
static void
test_null_vectors_of_srgb(void)
{
	static const double said[2][3] = {{1, -.12661, -.00452}, {1, -.41393, .03159}};
	McPanelSpace space;

	mc_panel_space(&space, &mc_panel_srgb, &mc_cone_matrix_smith_pokorny);
	for (int axis = 0; axis < 2; axis++)
		for (int i = 0; i < 3; i++)
			g_assert_cmpfloat_with_epsilon(
			    (double)space.null[axis].q24[i] / (double)space.null[axis].q24[0], said[axis][i],
			    .006);
}

/* C + t·v is seen as C, exactly, however far it goes; to a normal eye it is another colour. */
static void
test_dichromats_do_not_see_the_vector(void)
{
	const McPanel *const panels[] = {&mc_panel_srgb, &wide};

	for (gsize p = 0; p < G_N_ELEMENTS(panels); p++)
		for (int axis = 0; axis < 2; axis++) {
			McPanelSpace space;
			McLight a = {{MC_PANEL_ONE_Q24 / 4, MC_PANEL_ONE_Q24 / 4, MC_PANEL_ONE_Q24 / 3}}, b = a;

			mc_panel_space(&space, panels[p], &mc_cone_matrix_smith_pokorny);
			for (int i = 0; i < 3; i++)
				b.q24[i] += space.null[axis].q24[i] / 22;
			g_assert_cmpint(
			    mc_panel_delta_e_centi(&space, mc_panel_as_seen(&space, (McAxis)axis, a),
			        mc_panel_as_seen(&space, (McAxis)axis, b)),
			    <=, 1);
			g_assert_cmpint(mc_panel_delta_e_centi(&space, a, b), >, 1200);
			/* The other kind of dichromat sees something of it. */
			g_assert_cmpint(
			    mc_panel_delta_e_centi(&space, mc_panel_as_seen(&space, (McAxis)(1 - axis), a),
			        mc_panel_as_seen(&space, (McAxis)(1 - axis), b)),
			    >, 300);
		}
}

/* CIELAB as a floating-point computation has it. */
static void
test_delta_e(void)
{
	McPanelSpace space;
	McLight white = {{MC_PANEL_ONE_Q24, MC_PANEL_ONE_Q24, MC_PANEL_ONE_Q24}};
	McLight black = {{0, 0, 0}}, red = {{MC_PANEL_ONE_Q24, 0, 0}},
	        green = {{0, MC_PANEL_ONE_Q24, 0}};

	mc_panel_space(&space, &mc_panel_srgb, &mc_cone_matrix_smith_pokorny);
	g_assert_cmpint(ABS(mc_panel_delta_e_centi(&space, white, black) - 10000), <=, 5);
	/* L*a*b* of sRGB's red (53.24, 80.09, 67.20) and green (87.73, -86.18, 83.18). */
	g_assert_cmpint(ABS(mc_panel_delta_e_centi(&space, red, green) - 17058), <=, 40);
}

/* The residual of every plate after quantisation is at most 1, and half of that as a rule. */
static void
test_residual(void)
{
	const McPanel *const panels[] = {&mc_panel_srgb, &wide};
	McColourPlan plan = usual();
	gint64 sum = 0;
	int plates = 0;

	for (gsize p = 0; p < G_N_ELEMENTS(panels); p++) {
		g_assert_null(mc_plate_problem(panels[p], &plan.style, 42, 52).field);
		for (int i = 0; i < 400; i++) {
			McPlate plate;
			McPlateDescription description = {i % 2 ? MC_COLOUR_PROTAN : MC_COLOUR_DEUTAN, i % 10,
			    42 + i % 11, (guint32)i * 2654435761u};

			mc_plate_make(&plate, panels[p], &plan.style, &description);
			g_assert_cmpint(plate.residual_delta_e_centi, <=, 100);
			g_assert_cmpint(plate.residual_delta_e_centi, >, 0);
			sum += plate.residual_delta_e_centi;
			plates++;
		}
	}
	g_test_message("residual %.3f in the mean of the plates' worst", (double)sum / plates / 100);
	g_assert_cmpint(sum / plates, <=, 60);
}

/* Dots lie in the disc, touch nobody, and are the same whatever the digit and the kind. */
static void
test_dots_tell_nothing_by_their_places(void)
{
	McColourPlan plan = usual();
	McPlate first, plate;

	for (guint32 seed = 0; seed < 20; seed++) {
		McPlateDescription description = {MC_COLOUR_PROTAN, 0, 47, seed};

		mc_plate_make(&first, &mc_panel_srgb, &plan.style, &description);
		g_assert_cmpint(first.dots, >, 320);
		for (int i = 0; i < first.dots; i++) {
			const McPlateDot *a = &first.dot[i];

			g_assert_cmpfloat(hypot(a->x, a->y) + a->radius, <=, MC_PLATE_RADIUS);
			for (int j = 0; j < i; j++) {
				const McPlateDot *b = &first.dot[j];

				g_assert_cmpfloat(hypot(a->x - b->x, a->y - b->y), >=, a->radius + b->radius + 3);
			}
		}
		description = (McPlateDescription){MC_COLOUR_DEUTAN, 7, 50, seed};
		mc_plate_make(&plate, &wide, &plan.style, &description);
		g_assert_cmpint(plate.dots, ==, first.dots);
		for (int i = 0; i < plate.dots; i++) {
			g_assert_cmpint(plate.dot[i].x, ==, first.dot[i].x);
			g_assert_cmpint(plate.dot[i].y, ==, first.dot[i].y);
			g_assert_cmpint(plate.dot[i].in_digit, ==,
			    mc_plate_digit_covers(7, plate.dot[i].x, plate.dot[i].y));
		}
	}
}

static double
light_of_dot(const McPlateDot *dot)
{
	return .2126 * mc_light_srgb.light[dot->code[0]] + .7152 * mc_light_srgb.light[dot->code[1]] +
	       .0722 * mc_light_srgb.light[dot->code[2]];
}

/* Everybody reads a control: its darkest bright dot is brighter than its brightest dark one. */
static void
test_controls_are_plain(void)
{
	McColourPlan plan = usual();

	for (guint32 seed = 0; seed < 50; seed++) {
		McPlateDescription description = {MC_COLOUR_CONTROL, (gint32)(seed % 10), 0, seed};
		double least[2] = {HUGE_VAL, HUGE_VAL}, most[2] = {0, 0};
		McPlate plate;

		mc_plate_make(&plate, &mc_panel_srgb, &plan.style, &description);
		for (int i = 0; i < plate.dots; i++) {
			double light = light_of_dot(&plate.dot[i]);
			gboolean in = plate.dot[i].in_digit;

			least[in] = MIN(least[in], light);
			most[in] = MAX(most[in], light);
		}
		g_assert_true(least[0] > 1.2 * most[1] || least[1] > 1.2 * most[0]);
	}
}

static void
hold_apart(int a, int b)
{
	int in_a = 0, apart = 0;

	for (int x = -400; x <= 400; x += 10)
		for (int y = -400; y <= 400; y += 10) {
			in_a += mc_plate_digit_covers(a, x, y);
			apart += mc_plate_digit_covers(a, x, y) != mc_plate_digit_covers(b, x, y);
		}
	g_assert_cmpint(in_a, >, 500);
	if (a != b)
		g_assert_cmpint(apart, >, 250);
	else
		g_assert_cmpint(apart, ==, 0);
}

/* Ten digits, each pair apart in many places. */
static void
test_digits_differ(void)
{
	for (int a = 0; a < MC_DIGITS; a++)
		for (int b = 0; b <= a; b++)
			hold_apart(a, b);
}

static void
test_refusals(void)
{
	McColourPlan good = usual(), plan;
	McExamPlan exam;

#define REFUSED(change, named)                                                                     \
	do {                                                                                           \
		plan = good;                                                                               \
		change;                                                                                    \
		mc_exam_plan_default(&exam, MC_EXAM_COLOUR);                                               \
		exam.as.colour = plan;                                                                     \
		g_assert_cmpstr(mc_exam_plan_problem(&exam).field, ==, named);                             \
		g_assert_nonnull(mc_exam_plan_problem(&exam).reason);                                      \
	} while (0)

	mc_exam_plan_default(&exam, MC_EXAM_COLOUR);
	g_assert_null(mc_exam_plan_problem(&exam).field);
	REFUSED(plan.contrast_max_permille = 150, "contrast_max_permille"); /* out of the gamut */
	REFUSED(plan.contrast_min_permille = 21, "contrast_min_permille"); /* too faint */
	REFUSED(plan.faint_contrast_permille = 43, "faint_contrast_permille");
	REFUSED(plan.panel.gamma_milli = 900, "panel");
	REFUSED((plan.panel.x_e5[1] = 50000, plan.panel.y_e5[1] = 36000), "panel"); /* too narrow */
	REFUSED(plan.panel.luminance_centi_cd_m2[2] = 0, "panel");
	REFUSED(plan.panel.measured = true, "calibration");
	REFUSED(plan.calibration[0] = 'x', "calibration");
	REFUSED(plan.calibration[0] = '/', "calibration");
	REFUSED(plan.calibration_expires_yyyymmdd = 20270901, "calibrated_yyyymmdd");
	REFUSED(plan.calibrated_yyyymmdd = plan.calibration_expires_yyyymmdd = 20270901,
	    "calibrated_yyyymmdd");
	REFUSED(plan.style.luminance_permille[3] = 100, "luminance_permille");
	REFUSED(plan.style.base_max_permille = 950, "base_min_permille");
	REFUSED(plan.pass_of_axis = 5, "pass_of_axis");
	REFUSED(plan.fail_of_axis = 3, "fail_of_axis");
	REFUSED(plan.pass_of_all = 9, "pass_of_all");
	REFUSED(plan.fail_of_all = 6, "fail_of_all");
	REFUSED(plan.control_plates = 0, "control_plates");
	REFUSED(plan.signals_right = 13, "signals_right");
	REFUSED(plan.style.patches = 21, "patches");
	REFUSED(plan.style.patch_radius_min = 0, "patch_radius_min");
	REFUSED(plan.style.patch_radius_max = 513, "patch_radius_min");
	REFUSED(plan.style.patch_radius_min = 201, "patch_radius_min");
	REFUSED(plan.style.tritan_times = 0, "tritan_times");
	REFUSED(plan.style.tritan_times = 11, "tritan_times");
	REFUSED(plan.style.control_permille = 1499, "control_permille");
	REFUSED(plan.style.residual_max_centi_delta_e = 101, "residual_max_centi_delta_e");
	REFUSED(plan.style.residual_max_centi_delta_e = 1, "panel"); /* no panel of eight bits */
	REFUSED(plan.style.visible_min_centi_delta_e = 499, "visible_min_centi_delta_e");
	REFUSED(plan.style.visible_min_centi_delta_e = 5000, "contrast_min_permille");
	REFUSED(plan.style.cones.xyz_e5[1][2] = G_MININT32, "cones_e5");
	REFUSED(plan.style.cones.xyz_e5[0][0] = 100001, "cones_e5");
	/* Two kinds of cones that see the same. */
	REFUSED(memcpy(plan.style.cones.xyz_e5[1], plan.style.cones.xyz_e5[0],
	            sizeof plan.style.cones.xyz_e5[0]),
	    "panel");
	REFUSED(plan.style.signal_xy_e5[MC_SIGNAL_GREEN][1] = 78001, "signal_xy_e5");
	REFUSED(plan.style.signal_xy_e5[MC_SIGNAL_RED][0] = 0, "signal_xy_e5");
	/* A straight tone curve has few codes at the dark end: what they leave is seen. */
	REFUSED((plan.panel.gamma_milli = 1000, plan.style.base_min_permille = 70,
	            plan.style.base_max_permille = 75, plan.contrast_min_permille = 22,
	            plan.contrast_max_permille = 22, plan.faint_contrast_permille = 5),
	    "panel");
#undef REFUSED
}

/* Lights of all three colours are equally bright, so that brightness names none. */
static void
test_signals(void)
{
	const McPanel *const panels[] = {&mc_panel_srgb, &wide};
	McColourPlan plan = usual();

	for (gsize p = 0; p < G_N_ELEMENTS(panels); p++) {
		double luminance[MC_SIGNALS];
		McLightCurve curve;
		McPanelSpace space;

		mc_light_curve(&curve, panels[p]->gamma_milli);
		mc_panel_space(&space, panels[p], &mc_cone_matrix_smith_pokorny);
		for (int signal = 0; signal < MC_SIGNALS; signal++) {
			guint8 code[3];

			mc_signal_codes(code, panels[p], &plan.style, (McSignal)signal, 700);
			luminance[signal] = 0;
			for (int i = 0; i < 3; i++)
				luminance[signal] +=
				    curve.light[code[i]] * (double)space.xyz_q24[1][i] / ONE / 65535;
			g_assert_cmpint(code[signal == MC_SIGNAL_GREEN ? 1 : 0], >, 100);
		}
		for (int signal = 1; signal < MC_SIGNALS; signal++)
			g_assert_cmpfloat_with_epsilon(luminance[signal], luminance[0], .03 * luminance[0]);
	}
}

static gboolean
is_another_plate(const McPlateStyle *style, McColourShow show)
{
	McColourPlan plan = usual();
	McPlateDescription description = {show, 7, 46, 12};
	static McPlate one, other;

	mc_plate_make(&one, &mc_panel_srgb, &plan.style, &description);
	mc_plate_make(&other, &mc_panel_srgb, style, &description);
	for (int i = 0; i < one.dots; i++)
		if (memcmp(one.dot[i].code, other.dot[i].code, MC_PANEL_CHANNELS) != 0)
			return TRUE;
	return FALSE;
}

/* C8: cones, patches and strengths are the plan's, and make other plates. */
static void
test_construction_is_data(void)
{
	McPlateStyle style = usual().style;
	guint8 usual_code[3], code[3];

	g_assert_false(is_another_plate(&style, MC_COLOUR_PROTAN));
	style.cones.xyz_e5[1][0] += 2000;
	g_assert_true(is_another_plate(&style, MC_COLOUR_PROTAN));
	style = usual().style;
	style.tritan_times = 2;
	g_assert_true(is_another_plate(&style, MC_COLOUR_TRITAN));
	g_assert_false(is_another_plate(&style, MC_COLOUR_PROTAN));
	style = usual().style;
	style.control_permille = 2000;
	g_assert_true(is_another_plate(&style, MC_COLOUR_CONTROL));
	style = usual().style;
	style.patches = 0;
	g_assert_true(is_another_plate(&style, MC_COLOUR_CONTROL));
	style = usual().style;
	style.patch_radius_max = 190;
	g_assert_true(is_another_plate(&style, MC_COLOUR_CONTROL));
	style = usual().style;
	mc_signal_codes(usual_code, &mc_panel_srgb, &style, MC_SIGNAL_YELLOW, 700);
	style.signal_xy_e5[MC_SIGNAL_YELLOW][0] = 52000;
	mc_signal_codes(code, &mc_panel_srgb, &style, MC_SIGNAL_YELLOW, 700);
	g_assert_cmpint(memcmp(code, usual_code, 3), !=, 0);
}

#define SIDE 160

/* Every compiler, optimisation and processor makes this very picture. */
static void
test_the_same_pixels_everywhere(void)
{
	static guint8 rgb[SIDE * SIDE * 3];
	guint64 hash = 0xcbf29ce484222325;
	McColourPlan plan = usual();
	McLightCurve curve;

	for (int n = 0; n < 24; n++) {
		const McPanel *panel = n % 3 == 2 ? &wide : &mc_panel_srgb;
		McPlateDescription description = {(McColourShow)(n % 4), n % 10, 42 + n % 11, (guint32)n};
		McPlate plate;

		mc_light_curve(&curve, panel->gamma_milli);
		mc_plate_make(&plate, panel, &plan.style, &description);
		mc_plate_draw(&plate, &curve, rgb, SIDE, (gsize)SIDE * 3);
		for (gsize i = 0; i < sizeof rgb; i++)
			hash = (hash ^ rgb[i]) * 0x100000001b3;
		/* Around the disc there is the ground. */
		g_assert_cmpmem(rgb, 3, plate.ground, 3);
	}
	g_assert_cmphex(hash, ==, 0x2c89595cdc9eabf8);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/plate/null-vectors", test_null_vectors_of_srgb);
	g_test_add_func("/plate/unseen", test_dichromats_do_not_see_the_vector);
	g_test_add_func("/plate/delta-e", test_delta_e);
	g_test_add_func("/plate/residual", test_residual);
	g_test_add_func("/plate/places", test_dots_tell_nothing_by_their_places);
	g_test_add_func("/plate/controls", test_controls_are_plain);
	g_test_add_func("/plate/digits", test_digits_differ);
	g_test_add_func("/plate/refusals", test_refusals);
	g_test_add_func("/plate/signals", test_signals);
	g_test_add_func("/plate/construction-C8", test_construction_is_data);
	g_test_add_func("/plate/same-everywhere", test_the_same_pixels_everywhere);
	return g_test_run();
}
