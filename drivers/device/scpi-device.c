#include "drivers/device/scpi-device.h"

#include "app/base/error.h"
#include "app/base/sequence.h"
#include "drivers/device/passport.h"

#include <string.h>

struct McScpiDevice {
	const McScpiOps *ops;
	gpointer driver;
	McDeviceOps device_ops;
	McDevice *device;
	McUsbtmc *usbtmc; /* NULL = not open */
	McScpi *scpi;
	McSequence *start;
	guint query; /* next of ops->queries */
	gboolean ready;
	guint keep_alive; /* source */
	/* the self-test under way */
	gboolean test_passed;
	gint64 test_begun_us; /* of the instrument's clock */
};

static GError *
nonsense(const char *line, const char *problem)
{
	return g_error_new(MC_ERROR, MC_ERROR_PROTOCOL, "answer to %s: %s", line, problem);
}

/* ---- the start: rows ---- */

static void
on_cleared(gpointer data)
{
	mc_sequence_next(((McScpiDevice *)data)->start);
}

static void
row_clear(McSequence *start, gpointer data)
{
	mc_usbtmc_clear(((McScpiDevice *)data)->usbtmc, on_cleared, data);
}

static void
on_reset(const char *answer, gpointer data)
{
	mc_sequence_next(((McScpiDevice *)data)->start);
}

/* Dark or mute before anything else, whatever state the last host left it in. */
static void
row_reset(McSequence *start, gpointer data)
{
	mc_scpi_say(((McScpiDevice *)data)->scpi, "*RST", on_reset, data);
}

/* Splits and lets a row look at it; FALSE from the row is nonsense. */
static void
take_answer(McScpiDevice *self, const char *line, const char *answer,
    gboolean (*take)(const McScpiFields *fields, McDeviceInfo *info))
{
	McScpiFields fields;

	if (!mc_scpi_split(answer, &fields) || !take(&fields, mc_device_info(self->device)))
		mc_sequence_fail(self->start, nonsense(line, "not what the protocol says"));
	else
		mc_sequence_next(self->start);
}

static void
on_identity(const char *answer, gpointer data)
{
	take_answer(data, "*IDN?", answer, mc_scpi_take_identity);
}

static void
row_identify(McSequence *start, gpointer data)
{
	mc_scpi_say(((McScpiDevice *)data)->scpi, "*IDN?", on_identity, data);
}

/* ---- power ---- */

static GError *
no_power(guint missing)
{
	return g_error_new(MC_ERROR, MC_ERROR_NO_POWER, "no power: %s",
	    missing == MC_POWER_MAINS    ? "the mains supply is missing"
	    : missing == MC_POWER_INSIDE ? "a supply inside is missing"
	                                 : "all supplies are missing");
}

/* Nothing can be measured with it until that is there: the start fails, and is tried again. */
static void
on_power(const char *answer, gpointer data)
{
	McScpiDevice *self = data;
	guint missing = 0;

	if (!mc_scpi_parse_power(answer, &missing))
		mc_sequence_fail(self->start, nonsense("SYST:POW?", "not what the protocol says"));
	else if (missing != 0)
		mc_sequence_fail(self->start, no_power(missing));
	else
		mc_sequence_next(self->start);
}

static void
row_power(McSequence *start, gpointer data)
{
	mc_scpi_say(((McScpiDevice *)data)->scpi, "SYST:POW?", on_power, data);
}

/* Later: it is only looked at when the instrument says that something changed. */
static void
on_power_changed(const char *answer, gpointer data)
{
	McScpiDevice *self = data;
	g_autoptr(GError) error = NULL;
	guint missing = 0;

	if (!mc_scpi_parse_power(answer, &missing))
		error = nonsense("SYST:POW?", "not what the protocol says");
	else if (missing != 0)
		error = no_power(missing);
	if (error != NULL)
		mc_device_failed(self->device, error);
}

/* ---- the start: further rows ---- */

static void
on_calibration(const char *answer, gpointer data)
{
	take_answer(data, "CAL:REC?", answer, mc_scpi_take_record);
}

static void
row_calibration(McSequence *start, gpointer data)
{
	mc_scpi_say(((McScpiDevice *)data)->scpi, "CAL:REC?", on_calibration, data);
}

static void
on_transducer(const char *answer, gpointer data)
{
	take_answer(data, "CAL:TRAN?", answer, mc_scpi_take_transducer);
}

static void
row_transducer(McSequence *start, gpointer data)
{
	mc_scpi_say(((McScpiDevice *)data)->scpi, "CAL:TRAN?", on_transducer, data);
}

static const guint row_of_queries = 6;

