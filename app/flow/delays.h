#ifndef MC_APP_FLOW_DELAYS_H
#define MC_APP_FLOW_DELAYS_H

/* Every delay and limit of the glass, in one place. */

#include <glib.h>

typedef enum McDelay {
	MC_DELAY_IDLE,
	MC_DELAY_IDLE_READING,
	MC_DELAY_IDLE_EXAM,
	MC_DELAY_IDLE_LISTENING,
	MC_DELAY_REACT,
	MC_DELAY_END_PAGE,
	MC_DELAY_ABORTED_PAGE,
	MC_DELAY_FAULT_PAGE,
	MC_DELAY_STAFF,
	MC_DELAY_SIGN_IN,
	MC_DELAY_DEVICE_AWAY,
	MC_DELAY_RECORDER_AWAY,
	MC_DELAY_RECORDER_RETRY,
	MC_DELAY_BLANK,
	MC_DELAY_NO_ANSWER,
	MC_DELAY_LIGHT,
	MC_DELAY_FEEDBACK,
	MC_DELAY_SETTLE,
	MC_DELAY_AFTER_LOSS,
	MC_DELAY_CARD_AGAIN,
	MC_DELAY_SECOND,
	MC_DELAY_DIGIT,
	MC_DELAY_DIGIT_GAP,
	MC_DELAY_PLACES_DARK,
	MC_DELAY_TRY_OUT,
} McDelay;
#define MC_DELAYS 25

/* Milliseconds of the clock. */
guint mc_delay_ms(McDelay delay);

/* Younger than this no class can be applied for; which class from which age is the rule pack's. */
#define MC_AGE_WARNING_YEARS 18
/* Presentations in a row that an instrument loses while it says that it is there. */
#define MC_LOSSES_MAX 5
/* Optotypes in a row that nobody answers; after the last the exam ends. */
#define MC_UNANSWERED_MAX 2
/* Runs of a practice; after the last the exam is not opened. */
#define MC_PRACTICE_RUNS 2
/* Times that the card may be lifted too early before a clerk is offered. */
#define MC_CARD_FAILURES 2

#endif
