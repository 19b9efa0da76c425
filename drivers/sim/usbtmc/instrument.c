#include "drivers/sim/usbtmc/instrument.h"
#include "drivers/sim/usbtmc/common.h"
#include "drivers/sim/usbtmc/descriptors.h"

#include <gio/gio.h>
#include <string.h>

#define HOST_SILENCE_MS 2000

McSimDevice *
mc_sim_instrument_device(McSimInstrument *self)
{
	return self->device;
}

McSimWorld *
mc_sim_instrument_world(McSimInstrument *self)
{
	return self->world;
}

/* ---- status ---- */

void
mc_sim_instrument_status_changed(McSimInstrument *self)
{
	self->status.message_available = mc_sim_tmc_has_answer(self->tmc);
	if (mc_sim_status_update(&self->status))
		mc_sim_tmc_notify(self->tmc, mc_sim_status_byte(&self->status) | MC_SIM_STB_SERVICE);
}

void
mc_sim_instrument_error(McSimInstrument *self, gint number)
{
	mc_sim_status_error(&self->status, number);
	mc_sim_instrument_status_changed(self);
}

void
mc_sim_instrument_condition(McSimInstrument *self, guint8 bit, gboolean on)
{
	self->status.conditions =
	    (guint8)(on ? self->status.conditions | bit : self->status.conditions & ~bit);
	mc_sim_instrument_status_changed(self);
}

/* ---- host silence: wall time, because it protects eyes and ears ---- */

static void
on_silence(gpointer data)
{
	McSimInstrument *self = data;

	self->silence_timer = 0;
	if (!self->ops->is_on(self->owner))
		return;
	self->ops->make_safe(self->owner);
	mc_sim_instrument_error(self, -365);
}

void
mc_sim_instrument_guard(McSimInstrument *self)
{
	mc_sim_world_cancel(self->world, &self->silence_timer);
	if (self->ops->is_on(self->owner) && !self->unguarded)
		self->silence_timer =
		    mc_sim_world_after_wall_ms(self->world, HOST_SILENCE_MS, on_silence, self);
}

/* ---- messages ---- */

static const McSimCommand *
find(const McSimCommand *commands, guint count, const char *header)
{
	for (guint i = 0; i < count; i++)
		if (mc_sim_scpi_matches(commands[i].pattern, header))
			return &commands[i];
	return NULL;
}

static void
keep_heard(McSimInstrument *self, const char *header)
{
	g_autofree char *word = g_strconcat(header, " ", NULL);
	const char *found = strstr(self->heard->str, word);

	if (found == NULL || (found != self->heard->str && found[-1] != ' '))
		g_string_append(self->heard, word);
}

void
mc_sim_instrument_heard(McSimInstrument *self, GString *line)
{
	g_string_append(line, self->heard->str);
}

/* Nothing goes on that has no supply. */
static void
refuse_without_power(McSimInstrument *self)
{
	if (self->power == 0 || !self->ops->is_on(self->owner))
		return;
	self->ops->make_safe(self->owner);
	mc_sim_instrument_error(self, -221);
}

static void
run(McSimInstrument *self, const McSimScpi *scpi)
{
	g_autoptr(GString) reply = g_string_new(NULL);
	gpointer owner = self;
	guint common;
	const McSimCommand *commands = mc_sim_common_commands(&common);
	const McSimCommand *command = find(commands, common, scpi->header);

	keep_heard(self, scpi->header);
	if (command == NULL) {
		command = find(self->ops->commands, self->ops->command_count, scpi->header);
		owner = self->owner;
	}
	if (command == NULL)
		mc_sim_instrument_error(self, -113);
	else if (scpi->arguments < command->arguments)
		mc_sim_instrument_error(self, -109);
	else if (scpi->arguments > command->arguments)
		mc_sim_instrument_error(self, -108);
	else
		command->run(owner, scpi, reply);
	refuse_without_power(self);
	if (reply->len > 0)
		mc_sim_tmc_answer(self->tmc, reply->str);
}

