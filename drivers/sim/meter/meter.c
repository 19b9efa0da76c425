#include "drivers/sim/meter/meter.h"

#include <math.h>

#define SHORTEST_MS 125
#define LONGEST_MS 10000
#define FRAME_MS 125
#define US_PER_MS G_GINT64_CONSTANT(1000)
#define LOUDEST_DECI_DB 1300
#define SOFTEST_DECI_DB 180 /* its own noise */
#define BRIGHTEST_CD_M2 10000.0
#define DARKEST_CD_M2 0.1
#define BIT_MEASURED 1

struct McSimMeter {
	McSimInstrument *instrument;
	McSimMeterKind kind;
	const McSimScene *scene;
	gpointer data;
	guint64 timer;
	guint frames, frames_left; /* of the measurement under way */
	double mean[MC_SIM_OCTAVES]; /* sums of power */
	double largest; /* A-weighted power of a frame */
	double luminance;
	gboolean is_new;
	gint error; /* deviation: tenths of dB, or per mille */
};

static double
power_of(double deci_db)
{
	return pow(10.0, deci_db / 100.0);
}

static gint
deci_db_of(double power)
{
	return (gint)lround(100.0 * log10(MAX(power, 1e-4)));
}

/* A-weighting at the octaves (IEC 61672-1), tenths of dB. */
static double
weighted(const double power[MC_SIM_OCTAVES])
{
	static const gint weight[MC_SIM_OCTAVES] = {-161, -86, -32, 0, 12, 10, -11};
	double sum = 0;

	for (guint i = 0; i < MC_SIM_OCTAVES; i++)
		sum += power[i] * power_of(weight[i]);
	return sum;
}

/* ---- a measurement: one frame after another ---- */

static void
listen_once(McSimMeter *self)
{
	gint octave[MC_SIM_OCTAVES] = {0};
	double power[MC_SIM_OCTAVES];

	self->scene->sound(self->data, octave);
	for (guint i = 0; i < MC_SIM_OCTAVES; i++) {
		power[i] = power_of(octave[i] + self->error);
		self->mean[i] += power[i];
	}
	self->largest = MAX(self->largest, weighted(power));
}

static void
on_frame(gpointer data)
{
	McSimMeter *self = data;

	self->timer = 0;
	if (self->kind == MC_SIM_METER_SOUND)
		listen_once(self);
	else
		self->luminance +=
		    self->scene->luminance_cd_m2(self->data) * (1.0 + (double)self->error / 1000.0);
	if (--self->frames_left > 0) {
		self->timer = mc_sim_world_after_us(
		    mc_sim_instrument_world(self->instrument), FRAME_MS * US_PER_MS, on_frame, self);
		return;
	}
	self->is_new = TRUE;
	mc_sim_instrument_condition(self->instrument, BIT_MEASURED, TRUE);
}

static void
stop(McSimMeter *self)
{
	mc_sim_world_cancel(mc_sim_instrument_world(self->instrument), &self->timer);
}

static void
initiate(gpointer owner, const McSimScpi *scpi, GString *reply)
{
	McSimMeter *self = owner;
	gint32 ms;

	if (!mc_sim_scpi_integer(scpi->argument[0], &ms)) {
		mc_sim_instrument_error(self->instrument, -104);
		return;
	}
	if (ms < SHORTEST_MS || ms > LONGEST_MS) {
		mc_sim_instrument_error(self->instrument, -222);
		return;
	}
	stop(self);
	self->is_new = FALSE;
	mc_sim_instrument_condition(self->instrument, BIT_MEASURED, FALSE);
	self->frames = self->frames_left = (guint)ms / FRAME_MS;
	for (guint i = 0; i < MC_SIM_OCTAVES; i++)
		self->mean[i] = 0;
	self->largest = self->luminance = 0;
	self->timer = mc_sim_world_after_us(
	    mc_sim_instrument_world(self->instrument), FRAME_MS * US_PER_MS, on_frame, self);
}

static void
abort_it(gpointer owner, const McSimScpi *scpi, GString *reply)
{
	stop(owner);
}

static const char *
range_of(double value, double lowest, double highest)
{
	if (value > highest)
		return "OVER";
	return value < lowest ? "UNDER" : "OK";
}

