/* Colour plates and signal lights: a picture of the planned size, and keys that stay while it shows
 * and after it has vanished. Neither the keys nor the accessible tree know what is in the picture.
 */

#include "ui/citizen/colour.h"
#include "ui/citizen/examine.h"
#include "ui/widgets/build.h"
#include "ui/widgets/plate-figure.h"
#include "ui/words/language.h"
#include "ui/words/words.h"

#define DIGITS_A_ROW 5

gboolean
mc_colour_is_signal(const McExamView *exam)
{
	return exam->colour.show == MC_COLOUR_SIGNAL;
}

const char *
mc_colour_instruction(const McExamView *exam)
{
	return mc_colour_is_signal(exam) ? _("Which colour is the light? Touch its name.")
	                                 : _("Which digit do you see among the dots? Touch it.");
}

void
mc_colour_add_steps(GtkWidget *body, const McExamView *exam)
{
	mc_examine_add_step(body, "1",
	    _("Stand at arm's length from the glass. Take tinted glasses off, keep reading glasses "
	      "on."));
	mc_examine_add_step(body, "2", mc_colour_instruction(exam));
	mc_examine_add_step(body, "3", _("It shows for a few seconds only. You may answer later."));
	mc_examine_add_step(body, "4", _("If you see none, touch \"I see none\". That is all right."));
}

/* ---- the keys ---- */

static void
add_key(McSheet *sheet, GtkWidget *grid, const char *text, const char *classes, const McAct *act)
{
	GtkWidget *key = mc_button_new(text, classes);

	mc_sheet_post_on_click(sheet, key, act);
	mc_grid_add(grid, key);
}

static GtkWidget *
digits_new(McSheet *sheet)
{
	GtkWidget *grid = mc_grid_new(DIGITS_A_ROW, "g3");

	for (gint i = 1; i <= MC_DIGITS; i++) {
		const char text[] = {(char)('0' + i % MC_DIGITS), '\0'};

		add_key(sheet, grid, text, "key",
		    &(McAct){.kind = MC_ACT_ANSWER_FIGURE, .number = i % MC_DIGITS});
	}
	return grid;
}

/* Words alone: a coloured key would be a second light to compare with. As high as the digits were,
 * so that the picture keeps its place. */
static GtkWidget *
signals_new(McSheet *sheet)
{
	GtkWidget *grid = mc_grid_new(MC_SIGNALS, "g3");

	for (gint i = 0; i < MC_SIGNALS; i++)
		add_key(sheet, grid, mc_word_signal((McSignal)i), "key two-high",
		    &(McAct){.kind = MC_ACT_ANSWER_FIGURE, .number = i});
	return grid;
}

static GtkWidget *
keys_new(McSheet *sheet, gboolean signal)
{
	GtkWidget *keys = mc_column_new("g4");
	GtkWidget *none = mc_button_new(signal ? _("I cannot tell") : _("I see none"), "quit");

	mc_sheet_post_on_click(sheet, none, &(McAct){.kind = MC_ACT_ANSWER_CANNOT});
	mc_append(keys, signal ? signals_new(sheet) : digits_new(sheet));
	mc_append(keys, none);
	gtk_widget_set_valign(keys, GTK_ALIGN_CENTER);
	gtk_widget_set_vexpand(keys, mc_sheet_is_landscape(sheet));
	return keys;
}

/* ---- the picture ---- */

static void
on_drawn(gint32 trial, gpointer data)
{
	mc_stage_post_number(mc_sheet_stage(data), MC_ACT_DRAWN, trial);
}

GtkWidget *
mc_colour_build(McSheet *sheet, const McView *view)
{
	gboolean signal = mc_colour_is_signal(&view->exam);
	gint side =
	    (gint)(view->hello.colour.as.colour.picture_mm * mc_sheet_stage(sheet)->pixels_per_mm +
	           0.5);
	GtkWidget *picture = mc_plate_figure_new(
	    side, signal ? _("A coloured light") : _("A picture made of dots"), on_drawn, sheet);

	mc_sheet_set_figure(sheet, picture);
	mc_append(mc_sheet_body(sheet), keys_new(sheet, signal));
	return picture;
}

void
mc_colour_update(GtkWidget *picture, const McView *view)
{
	const McExamView *exam = &view->exam;

	if (exam->picture_on)
		mc_plate_figure_show(picture, &view->hello.colour.as.colour, &exam->colour, exam->trial);
	else
		mc_plate_figure_blank(picture);
}
