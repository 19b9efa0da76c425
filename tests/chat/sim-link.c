/* The companion's link and the bench's control socket, end to end: every change is told, nothing is
 * asked for twice, and the end is noticed. */

#include "drivers/sim/devsim/server.h"
#include "ui/companion/link.h"

#include <string.h>
#include <unistd.h>

typedef struct Seen {
	guint states, gone;
	McCompanionState state;
	char *refusal;
} Seen;

static void
on_state(const McCompanionState *state, gpointer data)
{
	Seen *seen = data;

	seen->states++;
	seen->state = *state;
}

static void
on_refused(const char *why, gpointer data)
{
	Seen *seen = data;

	g_free(seen->refusal);
	seen->refusal = g_strdup(why);
}

static void
on_gone(gpointer data)
{
	Seen *seen = data;

	seen->gone++;
}

static const McCompanionListener listener = {
    .state = on_state, .refused = on_refused, .gone = on_gone};

static void
wait_for_states(const Seen *seen, guint count)
{
	while (seen->states < count)
		g_main_context_iteration(NULL, TRUE);
}

static void
test_link(void)
{
	const McSimRigOptions options = {.plugged = {[MC_SIM_RIG_VISION] = TRUE}};
	g_autoptr(GError) error = NULL;
	g_autofree char *folder = g_dir_make_tmp("link-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(folder, "control", NULL);
	McSimRig *rig = mc_sim_rig_new(&options, &error);
	McDevsimServer *server = mc_devsim_server_new(rig, path, &error);
	McCompanionLink *link;
	Seen seen = {.states = 0}, other = {.states = 0};
	McCompanionLink *second;

	g_assert_no_error(error);
	link = mc_companion_link_new(path, &listener, &seen, &error);
	g_assert_no_error(error);
	wait_for_states(&seen, 1);
	g_assert_true(seen.state.vision_plugged && !seen.state.reader_plugged);
	g_assert_cmpstr(seen.state.person, ==, "visitor");
	g_assert_false(seen.state.present);
	/* what one companion does all of them see */
	second = mc_companion_link_new(path, &listener, &other, &error);
	wait_for_states(&other, 1);
	mc_companion_link_send(link, "person sharp");
	while (strcmp(other.state.person, "sharp") != 0)
		wait_for_states(&other, other.states + 1);
	while (strcmp(seen.state.person, "sharp") != 0)
		wait_for_states(&seen, seen.states + 1);
	mc_companion_link_send(second, "frobnicate");
	while (other.refusal == NULL)
		g_main_context_iteration(NULL, TRUE);
	g_assert_nonnull(strstr(other.refusal, "frobnicate"));
	g_assert_null(seen.refusal);
	/* a companion that leaves takes nobody along */
	mc_companion_link_free(second);
	mc_companion_link_send(link, "unplug vision");
	while (seen.state.vision_plugged)
		wait_for_states(&seen, seen.states + 1);
	g_assert_cmpuint(seen.gone, ==, 0);
	mc_devsim_server_free(server);
	while (seen.gone == 0)
		g_main_context_iteration(NULL, TRUE);
	mc_companion_link_send(link, "state");
	mc_companion_link_free(link);
	g_assert_cmpuint(seen.gone, ==, 1);
	g_assert_null(mc_companion_link_new(path, &listener, &seen, NULL));
	mc_sim_rig_free(rig);
	g_assert_cmpint(rmdir(folder), ==, 0); /* the socket is gone, too */
	g_free(other.refusal);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/sim/link", test_link);
	return g_test_run();
}