static void
on_message(gpointer data, const char *line)
{
	McSimInstrument *self = data;
	McSimScpi scpi;

	if (mc_sim_tmc_has_answer(self->tmc)) {
		mc_sim_tmc_drop_answer(self->tmc);
		mc_sim_instrument_error(self, -410);
	}
	if (mc_sim_scpi_parse(&scpi, line))
		run(self, &scpi);
	mc_sim_scpi_clear(&scpi);
	mc_sim_instrument_status_changed(self);
	mc_sim_instrument_guard(self);
}

static void
on_overrun(gpointer data)
{
	mc_sim_instrument_error(data, -363);
}

static void
on_unterminated(gpointer data)
{
	mc_sim_instrument_error(data, -420);
}

static void
on_cleared(gpointer data)
{
	McSimInstrument *self = data;

	mc_sim_world_cancel(self->world, &self->self_test_timer);
	mc_sim_instrument_status_changed(self);
}

static guint8
on_poll(gpointer data)
{
	McSimInstrument *self = data;

	return mc_sim_status_poll(&self->status);
}

static void
on_kick(gpointer data)
{
	McSimInstrument *self = data;

	mc_sim_device_kick(self->device);
}

static void
on_halt_out(gpointer data)
{
	McSimInstrument *self = data;

	mc_sim_device_halt(self->device, MC_SIM_TMC_BULK_OUT);
}

static void
on_traffic(gpointer data)
{
	mc_sim_instrument_guard(data);
}

static void
on_answer_taken(gpointer data)
{
	mc_sim_instrument_status_changed(data);
}

static const McSimTmcOps tmc_ops = {
    .message = on_message,
    .overrun = on_overrun,
    .unterminated = on_unterminated,
    .cleared = on_cleared,
    .poll = on_poll,
    .traffic = on_traffic,
    .answer_taken = on_answer_taken,
    .kick = on_kick,
    .halt_out = on_halt_out,
};

/* ---- the bus ---- */

static void
model_reset(gpointer self_pointer)
{
	McSimInstrument *self = self_pointer;

	mc_sim_world_cancel(self->world, &self->silence_timer);
	mc_sim_world_cancel(self->world, &self->self_test_timer);
	mc_sim_tmc_reset(self->tmc);
	mc_sim_status_power_on(&self->status);
	self->ops->reset(self->owner);
}

static int
model_control(gpointer self_pointer, const guint8 setup[8], guint8 *data, guint length)
{
	McSimInstrument *self = self_pointer;

	return mc_sim_tmc_control(self->tmc, setup, data, length);
}

static int
model_out(gpointer self_pointer, guint8 endpoint, const guint8 *data, guint length)
{
	McSimInstrument *self = self_pointer;

	return mc_sim_tmc_out(self->tmc, data, length);
}

static int
model_in(gpointer self_pointer, guint8 endpoint, guint8 *data, guint size)
{
	McSimInstrument *self = self_pointer;

	return mc_sim_tmc_in(self->tmc, endpoint, data, size);
}

