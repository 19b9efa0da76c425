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

static gint64
floor_bytes(const McRecorder *self)
{
	return (gint64)self->config.free_floor_mib * 1024 * 1024;
}

static gboolean
lacks_ballast(const McRecorder *self)
{
	return self->store.ballast.path != NULL && !self->store.ballast.is_there;
}

McStorage
mc_recorder_storage(McRecorder *self)
{
	gint64 bytes = free_bytes(self);

	if (bytes >= 0 && bytes < floor_bytes(self))
		return MC_STORAGE_FULL;
	if (self->store.is_writable && lacks_ballast(self))
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

/* ---- what is held back ---- */

gboolean
mc_recorder_ballast_was_dropped(McRecorder *self)
{
	g_autofree char *value = mc_journal_get_value(self->store.journal, MC_VALUE_BALLAST, NULL);

	return value != NULL;
}

static gboolean
chain_ballast(McRecorder *self, gboolean is_dropped)
{
	g_autoptr(McBatch) batch = mc_batch_new(&self->store);

	mc_batch_value(batch, MC_VALUE_BALLAST, is_dropped ? "dropped" : NULL);
	mc_batch_audit(batch, is_dropped ? MC_AUDIT_BALLAST_DROPPED : MC_AUDIT_BALLAST_TAKEN_IN,
	    &(McAuditFacts){.free_bytes = free_bytes(self)});
	return mc_batch_commit(batch, NULL);
}

/* Beside what has to stay free for the next visit. One that was never there is no news. */
static void
settle_ballast(McRecorder *self)
{
	g_autoptr(GError) error = NULL;

	if (!self->store.is_writable || !lacks_ballast(self))
		return;
	if (self->was_ballasted && !self->ballast_told)
		self->ballast_told = chain_ballast(self, TRUE);
	if (free_bytes(self) < floor_bytes(self) + self->store.ballast.bytes)
		return;
	if (!mc_ballast_take_in(&self->store.ballast, &error))
		g_warning("%s", error->message);
	else if (self->ballast_told)
		self->ballast_told = !chain_ballast(self, FALSE);
	self->was_ballasted = self->store.ballast.is_there;
}

void
mc_recorder_watch_storage(McRecorder *self)
{
	gboolean was_writable = self->store.is_writable;
	gboolean has_alarm = FALSE;

	if (!was_writable)
		raise_alarm(self);
	settle_ballast(self);
	if (was_writable && !self->has_alarm && !mc_recorder_has_space(self))
		raise_alarm(self);
	has_alarm = !mc_recorder_has_space(self);
	if (has_alarm != self->has_alarm) {
		self->has_alarm = has_alarm;
		mc_recorder_changed(self);
	}
	if (has_alarm && self->probe_timer == 0)
		self->probe_timer = mc_clock_after_ms(self->clock, PROBE_MS, on_probe, self);
}
