#include "drivers/sim/audiometer/audiometer.h"
#include "drivers/sim/audiometer/calibration.h"
#include "drivers/sim/audiometer/presentation.h"

#include <string.h>

enum { /* status byte */
	BIT_PRESENTATION = 1,
	BIT_BUTTON = 2,
	BIT_CONDITIONS = 8,
};

#define US_PER_MS G_GINT64_CONSTANT(1000)

struct McSimAudiometer {
	McSimInstrument *instrument;
	const McSimAudiometerListener *listener;
	gpointer listener_data;
	gboolean running;
	McSimPresentation current, last; /* last.id 0 = none waits to be read */
	guint64 end_timer;
	gboolean pressed;
	McSimSide pressed_key;
	gint64 pressed_us;
	gboolean is_down[MC_SIM_SIDES]; /* by key: leant on */
	gboolean headphones_on;
	gint noise_deci_db[MC_SIM_NOISE_BANDS];
	gint64 noise_since_us;
	gint ceiling_deci_db, output_error_deci_db;
	McSimCalibration calibration;
	gboolean has_loudspeakers;
};

static gint64
now_us(const McSimAudiometer *self)
{
	return mc_sim_world_now_us(mc_sim_instrument_world(self->instrument));
}

/* ---- presenting ---- */

static void
stop(McSimAudiometer *self)
{
	mc_sim_world_cancel(mc_sim_instrument_world(self->instrument), &self->end_timer);
	if (!self->running)
		return;
	self->running = FALSE;
	if (self->listener != NULL)
		self->listener->ended(self->listener_data);
}

static void
on_end(gpointer data)
{
	McSimAudiometer *self = data;

	self->end_timer = 0;
	mc_sim_presentation_noise(
	    &self->current, self->noise_deci_db, self->noise_since_us, now_us(self));
	stop(self);
	self->last = self->current;
	mc_sim_instrument_condition(self->instrument, BIT_PRESENTATION, TRUE);
}

static gboolean
may_play(const McSimAudiometer *self, const McSimSound *sound)
{
	return !self->running && (!sound->in_room || self->has_loudspeakers) &&
	       mc_sim_calibration_covers(&self->calibration, sound->frequency_hz);
}

/* By how much a sound on this side is louder than it was asked for. */
static gint
too_loud_deci_db(const McSimAudiometer *self, const McSimSound *sound, McSimSide side)
{
	return self->output_error_deci_db +
	       mc_sim_calibration_error(&self->calibration, sound->in_room, side, sound->frequency_hz);
}

/* What comes out of it, which the person hears. */
static McSimSound
as_it_sounds(const McSimAudiometer *self)
{
	McSimSound sound = self->current.sound;
	McSimSide other = sound.ear == MC_SIM_LEFT ? MC_SIM_RIGHT : MC_SIM_LEFT;

	sound.level_deci_db_hl += too_loud_deci_db(self, &sound, sound.ear);
	sound.masking_deci_db += too_loud_deci_db(self, &sound, other);
	return sound;
}

static void
present(gpointer owner, const McSimScpi *scpi, GString *reply)
{
	McSimAudiometer *self = owner;
	McSimPresentation next;
	McSimSound heard;
	const McSimSound *sound = &next.sound;
	gint error = mc_sim_presentation_parse(&next, scpi, self->ceiling_deci_db);

	if (error == 0 && !may_play(self, sound))
		error = -221;
	if (error != 0) {
		mc_sim_instrument_error(self->instrument, error);
		return;
	}
	self->last.id = 0;
	mc_sim_instrument_condition(self->instrument, BIT_PRESENTATION, FALSE);
	next.onset_us = now_us(self) + sound->gap_ms * US_PER_MS;
	self->current = next;
	self->running = TRUE;
	self->end_timer = mc_sim_world_after_us(mc_sim_instrument_world(self->instrument),
	    ((gint64)sound->gap_ms + sound->duration_ms + sound->window_ms) * US_PER_MS, on_end, self);
	heard = as_it_sounds(self);
	if (self->listener != NULL)
		self->listener->started(&heard, self->listener_data);
}

static void
mute(gpointer owner, const McSimScpi *scpi, GString *reply)
{
	stop(owner);
}