McSimInstrument *
mc_sim_instrument_new(McSimWorld *world, const McSimInstrumentOps *ops, gpointer owner)
{
	McSimInstrument *self = g_new0(McSimInstrument, 1);

	self->world = world;
	self->ops = ops;
	self->owner = owner;
	self->heard = g_string_new(NULL);
	self->model_name = g_strdup(ops->model);
	self->serial = g_strdup(ops->serial);
	self->firmware = g_strdup(ops->firmware);
	self->transducer = g_strdup(ops->transducer);
	self->transducer_serial = g_strdup(ops->transducer_serial);
	self->laboratory = g_strdup("Example Metrology Laboratory");
	self->certificate = g_strdup("EX-0001");
	/* the same on every day: they are enrolled with it */
	self->calibrated = 20260105;
	self->calibration_expires = 20991231;
	self->tmc = mc_sim_tmc_new(&tmc_ops, self);
	mc_sim_status_power_on(&self->status);
	mc_sim_descriptors_fill(self->device_descriptor, ops->product_id);
	self->model = (McSimModel){
	    .device_descriptor = self->device_descriptor,
	    .configuration = mc_sim_descriptors_configuration,
	    .configuration_bytes = MC_SIM_CONFIGURATION_BYTES,
	    .speed = MC_SIM_SPEED_HIGH,
	    .maker = ops->maker,
	    .product = self->model_name,
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
mc_sim_instrument_free(McSimInstrument *self)
{
	if (self == NULL)
		return;
	mc_sim_world_cancel(self->world, &self->silence_timer);
	mc_sim_world_cancel(self->world, &self->self_test_timer);
	mc_sim_device_free(self->device);
	mc_sim_tmc_free(self->tmc);
	g_string_free(self->heard, TRUE);
	g_free(self->model_name);
	g_free(self->serial);
	g_free(self->firmware);
	g_free(self->transducer);
	g_free(self->transducer_serial);
	g_free(self->laboratory);
	g_free(self->certificate);
	g_free(self);
}

/* ---- control panel ---- */

gboolean
mc_sim_setting_integer(
    const char *key, const char *value, gint min, gint max, gint *result, GError **error)
{
	gint64 wide;

	if (!g_ascii_string_to_signed(value, 10, min, max, &wide, NULL)) {
		g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
		    "%s wants a number from %d to %d", key, min, max);
		return FALSE;
	}
	*result = (gint)wide;
	return TRUE;
}

static gboolean
set_date(const char *key, const char *value, gint *date, GError **error)
{
	if (strcmp(value, "none") == 0) {
		*date = 0;
		return TRUE;
	}
	return mc_sim_setting_integer(key, value, 19000101, 99991231, date, error);
}

/* FALSE when there is no text of the name. */
static gboolean
set_text(McSimInstrument *self, const char *key, const char *value)
{
	const struct {
		const char *key;
		char **value;
	} texts[] = {
	    {"model", &self->model_name},
	    {"serial", &self->serial},
	    {"firmware", &self->firmware},
	    {"laboratory", &self->laboratory},
	    {"certificate", &self->certificate},
	    {"transducer", &self->transducer},
	    {"transducer-serial", &self->transducer_serial},
	};

	for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
		if (strcmp(texts[i].key, key) != 0)
			continue;
		g_free(*texts[i].value);
		*texts[i].value = g_strdup(value);
		self->model.product = self->model_name;
		self->model.serial = self->serial;
		return TRUE;
	}
	return FALSE;
}

static gboolean
set_power(McSimInstrument *self, const char *value, GError **error)
{
	gint power;

	if (!mc_sim_setting_integer("power", value, 0, 3, &power, error))
		return FALSE;
	if (power == self->power)
		return TRUE;
	self->power = power;
	if (power != 0)
		self->ops->make_safe(self->owner);
	mc_sim_instrument_condition(self, MC_SIM_STB_POWER, TRUE);
	return TRUE;
}

/* Off: only a host makes it dark, mute or still, so that one that does not is found. */
static gboolean
set_guard(McSimInstrument *self, const char *value, GError **error)
{
	self->unguarded = strcmp(value, "off") == 0;
	if (!self->unguarded && strcmp(value, "on") != 0) {
		g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "guard is on or off");
		return FALSE;
	}
	mc_sim_instrument_guard(self);
	return TRUE;
}

gboolean
mc_sim_instrument_set(McSimInstrument *self, const char *key, const char *value, GError **error)
{
	g_autoptr(GError) problem = NULL;

	if (set_text(self, key, value))
		return TRUE;
	if (strcmp(key, "calibrated") == 0)
		return set_date(key, value, &self->calibrated, error);
	if (strcmp(key, "calibration-expires") == 0)
		return set_date(key, value, &self->calibration_expires, error);
	if (strcmp(key, "self-test") == 0)
		return mc_sim_setting_integer(key, value, 0, 999, &self->self_test_result, error);
	if (strcmp(key, "power") == 0)
		return set_power(self, value, error);
	if (strcmp(key, "guard") == 0)
		return set_guard(self, value, error);
	if (self->ops->set(self->owner, key, value, &problem))
		return TRUE;
	if (problem != NULL)
		g_propagate_error(error, g_steal_pointer(&problem));
	else
		g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "no setting %s", key);
	return FALSE;
}

void
mc_sim_instrument_describe(McSimInstrument *self, GString *line)
{
	g_string_append_printf(
	    line, " %s.plugged=%d", self->ops->name, mc_sim_device_is_plugged(self->device) ? 1 : 0);
	self->ops->describe(self->owner, line);
	g_string_append_printf(line, " %s.sre=%u", self->ops->name, self->status.service_enable);
}
