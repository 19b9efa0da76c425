#ifndef MC_DRIVERS_SIM_USBTMC_INSTRUMENT_H
#define MC_DRIVERS_SIM_USBTMC_INSTRUMENT_H

/* What vision tester and audiometer have in common: a USBTMC device with the common commands,
 * status, identity, calibration record, self-test and the guard against a silent host of
 * docs/instrument-protocol.md. Lock held throughout. */

#include "drivers/sim/core/device.h"
#include "drivers/sim/usbtmc/scpi.h"
#include "drivers/sim/usbtmc/status.h"

typedef struct McSimInstrument McSimInstrument;

/* reply is sent when something was written into it. */
typedef void (*McSimCommandFunc)(gpointer owner, const McSimScpi *scpi, GString *reply);

typedef struct McSimCommand {
	const char *pattern; /* "STIMulus:OPTotype" */
	guint arguments;
	McSimCommandFunc run;
} McSimCommand;

typedef struct McSimInstrumentOps {
	const char *name; /* on the control panel */
	guint16 product_id; /* of vendor 1209 */
	const char *maker, *model, *serial, *firmware, *transducer, *transducer_serial;
	const McSimCommand *commands;
	guint command_count;
	/* Dark or mute, at once, and as after power on. */
	void (*reset)(gpointer owner);
	/* Something is shown or played: the host must keep talking. */
	gboolean (*is_on)(gpointer owner);
	/* Dark or mute, at once; what was going on ends without an answer. */
	void (*make_safe)(gpointer owner);
	/* Settings of this kind of instrument; FALSE when it has no such key, or error is set. */
	gboolean (*set)(gpointer owner, const char *key, const char *value, GError **error);
	/* Appends " key=value …" for the control socket. */
	void (*describe)(gpointer owner, GString *line);
} McSimInstrumentOps;

McSimInstrument *mc_sim_instrument_new(
    McSimWorld *world, const McSimInstrumentOps *ops, gpointer owner);
void mc_sim_instrument_free(McSimInstrument *instrument);

McSimDevice *mc_sim_instrument_device(McSimInstrument *instrument);
McSimWorld *mc_sim_instrument_world(McSimInstrument *instrument);

/* ---- for the owner ---- */
void mc_sim_instrument_error(McSimInstrument *instrument, gint number);
/* Sets or clears a condition bit (1, 2, 8 or 128) and requests service as enabled. */
void mc_sim_instrument_condition(McSimInstrument *instrument, guint8 bit, gboolean on);
/* To be called when something has just been switched on: the host's silence counts from now. */
void mc_sim_instrument_guard(McSimInstrument *instrument);

/* ---- control panel ---- */
/* "model", "serial", "firmware", "laboratory", "certificate", "calibrated", "calibration-expires"
 * (YYYYMMDD or "none"), "transducer", "transducer-serial", "self-test" (fault number), "power" (sum
 * of what is missing: 1 the mains, 2 a supply inside), "guard" ("on", or "off": a host that falls
 * silent leaves it as it is), or the owner's. */
gboolean mc_sim_instrument_set(
    McSimInstrument *instrument, const char *key, const char *value, GError **error);
/* The headers that hosts have sent since the beginning, each once, with a blank after each. */
void mc_sim_instrument_heard(McSimInstrument *instrument, GString *line);
void mc_sim_instrument_describe(McSimInstrument *instrument, GString *line);

/* A number of the control panel within bounds; FALSE with an error that names the key. */
gboolean mc_sim_setting_integer(
    const char *key, const char *value, gint min, gint max, gint *result, GError **error);

#endif
