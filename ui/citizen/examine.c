/* Practice and exam. Practice explains and gives feedback; the exam shows nothing that helps or
 * distracts: while it waits and while it presents, the page is one and the same picture. */

#include "ui/citizen/examine.h"
#include "ui/citizen/body.h"
#include "ui/citizen/colour.h"
#include "ui/citizen/pages.h"
#include "ui/citizen/reaction.h"
#include "ui/widgets/build.h"
#include "ui/widgets/figures.h"
#include "ui/widgets/illustration.h"
#include "ui/widgets/symbol.h"
#include "ui/words/language.h"
#include "ui/words/words.h"

/* What is built; two phases that look the same are one scene. */
typedef enum Scene {
	SCENE_NONE,
	SCENE_PREPARE,
	SCENE_TRY, /* practice, waiting or presenting */
	SCENE_QUIET, /* exam, waiting or presenting */
	SCENE_RIGHT,
	SCENE_WRONG,
	SCENE_LONGER,
	SCENE_RE_INSTRUCT,
	SCENE_POSITION,
	SCENE_NOISE,
	SCENE_LIGHT,
	SCENE_NEXT_PART,
} Scene;

typedef struct Examine {
	Scene scene;
	McExamKind kind;
	gint part; /* lights, not plates; which movement, reading, task and keys */
	GtkWidget *optotype, *plate; /* while shown */
	McReactionPage reaction;
} Examine;

static Scene
scene_of(const McExamView *exam)
{
	switch (exam->phase) {
	case MC_PHASE_PREPARE: return SCENE_PREPARE;
	case MC_PHASE_WAIT:
	case MC_PHASE_PRESENTING: return exam->practice ? SCENE_TRY : SCENE_QUIET;
	case MC_PHASE_LONGER: return SCENE_LONGER;
	case MC_PHASE_RE_INSTRUCT: return SCENE_RE_INSTRUCT;
	case MC_PHASE_POSITION: return SCENE_POSITION;
	case MC_PHASE_NOISE: return SCENE_NOISE;
	case MC_PHASE_LIGHT: return SCENE_LIGHT;
	case MC_PHASE_RIGHT: return SCENE_RIGHT;
	case MC_PHASE_WRONG: return SCENE_WRONG;
	case MC_PHASE_NEXT_PART: return SCENE_NEXT_PART;
	}
	return SCENE_NONE;
}

static const char *
instruction(const McExamView *exam)
{
	switch (exam->kind) {
	case MC_EXAM_ACUITY: return _("Which way does the sign open? Press that arrow on the pad.");
	case MC_EXAM_HEARING: return _("Press a button whenever you hear a tone, however soft it is.");
	case MC_EXAM_SIDE:
		return _("Press the button on the side from which the sound comes. If you hear nothing, "
		         "press nothing.");
	case MC_EXAM_STATURE:
	case MC_EXAM_LIMBS: return mc_body_instruction(exam);
	case MC_EXAM_REACTION: return mc_reaction_instruction(&exam->reaction);
	case MC_EXAM_COLOUR: return mc_colour_instruction(exam);
	}
	return "";
}

static GtkWidget *
figure_of(McSheet *sheet, const McExamView *exam)
{
	switch (exam->kind) {
	case MC_EXAM_ACUITY:
		return mc_illustration_new("look",
		    _("A person rests the chin and looks into the window of the instrument."), NULL);
	case MC_EXAM_HEARING:
		if (!exam->by_loudspeaker)
			return mc_illustration_new("headphones", _("A person wears the headphones."), NULL);
		return mc_illustration_new(
		    "handset", _("The handset with its left and right button."), NULL);
	case MC_EXAM_SIDE:
		return mc_illustration_new(
		    "handset", _("The handset with its left and right button."), NULL);
	case MC_EXAM_COLOUR:
		return mc_illustration_new(
		    "dots", _("A picture made of dots, and keys with the ten digits below it."), NULL);
	case MC_EXAM_STATURE:
	case MC_EXAM_LIMBS: return mc_body_figure(exam);
	case MC_EXAM_REACTION: return mc_reaction_illustration(sheet);
	}
	return NULL;
}

