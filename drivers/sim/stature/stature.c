#include "drivers/sim/stature/stature.h"

#define WAIT_US 30000000 /* for somebody to step on */
#define SETTLE_US 1200000 /* until the load cells are quiet */
#define PLATE_US 900000 /* down on the head */
#define LOWEST_MM 800
#define HIGHEST_MM 2100
#define HEAVIEST_G 250000

enum { /* status byte */
	BIT_OVER = 1,
	BIT_CONDITIONS = 2,
	BIT_RUNNING = 8,
};

typedef enum Phase { AT_REST, WAITING, SETTLING, PLATE_DOWN } Phase;

struct McSimStature {
	McSimInstrument *instrument;
	const McSimStatureListener *listener;
	gpointer listener_data;
	Phase phase;
	guint64 timer;
	gboolean occupied;
	McSimBody body;
	const char *end; /* word of FETC? */
	gint height_mm, weight_g; /* measured */
	gint zero_offset_g, height_error_mm; /* how well it is adjusted */
};

static McSimWorld *
world_of(McSimStature *self)
{
	return mc_sim_instrument_world(self->instrument);
}

/* ---- a measurement ---- */

static void
come_to_rest(McSimStature *self)
{
	gboolean was_running = self->phase != AT_REST;

	mc_sim_world_cancel(world_of(self), &self->timer);
	self->phase = AT_REST;
	if (!was_running)
		return;
	mc_sim_instrument_condition(self->instrument, BIT_RUNNING, FALSE);
	if (self->listener != NULL)
		self->listener->done(self->listener_data);
}

static void
end_with(McSimStature *self, const char *end)
{
	come_to_rest(self);
	self->end = end;
	mc_sim_instrument_condition(self->instrument, BIT_OVER, TRUE);
}

static gint
load_g(const McSimStature *self)
{
	return (self->occupied ? self->body.weight_g : 0) + self->zero_offset_g;
}

static void
on_plate_down(gpointer data)
{
	McSimStature *self = data;
	gint height_mm = self->body.height_mm + self->height_error_mm;

	self->timer = 0;
	self->height_mm = CLAMP(height_mm, LOWEST_MM, HIGHEST_MM);
	self->weight_g = (load_g(self) + 25) / 50 * 50; /* its digit is 50 g */
	end_with(self, "OK");
}

static void
on_settled(gpointer data)
{
	McSimStature *self = data;

	self->timer = 0;
	if (self->body.sways) {
		end_with(self, "MOVED");
		return;
	}
	self->phase = PLATE_DOWN;
	self->timer = mc_sim_world_after_us(world_of(self), PLATE_US, on_plate_down, self);
}

static void
settle(McSimStature *self)
{
	mc_sim_world_cancel(world_of(self), &self->timer);
	self->phase = SETTLING;
	self->timer = mc_sim_world_after_us(world_of(self), SETTLE_US, on_settled, self);
}

static void
on_nobody(gpointer data)
{
	McSimStature *self = data;

	self->timer = 0;
	end_with(self, "EMPTY");
}

/* ---- commands ---- */

static void
initiate(gpointer owner, const McSimScpi *scpi, GString *reply)
{
	McSimStature *self = owner;

	come_to_rest(self);
	self->end = "NONE";
	mc_sim_instrument_condition(self->instrument, BIT_OVER, FALSE);
	self->phase = WAITING;
	mc_sim_instrument_condition(self->instrument, BIT_RUNNING, TRUE);
	mc_sim_instrument_guard(self->instrument);
	if (self->occupied)
		settle(self);
	else
		self->timer = mc_sim_world_after_us(world_of(self), WAIT_US, on_nobody, self);
	if (self->listener != NULL)
		self->listener->called(self->listener_data);
}

static void
abort_it(gpointer owner, const McSimScpi *scpi, GString *reply)
{
	come_to_rest(owner);
}

static void
fetch(gpointer owner, const McSimScpi *scpi, GString *reply)
{
	McSimStature *self = owner;
	gboolean is_good = g_str_equal(self->end, "OK");

	g_string_printf(
	    reply, "%s,%d,%d", self->end, is_good ? self->height_mm : 0, is_good ? self->weight_g : 0);
	self->end = "NONE";
	mc_sim_instrument_condition(self->instrument, BIT_OVER, FALSE);
}

