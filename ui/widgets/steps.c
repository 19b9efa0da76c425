#include "ui/widgets/steps.h"
#include "ui/widgets/build.h"
#include "ui/words/language.h"

GtkWidget *
mc_steps_new(void)
{
	GtkWidget *line = mc_column_new("steps");
	GtkWidget *segments = mc_row_new(NULL);

	gtk_box_set_homogeneous(GTK_BOX(segments), TRUE);
	mc_append(line, segments);
	mc_append(line, mc_label_new("", NULL));
	gtk_widget_set_visible(line, FALSE);
	return line;
}

void
mc_steps_set(GtkWidget *line, gint step, gint steps)
{
	GtkWidget *segments = gtk_widget_get_first_child(line);
	g_autofree char *text = NULL;

	gtk_widget_set_visible(line, steps > 0);
	if (steps <= 0)
		return;
	/* Translators: where one is in the whole check, for example "Step 5 of 9" */
	text = g_strdup_printf(_("Step %d of %d"), step, steps);
	mc_label_set(gtk_widget_get_last_child(line), text);
	mc_clear(segments);
	for (gint i = 1; i <= steps; i++)
		mc_append(segments, mc_column_new(i <= step ? "segment done" : "segment"));
}
