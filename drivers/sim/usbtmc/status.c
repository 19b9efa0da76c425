#include "drivers/sim/usbtmc/status.h"

void
mc_sim_status_power_on(McSimStatus *self)
{
	*self = (McSimStatus){.events = MC_SIM_ESR_POWER_ON};
}

void
mc_sim_status_clear(McSimStatus *self)
{
	self->events = 0;
	self->error_count = 0;
	self->service_requested = FALSE;
}

static guint8
event_of(gint number)
{
	switch (number / 100) {
	case -1: return MC_SIM_ESR_COMMAND;
	case -2: return MC_SIM_ESR_EXECUTION;
	case -3: return MC_SIM_ESR_DEVICE;
	case -4: return MC_SIM_ESR_QUERY;
	default: return 0;
	}
}

void
mc_sim_status_error(McSimStatus *self, gint number)
{
	self->events |= event_of(number);
	if (self->error_count < MC_SIM_ERRORS)
		self->errors[self->error_count++] = number;
	else
		self->errors[MC_SIM_ERRORS - 1] = -350; /* the newest gives way, as SCPI wants it */
}

gint
mc_sim_status_next_error(McSimStatus *self)
{
	gint number = self->error_count > 0 ? self->errors[0] : 0;

	if (self->error_count == 0)
		return 0;
	self->error_count--;
	for (guint i = 0; i < self->error_count; i++)
		self->errors[i] = self->errors[i + 1];
	return number;
}

const char *
mc_sim_status_error_text(gint number)
{
	static const struct {
		gint number;
		const char *text;
	} texts[] = {
	    {0, "No error"},
	    {-104, "Data type error"},
	    {-108, "Parameter not allowed"},
	    {-109, "Missing parameter"},
	    {-113, "Undefined header"},
	    {-221, "Settings conflict"},
	    {-222, "Data out of range"},
	    {-224, "Illegal parameter value"},
	    {-350, "Queue overflow"},
	    {-363, "Input buffer overrun"},
	    {-365, "Time out error"},
	    {-410, "Query INTERRUPTED"},
	    {-420, "Query UNTERMINATED"},
	};

	for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
		if (texts[i].number == number)
			return texts[i].text;
	return "Device-specific error";
}

static guint8
bits(const McSimStatus *self)
{
	guint8 byte = self->conditions;

	if (self->error_count > 0)
		byte |= MC_SIM_STB_ERROR;
	if (self->message_available)
		byte |= MC_SIM_STB_MESSAGE;
	if ((self->events & self->event_enable) != 0)
		byte |= MC_SIM_STB_EVENT;
	return byte;
}

guint8
mc_sim_status_byte(const McSimStatus *self)
{
	guint8 byte = bits(self);

	return (byte & self->service_enable) != 0 ? byte | MC_SIM_STB_SERVICE : byte;
}

guint8
mc_sim_status_poll(McSimStatus *self)
{
	guint8 byte = bits(self);

	if (self->service_requested)
		byte |= MC_SIM_STB_SERVICE;
	self->service_requested = FALSE;
	return byte;
}

gboolean
mc_sim_status_update(McSimStatus *self)
{
	guint8 enabled = bits(self) & self->service_enable;
	gboolean is_new = (enabled & ~self->seen) != 0;

	self->seen = enabled;
	if (is_new)
		self->service_requested = TRUE;
	return is_new;
}
