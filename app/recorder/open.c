/* From the files of a provisioning to a recorder at work. */

#include "app/base/error.h"
#include "app/link/parts.h"
#include "app/record/rule-pack.h"
#include "app/recorder/provision.h"
#include "app/recorder/rollover.h"
#include "app/recorder/state.h"
#include "app/recorder/values.h"

static char *
path_in(const McRecorder *self, const char *name)
{
	return g_build_filename(self->recorder_path, name, NULL);
}

static gboolean
load_keys(McRecorder *self, GError **error)
{
	g_autofree char *authority = path_in(self, "authority.crt");
	g_autofree char *counter = path_in(self, "counter.crt");
	g_autofree char *gateway = path_in(self, "gateway-roots.pem");
	g_autofree char *office = path_in(self, "pack-roots.pem");

	self->store.signer = mc_provision_signer_of(self->recorder_path, &self->config, error);
	if (self->store.signer == NULL ||
	    !mc_rollover_may_wait(&self->store, &self->config, self->configuration_sha256, error))
		return FALSE;
	self->authority = mc_sealed_to_new_from_file(authority, error);
	if (self->authority == NULL)
		return FALSE;
	if (g_file_test(counter, G_FILE_TEST_EXISTS)) {
		self->counter = mc_sealed_to_new_from_file(counter, error);
		if (self->counter == NULL)
			return FALSE;
	}
	self->gateway = mc_verifier_new_from_file(gateway, error);
	if (self->gateway == NULL)
		return FALSE;
	if (g_file_test(office, G_FILE_TEST_EXISTS)) {
		self->office = mc_verifier_new_from_file(office, error);
		if (self->office == NULL)
			return FALSE;
	}
	return mc_recorder_load_lists(self, error);
}

static gboolean
load_pack(McRecorder *self, const char *path, GError **error)
{
	g_autofree McLoadedPack *loaded = g_new0(McLoadedPack, 1);

	if (!mc_rule_pack_read_file(path, &loaded->pack, loaded->digest, error))
		return FALSE;
	g_ptr_array_add(self->packs, g_steal_pointer(&loaded));
	return TRUE;
}

static gboolean
load_packs(McRecorder *self, GError **error)
{
	g_autofree char *folder = path_in(self, "rules");
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	const char *name = NULL;

	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
		g_autofree char *path = g_build_filename(folder, name, NULL);

		if (g_str_has_suffix(name, ".json") && !load_pack(self, path, error))
			return FALSE;
	}
	if (self->packs->len > 0)
		return TRUE;
	return mc_recorder_refuse(error, MC_ERROR_BAD_INPUT, "recorder/rules: there is no rule pack");
}

static gboolean
open_store(McRecorder *self, const McRecorderSetup *setup, GError **error)
{
	g_autofree char *journal = path_in(self, "journal.db");
	g_autofree char *spool = g_build_filename(setup->state_path, "spool", NULL);

	self->store.clock = setup->clock;
	if (self->config.ballast_mib > 0)
		mc_ballast_init(&self->store.ballast, path_in(self, "ballast"),
		    (gint64)self->config.ballast_mib * 1024 * 1024);
	self->was_ballasted = self->store.ballast.is_there;
	g_strlcpy(self->store.kiosk, self->config.kiosk, sizeof self->store.kiosk);
	self->store.journal = mc_journal_open(journal, FALSE, error);
	if (self->store.journal == NULL)
		return FALSE;
	self->store.spool = mc_spool_open(spool, error);
	if (self->store.spool == NULL)
		return FALSE;
	self->evidence = mc_evidence_open(spool, error);
	self->held = self->evidence == NULL ? NULL : mc_evidence_open(self->recorder_path, error);
	if (self->held == NULL)
		return FALSE;
	if (setup->kill_at != NULL && !self->config.demonstration)
		return mc_recorder_refuse(error, MC_ERROR_REFUSED, "kill point: in a demonstration only");
	return mc_kill_point_arm(&self->store.kill, setup->kill_at, error) &&
	       mc_store_init(&self->store, error);
}

/* NULL without error when the value is not there. */
static json_t *
load_value(McRecorder *self, const char *key, GError **error)
{
	g_autofree char *text = mc_journal_get_value(self->store.journal, key, error);

	return text == NULL ? NULL : json_loads(text, 0, NULL);
}

static gboolean
load_adopted(McRecorder *self, GError **error)
{
	GError *problem = NULL;
	json_auto_t *json = load_value(self, MC_VALUE_ADOPTED, &problem);
	McFields fields;

	if (json == NULL) {
		if (problem != NULL)
			g_propagate_error(error, problem);
		return problem == NULL;
	}
	mc_fields_begin(&fields, json, MC_VALUE_ADOPTED);
	mc_link_enrolments_read(&fields, self->adopted, &self->adopted_count);
	return mc_fields_end(&fields, error);
}

/* FALSE also when that cannot be read. */
static gboolean
has_value(McRecorder *self, const char *key, GError **problem)
{
	g_autofree char *text =
	    *problem != NULL ? NULL : mc_journal_get_value(self->store.journal, key, problem);

	return text != NULL;
}

