/* Whose checks they were, for the counter's list of the day: a clerk gives a slip to the person who
 * asks for it, and a reference number says nothing of him. Name and number, masked, lie in the
 * journal in field envelopes under a key of that day. The key lies beside the journal, in a file of
 * its own: no copy of the journal has it, and with it goes the day from every copy. */

#include "app/base/error.h"
#include "app/base/file.h"
#include "app/json/fields.h"
#include "app/json/hex.h"
#include "app/record/field-envelope.h"
#include "app/record/time.h"
#include "app/recorder/crypt.h"
#include "app/recorder/state.h"
#include "app/recorder/values.h"
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define FOLDER "day-keys"
#define DAY_DIGITS 8
#define CONTEXT_SIZE 160

typedef struct McDayKey {
	gint32 yyyymmdd;
	guint8 key[MC_FIELD_KEY];
} McDayKey;

/* ---- the keys ---- */

static void
wipe_key(gpointer data)
{
	explicit_bzero(data, sizeof(McDayKey));
}

static char *
folder_of(const McRecorder *self)
{
	return g_build_filename(self->recorder_path, FOLDER, NULL);
}

/* 0: another file. What a power cut left of a key that was being written is one of its day, too. */
static gint32
day_of_name(const char *name)
{
	return strspn(name, "0123456789") == DAY_DIGITS ? (gint32)g_ascii_strtoll(name, NULL, 10) : 0;
}

/* FALSE: there is none, or it was destroyed. */
static gboolean
read_key(const char *folder, gint32 yyyymmdd, McDayKey *key)
{
	g_autofree char *path = g_strdup_printf("%s/%d", folder, yyyymmdd);
	GBytes *bytes = mc_file_bytes(path, NULL);
	gboolean is_good = bytes != NULL && g_bytes_get_size(bytes) == sizeof key->key;

	key->yyyymmdd = yyyymmdd;
	if (is_good)
		memcpy(key->key, g_bytes_get_data(bytes, NULL), sizeof key->key);
	mc_wipe_bytes(&bytes);
	return is_good;
}

static gboolean
make_key(const char *folder, gint32 yyyymmdd, McDayKey *key, GError **error)
{
	g_autofree char *path = g_strdup_printf("%s/%d", folder, yyyymmdd);

	key->yyyymmdd = yyyymmdd;
	if (!mc_random_bytes(key->key, sizeof key->key, error))
		return FALSE;
	g_mkdir(folder, 0700);
	return g_file_set_contents_full(path, (const char *)key->key, sizeof key->key,
	    G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
}

static GArray *
read_keys(const McRecorder *self)
{
	g_autofree char *folder = folder_of(self);
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	GArray *keys = g_array_new(FALSE, FALSE, sizeof(McDayKey));
	const char *name = NULL;
	McDayKey key;

	g_array_set_clear_func(keys, wipe_key);
	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL)
		if (day_of_name(name) != 0 && name[DAY_DIGITS] == '\0' &&
		    read_key(folder, day_of_name(name), &key))
			g_array_append_val(keys, key);
	wipe_key(&key);
	return keys;
}

/* ---- what lies under them ---- */

static void
name_value(gint32 yyyymmdd, guint64 record, char out[CONTEXT_SIZE])
{
	g_snprintf(out, CONTEXT_SIZE, MC_VALUE_PERSON "%d-%" G_GUINT64_FORMAT, yyyymmdd, record);
}

/* What is copied from one kiosk, journal or record to another opens nothing there. */
static void
name_context(const McRecorder *self, const char *value, char out[CONTEXT_SIZE])
{
	g_snprintf(out, CONTEXT_SIZE, "%s %s %s", self->config.kiosk, self->store.journal_id, value);
}

static GBytes *
write_person(const McIdentity *identity)
{
	g_autofree char *name = mc_identity_masked_name(identity);
	g_autofree char *number = mc_identity_masked_number(identity);
	json_auto_t *json = json_pack("{s:s, s:s}", "name", name, "number", number);
	char *text = json == NULL ? NULL : json_dumps(json, JSON_COMPACT);
	GBytes *person = text == NULL ? NULL : g_bytes_new(text, strlen(text));

	if (text != NULL)
		explicit_bzero(text, strlen(text));
	free(text);
	return person;
}

static char *
seal_person(McRecorder *self, const McDayKey *key, const char *value, GError **error)
{
	GBytes *person = write_person(&self->current->identity);
	g_autoptr(GBytes) sealed = NULL;
	char context[CONTEXT_SIZE];
	char *text = NULL;

	if (person == NULL) {
		mc_recorder_refuse(error, MC_ERROR_BAD_INPUT, "no text can be made of the person");
		return NULL;
	}
	name_context(self, value, context);
	sealed = mc_field_seal(self->config.suite, key->key, context, person, error);
	mc_wipe_bytes(&person);
	if (sealed == NULL)
		return NULL;
	text = g_malloc(2 * g_bytes_get_size(sealed) + 1);
	mc_hex_write(g_bytes_get_data(sealed, NULL), g_bytes_get_size(sealed), text);
	return text;
}

void
mc_day_data_batch(McRecorder *self, McBatch *batch, guint64 record)
{
	g_autofree char *folder = folder_of(self);
	gint32 today_yyyymmdd = mc_recorder_today_yyyymmdd(self);
	g_autofree char *text = NULL;
	g_autoptr(GError) error = NULL;
	char value[CONTEXT_SIZE];
	McDayKey key;

	if (self->config.counter_days == 0)
		return;
	name_value(today_yyyymmdd, record, value);
	if (read_key(folder, today_yyyymmdd, &key) || make_key(folder, today_yyyymmdd, &key, &error))
		text = seal_person(self, &key, value, &error);
	if (text != NULL)
		mc_batch_value(batch, value, text);
	else
		g_message("the counter's list will not say whose record %" G_GUINT64_FORMAT " is: %s",
		    record, error->message);
	wipe_key(&key);
}

