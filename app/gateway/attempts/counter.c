#include "app/gateway/attempts/counter.h"

#include "app/base/error.h"
#include "app/gateway/attempts/count.h"
#include "app/gateway/attempts/read.h"
#include "app/gateway/settings/settings.h"
#include "app/json/hex.h"
#include <string.h>

/* In one go: the gateway can write nothing meanwhile. */
#define STEP_RECORDS 256

static gboolean
read_secret(McCounter *self, const char *path, GError **error)
{
	g_autofree char *text = NULL;
	gsize size = 0;
	gboolean good = FALSE;

	if (!g_file_get_contents(path, &text, &size, error))
		return FALSE;
	good = mc_hex_read(g_strchomp(text), self->keys.secret, sizeof self->keys.secret);
	explicit_bzero(text, size);
	if (!good)
		g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT,
		    "%s: 64 hexadecimal digits are needed (openssl rand -hex 32)", path);
	return good;
}

/* The tests'; a counter in service does not even look. */
static gboolean
arm_faults(McCounter *self, const char *folder, GError **error)
{
	const char *kill_at = g_getenv("MEDCHECK_KILL_AT");
	g_autofree char *path = g_build_filename(folder, "gateway.json", NULL);
	McGatewaySettings gateway;

	if (kill_at == NULL)
		return TRUE;
	return mc_gateway_settings_read(path, &gateway, error) &&
	       (!gateway.demonstration || mc_kill_point_arm(&self->kill, kill_at, error));
}

gboolean
mc_counter_open(McCounter *self, const char *folder, GError **error)
{
	g_autofree char *settings = g_build_filename(folder, "attempts", "attempts.json", NULL);
	g_autofree char *secret = g_build_filename(folder, "attempts", "pseudonym.secret", NULL);
	g_autofree char *store = g_build_filename(folder, "store.db", NULL);

	if (!mc_attempt_settings_read(settings, &self->settings, error) ||
	    !read_secret(self, secret, error))
		return FALSE;
	self->key_path = g_build_filename(folder, "attempts", "counter.key", NULL);
	self->keys.key_path = self->key_path;
	mc_attempt_secret_check(&self->keys, self->secret_check);
	if (!arm_faults(self, folder, error))
		return FALSE;
	self->clock = mc_clock_new_system(1);
	self->store = mc_store_open_beside(store, error);
	return self->store != NULL;
}

void
mc_counter_clear(McCounter *self)
{
	explicit_bzero(self->keys.secret, sizeof self->keys.secret);
	g_clear_pointer(&self->store, mc_store_close);
	g_clear_pointer(&self->clock, mc_clock_free);
	g_clear_pointer(&self->key_path, g_free);
	mc_kill_point_clear(&self->kill);
}

/* ---- what changed ---- */

typedef struct Touched {
	char person[MC_ATTEMPT_PERSON_SIZE], exam[24];
} Touched;

static void
touch(const char *person, const char *exam, gpointer data)
{
	GArray *all = data;
	Touched touched = {0};

	if (*person == '\0')
		return;
	g_strlcpy(touched.person, person, sizeof touched.person);
	g_strlcpy(touched.exam, exam, sizeof touched.exam);
	for (guint i = 0; i < all->len; i++)
		if (memcmp(&g_array_index(all, Touched, i), &touched, sizeof touched) == 0)
			return;
	g_array_append_val(all, touched);
}

static gboolean
write_link(McCounter *self, const McAttemptLink *link, GArray *touched, GError **error)
{
	McStoreOpened opened = {.place = link->place,
	    .kiosk = link->kiosk,
	    .visit = link->visit,
	    .exam = link->exam,
	    .person = link->person,
	    .at_wall_us = link->at_wall_us};
	McStoreEnded ended = {.place = link->place,
	    .kiosk = link->kiosk,
	    .visit = link->visit,
	    .exam = link->exam,
	    .outcome = link->outcome,
	    .case_id = link->case_id,
	    .at_wall_us = link->at_wall_us};
	gboolean good = *link->outcome == '\0' ? mc_store_add_opened(self->store, &opened, error)
	                                       : mc_store_add_ended(self->store, &ended, error);

	return good &&
	       mc_store_each_opened(self->store, link->kiosk, link->visit, touch, touched, error);
}

/* ---- what is said of it ---- */

static gboolean
note_over(McCounter *self, const McAttempt *at, const McAttemptLimit *limit, const char *mark,
    GError **error)
{
	g_autofree char *text = g_strdup_printf(
	    "%s: more than %u attempts of one person within %u days", mark, limit->most, limit->days);
	McStoreRefusal row = {.at_wall_us = mc_clock_wall_us(self->clock),
	    .kiosk = at->kiosk,
	    .path = at->reference,
	    .digest = at->digest,
	    .codes = "attempts-over",
	    .text = text};
	gboolean is_first = FALSE;

	if (!mc_store_note_over(self->store, at->visit, at->exam, &is_first, error))
		return FALSE;
	if (!is_first)
		return TRUE;
	g_message("kiosk %s: %s: attempts-over: %s", at->kiosk, at->reference, text);
	return mc_store_refuse(self->store, &row, error);
}

