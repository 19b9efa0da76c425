#include "drivers/sim/printer/printer.h"
#include "drivers/sim/printer/parser.h"

#include <errno.h>
#include <gio/gio.h>
#include <string.h>

#define ROW_US 833 /* 150 mm/s at 8 dots a mm */
#define CUT_US 300000
#define ROWS_A_MM 8
#define ROLL_MM 50000
#define LOW_MM 3000 /* the near-end sensor */
#define TO_CUTTER_MM 15
#define WAITING_MAX 4096 /* ops: the printer's buffer */
#define ROWS_A_STEP 40
#define DEVICE_ID                                                                                  \
	"MFG:Medcheck Simulation;CMD:ESC/POS;MDL:SP-1;CLS:PRINTER;DES:Slip printer, %u mm;SN:%s;"

typedef struct Op {
	McSimPrinterOp op;
	guint argument;
	guint8 row[MC_SIM_PRINTER_ROW_BYTES];
} Op;

struct McSimPrinter {
	McSimWorld *world;
	void (*changed)(gpointer data);
	gpointer changed_data;
	McSimModel model;
	McSimDevice *device;
	McSimPrinterParser parser;
	GArray *waiting; /* Op */
	GByteArray *replies;
	GByteArray *slip, *last; /* rows */
	guint64 timer;
	guint automatic; /* GS a */
	gint paper_mm, feed_rows;
	guint roll_mm; /* 80 or 58 wide */
	gboolean cover_open, cutter_jammed, cutter_error, head_hot;
	guint slips, junk;
	char *serial;
};

static guint
row_bytes(const McSimPrinter *self)
{
	return self->roll_mm == 58 ? 48 : 72;
}

/* ---- status ---- */

static gboolean
is_out(const McSimPrinter *self)
{
	return self->paper_mm <= 0;
}

static gboolean
is_offline(const McSimPrinter *self)
{
	return is_out(self) || self->cover_open || self->cutter_error || self->head_hot;
}

static guint8
real_time_status(const McSimPrinter *self, guint which)
{
	guint8 byte = 0x12;

	switch (which) {
	case 1: return (guint8)(byte | (is_offline(self) ? 0x08 : 0));
	case 2:
		return (guint8)(byte | (self->cover_open ? 0x04 : 0) | (is_out(self) ? 0x20 : 0) |
		                (self->cutter_error || self->head_hot ? 0x40 : 0));
	case 3: return (guint8)(byte | (self->cutter_error ? 0x08 : 0) | (self->head_hot ? 0x40 : 0));
	default:
		return (guint8)(byte | (self->paper_mm < LOW_MM ? 0x0c : 0) | (is_out(self) ? 0x60 : 0));
	}
}

static void
say(McSimPrinter *self, const guint8 *bytes, guint length)
{
	g_byte_array_append(self->replies, bytes, length);
	mc_sim_device_kick(self->device);
}

static void
say_automatic(McSimPrinter *self)
{
	guint8 status[4] = {0x10, 0, 0, 0};

	if (self->automatic == 0)
		return;
	status[0] |= (guint8)((is_offline(self) ? 0x08 : 0) | (self->cover_open ? 0x20 : 0));
	status[1] = (guint8)((self->cutter_error ? 0x08 : 0) | (self->head_hot ? 0x40 : 0));
	status[2] = (guint8)((self->paper_mm < LOW_MM ? 0x03 : 0) | (is_out(self) ? 0x0c : 0));
	say(self, status, sizeof status);
}

/* ---- printing: what waits, one after another ---- */

static void go_on(McSimPrinter *self);

static void
use_paper(McSimPrinter *self, guint rows)
{
	gboolean was_low = self->paper_mm < LOW_MM, was_out = is_out(self);

	self->feed_rows += (gint)rows;
	self->paper_mm -= self->feed_rows / ROWS_A_MM;
	self->feed_rows %= ROWS_A_MM;
	if (was_low != (self->paper_mm < LOW_MM) || was_out != is_out(self))
		say_automatic(self);
}

