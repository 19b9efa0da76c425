/* The practice of memory, judgement and reaction: one task a page, with large shapes that tell by
 * their light and never by their colour alone. Timed keys stand on the glass only where no pad is;
 * digits and places, which take no time, are always touched. */

#include "ui/citizen/reaction.h"
#include "ui/citizen/examine.h"
#include "ui/widgets/build.h"
#include "ui/widgets/illustration.h"
#include "ui/widgets/keypad.h"
#include "ui/widgets/signal-figure.h"
#include "ui/words/language.h"
#include "ui/words/words.h"

/* As large as the glass has room for. */
static const gint lamp_mm[] = {[MC_LAYOUT_PORTRAIT] = 90, [MC_LAYOUT_LANDSCAPE] = 56};
static const gint lamp_of_two_mm[] = {[MC_LAYOUT_PORTRAIT] = 70, [MC_LAYOUT_LANDSCAPE] = 46};

#define PLACES_A_ROW 3

const char *
mc_reaction_instruction(const McReactionView *reaction)
{
	gboolean pad = reaction->by_pad;

	switch (reaction->task) {
	case MC_REACTION_SIMPLE:
		return pad ? _("As soon as the lamp lights up, press any key of the pad.")
		           : _("As soon as the lamp lights up, touch the large key.");
	case MC_REACTION_CHOICE:
		return pad ? _("One of two lamps lights up. Press the arrow of that side.")
		           : _("One of two lamps lights up. Touch the key of that side.");
	case MC_REACTION_MEMORY:
		return _("Digits are shown one after the other. Then touch them in the same order.");
	case MC_REACTION_JUDGEMENT:
		return _("Some fields are lit. After a moment one of them stays dark: touch that one.");
	}
	return "";
}

const char *
mc_reaction_explanation(void)
{
	return _("Wait until a lamp lights up, and press only then. It begins once more.");
}

/* mm: by layout. */
static GtkWidget *
lamps_new(McSheet *sheet, guint lamps, const gint *mm, void (*drawn)(gpointer data), gpointer data)
{
	const McStage *stage = mc_sheet_stage(sheet);
	gdouble side = mm[stage->layout] * stage->pixels_per_mm;

	return mc_signal_figure_new(lamps, (gint)(side + 0.5), drawn, data);
}

GtkWidget *
mc_reaction_illustration(McSheet *sheet)
{
	GtkWidget *lamps = lamps_new(sheet, 2, lamp_of_two_mm, NULL, NULL);

	mc_signal_figure_set(lamps, 1, _("Two lamps, one of which is lit."));
	return lamps;
}

const char *
mc_reaction_way_out(const McExamView *exam)
{
	if (exam->kind != MC_EXAM_REACTION)
		return NULL;
	return exam->phase == MC_PHASE_PREPARE ? _("Skip the practice") : _("Leave the practice");
}

void
mc_reaction_build_offer(McSheet *sheet, const McHello *hello)
{
	GtkWidget *body = mc_sheet_body(sheet);
	g_autofree char *lead = g_strdup_printf(
	    _("An offer to everybody of %d years and over. It is not scored and decides "
	      "nothing."),
	    hello->reaction_from_years);

	mc_sheet_set_lead(sheet, lead);
	mc_examine_add_step(body, "1", _("React to lamps that light up, as fast as you can."));
	mc_examine_add_step(body, "2", _("Remember digits, and find the field that went dark."));
	mc_examine_add_step(body, "3", _("It takes a few minutes. You may leave it at any moment."));
}

/* ---- reactions ---- */

static void
on_drawn(gpointer data)
{
	const McReactionPage *page = data;

	mc_stage_post_number(mc_sheet_stage(page->sheet), MC_ACT_DRAWN, page->trial);
}

static void
add_key(McSheet *sheet, GtkWidget *box, const char *text, gint64 number)
{
	GtkWidget *key = mc_button_new(text, "key two-high");

	mc_sheet_post_on_click(sheet, key, &(McAct){.kind = MC_ACT_ANSWER_FIGURE, .number = number});
	gtk_widget_set_hexpand(key, TRUE);
	mc_append(box, key);
}

static void
centre(McSheet *sheet, GtkWidget *widget)
{
	gtk_widget_set_valign(widget, GTK_ALIGN_CENTER);
	gtk_widget_set_vexpand(widget, mc_sheet_is_landscape(sheet));
	mc_append(mc_sheet_body(sheet), widget);
}

static void
build_timed(McSheet *sheet, McReactionPage *page, const McReactionView *reaction)
{
	gboolean choice = reaction->task == MC_REACTION_CHOICE;
	GtkWidget *keys = mc_row_new("g12");

	page->lamps = choice ? lamps_new(sheet, 2, lamp_of_two_mm, on_drawn, page)
	                     : lamps_new(sheet, 1, lamp_mm, on_drawn, page);
	mc_sheet_set_figure(sheet, page->lamps);
	if (reaction->by_pad) {
		mc_append(keys, mc_illustration_new("pad", _("The pad with its arrows."), "medium"));
		gtk_widget_set_halign(keys, GTK_ALIGN_CENTER);
	} else if (choice) {
		add_key(sheet, keys, _("Left"), MC_REACTION_KEY_LEFT);
		add_key(sheet, keys, _("Right"), MC_REACTION_KEY_RIGHT);
	} else {
		add_key(sheet, keys, _("Touch here"), MC_REACTION_KEY_LEFT);
	}
	centre(sheet, keys);
}

