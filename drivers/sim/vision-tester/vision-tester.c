#include "drivers/sim/vision-tester/vision-tester.h"

#include <math.h>

#define SHUTTER_US 60000
/* Of the chart, in half lines; 5.3 and 4.0. */
#define FINEST_LINE (-300)
#define COARSEST_LINE 1000
#define HALF_LINE 50
/* The panel: a stroke of fewer pixels has no honest edges, and a square of so many holds the rest.
 */
#define STROKE_PX 2.0
#define PANEL_PX 2160

enum { /* status byte */
	BIT_ANSWER = 1,
	BIT_CONDITIONS = 2,
	BIT_ON = 8,
};

typedef enum Display { DARK, SHUTTERS_MOVING, ON } Display;

struct McSimVisionTester {
	McSimInstrument *instrument;
	const McSimVisionListener *listener;
	gpointer listener_data;
	Display display;
	McSimSight sight;
	guint64 shutter_timer;
	gint64 onset_us;
	McSimKey answer; /* NONE when none waits */
	gint64 answer_onset_us, answer_us;
	gboolean head_in_place;
	gint occlusion_ok, distance_permille, vergence_centi_dioptre, shutters;
	gint pixel_nm; /* from one to the next */
	gint luminance_cd_m2, lamp_hours; /* of the lamp when it was new, and since then */
};

/* LEDs of a panel lose about 30 % in 20 000 hours. The tester's sensor looks at the same light. */
#define LAMP_LIFE_HOURS 56000.0
#define US_PER_HOUR 3.6e9

double
mc_sim_vision_tester_luminance_cd_m2(const McSimVisionTester *self)
{
	gint64 now_us = mc_sim_world_now_us(mc_sim_instrument_world(self->instrument));
	double hours = (double)self->lamp_hours + (double)now_us / US_PER_HOUR;

	return (double)self->luminance_cd_m2 * exp(-hours / LAMP_LIFE_HOURS);
}

/* ---- size ---- */

/* Where the picture is, for who has his head in the rest. */
static double
distance_nm(const McSimVisionTester *self)
{
	return 1e11 / CLAMP(-self->vergence_centi_dioptre, 5, 1000);
}

/* Five of its strokes are an optotype. */
static double
stroke_px(const McSimVisionTester *self, gint size_milli_log_mar)
{
	double minutes = pow(10, size_milli_log_mar / 1000.0);

	return distance_nm(self) * tan(minutes / 60 * G_PI / 180) / self->pixel_nm;
}

/* What reaches the eye that is not where it should be: near by the same strokes are larger, and
 * their light comes from near. */
static void
look_from_there(const McSimVisionTester *self, McSimSight *sight)
{
	gint permille = self->distance_permille > 0 ? self->distance_permille : 1000;
	double away_nm = distance_nm(self) * permille / 1000;
	double stroke_nm = stroke_px(self, sight->size_milli_log_mar) * self->pixel_nm;
	double minutes = atan(stroke_nm / away_nm) * 180 / G_PI * 60;

	sight->angle_milli_log_mar = (gint)lround(1000 * log10(minutes));
	sight->vergence_centi_dioptre = (gint)lround(self->vergence_centi_dioptre * 1000.0 / permille);
}

static gboolean
can_draw(const McSimVisionTester *self, gint size_milli_log_mar)
{
	double stroke = stroke_px(self, CLAMP(size_milli_log_mar, -1000, 2000));

	return stroke >= STROKE_PX && 5 * stroke <= PANEL_PX;
}

/* ---- display ---- */

static void
go_dark(McSimVisionTester *self)
{
	gboolean was_on = self->display == ON;

	mc_sim_world_cancel(mc_sim_instrument_world(self->instrument), &self->shutter_timer);
	self->display = DARK;
	if (!was_on)
		return;
	mc_sim_instrument_condition(self->instrument, BIT_ON, FALSE);
	if (self->listener != NULL)
		self->listener->dark(self->listener_data);
}

static void
on_shutters_done(gpointer data)
{
	McSimVisionTester *self = data;

	self->shutter_timer = 0;
	self->display = ON;
	self->onset_us = mc_sim_world_now_us(mc_sim_instrument_world(self->instrument));
	mc_sim_instrument_condition(self->instrument, BIT_ON, TRUE);
	look_from_there(self, &self->sight);
	if (self->listener != NULL)
		self->listener->shown(&self->sight, self->listener_data);
}