void
mc_examine_add_step(GtkWidget *body, const char *number, const char *text)
{
	GtkWidget *row = mc_row_new("g4");
	GtkWidget *mark = mc_label_centred_new(number, "number");
	GtkWidget *words = mc_label_new(text, "big");

	gtk_widget_set_valign(mark, GTK_ALIGN_START);
	gtk_widget_set_hexpand(words, TRUE);
	mc_append(row, mark);
	mc_append(row, words);
	mc_append(body, row);
}

static void
build_prepare(McSheet *sheet, const McView *view)
{
	const McExamView *exam = &view->exam;
	GtkWidget *body = mc_sheet_body(sheet);
	g_autofree char *practice = g_strdup_printf(_("Practice: %s"), mc_word_exam(exam->kind));

	mc_sheet_set_title(
	    sheet, exam->practice ? practice : mc_word_exam_run(exam->kind, exam->correction));
	mc_sheet_set_lead(sheet, exam->practice ? _("This does not count yet.") : _("Now it counts."));
	mc_sheet_set_figure(sheet, figure_of(sheet, exam));
	mc_sheet_set_forward(sheet, _("I am ready"), MC_ACT_NEXT);
	switch (exam->kind) {
	case MC_EXAM_ACUITY:
		mc_examine_add_step(
		    body, "1", _("Sit down, rest your chin and forehead, and look into the window."));
		mc_examine_add_step(body, "2", instruction(exam));
		mc_examine_add_step(
		    body, "3", _("If you cannot see it, press the long button. That is all right."));
		break;
	case MC_EXAM_HEARING:
		mc_examine_add_step(body, "1",
		    exam->by_loudspeaker ? _("Keep your hearing aid in and the headphones off. Take the "
		                             "handset and look straight ahead.")
		                         : _("Put the headphones on and take the handset."));
		mc_examine_add_step(body, "2", instruction(exam));
		mc_examine_add_step(body, "3", _("There are long silences. That is normal."));
		break;
	case MC_EXAM_SIDE:
		mc_examine_add_step(body, "1",
		    exam->by_loudspeaker
		        ? _("Look straight ahead, with the handset in your hands and without headphones.")
		        : _("Keep the headphones on and the handset in your hands."));
		mc_examine_add_step(body, "2", instruction(exam));
		break;
	case MC_EXAM_COLOUR: mc_colour_add_steps(body, exam); break;
	case MC_EXAM_STATURE:
	case MC_EXAM_LIMBS: mc_body_build_prepare(sheet, view); break;
	case MC_EXAM_REACTION: mc_reaction_build_offer(sheet, &view->hello); break;
	}
}

static void
build_try(McSheet *sheet, Examine *own, const McView *view)
{
	const McExamView *exam = &view->exam;
	GtkWidget *body = mc_sheet_body(sheet);
	GtkWidget *row;

	mc_sheet_set_title(sheet, _("Try it"));
	mc_sheet_set_lead(sheet, instruction(exam));
	if (exam->kind == MC_EXAM_COLOUR) {
		own->plate = mc_colour_build(sheet, view);
		return;
	}
	if (exam->kind != MC_EXAM_ACUITY) {
		mc_sheet_set_figure(sheet,
		    mc_illustration_new("handset", _("The handset with its left and right button."), NULL));
		return;
	}
	row = mc_row_new("g12");
	own->optotype =
	    mc_optotype_figure_new(exam->optotype, exam->direction, mc_word_direction(exam->direction));
	gtk_widget_set_halign(row, GTK_ALIGN_CENTER);
	gtk_widget_set_vexpand(row, TRUE);
	gtk_widget_set_valign(row, GTK_ALIGN_CENTER);
	mc_append(row, own->optotype);
	mc_append(row, mc_illustration_new("pad", _("The pad with its arrows."), "medium"));
	mc_append(body, row);
}

