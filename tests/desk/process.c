/* The recorder as the real program behind its socket, asked as the glass asks. */

#include "app/base/error.h"
#include "tests/desk/desk.h"
#include <string.h>

static gboolean
is_dead(McDesk *desk)
{
	return desk->program == NULL || g_subprocess_get_identifier(desk->program) == NULL;
}

static void
on_ended(GObject *source, GAsyncResult *result, gpointer data)
{
	g_subprocess_wait_finish(G_SUBPROCESS(source), result, NULL);
}

void
mc_desk_start_program(McDesk *desk, const char *kill_at)
{
	g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new(
	    G_SUBPROCESS_FLAGS_STDERR_SILENCE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
	g_autoptr(GError) error = NULL;

	if (kill_at != NULL)
		g_subprocess_launcher_setenv(launcher, "MEDCHECK_KILL_AT", kill_at, TRUE);
	else
		g_subprocess_launcher_unsetenv(launcher, "MEDCHECK_KILL_AT");
	for (guint i = 0; desk->environment != NULL && desk->environment[i] != NULL; i++) {
		g_auto(GStrv) pair = g_strsplit(desk->environment[i], "=", 2);

		g_subprocess_launcher_setenv(launcher, pair[0], pair[1], TRUE);
	}
	g_clear_object(&desk->program);
	desk->program = g_subprocess_launcher_spawn(
	    launcher, &error, MC_BINARY_DIR "/bin/medcheck-recorder", "--state", desk->folder, NULL);
	g_assert_no_error(error);
	g_subprocess_wait_async(desk->program, NULL, on_ended, NULL);
}

void
mc_desk_kill_program(McDesk *desk)
{
	if (desk->program == NULL)
		return;
	g_subprocess_force_exit(desk->program);
	while (!is_dead(desk))
		g_main_context_iteration(NULL, TRUE);
	g_clear_object(&desk->program);
}

McDesk *
mc_desk_new_program(const McDeskKit *kit, const char *kill_at)
{
	McDesk *desk = mc_desk_new_bare(kit, mc_clock_new_system(1));
	g_autofree char *socket = g_build_filename(desk->folder, "recorder", "recorder.sock", NULL);

	mc_desk_start_program(desk, kill_at);
	desk->link = mc_link_new(socket, desk->clock);
	desk->port = mc_link_port(desk->link);
	return desk;
}

static void
on_reply(const McRecorderReply *reply, const GError *error, gpointer data)
{
	McDesk *desk = data;

	*desk->reply = *reply;
	g_free(desk->lines);
	desk->lines = g_memdup2(reply->line, reply->lines * sizeof(McRecorderLine));
	desk->reply->line = desk->lines;
	g_clear_error(&desk->error);
	desk->error = error == NULL ? NULL : g_error_copy(error);
	desk->replied++;
}

static void
ask_once(McDesk *desk, const McRecorderRequest *request)
{
	guint before = desk->replied;

	while (!desk->port->is_connected(desk->port->self) && !is_dead(desk))
		g_main_context_iteration(NULL, TRUE);
	desk->port->request(desk->port->self, request, on_reply, desk);
	while (desk->replied == before)
		g_main_context_iteration(NULL, TRUE);
}

gboolean
mc_desk_insist(McDesk *desk, const McRecorderRequest *request)
{
	ask_once(desk, request);
	while (g_error_matches(desk->error, MC_ERROR, MC_ERROR_UNREACHABLE)) {
		while (!is_dead(desk) && !desk->port->is_connected(desk->port->self))
			g_main_context_iteration(NULL, TRUE);
		if (is_dead(desk)) {
			desk->deaths++;
			mc_desk_start_program(desk, NULL);
			if (desk->known != NULL)
				ask_once(desk, &(McRecorderRequest){
				                   .op = MC_RECORDER_VISIT_IDENTIFY, .identity = desk->known});
		}
		ask_once(desk, request);
	}
	return desk->error == NULL;
}
