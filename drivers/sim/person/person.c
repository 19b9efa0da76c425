#include "drivers/sim/person/person.h"
#include "drivers/sim/person/gaze.h"
#include "drivers/sim/person/optics.h"
#include "drivers/sim/person/profile.h"

#include <math.h>

/* Interaural attenuation of circumaural headphones, drawn once a person. */
#define INTERAURAL_MEAN_DB 50.0
#define INTERAURAL_SPREAD_DB 6.0

/* What the head takes from a sound that comes from the other side of a room, at 500 Hz. */
#define HEAD_SHADOW_DB 5.0

#define LOOK_MEDIAN_US 1100000.0
#define LOOK_SPREAD 0.25 /* of the logarithm */
#define PRESS_MEDIAN_US 430000.0
#define PRESS_SPREAD 0.2
#define FASTEST_US 180000.0
/* To one lamp, at forty; a choice takes longer. */
#define REACT_MEDIAN_US 240000.0
#define REACT_CHOICE_US 130000.0

struct McSimPerson {
	const McSimProfile *profile;
	GRand *random;
	gboolean glasses;
	double interaural_db;
	guint sights;
};

/* ---- chance ---- */

static gboolean
happens(McSimPerson *self, double probability)
{
	return g_rand_double(self->random) < probability;
}

static double
normal(McSimPerson *self)
{
	double radius = sqrt(-2.0 * log(1.0 - g_rand_double(self->random)));

	return radius * cos(2.0 * G_PI * g_rand_double(self->random));
}

static gint64
reaction_us(McSimPerson *self, double median_us, double spread)
{
	double time_us = median_us * exp(spread * normal(self));

	return (gint64)MAX(time_us, FASTEST_US);
}

static McSimSide
any_side(McSimPerson *self)
{
	return happens(self, 0.5) ? MC_SIM_LEFT : MC_SIM_RIGHT;
}

McSimPerson *
mc_sim_person_new(const char *name, guint32 seed)
{
	const McSimProfile *profile = mc_sim_profile_find(name);
	McSimPerson *self;

	if (profile == NULL)
		return NULL;
	self = g_new0(McSimPerson, 1);
	self->profile = profile;
	self->random = g_rand_new_with_seed(seed);
	self->interaural_db = INTERAURAL_MEAN_DB + INTERAURAL_SPREAD_DB * normal(self);
	return self;
}

void
mc_sim_person_free(McSimPerson *self)
{
	if (self == NULL)
		return;
	g_rand_free(self->random);
	g_free(self);
}

const char *
mc_sim_person_name(const McSimPerson *self)
{
	return self->profile->name;
}

McSimBody
mc_sim_person_body(const McSimPerson *self)
{
	return self->profile->body;
}

gboolean
mc_sim_person_wears_aids(const McSimPerson *self)
{
	return self->profile->aid_gain_db[MC_SIM_LEFT] > 0 ||
	       self->profile->aid_gain_db[MC_SIM_RIGHT] > 0;
}

void
mc_sim_person_set_glasses(McSimPerson *self, gboolean on)
{
	self->glasses = on;
}

gboolean
mc_sim_person_has_glasses(const McSimPerson *self)
{
	return self->glasses;
}

/* ---- eyes ---- */

static int
directions(McSimOptotype optotype)
{
	return optotype == MC_SIM_OPTOTYPE_C ? MC_SIM_DIRECTIONS_OF_C : MC_SIM_DIRECTIONS_OF_E;
}

/* Of light from this far away, with what stands on the nose. */
static double
acuity_log_mar(const McSimPerson *self, const McSimSight *sight)
{
	const McSimProfile *profile = self->profile;
	double sharp =
	    self->glasses ? profile->corrected_acuity[sight->eye] : profile->naked_acuity[sight->eye];

	return sharp + mc_sim_optics_loss_log_mar(self->glasses ? 0 : profile->error_d,
	                   profile->age_years, sight->vergence_centi_dioptre / 100.0);
}

/* Probability that the optotype is truly seen. At the acuity a the raw share of right answers,
 * guesses included, is the criterion of the chart: one half for an E, 60 % for a C. */
