#include "drivers/sim/scale/scale.h"

#include <gio/gio.h>

#define BAUD 9600
#define SETTLE_US 1500000
#define EVERY_US 1000000

struct McSimScale {
	McSimWorld *world;
	McSimLine *line;
	gboolean occupied;
	McSimBody body;
	char *text; /* said instead; NULL = the measurement */
	guint64 timer;
};

static void
on_weighed(gpointer data)
{
	McSimScale *self = data;
	gint weight = (self->body.weight_g + 50) / 100; /* tenths */

	self->timer = mc_sim_world_after_us(self->world, EVERY_US, on_weighed, self);
	if (self->text != NULL) {
		mc_sim_line_say(self->line, self->text);
		mc_sim_line_say(self->line, "\r\n");
	} else if (!self->body.sways) {
		g_autofree char *text = g_strdup_printf("W:%03d.%d H:%03d.%d\r\n", weight / 10, weight % 10,
		    self->body.height_mm / 10, self->body.height_mm % 10);

		mc_sim_line_say(self->line, text);
	}
}

McSimScale *
mc_sim_scale_new(McSimWorld *world, McSimLineChip chip)
{
	McSimScale *self = g_new0(McSimScale, 1);

	self->world = world;
	self->line = mc_sim_line_new(world, chip, BAUD);
	return self;
}

void
mc_sim_scale_free(McSimScale *self)
{
	if (self == NULL)
		return;
	mc_sim_world_cancel(self->world, &self->timer);
	mc_sim_line_free(self->line);
	g_free(self->text);
	g_free(self);
}

McSimDevice *
mc_sim_scale_device(McSimScale *self)
{
	return mc_sim_line_device(self->line);
}

void
mc_sim_scale_stand(McSimScale *self, const McSimBody *body)
{
	gboolean was_occupied = self->occupied;

	self->occupied = body != NULL;
	if (body != NULL)
		self->body = *body;
	if (!self->occupied)
		mc_sim_world_cancel(self->world, &self->timer);
	else if (!was_occupied)
		self->timer = mc_sim_world_after_us(self->world, SETTLE_US, on_weighed, self);
}

gboolean
mc_sim_scale_set(McSimScale *self, const char *key, const char *value, GError **error)
{
	if (g_str_equal(key, "line-errors")) {
		mc_sim_line_set_errors(self->line, (guint8)g_ascii_strtoull(value, NULL, 0));
		return TRUE;
	}
	if (!g_str_equal(key, "text")) {
		g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "no setting %s", key);
		return FALSE;
	}
	g_free(self->text);
	self->text = *value != '\0' ? g_strdup(value) : NULL;
	return TRUE;
}

void
mc_sim_scale_describe(McSimScale *self, GString *line)
{
	g_string_append_printf(line, " scale.plugged=%d scale.occupied=%d scale.open=%d scale.baud=%u",
	    mc_sim_device_is_plugged(mc_sim_line_device(self->line)) ? 1 : 0, self->occupied ? 1 : 0,
	    mc_sim_line_is_open(self->line) ? 1 : 0, mc_sim_line_host_baud(self->line));
}
