#ifndef MC_DRIVERS_SIM_USBTMC_STATUS_H
#define MC_DRIVERS_SIM_USBTMC_STATUS_H

/* The status model of IEEE 488.2 as far as docs/instrument-protocol.md uses it: status byte,
 * standard event register, their enables, the error queue, and when to ask for service. Pure. */

#include <glib.h>

enum { /* status byte */
	MC_SIM_STB_ERROR = 0x04,
	MC_SIM_STB_MESSAGE = 0x10,
	MC_SIM_STB_EVENT = 0x20,
	MC_SIM_STB_SERVICE = 0x40,
	MC_SIM_STB_POWER = 0x80,
};

enum { /* standard event register */
	MC_SIM_ESR_COMPLETE = 0x01,
	MC_SIM_ESR_QUERY = 0x04,
	MC_SIM_ESR_DEVICE = 0x08,
	MC_SIM_ESR_EXECUTION = 0x10,
	MC_SIM_ESR_COMMAND = 0x20,
	MC_SIM_ESR_POWER_ON = 0x80,
};

#define MC_SIM_ERRORS 16
typedef struct McSimStatus {
	guint8 conditions; /* bits 0, 1, 3: the instrument's own; 7: its supplies */
	guint8 service_enable, event_enable, events;
	gboolean message_available;
	gboolean service_requested; /* until the host reads it */
	guint8 seen; /* enabled bits at the last look */
	gint errors[MC_SIM_ERRORS];
	guint error_count;
} McSimStatus;

void mc_sim_status_power_on(McSimStatus *status);
void mc_sim_status_clear(McSimStatus *status); /* *CLS */

/* SCPI error number; also sets the event bit of its class. */
void mc_sim_status_error(McSimStatus *status, gint number);
gint mc_sim_status_next_error(McSimStatus *status);
const char *mc_sim_status_error_text(gint number);

/* *STB?: bit 6 is the summary of the enabled bits. */
guint8 mc_sim_status_byte(const McSimStatus *status);
/* Serial poll: bit 6 is "service requested", and reading it takes the request back. */
guint8 mc_sim_status_poll(McSimStatus *status);

/* To be called after every change; TRUE when an enabled bit has become set: notify the host. */
gboolean mc_sim_status_update(McSimStatus *status);

#endif