static void
cut(McSimPrinter *self)
{
	if (self->cutter_jammed) {
		self->cutter_error = TRUE;
		say_automatic(self);
		self->changed(self->changed_data);
		return;
	}
	use_paper(self, TO_CUTTER_MM * ROWS_A_MM);
	g_byte_array_set_size(self->last, 0);
	g_byte_array_append(self->last, self->slip->data, self->slip->len);
	g_byte_array_set_size(self->slip, 0);
	self->slips++;
	self->changed(self->changed_data);
}

/* In its turn: what the paper is like now. */
static void
say_paper(McSimPrinter *self)
{
	guint8 byte = (guint8)((self->paper_mm < LOW_MM ? 0x03 : 0) | (is_out(self) ? 0x0c : 0));

	say(self, &byte, 1);
}

/* How long it takes. */
static gint64
carry_out(McSimPrinter *self, const Op *op)
{
	switch (op->op) {
	case MC_SIM_PRINTER_ROW:
		g_byte_array_append(self->slip, op->row, row_bytes(self));
		use_paper(self, 1);
		return ROW_US;
	case MC_SIM_PRINTER_FEED: use_paper(self, op->argument); return ROW_US * op->argument;
	case MC_SIM_PRINTER_CUT: cut(self); return CUT_US;
	case MC_SIM_PRINTER_STATUS: say_paper(self); return 0;
	case MC_SIM_PRINTER_AUTOMATIC:
		self->automatic = op->argument;
		say_automatic(self);
		return 0;
	case MC_SIM_PRINTER_NOTHING:
	case MC_SIM_PRINTER_RESET:
	case MC_SIM_PRINTER_REAL_TIME:
	case MC_SIM_PRINTER_CLEAR:
	case MC_SIM_PRINTER_JUNK: return 0;
	}
	return 0;
}

static void
on_step_over(gpointer data)
{
	McSimPrinter *self = data;

	self->timer = 0;
	go_on(self);
	mc_sim_device_kick(self->device); /* there is room again */
}

static void
go_on(McSimPrinter *self)
{
	gint64 busy_us = 0;
	guint done = 0;

	while (self->timer == 0 && !is_offline(self) && done < self->waiting->len &&
	       done < ROWS_A_STEP && busy_us < CUT_US)
		busy_us += carry_out(self, &g_array_index(self->waiting, Op, done++));
	if (done > 0)
		g_array_remove_range(self->waiting, 0, done);
	if (done > 0 && self->timer == 0)
		self->timer = mc_sim_world_after_us(self->world, MAX(busy_us, 1), on_step_over, self);
}

static void
forget(McSimPrinter *self)
{
	mc_sim_world_cancel(self->world, &self->timer);
	g_array_set_size(self->waiting, 0);
	g_byte_array_set_size(self->slip, 0);
}

/* What is done past all that waits; FALSE: it waits. */
static gboolean
act_at_once(McSimPrinter *self, McSimPrinterOp op, guint argument)
{
	guint8 status;

	switch (op) {
	case MC_SIM_PRINTER_REAL_TIME:
		status = real_time_status(self, argument);
		say(self, &status, 1);
		return TRUE;
	case MC_SIM_PRINTER_CLEAR:
		forget(self);
		if (!self->cutter_jammed)
			self->cutter_error = FALSE;
		return TRUE;
	case MC_SIM_PRINTER_JUNK: self->junk++; return TRUE;
	case MC_SIM_PRINTER_NOTHING: return TRUE;
	case MC_SIM_PRINTER_ROW:
	case MC_SIM_PRINTER_FEED:
	case MC_SIM_PRINTER_CUT:
	case MC_SIM_PRINTER_RESET:
	case MC_SIM_PRINTER_STATUS:
	case MC_SIM_PRINTER_AUTOMATIC: return FALSE;
	}
	return TRUE;
}

/* ---- the bus ---- */

