#include "drivers/stature/wire.h"

#include <string.h>

#define LOAD_MAX_G 1000000 /* what any of them could say */

/* ---- SCPI ---- */

static gboolean
is_a_height(gint64 height_mm)
{
	return height_mm >= MC_STATURE_HEIGHT_MIN_MM && height_mm <= MC_STATURE_HEIGHT_MAX_MM;
}

static gboolean
is_a_weight(gint64 weight_g)
{
	return weight_g >= MC_STATURE_WEIGHT_MIN_G && weight_g <= MC_STATURE_WEIGHT_MAX_G;
}

gboolean
mc_stature_parse_result(const char *text, McStatureEnd *end, McStatureReading *reading)
{
	static const char *const words[] = {"OK", "NONE", "EMPTY", "MOVED", "LEFT", NULL};
	McScpiFields fields;
	guint word = 0;
	gint64 height_mm = 0, weight_g = 0;

	if (!mc_scpi_split(text, &fields) || fields.count != 3 ||
	    !mc_scpi_word(&fields, 0, words, &word) ||
	    !mc_scpi_int(&fields, 1, 0, MC_STATURE_HEIGHT_MAX_MM, &height_mm) ||
	    !mc_scpi_int(&fields, 2, 0, MC_STATURE_WEIGHT_MAX_G, &weight_g))
		return FALSE;
	*end = (McStatureEnd)word;
	*reading = (McStatureReading){.has_height = height_mm != 0, .has_weight = weight_g != 0};
	if (*end != MC_STATURE_END_OK)
		return TRUE;
	if ((!reading->has_height && !reading->has_weight) ||
	    (reading->has_height && !is_a_height(height_mm)) ||
	    (reading->has_weight && !is_a_weight(weight_g)))
		return FALSE;
	reading->height_mm = (gint32)height_mm;
	reading->weight_g = (gint32)weight_g;
	return TRUE;
}

gboolean
mc_stature_take_range(const McScpiFields *fields, gint32 *heaviest_g)
{
	gint64 lowest_mm = 0, highest_mm = 0, heaviest = 0;

	if (fields->count != 3 || !mc_scpi_int(fields, 0, 0, 10000, &lowest_mm) ||
	    !mc_scpi_int(fields, 1, 0, 10000, &highest_mm) || lowest_mm > highest_mm ||
	    !mc_scpi_int(fields, 2, 0, LOAD_MAX_G, &heaviest))
		return FALSE;
	*heaviest_g = (gint32)heaviest;
	return TRUE;
}

gboolean
mc_stature_parse_conditions(const char *text, McStatureConditions *conditions)
{
	McScpiFields fields;
	gint64 occupied = 0, load_g = 0;

	if (!mc_scpi_split(text, &fields) || fields.count != 2 ||
	    !mc_scpi_int(&fields, 0, 0, 1, &occupied) ||
	    !mc_scpi_int(&fields, 1, -LOAD_MAX_G, LOAD_MAX_G, &load_g))
		return FALSE;
	*conditions = (McStatureConditions){occupied == 1, (gint32)load_g};
	return TRUE;
}

/* ---- text lines ---- */

#define NUMBER_DIGITS_MAX 6

/* "065.3" as 653 tenths: digits, and one digit after a point if there is one. */
static gboolean
take_tenths(const char **at, const char *end, gint64 *tenths)
{
	guint digits = 0;

	*tenths = 0;
	while (*at < end && g_ascii_isdigit(**at) && digits++ < NUMBER_DIGITS_MAX)
		*tenths = *tenths * 10 + (*(*at)++ - '0');
	if (digits == 0 || digits > NUMBER_DIGITS_MAX)
		return FALSE;
	*tenths *= 10;
	if (*at == end || **at != '.')
		return TRUE;
	(*at)++;
	if (*at == end || !g_ascii_isdigit(**at))
		return FALSE;
	*tenths += *(*at)++ - '0';
	return *at == end || !g_ascii_isdigit(**at);
}

static void
skip_blanks(const char **at, const char *end)
{
	while (*at < end && (**at == ' ' || **at == '\t'))
		(*at)++;
}

static gboolean
keep(char letter, gint64 tenths, McStatureReading *reading)
{
	if (letter == 'W' && !reading->has_weight && is_a_weight(tenths * 100)) {
		reading->has_weight = TRUE;
		reading->weight_g = (gint32)(tenths * 100);
		return TRUE;
	}
	if (letter == 'H' && !reading->has_height && is_a_height(tenths)) {
		reading->has_height = TRUE;
		reading->height_mm = (gint32)tenths;
		return TRUE;
	}
	return FALSE;
}

gboolean
mc_stature_parse_line(const char *line, gsize length, McStatureReading *reading)
{
	const char *at = line, *end = line + length;

	*reading = (McStatureReading){0};
	for (skip_blanks(&at, end); at < end; skip_blanks(&at, end)) {
		char letter = g_ascii_toupper(*at++);
		gint64 tenths = 0;

		skip_blanks(&at, end);
		if (at == end || *at++ != ':')
			return FALSE;
		skip_blanks(&at, end);
		if (!take_tenths(&at, end, &tenths) || !keep(letter, tenths, reading))
			return FALSE;
	}
	return reading->has_height || reading->has_weight;
}

static McStatureLine
end_line(McStatureLines *lines, McStatureReading *reading)
{
	gsize length = lines->length;
	gboolean is_whole = lines->in_step && !lines->too_long;
	gboolean was_in_step = lines->in_step;

	lines->length = 0;
	lines->too_long = FALSE;
	lines->in_step = TRUE;
	if (length == 0 || !was_in_step)
		return MC_STATURE_LINE_MORE;
	if (is_whole && mc_stature_parse_line(lines->line, length, reading))
		return MC_STATURE_LINE_READING;
	return MC_STATURE_LINE_NONSENSE;
}

static McStatureLine
take_byte(McStatureLines *lines, guint8 byte, McStatureReading *reading)
{
	if (byte == '\n' || byte == '\r')
		return end_line(lines, reading);
	if (lines->length < sizeof lines->line)
		lines->line[lines->length++] = (char)byte;
	else
		lines->too_long = TRUE;
	return MC_STATURE_LINE_MORE;
}

McStatureLine
mc_stature_take_byte(McStatureLines *lines, guint8 byte, McStatureReading *reading)
{
	McStatureLine line = take_byte(lines, byte, reading);

	lines->unsaid++;
	if (line == MC_STATURE_LINE_MORE && lines->unsaid < MC_STATURE_UNSAID_MAX)
		return MC_STATURE_LINE_MORE;
	lines->unsaid = 0;
	return line == MC_STATURE_LINE_MORE ? MC_STATURE_LINE_NONSENSE : line;
}
