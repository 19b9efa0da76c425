/* The simulated people see, hear and press as often as their model says (T10; decisions.md, the
 * observers). Fixed seeds; bounds of four standard deviations. */

#include "drivers/sim/person/person.h"

#include <math.h>
#include <string.h>

#define TRIALS 4000
#define SEED 20260105

static McSimPerson *
new_person(const char *name)
{
	McSimPerson *person = mc_sim_person_new(name, SEED);

	g_assert_nonnull(person);
	return person;
}

static void
assert_rate(guint count, guint of, double expected)
{
	double slack = 4.0 * sqrt(MAX(expected * (1.0 - expected), 1.0 / of) / of);

	g_assert_cmpfloat(count / (double)of, >, expected - slack);
	g_assert_cmpfloat(count / (double)of, <, expected + slack);
}

static guint
count_right(McSimPerson *person, McSimSight *sight, guint *cannot)
{
	guint directions =
	    sight->optotype == MC_SIM_OPTOTYPE_C ? MC_SIM_DIRECTIONS_OF_C : MC_SIM_DIRECTIONS_OF_E;
	guint right = 0;

	*cannot = 0;
	for (guint i = 0; i < TRIALS; i++) {
		McSimPadAnswer answer;

		sight->direction = (McSimKey)(MC_SIM_KEY_RIGHT + i % directions);
		answer = mc_sim_person_look(person, sight);
		right += answer.key == sight->direction;
		*cannot += answer.key == MC_SIM_KEY_CANNOT;
		g_assert_cmpint(answer.after_us, >=, 180000);
	}
	return right;
}

/* ---- eyes ---- */

static void
test_eyes(void)
{
	static const struct {
		const char *person;
		gboolean glasses;
		McSimOptotype optotype;
		gint size;
		double right;
	} cases[] = {
	    /* at the acuity half of the answers are right, but for lapses */
	    {"sharp", FALSE, MC_SIM_OPTOTYPE_E, -100, 0.98 * 0.5 + 0.02 * 0.25},
	    {"sharp", FALSE, MC_SIM_OPTOTYPE_C, -100, 0.98 * 0.6 + 0.02 * 0.125},
	    {"sharp", FALSE, MC_SIM_OPTOTYPE_E, 300, 0.98 * 0.9945 + 0.02 * 0.25},
	    {"needs-glasses", FALSE, MC_SIM_OPTOTYPE_E, 500, 0.98 * 0.5 + 0.02 * 0.25},
	    {"needs-glasses", FALSE, MC_SIM_OPTOTYPE_E, 0, 0.2505},
	    {"needs-glasses", TRUE, MC_SIM_OPTOTYPE_E, -50, 0.98 * 0.5 + 0.02 * 0.25},
	    {"one-line-weak", FALSE, MC_SIM_OPTOTYPE_E, 200, 0.98 * 0.5 + 0.02 * 0.25},
	    {"deaf-one-ear", FALSE, MC_SIM_OPTOTYPE_E, -100, 0.98 * 0.5 + 0.02 * 0.25},
	    {"guesser", FALSE, MC_SIM_OPTOTYPE_E, 600, 0.25},
	    {"guesser", FALSE, MC_SIM_OPTOTYPE_C, 600, 0.125},
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(McSimPerson) person = new_person(cases[i].person);
		McSimSight sight = {.optotype = cases[i].optotype,
		    .direction = MC_SIM_KEY_UP,
		    .angle_milli_log_mar = cases[i].size,
		    .eye = i % 2 == 0 ? MC_SIM_LEFT : MC_SIM_RIGHT};
		guint cannot;

		mc_sim_person_set_glasses(person, cases[i].glasses);
		g_assert_cmpfloat(
		    fabs(mc_sim_person_right_probability(person, &sight) - cases[i].right), <, 0.005);
		assert_rate(count_right(person, &sight, &cannot), TRIALS, cases[i].right);
	}
}

