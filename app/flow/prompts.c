#include "app/flow/prompts.h"

#define ANY (-1)
#define CASE_GOES_ON MC_CASE_TROUBLES /* a detail beside the troubles */
#define CODE_TO_KEEP MC_SLIP_STEPS /* … and beside the steps of a slip */

static const char prompt_practice_aided[] = "practice-hearing-aided";
static const char prompt_headphones_off[] = "position-headphones-off";
static const char prompt_pictures[] = "exam-limbs-pictures";

/* The first row that fits. Overlay rows come first; a page's own overlay is NONE. */
static const struct {
	gint page, overlay, detail, kind; /* detail: phase, card problem, slip */
	const char *id;
} rows[] = {
    {ANY, MC_OVERLAY_RECORDER, ANY, ANY, "wait-please"},
    {ANY, MC_OVERLAY_IDLE, ANY, ANY, "still-there"},
    {ANY, MC_OVERLAY_STOP, ANY, ANY, "really-stop"},
    {ANY, MC_OVERLAY_HELP, ANY, ANY, "help-called"},
    {ANY, MC_OVERLAY_WAITING, ANY, ANY, "wait-instrument"},

    {MC_PAGE_LANGUAGE, ANY, ANY, ANY, "language"},
    {MC_PAGE_PRIVACY, ANY, ANY, ANY, "privacy"},
    {MC_PAGE_CARD, ANY, MC_CARD_FINE, ANY, "card-put-down"},
    {MC_PAGE_CARD, ANY, MC_CARD_READING, ANY, "card-leave-lying"},
    {MC_PAGE_CARD, ANY, MC_CARD_LIFTED, ANY, "card-lifted"},
    {MC_PAGE_CARD, ANY, MC_CARD_UNREADABLE, ANY, "card-unreadable"},
    {MC_PAGE_CARD, ANY, MC_CARD_CHECKSUM, ANY, "card-checksum"},
    {MC_PAGE_CARD, ANY, MC_CARD_EXPIRED, ANY, "card-expired"},
    {MC_PAGE_CARD, ANY, MC_CARD_READER_AWAY, ANY, "card-reader-away"},
    {MC_PAGE_CARD, ANY, MC_CARD_UNDER_AGE, ANY, "card-under-age"},
    {MC_PAGE_CONFIRM, ANY, ANY, ANY, "confirm"},
    {MC_PAGE_BUSINESS, ANY, ANY, ANY, "business"},
    {MC_PAGE_CASE, ANY, MC_CASE_TROUBLE_NONE, ANY, "case-code"},
    {MC_PAGE_CASE, ANY, CASE_GOES_ON, ANY, "case-goes-on"},
    {MC_PAGE_CASE, ANY, ANY, ANY, "case-trouble"},
    {MC_PAGE_AIDS, ANY, ANY, ANY, "aids"},
    {MC_PAGE_DECLARATION, ANY, ANY, ANY, "declaration"},

    {MC_PAGE_PRACTICE, ANY, MC_PHASE_PREPARE, MC_EXAM_ACUITY, "practice-vision"},
    {MC_PAGE_PRACTICE, ANY, MC_PHASE_PREPARE, MC_EXAM_HEARING, "practice-hearing"},
    {MC_PAGE_PRACTICE, ANY, MC_PHASE_PREPARE, MC_EXAM_SIDE, "practice-side"},
    {MC_PAGE_PRACTICE, ANY, MC_PHASE_PREPARE, MC_EXAM_COLOUR, "practice-colour"},
    {MC_PAGE_PRACTICE, ANY, MC_PHASE_RIGHT, ANY, "practice-right"},
    {MC_PAGE_PRACTICE, ANY, MC_PHASE_WRONG, ANY, "practice-wrong"},
    {MC_PAGE_EXAM, ANY, MC_PHASE_PREPARE, MC_EXAM_ACUITY, "exam-vision"},
    {MC_PAGE_EXAM, ANY, MC_PHASE_PREPARE, MC_EXAM_HEARING, "exam-hearing"},
    {MC_PAGE_EXAM, ANY, MC_PHASE_PREPARE, MC_EXAM_SIDE, "exam-side"},
    {MC_PAGE_EXAM, ANY, MC_PHASE_PREPARE, MC_EXAM_COLOUR, "exam-colour"},
    {MC_PAGE_EXAM, ANY, MC_PHASE_NEXT_PART, MC_EXAM_COLOUR, "exam-lights"},
    {MC_PAGE_EXAM, ANY, MC_PHASE_LONGER, ANY, "exam-longer"},
    {MC_PAGE_EXAM, ANY, MC_PHASE_PREPARE, MC_EXAM_STATURE, "exam-stature"},
    {MC_PAGE_EXAM, ANY, MC_PHASE_PREPARE, MC_EXAM_LIMBS, "exam-limbs"},
    {MC_PAGE_EXAM, ANY, MC_PHASE_NEXT_PART, MC_EXAM_STATURE, "stature-once-more"},
    {MC_PAGE_EXAM, ANY, MC_PHASE_RE_INSTRUCT, MC_EXAM_STATURE, "explain-stature"},
    {MC_PAGE_EXAM, ANY, MC_PHASE_POSITION, MC_EXAM_STATURE, "position-stature"},
    {MC_PAGE_EXAM, ANY, MC_PHASE_POSITION, MC_EXAM_LIMBS, "position-limbs"},
    {MC_PAGE_EXAM, ANY, MC_PHASE_PREPARE, MC_EXAM_REACTION, "exam-reaction"},
    {MC_PAGE_EXAM, ANY, MC_PHASE_RE_INSTRUCT, MC_EXAM_REACTION, "explain-reaction"},
    /* practice and exam alike */
    {ANY, ANY, MC_PHASE_RE_INSTRUCT, MC_EXAM_ACUITY, "explain-vision"},
    {ANY, ANY, MC_PHASE_RE_INSTRUCT, MC_EXAM_HEARING, "explain-hearing"},
    {ANY, ANY, MC_PHASE_RE_INSTRUCT, MC_EXAM_SIDE, "explain-side"},
    {ANY, ANY, MC_PHASE_RE_INSTRUCT, MC_EXAM_COLOUR, "explain-colour"},
    {ANY, ANY, MC_PHASE_POSITION, MC_EXAM_ACUITY, "position-vision"},
    {ANY, ANY, MC_PHASE_POSITION, ANY, "position-headphones"},
    {ANY, ANY, MC_PHASE_NOISE, ANY, "noise"},
    {ANY, ANY, MC_PHASE_LIGHT, ANY, "light"},

    {MC_PAGE_GLASSES_ON, ANY, ANY, ANY, "glasses-on"},
    {MC_PAGE_SUMMARY, ANY, ANY, ANY, "summary"},
    {MC_PAGE_SIGNATURE, ANY, ANY, ANY, "signature"},
    {MC_PAGE_SEALING, ANY, ANY, ANY, "sealing"},
    {MC_PAGE_END, ANY, MC_SLIP_NONE, ANY, "end"},
    {MC_PAGE_END, ANY, CODE_TO_KEEP, ANY, "end-code"},
    {MC_PAGE_END, ANY, MC_SLIP_PRINTING, ANY, "end-slip-printing"},
    {MC_PAGE_END, ANY, MC_SLIP_TAKE, ANY, "end-slip-take"},
    {MC_PAGE_END, ANY, ANY, ANY, "end-slip-at-the-counter"},
    {MC_PAGE_ABORTED, ANY, ANY, ANY, "aborted"},
    {MC_PAGE_FAULT, ANY, ANY, ANY, "fault"},
    {MC_PAGE_STATUS, ANY, MC_STATUS_NONE, ANY, "status-code"},
    {MC_PAGE_STATUS, ANY, MC_STATUS_ASKING, ANY, "status-asking"},
    {MC_PAGE_STATUS, ANY, ANY, ANY, "status-told"},
};