/* ---- queries ---- */

static void
print_noise(const McSimAudiometer *self, GString *reply)
{
	for (guint i = 0; i < MC_SIM_NOISE_BANDS; i++)
		g_string_append_printf(reply, ",%d", self->noise_deci_db[i]);
}

static void
presentation_query(gpointer owner, const McSimScpi *scpi, GString *reply)
{
	McSimAudiometer *self = owner;

	if (self->last.id != 0) {
		mc_sim_presentation_print(&self->last, reply);
	} else {
		g_string_assign(reply, "0,0");
		print_noise(self, reply);
	}
	self->last.id = 0;
	mc_sim_instrument_condition(self->instrument, BIT_PRESENTATION, FALSE);
}

static void
button_query(gpointer owner, const McSimScpi *scpi, GString *reply)
{
	McSimAudiometer *self = owner;

	if (self->pressed)
		g_string_printf(
		    reply, "%s,%" G_GINT64_FORMAT, mc_sim_side_name(self->pressed_key), self->pressed_us);
	else
		g_string_assign(reply, "NONE,0");
	self->pressed = FALSE;
	mc_sim_instrument_condition(self->instrument, BIT_BUTTON, FALSE);
}

static void
conditions_query(gpointer owner, const McSimScpi *scpi, GString *reply)
{
	McSimAudiometer *self = owner;

	g_string_assign(reply, self->headphones_on ? "1" : "0");
	print_noise(self, reply);
	mc_sim_instrument_condition(self->instrument, BIT_CONDITIONS, FALSE);
}

static void
ceiling_query(gpointer owner, const McSimScpi *scpi, GString *reply)
{
	const McSimAudiometer *self = owner;

	g_string_printf(reply, "%d", self->ceiling_deci_db);
}

static void
loudspeaker_query(gpointer owner, const McSimScpi *scpi, GString *reply)
{
	const McSimAudiometer *self = owner;

	g_string_assign(
	    reply, self->has_loudspeakers ? "\"Loudspeakers L20\",\"L-0231\"" : "\"\",\"\"");
}

static void
correction_query(gpointer owner, const McSimScpi *scpi, GString *reply)
{
	const McSimAudiometer *self = owner;

	mc_sim_calibration_print(&self->calibration, FALSE, reply);
}

static void
loudspeaker_correction_query(gpointer owner, const McSimScpi *scpi, GString *reply)
{
	const McSimAudiometer *self = owner;

	if (self->has_loudspeakers)
		mc_sim_calibration_print(&self->calibration, TRUE, reply);
	else
		g_string_assign(reply, "0");
}

static const McSimCommand commands[] = {
    {"SOURce:PRESentation", 9, present},
    {"SOURce:MUTE", 0, mute},
    {"SENSe:PRESentation?", 0, presentation_query},
    {"SENSe:BUTTon?", 0, button_query},
    {"SENSe:CONDition?", 0, conditions_query},
    {"CALibration:CEILing?", 0, ceiling_query},
    {"CALibration:SPEaker?", 0, loudspeaker_query},
    {"CALibration:SPEaker:CORRection?", 0, loudspeaker_correction_query},
    {"CALibration:CORRection?", 0, correction_query},
};

/* ---- as an instrument ---- */

static void
make_safe(gpointer owner)
{
	stop(owner);
}

static void
reset(gpointer owner)
{
	McSimAudiometer *self = owner;

	stop(self);
	self->last.id = 0;
	self->pressed = FALSE;
}

static gboolean
is_on(gpointer owner)
{
	const McSimAudiometer *self = owner;

	return self->running;
}

static void
change_noise(McSimAudiometer *self, const gint noise_deci_db[MC_SIM_NOISE_BANDS])
{
	if (self->running)
		mc_sim_presentation_noise(
		    &self->current, self->noise_deci_db, self->noise_since_us, now_us(self));
	for (guint i = 0; i < MC_SIM_NOISE_BANDS; i++)
		self->noise_deci_db[i] = noise_deci_db[i];
	self->noise_since_us = now_us(self);
	mc_sim_instrument_condition(self->instrument, BIT_CONDITIONS, TRUE);
}