static double
seen(const McSimPerson *self, const McSimSight *sight)
{
	const McSimProfile *profile = self->profile;
	double criterion = sight->optotype == MC_SIM_OPTOTYPE_E ? 0.5 : 0.6;
	double guess = 1.0 / directions(sight->optotype);
	double at_acuity = (criterion - guess) / (1.0 - guess);
	double shift = log(at_acuity / (1.0 - at_acuity));
	double larger = sight->angle_milli_log_mar / 1000.0 - acuity_log_mar(self, sight);

	if (profile->guesses)
		return 0.0;
	return 1.0 / (1.0 + exp(-(profile->acuity_slope * larger + shift)));
}

double
mc_sim_person_right_probability(const McSimPerson *self, const McSimSight *sight)
{
	double lapse = self->profile->lapse;
	double guess = 1.0 / directions(sight->optotype);

	return lapse * guess + (1.0 - lapse) * (guess + (1.0 - guess) * seen(self, sight));
}

static McSimKey
any_direction(McSimPerson *self, const McSimSight *sight)
{
	return (McSimKey)g_rand_int_range(
	    self->random, MC_SIM_KEY_RIGHT, MC_SIM_KEY_RIGHT + directions(sight->optotype));
}

/* A wrong guess may be given as "cannot see": both count as wrong, so the model stays what it is.
 */
static McSimKey
guess(McSimPerson *self, const McSimSight *sight)
{
	McSimKey key = any_direction(self, sight);

	if (key != sight->direction && happens(self, self->profile->cannot_share))
		return MC_SIM_KEY_CANNOT;
	return key;
}

McSimPadAnswer
mc_sim_person_look(McSimPerson *self, const McSimSight *sight)
{
	const McSimProfile *profile = self->profile;
	double clear = seen(self, sight);
	McSimPadAnswer answer = {.key = MC_SIM_KEY_NONE};

	self->sights++;
	if (profile->leaves_at_sight != 0 && self->sights >= profile->leaves_at_sight)
		return answer;
	if (happens(self, profile->lapse))
		answer.key = any_direction(self, sight);
	else if (happens(self, clear))
		answer.key = sight->direction;
	else
		answer.key = guess(self, sight);
	/* what is hard to see takes longer */
	answer.after_us = reaction_us(self, LOOK_MEDIAN_US * (1.6 - 0.6 * clear), LOOK_SPREAD);
	return answer;
}

gint64
mc_sim_person_react_us(McSimPerson *self, gboolean choice)
{
	double median_us =
	    REACT_MEDIAN_US + self->profile->slower_us + (choice ? REACT_CHOICE_US : 0.0);

	return happens(self, self->profile->lapse) ? -1 : reaction_us(self, median_us, PRESS_SPREAD);
}

const char *
mc_sim_person_gaze(McSimPerson *self, const McSimPicture *picture)
{
	if (self->profile->guesses || happens(self, self->profile->lapse))
		return mc_sim_gaze_guess(picture, self->random);
	return mc_sim_gaze(self->profile->cones, picture, self->random);
}

/* ---- ears ---- */

static McSimSide
other(McSimSide side)
{
	return side == MC_SIM_LEFT ? MC_SIM_RIGHT : MC_SIM_LEFT;
}

/* Straight lines over the logarithm of the frequency. */
static double
threshold_db(const McSimProfile *profile, McSimSide ear, gint frequency_hz)
{
	double octave = log2(CLAMP(frequency_hz, 250, 8000) / 250.0);
	guint below = MIN((guint)octave, MC_SIM_EAR_POINTS - 2);
	const double *points = profile->threshold_db_hl[ear];

	return points[below] + (points[below + 1] - points[below]) * (octave - below);
}

/* By how many dB the sound stands above the threshold of each ear. The noise lifts the threshold of
 * the ear that it plays to, and, weakened by the head, that of the other one. */