static GBytes *
read_sealed(McRecorder *self, const char *value)
{
	g_autofree char *text = mc_journal_get_value(self->store.journal, value, NULL);
	gsize size = text == NULL ? 0 : strlen(text) / 2;
	guint8 *bytes = g_malloc(size + 1);

	if (size > 0 && mc_hex_read(text, bytes, size))
		return g_bytes_new_take(bytes, size);
	g_free(bytes);
	return NULL;
}

static void
read_person(GBytes *person, McRecorderLine *line)
{
	gsize size = 0;
	const char *text = g_bytes_get_data(person, &size);
	json_auto_t *json = json_loadb(text, size, JSON_REJECT_DUPLICATES, NULL);
	const char *name = json_string_value(json_object_get(json, "name"));
	const char *number = json_string_value(json_object_get(json, "number"));

	g_strlcpy(line->name, name == NULL ? "" : name, sizeof line->name);
	g_strlcpy(line->number, number == NULL ? "" : number, sizeof line->number);
}

static void
fill_line(McRecorder *self, const McDayKey *key, McRecorderLine *line)
{
	g_autoptr(GBytes) sealed = NULL;
	GBytes *person = NULL;
	char value[CONTEXT_SIZE];
	char context[CONTEXT_SIZE];

	name_value(key->yyyymmdd, line->seq, value);
	name_context(self, value, context);
	sealed = read_sealed(self, value);
	person = sealed == NULL ? NULL : mc_field_open(key->key, context, sealed, NULL);
	if (person != NULL)
		read_person(person, line);
	mc_wipe_bytes(&person);
}

void
mc_day_data_fill(McRecorder *self)
{
	g_autoptr(GArray) keys = read_keys(self);

	for (guint i = 0; i < keys->len; i++)
		for (guint n = 0; n < self->lines->len; n++)
			fill_line(self, &g_array_index(keys, McDayKey, i),
			    &g_array_index(self->lines, McRecorderLine, n));
}

/* ---- their end ---- */

gint64
mc_day_data_since(McRecorder *self, gint64 now_wall_us)
{
	gint64 before = (gint64)MAX(self->config.counter_days, 1) - 1;

	return mc_time_midnight_in_shanghai(now_wall_us - before * G_TIME_SPAN_DAY);
}

/* First its bytes, in their place; an empty file says that this was done. */
static gboolean
destroy_key(const char *path, GError **error)
{
	static const guint8 zeros[MC_FIELD_KEY];
	int file = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
	gboolean is_gone = file >= 0 && pwrite(file, zeros, sizeof zeros, 0) == (gssize)sizeof zeros &&
	                   fsync(file) == 0 && ftruncate(file, 0) == 0 && fsync(file) == 0;

	if (!is_gone)
		g_set_error(error, MC_ERROR, MC_ERROR_STORAGE, "a day's key stays: %s", g_strerror(errno));
	if (file >= 0)
		close(file);
	return is_gone;
}

/* What it opened is of no use any more: it goes, and that is chained, once. */
static gboolean
clear_day(McRecorder *self, gint32 yyyymmdd, GError **error)
{
	g_autofree char *values = g_strdup_printf(MC_VALUE_PERSON "%d-", yyyymmdd);
	g_autoptr(McBatch) batch = NULL;
	GError *problem = NULL;

	if (mc_journal_count_values(self->store.journal, values, &problem) == 0) {
		if (problem != NULL)
			g_propagate_error(error, problem);
		return problem == NULL;
	}
	batch = mc_batch_new(&self->store);
	mc_batch_clear_values(batch, values);
	mc_batch_audit(batch, MC_AUDIT_DAY_DATA_SHREDDED, &(McAuditFacts){.day = (guint)yyyymmdd});
	return mc_batch_commit(batch, error);
}

static void
shred(McRecorder *self, const char *path, gint32 yyyymmdd)
{
	g_autoptr(GError) error = NULL;

	if (!destroy_key(path, &error) || !clear_day(self, yyyymmdd, &error))
		g_message("day: %s (tried again)", error->message);
	else
		g_unlink(path);
}

/* A day that has not come: a clock that ran ahead was believed, and time was put right since. To
 * wait for it would keep names for as long as that clock was wrong. Tomorrow stays: about midnight
 * two clocks that are right may differ by a day. And all stay that may be today's, for all that is
 * known. */
static gint32
last_kept_yyyymmdd(McRecorder *self)
{
	McMoment now = mc_store_now(&self->store);
	gint64 latest_us = now.quality == MC_CLOCK_BOUNDED ? now.not_after_wall_us : now.at_wall_us;

	if (self->config.counter_days == 0)
		return 0;
	return latest_us == 0 ? G_MAXINT32 : mc_time_day_in_shanghai(latest_us + G_TIME_SPAN_DAY);
}

void
mc_day_data_shred(McRecorder *self, gint64 sure_wall_us)
{
	g_autofree char *folder = folder_of(self);
	gint32 first_kept = mc_time_day_in_shanghai(mc_day_data_since(self, sure_wall_us));
	gint32 last_kept = last_kept_yyyymmdd(self);
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	const char *name = NULL;

	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
		g_autofree char *path = g_build_filename(folder, name, NULL);
		gint32 yyyymmdd = day_of_name(name);

		if (yyyymmdd != 0 && (yyyymmdd < first_kept || yyyymmdd > last_kept))
			shred(self, path, yyyymmdd);
	}
}
