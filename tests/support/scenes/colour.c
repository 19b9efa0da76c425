/* The colour exam. */

#include "tests/support/scenes/people.h"
#include "tests/support/scenes/scene.h"

static void
prepare(McView *view, McPage page, McExamPhase phase)
{
	view->page = page;
	view->exam.kind = MC_EXAM_COLOUR;
	view->exam.phase = phase;
	view->exam.practice = page == MC_PAGE_PRACTICE;
}

static void
practice_colour_prepare(McView *view)
{
	prepare(view, MC_PAGE_PRACTICE, MC_PHASE_PREPARE);
}

static void
colour(McView *view, McPage page, McColourShow show, gint32 figure)
{
	prepare(view, page, MC_PHASE_PRESENTING);
	view->exam.picture_on = TRUE;
	view->exam.colour = (McColourStimulus){.show = show,
	    .figure = figure,
	    .contrast_permille = show == MC_COLOUR_DEUTAN ? 48 : 0,
	    .luminance_permille = 700,
	    .seed = 7,
	    .exposure_ms = 4000};
}

static void
practice_colour(McView *view)
{
	colour(view, MC_PAGE_PRACTICE, MC_COLOUR_CONTROL, 5);
}

static void
practice_colour_wrong(McView *view)
{
	prepare(view, MC_PAGE_PRACTICE, MC_PHASE_WRONG);
}

static void
exam_colour(McView *view)
{
	colour(view, MC_PAGE_EXAM, MC_COLOUR_DEUTAN, 8);
}

static void
exam_colour_vanished(McView *view)
{
	exam_colour(view);
	view->exam.picture_on = FALSE;
}

static void
exam_lights_next(McView *view)
{
	colour(view, MC_PAGE_EXAM, MC_COLOUR_SIGNAL, MC_SIGNAL_GREEN);
	view->exam.phase = MC_PHASE_NEXT_PART;
}

static void
exam_lights(McView *view)
{
	colour(view, MC_PAGE_EXAM, MC_COLOUR_SIGNAL, MC_SIGNAL_GREEN);
}

static void
summary_colour(McView *view)
{
	view->page = MC_PAGE_SUMMARY;
	mc_people_results(view, MC_OUTCOME_PASS, MC_OUTCOME_PASS, 0);
	mc_people_colour(view, MC_OUTCOME_FAIL);
	view->verdicts = 1;
	mc_people_verdict(&view->verdict[0], MC_CLASS_C1, MC_OUTCOME_FAIL);
}

const McScene mc_scenes_colour[] = {MC_SCENE(practice_colour_prepare), MC_SCENE(practice_colour),
    MC_SCENE(practice_colour_wrong), MC_SCENE(exam_colour), MC_SCENE(exam_colour_vanished),
    MC_SCENE(exam_lights_next), MC_SCENE(exam_lights), MC_SCENE(summary_colour), {NULL, NULL}};