static void
sensation(const McSimPerson *self, const McSimSound *sound, double above_db[MC_SIM_SIDES])
{
	McSimSide near = sound->ear, far = other(sound->ear);
	double level_db = sound->level_deci_db_hl / 10.0, noise_db = sound->masking_deci_db / 10.0;
	double near_db = threshold_db(self->profile, near, sound->frequency_hz);
	double far_db = threshold_db(self->profile, far, sound->frequency_hz);

	if (sound->in_room) {
		above_db[near] = level_db - near_db + self->profile->aid_gain_db[near];
		above_db[far] = level_db - HEAD_SHADOW_DB - far_db + self->profile->aid_gain_db[far];
		return;
	}
	if (sound->masked) {
		far_db = MAX(far_db, noise_db);
		near_db = MAX(near_db, noise_db - self->interaural_db);
	}
	above_db[near] = level_db - near_db;
	above_db[far] = level_db - self->interaural_db - far_db;
}

static double
heard(const McSimPerson *self, double above_db)
{
	return 1.0 / (1.0 + exp(-above_db / self->profile->ear_spread_db));
}

double
mc_sim_person_press_probability(const McSimPerson *self, const McSimSound *sound)
{
	const McSimProfile *profile = self->profile;
	double above_db[MC_SIM_SIDES], by_any;

	if (profile->guesses)
		return 0.0;
	if (sound->silent)
		return profile->false_press;
	sensation(self, sound, above_db);
	by_any = 1.0 - (1.0 - heard(self, above_db[MC_SIM_LEFT])) *
	                   (1.0 - heard(self, above_db[MC_SIM_RIGHT]));
	return profile->false_press + (1.0 - profile->false_press - profile->lapse) * by_any;
}

/* The side on which it seems to be: the ear that hears more of it. */
static McSimSide
seeming_side(McSimPerson *self, const McSimSound *sound)
{
	double above_db[MC_SIM_SIDES];

	sensation(self, sound, above_db);
	/* in a room it is the order in which the ears hear it, if they do */
	if (sound->in_room && above_db[MC_SIM_LEFT] > 0 && above_db[MC_SIM_RIGHT] > 0)
		return sound->ear;
	return above_db[MC_SIM_LEFT] >= above_db[MC_SIM_RIGHT] ? MC_SIM_LEFT : MC_SIM_RIGHT;
}

static void
add_press(McSimHandset *handset, McSimSide key, gint64 after_us)
{
	if (handset->presses == MC_SIM_HANDSET_PRESSES)
		return;
	handset->press[handset->presses].key = key;
	handset->press[handset->presses].after_us = after_us;
	handset->presses++;
}

/* Presses at random moments, whatever is played. */
static void
press_at_random(McSimPerson *self, const McSimSound *sound, McSimHandset *handset)
{
	double end_us = (sound->gap_ms + sound->duration_ms + sound->window_ms) * 1000.0;
	double mean_us = 1e6 / self->profile->guessed_presses_per_s;
	double at_us = 0.0;

	for (;;) {
		at_us += -mean_us * log(1.0 - g_rand_double(self->random));
		if (at_us >= end_us)
			return;
		add_press(handset, any_side(self), (gint64)at_us);
	}
}

void
mc_sim_person_listen(McSimPerson *self, const McSimSound *sound, McSimHandset *handset)
{
	gint64 onset_us = sound->gap_ms * G_GINT64_CONSTANT(1000), after_us;
	double probability = mc_sim_person_press_probability(self, sound);
	gboolean is_false;

	handset->presses = 0;
	if (self->profile->guesses) {
		press_at_random(self, sound, handset);
		return;
	}
	if (happens(self, self->profile->stray_press))
		add_press(
		    handset, any_side(self), (gint64)((double)onset_us * g_rand_double(self->random)));
	if (!happens(self, probability))
		return;
	is_false = sound->silent || happens(self, self->profile->false_press / probability);
	after_us = reaction_us(self, PRESS_MEDIAN_US, PRESS_SPREAD);
	add_press(handset, is_false ? any_side(self) : seeming_side(self, sound), onset_us + after_us);
}

double
mc_sim_person_interaural_attenuation_db(const McSimPerson *self)
{
	return self->interaural_db;
}
