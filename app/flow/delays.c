#include "app/flow/delays.h"

#include "app/exam/types.h"

static const guint delays_ms[MC_DELAYS] = {
    /* C7: a page on which somebody chooses. Doubled with large text and when a clerk helps. */
    [MC_DELAY_IDLE] = 60 * 1000,
    /* privacy, declaration, summary: text that is read slowly */
    [MC_DELAY_IDLE_READING] = 120 * 1000,
    /* the head is in the viewer and not at the glass */
    [MC_DELAY_IDLE_EXAM] = 120 * 1000,
    /* who hears nothing presses nothing for as long as a whole hearing exam lasts */
    [MC_DELAY_IDLE_LISTENING] = 300 * 1000,
    /* C7: at least 20 s to react to the warning */
    [MC_DELAY_REACT] = 30 * 1000,
    [MC_DELAY_END_PAGE] = 60 * 1000,
    [MC_DELAY_ABORTED_PAGE] = 15 * 1000,
    [MC_DELAY_FAULT_PAGE] = 30 * 1000,
    /* T1: a forgotten sign-in ends by itself */
    [MC_DELAY_STAFF] = 300 * 1000,
    [MC_DELAY_SIGN_IN] = 60 * 1000,
    /* an instrument that is away for longer ends its exam; drivers report after 2 s (O10) */
    [MC_DELAY_DEVICE_AWAY] = 30 * 1000,
    /* the system restarts the recorder within seconds; a demonstration at twenty times the speed
     * still leaves it six */
    [MC_DELAY_RECORDER_AWAY] = 120 * 1000,
    [MC_DELAY_RECORDER_RETRY] = 1000,
    /* between optotypes 300 to 500 ms; sounds bring their own gap */
    [MC_DELAY_BLANK] = 400,
    [MC_DELAY_NO_ANSWER] = MC_OPTOTYPE_SHOWN_MS_MAX,
    /* a lamp that was knocked or cleaned is itself again by then */
    [MC_DELAY_LIGHT] = 10 * 1000,
    /* "that was right", practice only */
    [MC_DELAY_FEEDBACK] = 1500,
    /* the head is back, the room is quiet again, the instrument too: a breath before it goes on */
    [MC_DELAY_SETTLE] = 1000,
    /* a presentation was lost: by then the driver says whether the instrument is gone (2 s, O10) */
    [MC_DELAY_AFTER_LOSS] = 2500,
    /* an expired card lies there; look whether another one came */
    [MC_DELAY_CARD_AGAIN] = 5000,
    [MC_DELAY_SECOND] = 1000,
    /* practice of memory: a digit a second, as digit spans are read out, and the break that parts
     * two that are the same */
    [MC_DELAY_DIGIT] = 1000,
    [MC_DELAY_DIGIT_GAP] = 250,
    /* practice of judgement: long enough that nobody sees the one place go dark */
    [MC_DELAY_PLACES_DARK] = 400,
    /* T2: for the technician to sit down, look, press; or to lay a card on the reader */
    [MC_DELAY_TRY_OUT] = 60 * 1000,
};

guint
mc_delay_ms(McDelay delay)
{
	return delays_ms[delay];
}