static gboolean
mark_all(McCounter *self, const McStoreAttemptsOf *of, const McAttempts *attempts, GError **error)
{
	McAttemptLimit limit = mc_attempt_limit(&self->settings, of->exam);

	for (guint i = 0; i < attempts->row->len; i++) {
		const McAttempt *at = &g_array_index(attempts->row, McAttempt, i);
		g_autofree char *mark = mc_attempts_mark(attempts, at, &limit);
		g_autofree char *word = g_strconcat("attempt=", mark, NULL);

		if (at->number < 2)
			continue;
		if (!mc_store_mark_attempt(self->store, at->record, at->exam, word, error) ||
		    (at->number > limit.most && !note_over(self, at, &limit, mark, error)))
			return FALSE;
	}
	return TRUE;
}

static gboolean
settle(McCounter *self, const Touched *touched, GError **error)
{
	McStoreAttemptsOf of = {touched->person, touched->exam};
	McAttemptLimit limit = mc_attempt_limit(&self->settings, touched->exam);
	g_auto(McAttempts) attempts = {0};

	mc_attempts_init(&attempts);
	if (!mc_store_clear_marks(self->store, &of, error) ||
	    !mc_store_each_attempt(self->store, &of, mc_attempts_take, &attempts, error))
		return FALSE;
	mc_attempts_number(&attempts, &limit);
	return mark_all(self, &of, &attempts, error);
}

/* ---- a step ---- */

static gint64
oldest_us(McCounter *self)
{
	return mc_clock_wall_us(self->clock) - (gint64)self->settings.kept_days * G_TIME_SPAN_DAY;
}

static gboolean
write_all(McCounter *self, const McAttemptReader *reader, GError **error)
{
	g_autoptr(GArray) touched = g_array_new(FALSE, TRUE, sizeof(Touched));
	gint64 oldest = oldest_us(self);
	gboolean good = TRUE;

	for (guint i = 0; good && i < reader->links->len; i++) {
		const McAttemptLink *link = &g_array_index(reader->links, McAttemptLink, i);

		if (link->at_wall_us >= oldest)
			good = write_link(self, link, touched, error);
	}
	for (guint i = 0; good && i < touched->len; i++)
		good = settle(self, &g_array_index(touched, Touched, i), error);
	return good && mc_store_counted_to(self->store, reader->last, self->secret_check, error);
}

/* What was read is written only if nobody has counted, or forgotten, since it was read: the service
 * runs, and somebody counts again by hand. */
static gboolean
write_unless_late(McCounter *self, const McAttemptReader *reader, GError **error)
{
	gint64 place = 0;

	if (!mc_store_counted(self->store, &place, error))
		return FALSE;
	return place != reader->from || write_all(self, reader, error);
}

/* One transaction around it: all of it or nothing. */
static gboolean
in_one(McCounter *self, gboolean (*write)(McCounter *, const McAttemptReader *, GError **),
    const McAttemptReader *reader, GError **error)
{
	gboolean good = mc_store_begin_counting(self->store, error) && write(self, reader, error);

	if (good) {
		mc_kill_point_pass(&self->kill, NULL, "before-commit");
		good = mc_store_commit(self->store, error);
		mc_kill_point_pass(&self->kill, NULL, "after-commit");
		return good;
	}
	mc_store_stop_counting(self->store);
	return FALSE;
}

gboolean
mc_counter_step(McCounter *self, guint *count, GError **error)
{
	g_autoptr(GArray) links = g_array_new(FALSE, TRUE, sizeof(McAttemptLink));
	McAttemptReader reader = {.keys = &self->keys, .links = links};

	*count = 0;
	if (!mc_store_counting_secret(self->store, self->secret_check, error) ||
	    !mc_store_counted(self->store, &reader.from, error) ||
	    !mc_store_uncounted(self->store, STEP_RECORDS, mc_attempt_read, &reader, error))
		return FALSE;
	if (reader.looked_at > 0 && !in_one(self, write_unless_late, &reader, error))
		return FALSE;
	if (reader.unreadable > 0)
		g_warning("attempts: %u openings are sealed to another counter, and count for nobody",
		    reader.unreadable);
	*count = reader.looked_at;
	return TRUE;
}

static gboolean
forget_all(McCounter *self, const McAttemptReader *reader, GError **error)
{
	(void)reader;
	return mc_store_forget_attempts(self->store, error);
}

gboolean
mc_counter_rebuild(McCounter *self, GError **error)
{
	return in_one(self, forget_all, NULL, error);
}

static gboolean
forget_old(McCounter *self, const McAttemptReader *reader, GError **error)
{
	(void)reader;
	return mc_store_forget_old_attempts(self->store, oldest_us(self), error);
}

gboolean
mc_counter_forget(McCounter *self, GError **error)
{
	return in_one(self, forget_old, NULL, error);
}

/* Once a day is enough for what is kept for months. */
static gboolean
forget_daily(McCounter *self, gint64 *next_mono_us, GError **error)
{
	gint64 now_us = g_get_monotonic_time();

	if (now_us < *next_mono_us)
		return TRUE;
	*next_mono_us = now_us + G_TIME_SPAN_DAY;
	return mc_counter_forget(self, error);
}

void
mc_counter_run(McCounter *self)
{
	gint64 forget_mono_us = 0;

	for (;;) {
		g_autoptr(GError) error = NULL;
		guint count = 0;

		if (!forget_daily(self, &forget_mono_us, &error) || !mc_counter_step(self, &count, &error))
			g_warning(
			    "attempts: %s; tried again in %u ms", error->message, self->settings.every_ms);
		if (count < STEP_RECORDS)
			g_usleep((gulong)self->settings.every_ms * 1000);
	}
}
