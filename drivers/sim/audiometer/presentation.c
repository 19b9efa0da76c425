#include "drivers/sim/audiometer/presentation.h"

#define NOISE_BEFORE_US 200000
#define NOISE_AFTER_US 1800000

/* In the order of the arguments that are plain numbers. */
static const struct {
	guint argument;
	gint32 min, max;
} numbers[] = {
    {0, 1, G_MAXINT32}, /* id */
    {2, 125, 8000}, /* Hz */
    {3, -100, 1200}, /* level; the ceiling is looked at apart */
    {5, 0, 60000}, /* gap */
    {6, 1, 60000}, /* duration */
    {7, 0, 60000}, /* window */
};

static gint
parse_numbers(McSimPresentation *self, const McSimScpi *scpi)
{
	McSimSound *sound = &self->sound;
	gint32 *const targets[] = {&self->id, &sound->frequency_hz, &sound->level_deci_db_hl,
	    &sound->gap_ms, &sound->duration_ms, &sound->window_ms};

	for (guint i = 0; i < G_N_ELEMENTS(numbers); i++) {
		if (!mc_sim_scpi_integer(scpi->argument[numbers[i].argument], targets[i]))
			return -104;
		if (*targets[i] < numbers[i].min || *targets[i] > numbers[i].max)
			return -222;
	}
	return 0;
}

static gint
parse_masking(McSimSound *sound, const char *text, gint ceiling_deci_db)
{
	sound->masked = g_ascii_strcasecmp(text, "OFF") != 0;
	if (!sound->masked)
		return 0;
	if (!mc_sim_scpi_integer(text, &sound->masking_deci_db))
		return -104;
	return sound->masking_deci_db < -100 || sound->masking_deci_db > ceiling_deci_db ? -222 : 0;
}

/* LEFT, RIGHT: in the headphones; SPLEFT, SPRIGHT: by a loudspeaker. */
static gboolean
parse_ear(McSimSound *sound, const char *text)
{
	sound->in_room = g_ascii_strncasecmp(text, "SP", 2) == 0;
	return mc_sim_side_from_name(sound->in_room ? text + 2 : text, &sound->ear);
}

gint
mc_sim_presentation_parse(McSimPresentation *self, const McSimScpi *scpi, gint ceiling_deci_db)
{
	gint error;

	*self = (McSimPresentation){.presses = 0};
	if (!parse_ear(&self->sound, scpi->argument[1]))
		return -224;
	self->sound.silent = g_ascii_strcasecmp(scpi->argument[8], "SILENT") == 0;
	if (!self->sound.silent && g_ascii_strcasecmp(scpi->argument[8], "TONE") != 0)
		return -224;
	error = parse_numbers(self, scpi);
	if (error == 0)
		error = parse_masking(&self->sound, scpi->argument[4], ceiling_deci_db);
	if (error == 0 && self->sound.level_deci_db_hl > ceiling_deci_db)
		error = -222;
	if (error == 0 && self->sound.in_room && self->sound.masked)
		error = -221;
	return error;
}

void
mc_sim_presentation_press(McSimPresentation *self, gint64 now_us, McSimSide key)
{
	if (self->presses == MC_SIM_PRESSES)
		return;
	self->press[self->presses].at_us = now_us - self->onset_us;
	self->press[self->presses].key = key;
	self->presses++;
}

void
mc_sim_presentation_noise(
    McSimPresentation *self, const gint noise_deci_db[], gint64 from_us, gint64 until_us)
{
	if (until_us < self->onset_us - NOISE_BEFORE_US || from_us > self->onset_us + NOISE_AFTER_US)
		return;
	for (guint i = 0; i < MC_SIM_NOISE_BANDS; i++)
		self->noise_deci_db[i] = MAX(self->noise_deci_db[i], noise_deci_db[i]);
}

void
mc_sim_presentation_print(const McSimPresentation *self, GString *reply)
{
	g_string_printf(reply, "%d,%u", self->id, self->presses);
	for (guint i = 0; i < self->presses; i++)
		g_string_append_printf(reply, ",%" G_GINT64_FORMAT ",%s", self->press[i].at_us,
		    mc_sim_side_name(self->press[i].key));
	for (guint i = 0; i < MC_SIM_NOISE_BANDS; i++)
		g_string_append_printf(reply, ",%d", self->noise_deci_db[i]);
}
