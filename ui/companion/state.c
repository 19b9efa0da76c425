#include "ui/companion/state.h"

#include <string.h>

/* The end of a word's key, or NULL: value_of("person=sharp", "person") is "sharp". */
static const char *
value_of(const char *word, const char *key)
{
	gsize length = strlen(key);

	return strncmp(word, key, length) == 0 && word[length] == '=' ? word + length + 1 : NULL;
}

static gboolean
parse_flag(McCompanionState *state, const char *word)
{
	const struct {
		const char *key;
		gboolean *flag;
	} flags[] = {
	    {"present", &state->present},
	    {"glasses", &state->glasses},
	    {"vision.plugged", &state->vision_plugged},
	    {"vision.head", &state->head_in},
	    {"vision.on", &state->shows},
	    {"audiometer.plugged", &state->audiometer_plugged},
	    {"audiometer.headphones", &state->headphones_on},
	    {"audiometer.on", &state->plays},
	    {"audiometer.silent", &state->sound.silent},
	    {"reader.plugged", &state->reader_plugged},
	    {"stature.plugged", &state->stature_plugged},
	    {"stature.occupied", &state->on_plate},
	};

	for (guint i = 0; i < G_N_ELEMENTS(flags); i++) {
		const char *value = value_of(word, flags[i].key);

		if (value == NULL)
			continue;
		*flags[i].flag = strcmp(value, "1") == 0;
		return TRUE;
	}
	return FALSE;
}

static gboolean
parse_number(McCompanionState *state, const char *word)
{
	const struct {
		const char *key;
		gint *number;
	} numbers[] = {
	    {"vision.size", &state->sight.size_milli_log_mar},
	    {"audiometer.frequency", &state->sound.frequency_hz},
	    {"audiometer.level", &state->sound.level_deci_db_hl},
	    {"audiometer.masking", &state->sound.masking_deci_db},
	};

	for (guint i = 0; i < G_N_ELEMENTS(numbers); i++) {
		const char *value = value_of(word, numbers[i].key);
		gint64 wide;

		if (value == NULL ||
		    !g_ascii_string_to_signed(value, 10, G_MININT32, G_MAXINT32, &wide, NULL))
			continue;
		*numbers[i].number = (gint)wide;
		if (numbers[i].number == &state->sound.masking_deci_db)
			state->sound.masked = TRUE;
		return TRUE;
	}
	return FALSE;
}

static gboolean
is_left(const char *side)
{
	return strcmp(side, "LEFT") == 0;
}

static void
parse_direction(McCompanionSight *sight, const char *name)
{
	static const char *const names[MC_DIRECTIONS] = {
	    [MC_DIRECTION_RIGHT] = "RIGHT",
	    [MC_DIRECTION_UP] = "UP",
	    [MC_DIRECTION_LEFT] = "LEFT",
	    [MC_DIRECTION_DOWN] = "DOWN",
	    [MC_DIRECTION_UP_RIGHT] = "UPRIGHT",
	    [MC_DIRECTION_UP_LEFT] = "UPLEFT",
	    [MC_DIRECTION_DOWN_LEFT] = "DOWNLEFT",
	    [MC_DIRECTION_DOWN_RIGHT] = "DOWNRIGHT",
	};

	for (guint i = 0; i < MC_DIRECTIONS; i++)
		if (strcmp(name, names[i]) == 0)
			sight->direction = (McDirection)i;
}

static void
parse_name(McCompanionState *state, const char *word)
{
	const char *value;

	if ((value = value_of(word, "person")) != NULL)
		g_strlcpy(state->person, value, sizeof state->person);
	else if ((value = value_of(word, "reader.card")) != NULL)
		g_strlcpy(state->card, value, sizeof state->card);
	else if ((value = value_of(word, "vision.kind")) != NULL)
		state->sight.optotype =
		    strcmp(value, "C") == 0 ? MC_OPTOTYPE_LANDOLT_C : MC_OPTOTYPE_TUMBLING_E;
	else if ((value = value_of(word, "vision.direction")) != NULL)
		parse_direction(&state->sight, value);
	else if ((value = value_of(word, "vision.eye")) != NULL)
		state->sight.eye = is_left(value) ? MC_EYE_LEFT : MC_EYE_RIGHT;
	else if ((value = value_of(word, "audiometer.ear")) != NULL)
		state->sound.ear = is_left(value) ? MC_EAR_LEFT : MC_EAR_RIGHT;
}

gboolean
mc_companion_state_parse(McCompanionState *state, const char *line)
{
	g_auto(GStrv) words = g_strsplit(line, " ", -1);
	const char *revision;

	*state = (McCompanionState){.card = "none"};
	if (words[0] == NULL || words[1] == NULL || strcmp(words[0], "ok") != 0)
		return FALSE;
	revision = value_of(words[1], "revision");
	if (revision == NULL ||
	    !g_ascii_string_to_unsigned(revision, 10, 0, G_MAXUINT64, &state->revision, NULL))
		return FALSE;
	for (guint i = 2; words[i] != NULL; i++)
		if (!parse_flag(state, words[i]) && !parse_number(state, words[i]))
			parse_name(state, words[i]);
	return TRUE;
}