/* T10: what an instrument that stands too near does to eyes. At a metre an uncorrected myope of one
 * dioptre is sharp, and who has nothing left of his accommodation is not; from afar it is the other
 * way round. */
static void
test_near_and_far(void)
{
	static const struct {
		const char *person;
		gboolean glasses;
		gint vergence, angle;
		double right;
	} cases[] = {
	    {"myope", FALSE, -100, -100, 0.98 * 0.5 + 0.02 * 0.25},
	    {"myope", TRUE, -20, -100, 0.98 * 0.5 + 0.02 * 0.25},
	    {"myope", TRUE, -100, -100, 0.98 * 0.5 + 0.02 * 0.25}, /* accommodates */
	    {"myope", FALSE, -20, 297, 0.98 * 0.5 + 0.02 * 0.25}, /* four lines: .8 D of blur */
	    {"elder", FALSE, -20, -100, 0.98 * 0.5 + 0.02 * 0.25},
	    {"elder", FALSE, -100, 274, 0.98 * 0.5 + 0.02 * 0.25}, /* .75 D */
	    {"sharp", FALSE, -100, -100, 0.98 * 0.5 + 0.02 * 0.25},
	    {"sharp", FALSE, -1000, 723, 0.98 * 0.5 + 0.02 * 0.25}, /* nearer than anybody of 36 */
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(McSimPerson) person = new_person(cases[i].person);
		McSimSight sight = {.direction = MC_SIM_KEY_UP,
		    .angle_milli_log_mar = cases[i].angle,
		    .vergence_centi_dioptre = cases[i].vergence};

		mc_sim_person_set_glasses(person, cases[i].glasses);
		g_assert_cmpfloat(
		    fabs(mc_sim_person_right_probability(person, &sight) - cases[i].right), <, 0.01);
	}
}

static void
test_cannot_see(void)
{
	g_autoptr(McSimPerson) weak = new_person("needs-glasses");
	g_autoptr(McSimPerson) guesser = new_person("guesser");
	McSimSight sight = {.angle_milli_log_mar = -300};
	guint cannot;

	/* half of the wrong guesses, and three of four guesses are wrong */
	count_right(weak, &sight, &cannot);
	assert_rate(cannot, TRIALS, 0.98 * 0.75 * 0.5);
	count_right(guesser, &sight, &cannot);
	g_assert_cmpuint(cannot, ==, 0);
}

static void
test_directions_are_not_preferred(void)
{
	g_autoptr(McSimPerson) guesser = new_person("guesser");
	McSimSight sight = {.direction = MC_SIM_KEY_UP};
	guint counts[MC_SIM_KEY_CANNOT + 1] = {0};

	for (guint i = 0; i < TRIALS; i++)
		counts[mc_sim_person_look(guesser, &sight).key]++;
	for (guint key = MC_SIM_KEY_RIGHT; key <= MC_SIM_KEY_DOWN; key++)
		assert_rate(counts[key], TRIALS, 0.25);
	for (guint key = MC_SIM_KEY_UPRIGHT; key <= MC_SIM_KEY_CANNOT; key++)
		g_assert_cmpuint(counts[key], ==, 0);
	memset(counts, 0, sizeof counts);
	sight.optotype = MC_SIM_OPTOTYPE_C;
	for (guint i = 0; i < TRIALS; i++)
		counts[mc_sim_person_look(guesser, &sight).key]++;
	for (guint key = MC_SIM_KEY_RIGHT; key <= MC_SIM_KEY_DOWNRIGHT; key++)
		assert_rate(counts[key], TRIALS, 0.125);
}

static void
test_leaves(void)
{
	g_autoptr(McSimPerson) person = new_person("leaves");
	McSimSight sight = {.direction = MC_SIM_KEY_UP, .angle_milli_log_mar = 600};

	for (guint i = 1; i < 9; i++)
		g_assert_cmpint(mc_sim_person_look(person, &sight).key, !=, MC_SIM_KEY_NONE);
	for (guint i = 0; i < 3; i++)
		g_assert_cmpint(mc_sim_person_look(person, &sight).key, ==, MC_SIM_KEY_NONE);
}