static gboolean
load_values(McRecorder *self, GError **error)
{
	GError *problem = NULL;
	gboolean is_paused = has_value(self, MC_VALUE_PAUSED, &problem);
	gboolean rolled_back = has_value(self, MC_VALUE_ROLLED_BACK, &problem);
	gboolean behind_told = has_value(self, MC_VALUE_BEHIND, &problem);
	g_autofree char *help =
	    problem != NULL ? NULL : mc_journal_get_value(self->store.journal, MC_VALUE_HELP, &problem);
	json_auto_t *parked = problem != NULL ? NULL : load_value(self, MC_VALUE_PARKED, &problem);

	if (problem != NULL) {
		g_propagate_error(error, problem);
		return FALSE;
	}
	self->is_paused = is_paused;
	self->rolled_back = rolled_back;
	self->behind_told = behind_told;
	self->ballast_told = mc_recorder_ballast_was_dropped(self);
	self->help_requests = help == NULL ? 0 : (guint)g_ascii_strtoull(help, NULL, 10);
	for (gsize i = 0; i < json_array_size(parked); i++) {
		gint64 seq = json_integer_value(json_array_get(parked, i));

		g_hash_table_add(self->parked, g_memdup2(&seq, sizeof seq));
	}
	if (!load_adopted(self, error))
		return FALSE;
	mc_recorder_enrol(self);
	return TRUE;
}

/* On a disk that is full or takes no write it starts all the same: who, if not the recorder, can
 * say on the glass what is the matter, and show what is recorded? */
static gboolean
chain_start(McRecorder *self, GError **error)
{
	g_autoptr(McBatch) batch = NULL;
	GError *problem = NULL;

	self->store.owes_start = TRUE;
	mc_store_look_at_counter(&self->store);
	self->rolled_back = self->rolled_back || self->store.counter.is_ahead;
	batch = mc_batch_new(&self->store);
	if (mc_batch_commit(batch, &problem)) {
		mc_store_tell_counter(&self->store);
		return TRUE;
	}
	if (!g_error_matches(problem, MC_ERROR, MC_ERROR_STORAGE)) {
		g_propagate_error(error, problem);
		return FALSE;
	}
	g_warning("started without a disk to write on; no visit begins: %s", problem->message);
	g_error_free(problem);
	return TRUE;
}

static gboolean
open_all(McRecorder *self, const McRecorderSetup *setup, GError **error)
{
	/* What stands in every record: which program and which configuration made it. */
	mc_provision_digest("/proc/self/exe", self->program_sha256);
	return mc_provision_config(
	           self->recorder_path, &self->config, self->configuration_sha256, error) &&
	       open_store(self, setup, error) &&
	       mc_rollover_finish(&self->store, self->recorder_path, error) && load_keys(self, error) &&
	       mc_rollover_check(&self->store, error) && load_packs(self, error) &&
	       load_values(self, error) && mc_staff_init(&self->staff, &self->store, error) &&
	       chain_start(self, error) && mc_recorder_rebuild(self, error);
}

McRecorder *
mc_recorder_new(const McRecorderSetup *setup, GError **error)
{
	g_autoptr(McRecorder) self = g_new0(McRecorder, 1);

	self->clock = setup->clock;
	self->start_again = setup->start_again;
	self->start_again_data = setup->data;
	self->recorder_path = g_build_filename(setup->state_path, "recorder", NULL);
	self->packs = g_ptr_array_new_with_free_func(g_free);
	self->lines = g_array_new(FALSE, TRUE, sizeof(McRecorderLine));
	self->parked = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	if (!open_all(self, setup, error))
		return NULL;
	self->drift_us = mc_recorder_drift_us(self);
	/* Receipts first: what they answer needs no parcel any more. */
	mc_recorder_settle_evidence(self);
	mc_recorder_watch_spool(self);
	mc_recorder_watch_answers(self);
	mc_recorder_watch_key(self);
	mc_recorder_watch_packs(self);
	mc_store_fill_outbox(&self->store);
	mc_stock_tell(self);
	mc_recorder_watch_day(self);
	mc_recorder_watch_storage(self);
	return g_steal_pointer(&self);
}

void
mc_recorder_free(McRecorder *self)
{
	if (self == NULL)
		return;
	mc_evidence_close(self->evidence);
	mc_evidence_close(self->held);
	g_clear_pointer(&self->told_stock, g_bytes_unref);
	mc_clock_cancel(self->clock, &self->expiry_timer);
	mc_clock_cancel(self->clock, &self->staff_timer);
	mc_clock_cancel(self->clock, &self->probe_timer);
	mc_clock_cancel(self->clock, &self->packs_timer);
	mc_clock_cancel(self->clock, &self->day_timer);
	mc_clock_cancel(self->clock, &self->silence_timer);
	mc_clock_cancel(self->clock, &self->spool_timer);
	mc_clock_cancel(self->clock, &self->key_timer);
	mc_running_free(self->current);
	mc_running_free(self->remains);
	mc_staff_clear(&self->staff);
	mc_store_clear(&self->store);
	g_clear_pointer(&self->authority, mc_sealed_to_free);
	g_clear_pointer(&self->counter, mc_sealed_to_free);
	g_clear_pointer(&self->gateway, mc_verifier_free);
	g_clear_pointer(&self->office, mc_verifier_free);
	g_ptr_array_unref(self->packs);
	g_array_unref(self->lines);
	g_hash_table_unref(self->parked);
	g_free(self->key_problem);
	g_free(self->recorder_path);
	g_free(self);
}