static void
show(McSimVisionTester *self, const McSimSight *sight)
{
	go_dark(self);
	self->answer = MC_SIM_KEY_NONE;
	mc_sim_instrument_condition(self->instrument, BIT_ANSWER, FALSE);
	self->sight = *sight;
	self->display = SHUTTERS_MOVING;
	self->shutter_timer = mc_sim_world_after_us(
	    mc_sim_instrument_world(self->instrument), SHUTTER_US, on_shutters_done, self);
}

/* ---- commands ---- */

static gboolean
parse_sight(const McSimVisionTester *self, const McSimScpi *scpi, McSimSight *sight, gint *error)
{
	gint32 size;

	*error = -224;
	if (g_ascii_strcasecmp(scpi->argument[0], "E") == 0)
		sight->optotype = MC_SIM_OPTOTYPE_E;
	else if (g_ascii_strcasecmp(scpi->argument[0], "C") == 0)
		sight->optotype = MC_SIM_OPTOTYPE_C;
	else
		return FALSE;
	if (!mc_sim_key_from_name(scpi->argument[1], &sight->direction) ||
	    !mc_sim_optotype_opens(sight->optotype, sight->direction) ||
	    !mc_sim_side_from_name(scpi->argument[3], &sight->eye))
		return FALSE;
	*error = -104;
	if (!mc_sim_scpi_integer(scpi->argument[2], &size))
		return FALSE;
	*error = -222;
	sight->size_milli_log_mar = size;
	return can_draw(self, size);
}

static void
optotype(gpointer owner, const McSimScpi *scpi, GString *reply)
{
	McSimVisionTester *self = owner;
	McSimSight sight;
	gint error;

	go_dark(self);
	if (parse_sight(self, scpi, &sight, &error))
		show(self, &sight);
	else
		mc_sim_instrument_error(self->instrument, error);
}

static void
dark(gpointer owner, const McSimScpi *scpi, GString *reply)
{
	go_dark(owner);
}

static void
state_query(gpointer owner, const McSimScpi *scpi, GString *reply)
{
	const McSimVisionTester *self = owner;

	g_string_assign(reply, self->display == ON ? "1" : "0");
}

static void
answer_query(gpointer owner, const McSimScpi *scpi, GString *reply)
{
	McSimVisionTester *self = owner;

	if (self->answer == MC_SIM_KEY_NONE)
		g_string_assign(reply, "NONE,0,0");
	else
		g_string_printf(reply, "%s,%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT,
		    mc_sim_key_name(self->answer), self->answer_onset_us, self->answer_us);
	self->answer = MC_SIM_KEY_NONE;
	mc_sim_instrument_condition(self->instrument, BIT_ANSWER, FALSE);
}

static void
conditions_query(gpointer owner, const McSimScpi *scpi, GString *reply)
{
	McSimVisionTester *self = owner;

	g_string_printf(reply, "%d,%d,%ld,%d", self->head_in_place ? 1 : 0, self->occlusion_ok,
	    lround(mc_sim_vision_tester_luminance_cd_m2(self)), self->distance_permille);
	mc_sim_instrument_condition(self->instrument, BIT_CONDITIONS, FALSE);
}

static void
vergence_query(gpointer owner, const McSimScpi *scpi, GString *reply)
{
	const McSimVisionTester *self = owner;

	g_string_printf(reply, "%d", self->vergence_centi_dioptre);
}

static void
shutter_query(gpointer owner, const McSimScpi *scpi, GString *reply)
{
	const McSimVisionTester *self = owner;

	g_string_printf(reply, "%d", self->shutters);
}

static void
lines_query(gpointer owner, const McSimScpi *scpi, GString *reply)
{
	const McSimVisionTester *self = owner;
	gint finest = FINEST_LINE, coarsest = COARSEST_LINE;

	while (finest < coarsest && !can_draw(self, finest))
		finest += HALF_LINE;
	while (coarsest > finest && !can_draw(self, coarsest))
		coarsest -= HALF_LINE;
	g_string_printf(reply, "%d,%d", finest, coarsest);
}

static const McSimCommand commands[] = {
    {"STIMulus:OPTotype", 4, optotype},
    {"STIMulus:DARK", 0, dark},
    {"STIMulus:STATe?", 0, state_query},
    {"SENSe:ANSWer?", 0, answer_query},
    {"SENSe:CONDition?", 0, conditions_query},
    {"CALibration:VERGence?", 0, vergence_query},
    {"CALibration:SHUTter?", 0, shutter_query},
    {"CALibration:LINE?", 0, lines_query},
};

/* ---- as an instrument ---- */

static void
make_safe(gpointer owner)
{
	go_dark(owner);
}

static void
reset(gpointer owner)
{
	McSimVisionTester *self = owner;

	go_dark(self);
	self->answer = MC_SIM_KEY_NONE;
}