static void
update_timed(McReactionPage *page, const McReactionView *reaction)
{
	gboolean right = reaction->side == MC_REACTION_KEY_RIGHT;

	if (reaction->stage != MC_REACTION_SIGNAL)
		mc_signal_figure_set(page->lamps, MC_LAMP_NONE, _("Wait for it"));
	else if (reaction->task == MC_REACTION_SIMPLE)
		mc_signal_figure_set(page->lamps, 0, _("Now"));
	else
		mc_signal_figure_set(page->lamps, right ? 1 : 0, right ? _("Now right") : _("Now left"));
}

/* ---- memory ---- */

static void
on_key(char key, gpointer data)
{
	const McStage *stage = mc_sheet_stage(data);

	if (key == MC_KEY_DELETE)
		mc_stage_post(stage, MC_ACT_ANSWER_ERASE);
	else
		mc_stage_post_number(stage, MC_ACT_ANSWER_FIGURE, g_ascii_digit_value(key));
}

static GtkWidget *
unknown_new(McSheet *sheet)
{
	GtkWidget *unknown = mc_button_new(_("I do not know"), "quit");

	mc_sheet_post_on_click(sheet, unknown, &(McAct){.kind = MC_ACT_ANSWER_CANNOT});
	return unknown;
}

static void
build_memory(McSheet *sheet, McReactionPage *page)
{
	page->row = mc_label_centred_new(" ", "digits");
	page->keys = mc_column_new("g4");
	mc_sheet_set_figure(sheet, page->row);
	mc_append(page->keys, mc_keypad_new(MC_KEYPAD_DIGITS_WIDE, on_key, sheet));
	mc_append(page->keys, unknown_new(sheet));
	centre(sheet, page->keys);
}

/* "7 2 _ _ _": how many there are is seen, too. */
static char *
entry_text(const McReactionView *reaction)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (gint32 i = 0; i < reaction->digits; i++) {
		if (i > 0)
			g_string_append_c(text, ' ');
		g_string_append_c(text, i < reaction->entered ? (char)('0' + reaction->entry[i]) : '_');
	}
	return g_string_free(g_steal_pointer(&text), FALSE);
}

static void
update_memory(McReactionPage *page, const McReactionView *reaction)
{
	gboolean asks = reaction->stage == MC_REACTION_SIGNAL;
	g_autofree char *text = NULL;

	if (asks)
		text = entry_text(reaction);
	else if (reaction->stage == MC_REACTION_DIGIT)
		text = g_strdup_printf("%d", reaction->digit);
	mc_label_set(page->row, text == NULL ? " " : text);
	gtk_widget_set_sensitive(page->keys, asks);
}

/* ---- judgement ---- */

static void
build_judgement(McSheet *sheet, McReactionPage *page)
{
	GtkWidget *grid = mc_grid_new(PLACES_A_ROW, "g3");

	for (gint i = 0; i < MC_PLACES; i++) {
		page->place[i] = gtk_button_new();
		mc_add_classes(page->place[i], "place");
		mc_sheet_post_on_click(
		    sheet, page->place[i], &(McAct){.kind = MC_ACT_ANSWER_FIGURE, .number = i});
		mc_grid_add(grid, page->place[i]);
	}
	gtk_widget_set_halign(grid, GTK_ALIGN_CENTER);
	gtk_widget_set_valign(grid, GTK_ALIGN_CENTER);
	page->keys = unknown_new(sheet);
	mc_sheet_set_figure(sheet, grid);
	centre(sheet, page->keys);
}

static void
update_judgement(McReactionPage *page, const McReactionView *reaction)
{
	for (gint i = 0; i < MC_PLACES; i++) {
		gboolean lit = (reaction->places >> i & 1) != 0;
		g_autofree char *name = g_strdup_printf(lit ? _("Field %d, lit") : _("Field %d"), i + 1);

		mc_set_class(page->place[i], "lit", lit);
		gtk_accessible_update_property(
		    GTK_ACCESSIBLE(page->place[i]), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
	}
	gtk_widget_set_sensitive(page->keys, reaction->stage == MC_REACTION_SIGNAL);
}

/* ---- the page ---- */

void
mc_reaction_build(McSheet *sheet, McReactionPage *page, const McExamView *exam)
{
	const McReactionView *reaction = &exam->reaction;

	page->sheet = sheet;
	mc_sheet_set_title(sheet, mc_word_reaction_task(reaction->task));
	mc_sheet_set_lead(sheet, mc_reaction_instruction(reaction));
	switch (reaction->task) {
	case MC_REACTION_SIMPLE:
	case MC_REACTION_CHOICE: build_timed(sheet, page, reaction); break;
	case MC_REACTION_MEMORY: build_memory(sheet, page); break;
	case MC_REACTION_JUDGEMENT: build_judgement(sheet, page); break;
	}
}

void
mc_reaction_update(McReactionPage *page, const McExamView *exam)
{
	page->trial = exam->trial;
	if (page->lamps != NULL)
		update_timed(page, &exam->reaction);
	else if (page->row != NULL)
		update_memory(page, &exam->reaction);
	else if (page->place[0] != NULL)
		update_judgement(page, &exam->reaction);
}