/* Half of the times are shorter than the median, which a choice and age make longer. */
static void
test_reacts(void)
{
	static const struct {
		const char *name;
		gboolean choice;
		gint64 median_us;
	} cases[] = {{"sharp", FALSE, 240000}, {"sharp", TRUE, 370000}, {"elder", FALSE, 300000},
	    {"elder", TRUE, 430000}};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(McSimPerson) person = new_person(cases[i].name);
		guint faster = 0, missed = 0;

		for (guint k = 0; k < TRIALS; k++) {
			gint64 after_us = mc_sim_person_react_us(person, cases[i].choice);

			missed += after_us < 0;
			faster += after_us >= 0 && after_us < cases[i].median_us;
		}
		assert_rate(missed, TRIALS, 0.02);
		assert_rate(faster, TRIALS, 0.49);
	}
}

/* ---- ears ---- */

static McSimSound
tone(McSimSide ear, gint level_deci_db_hl)
{
	return (McSimSound){.ear = ear,
	    .frequency_hz = 1000,
	    .level_deci_db_hl = level_deci_db_hl,
	    .gap_ms = 2000,
	    .duration_ms = 1500,
	    .window_ms = 1500};
}

/* Presses after the onset, by key. */
static void
count_presses(McSimPerson *person, const McSimSound *sound, guint counts[MC_SIM_SIDES])
{
	counts[MC_SIM_LEFT] = counts[MC_SIM_RIGHT] = 0;
	for (guint i = 0; i < TRIALS; i++) {
		McSimHandset handset;

		mc_sim_person_listen(person, sound, &handset);
		for (guint k = 0; k < handset.presses; k++)
			if (handset.press[k].after_us >= sound->gap_ms * 1000)
				counts[handset.press[k].key]++;
	}
}

static void
test_ears(void)
{
	static const struct {
		const char *person;
		McSimSide ear;
		gint level;
		double presses;
	} cases[] = {
	    {"sharp", MC_SIM_LEFT, 400, 0.98},
	    {"sharp", MC_SIM_RIGHT, 50, 0.02 + 0.96 * 0.5}, /* at the threshold */
	    {"sharp", MC_SIM_RIGHT, -200, 0.02},
	    {"deaf-one-ear", MC_SIM_LEFT, 400, 0.98},
	    {"deaf-one-ear", MC_SIM_RIGHT, 300, 0.02},
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(McSimPerson) person = new_person(cases[i].person);
		McSimSound sound = tone(cases[i].ear, cases[i].level);
		guint counts[MC_SIM_SIDES];

		g_assert_cmpfloat(
		    fabs(mc_sim_person_press_probability(person, &sound) - cases[i].presses), <, 0.01);
		count_presses(person, &sound, counts);
		assert_rate(counts[MC_SIM_LEFT] + counts[MC_SIM_RIGHT], TRIALS, cases[i].presses);
		if (cases[i].presses > 0.9) /* the tone seems to be where it is */
			g_assert_cmpuint(counts[cases[i].ear], >, TRIALS * 9 / 10);
	}
}

/* A loud tone to the deaf ear reaches the good one through the head, and seems to be there, until
 * noise covers it. */
static void
test_cross_hearing_and_masking(void)
{
	g_autoptr(McSimPerson) person = new_person("deaf-one-ear");
	double head_db = mc_sim_person_interaural_attenuation_db(person);
	McSimSound sound = tone(MC_SIM_RIGHT, (gint)((head_db + 20) * 10));
	guint counts[MC_SIM_SIDES];

	count_presses(person, &sound, counts);
	g_assert_cmpuint(counts[MC_SIM_LEFT], >, TRIALS * 9 / 10);
	g_assert_cmpuint(counts[MC_SIM_RIGHT], <, TRIALS / 20);
	sound.masked = TRUE;
	sound.masking_deci_db = 400;
	count_presses(person, &sound, counts);
	assert_rate(counts[MC_SIM_LEFT] + counts[MC_SIM_RIGHT], TRIALS, 0.02);
	/* noise that is far too loud reaches the examined ear, too: a good ear misses the tone */
	{
		g_autoptr(McSimPerson) sharp = new_person("sharp");

		sound = tone(MC_SIM_LEFT, 100);
		sound.masked = TRUE;
		sound.masking_deci_db = 1100;
		g_assert_cmpfloat(mc_sim_person_press_probability(sharp, &sound), <, 0.03);
		sound.masking_deci_db = 300;
		g_assert_cmpfloat(mc_sim_person_press_probability(sharp, &sound), >, 0.8);
	}
}

