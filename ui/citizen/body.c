/* Height, and the guided movements of trunk and limbs: one movement a page, with its picture. The
 * pictures are a mirror: the person's left is on the left. */

#include "ui/citizen/body.h"
#include "ui/citizen/examine.h"
#include "ui/widgets/build.h"
#include "ui/widgets/illustration.h"
#include "ui/words/language.h"
#include "ui/words/words.h"

static const char *const pictures[MC_MOVEMENTS] = {
    [MC_MOVEMENT_NECK_TURN_LEFT] = "neck-turn-left",
    [MC_MOVEMENT_NECK_TURN_RIGHT] = "neck-turn-right",
    [MC_MOVEMENT_NECK_BEND] = "neck-bend",
    [MC_MOVEMENT_TRUNK_BEND] = "trunk-bend",
    [MC_MOVEMENT_ARM_RAISE_LEFT] = "arm-raise-left",
    [MC_MOVEMENT_ARM_RAISE_RIGHT] = "arm-raise-right",
    [MC_MOVEMENT_HAND_OPEN_LEFT] = "hand-open-left",
    [MC_MOVEMENT_HAND_OPEN_RIGHT] = "hand-open-right",
    [MC_MOVEMENT_LEG_LIFT_LEFT] = "leg-lift-left",
    [MC_MOVEMENT_LEG_LIFT_RIGHT] = "leg-lift-right",
    [MC_MOVEMENT_FOOT_PRESS_LEFT] = "foot-press-left",
    [MC_MOVEMENT_FOOT_PRESS_RIGHT] = "foot-press-right",
    [MC_MOVEMENT_SQUAT] = "squat",
};

gboolean
mc_body_is_kind(McExamKind kind)
{
	return kind == MC_EXAM_STATURE || kind == MC_EXAM_LIMBS;
}

const char *
mc_body_instruction(const McExamView *exam)
{
	if (exam->kind == MC_EXAM_STATURE)
		return _("Stand on the plate with your heels at the back. Look straight ahead and hold "
		         "still until the upper plate has gone up again.");
	return exam->watched ? _("Do it as in the picture and hold it. The camera takes a picture by "
	                         "itself, or at once when you touch \"Next\".")
	                     : _("Do it once, calmly, as in the picture. There is time.");
}

GtkWidget *
mc_body_figure(const McExamView *exam)
{
	if (exam->kind == MC_EXAM_STATURE)
		return mc_illustration_new("stand",
		    _("A person stands upright on the plate, under the upper plate of the instrument."),
		    NULL);
	return mc_illustration_new(pictures[exam->movement], mc_word_movement(exam->movement), NULL);
}

static void
add_steps_to_stand(GtkWidget *body)
{
	mc_examine_add_step(body, "1", _("Take off shoes and hat, and put your bag down."));
	mc_examine_add_step(
	    body, "2", _("Step onto the plate, heels at the back, and look straight ahead."));
	mc_examine_add_step(body, "3", _("Hold still while the upper plate comes down."));
}

static void
add_steps_to_move(GtkWidget *body)
{
	mc_examine_add_step(body, "1", _("Do each movement of the pictures once, and touch \"Next\"."));
	mc_examine_add_step(
	    body, "2", _("If you cannot do one, touch \"I cannot do this\". That is all right."));
	mc_examine_add_step(
	    body, "3", _("No camera watches you: a doctor still has to see your movements."));
}

/* Nothing is taken before the touch of "With pictures". */
static void
add_steps_to_be_seen(McSheet *sheet, gint32 kept_days)
{
	GtkWidget *body = mc_sheet_body(sheet);
	g_autofree char *who =
	    g_strdup_printf(_("Only a doctor of the authority can see the pictures, for %d days. "
	                      "Without them a doctor still has to see you move."),
	        kept_days);

	mc_examine_add_step(body, "1", _("Do each one and hold it: the camera takes a picture of it."));
	mc_examine_add_step(body, "2",
	    _("If you cannot do one, touch \"I cannot do this\". Then no picture is taken."));
	mc_examine_add_step(body, "3", who);
}

void
mc_body_build_prepare(McSheet *sheet, const McView *view)
{
	if (view->exam.watched) {
		add_steps_to_be_seen(sheet, view->hello.picture_kept_days);
		mc_sheet_set_second(sheet, _("Without pictures"), MC_ACT_NO);
		mc_sheet_set_forward(sheet, _("With pictures"), MC_ACT_NEXT);
		return;
	}
	if (view->exam.kind == MC_EXAM_STATURE)
		add_steps_to_stand(mc_sheet_body(sheet));
	else
		add_steps_to_move(mc_sheet_body(sheet));
}

void
mc_body_build(McSheet *sheet, const McExamView *exam)
{
	GtkWidget *cannot;

	mc_sheet_set_title(sheet, exam->kind == MC_EXAM_STATURE ? mc_word_exam(exam->kind)
	                                                        : mc_word_movement(exam->movement));
	mc_sheet_set_lead(sheet, mc_body_instruction(exam));
	mc_sheet_set_figure(sheet, mc_body_figure(exam));
	if (exam->kind == MC_EXAM_STATURE)
		return;
	cannot = mc_button_new(_("I cannot do this"), "quit");
	mc_sheet_post_on_click(sheet, cannot, &(McAct){.kind = MC_ACT_ANSWER_CANNOT});
	gtk_widget_set_valign(cannot, GTK_ALIGN_CENTER);
	gtk_widget_set_vexpand(cannot, mc_sheet_is_landscape(sheet));
	mc_append(mc_sheet_body(sheet), cannot);
	mc_sheet_set_forward(sheet, _("Next"), MC_ACT_NEXT);
}

/* Nothing after a power cut: the recorder has them, the glass has not. */
static char *
measured_so_far(const McExamView *exam)
{
	g_autofree char *first = mc_word_height(exam->height_mm[0]);
	g_autofree char *second = mc_word_height(exam->height_mm[1]);
	g_autofree char *apart = mc_word_height(ABS(exam->height_mm[0] - exam->height_mm[1]));

	if (exam->height_mm[0] == 0 || (exam->reading > 1 && exam->height_mm[1] == 0))
		return g_strdup("");
	if (exam->reading == 1)
		return g_strdup_printf(_("The first measurement: %s."), first);
	return g_strdup_printf(_("The two measurements, %s and %s, are %s apart. A third one decides."),
	    first, second, apart);
}

void
mc_body_build_between(McSheet *sheet, const McExamView *exam)
{
	g_autofree char *so_far = measured_so_far(exam);
	GtkWidget *body = mc_sheet_body(sheet);

	mc_sheet_set_title(sheet, _("Once more, please"));
	mc_sheet_set_lead(sheet, so_far);
	mc_sheet_set_figure(sheet, mc_body_figure(exam));
	mc_examine_add_step(body, "1", _("Step off the plate."));
	mc_examine_add_step(body, "2", _("Touch \"Continue\", step on again and hold still."));
	mc_sheet_set_forward(sheet, _("Continue"), MC_ACT_NEXT);
}

void
mc_body_build_position(McSheet *sheet, const McExamView *exam)
{
	gboolean stands = exam->kind == MC_EXAM_STATURE;

	mc_sheet_set_title(sheet, stands ? _("Please stand still") : _("Please stay here"));
	mc_sheet_set_lead(sheet, stands ? _("It is measured again by itself, and nothing is lost.")
	                                : _("It goes on by itself, and nothing is lost."));
	mc_sheet_set_figure(sheet, mc_body_figure(exam));
}
