/* Whether a visit could be stored: looked at before one begins, and again until it can. */

#include "app/recorder/state.h"
#include "app/recorder/values.h"
#include <sys/statvfs.h>

#define PROBE_MS 10000

/* -1: not known. */
static gint64
free_bytes(McRecorder *self)
{
	struct statvfs disk;

	if (statvfs(self->recorder_path, &disk) != 0)
		return -1;
	return (gint64)((guint64)disk.f_bavail * disk.f_frsize);
}

McStorage
mc_recorder_storage(McRecorder *self)
{
	gint64 bytes = free_bytes(self);

	if (bytes >= 0 && bytes < (gint64)self->config.free_floor_mib * 1024 * 1024)
		return MC_STORAGE_FULL;
	return bytes >= 0 && self->store.is_writable ? MC_STORAGE_OK : MC_STORAGE_FAILING;
}

gboolean
mc_recorder_has_space(McRecorder *self)
{
	return mc_recorder_storage(self) == MC_STORAGE_OK;
}

static void
on_probe(gpointer data)
{
	McRecorder *self = data;

	self->probe_timer = 0;
	self->store.scope = "probe";
	mc_recorder_watch_storage(self);
}

/* Chained once. It is also the write that shows whether the disk takes one again: a store that
 * failed stays closed until one succeeds. */
static void
raise_alarm(McRecorder *self)
{
	g_autoptr(McBatch) batch = mc_batch_new(&self->store);

	mc_batch_audit(batch, MC_AUDIT_STORAGE_ALARM, &(McAuditFacts){.free_bytes = free_bytes(self)});
	mc_batch_commit(batch, NULL);
}

void
mc_recorder_watch_storage(McRecorder *self)
{
	gboolean has_alarm = FALSE;

	if (!self->store.is_writable || (!self->has_alarm && !mc_recorder_has_space(self)))
		raise_alarm(self);
	has_alarm = !mc_recorder_has_space(self);
	if (has_alarm != self->has_alarm) {
		self->has_alarm = has_alarm;
		mc_recorder_changed(self);
	}
	if (has_alarm && self->probe_timer == 0)
		self->probe_timer = mc_clock_after_ms(self->clock, PROBE_MS, on_probe, self);
}
