#include "ui/glass/veil.h"
#include "ui/widgets/build.h"
#include "ui/widgets/symbol.h"
#include "ui/words/causes.h"
#include "ui/words/language.h"

#define COUNT_KEY "mc-count"

typedef struct Answer {
	const McStage *stage;
	McAct act;
} Answer;

static void
clicked(GtkButton *button, gpointer data)
{
	const Answer *answer = data;

	mc_stage_act(answer->stage, &answer->act);
}

static void
free_answer(gpointer data, GClosure *closure)
{
	g_free(data);
}

static void
add_act(GtkWidget *dialog, const McStage *stage, const char *text, const char *css_class,
    const McAct *act)
{
	GtkWidget *button = mc_button_new(text, css_class);
	Answer *answer = g_new(Answer, 1);

	*answer = (Answer){stage, *act};
	g_signal_connect_data(button, "clicked", G_CALLBACK(clicked), answer, free_answer, 0);
	mc_append(dialog, button);
}

static void
add_answer(GtkWidget *dialog, const McStage *stage, const char *text, const char *css_class,
    McActKind kind)
{
	add_act(dialog, stage, text, css_class, &(McAct){.kind = kind});
}

static void
add_words(GtkWidget *dialog, McSign sign, const char *classes, const char *title, const char *text)
{
	GtkWidget *symbol = mc_symbol_new(sign, classes);

	gtk_widget_set_halign(symbol, GTK_ALIGN_START);
	mc_append(dialog, symbol);
	mc_append(dialog, mc_heading_new(title, "title"));
	mc_append(dialog, mc_label_new(text, "big"));
}

static void
fill_feedback(GtkWidget *dialog, const McStage *stage)
{
	add_words(dialog, MC_SIGN_PEN, "s24 still", _("Complain or praise"),
	    _("The office is told the number and the time of this check, not your name. "
	      "Somebody looks into every complaint."));
	add_act(dialog, stage, _("I want to complain"), "second",
	    &(McAct){.kind = MC_ACT_FEEDBACK, .number = 0});
	add_act(dialog, stage, _("I want to praise"), "second",
	    &(McAct){.kind = MC_ACT_FEEDBACK, .number = 1});
	add_answer(dialog, stage, _("Neither, go back"), "forward", MC_ACT_NO);
}

static void
fill_feedback_done(GtkWidget *dialog, const McStage *stage, const char *reference)
{
	if (reference[0] == '\0') {
		add_words(dialog, MC_SIGN_CARE, "s24 care", _("It could not be noted just now"),
		    _("Please say it at the counter: they note it for you."));
	} else {
		add_words(dialog, MC_SIGN_CHECK, "s24 good", _("Thank you. It is noted."),
		    _("With this number you can say more about it at the counter:"));
		mc_append(dialog, mc_label_new(reference, "reference"));
	}
	add_answer(dialog, stage, _("Back"), "forward", MC_ACT_NO);
}

/* K3: why the instrument is away, as far as a citizen is concerned. */
static void
add_cause(GtkWidget *dialog, const McView *view)
{
	McDeviceCause cause = view->devices[view->waiting_for].cause;

	if (cause != MC_CAUSE_NONE)
		mc_append(dialog, mc_label_new(mc_word_cause(cause, MC_AUDIENCE_CITIZEN), "soft"));
}

static void
fill(GtkWidget *veil, GtkWidget *dialog, const McStage *stage, const McView *view)
{
	GtkWidget *count;

	switch (view->overlay) {
	case MC_OVERLAY_NONE: break;
	case MC_OVERLAY_IDLE:
		count = mc_label_new("", "count");
		g_object_set_data(G_OBJECT(veil), COUNT_KEY, count);
		add_words(dialog, MC_SIGN_CARE, "s24 care", _("Are you still there?"),
		    _("Touch anywhere to go on. Otherwise the check ends and nothing is kept."));
		mc_append(dialog, count);
		add_answer(dialog, stage, _("I am still here"), "forward", MC_ACT_TOUCH);
		break;
	case MC_OVERLAY_STOP:
		add_words(dialog, MC_SIGN_QUESTION, "s24 still", _("End the check?"),
		    _("What was measured will be deleted. You can begin again at any time."));
		add_answer(dialog, stage, _("Yes, end it"), "second danger", MC_ACT_YES);
		add_answer(dialog, stage, _("No, go on"), "forward", MC_ACT_NO);
		break;
	case MC_OVERLAY_HELP:
		add_words(dialog, MC_SIGN_PERSON, "s24 good", _("Help is on the way"),
		    _("A clerk has been called to this kiosk. You can wait here; nothing runs out."));
		add_answer(dialog, stage, _("Go on without help"), "forward", MC_ACT_NO);
		break;
	case MC_OVERLAY_WAITING:
		add_words(dialog, MC_SIGN_WAIT, "s24 still", _("One moment, please"),
		    _("The instrument was interrupted. It goes on by itself; nothing is lost and nothing "
		      "counts against you."));
		add_cause(dialog, view);
		add_answer(dialog, stage, _("Call for help"), "second", MC_ACT_HELP);
		add_answer(dialog, stage, _("End the check"), "second danger", MC_ACT_STOP);
		break;
	case MC_OVERLAY_RECORDER:
		add_words(dialog, MC_SIGN_WAIT, "s24 still", _("One moment, please"),
		    _("The part of the kiosk that stores the results is starting again. What was measured "
		      "is safe."));
		break;
	case MC_OVERLAY_FEEDBACK: fill_feedback(dialog, stage); break;
	case MC_OVERLAY_FEEDBACK_DONE:
		fill_feedback_done(dialog, stage, view->feedback_reference);
		break;
	}
}

GtkWidget *
mc_veil_new(const McStage *stage, const McView *view)
{
	GtkWidget *veil, *dialog;

	if (view->overlay == MC_OVERLAY_NONE)
		return NULL;
	veil = mc_column_new("veil");
	dialog = g_object_new(GTK_TYPE_BOX, "accessible-role",
	    view->overlay == MC_OVERLAY_IDLE ? GTK_ACCESSIBLE_ROLE_ALERT
	                                     : GTK_ACCESSIBLE_ROLE_ALERT_DIALOG,
	    "orientation", GTK_ORIENTATION_VERTICAL, NULL);
	mc_add_classes(dialog, "dialog g6");
	gtk_widget_set_valign(dialog, GTK_ALIGN_CENTER);
	gtk_widget_set_vexpand(dialog, TRUE);
	if (stage->layout == MC_LAYOUT_LANDSCAPE)
		gtk_widget_add_css_class(dialog, "landscape");
	fill(veil, dialog, stage, view);
	mc_append(veil, dialog);
	mc_veil_update(veil, view);
	return veil;
}

void
mc_veil_update(GtkWidget *veil, const McView *view)
{
	GtkWidget *count = g_object_get_data(G_OBJECT(veil), COUNT_KEY);
	g_autofree char *text = NULL;

	if (count == NULL)
		return;
	text = g_strdup_printf("%d", MAX(view->overlay_seconds, 0));
	mc_label_set(count, text);
}
