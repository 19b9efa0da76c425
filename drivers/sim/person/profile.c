#include "drivers/sim/person/profile.h"
#include "drivers/sim/person/person.h"

#include <string.h>

#define GOOD_EAR                                                                                   \
	{                                                                                              \
		5, 5, 5, 5, 10, 15                                                                         \
	}
#define DEAF_EAR                                                                                   \
	{                                                                                              \
		95, 95, 95, 100, 100, 100                                                                  \
	}

/* Honest and attentive: the reference observer R1, 2 % lapses and 2 % false presses. */
#define HONEST                                                                                     \
	.acuity_slope = 14, .lapse = 0.02, .cannot_share = 0.5, .ear_spread_db = 2.5,                  \
	.false_press = 0.02, .stray_press = 0.01

static const McSimProfile profiles[] = {
    {
        .name = "sharp",
        .age_years = 36,
        .body = {1725, 65300, FALSE},
        .naked_acuity = {-0.1, -0.1},
        .corrected_acuity = {-0.1, -0.1},
        .threshold_db_hl = {GOOD_EAR, GOOD_EAR},
        HONEST,
    },
    {
        .name = "needs-glasses",
        .age_years = 36,
        .body = {1631, 54200, FALSE},
        .naked_acuity = {0.5, 0.5},
        .corrected_acuity = {-0.05, -0.05},
        .threshold_db_hl = {GOOD_EAR, GOOD_EAR},
        HONEST,
    },
    {
        .name = "one-line-weak",
        .age_years = 48,
        .body = {1788, 81900, FALSE},
        .naked_acuity = {0.2, 0.2},
        .corrected_acuity = {0.2, 0.2},
        .threshold_db_hl = {GOOD_EAR, GOOD_EAR},
        HONEST,
    },
    {
        .name = "deaf-one-ear",
        .age_years = 52,
        .body = {1544, 50600, FALSE},
        .naked_acuity = {-0.1, -0.1},
        .corrected_acuity = {-0.1, -0.1},
        .threshold_db_hl = {GOOD_EAR, DEAF_EAR},
        HONEST,
    },
    {
        .name = "wears-aids",
        .age_years = 58,
        .body = {1612, 58700, FALSE},
        .naked_acuity = {-0.1, -0.1},
        .corrected_acuity = {-0.1, -0.1},
        .threshold_db_hl = {{50, 50, 55, 55, 60, 65}, {45, 50, 50, 55, 60, 70}},
        .aid_gain_db = {35, 35},
        HONEST,
    },
    {
        .name = "protan",
        .age_years = 27,
        .body = {1733, 68800, FALSE},
        .naked_acuity = {-0.1, -0.1},
        .corrected_acuity = {-0.1, -0.1},
        .threshold_db_hl = {GOOD_EAR, GOOD_EAR},
        .cones = MC_SIM_CONES_NO_LONG,
        HONEST,
    },
    {
        .name = "deutan",
        .age_years = 31,
        .body = {1708, 72400, FALSE},
        .naked_acuity = {-0.1, -0.1},
        .corrected_acuity = {-0.1, -0.1},
        .threshold_db_hl = {GOOD_EAR, GOOD_EAR},
        .cones = MC_SIM_CONES_NO_MIDDLE,
        HONEST,
    },
    {
        .name = "elder",
        .age_years = 76,
        .body = {1568, 57300, FALSE},
        .naked_acuity = {-0.1, -0.1},
        .corrected_acuity = {-0.1, -0.1},
        .threshold_db_hl = {{10, 15, 15, 20, 40, 55}, {15, 15, 20, 25, 45, 60}},
        .slower_us = 60000,
        HONEST,
    },
    {
        .name = "myope",
        .age_years = 30,
        .error_d = -1.0,
        .body = {1695, 60100, FALSE},
        .naked_acuity = {-0.1, -0.1},
        .corrected_acuity = {-0.1, -0.1},
        .threshold_db_hl = {GOOD_EAR, GOOD_EAR},
        HONEST,
    },
    {
        .name = "guesser",
        .age_years = 40,
        .body = {1702, 70100, FALSE},
        .guesses = TRUE,
        .guessed_presses_per_s = 0.5,
    },
    {
        .name = "leaves",
        .age_years = 33,
        .body = {1690, 62400, FALSE},
        .naked_acuity = {-0.1, -0.1},
        .corrected_acuity = {-0.1, -0.1},
        .threshold_db_hl = {GOOD_EAR, GOOD_EAR},
        .leaves_at_sight = 9, /* after the practice, a few into the exam */
        HONEST,
    },
};

static const char *const names[] = {"sharp", "needs-glasses", "one-line-weak", "deaf-one-ear",
    "wears-aids", "protan", "deutan", "elder", "myope", "guesser", "leaves", NULL};

const McSimProfile *
mc_sim_profile_find(const char *name)
{
	for (guint i = 0; i < G_N_ELEMENTS(profiles); i++)
		if (strcmp(profiles[i].name, name) == 0)
			return &profiles[i];
	return NULL;
}

const char *const *
mc_sim_person_names(void)
{
	return names;
}
