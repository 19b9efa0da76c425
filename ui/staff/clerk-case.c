#include "ui/staff/clerk.h"
#include "ui/widgets/build.h"
#include "ui/words/cases.h"
#include "ui/words/language.h"

static void
scanned(const char *text, gpointer data)
{
	McClerkCase *given = data;

	mc_stage_post_text(mc_sheet_stage(given->sheet), MC_ACT_CASE_CODE, text);
}

static void
cancelled(GtkButton *button, gpointer data)
{
	McClerkCase *given = data;

	given->left(given->data);
}

GtkWidget *
mc_clerk_case_new(McClerkCase *given, McSheet *sheet, void (*left)(gpointer data), gpointer data)
{
	GtkWidget *column = mc_column_new("g4");
	GtkWidget *cancel = mc_button_new(_("Cancel"), "quit");

	given->sheet = sheet;
	given->left = left;
	given->data = data;
	given->trouble = mc_label_new("", "note bad");
	g_signal_connect(cancel, "clicked", G_CALLBACK(cancelled), given);
	mc_append(column, mc_heading_new(_("Continue an unfinished check"), "huge"));
	mc_append(column,
	    mc_label_new(_("Scan the lower code of the person's slip, or type it and press Enter. It "
	                   "goes with the person who is identified here, and with nobody else."),
	        "soft"));
	mc_append(column, mc_scan_new(&given->scan, scanned, given));
	mc_append(column, given->trouble);
	mc_append(column, cancel);
	return column;
}

void
mc_clerk_case_update(McClerkCase *given, const McView *view)
{
	mc_label_set(given->trouble, mc_word_case_trouble(view->case_trouble));
	gtk_widget_set_visible(given->trouble, view->case_trouble != MC_CASE_TROUBLE_NONE);
}
