#include "app/gateway/errand/errand.h"

static gboolean
parse(const McErrand *errand, gconstpointer wish, int *argc, char ***argv, GError **error)
{
	g_autoptr(GOptionContext) context = g_option_context_new(errand->purpose);

	g_option_context_add_main_entries(context, errand->options, NULL);
	if (!g_option_context_parse(context, argc, argv, error))
		return FALSE;
	if (errand->is_whole(wish))
		return TRUE;
	g_set_error_literal(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, errand->wanting);
	return FALSE;
}

int
mc_errand_main(const McErrand *errand, gconstpointer wish, int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	int status = 2;

	g_log_writer_default_set_use_stderr(TRUE);
	if (parse(errand, wish, &argc, &argv, &error))
		status = errand->run(wish, &error) ? 0 : 1;
	if (status != 0)
		g_printerr("medcheck-gateway %s: %s\n", errand->name, error->message);
	return status;
}