static const char *const movements[MC_MOVEMENTS] = {
    [MC_MOVEMENT_NECK_TURN_LEFT] = "movement-neck-turn-left",
    [MC_MOVEMENT_NECK_TURN_RIGHT] = "movement-neck-turn-right",
    [MC_MOVEMENT_NECK_BEND] = "movement-neck-bend",
    [MC_MOVEMENT_TRUNK_BEND] = "movement-trunk-bend",
    [MC_MOVEMENT_ARM_RAISE_LEFT] = "movement-arm-raise-left",
    [MC_MOVEMENT_ARM_RAISE_RIGHT] = "movement-arm-raise-right",
    [MC_MOVEMENT_HAND_OPEN_LEFT] = "movement-hand-open-left",
    [MC_MOVEMENT_HAND_OPEN_RIGHT] = "movement-hand-open-right",
    [MC_MOVEMENT_LEG_LIFT_LEFT] = "movement-leg-lift-left",
    [MC_MOVEMENT_LEG_LIFT_RIGHT] = "movement-leg-lift-right",
    [MC_MOVEMENT_FOOT_PRESS_LEFT] = "movement-foot-press-left",
    [MC_MOVEMENT_FOOT_PRESS_RIGHT] = "movement-foot-press-right",
    [MC_MOVEMENT_SQUAT] = "movement-squat",
};

