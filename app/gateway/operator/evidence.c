#include "app/gateway/operator/evidence.h"

#include "app/base/error.h"
#include "app/gateway/store/evidence.h"
#include "app/record/content.h"
#include "app/record/time.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#define DIGEST_LENGTH 64

typedef enum Found { HERE, AWAITED, MISSING, DIFFERENT, FOREIGN, OVER, REMOVED } Found;

static const struct {
	const char *name, *code, *text; /* code NULL: nobody needs to see it */
} found[] = {
    [HERE] = {"here", NULL, NULL},
    [AWAITED] = {"awaited", NULL, NULL},
    [MISSING] = {"missing", "evidence-missing", "a record names it and it has not come"},
    [DIFFERENT] = {"different", "evidence-different", "another file stands under its name"},
    [FOREIGN] = {"foreign", "evidence-foreign", "no accepted record names it"},
    [OVER] = {"over", "evidence-over", "its last day is over and it is here"},
    [REMOVED] = {"removed", "evidence-removed", "its last day is over and it is not here"},
};

typedef struct Comparison {
	McStore *store;
	const char *folder;
	gint64 now_wall_us, due_us;
	gboolean remove_over;
	GPtrArray *lines; /* of Line */
	GHashTable *named; /* "KIOSK/DIGEST" */
} Comparison;

/* A copy of what the store says: nothing is written while it is read. */
typedef struct Line {
	McStoreEvidence evidence;
	char *kiosk, *digest, *reference, *state;
} Line;

static void
line_free(gpointer data)
{
	Line *line = data;

	g_free(line->kiosk);
	g_free(line->digest);
	g_free(line->reference);
	g_free(line->state);
	g_free(line);
}

static void
take_line(const McStoreEvidence *evidence, gpointer data)
{
	Comparison *self = data;
	Line *line = g_new0(Line, 1);

	line->evidence = *evidence;
	line->evidence.kiosk = line->kiosk = g_strdup(evidence->kiosk);
	line->evidence.digest = line->digest = g_strdup(evidence->digest);
	line->evidence.reference = line->reference = g_strdup(evidence->reference);
	line->evidence.state = line->state = g_strdup(evidence->state);
	g_ptr_array_add(self->lines, line);
}

/* ---- what is there ---- */

/* What is under way has another name. */
static gboolean
is_digest(const char *name)
{
	return strlen(name) == DIGEST_LENGTH && strspn(name, "0123456789abcdef") == DIGEST_LENGTH;
}

static char *
path_of(const Comparison *self, const char *kiosk, const char *digest)
{
	return g_build_filename(self->folder, kiosk, digest, NULL);
}

static gboolean
is_itself(const char *path, const char *digest)
{
	g_autoptr(GMappedFile) file = g_mapped_file_new(path, FALSE, NULL);
	g_autoptr(GBytes) bytes = file == NULL ? NULL : g_mapped_file_get_bytes(file);
	char is[MC_DIGEST_HEX_SIZE] = "";

	if (bytes != NULL)
		mc_digest_hex(bytes, is);
	return strcmp(is, digest) == 0;
}

static Found
look_at(const Comparison *self, const McStoreEvidence *evidence)
{
	g_autofree char *path = path_of(self, evidence->kiosk, evidence->digest);
	gboolean is_there = g_file_test(path, G_FILE_TEST_EXISTS);

	if (evidence->seq == 0)
		return is_there ? FOREIGN : REMOVED;
	if (mc_time_day_in_shanghai(self->now_wall_us) > evidence->kept_until_yyyymmdd)
		return is_there ? OVER : REMOVED;
	if (is_there)
		return is_itself(path, evidence->digest) ? HERE : DIFFERENT;
	return self->now_wall_us - evidence->received_wall_us > self->due_us ? MISSING : AWAITED;
}

static gboolean
remove_it(const Comparison *self, const McStoreEvidence *evidence, Found *what, GError **error)
{
	g_autofree char *path = path_of(self, evidence->kiosk, evidence->digest);

	if (*what != OVER || !self->remove_over)
		return TRUE;
	*what = REMOVED;
	if (g_unlink(path) == 0)
		return TRUE;
	g_set_error(
	    error, MC_ERROR, MC_ERROR_STORAGE, "evidence: cannot remove a file: %s", g_strerror(errno));
	return FALSE;
}

