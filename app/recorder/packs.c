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
#include "app/recorder/values.h"
#include <stdio.h>
#include <string.h>

#define REFUSED_A_DAY 20
#define LOOK_AGAIN_MS (60u * 1000)

/* What stays of the packs that were taken. */
typedef struct McTaken {
	gint64 version[MC_PACK_KINDS];
	gint64 expires_wall_us[MC_PACK_KINDS]; /* 0 = none was taken */
	char envelope[MC_PACK_KINDS][MC_DIGEST_HEX_SIZE]; /* its digest: it may come twice */
	char file[MC_PACK_KINDS]
	         [MC_DIGEST_HEX_SIZE]; /* of the file inside; "": of before it was kept */
} McTaken;

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

static void
read_digest(const json_t *one, const char *name, char out[MC_DIGEST_HEX_SIZE])
{
	const char *digest = json_string_value(json_object_get(one, name));

	g_strlcpy(out, digest != NULL ? digest : "", MC_DIGEST_HEX_SIZE);
}

static gboolean
read_taken(McRecorder *self, McTaken *taken, GError **error)
{
	GError *problem = NULL;
	g_autofree char *text = mc_journal_get_value(self->store.journal, MC_VALUE_PACKS, &problem);
	json_auto_t *json = text == NULL ? NULL : json_loads(text, 0, NULL);

	memset(taken, 0, sizeof *taken);
	for (guint i = 0; i < MC_PACK_KINDS; i++) {
		const json_t *one = json_object_get(json, mc_pack_kind_name((McPackKind)i));

		taken->version[i] = json_integer_value(json_object_get(one, "version"));
		taken->expires_wall_us[i] = json_integer_value(json_object_get(one, "expires_wall_us"));
		read_digest(one, "envelope", taken->envelope[i]);
		read_digest(one, "file", taken->file[i]);
	}
	if (problem != NULL)
		g_propagate_error(error, problem);
	return problem == NULL;
}

static void
batch_taken(McBatch *batch, const McTaken *taken)
{
	json_auto_t *json = json_object();
	char *text = NULL;

	for (guint i = 0; i < MC_PACK_KINDS; i++)
		if (taken->version[i] != 0)
			json_object_set_new(json, mc_pack_kind_name((McPackKind)i),
			    json_pack("{sI sI ss ss}", "version", (json_int_t)taken->version[i],
			        "expires_wall_us", (json_int_t)taken->expires_wall_us[i], "envelope",
			        taken->envelope[i], "file", taken->file[i]));
	text = json_dumps(json, JSON_COMPACT);
	mc_batch_value(batch, MC_VALUE_PACKS, text);
	free(text);
}

const char *
mc_recorder_packs_problem(McRecorder *self)
{
	McTaken taken;

	if (!read_taken(self, &taken, NULL))
		return NULL;
	for (guint i = 0; i < MC_PACK_KINDS; i++)
		if (taken.expires_wall_us[i] != 0 &&
		    taken.expires_wall_us[i] <= mc_store_now_us(&self->store))
			return "visit: a signed pack (configuration, rules, staff, devices or revocations) has "
			       "run "
			       "out; a "
			       "newer "
			       "one is needed";
	return NULL;
}

gboolean
mc_recorder_packs_state(McRecorder *self, McVisit *visit, GError **error)
{
	McTaken taken;

	if (!read_taken(self, &taken, error))
		return FALSE;
	visit->packs = 0;
	for (guint i = 0; i < MC_PACK_KINDS; i++) {
		McVisitPack *pack = &visit->pack[visit->packs];

		if (taken.version[i] == 0 || taken.file[i][0] == '\0')
			continue;
		pack->kind = (McPackKind)i;
		pack->version = taken.version[i];
		g_strlcpy(pack->file_sha256, taken.file[i], sizeof pack->file_sha256);
		visit->packs++;
	}
	return TRUE;
}

/* ---- the files ---- */

static gboolean
read_configuration(McRecorder *self, GBytes *bytes, McPackFile *file, GError **error)
{
	const char *wrong[4] = {NULL};
	guint count = 0;
	g_autofree char *all = NULL;

	if (!mc_recorder_config_read(bytes, &file->config, error))
		return FALSE;
	if (strcmp(file->config.kiosk, self->config.kiosk) != 0)
		wrong[count++] = "recorder.json.kiosk: for another kiosk";
	if (file->config.suite != mc_signer_suite(self->store.signer))
		wrong[count++] = "recorder.json.suite: another suite, that goes by --rollover";
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
		return;
	case MC_PACK_RULES:
		g_ptr_array_add(self->packs, g_memdup2(&file->rules, sizeof file->rules));
		return;
	case MC_PACK_STAFF: mc_staff_take_people(&self->staff, &file->people); return;
	case MC_PACK_DEVICES:
		memcpy(self->adopted, file->enrolment, sizeof self->adopted);
		self->adopted_count = file->enrolments;
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
	batch_taken(batch, taken);
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

/* Good and not to be used yet: before its day, or a configuration while somebody is at the glass or
 * may come back to it. A clock that is believed, and that it contradicts, is not moved by it: one of
 * the two is wrong. */
static gboolean
has_to_wait(McRecorder *self, const McPack *pack, gint64 moment_us)
{
	return pack->effective_wall_us > moment_us ||
	       pack->issued_wall_us > moment_us + tolerance_us(self) ||
	       (pack->kind == MC_PACK_CONFIGURATION &&
	           (self->current != NULL || self->remains != NULL));
}

/* *stays: it is to be looked at again. */
static gboolean
take_pack(McRecorder *self, GBytes *envelope, gboolean *stays, GError **error)
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
	good = read_taken(self, &taken, error);
	mc_digest_hex(envelope, digest);
	/* The courier died before it could note that it had fetched it. */
	if (good && strcmp(digest, taken.envelope[pack.kind]) == 0) {
		mc_pack_clear(&pack);
		return TRUE;
	}
	memcpy(taken.envelope[pack.kind], digest, sizeof digest);
	if (good) {
		problems =
		    mc_pack_problems(&pack, &(McPackLook){self->config.kiosk, taken.version[pack.kind],
		                                file.moment_us, latest_issue_us(self)});
		if (!read_file(self, &pack, &file, &cause))
			problems |= MC_PACK_BAD_FILE;
		*stays = problems == 0 && has_to_wait(self, &pack, file.moment_us);
		if (problems != 0)
			good = refuse_pack(self, problems, mc_pack_kind_name(pack.kind), cause, error);
		else if (!*stays)
			good = activate(self, &pack, &file, &taken, error);
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
	                  : !take_pack(self, bytes, &stays, error))
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
