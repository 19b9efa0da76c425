#include "drivers/sim/usbtmc/common.h"

#define SELF_TEST_US 300000

static void
idn(gpointer owner, const McSimScpi *scpi, GString *reply)
{
	const McSimInstrument *self = owner;

	g_string_printf(
	    reply, "%s,%s,%s,%s", self->ops->maker, self->model_name, self->serial, self->firmware);
}

static void
rst(gpointer owner, const McSimScpi *scpi, GString *reply)
{
	McSimInstrument *self = owner;

	self->ops->make_safe(self->owner);
	self->ops->reset(self->owner);
	self->status = (McSimStatus){.events = 0};
	mc_sim_tmc_drop_answer(self->tmc);
}

static void
cls(gpointer owner, const McSimScpi *scpi, GString *reply)
{
	McSimInstrument *self = owner;

	mc_sim_status_clear(&self->status);
}

static void
set_byte(McSimInstrument *self, const char *text, guint8 *byte)
{
	gint32 value;

	if (!mc_sim_scpi_integer(text, &value))
		mc_sim_instrument_error(self, -104);
	else if (value < 0 || value > 255)
		mc_sim_instrument_error(self, -222);
	else
		*byte = (guint8)value;
}

static void
sre(gpointer owner, const McSimScpi *scpi, GString *reply)
{
	McSimInstrument *self = owner;

	set_byte(self, scpi->argument[0], &self->status.service_enable);
	self->status.service_enable &= (guint8)~MC_SIM_STB_SERVICE;
}

static void
sre_query(gpointer owner, const McSimScpi *scpi, GString *reply)
{
	const McSimInstrument *self = owner;

	g_string_printf(reply, "%u", self->status.service_enable);
}

static void
ese(gpointer owner, const McSimScpi *scpi, GString *reply)
{
	McSimInstrument *self = owner;

	set_byte(self, scpi->argument[0], &self->status.event_enable);
}

static void
ese_query(gpointer owner, const McSimScpi *scpi, GString *reply)
{
	const McSimInstrument *self = owner;

	g_string_printf(reply, "%u", self->status.event_enable);
}

static void
esr_query(gpointer owner, const McSimScpi *scpi, GString *reply)
{
	McSimInstrument *self = owner;

	g_string_printf(reply, "%u", self->status.events);
	self->status.events = 0;
}

static void
stb_query(gpointer owner, const McSimScpi *scpi, GString *reply)
{
	const McSimInstrument *self = owner;

	g_string_printf(reply, "%u", mc_sim_status_byte(&self->status));
}

static void
opc(gpointer owner, const McSimScpi *scpi, GString *reply)
{
	McSimInstrument *self = owner;

	self->status.events |= MC_SIM_ESR_COMPLETE;
}

static void
opc_query(gpointer owner, const McSimScpi *scpi, GString *reply)
{
	g_string_assign(reply, "1");
}

/* Every command is over before the next one is read: there is nothing to wait for. */
static void
wai(gpointer owner, const McSimScpi *scpi, GString *reply)
{
}

static void
on_self_test_done(gpointer data)
{
	McSimInstrument *self = data;
	char text[16];

	self->self_test_timer = 0;
	g_snprintf(text, sizeof text, "%d", self->self_test_result);
	mc_sim_tmc_answer(self->tmc, text);
	mc_sim_instrument_status_changed(self);
}

static void
tst_query(gpointer owner, const McSimScpi *scpi, GString *reply)
{
	McSimInstrument *self = owner;

	self->ops->make_safe(self->owner);
	mc_sim_tmc_set_busy(self->tmc, TRUE);
	mc_sim_world_cancel(self->world, &self->self_test_timer);
	self->self_test_timer =
	    mc_sim_world_after_us(self->world, SELF_TEST_US, on_self_test_done, self);
}

static void
error_query(gpointer owner, const McSimScpi *scpi, GString *reply)
{
	McSimInstrument *self = owner;
	gint number = mc_sim_status_next_error(&self->status);

	g_string_printf(reply, "%d,\"%s\"", number, mc_sim_status_error_text(number));
}

static void
time_query(gpointer owner, const McSimScpi *scpi, GString *reply)
{
	const McSimInstrument *self = owner;

	g_string_printf(reply, "%" G_GINT64_FORMAT, mc_sim_world_now_us(self->world));
}

static void
power_query(gpointer owner, const McSimScpi *scpi, GString *reply)
{
	McSimInstrument *self = owner;

	g_string_printf(reply, "%d", self->power);
	mc_sim_instrument_condition(self, MC_SIM_STB_POWER, FALSE);
}

static void
record_query(gpointer owner, const McSimScpi *scpi, GString *reply)
{
	const McSimInstrument *self = owner;

	g_string_printf(reply, "\"%s\",\"%s\",%08d,%08d", self->laboratory, self->certificate,
	    self->calibrated, self->calibration_expires);
}

static void
transducer_query(gpointer owner, const McSimScpi *scpi, GString *reply)
{
	const McSimInstrument *self = owner;

	g_string_printf(reply, "\"%s\",\"%s\"", self->transducer, self->transducer_serial);
}

static const McSimCommand commands[] = {
    {"*IDN?", 0, idn},
    {"*RST", 0, rst},
    {"*CLS", 0, cls},
    {"*SRE", 1, sre},
    {"*SRE?", 0, sre_query},
    {"*ESE", 1, ese},
    {"*ESE?", 0, ese_query},
    {"*ESR?", 0, esr_query},
    {"*STB?", 0, stb_query},
    {"*OPC", 0, opc},
    {"*OPC?", 0, opc_query},
    {"*WAI", 0, wai},
    {"*TST?", 0, tst_query},
    {"SYSTem:ERRor?", 0, error_query},
    {"SYSTem:ERRor:NEXT?", 0, error_query},
    {"SYSTem:TIME?", 0, time_query},
    {"SYSTem:POWer?", 0, power_query},
    {"CALibration:RECord?", 0, record_query},
    {"CALibration:TRANsducer?", 0, transducer_query},
};

const McSimCommand *
mc_sim_common_commands(guint *count)
{
	*count = G_N_ELEMENTS(commands);
	return commands;
}
