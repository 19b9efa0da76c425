#include "ui/words/language.h"
#include "ui/words/words.h"
#include <string.h>

/* Names of the licence classes as in the Ministry's order 162 and its changes. */
const char *
mc_word_licence_class(McLicenceClass licence_class)
{
	switch (licence_class) {
	case MC_CLASS_A1: return _("Large coach");
	case MC_CLASS_A2: return _("Heavy trailer truck");
	case MC_CLASS_A3: return _("City bus");
	case MC_CLASS_B1: return _("Medium coach");
	case MC_CLASS_B2: return _("Large truck");
	case MC_CLASS_C1: return _("Small car");
	case MC_CLASS_C2: return _("Small automatic car");
	case MC_CLASS_C3: return _("Low-speed truck");
	case MC_CLASS_C4: return _("Three-wheeled vehicle");
	case MC_CLASS_C5: return _("Adapted automatic car");
	case MC_CLASS_C6: return _("Light trailer");
	case MC_CLASS_D: return _("Three-wheeled motorcycle");
	case MC_CLASS_E: return _("Motorcycle");
	case MC_CLASS_F: return _("Moped");
	case MC_CLASS_M: return _("Wheeled machine");
	case MC_CLASS_N: return _("Trolleybus");
	case MC_CLASS_P: return _("Tram");
	}
	return "";
}

const char *
mc_word_requirement(McRequirement requirement)
{
	switch (requirement) {
	case MC_REQUIREMENT_AGE: return _("Age");
	case MC_REQUIREMENT_DECLARATION: return _("Declared conditions");
	case MC_REQUIREMENT_VISION_LEFT: return _("Eyesight, left");
	case MC_REQUIREMENT_VISION_RIGHT: return _("Eyesight, right");
	case MC_REQUIREMENT_HEARING_LEFT: return _("Hearing, left");
	case MC_REQUIREMENT_HEARING_RIGHT: return _("Hearing, right");
	case MC_REQUIREMENT_HEARING_SIDE: return _("Sound direction");
	case MC_REQUIREMENT_COLOUR: return _("Colour vision");
	case MC_REQUIREMENT_STATURE: return _("Height");
	case MC_REQUIREMENT_UPPER_LIMBS: return _("Arms and hands");
	case MC_REQUIREMENT_LOWER_LIMBS: return _("Legs");
	case MC_REQUIREMENT_TRUNK_NECK: return _("Trunk and neck");
	case MC_REQUIREMENT_MEMORY_TEST: return _("Memory, judgement and reaction test");
	case MC_REQUIREMENT_SPECIAL_INSTITUTION: return _("Examination at a designated institution");
	}
	return "";
}

/* The ten of the declaration form, in its order. */
static const char *const conditions[MC_CONDITIONS] = {
    N_("Organic heart disease"),
    N_("Epilepsy"),
    N_("Ménière's disease"),
    N_("Vertigo"),
    N_("Hysteria"),
    N_("Parkinson's disease"),
    N_("Mental illness"),
    N_("Dementia"),
    N_("A nervous disease that impairs movement, or another that makes driving unsafe"),
    N_("Drug use within three years, less than three years since compulsory withdrawal, or "
       "dependence on psychiatric drugs"),
};

const char *
mc_word_condition(guint i)
{
	return i < MC_CONDITIONS ? _(conditions[i]) : "";
}

/* Codes of the platform's bizType. */
static const struct {
	const char *code, *name, *detail;
} businesses[MC_BUSINESSES] = {
    {"A", N_("First licence"), N_("I apply for a driving licence for the first time")},
    {"G", N_("Renewal"), N_("My licence is about to expire")},
    {"L", N_("Yearly check"), N_("I hand in my yearly statement of fitness")},
    {"B", N_("Further class"), N_("I have a licence and want another class")},
    {"I", N_("Lower class"), N_("I want to change to a lower class")},
};

const char *
mc_business_code(guint i)
{
	return i < MC_BUSINESSES ? businesses[i].code : NULL;
}

const char *
mc_word_business(const char *code)
{
	for (guint i = 0; i < MC_BUSINESSES; i++)
		if (strcmp(businesses[i].code, code) == 0)
			return _(businesses[i].name);
	return code;
}

const char *
mc_word_business_detail(const char *code)
{
	for (guint i = 0; i < MC_BUSINESSES; i++)
		if (strcmp(businesses[i].code, code) == 0)
			return _(businesses[i].detail);
	return "";
}
