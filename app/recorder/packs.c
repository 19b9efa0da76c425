/* Signed packs from the spool's inbox: taken whole, or refused with all that speaks against them
 * while what is in force stays. */

#include "app/base/error.h"
#include "app/json/fields.h"
#include "app/link/parts.h"
#include "app/record/pack.h"
#include "app/record/rule-pack.h"
#include "app/recorder/pack-file.h"
#include "app/recorder/provision.h"
#include "app/recorder/state.h"
#include "app/recorder/taken.h"
#include "app/recorder/values.h"
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#define REFUSED_A_DAY 20
#define LOOK_AGAIN_MS (60u * 1000)

/* The file of a pack, understood. */
typedef struct McPackFile {
	GBytes *envelope; /* that it came in; borrowed */
	gint64 moment_us; /* as of which that is looked at */
	McRecorderConfig config;
	McLoadedPack rules;
	GArray *people; /* of McStaffPerson */
	guint enrolments;
	McEnrolment enrolment[MC_ENROLMENTS_MAX];
} McPackFile;

/* ---- the files ---- */

static gboolean
read_configuration(McRecorder *self, GBytes *bytes, McPackFile *file, GError **error)
{
	const char *wrong[3] = {NULL};
	guint count = 0;
	g_autofree char *all = NULL;

	if (!mc_recorder_config_read(bytes, &file->config, error))
		return FALSE;
	if (strcmp(file->config.kiosk, self->config.kiosk) != 0)
		wrong[count++] = "recorder.json.kiosk: for another kiosk";
	if (file->config.demonstration != self->config.demonstration)
		wrong[count++] =
		    "recorder.json.demonstration: a demonstration stays one, and service service";
	if (count == 0)
		return TRUE;
	all = g_strjoinv(MC_FIELDS_BETWEEN, (char **)wrong);
	return mc_recorder_refuse(error, MC_ERROR_BAD_INPUT, all);
}

/* Two packs of one version would judge by turns, as the folder happens to list them. */
static gboolean
read_rules(McRecorder *self, GBytes *bytes, McPackFile *file, GError **error)
{
	const McRulePack *pack = &file->rules.pack;

	if (!mc_rule_pack_read(bytes, &file->rules.pack, file->rules.digest, error))
		return FALSE;
	for (guint i = 0; i < self->packs->len; i++) {
		const McLoadedPack *loaded = g_ptr_array_index(self->packs, i);

		if (loaded->pack.version == pack->version && strcmp(loaded->pack.id, pack->id) == 0 &&
		    strcmp(loaded->digest, file->rules.digest) != 0)
			return mc_recorder_refuse(
			    error, MC_ERROR_BAD_INPUT, "rules: another pack of this id and version is here");
	}
	return TRUE;
}

static gboolean
read_file(McRecorder *self, const McPack *pack, McPackFile *file, GError **error)
{
	switch (pack->kind) {
	case MC_PACK_CONFIGURATION: return read_configuration(self, pack->file, file, error);
	case MC_PACK_RULES: return read_rules(self, pack->file, file, error);
	case MC_PACK_STAFF:
		file->people = mc_staff_read_people(pack->file, error);
		return file->people != NULL;
	case MC_PACK_DEVICES:
		return mc_pack_file_devices(pack->file, file->enrolment, &file->enrolments, error);
	case MC_PACK_REVOCATIONS:
		return mc_recorder_lists_are_good(self, pack->file, file->envelope, file->moment_us, error);
	}
	return FALSE;
}

