#include "drivers/sim/usbtmc/scpi.h"

#include <string.h>

gboolean
mc_sim_scpi_parse(McSimScpi *self, const char *line)
{
	char *rest, *comma;
	gsize length;

	*self = (McSimScpi){.storage = NULL};
	while (g_ascii_isspace(*line))
		line++;
	length = strcspn(line, " \t");
	if (length == 0)
		return FALSE;
	g_strlcpy(self->header, line, MIN(length + 1, sizeof self->header));
	self->storage = g_strdup(line + length);
	rest = g_strstrip(self->storage);
	while (*rest != '\0' && self->arguments < MC_SIM_SCPI_ARGUMENTS) {
		comma = strchr(rest, ',');
		if (comma != NULL)
			*comma = '\0';
		self->argument[self->arguments++] = g_strstrip(rest);
		rest = comma != NULL ? comma + 1 : strchr(rest, '\0');
	}
	return TRUE;
}

void
mc_sim_scpi_clear(McSimScpi *self)
{
	g_clear_pointer(&self->storage, g_free);
	self->arguments = 0;
}

/* One word between colons: the whole of it, or its capitals (and '*', '?', digits) only. */
static gboolean
word_matches(const char *pattern, gsize pattern_length, const char *word, gsize length)
{
	gsize taken = 0;
	gboolean is_long = length == pattern_length;

	if (is_long && g_ascii_strncasecmp(pattern, word, length) == 0)
		return TRUE;
	for (gsize i = 0; i < pattern_length; i++) {
		if (g_ascii_islower(pattern[i]))
			continue;
		if (taken == length || g_ascii_toupper(word[taken]) != pattern[i])
			return FALSE;
		taken++;
	}
	return taken == length;
}

gboolean
mc_sim_scpi_matches(const char *pattern, const char *header)
{
	if (*header == ':')
		header++;
	for (;;) {
		gsize pattern_length = strcspn(pattern, ":?"), length = strcspn(header, ":?");

		if (!word_matches(pattern, pattern_length, header, length))
			return FALSE;
		pattern += pattern_length;
		header += length;
		if (*pattern != *header)
			return FALSE;
		if (*pattern == ':') {
			pattern++;
			header++;
			continue;
		}
		return strcmp(pattern, header) == 0;
	}
}

gboolean
mc_sim_scpi_integer(const char *text, gint32 *value)
{
	gint64 wide;

	if (!g_ascii_string_to_signed(text, 10, G_MININT32, G_MAXINT32, &wide, NULL))
		return FALSE;
	*value = (gint32)wide;
	return TRUE;
}