static gboolean
set_noise(McSimAudiometer *self, const char *value, GError **error)
{
	gint noise, all[MC_SIM_NOISE_BANDS];

	if (!mc_sim_setting_integer("noise", value, 0, 1200, &noise, error))
		return FALSE;
	for (guint i = 0; i < MC_SIM_NOISE_BANDS; i++)
		all[i] = noise;
	change_noise(self, all);
	return TRUE;
}

/* "noise-500" … "noise-4000" */
static gboolean
set_band(McSimAudiometer *self, const char *key, const char *value, GError **error)
{
	static const char *const keys[MC_SIM_NOISE_BANDS] = {
	    "noise-500", "noise-1000", "noise-2000", "noise-4000"};
	gint noise[MC_SIM_NOISE_BANDS];

	for (guint i = 0; i < MC_SIM_NOISE_BANDS; i++)
		noise[i] = self->noise_deci_db[i];
	for (guint i = 0; i < MC_SIM_NOISE_BANDS; i++) {
		if (!g_str_equal(key, keys[i]))
			continue;
		if (!mc_sim_setting_integer(key, value, 0, 1200, &noise[i], error))
			return FALSE;
		change_noise(self, noise);
		return TRUE;
	}
	return FALSE;
}

static gboolean
set(gpointer owner, const char *key, const char *value, GError **error)
{
	McSimAudiometer *self = owner;

	if (g_str_equal(key, "noise"))
		return set_noise(self, value, error);
	if (g_str_equal(key, "ceiling"))
		return mc_sim_setting_integer(key, value, 0, 1200, &self->ceiling_deci_db, error);
	if (g_str_equal(key, "loudspeakers"))
		return mc_sim_setting_integer(key, value, 0, 1, &self->has_loudspeakers, error);
	if (g_str_equal(key, "output-error"))
		return mc_sim_setting_integer(key, value, -200, 200, &self->output_error_deci_db, error);
	if (g_str_has_prefix(key, "noise-"))
		return set_band(self, key, value, error);
	return mc_sim_calibration_set(&self->calibration, key, value, error);
}

static void
describe(gpointer owner, GString *line)
{
	const McSimAudiometer *self = owner;
	const McSimSound *sound = &self->current.sound;

	g_string_append_printf(line, " audiometer.headphones=%d audiometer.on=%d",
	    self->headphones_on ? 1 : 0, self->running ? 1 : 0);
	if (!self->running)
		return;
	g_string_append_printf(line,
	    " audiometer.ear=%s audiometer.frequency=%d audiometer.level=%d audiometer.silent=%d",
	    mc_sim_side_name(sound->ear), sound->frequency_hz, sound->level_deci_db_hl,
	    sound->silent ? 1 : 0);
	g_string_append_printf(line, " audiometer.in-room=%d", sound->in_room ? 1 : 0);
	g_string_append_printf(line, " audiometer.onset=%" G_GINT64_FORMAT,
	    (self->current.onset_us - now_us(self)) / US_PER_MS);
	if (sound->masked)
		g_string_append_printf(line, " audiometer.masking=%d", sound->masking_deci_db);
}

static const McSimInstrumentOps ops = {
    .name = "audiometer",
    .product_id = 0x4d41,
    .maker = "Medcheck Simulation",
    .model = "AU-1",
    .serial = "AU-000231",
    .firmware = "1.4.0",
    .transducer = "Headphones H20",
    .transducer_serial = "H-0231",
    .commands = commands,
    .command_count = G_N_ELEMENTS(commands),
    .reset = reset,
    .is_on = is_on,
    .make_safe = make_safe,
    .set = set,
    .describe = describe,
};

McSimAudiometer *
mc_sim_audiometer_new(McSimWorld *world)
{
	static const gint quiet_room_deci_db[MC_SIM_NOISE_BANDS] = {320, 280, 240, 220};
	McSimAudiometer *self = g_new0(McSimAudiometer, 1);

	for (guint i = 0; i < MC_SIM_NOISE_BANDS; i++)
		self->noise_deci_db[i] = quiet_room_deci_db[i];
	self->ceiling_deci_db = 800;
	self->has_loudspeakers = TRUE;
	mc_sim_calibration_init(&self->calibration);
	self->instrument = mc_sim_instrument_new(world, &ops, self);
	return self;
}