static void
file_clear(McPackFile *file)
{
	g_clear_pointer(&file->people, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(McPackFile, file_clear)

/* ---- activation ---- */

/* Those of a higher version of their own that the office has gone back behind. */
static gboolean
is_withdrawn_by(const McRulePack *pack, const McPackFile *file)
{
	return strcmp(pack->id, file->rules.pack.id) == 0 && pack->version > file->rules.pack.version;
}

static gboolean
withdraws_rules(const McRecorder *self, const McPackFile *file)
{
	for (guint i = 0; i < self->packs->len; i++)
		if (is_withdrawn_by(&((const McLoadedPack *)g_ptr_array_index(self->packs, i))->pack, file))
			return TRUE;
	return FALSE;
}

/* Their files first: what comes back after a power cut would judge again. */
static void
remove_withdrawn(McRecorder *self, const McPackFile *file)
{
	g_autofree char *folder = g_build_filename(self->recorder_path, "rules", NULL);
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	g_autofree McLoadedPack *there = g_new0(McLoadedPack, 1);
	const char *name = NULL;

	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
		g_autofree char *path = g_build_filename(folder, name, NULL);

		if (g_str_has_suffix(name, ".json") &&
		    mc_rule_pack_read_file(path, &there->pack, there->digest, NULL) &&
		    is_withdrawn_by(&there->pack, file))
			g_unlink(path);
	}
}

/* The last word of the office: what it went back behind judges no more. */
static void
load_rules(McRecorder *self, const McPackFile *file)
{
	gboolean is_there = FALSE;

	for (guint i = self->packs->len; i > 0; i--) {
		const McLoadedPack *loaded = g_ptr_array_index(self->packs, i - 1);

		is_there = is_there || strcmp(loaded->digest, file->rules.digest) == 0;
		if (is_withdrawn_by(&loaded->pack, file))
			g_ptr_array_remove_index(self->packs, i - 1);
	}
	if (!is_there)
		g_ptr_array_add(self->packs, g_memdup2(&file->rules, sizeof file->rules));
}

static gboolean
write_file(McRecorder *self, const char *name, GBytes *bytes, GError **error)
{
	g_autofree char *path = g_build_filename(self->recorder_path, name, NULL);
	g_autoptr(GError) problem = NULL;
	gsize size = 0;
	const char *data = g_bytes_get_data(bytes, &size);

	if (g_file_set_contents_full(path, data, (gssize)size,
	        G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, &problem))
		return TRUE;
	g_set_error(error, MC_ERROR, MC_ERROR_STORAGE, "pack: %s", problem->message);
	return FALSE;
}

static char *
rules_name(const McLoadedPack *rules)
{
	g_autofree char *id = g_strdup(rules->pack.id);

	g_strcanon(id, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "-_", '_');
	return g_strdup_printf("rules/%s-v%d-%.8s.json", id, rules->pack.version, rules->digest);
}

/* Files first: what the chain says to be in force then lies there, and doing it again does no
 * harm. Lists go with the transaction. */
static gboolean
store_file(
    McRecorder *self, const McPack *pack, const McPackFile *file, McBatch *batch, GError **error)
{
	g_autofree char *name = NULL;
	json_auto_t *json = NULL;
	g_autofree char *text = NULL;

	switch (pack->kind) {
	case MC_PACK_CONFIGURATION: return write_file(self, "recorder.json", pack->file, error);
	case MC_PACK_RULES:
		name = rules_name(&file->rules);
		remove_withdrawn(self, file);
		return write_file(self, name, pack->file, error);
	case MC_PACK_STAFF: mc_staff_batch_people(file->people, batch); return TRUE;
	case MC_PACK_DEVICES:
		json = json_pack(
		    "{so}", "enrolments", mc_link_enrolments_write(file->enrolment, file->enrolments));
		text = json_dumps(json, JSON_COMPACT);
		mc_batch_value(batch, MC_VALUE_ADOPTED, text);
		return TRUE;
	case MC_PACK_REVOCATIONS: return write_file(self, "crls.pem", pack->file, error);
	}
	return FALSE;
}

static void
put_in_force(McRecorder *self, const McPack *pack, McPackFile *file)
{
	switch (pack->kind) {
	case MC_PACK_CONFIGURATION:
		self->config = file->config;
		mc_digest_hex(pack->file, self->configuration_sha256);
		mc_recorder_enrol(self);
		mc_recorder_look_for_key(self);
		return;
	case MC_PACK_RULES: load_rules(self, file); return;
	case MC_PACK_STAFF: mc_staff_take_people(&self->staff, &file->people); return;
	case MC_PACK_DEVICES:
		memcpy(self->adopted, file->enrolment, sizeof self->adopted);
		self->adopted_count = file->enrolments;
		mc_recorder_enrol(self);
		return;
	case MC_PACK_REVOCATIONS: mc_recorder_refresh_lists(self); return;
	}
}

static gboolean
activate(McRecorder *self, const McPack *pack, McPackFile *file, McTaken *taken, GError **error)
{
	g_autoptr(McBatch) batch = mc_batch_new(&self->store);
	char digest[MC_DIGEST_HEX_SIZE];
	McAuditFacts facts = {.pack = mc_pack_kind_name(pack->kind),
	    .version = (guint64)pack->version,
	    .file_sha256 = digest};

	mc_digest_hex(pack->file, digest);
	taken->version[pack->kind] = pack->version;
	taken->expires_wall_us[pack->kind] = pack->expires_wall_us;
	g_strlcpy(taken->file[pack->kind], digest, MC_DIGEST_HEX_SIZE);
	if (!store_file(self, pack, file, batch, error))
		return FALSE;
	mc_batch_audit(batch, MC_AUDIT_CONFIGURATION_ACTIVATED, &facts);
	if (pack->kind == MC_PACK_CONFIGURATION)
		mc_recorder_batch_suite(self, file->config.suite, batch);
	mc_taken_batch(taken, batch);
	if (!mc_batch_commit(batch, error))
		return FALSE;
	put_in_force(self, pack, file);
	mc_civil_claim(mc_store_civil(&self->store), pack->issued_wall_us);
	mc_recorder_changed(self);
	return TRUE;
}

/* ---- the inbox ---- */

/* As many of the wrong members as an entry has room for; all of them stand in the log. */
static void
fill_wrong(McAuditFacts *facts, const GError *cause, char *wrong)
{
	g_auto(GStrv) parts = g_strsplit(cause->message, MC_FIELDS_BETWEEN, -1);
	guint more = 0;

	wrong[0] = '\0';
	facts->wrong = wrong;
	for (guint i = 0; parts[i] != NULL; i++) {
		gsize length = strlen(wrong);

		if (sscanf(parts[i], "and %u more", &more) == 1) {
			facts->wrong_count += more;
			continue;
		}
		facts->wrong_count++;
		if (length + strlen(parts[i]) + 2 < MC_AUDIT_FINDINGS_SIZE)
			g_snprintf(wrong + length, MC_AUDIT_FINDINGS_SIZE - length, "%s%s",
			    length > 0 ? MC_FIELDS_BETWEEN : "", parts[i]);
	}
}

static gboolean
refuse_pack(McRecorder *self, guint problems, const char *kind, const GError *cause, GError **error)
{
	g_autoptr(McBatch) batch = NULL;
	char wrong[MC_AUDIT_FINDINGS_SIZE];
	McAuditFacts facts = {.pack = kind};
	g_autofree char *words = mc_pack_problem_words(problems);

	g_warning("pack (%s) refused: %s%s%s; what is in force stays", kind, words,
	    cause != NULL ? ": " : "", cause != NULL ? cause->message : "");
	if (!mc_quota_take(&self->refused_packs, self->clock, REFUSED_A_DAY, G_TIME_SPAN_DAY))
		return TRUE;
	batch = mc_batch_new(&self->store);
	facts.reasons = words;
	if (cause != NULL && (problems & (MC_PACK_BAD_CONTENT | MC_PACK_BAD_FILE)) != 0)
		fill_wrong(&facts, cause, wrong);
	mc_batch_audit(batch, MC_AUDIT_PACK_REFUSED, &facts);
	return mc_batch_commit(batch, error);
}

static gint64
tolerance_us(const McRecorder *self)
{
	return (gint64)self->config.issue_tolerance_s * G_TIME_SPAN_SECOND;
}

static gint64
latest_issue_us(McRecorder *self)
{
	return mc_civil_latest_issue(mc_store_civil(&self->store), tolerance_us(self));
}

/* When the clock cannot be believed, the pack's own moment counts if it can be true. */
static gint64
moment_of(McRecorder *self, GBytes *envelope)
{
	McMoment now = mc_store_now(&self->store);
	g_autoptr(GBytes) content = NULL;
	McPack pack = {0};
	gint64 moment_us = now.at_wall_us;

	if (now.quality != MC_CLOCK_BOUNDED)
		return moment_us;
	content = mc_seal_peek(envelope, NULL);
	if (content != NULL && mc_pack_read(content, &pack, NULL) && pack.issued_wall_us > moment_us &&
	    pack.issued_wall_us <= latest_issue_us(self))
		moment_us = pack.issued_wall_us;
	mc_pack_clear(&pack);
	return moment_us;
}

static GBytes *
verify_pack(McRecorder *self, GBytes *envelope, GError **cause)
{
	mc_recorder_refresh_lists(self);
	return mc_seal_verify(self->office, envelope, moment_of(self, envelope), NULL, cause);
}

static guint
open_pack(McRecorder *self, GBytes *envelope, McPack *pack, GError **cause)
{
	g_autoptr(GBytes) content = NULL;

	if (self->office == NULL)
		mc_recorder_refuse(cause, MC_ERROR_UNTRUSTED, "recorder/pack-roots.pem is missing");
	else
		content = verify_pack(self, envelope, cause);
	if (content == NULL)
		return MC_PACK_BAD_SEAL;
	return mc_pack_read(content, pack, cause) ? 0 : MC_PACK_BAD_CONTENT;
}

/* Who is being examined, or may come back to it, is judged by what he began with. */
static gboolean
waits_for_a_visit(const McRecorder *self, const McPack *pack, const McPackFile *file)
{
	gboolean visit = self->current != NULL || self->remains != NULL;

	return visit && (pack->kind == MC_PACK_CONFIGURATION ||
	                    (pack->kind == MC_PACK_RULES && withdraws_rules(self, file)));
}

/* Good and not to be used yet: before its day, or while somebody is at the glass. A
 * clock that is believed, and that it contradicts, is not moved by it: one of the two is wrong. */
static gboolean
has_to_wait(McRecorder *self, const McPack *pack, const McPackFile *file)
{
	return pack->effective_wall_us > file->moment_us ||
	       pack->issued_wall_us > file->moment_us + tolerance_us(self) ||
	       waits_for_a_visit(self, pack, file);
}

/* *stays: it is to be looked at again. any_stays: so is one that came before it, which may be the
 * configuration that puts this kiosk into the group that this is for. */
static gboolean
take_good_seal(McRecorder *self, const McPack *pack, McPackFile *file, McTaken *taken,
    gboolean any_stays, gboolean *stays, GError **error)
{
	const char *groups[MC_PACK_GROUPS_MAX + 1];
	g_autoptr(GError) cause = NULL;
	McPackLook look = {.kiosk = self->config.kiosk,
	    .groups = groups,
	    .taken_version = taken->version[pack->kind],
	    .now_wall_us = file->moment_us,
	    .latest_issue_wall_us = latest_issue_us(self)};
	guint problems = 0;

	mc_taken_groups(self, taken, groups);
	problems = mc_pack_problems(pack, &look);
	if (!read_file(self, pack, file, &cause))
		problems |= MC_PACK_BAD_FILE;
	if (problems == MC_PACK_OTHER_KIOSK && mc_pack_is_for_group(pack) && any_stays)
		*stays = TRUE;
	else if (problems != 0)
		return refuse_pack(self, problems, mc_pack_kind_name(pack->kind), cause, error);
	else
		*stays = has_to_wait(self, pack, file);
	return *stays || activate(self, pack, file, taken, error);
}

static gboolean
take_pack(McRecorder *self, GBytes *envelope, gboolean any_stays, gboolean *stays, GError **error)
{
	McPack pack = {0};
	g_auto(McPackFile) file = {.envelope = envelope, .moment_us = moment_of(self, envelope)};
	McTaken taken;
	char digest[MC_DIGEST_HEX_SIZE];
	g_autoptr(GError) cause = NULL;
	guint problems = open_pack(self, envelope, &pack, &cause);
	gboolean good = FALSE;

	if (problems != 0)
		return refuse_pack(self, problems, "unknown", cause, error);
	good = mc_taken_read(self->store.journal, &taken, error);
	mc_digest_hex(envelope, digest);
	/* The courier died before it could note that it had fetched it. */
	if (good && strcmp(digest, taken.envelope[pack.kind]) != 0) {
		memcpy(taken.envelope[pack.kind], digest, sizeof digest);
		good = take_good_seal(self, &pack, &file, &taken, any_stays, stays, error);
	}
	mc_pack_clear(&pack);
	return good;
}

static gboolean
look_at(McRecorder *self, guint64 number, gboolean *any_stays, GError **error)
{
	GError *problem = NULL;
	g_autoptr(GBytes) bytes = mc_spool_get(self->store.spool, MC_SPOOL_INBOX, number, &problem);
	gboolean stays = FALSE;

	if (bytes == NULL && problem == NULL)
		return TRUE;
	if (bytes == NULL && !g_error_matches(problem, MC_ERROR, MC_ERROR_BAD_INPUT)) {
		g_propagate_error(error, problem);
		return FALSE;
	}
	g_clear_error(&problem);
	if (bytes == NULL ? !refuse_pack(self, MC_PACK_BAD_CONTENT, "unknown", NULL, error)
	                  : !take_pack(self, bytes, *any_stays, &stays, error))
		return FALSE;
	*any_stays |= stays;
	return stays || mc_spool_remove(self->store.spool, MC_SPOOL_INBOX, number, error);
}

static void
on_time(gpointer data)
{
	McRecorder *self = data;

	self->packs_timer = 0;
	mc_recorder_watch_packs(self);
}

static void
look(McRecorder *self)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GArray) list = mc_spool_list(self->store.spool, MC_SPOOL_INBOX, &error);
	gboolean any_stays = FALSE;

	self->store.scope = "packs";
	for (guint i = 0; list != NULL && error == NULL && i < list->len; i++)
		look_at(self, g_array_index(list, guint64, i), &any_stays, &error);
	if (error != NULL)
		g_warning("packs: %s (looked at again)", error->message);
	if ((error != NULL || any_stays) && self->packs_timer == 0)
		self->packs_timer = mc_clock_after_ms(self->clock, LOOK_AGAIN_MS, on_time, self);
}

static void
on_inbox(McSpoolBox box, gpointer data)
{
	look(data);
}

void
mc_recorder_watch_packs(McRecorder *self)
{
	mc_spool_watch(self->store.spool, MC_SPOOL_INBOX, on_inbox, self);
	look(self);
}
