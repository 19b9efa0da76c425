#include "slip-kit.h"
#include "tests/support/scenes/people.h"
#include "ui/words/language.h"
#include <gio/gio.h>

void
mc_slip_set_up(McSlipDesk *desk, gconstpointer data)
{
	McView *view = &desk->view;
	const char *build = g_getenv("MC_BUILD");

	desk->folder = g_build_filename(build, "slips", NULL);
	view->language = data;
	mc_language_set(data);
	mc_people_identity(&view->identity);
	mc_people_results(view, MC_OUTCOME_FAIL, MC_OUTCOME_PASS, 0);
	view->verdicts = 1;
	mc_people_verdict(&view->verdict[0], MC_CLASS_C1, MC_OUTCOME_PASS);
	view->record.state = MC_RECEIPT_RECORDED;
	view->record.recorded_wall_us = G_GINT64_CONSTANT(1795486500) * G_USEC_PER_SEC;
	g_strlcpy(view->hello.institution, "城关镇卫生院", sizeof view->hello.institution);
	g_strlcpy(view->hello.site, "一楼大厅", sizeof view->hello.site);
	g_strlcpy(view->hello.kiosk, "K-0001", sizeof view->hello.kiosk);
	g_snprintf(view->record.reference, sizeof view->record.reference, "K0001-000052-%s",
	    g_str_has_prefix(data, "zh") ? "D02B" : "D02C");
	g_strlcpy(view->record.qr, "MC1:K0001-000052-D02B:0123456789abcdef", sizeof view->record.qr);
}

void
mc_slip_tear_down(McSlipDesk *desk, gconstpointer data)
{
	g_free(desk->folder);
}

char *
mc_slip_tool(const char *const *argv)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GSubprocess) process =
	    g_subprocess_newv(argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
	g_autoptr(GBytes) out = NULL;

	g_assert_no_error(error);
	g_assert_true(g_subprocess_communicate(process, NULL, NULL, &out, NULL, &error));
	g_assert_true(g_subprocess_get_successful(process));
	return g_strndup(g_bytes_get_data(out, NULL), g_bytes_get_size(out));
}

char *
mc_slip_file(const McSlipDesk *desk, const char *suffix)
{
	g_autofree char *name = g_strconcat(desk->view.record.reference, suffix, NULL);

	return g_build_filename(desk->folder, name, NULL);
}
