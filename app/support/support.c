#include "app/support/support.h"

#include "app/base/error.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

struct McSupport {
	McSupportPort port;
	McClock *clock;
	char *program, *state, *folder; /* folder: of all bundles */
	char *out; /* NULL: none is being made */
	GCancellable *cancellable;
	McSupportMade made;
	gpointer data;
};

/* ---- what lies there ---- */

static gint
by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static GPtrArray *
names_in(const char *folder)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	const char *name;

	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL)
		g_ptr_array_add(names, g_build_filename(folder, name, NULL));
	g_ptr_array_sort(names, by_name);
	return names;
}

/* A bundle is files and one folder of files; nothing else is followed or taken away. */
static guint64
walk(const char *folder, gboolean take_away, gboolean goes_down)
{
	g_autoptr(GPtrArray) names = names_in(folder);
	guint64 bytes = 0;

	for (guint i = 0; i < names->len; i++) {
		const char *path = names->pdata[i];
		GStatBuf about;

		if (g_lstat(path, &about) != 0)
			continue;
		if (S_ISDIR(about.st_mode) && goes_down)
			bytes += walk(path, take_away, FALSE);
		if (S_ISREG(about.st_mode))
			bytes += (guint64)about.st_size;
		if (take_away && !S_ISDIR(about.st_mode))
			g_unlink(path);
	}
	if (take_away)
		g_rmdir(folder);
	return bytes;
}

/* Names are moments: in their order the oldest is first. */
static void
take_old_away(const McSupport *self)
{
	g_autoptr(GPtrArray) names = names_in(self->folder);

	for (guint i = 0; i + MC_SUPPORT_BUNDLES_MAX < names->len; i++)
		walk(names->pdata[i], TRUE, TRUE);
}

/* ---- making one ---- */

static void
tell(McSupport *self, GError *error)
{
	g_autofree char *out = g_steal_pointer(&self->out);
	g_autoptr(GError) owned = error;

	take_old_away(self);
	self->made(out, owned == NULL ? walk(out, FALSE, TRUE) : 0, owned, self->data);
}

static void
on_ended(GObject *object, GAsyncResult *result, gpointer data)
{
	GSubprocess *process = G_SUBPROCESS(object);
	g_autoptr(GError) error = NULL;

	if (g_subprocess_wait_finish(process, result, &error))
		tell(data, g_subprocess_get_successful(process)
		               ? NULL
		               : g_error_new(MC_ERROR, MC_ERROR_STORAGE, "support bundle: not written"));
	/* otherwise it was cancelled: data is gone */
}

static gboolean
on_no_program(gpointer data)
{
	tell(data, g_error_new(MC_ERROR, MC_ERROR_INTERNAL, "support bundle: no program makes one"));
	return G_SOURCE_REMOVE;
}

static char *
next_folder(const McSupport *self)
{
	gint64 now_us = mc_clock_wall_us(self->clock);
	g_autoptr(GDateTime) now = g_date_time_new_from_unix_utc(now_us / G_USEC_PER_SEC);
	g_autofree char *name = g_date_time_format(now, "%Y%m%dT%H%M%SZ");

	return g_build_filename(self->folder, name, NULL);
}

static void
make(gpointer data, McSupportMade made, gpointer user_data)
{
	McSupport *self = data;
	g_autoptr(GSubprocess) process = NULL;

	if (self->out != NULL)
		return;
	self->made = made;
	self->data = user_data;
	self->out = next_folder(self);
	process = g_subprocess_new(
	    G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL, self->program,
	    "support-bundle", "--state", self->state, "--out", self->out, NULL);
	if (process == NULL)
		g_idle_add(on_no_program, self);
	else
		g_subprocess_wait_async(process, self->cancellable, on_ended, self);
}

/* ---- life ---- */

McSupport *
mc_support_new(const char *program, const char *state, McClock *clock)
{
	McSupport *self = g_new0(McSupport, 1);

	self->program = g_strdup(program);
	self->state = g_strdup(state);
	self->clock = clock;
	self->folder = g_build_filename(state, "kiosk", "support", NULL);
	self->cancellable = g_cancellable_new();
	self->port = (McSupportPort){.self = self, .make = make};
	return self;
}

void
mc_support_free(McSupport *self)
{
	if (self == NULL)
		return;
	g_cancellable_cancel(self->cancellable);
	g_object_unref(self->cancellable);
	while (g_source_remove_by_user_data(self))
		continue;
	g_free(self->program);
	g_free(self->state);
	g_free(self->folder);
	g_free(self->out);
	g_free(self);
}

McSupportPort *
mc_support_port(McSupport *self)
{
	return &self->port;
}
