#include "drivers/sim/devsim/options.h"

#include <string.h>

/* What stands in every kiosk; the others wait for "plug" unless they are asked for. */
#define DEFAULT_DEVICES "vision,audiometer,reader"

static gboolean
plug_named(McSimRigOptions *rig, const char *name, GError **error)
{
	McSimRigDevice device;

	if (mc_sim_rig_device_from_name(name, &device)) {
		rig->plugged[device] = TRUE;
		return TRUE;
	}
	g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "no device %s", name);
	return FALSE;
}

static gboolean
take_plug(McSimRigOptions *rig, const char *name, GError **error)
{
	static const char *const names[] = {"cdc", "ftdi", "ch340"};

	for (guint i = 0; i < G_N_ELEMENTS(names); i++)
		if (strcmp(names[i], name) == 0) {
			rig->scale_plug = (McSimRigPlug)i;
			return TRUE;
		}
	g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
	    "--scale-plug wants cdc, ftdi or ch340, not %s", name);
	return FALSE;
}

static gboolean
plug_list(McSimRigOptions *rig, const char *list, GError **error)
{
	g_auto(GStrv) names = g_strsplit(list, ",", -1);

	if (strcmp(list, "none") == 0)
		return TRUE;
	for (guint i = 0; names[i] != NULL; i++)
		if (*names[i] != '\0' && !plug_named(rig, names[i], error))
			return FALSE;
	return TRUE;
}

/* rest begins with our own name. */
static void
take_program(McDevsimOptions *options, char **rest)
{
	gboolean marked = rest[0] != NULL && g_strcmp0(rest[1], "--") == 0;

	options->program = g_strdupv(rest + (rest[0] == NULL ? 0 : marked ? 2 : 1));
}

static gboolean
take_numbers(McDevsimOptions *options, gint rate, gint64 seed, GError **error)
{
	if (rate < 1 || rate > 1000 || seed < 0 || seed > G_MAXUINT32) {
		g_set_error_literal(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
		    "--clock-rate wants 1 to 1000, --seed 0 to 4294967295");
		return FALSE;
	}
	options->rig.clock_rate = (guint)rate;
	options->rig.seed = (guint32)seed;
	return TRUE;
}

/* What the options say, before it is looked at. */
typedef struct Words {
	char *devices, *plug;
	gboolean without[MC_SIM_RIG_DEVICES];
	gboolean split_pipes, vhci, gamepad;
	gint rate;
	gint64 seed;
} Words;

