#include "kiosk-options.h"
#include "app/base/share.h"
#include "app/ports/printer.h"

gboolean
mc_kiosk_options_read(int *argc, char ***argv, McKioskOptions *options, GError **error)
{
	const GOptionEntry entries[] = {
	    {"state", 0, 0, G_OPTION_ARG_FILENAME, &options->state, "Folder of the provisioning",
	        "DIR"},
	    {"share", 0, 0, G_OPTION_ARG_FILENAME, &options->share, "Folder of locale/ and voice/",
	        "DIR"},
	    {"slips", 0, 0, G_OPTION_ARG_FILENAME, &options->slips,
	        "Demonstration: keep each slip there as PDF", "DIR"},
	    {"photo-decoder", 0, 0, G_OPTION_ARG_FILENAME, &options->photo_decoder,
	        "Library that decodes the card's photo (app/photo/plugin.h)", "FILE"},
	    {"camera", 0, 0, G_OPTION_ARG_FILENAME, &options->camera,
	        "Node of the booth's camera (/dev/medcheck-camera), or test, test-mjpeg", "NODE"},
	    {"language", 0, 0, G_OPTION_ARG_STRING, &options->language, "First language: zh_CN or en",
	        "L"},
	    {"clock-rate", 0, 0, G_OPTION_ARG_INT, &options->clock_rate,
	        "Demonstration: run N times faster", "N"},
	    {"demonstration", 0, 0, G_OPTION_ARG_NONE, &options->demonstration,
	        "Keyboard and mouse answer, too", NULL},
	    {"windowed", 0, 0, G_OPTION_ARG_NONE, &options->windowed, "A window of half the height",
	        NULL},
	    {"no-voice", 0, 0, G_OPTION_ARG_NONE, &options->no_voice, "Say nothing", NULL},
	    {"width", 0, 0, G_OPTION_ARG_INT, &options->width, "Pixels of the glass", "PX"},
	    {"height", 0, 0, G_OPTION_ARG_INT, &options->height, "Pixels of the glass", "PX"},
	    {"printer-dots", 0, 0, G_OPTION_ARG_INT, &options->printer_dots,
	        "Dots across the slip printer; 0: as its device id says", "N"},
	    {"dots-per-inch", 0, 0, G_OPTION_ARG_DOUBLE, &options->dots_per_inch,
	        "Measured on the glass", "DPI"},
	    {NULL},
	};
	g_autoptr(GOptionContext) context = g_option_context_new(NULL);

	g_option_context_set_summary(context, "The glass and the instruments of one kiosk.");
	g_option_context_add_main_entries(context, entries, NULL);
	if (!g_option_context_parse(context, argc, argv, error))
		return FALSE;
	if (options->printer_dots < 0 || options->printer_dots % 8 != 0 ||
	    options->printer_dots > MC_PRINTER_WIDTH_DOTS_MAX) {
		g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
		    "--printer-dots is a multiple of 8 up to %d", MC_PRINTER_WIDTH_DOTS_MAX);
		return FALSE;
	}
	if (options->state == NULL || *argc != 1 || options->clock_rate < 1 ||
	    options->clock_rate > 1000) {
		g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
		    "--state DIR is needed, a clock rate is 1 to 1000, and nothing else is taken; see "
		    "--help");
		return FALSE;
	}
	/* A masked name is a name all the same, and nothing shreds it. */
	if (options->slips != NULL && !options->demonstration) {
		g_set_error_literal(error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
		    "--slips keeps names on the disk: only with --demonstration");
		return FALSE;
	}
	if (options->share == NULL)
		options->share = mc_share_of_this_program();
	return TRUE;
}

void
mc_kiosk_options_clear(McKioskOptions *options)
{
	g_clear_pointer(&options->state, g_free);
	g_clear_pointer(&options->share, g_free);
	g_clear_pointer(&options->language, g_free);
	g_clear_pointer(&options->slips, g_free);
	g_clear_pointer(&options->photo_decoder, g_free);
	g_clear_pointer(&options->camera, g_free);
}
