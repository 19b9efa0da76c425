#include "drivers/sim/person/gaze.h"

#include <math.h>
#include <string.h>

#define DIGITS 10
#define LIGHTS 3
static const char *const digit_names[DIGITS] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
static const char *const light_names[LIGHTS] = {"red", "yellow", "green"};

/* ---- what digits look like, on a field of 1 024 by 1 024 ---- */

#define FIELD 512 /* from the middle to the edge */
#define CELLS 128 /* of the field, each way */
#define HALF_STROKE 60
#define POINTS 90 /* along one stroke */

/* From angle to angle in degrees (0: right, 90: down); or a line, when rx and ry are 0. */
typedef struct Stroke {
	double x, y, rx, ry, from, to;
	double x2, y2;
} Stroke;

#define ARC(x, y, rx, ry, from, to)                                                                \
	{                                                                                              \
		x, y, rx, ry, from, to, 0, 0                                                               \
	}
#define LINE(x, y, x2, y2)                                                                         \
	{                                                                                              \
		x, y, 0, 0, 0, 1, x2, y2                                                                   \
	}

#define STROKES 4
static const Stroke shapes[DIGITS][STROKES] = {
    {ARC(0, 0, 160, 275, 0, 360)},
    {LINE(-100, -190, 15, -285), LINE(15, -285, 15, 285)},
    {ARC(0, -128, 152, 152, -165, 35), LINE(124, -41, -170, 280), LINE(-170, 280, 175, 280)},
    {ARC(0, -147, 136, 133, -152, 88), ARC(0, 130, 155, 150, -90, 150)},
    {LINE(70, 285, 70, -285), LINE(70, -285, -185, 105), LINE(-185, 105, 180, 105)},
    {LINE(145, -280, -125, -280), LINE(-125, -280, -145, -35), ARC(0, 115, 160, 165, -148, 150)},
    {LINE(110, -285, -10, -210), LINE(-10, -210, -100, -95), LINE(-100, -95, -152, 45),
        ARC(0, 125, 155, 155, 0, 360)},
    {LINE(-170, -280, 170, -280), LINE(170, -280, -30, 285)},
    {ARC(0, -150, 125, 130, 0, 360), ARC(0, 130, 160, 150, 0, 360)},
    {LINE(-110, 285, 10, 210), LINE(10, 210, 100, 95), LINE(100, 95, 152, -45),
        ARC(0, -125, 155, 155, 0, 360)},
};

typedef struct Shape {
	gboolean covers[CELLS][CELLS];
} Shape;

static void
dab(Shape *shape, double x, double y)
{
	for (gint row = 0; row < CELLS; row++)
		for (gint column = 0; column < CELLS; column++) {
			double dx = (column + 0.5) * 2 * FIELD / CELLS - FIELD - x;
			double dy = (row + 0.5) * 2 * FIELD / CELLS - FIELD - y;

			if (dx * dx + dy * dy < HALF_STROKE * HALF_STROKE)
				shape->covers[row][column] = TRUE;
		}
}

static void
trace(Shape *shape, const Stroke *stroke)
{
	for (gint i = 0; i <= POINTS; i++) {
		double part = i / (double)POINTS;
		double angle = (stroke->from + (stroke->to - stroke->from) * part) * G_PI / 180;

		if (stroke->rx > 0)
			dab(shape, stroke->x + stroke->rx * cos(angle), stroke->y + stroke->ry * sin(angle));
		else if (stroke->to > 0)
			dab(shape, stroke->x + (stroke->x2 - stroke->x) * part,
			    stroke->y + (stroke->y2 - stroke->y) * part);
	}
}

static const Shape *
known_shapes(void)
{
	static Shape known[DIGITS];
	static gsize traced;

	if (g_once_init_enter(&traced)) {
		for (gint digit = 0; digit < DIGITS; digit++)
			for (gint i = 0; i < STROKES; i++)
				trace(&known[digit], &shapes[digit][i]);
		g_once_init_leave(&traced, 1);
	}
	return known;
}