static void
build_feedback(McSheet *sheet, const McExamView *exam, gboolean right)
{
	GtkWidget *body = mc_sheet_body(sheet);
	g_autofree char *opened = NULL;
	GtkWidget *figure;

	mc_sheet_set_title(sheet, right ? _("That was right") : _("Not quite"));
	if (right) {
		figure = mc_symbol_new(MC_SIGN_CHECK, "s60 good");
		mc_sheet_set_lead(sheet, "");
	} else if (exam->kind == MC_EXAM_ACUITY) {
		opened = g_strdup_printf(
		    _("It opened this way: %s. Once more."), mc_word_direction(exam->direction));
		figure = mc_optotype_figure_new(
		    exam->optotype, exam->direction, mc_word_direction(exam->direction));
		mc_sheet_set_lead(sheet, opened);
	} else if (exam->kind == MC_EXAM_COLOUR) {
		figure = mc_symbol_new(MC_SIGN_CARE, "s60 still");
		mc_sheet_set_lead(sheet, _("Once more. Look at the whole picture before you answer."));
	} else {
		figure = figure_of(sheet, exam);
		mc_sheet_set_lead(sheet, _("Once more. Listen, and press only when you hear something."));
	}
	mc_append(body, figure);
	gtk_widget_set_vexpand(figure, TRUE);
}

static void
build_notice(
    McSheet *sheet, const char *title, const char *lead, GtkWidget *figure, gboolean needs_touch)
{
	mc_sheet_set_title(sheet, title);
	mc_sheet_set_lead(sheet, lead);
	mc_sheet_set_figure(sheet, figure);
	if (needs_touch)
		mc_sheet_set_forward(sheet, _("Continue"), MC_ACT_NEXT);
}

static void
build_quiet(McSheet *sheet, Examine *own, const McView *view)
{
	const McExamView *exam = &view->exam;

	if (mc_body_is_kind(exam->kind)) {
		mc_body_build(sheet, exam);
		return;
	}
	if (exam->kind == MC_EXAM_REACTION) {
		mc_reaction_build(sheet, &own->reaction, exam);
		return;
	}
	mc_sheet_set_title(sheet, mc_word_exam_run(exam->kind, exam->correction));
	mc_sheet_set_lead(sheet, instruction(exam));
	if (exam->kind == MC_EXAM_COLOUR)
		own->plate = mc_colour_build(sheet, view);
}

static void
build_position(McSheet *sheet, const McExamView *exam)
{
	if (mc_body_is_kind(exam->kind))
		mc_body_build_position(sheet, exam);
	else if (exam->kind == MC_EXAM_ACUITY)
		build_notice(sheet, _("Please look into the window again"),
		    _("Rest your chin and forehead. It goes on by itself."), figure_of(sheet, exam), FALSE);
	else if (exam->by_loudspeaker)
		build_notice(sheet, _("Please take the headphones off"),
		    _("The sounds come from the loudspeakers. It goes on by itself."),
		    figure_of(sheet, exam), FALSE);
	else
		build_notice(sheet, _("Please put the headphones on again"),
		    _("It goes on by itself, and nothing is lost."),
		    mc_illustration_new("headphones", _("A person wears the headphones."), NULL), FALSE);
}

static void
build_next_part(McSheet *sheet, const McExamView *exam)
{
	if (exam->kind == MC_EXAM_STATURE)
		mc_body_build_between(sheet, exam);
	else if (exam->kind == MC_EXAM_REACTION)
		build_notice(sheet, mc_word_reaction_task(exam->reaction.task), instruction(exam),
		    mc_symbol_new(MC_SIGN_TICK, "s60 good"), TRUE);
	else
		build_notice(sheet, _("Now coloured lights"), instruction(exam),
		    mc_symbol_new(MC_SIGN_TICK, "s60 good"), TRUE);
}

