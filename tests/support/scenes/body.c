/* Height, the movements of trunk and limbs; a vision tester whose lamp fails. */

#include "tests/support/scenes/people.h"
#include "tests/support/scenes/scene.h"

static void
body(McView *view, McExamKind kind, McExamPhase phase)
{
	view->page = MC_PAGE_EXAM;
	view->exam.kind = kind;
	view->exam.phase = phase;
}

static void
exam_stature_prepare(McView *view)
{
	body(view, MC_EXAM_STATURE, MC_PHASE_PREPARE);
}

static void
exam_stature(McView *view)
{
	body(view, MC_EXAM_STATURE, MC_PHASE_PRESENTING);
}

static void
exam_stature_still(McView *view)
{
	body(view, MC_EXAM_STATURE, MC_PHASE_POSITION);
}

static void
exam_stature_again(McView *view)
{
	body(view, MC_EXAM_STATURE, MC_PHASE_NEXT_PART);
	view->exam.reading = 1;
	view->exam.height_mm[0] = 1725;
}

static void
exam_stature_third(McView *view)
{
	exam_stature_again(view);
	view->exam.reading = 2;
	view->exam.height_mm[1] = 1701;
}

static void
exam_stature_explained(McView *view)
{
	body(view, MC_EXAM_STATURE, MC_PHASE_RE_INSTRUCT);
}

static void
exam_limbs_prepare(McView *view)
{
	body(view, MC_EXAM_LIMBS, MC_PHASE_PREPARE);
}

static void
exam_limbs_ask_pictures(McView *view)
{
	exam_limbs_prepare(view);
	view->hello.picture_kept_days = 180;
	view->exam.watched = TRUE;
}

static void
movement_watched(McView *view)
{
	body(view, MC_EXAM_LIMBS, MC_PHASE_PRESENTING);
	view->exam.movement = MC_MOVEMENT_ARM_RAISE_LEFT;
	view->exam.watched = TRUE;
}

static void
privacy_pictures(McView *view)
{
	view->page = MC_PAGE_PRIVACY;
	view->hello.picture_kept_days = 180;
}

static void
movement(McView *view, McMovement movement)
{
	body(view, MC_EXAM_LIMBS, MC_PHASE_PRESENTING);
	view->exam.movement = movement;
}

#define MOVEMENT(name, which)                                                                      \
	static void name(McView *view)                                                                 \
	{                                                                                              \
		movement(view, MC_MOVEMENT_##which);                                                       \
	}
MOVEMENT(movement_neck_bend, NECK_BEND)
MOVEMENT(movement_hand_open_left, HAND_OPEN_LEFT)
MOVEMENT(movement_foot_press_right, FOOT_PRESS_RIGHT)
#undef MOVEMENT

static void
summary_body(McView *view)
{
	view->page = MC_PAGE_SUMMARY;
	mc_people_results(view, MC_OUTCOME_PASS, MC_OUTCOME_PASS, 0);
	mc_people_body(view);
	view->verdicts = 1;
	mc_people_verdict(&view->verdict[0], MC_CLASS_C1, MC_OUTCOME_PASS);
}

static void
exam_light(McView *view)
{
	body(view, MC_EXAM_ACUITY, MC_PHASE_LIGHT);
}

const McScene mc_scenes_body[] = {MC_SCENE(exam_light), MC_SCENE(exam_stature_prepare),
    MC_SCENE(exam_stature), MC_SCENE(exam_stature_still), MC_SCENE(exam_stature_again),
    MC_SCENE(exam_stature_third), MC_SCENE(exam_stature_explained), MC_SCENE(exam_limbs_prepare),
    MC_SCENE(exam_limbs_ask_pictures), MC_SCENE(movement_watched), MC_SCENE(privacy_pictures),
    MC_SCENE(movement_neck_bend), MC_SCENE(movement_hand_open_left),
    MC_SCENE(movement_foot_press_right), MC_SCENE(summary_body), {NULL, NULL}};