static int
model_out(gpointer data, guint8 endpoint, const guint8 *bytes, guint length)
{
	McSimPrinter *self = data;

	if (self->waiting->len >= WAITING_MAX)
		return -EAGAIN;
	for (guint i = 0; i < length; i++) {
		Op op = {.op = mc_sim_printer_take(&self->parser, bytes[i])};

		op.argument = self->parser.argument;
		memcpy(op.row, self->parser.row, sizeof op.row);
		if (!act_at_once(self, op.op, op.argument))
			g_array_append_val(self->waiting, op);
	}
	go_on(self);
	return (int)length;
}

static int
model_in(gpointer data, guint8 endpoint, guint8 *bytes, guint size)
{
	McSimPrinter *self = data;
	guint count = MIN(size, self->replies->len);

	if (count == 0)
		return -EAGAIN;
	memcpy(bytes, self->replies->data, count);
	g_byte_array_remove_range(self->replies, 0, count);
	return (int)count;
}

static int
model_control(gpointer data, const guint8 setup[8], guint8 *bytes, guint length)
{
	McSimPrinter *self = data;
	g_autofree char *id = g_strdup_printf(DEVICE_ID, self->roll_mm, self->serial);
	guint count = (guint)strlen(id) + 2;

	if (setup[0] == 0xa1 && setup[1] == 0) { /* GET_DEVICE_ID: its length leads, big-endian */
		g_autofree guint8 *reply = g_malloc(count);

		reply[0] = (guint8)(count >> 8);
		reply[1] = (guint8)count;
		memcpy(reply + 2, id, count - 2);
		memcpy(bytes, reply, MIN(count, length));
		return (int)MIN(count, length);
	}
	if (setup[0] == 0xa1 && setup[1] == 1 && length >= 1) { /* GET_PORT_STATUS */
		bytes[0] = (guint8)(0x10 | (is_offline(self) ? 0 : 0x08) | (is_out(self) ? 0x20 : 0));
		return 1;
	}
	if ((setup[0] == 0x21 || setup[0] == 0x23) && setup[1] == 2) { /* SOFT_RESET */
		forget(self);
		self->parser = (McSimPrinterParser){.row_bytes_max = row_bytes(self)};
		return 0;
	}
	return -EPIPE;
}

static void
model_reset(gpointer data)
{
	McSimPrinter *self = data;

	forget(self);
	self->parser = (McSimPrinterParser){.row_bytes_max = row_bytes(self)};
	self->automatic = 0;
	g_byte_array_set_size(self->replies, 0);
}

static const guint8 device_descriptor[18] = {
    18, 1, 0x00, 0x02, 0, 0, 0, 64, /* */
    0x09, 0x12, 0x52, 0x4d, 0x05, 0x01, 1, 2, 3, 1, /* */
};
static const guint8 configuration[] = {
    9, 2, 32, 0, 1, 1, 0, 0xc0, 1, /* */
    9, 4, 0, 0, 2, 7, 1, 2, 0, /* printer, bidirectional */
    7, 5, 0x01, 2, 64, 0, 0, /* */
    7, 5, 0x82, 2, 64, 0, 0, /* */
};

McSimPrinter *
mc_sim_printer_new(McSimWorld *world, void (*changed)(gpointer data), gpointer data)
{
	McSimPrinter *self = g_new0(McSimPrinter, 1);

	self->world = world;
	self->changed = changed;
	self->changed_data = data;
	self->waiting = g_array_new(FALSE, FALSE, sizeof(Op));
	self->replies = g_byte_array_new();
	self->slip = g_byte_array_new();
	self->last = g_byte_array_new();
	self->paper_mm = ROLL_MM;
	self->roll_mm = 80;
	self->parser.row_bytes_max = row_bytes(self);
	self->serial = g_strdup("SP-000303");
	self->model = (McSimModel){
	    .device_descriptor = device_descriptor,
	    .configuration = configuration,
	    .configuration_bytes = sizeof configuration,
	    .speed = MC_SIM_SPEED_FULL,
	    .maker = "Medcheck Simulation",
	    .product = "SP-1",
	    .serial = self->serial,
	    .reset = model_reset,
	    .control = model_control,
	    .out = model_out,
	    .in = model_in,
	};
	self->device = mc_sim_device_new(world, &self->model, self);
	return self;
}