/* ---- light, and what is seen of it ---- */

enum { BRIGHT, RED_GREEN, BLUE_YELLOW, CHANNELS };

/* What the eye itself adds to a pixel, in natural logarithms. A dot is several pixels. */
static const double own_noise[CHANNELS] = {.08, .025, .15};

static const double as_seen[][3][3] = {
    [MC_SIM_CONES_ALL] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
    [MC_SIM_CONES_NO_LONG] = {{.11238, .88762, 0}, {.11238, .88762, 0}, {.00401, -.00401, 1}},
    [MC_SIM_CONES_NO_MIDDLE] = {{.29275, .70725, 0}, {.29275, .70725, 0}, {-.02234, .02234, 1}},
};

/* Each cone 1 for white (Hunt, Pointer and Estevez, linear sRGB). */
static const double to_cones[3][3] = {
    {.31400, .63950, .04650}, {.15537, .75790, .08673}, {.01775, .10945, .87280}};

static double
linear(guint8 code)
{
	double v = code / 255.0;

	return v <= .04045 ? v / 12.92 : pow((v + .055) / 1.055, 2.4);
}

static void
multiply(const double m[3][3], const double in[3], double out[3])
{
	for (gint row = 0; row < 3; row++)
		out[row] = m[row][0] * in[0] + m[row][1] * in[1] + m[row][2] * in[2];
}

static void
see(McSimCones cones, const guint8 *pixel, double seen[CHANNELS])
{
	double light[3] = {linear(pixel[0]), linear(pixel[1]), linear(pixel[2])};
	double left[3], cone[3];

	multiply(as_seen[cones], light, left);
	multiply(to_cones, left, cone);
	for (gint i = 0; i < 3; i++)
		cone[i] = log(MAX(cone[i], 1e-4));
	seen[BRIGHT] = .65 * cone[0] + .35 * cone[1];
	seen[RED_GREEN] = cone[0] - cone[1];
	seen[BLUE_YELLOW] = cone[2] - seen[BRIGHT];
}

static const guint8 *
pixel_at(const McSimPicture *picture, guint x, guint y)
{
	return picture->rgb + (gsize)y * picture->stride + (gsize)x * 3;
}

static gboolean
is_light_on_black(const McSimPicture *picture)
{
	const guint8 *corner = pixel_at(picture, 0, 0);

	return corner[0] < 8 && corner[1] < 8 && corner[2] < 8;
}

static double
normal(GRand *random)
{
	double radius = sqrt(-2.0 * log(1.0 - g_rand_double(random)));

	return radius * cos(2.0 * G_PI * g_rand_double(random));
}

/* ---- digits ---- */

#define LOOKS 100 /* each way */
#define ATTENTION .4
/* Less clear than this is nothing; dots at random give half of it, seldom more. */
#define CLEAR_ENOUGH 60.0

typedef struct Glimpse {
	gint row, column; /* of a shape */
	double seen[CHANNELS];
} Glimpse;

static gboolean
is_ground(const McSimPicture *picture, const guint8 *pixel)
{
	const guint8 *corner = pixel_at(picture, 0, 0);

	for (gint i = 0; i < 3; i++)
		if (ABS(pixel[i] - corner[i]) > 2)
			return FALSE;
	return TRUE;
}

static GArray *
look_around(McSimCones cones, const McSimPicture *picture, GRand *random)
{
	GArray *glimpses = g_array_new(FALSE, FALSE, sizeof(Glimpse));

	for (guint i = 0; i < LOOKS * LOOKS; i++) {
		guint row = i / LOOKS, column = i % LOOKS;
		const guint8 *pixel =
		    pixel_at(picture, column * picture->width / LOOKS, row * picture->height / LOOKS);
		Glimpse glimpse = {
		    .row = (gint)(row * CELLS / LOOKS), .column = (gint)(column * CELLS / LOOKS)};

		if (g_rand_double(random) >= ATTENTION || is_ground(picture, pixel))
			continue;
		see(cones, pixel, glimpse.seen);
		for (gint c = 0; c < CHANNELS; c++)
			glimpse.seen[c] += own_noise[c] * normal(random);
		g_array_append_val(glimpses, glimpse);
	}
	return glimpses;
}

