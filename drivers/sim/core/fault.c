#include "drivers/sim/core/fault.h"

#include <errno.h>
#include <string.h>

static const char *const names[] = {
    [MC_SIM_FAULT_STALL] = "stall",
    [MC_SIM_FAULT_HANG] = "hang",
    [MC_SIM_FAULT_DELAY] = "delay",
    [MC_SIM_FAULT_SHORT] = "short",
    [MC_SIM_FAULT_ZLP] = "zlp",
    [MC_SIM_FAULT_GARBAGE] = "garbage",
    [MC_SIM_FAULT_BABBLE] = "babble",
    [MC_SIM_FAULT_PROTOCOL] = "proto",
    [MC_SIM_FAULT_UNPLUG] = "unplug",
    [MC_SIM_FAULT_ENDLESS] = "endless",
};

G_STATIC_ASSERT(G_N_ELEMENTS(names) == MC_SIM_FAULT_KINDS);

const char *
mc_sim_fault_kind_name(McSimFaultKind kind)
{
	return names[kind];
}

gboolean
mc_sim_fault_kind_from_name(const char *name, McSimFaultKind *kind)
{
	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		if (g_strcmp0(name, names[i]) != 0)
			continue;
		*kind = (McSimFaultKind)i;
		return TRUE;
	}
	return FALSE;
}

gboolean
mc_sim_fault_table_add(McSimFaultTable *table, const McSimFault *fault)
{
	if (fault->count == 0)
		return TRUE;
	if (table->used == MC_SIM_FAULTS)
		return FALSE;
	table->fault[table->used++] = *fault;
	return TRUE;
}

void
mc_sim_fault_table_clear(McSimFaultTable *table)
{
	table->used = 0;
	table->endless_endpoint = 0;
}

void
mc_sim_fault_repeat(McSimFaultTable *table, guint8 endpoint, const guint8 *data, guint actual)
{
	table->endless_endpoint = endpoint;
	table->endless_bytes = MIN(actual, sizeof table->endless);
	if (table->endless_bytes > 0)
		memcpy(table->endless, data, table->endless_bytes);
}

gint
mc_sim_fault_repeated(const McSimFaultTable *table, guint8 endpoint, guint8 *data, guint size)
{
	guint given = MIN(table->endless_bytes, size);

	if (endpoint == 0 || table->endless_endpoint != endpoint)
		return -EAGAIN;
	if (given > 0)
		memcpy(data, table->endless, given);
	return (gint)given;
}

gboolean
mc_sim_fault_table_next(McSimFaultTable *table, guint8 endpoint, McSimFault *fault)
{
	for (guint i = 0; i < table->used; i++) {
		McSimFault *entry = &table->fault[i];

		if (entry->endpoint != endpoint)
			continue;
		if (entry->skip > 0) {
			entry->skip--;
			continue;
		}
		*fault = *entry;
		if (--entry->count == 0)
			*entry = table->fault[--table->used];
		return TRUE;
	}
	return FALSE;
}

void
mc_sim_fault_scramble(guint8 *bytes, gsize length, guint seed)
{
	guint32 state = seed | 1u;

	for (gsize i = 0; i < length; i++) {
		/* xorshift32: never 0 from a state that is not 0 */
		state ^= state << 13;
		state ^= state >> 17;
		state ^= state << 5;
		bytes[i] ^= (guint8)(state >> 24);
	}
}

guint
mc_sim_fault_spoil(const McSimFault *fault, guint8 *data, guint size, guint actual)
{
	gsize given = 0;
	gconstpointer bytes = fault->instead == NULL ? NULL : g_bytes_get_data(fault->instead, &given);

	if (fault->instead == NULL) {
		mc_sim_fault_scramble(data, actual, fault->argument);
		return actual;
	}
	given = MIN(given, size);
	if (given > 0)
		memcpy(data, bytes, given);
	return (guint)given;
}