void
mc_sim_printer_free(McSimPrinter *self)
{
	if (self == NULL)
		return;
	mc_sim_world_cancel(self->world, &self->timer);
	mc_sim_device_free(self->device);
	g_array_unref(self->waiting);
	g_byte_array_unref(self->replies);
	g_byte_array_unref(self->slip);
	g_byte_array_unref(self->last);
	g_free(self->serial);
	g_free(self);
}

McSimDevice *
mc_sim_printer_device(McSimPrinter *self)
{
	return self->device;
}

/* ---- hands on it ---- */

static gboolean
one_of(const char *key, const char *value, const char *yes, const char *no, gboolean *result,
    GError **error)
{
	*result = g_str_equal(value, yes);
	if (*result || g_str_equal(value, no))
		return TRUE;
	g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "%s is %s or %s", key, yes, no);
	return FALSE;
}

static gboolean
set_paper(McSimPrinter *self, const char *value, GError **error)
{
	gint64 mm;

	if (!g_ascii_string_to_signed(value, 10, 0, 100000, &mm, error))
		return FALSE;
	self->paper_mm = (gint)mm;
	return TRUE;
}

gboolean
mc_sim_printer_set(McSimPrinter *self, const char *key, const char *value, GError **error)
{
	gboolean done, is_narrow;

	if (g_str_equal(key, "paper")) {
		done = set_paper(self, value, error);
	} else if (g_str_equal(key, "roll")) { /* before it is plugged in: who looks at it then sees */
		done = one_of(key, value, "58", "80", &is_narrow, error);
		self->roll_mm = is_narrow ? 58 : 80;
		self->parser.row_bytes_max = row_bytes(self);
		return done;
	} else if (g_str_equal(key, "cover")) {
		done = one_of(key, value, "open", "closed", &self->cover_open, error);
	} else if (g_str_equal(key, "cutter")) {
		done = one_of(key, value, "jammed", "free", &self->cutter_jammed, error);
		/* who frees it by hand opens and closes the cover for that */
		self->cutter_error = self->cutter_error && self->cutter_jammed;
	} else if (g_str_equal(key, "head")) { /* it prints again when it has cooled down */
		done = one_of(key, value, "hot", "cool", &self->head_hot, error);
	} else if (g_str_equal(key, "serial")) {
		g_free(self->serial);
		self->serial = g_strdup(value);
		self->model.serial = self->serial;
		return TRUE;
	} else {
		g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "no setting %s", key);
		return FALSE;
	}
	say_automatic(self);
	go_on(self);
	return done;
}

void
mc_sim_printer_describe(McSimPrinter *self, GString *line)
{
	g_string_append_printf(line,
	    " printer.plugged=%d printer.slips=%u printer.rows=%u printer.waiting=%u printer.junk=%u"
	    " printer.printing=%d printer.paper=%d printer.offline=%d printer.automatic=%u",
	    mc_sim_device_is_plugged(self->device) ? 1 : 0, self->slips,
	    self->last->len / row_bytes(self), self->waiting->len, self->junk,
	    self->slip->len > 0 ? 1 : 0, self->paper_mm, is_offline(self) ? 1 : 0, self->automatic);
}

gboolean
mc_sim_printer_save(McSimPrinter *self, const char *path, GError **error)
{
	g_autoptr(GString) file = g_string_new(NULL);

	if (self->slips == 0) {
		g_set_error_literal(
		    error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "no slip has been printed yet");
		return FALSE;
	}
	g_string_append_printf(
	    file, "P4\n%u %u\n", row_bytes(self) * 8, self->last->len / row_bytes(self));
	g_string_append_len(file, (const char *)self->last->data, self->last->len);
	return g_file_set_contents(path, file->str, (gssize)file->len, error);
}
