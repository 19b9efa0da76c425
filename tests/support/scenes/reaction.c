/* The practice of memory, judgement and reaction. */

#include "tests/support/scenes/people.h"
#include "tests/support/scenes/scene.h"

static void
practice(McView *view, McExamPhase phase)
{
	view->page = MC_PAGE_EXAM;
	view->hello.reaction_from_years = 70;
	view->exam.kind = MC_EXAM_REACTION;
	view->exam.phase = phase;
}

static void
reaction_prepare(McView *view)
{
	practice(view, MC_PHASE_PREPARE);
}

static void
run(McView *view, McReactionTask task, McReactionStage stage, gboolean by_pad)
{
	practice(view, MC_PHASE_PRESENTING);
	view->exam.reaction = (McReactionView){.task = task, .stage = stage, .by_pad = by_pad};
}

static void
reaction_simple_wait(McView *view)
{
	run(view, MC_REACTION_SIMPLE, MC_REACTION_WAIT, FALSE);
}

static void
reaction_simple(McView *view)
{
	run(view, MC_REACTION_SIMPLE, MC_REACTION_SIGNAL, FALSE);
}

static void
reaction_simple_pad(McView *view)
{
	run(view, MC_REACTION_SIMPLE, MC_REACTION_SIGNAL, TRUE);
}

static void
reaction_choice(McView *view)
{
	run(view, MC_REACTION_CHOICE, MC_REACTION_SIGNAL, FALSE);
	view->exam.reaction.side = MC_REACTION_KEY_RIGHT;
}

static void
reaction_choice_pad(McView *view)
{
	run(view, MC_REACTION_CHOICE, MC_REACTION_SIGNAL, TRUE);
}

static void
memory(McView *view, McReactionStage stage)
{
	run(view, MC_REACTION_MEMORY, stage, TRUE);
	view->exam.reaction.digits = 5;
	view->exam.reaction.digit = 7;
	view->exam.reaction.entered = 2;
	view->exam.reaction.entry[0] = 7;
	view->exam.reaction.entry[1] = 2;
}

static void
reaction_memory_digit(McView *view)
{
	memory(view, MC_REACTION_DIGIT);
}

static void
reaction_memory_entry(McView *view)
{
	memory(view, MC_REACTION_SIGNAL);
}

static void
reaction_judgement(McView *view)
{
	run(view, MC_REACTION_JUDGEMENT, MC_REACTION_SIGNAL, TRUE);
	view->exam.reaction.places = 0x133;
}

static void
reaction_next(McView *view)
{
	run(view, MC_REACTION_JUDGEMENT, MC_REACTION_DARK, TRUE);
	view->exam.phase = MC_PHASE_NEXT_PART;
}

static void
reaction_explained(McView *view)
{
	run(view, MC_REACTION_CHOICE, MC_REACTION_DARK, TRUE);
	view->exam.phase = MC_PHASE_RE_INSTRUCT;
}

static void
summary_reaction(McView *view)
{
	view->page = MC_PAGE_SUMMARY;
	mc_people_results(view, MC_OUTCOME_PASS, MC_OUTCOME_PASS, 0);
	mc_people_reaction(view);
	view->verdicts = 1;
	mc_people_verdict(&view->verdict[0], MC_CLASS_C1, MC_OUTCOME_PASS);
}

const McScene mc_scenes_reaction[] = {MC_SCENE(reaction_prepare), MC_SCENE(reaction_simple_wait),
    MC_SCENE(reaction_simple), MC_SCENE(reaction_simple_pad), MC_SCENE(reaction_choice),
    MC_SCENE(reaction_choice_pad), MC_SCENE(reaction_memory_digit), MC_SCENE(reaction_memory_entry),
    MC_SCENE(reaction_judgement), MC_SCENE(reaction_next), MC_SCENE(reaction_explained),
    MC_SCENE(summary_reaction), {NULL, NULL}};