static void
on_query(const char *answer, gpointer data)
{
	McScpiDevice *self = data;
	const McScpiQuery *query = &self->ops->queries[self->query];
	McScpiFields fields;

	self->query++;
	if (!mc_scpi_split(answer, &fields) || !query->take(self->driver, &fields))
		mc_sequence_fail(self->start, nonsense(query->line, "not what the protocol says"));
	else
		mc_sequence_go_to(self->start, row_of_queries);
}

static void
row_queries(McSequence *start, gpointer data)
{
	McScpiDevice *self = data;
	const char *line = self->ops->queries[self->query].line;

	if (line == NULL)
		mc_sequence_next(start);
	else
		mc_scpi_say(self->scpi, line, on_query, self);
}

static void
on_error_queue(const char *answer, gpointer data)
{
	McScpiDevice *self = data;
	gint number = 0;
	char text[MC_SCPI_ERROR_TEXT];

	if (!mc_scpi_parse_error(answer, &number, text))
		mc_sequence_fail(self->start, nonsense("SYST:ERR?", "not what the protocol says"));
	else if (number != 0)
		mc_sequence_fail(self->start, nonsense("the start", text));
	else
		mc_sequence_next(self->start);
}

/* Every line of the start was understood. */
static void
row_errors(McSequence *start, gpointer data)
{
	mc_scpi_say(((McScpiDevice *)data)->scpi, "SYST:ERR?", on_error_queue, data);
}

static const McSequenceRow start_rows[] = {
    {"clear", row_clear, FALSE},
    {"reset", row_reset, FALSE},
    {"identify", row_identify, FALSE},
    {"power", row_power, FALSE},
    {"calibration", row_calibration, FALSE},
    {"transducer", row_transducer, FALSE},
    {"queries", row_queries, FALSE},
    {"errors", row_errors, FALSE},
};
static const McSequenceTable start_table = {
    "start", start_rows, G_N_ELEMENTS(start_rows), G_N_ELEMENTS(start_rows)};

static void
on_started(const GError *error, gpointer data)
{
	McScpiDevice *self = data;
	const McDeviceInfo *info = mc_device_info(self->device);

	if (error != NULL)
		mc_device_failed(self->device, error);
	else if (!g_str_has_prefix(info->model, self->ops->model_prefix))
		mc_device_is_wrong(self->device);
	else
		mc_device_identified(self->device);
}

/* ---- USBTMC ---- */

static void
on_status(guint8 status_byte, gpointer data)
{
	McScpiDevice *self = data;

	if (!self->ready)
		return;
	if (status_byte & MC_STATUS_POWER)
		mc_scpi_ask(self->scpi, "SYST:POW?", on_power_changed, self);
	self->ops->service(self->driver, status_byte);
}

static void
on_broken(const GError *error, gpointer data)
{
	mc_device_failed(((McScpiDevice *)data)->device, error);
}

static const McUsbtmcListener usbtmc_listener = {.status = on_status, .broken = on_broken};

/* ---- device ops ---- */

static void
device_begin(gpointer data, McTransport *transport)
{
	McScpiDevice *self = data;

	self->usbtmc = mc_usbtmc_new(transport, &usbtmc_listener, self);
	self->scpi = mc_scpi_new(self->usbtmc);
	self->start = mc_sequence_new(&start_table, on_started, self);
	self->query = 0;
	mc_sequence_start(self->start);
}

static void
device_ready(gpointer data)
{
	McScpiDevice *self = data;
	char line[16];

	self->ready = TRUE;
	g_snprintf(line, sizeof line, "*SRE %u", self->ops->service_mask | MC_STATUS_POWER);
	mc_scpi_say(self->scpi, line, NULL, NULL);
	self->ops->ready(self->driver);
}

static void
forget_conversation(McScpiDevice *self)
{
	mc_scpi_device_keep_alive(self, FALSE);
	self->ready = FALSE;
	g_clear_pointer(&self->start, mc_sequence_free);
	g_clear_pointer(&self->scpi, mc_scpi_free);
	g_clear_pointer(&self->usbtmc, mc_usbtmc_free);
}

static void
device_end(gpointer data, const GError *error)
{
	McScpiDevice *self = data;
	gboolean was_ready = self->ready;

	forget_conversation(self);
	if (was_ready)
		self->ops->lost(self->driver, error);
}

/* ---- self-test: what it finds, that its clock runs, and that nothing is on afterwards ---- */

static gboolean
is_answer(McScpiDevice *self, const char *line, gboolean is_one)
{
	if (!is_one)
		mc_scpi_device_broken(self, line, "not what the protocol says");
	return is_one;
}

