#include "app/base/error.h"
#include "tests/support/fake-parts.h"

static gboolean
printer_is_ready(gpointer data)
{
	McFakes *self = data;

	return self->info[MC_DEVICE_PRINTER].state == MC_DEVICE_READY;
}

static void
printer_set_listener(gpointer data, const McPrinterListener *listener, gpointer listener_data)
{
	McFakes *self = data;

	self->printer_listener = *listener;
	self->printer_data = listener_data;
}

static guint
printer_width_dots(gpointer data)
{
	return MC_PRINTER_WIDTH_DOTS;
}

static void
lose_print_later(gpointer data)
{
	McFakes *self = data;

	/* cancelled in between: nothing more is said of it */
	if (self->paper != NULL)
		mc_fakes_printer_lost(self);
}

static void
printer_print(gpointer data, GBytes *dots)
{
	McFakes *self = data;

	g_assert_null(self->paper);
	self->prints++;
	self->paper = g_bytes_ref(dots);
	if (mc_fakes_fails_now(self))
		mc_clock_after_ms(self->clock, 0, lose_print_later, self);
}

static void
printer_cancel(gpointer data)
{
	McFakes *self = data;

	self->cancels += self->paper != NULL ? 1 : 0;
	g_clear_pointer(&self->paper, g_bytes_unref);
}

void
mc_fakes_printed(McFakes *self)
{
	g_assert_nonnull(self->paper);
	g_clear_pointer(&self->paper, g_bytes_unref);
	self->printer_listener.printed(self->printer_data);
	mc_fakes_run(self);
}

/* The board says it a moment later. */
static void
show_on_the_board(McFakes *self, const McPrinterState *state)
{
	mc_fakes_device(self, MC_DEVICE_PRINTER, MC_DEVICE_READY, mc_printer_cause(state));
}

void
mc_fakes_printer_state(McFakes *self, const McPrinterState *state)
{
	self->printer_listener.state(state, self->printer_data);
	show_on_the_board(self, state);
}

void
mc_fakes_printer_held(McFakes *self, const McPrinterState *state)
{
	g_assert_nonnull(self->paper);
	self->printer_listener.held(state, self->printer_data);
	show_on_the_board(self, state);
}

void
mc_fakes_printer_lost(McFakes *self)
{
	g_autoptr(GError) error = mc_fakes_failure();

	g_assert_nonnull(self->paper);
	g_clear_pointer(&self->paper, g_bytes_unref);
	self->printer_listener.lost(error, self->printer_data);
	mc_fakes_run(self);
}

/* A port has no data for it, and one pair of fakes lives at a time. */
static McFakes *drawing;

void
mc_fakes_draw_for(McFakes *self)
{
	drawing = self;
}

GBytes *
mc_fakes_draw_slip(
    const McHello *hello, const McRecorderReply *reply, guint width_dots, GError **error)
{
	drawing->drawn = *reply;
	if (!drawing->cannot_draw)
		return g_bytes_new_static("dots", 4);
	*error = mc_fakes_failure();
	return NULL;
}

void
mc_fakes_init_printer(McFakes *self)
{
	self->printer = (McPrinterPort){.self = self,
	    .is_ready = printer_is_ready,
	    .set_listener = printer_set_listener,
	    .width_dots = printer_width_dots,
	    .print = printer_print,
	    .cancel = printer_cancel};
}
