/* The companion reads the bench's state and draws what the person sees. */

#include "ui/companion/picture.h"
#include "ui/companion/state.h"

#include <string.h>

#define SIDE 200

static void
test_state(void)
{
	McCompanionState state;

	g_assert_true(mc_companion_state_parse(&state,
	    "ok revision=12 person=needs-glasses present=1 glasses=1 vision.plugged=1 vision.head=1 "
	    "vision.on=1 vision.kind=C vision.direction=DOWN vision.size=-100 vision.eye=RIGHT "
	    "audiometer.plugged=1 audiometer.headphones=0 audiometer.on=1 audiometer.ear=RIGHT "
	    "audiometer.frequency=2000 audiometer.level=405 audiometer.silent=0 "
	    "audiometer.masking=300 reader.plugged=0 reader.card=sharp stature.plugged=1 "
	    "stature.occupied=1 "
	    "new.word=1"));
	g_assert_cmpuint(state.revision, ==, 12);
	g_assert_cmpstr(state.person, ==, "needs-glasses");
	g_assert_cmpstr(state.card, ==, "sharp");
	g_assert_true(state.present && state.glasses && state.head_in && !state.headphones_on);
	g_assert_true(state.vision_plugged && state.audiometer_plugged && !state.reader_plugged);
	g_assert_true(state.stature_plugged && state.on_plate);
	g_assert_true(state.shows);
	g_assert_cmpint(state.sight.optotype, ==, MC_OPTOTYPE_LANDOLT_C);
	g_assert_cmpint(state.sight.direction, ==, MC_DIRECTION_DOWN);
	g_assert_cmpint(state.sight.size_milli_log_mar, ==, -100);
	g_assert_cmpint(state.sight.eye, ==, MC_EYE_RIGHT);
	g_assert_true(state.plays && state.sound.masked && !state.sound.silent);
	g_assert_cmpint(state.sound.ear, ==, MC_EAR_RIGHT);
	g_assert_cmpint(state.sound.level_deci_db_hl, ==, 405);
	g_assert_cmpint(state.sound.masking_deci_db, ==, 300);
	/* short, and other things than states */
	g_assert_true(mc_companion_state_parse(&state, "ok revision=3"));
	g_assert_cmpstr(state.card, ==, "none");
	g_assert_false(mc_companion_state_parse(&state, "ok"));
	g_assert_false(mc_companion_state_parse(&state, ""));
	g_assert_false(mc_companion_state_parse(&state, "error no revision=3"));
	g_assert_false(mc_companion_state_parse(&state, "ok revision=many"));
}

/* Ink in the strip along one edge of the optotype's square. */
static guint
ink(cairo_surface_t *surface, McDirection edge, gint half)
{
	const guint8 *pixels = cairo_image_surface_get_data(surface);
	gint stride = cairo_image_surface_get_stride(surface);
	gboolean across = edge == MC_DIRECTION_LEFT || edge == MC_DIRECTION_RIGHT;
	gint at =
	    SIDE / 2 + (edge == MC_DIRECTION_RIGHT || edge == MC_DIRECTION_DOWN ? half - 2 : 1 - half);
	guint count = 0;

	for (gint i = SIDE / 2 - half; i < SIDE / 2 + half; i++) {
		gint x = across ? at : i, y = across ? i : at;

		count += pixels[y * stride + x * 4] < 128;
	}
	return count;
}

/* The optotype is open where it should be, as the person sees it, and as large as it should be. */
static void
test_picture(void)
{
	static const McDirection edges[] = {
	    MC_DIRECTION_RIGHT, MC_DIRECTION_UP, MC_DIRECTION_LEFT, MC_DIRECTION_DOWN};
	const gint half = 55; /* 0.7 logMAR: five arc minutes a stroke, 4.4 pixels each, five strokes */

	for (guint shown = 0; shown < G_N_ELEMENTS(edges); shown++) {
		McCompanionState state = {.vision_plugged = TRUE, .shows = TRUE};
		cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, SIDE, SIDE);
		cairo_t *cairo = cairo_create(surface);

		state.sight.direction = edges[shown];
		state.sight.size_milli_log_mar = 699;
		mc_companion_draw_sight(cairo, SIDE, SIDE, &state);
		cairo_surface_flush(surface);
		for (guint i = 0; i < G_N_ELEMENTS(edges); i++) {
			/* three bars end at the open edge, the back and two bars are full of ink */
			guint expected = i == shown ? 66 : 110;
			guint count = ink(surface, edges[i], half);

			g_assert_cmpuint(count, >, expected - 6);
			g_assert_cmpuint(count, <=, expected + 6);
		}
		g_assert_cmpuint(ink(surface, edges[shown], half + 8), ==, 0);
		cairo_destroy(cairo);
		cairo_surface_destroy(surface);
	}
}

static void
test_sound_is_drawn_at_its_ear(void)
{
	for (guint ear = 0; ear <= MC_EAR_RIGHT; ear++) {
		McCompanionState state = {.audiometer_plugged = TRUE, .plays = TRUE};
		cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, SIDE, SIDE);
		cairo_t *cairo = cairo_create(surface);
		const guint8 *row;
		guint blue[] = {0, 0};

		state.sound.ear = (McEar)ear;
		state.sound.level_deci_db_hl = 600;
		mc_companion_draw_sound(cairo, SIDE, SIDE, &state);
		cairo_surface_flush(surface);
		row = cairo_image_surface_get_data(surface) +
		      (gsize)cairo_image_surface_get_stride(surface) * SIDE / 2;
		for (guint x = 0; x < SIDE; x++)
			blue[x < SIDE / 2 ? MC_EAR_LEFT : MC_EAR_RIGHT] +=
			    row[4 * x] > 150 && row[4 * x + 2] < 100;
		g_assert_cmpuint(blue[ear], >, 3);
		g_assert_cmpuint(blue[1 - ear], ==, 0);
		cairo_destroy(cairo);
		cairo_surface_destroy(surface);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/sim/companion/state", test_state);
	g_test_add_func("/sim/companion/picture", test_picture);
	g_test_add_func("/sim/companion/sound", test_sound_is_drawn_at_its_ear);
	return g_test_run();
}