static void
conditions(gpointer owner, const McSimScpi *scpi, GString *reply)
{
	McSimStature *self = owner;

	g_string_printf(reply, "%d,%d", self->occupied ? 1 : 0, load_g(self));
	mc_sim_instrument_condition(self->instrument, BIT_CONDITIONS, FALSE);
}

static void
zero(gpointer owner, const McSimScpi *scpi, GString *reply)
{
	McSimStature *self = owner;

	if (self->occupied || self->phase != AT_REST)
		mc_sim_instrument_error(self->instrument, -221);
	else
		self->zero_offset_g = 0;
}

static void
range(gpointer owner, const McSimScpi *scpi, GString *reply)
{
	g_string_printf(reply, "%d,%d,%d", LOWEST_MM, HIGHEST_MM, HEAVIEST_G);
}

static const McSimCommand commands[] = {
    {"INITiate", 0, initiate},
    {"ABORt", 0, abort_it},
    {"FETCh?", 0, fetch},
    {"SENSe:CONDition?", 0, conditions},
    {"CALibration:ZERO", 0, zero},
    {"CALibration:RANGe?", 0, range},
};

/* ---- as an instrument ---- */

static void
make_safe(gpointer owner)
{
	come_to_rest(owner);
}

static void
reset(gpointer owner)
{
	McSimStature *self = owner;

	come_to_rest(self);
	self->end = "NONE";
}

static gboolean
is_on(gpointer owner)
{
	return ((const McSimStature *)owner)->phase != AT_REST;
}

static gboolean
set(gpointer owner, const char *key, const char *value, GError **error)
{
	McSimStature *self = owner;

	if (g_str_equal(key, "zero-offset"))
		return mc_sim_setting_integer(key, value, -5000, 5000, &self->zero_offset_g, error);
	if (g_str_equal(key, "height-error"))
		return mc_sim_setting_integer(key, value, -100, 100, &self->height_error_mm, error);
	return FALSE;
}

static void
describe(gpointer owner, GString *line)
{
	const McSimStature *self = owner;

	g_string_append_printf(line, " stature.occupied=%d stature.on=%d", self->occupied ? 1 : 0,
	    self->phase != AT_REST ? 1 : 0);
}

static const McSimInstrumentOps ops = {
    .name = "stature",
    .product_id = 0x4d53,
    .maker = "Medcheck Simulation",
    .model = "ST-1",
    .serial = "ST-000044",
    .firmware = "1.2.0",
    .transducer = "Load cells and plate",
    .transducer_serial = "L-0044",
    .commands = commands,
    .command_count = G_N_ELEMENTS(commands),
    .reset = reset,
    .is_on = is_on,
    .make_safe = make_safe,
    .set = set,
    .describe = describe,
};

McSimStature *
mc_sim_stature_new(McSimWorld *world)
{
	McSimStature *self = g_new0(McSimStature, 1);

	self->end = "NONE";
	self->instrument = mc_sim_instrument_new(world, &ops, self);
	return self;
}

void
mc_sim_stature_free(McSimStature *self)
{
	if (self == NULL)
		return;
	mc_sim_world_cancel(world_of(self), &self->timer);
	mc_sim_instrument_free(self->instrument);
	g_free(self);
}

McSimInstrument *
mc_sim_stature_instrument(McSimStature *self)
{
	return self->instrument;
}

void
mc_sim_stature_set_listener(McSimStature *self, const McSimStatureListener *listener, gpointer data)
{
	self->listener = listener;
	self->listener_data = data;
}

void
mc_sim_stature_stand(McSimStature *self, const McSimBody *body)
{
	gboolean was_occupied = self->occupied;

	self->occupied = body != NULL;
	if (body != NULL)
		self->body = *body;
	if (self->occupied == was_occupied)
		return;
	mc_sim_instrument_condition(self->instrument, BIT_CONDITIONS, TRUE);
	if (self->occupied && self->phase == WAITING)
		settle(self);
	else if (!self->occupied && self->phase != AT_REST)
		end_with(self, "LEFT");
}
