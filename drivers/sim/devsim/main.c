/* medcheck-devsim: runs a program on simulated instruments, with a simulated person in front of
 * them. For developers, demonstrations and training. */

#include "drivers/sim/devsim/launcher.h"
#include "drivers/sim/devsim/options.h"
#include "drivers/sim/devsim/script.h"
#include "drivers/sim/devsim/server.h"

#include <locale.h>
#include <unistd.h>

#define STATUS_USAGE 2
#define STATUS_NO_BENCH 3

static char *
own_control_path(void)
{
	return g_strdup_printf("%s/medcheck-devsim-%d.control", g_get_user_runtime_dir(), getpid());
}

static int
run(const McDevsimOptions *options, GError **error)
{
	g_autofree char *control =
	    options->control != NULL ? g_strdup(options->control) : own_control_path();
	g_autoptr(McSimRig) rig = mc_sim_rig_new(&options->rig, error);
	g_autoptr(McDevsimServer) server = NULL;
	g_autoptr(McDevsimScript) script = NULL;

	if (rig == NULL)
		return STATUS_NO_BENCH;
	server = mc_devsim_server_new(rig, control, error);
	if (server == NULL)
		return STATUS_NO_BENCH;
	if (options->script != NULL) {
		script = mc_devsim_script_new(rig, options->script, error);
		if (script == NULL)
			return STATUS_NO_BENCH;
	}
	return mc_devsim_run(options->program, control);
}

/* A bus of our own is the preload library's work; the kernel's needs none. */
static gboolean
make_ready(const McDevsimOptions *options, char **argv, GError **error)
{
	return options->rig.transport == MC_SIM_TRANSPORT_VHCI || mc_devsim_reexec(argv, error);
}

int
main(int argc, char **argv)
{
	McDevsimOptions options;
	g_autoptr(GError) error = NULL;
	int status = STATUS_USAGE;

	setlocale(LC_ALL, "");
	if (mc_devsim_options_parse(&options, argv, &error))
		status = make_ready(&options, argv, &error) ? run(&options, &error) : STATUS_NO_BENCH;
	if (error != NULL)
		g_printerr("medcheck-devsim: %s\n", error->message);
	mc_devsim_options_clear(&options);
	return status;
}
