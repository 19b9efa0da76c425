#include "app/flow/visit.h"

#define GO(state, what)                                                                            \
	{                                                                                              \
		.listed = TRUE, .next = MC_STATE_##state, .effects = (what)                                \
	}

#define ENDED (MC_EFFECT_HALT | MC_EFFECT_TELL_ABORT | MC_EFFECT_WIPE)

/* What can happen everywhere and leaves the state as it is. */
#define ANYWHERE(state)                                                                            \
	[MC_EVENT_DEVICE_LOST] = GO(state, MC_EFFECT_DEVICES),                                         \
	[MC_EVENT_DEVICE_BACK] = GO(state, MC_EFFECT_DEVICES),                                         \
	[MC_EVENT_STAFF_IN] = GO(state, MC_EFFECT_SUSPEND),                                            \
	[MC_EVENT_STAFF_OUT] = GO(state, MC_EFFECT_RESUME)

/* While somebody's check is under way. */
#define RUNNING(state)                                                                             \
	ANYWHERE(state), [MC_EVENT_IDLE] = GO(state, MC_EFFECT_WARN),                                  \
	                 [MC_EVENT_ABORT] = GO(ABORTED, ENDED), [MC_EVENT_FAULT] = GO(FAULT, ENDED)

static const McVisitMove moves[MC_VISIT_STATES][MC_VISIT_EVENTS] = {
    [MC_STATE_WELCOME] = {ANYWHERE(WELCOME), [MC_EVENT_START] = GO(LANGUAGE, 0),
        /* somebody changed language or text size and went */
        [MC_EVENT_IDLE] = GO(WELCOME, MC_EFFECT_WIPE), [MC_EVENT_ABORT] = GO(WELCOME, 0),
        [MC_EVENT_FAULT] = GO(FAULT, ENDED), [MC_EVENT_STATUS] = GO(STATUS, 0)},
    [MC_STATE_LANGUAGE] =
        {RUNNING(LANGUAGE), [MC_EVENT_NEXT] = GO(PRIVACY, 0), [MC_EVENT_BACK] = GO(WELCOME, ENDED)},
    [MC_STATE_PRIVACY] = {RUNNING(PRIVACY), [MC_EVENT_NEXT] = GO(CARD, MC_EFFECT_FIND_CARD),
        [MC_EVENT_BACK] = GO(LANGUAGE, 0)},
    [MC_STATE_CARD] = {RUNNING(CARD), [MC_EVENT_CARD_READ] = GO(CONFIRM, 0),
        [MC_EVENT_IDENTIFIED] = GO(BUSINESS, MC_EFFECT_HALT),
        [MC_EVENT_CASE] = GO(CASE, MC_EFFECT_HALT),
        [MC_EVENT_RESUMED] = GO(VISION_PRACTICE, MC_EFFECT_HALT | MC_EFFECT_PRACTISE),
        [MC_EVENT_BACK] = GO(PRIVACY, MC_EFFECT_HALT | MC_EFFECT_FORGET_PERSON)},
    [MC_STATE_CONFIRM] = {RUNNING(CONFIRM), [MC_EVENT_IDENTIFIED] = GO(BUSINESS, 0),
        [MC_EVENT_CASE] = GO(CASE, 0), [MC_EVENT_RESUMED] = GO(VISION_PRACTICE, MC_EFFECT_PRACTISE),
        [MC_EVENT_NO] = GO(CARD, MC_EFFECT_FORGET_PERSON | MC_EFFECT_FIND_CARD),
        [MC_EVENT_BACK] = GO(CARD, MC_EFFECT_FORGET_PERSON | MC_EFFECT_FIND_CARD)},
    [MC_STATE_BUSINESS] =
        {RUNNING(BUSINESS), [MC_EVENT_NEXT] = GO(AIDS, 0), [MC_EVENT_CASE] = GO(CASE, 0)},
    [MC_STATE_CASE] = {RUNNING(CASE), [MC_EVENT_NEXT] = GO(AIDS, 0),
        [MC_EVENT_CHOSEN] = GO(DECLARATION, 0), [MC_EVENT_BACK] = GO(BUSINESS, 0),
        /* to a recorder that was restarted meanwhile */
        [MC_EVENT_RESUMED] = GO(VISION_PRACTICE, MC_EFFECT_PRACTISE)},
    [MC_STATE_AIDS] = {RUNNING(AIDS), [MC_EVENT_NEXT] = GO(DECLARATION, 0),
        [MC_EVENT_BACK] = GO(BUSINESS, 0), [MC_EVENT_CASE] = GO(CASE, 0)},
    [MC_STATE_DECLARATION] =
        {RUNNING(DECLARATION), [MC_EVENT_NEXT] = GO(VISION_PRACTICE, MC_EFFECT_PRACTISE),
            [MC_EVENT_BACK] = GO(AIDS, 0), [MC_EVENT_CASE] = GO(CASE, 0)},
    [MC_STATE_VISION_PRACTICE] =
        {RUNNING(VISION_PRACTICE), [MC_EVENT_EXAM_READY] = GO(VISION, MC_EFFECT_EXAMINE),
            [MC_EVENT_EXAM_SKIPPED] = GO(HEARING_PRACTICE, MC_EFFECT_HALT | MC_EFFECT_PRACTISE),
            /* the naked run was finished before a power cut */
            [MC_EVENT_GLASSES_NEEDED] = GO(GLASSES_ON, MC_EFFECT_HALT)},
    [MC_STATE_VISION] = {RUNNING(VISION),
        [MC_EVENT_EXAM_DONE] = GO(HEARING_PRACTICE, MC_EFFECT_HALT | MC_EFFECT_PRACTISE),
        [MC_EVENT_EXAM_SKIPPED] = GO(HEARING_PRACTICE, MC_EFFECT_HALT | MC_EFFECT_PRACTISE),
        [MC_EVENT_GLASSES_NEEDED] = GO(GLASSES_ON, MC_EFFECT_HALT)},
    [MC_STATE_GLASSES_ON] =
        {RUNNING(GLASSES_ON), [MC_EVENT_NEXT] = GO(VISION_GLASSES, MC_EFFECT_EXAMINE),
            [MC_EVENT_EXAM_SKIPPED] = GO(HEARING_PRACTICE, MC_EFFECT_PRACTISE)},
    [MC_STATE_VISION_GLASSES] = {RUNNING(VISION_GLASSES),
        [MC_EVENT_EXAM_DONE] = GO(HEARING_PRACTICE, MC_EFFECT_HALT | MC_EFFECT_PRACTISE),
        [MC_EVENT_EXAM_SKIPPED] = GO(HEARING_PRACTICE, MC_EFFECT_HALT | MC_EFFECT_PRACTISE)},
    [MC_STATE_HEARING_PRACTICE] =
        {RUNNING(HEARING_PRACTICE), [MC_EVENT_EXAM_READY] = GO(HEARING, MC_EFFECT_EXAMINE),
            [MC_EVENT_EXAM_SKIPPED] = GO(SIDE_PRACTICE, MC_EFFECT_HALT | MC_EFFECT_PRACTISE)},
    [MC_STATE_HEARING] = {RUNNING(HEARING),
        [MC_EVENT_EXAM_DONE] = GO(SIDE_PRACTICE, MC_EFFECT_HALT | MC_EFFECT_PRACTISE),
        [MC_EVENT_EXAM_SKIPPED] = GO(SIDE_PRACTICE, MC_EFFECT_HALT | MC_EFFECT_PRACTISE)},
    [MC_STATE_SIDE_PRACTICE] =
        {RUNNING(SIDE_PRACTICE), [MC_EVENT_EXAM_READY] = GO(SIDE, MC_EFFECT_EXAMINE),
            [MC_EVENT_EXAM_SKIPPED] = GO(COLOUR_PRACTICE, MC_EFFECT_HALT | MC_EFFECT_PRACTISE)},
    [MC_STATE_SIDE] = {RUNNING(SIDE),
        [MC_EVENT_EXAM_DONE] = GO(COLOUR_PRACTICE, MC_EFFECT_HALT | MC_EFFECT_PRACTISE),
        [MC_EVENT_EXAM_SKIPPED] = GO(COLOUR_PRACTICE, MC_EFFECT_HALT | MC_EFFECT_PRACTISE)},
    [MC_STATE_COLOUR_PRACTICE] =
        {RUNNING(COLOUR_PRACTICE), [MC_EVENT_EXAM_READY] = GO(COLOUR, MC_EFFECT_EXAMINE),
            [MC_EVENT_EXAM_SKIPPED] = GO(STATURE, MC_EFFECT_HALT | MC_EFFECT_PRACTISE)},
    [MC_STATE_COLOUR] =
        {RUNNING(COLOUR), [MC_EVENT_EXAM_DONE] = GO(STATURE, MC_EFFECT_HALT | MC_EFFECT_PRACTISE),
            [MC_EVENT_EXAM_SKIPPED] = GO(STATURE, MC_EFFECT_HALT | MC_EFFECT_PRACTISE)},
    [MC_STATE_STATURE] =
        {RUNNING(STATURE), [MC_EVENT_EXAM_DONE] = GO(LIMBS, MC_EFFECT_HALT | MC_EFFECT_PRACTISE),
            [MC_EVENT_EXAM_SKIPPED] = GO(LIMBS, MC_EFFECT_HALT | MC_EFFECT_PRACTISE)},
    [MC_STATE_LIMBS] =
        {RUNNING(LIMBS), [MC_EVENT_EXAM_DONE] = GO(REACTION, MC_EFFECT_HALT | MC_EFFECT_PRACTISE),
            [MC_EVENT_EXAM_SKIPPED] = GO(REACTION, MC_EFFECT_HALT | MC_EFFECT_PRACTISE)},
    [MC_STATE_REACTION] =
        {RUNNING(REACTION), [MC_EVENT_EXAM_DONE] = GO(SUMMARY, MC_EFFECT_HALT | MC_EFFECT_JUDGE),
            [MC_EVENT_EXAM_SKIPPED] = GO(SUMMARY, MC_EFFECT_HALT | MC_EFFECT_JUDGE)},
    [MC_STATE_SUMMARY] = {RUNNING(SUMMARY), [MC_EVENT_NEXT] = GO(SIGNATURE, 0)},
    [MC_STATE_SIGNATURE] = {RUNNING(SIGNATURE), [MC_EVENT_NEXT] = GO(SEALING, MC_EFFECT_SEAL),
        [MC_EVENT_BACK] = GO(SUMMARY, 0)},
    /* The recorder may already have committed: neither a walk away nor a clerk undoes it. */
    [MC_STATE_SEALING] = {ANYWHERE(SEALING), [MC_EVENT_SEALED] = GO(END, MC_EFFECT_SLIP),
        [MC_EVENT_IDLE] = GO(SEALING, 0), [MC_EVENT_ABORT] = GO(SEALING, 0),
        [MC_EVENT_FAULT] = GO(FAULT, ENDED)},
    [MC_STATE_END] = {ANYWHERE(END), [MC_EVENT_NEXT] = GO(WELCOME, MC_EFFECT_WIPE),
        [MC_EVENT_IDLE] = GO(WELCOME, MC_EFFECT_WIPE),
        [MC_EVENT_ABORT] = GO(WELCOME, MC_EFFECT_WIPE),
        [MC_EVENT_FAULT] = GO(FAULT, MC_EFFECT_HALT | MC_EFFECT_WIPE)},
    [MC_STATE_ABORTED] = {ANYWHERE(ABORTED), [MC_EVENT_NEXT] = GO(WELCOME, MC_EFFECT_WIPE),
        [MC_EVENT_IDLE] = GO(WELCOME, MC_EFFECT_WIPE), [MC_EVENT_ABORT] = GO(ABORTED, 0),
        [MC_EVENT_FAULT] = GO(FAULT, MC_EFFECT_HALT | MC_EFFECT_WIPE)},
    [MC_STATE_FAULT] = {ANYWHERE(FAULT), [MC_EVENT_NEXT] = GO(WELCOME, MC_EFFECT_WIPE),
        [MC_EVENT_IDLE] = GO(WELCOME, MC_EFFECT_WIPE), [MC_EVENT_ABORT] = GO(FAULT, 0),
        [MC_EVENT_FAULT] = GO(FAULT, 0)},
    [MC_STATE_STATUS] = {ANYWHERE(STATUS), [MC_EVENT_NEXT] = GO(WELCOME, MC_EFFECT_WIPE),
        [MC_EVENT_BACK] = GO(WELCOME, MC_EFFECT_WIPE),
        [MC_EVENT_IDLE] = GO(WELCOME, MC_EFFECT_WIPE),
        [MC_EVENT_ABORT] = GO(WELCOME, MC_EFFECT_WIPE),
        [MC_EVENT_FAULT] = GO(FAULT, MC_EFFECT_WIPE)},
};