/* rest becomes what is left. */
static gboolean
read_words(Words *words, McDevsimOptions *options, char ***rest, GError **error)
{
	const GOptionEntry entries[] = {
	    {"devices", 0, 0, G_OPTION_ARG_STRING, &words->devices,
	        "Plug in these, or none; default " DEFAULT_DEVICES, "LIST"},
	    {"scale-plug", 0, 0, G_OPTION_ARG_STRING, &words->plug,
	        "How the serial scale is connected: cdc, ftdi or ch340", "KIND"},
	    {"gamepad", 0, 0, G_OPTION_ARG_NONE, &words->gamepad, "The response pad is a gamepad",
	        NULL},
	    {"no-vision", 0, 0, G_OPTION_ARG_NONE, &words->without[MC_SIM_RIG_VISION],
	        "Leave the vision tester unplugged", NULL},
	    {"no-audiometer", 0, 0, G_OPTION_ARG_NONE, &words->without[MC_SIM_RIG_AUDIOMETER],
	        "Leave the audiometer unplugged", NULL},
	    {"no-reader", 0, 0, G_OPTION_ARG_NONE, &words->without[MC_SIM_RIG_READER],
	        "Leave the card reader unplugged", NULL},
	    {"split-pipes", 0, 0, G_OPTION_ARG_NONE, &words->split_pipes,
	        "Card reader with separate pipes for header and body", NULL},
	    {"vhci", 0, 0, G_OPTION_ARG_NONE, &words->vhci,
	        "Plug the devices into this machine's kernel, for lsusb and all programs to see: "
	        "wants the module vhci-hcd, and root",
	        NULL},
	    {"person", 0, 0, G_OPTION_ARG_STRING, &options->person,
	        "Who sits there: sharp, needs-glasses, one-line-weak, deaf-one-ear, wears-aids, "
	        "protan, deutan, elder, myope, guesser, leaves, visitor (default: plays all by hand)",
	        "NAME"},
	    {"seed", 0, 0, G_OPTION_ARG_INT64, &words->seed, "Of the person's chance; default 1", "N"},
	    {"clock-rate", 0, 0, G_OPTION_ARG_INT, &words->rate,
	        "Instruments and person run N times faster", "N"},
	    {"trace", 0, 0, G_OPTION_ARG_FILENAME, &options->trace,
	        "Write all that goes over the bus to a file that Wireshark reads", "FILE"},
	    {"replay", 0, 0, G_OPTION_ARG_FILENAME, &options->replay,
	        "Play a flight record back: its instrument fails as it did", "FILE"},
	    {"script", 0, 0, G_OPTION_ARG_FILENAME, &options->script,
	        "Lines of the control socket, with \"wait MS\" between them: what happens, and when",
	        "FILE"},
	    {"control", 0, 0, G_OPTION_ARG_FILENAME, &options->control, "Path of the control socket",
	        "PATH"},
	    {NULL},
	};
	g_autoptr(GOptionContext) context = g_option_context_new("-- PROGRAM [ARGUMENT...]");

	g_option_context_set_summary(
	    context, "Runs PROGRAM on simulated instruments with a simulated person in front of them.");
	g_option_context_add_main_entries(context, entries, NULL);
	g_option_context_set_strict_posix(context, TRUE);
	return g_option_context_parse_strv(context, rest, error);
}

static gboolean
take_words(McDevsimOptions *options, const Words *words, GError **error)
{
	const char *devices = words->devices != NULL ? words->devices : DEFAULT_DEVICES;
	gboolean vhci = words->vhci || g_strcmp0(g_getenv("MEDCHECK_DEVSIM_BUS"), "vhci") == 0;

	if (!take_numbers(options, words->rate, words->seed, error) ||
	    !plug_list(&options->rig, devices, error) ||
	    (words->plug != NULL && !take_plug(&options->rig, words->plug, error)))
		return FALSE;
	for (guint i = 0; i < MC_SIM_RIG_DEVICES; i++)
		options->rig.plugged[i] = options->rig.plugged[i] && !words->without[i];
	options->rig.person = options->person != NULL ? options->person : "visitor";
	options->rig.split_pipes = words->split_pipes;
	options->rig.trace = options->trace;
	options->rig.replay = options->replay;
	options->rig.gamepad = words->gamepad;
	options->rig.transport = vhci ? MC_SIM_TRANSPORT_VHCI : MC_SIM_TRANSPORT_UMOCKDEV;
	return TRUE;
}

gboolean
mc_devsim_options_parse(McDevsimOptions *options, char **argv, GError **error)
{
	g_auto(GStrv) rest = g_strdupv(argv);
	Words words = {.rate = 1, .seed = 1};
	gboolean good = FALSE;

	*options = (McDevsimOptions){.person = NULL};
	good = read_words(&words, options, &rest, error) && take_words(options, &words, error);
	g_free(words.devices);
	g_free(words.plug);
	if (!good)
		return FALSE;
	take_program(options, rest);
	if (options->program[0] != NULL)
		return TRUE;
	g_set_error_literal(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "which program?");
	return FALSE;
}

void
mc_devsim_options_clear(McDevsimOptions *options)
{
	g_clear_pointer(&options->control, g_free);
	g_clear_pointer(&options->script, g_free);
	g_clear_pointer(&options->person, g_free);
	g_clear_pointer(&options->trace, g_free);
	g_clear_pointer(&options->replay, g_free);
	g_clear_pointer(&options->program, g_strfreev);
}
