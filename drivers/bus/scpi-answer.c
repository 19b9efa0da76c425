#include "drivers/bus/scpi-answer.h"

#include <string.h>

static const char *
skip_blanks(const char *at)
{
	while (*at == ' ' || *at == '\t')
		at++;
	return at;
}

/* at stands behind the opening quote; returns behind the closing one, NULL when there is none. */
static const char *
quoted_end(const char *at)
{
	while (*at != '\0') {
		if (at[0] == '"' && at[1] == '"')
			at += 2;
		else if (*at == '"')
			return at + 1;
		else
			at++;
	}
	return NULL;
}

static gboolean
take_field(const char **at, McScpiFields *fields)
{
	const char *start = skip_blanks(*at);
	const char *end;

	if (fields->count == MC_SCPI_FIELDS_MAX)
		return FALSE;
	if (*start == '"') {
		end = quoted_end(start + 1);
		if (end == NULL)
			return FALSE;
		fields->field[fields->count].quoted = TRUE;
		fields->field[fields->count].text = start + 1;
		fields->field[fields->count].length = (gsize)(end - start) - 2;
		*at = skip_blanks(end);
	} else {
		end = start + strcspn(start, ",");
		*at = end;
		while (end > start && (end[-1] == ' ' || end[-1] == '\t'))
			end--;
		fields->field[fields->count].quoted = FALSE;
		fields->field[fields->count].text = start;
		fields->field[fields->count].length = (gsize)(end - start);
	}
	fields->count++;
	return TRUE;
}

gboolean
mc_scpi_split(const char *answer, McScpiFields *fields)
{
	const char *at = answer;

	fields->count = 0;
	while (take_field(&at, fields)) {
		if (*at == '\0')
			return TRUE;
		if (*at != ',')
			return FALSE;
		at++;
	}
	return FALSE;
}

gboolean
mc_scpi_int(const McScpiFields *fields, guint index, gint64 minimum, gint64 maximum, gint64 *value)
{
	char digits[24];
	const char *first = digits;
	gsize length = index < fields->count ? fields->field[index].length : 0;

	if (length == 0 || length >= sizeof digits || fields->field[index].quoted)
		return FALSE;
	memcpy(digits, fields->field[index].text, length);
	digits[length] = '\0';
	if (digits[0] == '+' || digits[0] == '-')
		first++;
	/* GLib refuses white space itself, but for a vertical tab. */
	if (!g_ascii_isdigit(*first))
		return FALSE;
	return g_ascii_string_to_signed(digits + (digits[0] == '+'), 10, minimum, maximum, value, NULL);
}

gboolean
mc_scpi_word(const McScpiFields *fields, guint index, const char *const *words, guint *value)
{
	if (index >= fields->count || fields->field[index].quoted)
		return FALSE;
	for (guint i = 0; words[i] != NULL; i++) {
		gsize length = fields->field[index].length;

		if (strlen(words[i]) == length &&
		    g_ascii_strncasecmp(words[i], fields->field[index].text, length) == 0) {
			*value = i;
			return TRUE;
		}
	}
	return FALSE;
}

/* Whatever bytes they are; "" when there is no such field or it does not fit. */
static gboolean
copy_field(const McScpiFields *fields, guint index, char *text, gsize size)
{
	gsize out = 0;

	text[0] = '\0';
	if (index >= fields->count)
		return FALSE;
	for (gsize in = 0; in < fields->field[index].length; in++) {
		char c = fields->field[index].text[in];

		if (out + 1 >= size) {
			text[0] = '\0';
			return FALSE;
		}
		text[out++] = c;
		if (c == '"' && fields->field[index].quoted)
			in++; /* doubled inside quotes */
	}
	text[out] = '\0';
	return TRUE;
}

gboolean
mc_scpi_text(const McScpiFields *fields, guint index, char *text, gsize size)
{
	gboolean is_good = copy_field(fields, index, text, size);

	for (const char *at = text; is_good && *at != '\0'; at++)
		is_good = g_ascii_isprint(*at);
	if (!is_good)
		text[0] = '\0';
	return is_good;
}

/* No control character, none that turns the writing round or breaks a line, none of nobody's. */
static gboolean
is_seen(gunichar c)
{
	GUnicodeType type = g_unichar_type(c);

	return g_unichar_isprint(c) && type != G_UNICODE_LINE_SEPARATOR &&
	       type != G_UNICODE_PARAGRAPH_SEPARATOR && type != G_UNICODE_PRIVATE_USE;
}

gboolean
mc_scpi_local_text(const McScpiFields *fields, guint index, char *text, gsize size)
{
	gboolean is_good = copy_field(fields, index, text, size) && g_utf8_validate(text, -1, NULL);

	for (const char *at = text; is_good && *at != '\0'; at = g_utf8_next_char(at))
		is_good = is_seen(g_utf8_get_char(at));
	if (!is_good)
		text[0] = '\0';
	return is_good;
}