static void
build_scene(McSheet *sheet, Examine *own, const McView *view, Scene scene)
{
	const McExamView *exam = &view->exam;

	switch (scene) {
	case SCENE_NONE: break;
	case SCENE_PREPARE: build_prepare(sheet, view); break;
	case SCENE_TRY: build_try(sheet, own, view); break;
	case SCENE_QUIET: build_quiet(sheet, own, view); break;
	case SCENE_NEXT_PART: build_next_part(sheet, exam); break;
	case SCENE_RIGHT: build_feedback(sheet, exam, TRUE); break;
	case SCENE_WRONG: build_feedback(sheet, exam, FALSE); break;
	case SCENE_LONGER:
		build_notice(sheet, _("A little longer"),
		    _("We measure some more, so that the result is fair to you."),
		    mc_symbol_new(MC_SIGN_WAIT, "s60 still"), TRUE);
		break;
	case SCENE_RE_INSTRUCT:
		build_notice(sheet, _("Let us explain it once more"),
		    exam->kind == MC_EXAM_REACTION ? mc_reaction_explanation() : instruction(exam),
		    figure_of(sheet, exam), TRUE);
		break;
	case SCENE_POSITION: build_position(sheet, exam); break;
	case SCENE_NOISE:
		build_notice(sheet, _("It is too loud just now"),
		    _("Please wait quietly. It goes on by itself, and nothing is lost."),
		    mc_symbol_new(MC_SIGN_WAIT, "s60 still"), FALSE);
		break;
	case SCENE_LIGHT:
		build_notice(sheet, _("The picture is too dark or too bright just now"),
		    _("That is the instrument's matter, not yours. Please wait. If it does not recover, "
		      "this exam ends, and the others go on."),
		    mc_symbol_new(MC_SIGN_WAIT, "s60 still"), FALSE);
		break;
	}
}

/* What the page is about changes with it. */
static gint
part_of(const McExamView *exam)
{
	if (exam->kind == MC_EXAM_LIMBS)
		return (gint)exam->movement;
	if (exam->kind == MC_EXAM_REACTION)
		return (gint)exam->reaction.task * 2 + (exam->reaction.by_pad ? 1 : 0);
	return exam->kind == MC_EXAM_STATURE ? exam->reading : mc_colour_is_signal(exam);
}

static void
update(McSheet *sheet, const McView *view)
{
	Examine *own = mc_sheet_own(sheet);
	const McExamView *exam = &view->exam;
	Scene scene = scene_of(exam);

	if (scene != own->scene || exam->kind != own->kind || part_of(exam) != own->part) {
		own->scene = scene;
		own->kind = exam->kind;
		own->part = part_of(exam);
		own->optotype = own->plate = NULL;
		own->reaction = (McReactionPage){0};
		mc_clear(mc_sheet_body(sheet));
		mc_sheet_set_figure(sheet, NULL);
		mc_sheet_set_forward(sheet, NULL, MC_ACT_NEXT);
		mc_sheet_set_second(sheet, mc_reaction_way_out(exam), MC_ACT_NO);
		build_scene(sheet, own, view, scene);
		if (view->demonstration && exam->kind == MC_EXAM_ACUITY &&
		    (scene == SCENE_TRY || scene == SCENE_QUIET))
			mc_append(mc_sheet_body(sheet), mc_direction_keys_new(sheet, exam->optotype));
	}
	if (own->optotype != NULL)
		mc_optotype_figure_set(
		    own->optotype, exam->optotype, exam->direction, mc_word_direction(exam->direction));
	if (own->plate != NULL)
		mc_colour_update(own->plate, view);
	mc_reaction_update(&own->reaction, exam);
	mc_set_class(GTK_WIDGET(sheet), "dim", scene == SCENE_QUIET);
}

static void
build(McSheet *sheet, const McView *view)
{
}

const McSheetKind mc_page_practice = {
    .page = MC_PAGE_PRACTICE,
    .tools = MC_TOOLS_CITIZEN,
    .build = build,
    .update = update,
    .own_size = sizeof(Examine),
};

const McSheetKind mc_page_exam = {
    .page = MC_PAGE_EXAM,
    .tools = MC_TOOLS_CITIZEN,
    .build = build,
    .update = update,
    .own_size = sizeof(Examine),
};

/* ---- glasses on ---- */

static void
build_glasses_on(McSheet *sheet, const McView *view)
{
	mc_sheet_set_title(sheet, _("Please put your glasses on"));
	mc_sheet_set_lead(sheet,
	    _("Without glasses it was not enough. We measure once more with your distance glasses."));
	mc_sheet_set_figure(sheet, mc_illustration_new("glasses", _("A person with glasses."), NULL));
	mc_sheet_set_second(sheet, _("I have no glasses after all"), MC_ACT_NO);
	mc_sheet_set_forward(sheet, _("I am wearing them"), MC_ACT_NEXT);
}

const McSheetKind mc_page_glasses_on = {
    .page = MC_PAGE_GLASSES_ON,
    .tools = MC_TOOLS_CITIZEN,
    .build = build_glasses_on,
};
