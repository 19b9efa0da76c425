#ifndef MC_DRIVERS_SIM_PERSON_PERSON_H
#define MC_DRIVERS_SIM_PERSON_PERSON_H

/* A simulated person: what eyes, ears and hands make of what an instrument shows or plays. Pure and
 * seeded: no clock, no device; times come out as delays. The eyes follow measurement.md 1.6, the
 * ears 2.7 with an interaural attenuation and masking of the other ear. */

#include "drivers/sim/senses/senses.h"

typedef struct McSimPerson McSimPerson;

/* "sharp", "needs-glasses", "one-line-weak", "deaf-one-ear", "wears-aids", "protan", "deutan",
 * "elder", "myope", "guesser", "leaves"; NULL when there is nobody of the name. */
McSimPerson *mc_sim_person_new(const char *name, guint32 seed);
void mc_sim_person_free(McSimPerson *person);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McSimPerson, mc_sim_person_free)

const char *mc_sim_person_name(const McSimPerson *person);
/* Zero terminated. */
const char *const *mc_sim_person_names(void);

McSimBody mc_sim_person_body(const McSimPerson *person);
/* Keeps the headphones off. */
gboolean mc_sim_person_wears_aids(const McSimPerson *person);

void mc_sim_person_set_glasses(McSimPerson *person, gboolean on);
gboolean mc_sim_person_has_glasses(const McSimPerson *person);

typedef struct McSimPadAnswer {
	McSimKey key; /* NONE: has had enough and walks away */
	gint64 after_us; /* from the onset */
} McSimPadAnswer;

McSimPadAnswer mc_sim_person_look(McSimPerson *person, const McSimSight *sight);

/* How long after a lamp of the practice of reaction lit up a key goes down; choice: it was one of
 * two. -1: missed it. */
gint64 mc_sim_person_react_us(McSimPerson *person, gboolean choice);

/* What is read in a picture on the screen: "0" … "9", the colour of a light ("red", "yellow",
 * "green"), or "nothing". By the pixels and the person's cones alone. */
const char *mc_sim_person_gaze(McSimPerson *person, const McSimPicture *picture);

#define MC_SIM_HANDSET_PRESSES 24
typedef struct McSimHandset {
	guint presses;
	struct {
		McSimSide key;
		gint64 after_us; /* from the start of the presentation */
	} press[MC_SIM_HANDSET_PRESSES];
} McSimHandset;

void mc_sim_person_listen(McSimPerson *person, const McSimSound *sound, McSimHandset *handset);

/* ---- the model behind it, for tests ---- */

/* Probability of the right key. */
double mc_sim_person_right_probability(const McSimPerson *person, const McSimSight *sight);
/* Probability of a press that belongs to the tone. */
double mc_sim_person_press_probability(const McSimPerson *person, const McSimSound *sound);
double mc_sim_person_interaural_attenuation_db(const McSimPerson *person);

#endif