typedef struct Sums {
	double n, sum, squares;
} Sums;

static double
spread(const Sums *sums)
{
	double mean = sums->sum / MAX(sums->n, 1);

	return MAX(sums->squares / MAX(sums->n, 1) - mean * mean, 1e-9) / MAX(sums->n, 1);
}

/* How clearly the shape stands out, over all channels. */
static double
clarity(const GArray *glimpses, const Shape *shape)
{
	Sums sums[CHANNELS][2] = {0};
	double clear = 0;

	for (guint i = 0; i < glimpses->len; i++) {
		const Glimpse *glimpse = &g_array_index(glimpses, Glimpse, i);
		gint in = shape->covers[glimpse->row][glimpse->column] ? 1 : 0;

		for (gint c = 0; c < CHANNELS; c++) {
			sums[c][in].n++;
			sums[c][in].sum += glimpse->seen[c];
			sums[c][in].squares += glimpse->seen[c] * glimpse->seen[c];
		}
	}
	for (gint c = 0; c < CHANNELS; c++) {
		double apart =
		    sums[c][1].sum / MAX(sums[c][1].n, 1) - sums[c][0].sum / MAX(sums[c][0].n, 1);

		clear += apart * apart / (spread(&sums[c][0]) + spread(&sums[c][1]));
	}
	return clear;
}

static const char *
read_digit(McSimCones cones, const McSimPicture *picture, GRand *random)
{
	g_autoptr(GArray) glimpses = look_around(cones, picture, random);
	double clearest = 0;
	gint best = 0;

	for (gint digit = 0; digit < DIGITS; digit++) {
		double clear = clarity(glimpses, &known_shapes()[digit]);

		if (clear > clearest) {
			clearest = clear;
			best = digit;
		}
	}
	return clearest < CLEAR_ENOUGH ? "nothing" : digit_names[best];
}

/* ---- lights ---- */

/* By hue alone: how bright it is says nothing. As people know the lights from the road. */
static const char *
name_light(McSimCones cones, const McSimPicture *picture, GRand *random)
{
	static const guint8 known[LIGHTS][3] = {{230, 20, 30}, {200, 165, 40}, {0, 150, 110}};
	static const double blur[CHANNELS] = {0, .03, .25};
	double seen[CHANNELS], nearest = G_MAXDOUBLE;
	gint best = 0;

	see(cones, pixel_at(picture, picture->width / 2, picture->height / 2), seen);
	for (gint c = RED_GREEN; c < CHANNELS; c++)
		seen[c] += blur[c] * normal(random);
	for (gint light = 0; light < LIGHTS; light++) {
		double as[CHANNELS], away = 0;

		see(cones, known[light], as);
		for (gint c = RED_GREEN; c < CHANNELS; c++)
			away += pow((seen[c] - as[c]) / blur[c], 2);
		if (away < nearest) {
			nearest = away;
			best = light;
		}
	}
	return light_names[best];
}

const char *
mc_sim_gaze(McSimCones cones, const McSimPicture *picture, GRand *random)
{
	return is_light_on_black(picture) ? name_light(cones, picture, random)
	                                  : read_digit(cones, picture, random);
}

const char *
mc_sim_gaze_guess(const McSimPicture *picture, GRand *random)
{
	return is_light_on_black(picture) ? light_names[g_rand_int_range(random, 0, LIGHTS)]
	                                  : digit_names[g_rand_int_range(random, 0, DIGITS)];
}