static gboolean
is_on(gpointer owner)
{
	const McSimVisionTester *self = owner;

	return self->display != DARK;
}

static gboolean
set(gpointer owner, const char *key, const char *value, GError **error)
{
	McSimVisionTester *self = owner;

	if (g_str_equal(key, "vergence"))
		return mc_sim_setting_integer(key, value, -500, 500, &self->vergence_centi_dioptre, error);
	if (g_str_equal(key, "pixel"))
		return mc_sim_setting_integer(key, value, 10000, 2000000, &self->pixel_nm, error);
	if (g_str_equal(key, "shutters"))
		return mc_sim_setting_integer(key, value, 0, 1, &self->shutters, error);
	if (g_str_equal(key, "occlusion")) {
		if (!mc_sim_setting_integer(key, value, 0, 1, &self->occlusion_ok, error))
			return FALSE;
	} else if (g_str_equal(key, "distance")) {
		if (!mc_sim_setting_integer(key, value, 0, 9999, &self->distance_permille, error))
			return FALSE;
	} else if (g_str_equal(key, "luminance")) {
		if (!mc_sim_setting_integer(key, value, 0, 2000, &self->luminance_cd_m2, error))
			return FALSE;
	} else if (g_str_equal(key, "lamp-hours")) {
		if (!mc_sim_setting_integer(key, value, 0, 100000, &self->lamp_hours, error))
			return FALSE;
	} else {
		return FALSE;
	}
	mc_sim_instrument_condition(self->instrument, BIT_CONDITIONS, TRUE);
	return TRUE;
}

static void
describe(gpointer owner, GString *line)
{
	const McSimVisionTester *self = owner;

	g_string_append_printf(line, " vision.head=%d vision.on=%d", self->head_in_place ? 1 : 0,
	    self->display == ON ? 1 : 0);
	if (self->display != ON)
		return;
	g_string_append_printf(line, " vision.kind=%s vision.direction=%s vision.size=%d vision.eye=%s",
	    self->sight.optotype == MC_SIM_OPTOTYPE_E ? "E" : "C",
	    mc_sim_key_name(self->sight.direction), self->sight.size_milli_log_mar,
	    mc_sim_side_name(self->sight.eye));
}

static const McSimInstrumentOps ops = {
    .name = "vision",
    .product_id = 0x4d56,
    .maker = "Medcheck Simulation",
    .model = "VT-1",
    .serial = "VT-000117",
    .firmware = "1.4.0",
    .transducer = "Panel P13",
    .transducer_serial = "P-0117",
    .commands = commands,
    .command_count = G_N_ELEMENTS(commands),
    .reset = reset,
    .is_on = is_on,
    .make_safe = make_safe,
    .set = set,
    .describe = describe,
};

McSimVisionTester *
mc_sim_vision_tester_new(McSimWorld *world)
{
	McSimVisionTester *self = g_new0(McSimVisionTester, 1);

	self->occlusion_ok = self->shutters = 1;
	self->luminance_cd_m2 = 120;
	self->distance_permille = 1000;
	self->vergence_centi_dioptre = -20;
	self->pixel_nm = 100000;
	self->instrument = mc_sim_instrument_new(world, &ops, self);
	return self;
}

void
mc_sim_vision_tester_free(McSimVisionTester *self)
{
	if (self == NULL)
		return;
	mc_sim_world_cancel(mc_sim_instrument_world(self->instrument), &self->shutter_timer);
	mc_sim_instrument_free(self->instrument);
	g_free(self);
}

McSimInstrument *
mc_sim_vision_tester_instrument(McSimVisionTester *self)
{
	return self->instrument;
}

void
mc_sim_vision_tester_set_listener(
    McSimVisionTester *self, const McSimVisionListener *listener, gpointer data)
{
	self->listener = listener;
	self->listener_data = data;
}

void
mc_sim_vision_tester_press(McSimVisionTester *self, McSimKey key)
{
	/* The oblique keys are dead while an E is on. */
	if (self->display != ON ||
	    (key != MC_SIM_KEY_CANNOT && !mc_sim_optotype_opens(self->sight.optotype, key)))
		return;
	self->answer = key;
	self->answer_onset_us = self->onset_us;
	self->answer_us = mc_sim_world_now_us(mc_sim_instrument_world(self->instrument));
	go_dark(self);
	mc_sim_instrument_condition(self->instrument, BIT_ANSWER, TRUE);
}

void
mc_sim_vision_tester_set_head(McSimVisionTester *self, gboolean in_place)
{
	if (self->head_in_place == in_place)
		return;
	self->head_in_place = in_place;
	mc_sim_instrument_condition(self->instrument, BIT_CONDITIONS, TRUE);
}
