/* A renewed sealing key takes over by itself, when nobody is there; one of another suite when the
 * office's configuration asks for it. */

#include "app/base/credential.h"
#include "app/base/error.h"
#include "app/recorder/rollover.h"
#include "app/recorder/state.h"

#define LOOK_AGAIN_MS (10u * 60 * 1000)

static gboolean
is_quiet(const McRecorder *self)
{
	return self->current == NULL && self->remains == NULL && self->staff.role == MC_STAFF_NONE;
}

/* A key that systemd unseals is not seen before the next start. */
static gboolean
is_sealed_unseen(const McRecorder *self)
{
	g_autofree char *sealed =
	    g_build_filename(self->recorder_path, "next", "signing.key.cred", NULL);
	g_autofree char *credential = mc_credential_path("next-signing.key");

	return credential == NULL && g_file_test(sealed, G_FILE_TEST_EXISTS);
}

static void
tell(McRecorder *self, const char *problem)
{
	if (g_strcmp0(self->key_problem, problem) == 0)
		return;
	g_free(self->key_problem);
	self->key_problem = g_strdup(problem);
	g_warning("the next sealing key: %s; the old one seals (tried again by itself)", problem);
}

static void
take(McRecorder *self)
{
	g_autoptr(GError) error = NULL;

	if (is_sealed_unseen(self)) {
		/* Once: a start that did not help will not help. */
		if (self->start_again != NULL && !self->next_was_sealed)
			self->start_again(self->start_again_data);
		else
			tell(self, "it is sealed, and the unit is not given it as next-signing.key");
		return;
	}
	if (!mc_rollover_now(
	        &self->store, self->recorder_path, &self->config, self->configuration_sha256, &error)) {
		tell(self, error->message);
		return;
	}
	g_clear_pointer(&self->key_problem, g_free);
	g_message("a new sealing key is in force");
	mc_recorder_changed(self);
}

static void
tell_suite(McRecorder *self)
{
	g_autofree char *problem =
	    g_strdup_printf("the configuration asks for suite %s, and there is no key of it in "
	                    "recorder/next (\"medcheck renew\" makes one)",
	        mc_suite_name(self->config.suite));

	tell(self, problem);
}

static void
on_time(gpointer data)
{
	McRecorder *self = data;

	self->key_timer = 0;
	mc_recorder_look_for_key(self);
}

void
mc_recorder_look_for_key(McRecorder *self)
{
	mc_clock_cancel(self->clock, &self->key_timer);
	if (mc_rollover_waits(self->recorder_path)) {
		if (is_quiet(self))
			take(self);
	} else if (mc_signer_suite(self->store.signer) != self->config.suite)
		tell_suite(self);
	else
		g_clear_pointer(&self->key_problem, g_free);
	self->key_timer = mc_clock_after_ms(self->clock, LOOK_AGAIN_MS, on_time, self);
}

void
mc_recorder_batch_suite(McRecorder *self, McSuite suite, McBatch *batch)
{
	if (mc_signer_suite(self->store.signer) != suite)
		mc_batch_audit(batch, MC_AUDIT_SUITE_WAITS, &(McAuditFacts){.suite = mc_suite_name(suite)});
}

void
mc_recorder_watch_key(McRecorder *self)
{
	self->next_was_sealed = is_sealed_unseen(self);
	mc_recorder_look_for_key(self);
}