void
mc_sim_audiometer_free(McSimAudiometer *self)
{
	if (self == NULL)
		return;
	mc_sim_world_cancel(mc_sim_instrument_world(self->instrument), &self->end_timer);
	mc_sim_instrument_free(self->instrument);
	mc_sim_calibration_clear(&self->calibration);
	g_free(self);
}

McSimInstrument *
mc_sim_audiometer_instrument(McSimAudiometer *self)
{
	return self->instrument;
}

void
mc_sim_audiometer_set_listener(
    McSimAudiometer *self, const McSimAudiometerListener *listener, gpointer data)
{
	self->listener = listener;
	self->listener_data = data;
}

void
mc_sim_audiometer_press(McSimAudiometer *self, McSimSide key)
{
	if (self->is_down[key])
		return;
	self->pressed = TRUE;
	self->pressed_key = key;
	self->pressed_us = now_us(self);
	if (self->running)
		mc_sim_presentation_press(&self->current, self->pressed_us, key);
	mc_sim_instrument_condition(self->instrument, BIT_BUTTON, TRUE);
}

void
mc_sim_audiometer_lean(McSimAudiometer *self, McSimSide key)
{
	mc_sim_audiometer_press(self, key);
	self->is_down[key] = TRUE;
}

void
mc_sim_audiometer_let_go(McSimAudiometer *self)
{
	memset(self->is_down, 0, sizeof self->is_down);
}

void
mc_sim_audiometer_set_headphones(McSimAudiometer *self, gboolean on)
{
	if (self->headphones_on == on)
		return;
	self->headphones_on = on;
	mc_sim_instrument_condition(self->instrument, BIT_CONDITIONS, TRUE);
}

/* ---- for a meter ---- */

#define SILENT_DECI_DB 100 /* what leaks into a coupler */

/* TDH-39 at the octaves, ISO 389-1: tenths of dB SPL for 0 dB HL. */
static const gint reference_deci_db[MC_SIM_AUDIOMETER_OCTAVES] = {450, 255, 115, 70, 90, 95, 130};

static gint
octave_of(gint frequency_hz)
{
	gint octave = 0;

	for (gint upper_hz = 177; octave < MC_SIM_AUDIOMETER_OCTAVES - 1 && frequency_hz > upper_hz;
	     upper_hz *= 2)
		octave++;
	return octave;
}

static gboolean
tone_is_on(const McSimAudiometer *self)
{
	const McSimSound *sound = &self->current.sound;
	gint64 since_us = now_us(self) - self->current.onset_us;

	return self->running && !sound->silent && since_us >= 0 &&
	       since_us < sound->duration_ms * US_PER_MS;
}

void
mc_sim_audiometer_at_ear(
    McSimAudiometer *self, McSimSide ear, gint octave_deci_db[MC_SIM_AUDIOMETER_OCTAVES])
{
	const McSimSound sound = as_it_sounds(self);
	gint octave = octave_of(sound.frequency_hz);

	for (guint i = 0; i < MC_SIM_AUDIOMETER_OCTAVES; i++)
		octave_deci_db[i] = SILENT_DECI_DB;
	if (sound.in_room)
		return;
	if (sound.ear == ear && tone_is_on(self))
		octave_deci_db[octave] = sound.level_deci_db_hl + reference_deci_db[octave];
	if (sound.ear != ear && self->running && sound.masked)
		octave_deci_db[octave] = sound.masking_deci_db + reference_deci_db[octave];
}

/* Rooms get quieter by some 4 dB an octave; beyond the four bands that goes on. */
void
mc_sim_audiometer_in_room(McSimAudiometer *self, gint octave_deci_db[MC_SIM_AUDIOMETER_OCTAVES])
{
	octave_deci_db[1] = self->noise_deci_db[0] + 40;
	octave_deci_db[0] = octave_deci_db[1] + 40;
	for (guint i = 0; i < MC_SIM_NOISE_BANDS; i++)
		octave_deci_db[2 + i] = self->noise_deci_db[i];
	octave_deci_db[6] = MAX(self->noise_deci_db[MC_SIM_NOISE_BANDS - 1] - 40, 0);
}