static void
on_rest(const char *answer, gpointer data)
{
	McScpiDevice *self = data;
	McScpiFields fields;
	gint64 on = 0;

	if (is_answer(self, self->ops->rest_query,
	        mc_scpi_split(answer, &fields) && fields.count == 1 &&
	            mc_scpi_int(&fields, 0, 0, 1, &on)))
		mc_device_self_tested(self->device, self->test_passed && on == 0);
}

/* Press and onset are times of this clock: one that stands still measures nothing. */
static void
on_time_after(const char *answer, gpointer data)
{
	McScpiDevice *self = data;
	McScpiFields fields;
	gint64 now_us = 0;

	if (!is_answer(self, "SYST:TIME?",
	        mc_scpi_split(answer, &fields) && mc_scpi_take_time(&fields, &now_us)))
		return;
	self->test_passed = self->test_passed && now_us > self->test_begun_us;
	if (self->ops->rest_query != NULL)
		mc_scpi_say(self->scpi, self->ops->rest_query, on_rest, self);
	else
		mc_device_self_tested(self->device, self->test_passed);
}

static void
on_self_test(const char *answer, gpointer data)
{
	McScpiDevice *self = data;
	McScpiFields fields;
	gint64 fault = 0;

	if (!is_answer(
	        self, "*TST?", mc_scpi_split(answer, &fields) && mc_scpi_take_fault(&fields, &fault)))
		return;
	self->test_passed = fault == 0;
	mc_scpi_say(self->scpi, "SYST:TIME?", on_time_after, self);
}

static void
on_time_before(const char *answer, gpointer data)
{
	McScpiDevice *self = data;
	McScpiFields fields;

	if (is_answer(self, "SYST:TIME?",
	        mc_scpi_split(answer, &fields) && mc_scpi_take_time(&fields, &self->test_begun_us)))
		mc_scpi_say_slowly(self->scpi, "*TST?", MC_SCPI_SELF_TEST_TIMEOUT_MS, on_self_test, self);
}

static gboolean
device_self_test(gpointer data)
{
	McScpiDevice *self = data;

	if (self->ready && self->ops->is_busy(self->driver))
		return FALSE;
	mc_scpi_say(self->scpi, "SYST:TIME?", on_time_before, self);
	return TRUE;
}

/* ---- for the drivers ---- */

McScpiDevice *
mc_scpi_device_new(const McScpiOps *ops, gpointer driver, McClock *clock, McBus *bus)
{
	McScpiDevice *self = g_new0(McScpiDevice, 1);

	self->ops = ops;
	self->driver = driver;
	self->device_ops = (McDeviceOps){
	    .kind = ops->kind,
	    .ids = ops->ids,
	    .flight = MC_FLIGHT_USBTMC,
	    .begin = device_begin,
	    .ready = device_ready,
	    .end = device_end,
	    .self_test = device_self_test,
	};
	self->device = mc_device_new(&self->device_ops, self, clock, bus);
	return self;
}

void
mc_scpi_device_free(McScpiDevice *self)
{
	if (self == NULL)
		return;
	forget_conversation(self);
	mc_device_free(self->device);
	g_free(self);
}

McDevice *
mc_scpi_device_base(McScpiDevice *self)
{
	return self->device;
}

gboolean
mc_scpi_device_is_open(const McScpiDevice *self)
{
	return self->ready;
}

void
mc_scpi_device_say(McScpiDevice *self, const char *line, McUsbtmcAnswered done, gpointer data)
{
	g_assert(self->ready);
	mc_scpi_say(self->scpi, line, done, data);
}

void
mc_scpi_device_ask(McScpiDevice *self, const char *line, McUsbtmcAnswered done, gpointer data)
{
	g_assert(self->ready);
	mc_scpi_ask(self->scpi, line, done, data);
}

void
mc_scpi_device_broken(McScpiDevice *self, const char *line, const char *problem)
{
	g_autoptr(GError) error = nonsense(line, problem);

	mc_device_failed(self->device, error);
}

static gboolean
on_keep_alive(gpointer data)
{
	McScpiDevice *self = data;

	mc_usbtmc_read_status(self->usbtmc); /* may break the conversation, which ends this source */
	return G_SOURCE_CONTINUE;
}

/* In real time, also in a demo that runs ten times as fast: the instrument's 2 s protect people. */
void
mc_scpi_device_keep_alive(McScpiDevice *self, gboolean on)
{
	if (on && self->keep_alive == 0)
		self->keep_alive = g_timeout_add(MC_SCPI_KEEP_ALIVE_MS, on_keep_alive, self);
	if (!on && self->keep_alive != 0) {
		g_source_remove(self->keep_alive);
		self->keep_alive = 0;
	}
}
