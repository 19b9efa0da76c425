/* Simulated people before colour plates and lights: they read the pixels that the glass would show,
 * and each kind of dichromat misses the plates made for him alone (T10). Fixed seeds. */

#include "app/exam/plan.h"
#include "drivers/sim/person/person.h"

#include <string.h>

#define SIDE 378 /* 100 mm at 96 dots per inch */
#define PLATES 40

static const char *const digits[MC_DIGITS] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
static const char *const lights[MC_SIGNALS] = {"red", "yellow", "green"};

static guint8 screen[SIDE * SIDE * 3];
static const McSimPicture picture = {screen, SIDE, SIDE, SIDE * 3};

static void
show_plate(McColourShow show, gint32 digit, guint32 seed)
{
	static McPlate plate;
	McExamPlan plan;
	McPlateDescription description = {show, digit, show == MC_COLOUR_CONTROL ? 0 : 47, seed};

	mc_exam_plan_default(&plan, MC_EXAM_COLOUR);
	mc_plate_make(&plate, &plan.as.colour.panel, &plan.as.colour.style, &description);
	mc_plate_draw(&plate, &mc_light_srgb, screen, SIDE, SIDE * 3);
}

static void
mirror(void)
{
	for (gint y = 0; y < SIDE; y++)
		for (gint x = 0; x < SIDE / 2; x++) {
			guint8 kept[3], *left = screen + (y * SIDE + x) * 3;
			guint8 *right = screen + (y * SIDE + SIDE - 1 - x) * 3;

			memcpy(kept, left, 3);
			memcpy(left, right, 3);
			memcpy(right, kept, 3);
		}
}

static guint
count_read(const char *name, McColourShow show, gboolean mirrored)
{
	g_autoptr(McSimPerson) person = mc_sim_person_new(name, 1);
	guint right = 0;

	for (guint i = 0; i < PLATES; i++) {
		show_plate(show, (gint32)(i % MC_DIGITS), 1000 + i);
		if (mirrored)
			mirror();
		right += strcmp(mc_sim_person_gaze(person, &picture), digits[i % MC_DIGITS]) == 0;
	}
	g_test_message("%s, plates %d: %u of %d", name, (int)show, right, PLATES);
	return right;
}

static void
plates(void)
{
	static const struct {
		const char *person;
		McColourShow show;
		gboolean reads;
	} rows[] = {
	    {"sharp", MC_COLOUR_CONTROL, TRUE},
	    {"sharp", MC_COLOUR_PROTAN, TRUE},
	    {"sharp", MC_COLOUR_DEUTAN, TRUE},
	    {"sharp", MC_COLOUR_TRITAN, TRUE},
	    {"protan", MC_COLOUR_CONTROL, TRUE},
	    {"protan", MC_COLOUR_PROTAN, FALSE},
	    {"protan", MC_COLOUR_DEUTAN, TRUE},
	    {"deutan", MC_COLOUR_CONTROL, TRUE},
	    {"deutan", MC_COLOUR_PROTAN, TRUE},
	    {"deutan", MC_COLOUR_DEUTAN, FALSE},
	    {"guesser", MC_COLOUR_CONTROL, FALSE},
	};

	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		guint right = count_read(rows[i].person, rows[i].show, FALSE);

		if (rows[i].reads)
			g_assert_cmpuint(right, >=, PLATES * 9 / 10);
		else
			g_assert_cmpuint(right, <=, PLATES / 4);
	}
}

/* The eyes know what digits look like, not how the product draws them: some of the mirrored ones
 * are still like themselves. */
static void
mirrored(void)
{
	g_assert_cmpuint(count_read("sharp", MC_COLOUR_CONTROL, TRUE), <, PLATES * 3 / 4);
}

/* A ground without dots, or with dots of no digit, is nothing. */
static void
empty(void)
{
	g_autoptr(McSimPerson) person = mc_sim_person_new("sharp", 2);
	guint nothing = 0;

	memset(screen, 0x90, sizeof screen);
	for (guint i = 0; i < 40; i++)
		nothing += strcmp(mc_sim_person_gaze(person, &picture), "nothing") == 0;
	g_assert_cmpuint(nothing, >=, 36);
}

static guint
count_named(const char *name, McSignal signal)
{
	g_autoptr(McSimPerson) person = mc_sim_person_new(name, 3);
	McExamPlan plan;
	guint right = 0;

	mc_exam_plan_default(&plan, MC_EXAM_COLOUR);
	for (gint i = 0; i < PLATES; i++) {
		guint8 code[MC_PANEL_CHANNELS];

		mc_signal_codes(code, &mc_panel_srgb, &plan.as.colour.style, signal, 400 + i * 10);
		mc_signal_draw(code, screen, SIDE, SIDE * 3);
		right += strcmp(mc_sim_person_gaze(person, &picture), lights[signal]) == 0;
	}
	g_test_message("%s, light %s: %u of %d", name, lights[signal], right, PLATES);
	return right;
}

static void
signals(void)
{
	guint confused = 0;

	for (gint i = 0; i < MC_SIGNALS; i++) {
		g_assert_cmpuint(count_named("sharp", (McSignal)i), >=, PLATES * 19 / 20);
		confused += PLATES - count_named("protan", (McSignal)i);
		confused += PLATES - count_named("deutan", (McSignal)i);
	}
	g_assert_cmpuint(confused, >, PLATES / 2);
}

int
main(int argc, char *argv[])
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/sim/gaze/plates-T10", plates);
	g_test_add_func("/sim/gaze/mirrored", mirrored);
	g_test_add_func("/sim/gaze/empty", empty);
	g_test_add_func("/sim/gaze/signals", signals);
	return g_test_run();
}