static void
test_silence(void)
{
	g_autoptr(McSimPerson) honest = new_person("sharp");
	g_autoptr(McSimPerson) guesser = new_person("guesser");
	McSimSound sound = tone(MC_SIM_LEFT, 400);
	guint counts[MC_SIM_SIDES];

	sound.silent = TRUE;
	count_presses(honest, &sound, counts);
	assert_rate(counts[MC_SIM_LEFT] + counts[MC_SIM_RIGHT], TRIALS, 0.02);
	/* 0.5 a second in the 3 s after the onset */
	count_presses(guesser, &sound, counts);
	g_assert_cmpuint(counts[MC_SIM_LEFT] + counts[MC_SIM_RIGHT], >, TRIALS * 14 / 10);
	g_assert_cmpuint(counts[MC_SIM_LEFT] + counts[MC_SIM_RIGHT], <, TRIALS * 16 / 10);
}

static void
test_heads_differ(void)
{
	double sum = 0, squares = 0;
	const guint people = 1000;

	for (guint i = 0; i < people; i++) {
		g_autoptr(McSimPerson) person = mc_sim_person_new("sharp", i + 1);
		double head_db = mc_sim_person_interaural_attenuation_db(person);

		sum += head_db;
		squares += head_db * head_db;
	}
	g_assert_cmpfloat(fabs(sum / people - 50.0), <, 4 * 6.0 / sqrt(people));
	g_assert_cmpfloat(fabs(sqrt(squares / people - sum * sum / people / people) - 6.0), <, 0.6);
}

static void
test_same_seed_same_person(void)
{
	g_autoptr(McSimPerson) one = new_person("one-line-weak");
	g_autoptr(McSimPerson) two = new_person("one-line-weak");
	McSimSight sight = {.direction = MC_SIM_KEY_LEFT, .angle_milli_log_mar = 200};
	McSimSound sound = tone(MC_SIM_LEFT, 50);

	for (guint i = 0; i < 200; i++) {
		McSimPadAnswer first = mc_sim_person_look(one, &sight);
		McSimPadAnswer second = mc_sim_person_look(two, &sight);
		McSimHandset left, right;

		g_assert_cmpint(first.key, ==, second.key);
		g_assert_cmpint(first.after_us, ==, second.after_us);
		mc_sim_person_listen(one, &sound, &left);
		mc_sim_person_listen(two, &sound, &right);
		g_assert_cmpuint(left.presses, ==, right.presses);
	}
	g_assert_null(mc_sim_person_new("nobody", 1));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/sim/person/eyes", test_eyes);
	g_test_add_func("/sim/person/cannot-see", test_cannot_see);
	g_test_add_func("/sim/person/directions", test_directions_are_not_preferred);
	g_test_add_func("/sim/person/leaves", test_leaves);
	g_test_add_func("/sim/person/reacts", test_reacts);
	g_test_add_func("/sim/person/ears", test_ears);
	g_test_add_func("/sim/person/cross-hearing-and-masking", test_cross_hearing_and_masking);
	g_test_add_func("/sim/person/silence", test_silence);
	g_test_add_func("/sim/person/heads", test_heads_differ);
	g_test_add_func("/sim/person/near-and-far-T10", test_near_and_far);
	g_test_add_func("/sim/person/seed", test_same_seed_same_person);
	return g_test_run();
}