McVisitMove
mc_visit_move(McVisitState state, McVisitEvent event)
{
	McVisitMove fault = {.listed = FALSE, .next = MC_STATE_FAULT, .effects = ENDED};

	g_return_val_if_fail((guint)state < MC_VISIT_STATES && (guint)event < MC_VISIT_EVENTS, fault);
	return moves[state][event].listed ? moves[state][event] : fault;
}

gboolean
mc_visit_listens(McVisitState state, McVisitEvent event)
{
	return mc_visit_move(state, event).listed;
}

gboolean
mc_visit_is_running(McVisitState state)
{
	return state >= MC_STATE_LANGUAGE && state <= MC_STATE_SIGNATURE;
}

const char *
mc_visit_state_name(McVisitState state)
{
	static const char *const names[MC_VISIT_STATES] = {"welcome", "language", "privacy", "card",
	    "confirm", "business", "case", "aids", "declaration", "vision-practice", "vision",
	    "glasses-on", "vision-glasses", "hearing-practice", "hearing", "side-practice", "side",
	    "colour-practice", "colour", "stature", "limbs", "reaction", "summary", "signature",
	    "sealing", "end", "aborted", "fault", "status"};

	return names[state];
}

const char *
mc_visit_event_name(McVisitEvent event)
{
	static const char *const names[MC_VISIT_EVENTS] = {"start", "next", "back", "no", "card-read",
	    "identified", "resumed", "case", "chosen", "exam-ready", "exam-done", "exam-skipped",
	    "glasses-needed", "sealed", "device-lost", "device-back", "idle", "abort", "fault",
	    "staff-in", "staff-out", "status"};

	return names[event];
}
