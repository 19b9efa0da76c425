#ifndef MC_DRIVERS_SIM_CORE_FAULT_H
#define MC_DRIVERS_SIM_CORE_FAULT_H

/* Bad days on the bus, one table a device. A fault strikes a transfer of its endpoint at the moment
 * at which that transfer would complete, so "the second reply is garbage" is {0x81, GARBAGE, skip
 * 1}. On endpoint 0 only class and vendor requests are struck: a device that cannot be enumerated
 * is one that is unplugged. */

#include <glib.h>

typedef enum McSimFaultKind {
	MC_SIM_FAULT_STALL, /* -EPIPE, and the endpoint is halted until the host clears it */
	MC_SIM_FAULT_HANG, /* never completes: the host's timeout must end it */
	MC_SIM_FAULT_DELAY, /* completes argument ms (wall) late */
	MC_SIM_FAULT_SHORT, /* at most argument bytes */
	MC_SIM_FAULT_ZLP, /* no bytes */
	MC_SIM_FAULT_GARBAGE, /* scrambled by the pseudo-random sequence of seed argument, or others */
	MC_SIM_FAULT_BABBLE, /* -EOVERFLOW */
	MC_SIM_FAULT_PROTOCOL, /* -EPROTO, a transaction error: a broken cable */
	MC_SIM_FAULT_UNPLUG, /* the plug comes out argument ms (wall) later; this transfer hangs */
	MC_SIM_FAULT_ENDLESS, /* IN: said, and again as often as the host listens, until cleared */
} McSimFaultKind;

typedef struct McSimFault {
	guint8 endpoint; /* with 0x80 for IN */
	McSimFaultKind kind;
	guint skip; /* transfers that it lets pass first */
	guint count; /* transfers that it strikes */
	guint argument;
	GBytes *instead; /* GARBAGE: these bytes, as many as fit; NULL = scrambled. The device's */
	guint replug_ms; /* UNPLUG: the plug goes in again so long after; 0 = stays out */
} McSimFault;

#define MC_SIM_FAULTS 16
typedef struct McSimFaultTable {
	McSimFault fault[MC_SIM_FAULTS];
	guint used;
	guint8 endless[64], endless_endpoint; /* 0 = nothing is said for ever */
	guint endless_bytes;
} McSimFaultTable;

#define MC_SIM_FAULT_KINDS 10
const char *mc_sim_fault_kind_name(McSimFaultKind kind);
/* "stall" …; FALSE when there is no such kind. */
gboolean mc_sim_fault_kind_from_name(const char *name, McSimFaultKind *kind);

/* FALSE when the table is full. */
gboolean mc_sim_fault_table_add(McSimFaultTable *table, const McSimFault *fault);

/* Also of what is said for ever. */
void mc_sim_fault_table_clear(McSimFaultTable *table);

/* ENDLESS: what is said on this endpoint whenever the model has nothing to say, of one packet at
 * most. repeated(): how many bytes, or -EAGAIN. */
void mc_sim_fault_repeat(McSimFaultTable *table, guint8 endpoint, const guint8 *data, guint actual);
gint mc_sim_fault_repeated(const McSimFaultTable *table, guint8 endpoint, guint8 *data, guint size);

/* Counts one transfer of the endpoint; TRUE when one of the faults strikes it. */
gboolean mc_sim_fault_table_next(McSimFaultTable *table, guint8 endpoint, McSimFault *fault);

/* GARBAGE: what stands in data instead of the actual bytes of a transfer, size at the most. Returns
 * how many they are now. */
guint mc_sim_fault_spoil(const McSimFault *fault, guint8 *data, guint size, guint actual);

/* The same bytes again restore what was there. */
void mc_sim_fault_scramble(guint8 *bytes, gsize length, guint seed);

#endif
