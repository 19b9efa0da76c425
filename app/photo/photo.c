#include "app/photo/photo.h"

#include "app/base/error.h"
#include "app/base/secret.h"
#include "app/photo/answer.h"

#include <gio/gio.h>
#include <string.h>

#define LONGEST_S 3

/* One photo on its way; outlives its McPhoto when that goes first. */
typedef struct Run {
	McPhoto *photo; /* NULL: nobody waits any more */
	GSubprocess *process;
	guint timer;
	gboolean late;
	McPhotoDone done;
	gpointer data;
	gsize length;
	guint8 answer[MC_PHOTO_ANSWER_BYTES_MAX + 1]; /* personal */
} Run;

struct McPhoto {
	McPhotoPort port;
	char *program, *plugin;
	Run *run;
};

static void
free_run(Run *run)
{
	if (run->timer != 0)
		g_source_remove(run->timer);
	if (run->process != NULL)
		g_subprocess_force_exit(run->process);
	g_clear_object(&run->process);
	explicit_bzero(run->answer, sizeof run->answer);
	g_free(run);
}

static gboolean
on_late(gpointer data)
{
	Run *run = data;

	run->timer = 0;
	run->late = TRUE;
	g_subprocess_force_exit(run->process); /* its end of the pipe closes, and the reading ends */
	return G_SOURCE_REMOVE;
}

/* ---- the answer ---- */

static void
tell(Run *run)
{
	guint width = 0, height = 0;
	g_autoptr(GBytes) rgb = NULL;
	g_autoptr(GError) error = NULL;

	if (run->late)
		error =
		    g_error_new(MC_ERROR, MC_ERROR_TIMEOUT, "photo: the decoder does not come to an end");
	else if (!mc_photo_answer_read(run->answer, run->length, &width, &height))
		error = g_error_new(MC_ERROR, MC_ERROR_BAD_INPUT, "photo: the decoder gives no picture");
	else
		rgb = mc_secret_new(run->answer + MC_PHOTO_HEAD_BYTES, run->length - MC_PHOTO_HEAD_BYTES);
	run->done(rgb, width, height, error, run->data);
}

static void
on_read(GObject *stream, GAsyncResult *result, gpointer data)
{
	Run *run = data;

	g_input_stream_read_all_finish(G_INPUT_STREAM(stream), result, &run->length, NULL);
	if (run->photo != NULL) {
		run->photo->run = NULL;
		tell(run);
	}
	free_run(run);
}

/* ---- the question ---- */

static gboolean
on_no_program(gpointer data)
{
	Run *run = data;
	g_autoptr(GError) error =
	    g_error_new(MC_ERROR, MC_ERROR_INTERNAL, "photo: medcheck-photo does not start");

	run->timer = 0;
	if (run->photo != NULL) {
		run->photo->run = NULL;
		run->done(NULL, 0, 0, error, run->data);
	}
	free_run(run);
	return G_SOURCE_REMOVE;
}

static GSubprocess *
start(const McPhoto *self)
{
	g_autoptr(GSubprocessLauncher) launcher =
	    g_subprocess_launcher_new(G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
	                              G_SUBPROCESS_FLAGS_STDERR_SILENCE);
	static char *nothing[] = {NULL};

	g_subprocess_launcher_set_environ(launcher, nothing);
	return g_subprocess_launcher_spawn(launcher, NULL, self->program, self->plugin, NULL);
}

static void
cancel(gpointer data)
{
	McPhoto *self = data;

	if (self->run == NULL)
		return;
	self->run->photo = NULL;
	if (self->run->process != NULL)
		g_subprocess_force_exit(self->run->process);
	self->run = NULL;
}

static void
decode(gpointer data, const guint8 *bytes, gsize length, McPhotoDone done, gpointer user_data)
{
	McPhoto *self = data;
	Run *run = g_new0(Run, 1);
	GOutputStream *to;

	cancel(self);
	*run = (Run){.photo = self, .done = done, .data = user_data};
	self->run = run;
	run->process = start(self);
	if (run->process == NULL) {
		run->timer = g_idle_add(on_no_program, run);
		return;
	}
	/* far less than a pipe holds, so it does not wait for the child */
	to = g_subprocess_get_stdin_pipe(run->process);
	g_output_stream_write_all(to, bytes, MIN(length, MC_PHOTO_BYTES_MAX), NULL, NULL, NULL);
	g_output_stream_close(to, NULL, NULL);
	run->timer = g_timeout_add_seconds(LONGEST_S, on_late, run);
	g_input_stream_read_all_async(g_subprocess_get_stdout_pipe(run->process), run->answer,
	    sizeof run->answer, G_PRIORITY_DEFAULT, NULL, on_read, run);
}

McPhoto *
mc_photo_new(const char *program, const char *plugin)
{
	McPhoto *self = g_new0(McPhoto, 1);

	self->program = g_strdup(program);
	self->plugin = g_strdup(plugin);
	self->port = (McPhotoPort){.self = self, .decode = decode, .cancel = cancel};
	return self;
}

void
mc_photo_free(McPhoto *self)
{
	if (self == NULL)
		return;
	cancel(self);
	g_free(self->program);
	g_free(self->plugin);
	g_free(self);
}

McPhotoPort *
mc_photo_port(McPhoto *self)
{
	return &self->port;
}
