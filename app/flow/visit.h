#ifndef MC_APP_FLOW_VISIT_H
#define MC_APP_FLOW_VISIT_H

/* The visit as a table: state × event gives the next state and what is to be done on the way. Pure:
 * no clock, no ports, no memory. An unlisted pair is a fault of ours; what a finger did is asked
 * for with mc_visit_listens() first, because a late touch is none. */

#include <glib.h>

typedef enum McVisitState {
	MC_STATE_WELCOME,
	MC_STATE_LANGUAGE,
	MC_STATE_PRIVACY,
	MC_STATE_CARD,
	MC_STATE_CONFIRM,
	MC_STATE_BUSINESS,
	MC_STATE_CASE, /* an earlier part's code instead of business and class */
	MC_STATE_AIDS,
	MC_STATE_DECLARATION,
	MC_STATE_VISION_PRACTICE,
	MC_STATE_VISION,
	MC_STATE_GLASSES_ON,
	MC_STATE_VISION_GLASSES,
	MC_STATE_HEARING_PRACTICE,
	MC_STATE_HEARING,
	MC_STATE_SIDE_PRACTICE,
	MC_STATE_SIDE,
	MC_STATE_COLOUR_PRACTICE,
	MC_STATE_COLOUR,
	MC_STATE_STATURE, /* with their instruction: neither is practised */
	MC_STATE_LIMBS,
	MC_STATE_REACTION, /* a practice, for those who are old enough */
	MC_STATE_SUMMARY,
	MC_STATE_SIGNATURE,
	MC_STATE_SEALING,
	MC_STATE_END, /* recorded here, then sent, then accepted */
	MC_STATE_ABORTED,
	MC_STATE_FAULT,
	MC_STATE_STATUS, /* no visit: somebody wants to know what became of an earlier one */
} McVisitState;
#define MC_VISIT_STATES 29

typedef enum McVisitEvent {
	MC_EVENT_START,
	MC_EVENT_NEXT, /* the page's forward button, and what it needed was granted */
	MC_EVENT_BACK,
	MC_EVENT_NO, /* "that is not me" */
	MC_EVENT_CARD_READ,
	MC_EVENT_IDENTIFIED, /* the recorder knows the person, by card or by clerk */
	MC_EVENT_RESUMED, /* … and what was chosen and declared before a loss */
	MC_EVENT_CASE, /* an earlier part's code is to be given, or was */
	MC_EVENT_CHOSEN, /* … and says all that is to be chosen */
	MC_EVENT_EXAM_READY, /* practice was passed */
	MC_EVENT_EXAM_DONE, /* ended, however */
	MC_EVENT_EXAM_SKIPPED, /* cannot be done here, was done before, or was not understood */
	MC_EVENT_GLASSES_NEEDED,
	MC_EVENT_SEALED,
	MC_EVENT_DEVICE_LOST,
	MC_EVENT_DEVICE_BACK,
	MC_EVENT_IDLE, /* nobody did anything for the state's time */
	MC_EVENT_ABORT,
	MC_EVENT_FAULT,
	MC_EVENT_STAFF_IN,
	MC_EVENT_STAFF_OUT,
	MC_EVENT_STATUS,
} McVisitEvent;
#define MC_VISIT_EVENTS 22

/* Carried out in this order. */
typedef enum McVisitEffect {
	MC_EFFECT_HALT =
	    1 << 0, /* instruments dark and mute, card finding ends, running exam dropped */
	MC_EFFECT_TELL_ABORT = 1 << 1, /* the recorder chains it, when it knows of the visit */
	MC_EFFECT_WIPE = 1 << 2, /* nothing of the person stays; language and text size as at first */
	MC_EFFECT_FORGET_PERSON = 1 << 3, /* the card's contents only */
	MC_EFFECT_FIND_CARD = 1 << 4,
	MC_EFFECT_PRACTISE = 1 << 5,
	MC_EFFECT_EXAMINE = 1 << 6,
	MC_EFFECT_JUDGE = 1 << 7,
	MC_EFFECT_SEAL = 1 << 8,
	MC_EFFECT_WARN = 1 << 9, /* "are you still there?" */
	MC_EFFECT_SUSPEND = 1 << 10,
	MC_EFFECT_RESUME = 1 << 11,
	MC_EFFECT_DEVICES = 1 << 12, /* look again at what is there */
	MC_EFFECT_SLIP = 1 << 13, /* on paper, where there is a printer */
} McVisitEffect;

typedef struct McVisitMove {
	gboolean listed;
	McVisitState next;
	guint effects;
} McVisitMove;

McVisitMove mc_visit_move(McVisitState state, McVisitEvent event);
gboolean mc_visit_listens(McVisitState state, McVisitEvent event);

/* Somebody's check is under way: it can be aborted, suspended and walked away from. */
gboolean mc_visit_is_running(McVisitState state);

/* For the log and for tests. */
const char *mc_visit_state_name(McVisitState state);
const char *mc_visit_event_name(McVisitEvent event);

#endif