/* Said before each task of the practice but the first, which begins with "exam-reaction". */
static const char *const tasks[MC_REACTION_TASKS] = {
    [MC_REACTION_CHOICE] = "reaction-choice",
    [MC_REACTION_MEMORY] = "reaction-memory",
    [MC_REACTION_JUDGEMENT] = "reaction-judgement",
};

static gboolean
fits(gint wanted, gint is)
{
	return wanted == ANY || wanted == is;
}

static gint
detail_of(const McView *view)
{
	if (view->page == MC_PAGE_CARD)
		return (gint)view->card_problem;
	if (view->page == MC_PAGE_PRACTICE || view->page == MC_PAGE_EXAM)
		return (gint)view->exam.phase;
	if (view->page == MC_PAGE_END)
		return view->slip == MC_SLIP_NONE && view->of_case.code[0] != '\0' ? CODE_TO_KEEP
		                                                                   : (gint)view->slip;
	if (view->page == MC_PAGE_STATUS)
		return (gint)view->status.outcome;
	if (view->page == MC_PAGE_CASE)
		return view->may_give_code ? (gint)view->case_trouble : CASE_GOES_ON;
	return ANY - 1;
}

/* By loudspeaker nothing is said about headphones but to take them off. */
static const char *
aided_prompt(const McView *view)
{
	gboolean is_on_page = view->page == MC_PAGE_PRACTICE || view->page == MC_PAGE_EXAM;

	if (!is_on_page || view->overlay != MC_OVERLAY_NONE || !view->exam.by_loudspeaker)
		return NULL;
	if (view->exam.phase == MC_PHASE_POSITION)
		return prompt_headphones_off;
	if (view->page == MC_PAGE_PRACTICE && view->exam.phase == MC_PHASE_PREPARE &&
	    view->exam.kind == MC_EXAM_HEARING)
		return prompt_practice_aided;
	return NULL;
}

/* The question whether the camera may take pictures is spoken, too. */
static const char *
picture_prompt(const McView *view)
{
	return view->page == MC_PAGE_EXAM && view->overlay == MC_OVERLAY_NONE && view->exam.watched &&
	               view->exam.phase == MC_PHASE_PREPARE
	           ? prompt_pictures
	           : NULL;
}

/* Said with the picture: who moves does not read. */
static const char *
movement_prompt(const McView *view)
{
	return view->page == MC_PAGE_EXAM && view->overlay == MC_OVERLAY_NONE &&
	               view->exam.kind == MC_EXAM_LIMBS && view->exam.phase == MC_PHASE_PRESENTING
	           ? movements[view->exam.movement]
	           : NULL;
}

static const char *
task_prompt(const McView *view)
{
	return view->page == MC_PAGE_EXAM && view->overlay == MC_OVERLAY_NONE &&
	               view->exam.kind == MC_EXAM_REACTION && view->exam.phase == MC_PHASE_NEXT_PART
	           ? tasks[view->exam.reaction.task]
	           : NULL;
}

const char *
mc_prompt_for(const McView *view)
{
	gint detail = detail_of(view);
	const char *own = aided_prompt(view);

	if (view->page >= MC_PAGE_STAFF_SIGN_IN)
		return NULL;
	if (own == NULL)
		own = movement_prompt(view);
	if (own == NULL)
		own = task_prompt(view);
	if (own == NULL)
		own = picture_prompt(view);
	if (own != NULL)
		return own;
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		/* a row without a page that looks at phases means practice and exam only */
		if (rows[i].page == ANY && rows[i].detail != ANY && view->page != MC_PAGE_PRACTICE &&
		    view->page != MC_PAGE_EXAM)
			continue;
		if (fits(rows[i].page, (gint)view->page) && fits(rows[i].overlay, (gint)view->overlay) &&
		    fits(rows[i].detail, detail) && fits(rows[i].kind, (gint)view->exam.kind))
			return rows[i].id;
	}
	return NULL;
}

char **
mc_prompts_all(void)
{
	GStrvBuilder *builder = g_strv_builder_new();
	char **all;

	for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
		g_strv_builder_add(builder, rows[i].id);
	for (guint i = 0; i < MC_MOVEMENTS; i++)
		g_strv_builder_add(builder, movements[i]);
	for (guint i = MC_REACTION_CHOICE; i < MC_REACTION_TASKS; i++)
		g_strv_builder_add(builder, tasks[i]);
	g_strv_builder_add(builder, prompt_practice_aided);
	g_strv_builder_add(builder, prompt_headphones_off);
	g_strv_builder_add(builder, prompt_pictures);
	all = g_strv_builder_end(builder);
	g_strv_builder_unref(builder);
	return all;
}