static void
print_sound(McSimMeter *self, GString *reply)
{
	double mean[MC_SIM_OCTAVES];
	gint level;

	for (guint i = 0; i < MC_SIM_OCTAVES; i++)
		mean[i] = self->mean[i] / self->frames;
	level = deci_db_of(weighted(mean));
	g_string_printf(reply, "%s,%d,%d", range_of(level, SOFTEST_DECI_DB, LOUDEST_DECI_DB), level,
	    deci_db_of(self->largest));
	for (guint i = 0; i < MC_SIM_OCTAVES; i++)
		g_string_append_printf(reply, ",%d", deci_db_of(mean[i]));
}

static void
print_luminance(McSimMeter *self, GString *reply)
{
	double luminance = self->luminance / self->frames;

	g_string_printf(reply, "%s,%ld,3127,3290", range_of(luminance, DARKEST_CD_M2, BRIGHTEST_CD_M2),
	    lround(luminance * 100.0));
}

static void
fetch(gpointer owner, const McSimScpi *scpi, GString *reply)
{
	McSimMeter *self = owner;

	if (!self->is_new)
		g_string_assign(
		    reply, self->kind == MC_SIM_METER_SOUND ? "NONE,0,0,0,0,0,0,0,0,0" : "NONE,0,0,0");
	else if (self->kind == MC_SIM_METER_SOUND)
		print_sound(self, reply);
	else
		print_luminance(self, reply);
	self->is_new = FALSE;
	mc_sim_instrument_condition(self->instrument, BIT_MEASURED, FALSE);
}

static void
check(gpointer owner, const McSimScpi *scpi, GString *reply)
{
	g_string_printf(reply, "%d", ((const McSimMeter *)owner)->error);
}

static void
range(gpointer owner, const McSimScpi *scpi, GString *reply)
{
	g_string_assign(reply, "10,1000000");
}

static const McSimCommand sound_commands[] = {
    {"INITiate", 1, initiate},
    {"ABORt", 0, abort_it},
    {"FETCh?", 0, fetch},
    {"CALibration:CHECk?", 0, check},
};
static const McSimCommand luminance_commands[] = {
    {"INITiate", 1, initiate},
    {"ABORt", 0, abort_it},
    {"FETCh?", 0, fetch},
    {"CALibration:RANGe?", 0, range},
};

/* ---- as an instrument ---- */

static void
reset(gpointer owner)
{
	McSimMeter *self = owner;

	stop(self);
	self->is_new = FALSE;
}

/* Nothing that a person could be hurt by. */
static gboolean
is_on(gpointer owner)
{
	return FALSE;
}

static void
make_safe(gpointer owner)
{
}

static gboolean
set(gpointer owner, const char *key, const char *value, GError **error)
{
	McSimMeter *self = owner;

	return g_str_equal(key, "error") &&
	       mc_sim_setting_integer(key, value, -200, 200, &self->error, error);
}

static void
describe(gpointer owner, GString *line)
{
}

static const McSimInstrumentOps kinds[] = {
    [MC_SIM_METER_SOUND] =
        {
            .name = "sound-meter",
            .product_id = 0x4d4c,
            .maker = "Medcheck Simulation",
            .model = "SL-1",
            .serial = "SL-000012",
            .firmware = "1.1.0",
            .transducer = "Microphone M2",
            .transducer_serial = "M-0012",
            .commands = sound_commands,
            .command_count = G_N_ELEMENTS(sound_commands),
            .reset = reset,
            .is_on = is_on,
            .make_safe = make_safe,
            .set = set,
            .describe = describe,
        },
    [MC_SIM_METER_LUMINANCE] =
        {
            .name = "luminance-meter",
            .product_id = 0x4d43,
            .maker = "Medcheck Simulation",
            .model = "LM-1",
            .serial = "LM-000009",
            .firmware = "1.0.3",
            .transducer = "Photometer head",
            .transducer_serial = "F-0009",
            .commands = luminance_commands,
            .command_count = G_N_ELEMENTS(luminance_commands),
            .reset = reset,
            .is_on = is_on,
            .make_safe = make_safe,
            .set = set,
            .describe = describe,
        },
};

McSimMeter *
mc_sim_meter_new(McSimWorld *world, McSimMeterKind kind, const McSimScene *scene, gpointer data)
{
	McSimMeter *self = g_new0(McSimMeter, 1);

	self->kind = kind;
	self->scene = scene;
	self->data = data;
	self->frames = 1;
	self->instrument = mc_sim_instrument_new(world, &kinds[kind], self);
	return self;
}

void
mc_sim_meter_free(McSimMeter *self)
{
	if (self == NULL)
		return;
	stop(self);
	mc_sim_instrument_free(self->instrument);
	g_free(self);
}

McSimInstrument *
mc_sim_meter_instrument(McSimMeter *self)
{
	return self->instrument;
}
