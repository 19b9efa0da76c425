#ifndef MC_APP_OBSERVE_EARS_H
#define MC_APP_OBSERVE_EARS_H

/* Simulated ears: what a person who hears so well, and presses so, does about a tone. Floating
 * point; no code is shared with the exams that are tested. */

#include "app/observe/dice.h"

typedef struct McEars {
	double threshold_db_hl[MC_SIDES];
	double steep_db_per_octave; /* tones: so much higher for each octave above 1 kHz */
	double spread_db; /* logistic; 2.5 */
	double lapse; /* misses what is heard */
	double false_press; /* chance of a press per window without a tone */
	double wrong_key; /* side test: hears it, takes the other key by mistake */
	double presses_per_s; /* random presses, heard or not */
	double interaural_db; /* attenuation across the head, of a sound in one earpiece */
	bool without_masker; /* the instrument plays the tone alone, whatever is ordered */
	/* By loudspeaker: what the head's shadow takes from the far ear, what an aid adds to each. */
	double shadow_db, aid_gain_db[MC_SIDES];
	/* … and who hears it with one ear only, which tells no side, takes what is louder than he is
	 * used to for a sound from that ear's side; else he means that ear's side each time, or any. */
	bool goes_by_loudness, means_any_side;
	double used_to_db; /* that level, of what this ear gets */
	/* Side test: on hearing nothing, presses this ear's key after so many seconds of quiet; 0 =
	 * never. */
	double quiet_before_other_s;
	McEar other;
	double quiet_ms; /* so far */
	bool presses_either_key; /* random and rhythmic presses fall on either key */
	double fatigue_db; /* the threshold rises by so much with each presentation */
	double drift_db; /* and the criterion wanders so far up and down, once in forty presentations */
	double feigns_db; /* answers only what is so much louder than he needs it */
	double rhythm_ms; /* presses every so many ms, whatever is heard; 0 = never */
	int presented; /* so far */
	double since_press_ms; /* rhythm: so far */
} McEars;

#define MC_DEAF_DB_HL 200.0

void mc_ears_answer_tone(
    McEars *ears, McDice *dice, const McToneStimulus *tone, McPressAnswer *answer);
void mc_ears_answer_side(
    McEars *ears, McDice *dice, const McSideStimulus *side, McPressAnswer *answer);

#endif