/* ---- what is said ---- */

static gboolean
note(Comparison *self, const McStoreEvidence *evidence, Found what, GError **error)
{
	g_autofree char *path =
	    g_strdup_printf("/v1/kiosks/%s/evidence/%s", evidence->kiosk, evidence->digest);
	const McStoreRefusal row = {.at_wall_us = self->now_wall_us,
	    .kiosk = evidence->kiosk,
	    .path = path,
	    .digest = evidence->digest,
	    .codes = found[what].code,
	    .text = found[what].text};

	if (strcmp(evidence->state, found[what].name) == 0)
		return TRUE;
	return mc_store_note_evidence(self->store, evidence, found[what].name, error) &&
	       (found[what].code == NULL || mc_store_refuse(self->store, &row, error));
}

static void
print(const McStoreEvidence *evidence, Found what)
{
	if (evidence->seq == 0)
		g_print("%s - - %s %s\n", evidence->kiosk, evidence->digest, found[what].name);
	else
		g_print("%s %" G_GUINT64_FORMAT " %s %s %s until %d\n", evidence->kiosk, evidence->seq,
		    evidence->reference, evidence->digest, found[what].name, evidence->kept_until_yyyymmdd);
}

static gboolean
compare(Comparison *self, const McStoreEvidence *evidence, GError **error)
{
	Found what = look_at(self, evidence);
	gboolean is_news = evidence->seq > 0 || what == FOREIGN;

	g_hash_table_add(self->named, g_strconcat(evidence->kiosk, "/", evidence->digest, NULL));
	/* somebody took a foreign file away: nothing is said of it any more */
	if (!is_news)
		return TRUE;
	if (!remove_it(self, evidence, &what, error) || !note(self, evidence, what, error))
		return FALSE;
	print(evidence, what);
	return TRUE;
}

/* ---- files that no line is about ---- */

static gboolean
compare_kiosk(Comparison *self, const char *kiosk, GError **error)
{
	g_autofree char *path = g_build_filename(self->folder, kiosk, NULL);
	g_autoptr(GDir) files = g_dir_open(path, 0, NULL);
	const char *name = NULL;

	while (files != NULL && (name = g_dir_read_name(files)) != NULL) {
		g_autofree char *key = g_strconcat(kiosk, "/", name, NULL);
		const McStoreEvidence foreign = {
		    .kiosk = kiosk, .digest = name, .reference = "", .state = ""};

		if (!is_digest(name) || g_hash_table_contains(self->named, key))
			continue;
		if (!compare(self, &foreign, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
compare_all(Comparison *self, GError **error)
{
	g_autoptr(GDir) kiosks = g_dir_open(self->folder, 0, NULL);
	const char *kiosk = NULL;

	if (!mc_store_each_evidence(self->store, take_line, self, error))
		return FALSE;
	for (guint i = 0; i < self->lines->len; i++)
		if (!compare(self, &((Line *)g_ptr_array_index(self->lines, i))->evidence, error))
			return FALSE;
	while (kiosks != NULL && (kiosk = g_dir_read_name(kiosks)) != NULL)
		if (!compare_kiosk(self, kiosk, error))
			return FALSE;
	return mc_store_commit(self->store, error);
}

gboolean
mc_operator_evidence(const char *store_path, const char *folder, gint64 due_hours,
    gboolean remove_over, GError **error)
{
	g_autoptr(McStore) store = mc_store_open_beside(store_path, error);
	g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(line_free);
	g_autoptr(GHashTable) named = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	Comparison self = {.store = store,
	    .folder = folder,
	    .now_wall_us = g_get_real_time(),
	    .due_us = due_hours * (gint64)G_TIME_SPAN_HOUR,
	    .remove_over = remove_over,
	    .lines = lines,
	    .named = named};

	return store != NULL && compare_all(&self, error);
}
