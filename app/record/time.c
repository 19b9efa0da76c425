#include "app/record/time.h"

#include <string.h>

/* 9999-12-31T23:59:59 */
#define LAST_SECOND G_GINT64_CONSTANT(253402300799)

#define SHANGHAI_US (8 * G_TIME_SPAN_HOUR)

void
mc_time_write(gint64 wall_us, char out[MC_TIME_TEXT_SIZE])
{
	gint64 seconds = wall_us / G_USEC_PER_SEC;
	g_autoptr(GDateTime) moment = NULL;
	g_autofree char *text = NULL;

	out[0] = '\0';
	if (wall_us < 0 || seconds > LAST_SECOND)
		return;
	moment = g_date_time_new_from_unix_utc(seconds);
	text = g_date_time_format(moment, "%Y-%m-%dT%H:%M:%S");
	g_snprintf(out, MC_TIME_TEXT_SIZE, "%s.%06dZ", text, (int)(wall_us - seconds * G_USEC_PER_SEC));
}

static gboolean
has_form(const char *text)
{
	static const char form[] = "0000-00-00T00:00:00.000000Z";

	if (strlen(text) != sizeof form - 1)
		return FALSE;
	for (gsize i = 0; i < sizeof form - 1; i++)
		if (form[i] == '0' ? !g_ascii_isdigit(text[i]) : text[i] != form[i])
			return FALSE;
	return TRUE;
}

static int
number(const char *text, int digits)
{
	int value = 0;

	for (int i = 0; i < digits; i++)
		value = 10 * value + g_ascii_digit_value(text[i]);
	return value;
}

gboolean
mc_time_read(const char *text, gint64 *wall_us)
{
	g_autoptr(GDateTime) moment = NULL;

	if (!has_form(text) || number(text, 4) < 1970)
		return FALSE;
	moment = g_date_time_new_utc(number(text, 4), number(text + 5, 2), number(text + 8, 2),
	    number(text + 11, 2), number(text + 14, 2), number(text + 17, 2));
	if (moment == NULL)
		return FALSE;
	*wall_us = g_date_time_to_unix(moment) * G_USEC_PER_SEC + number(text + 20, 6);
	return TRUE;
}

gint32
mc_time_day_in_shanghai(gint64 wall_us)
{
	g_autoptr(GDateTime) local =
	    g_date_time_new_from_unix_utc((wall_us + SHANGHAI_US) / G_USEC_PER_SEC);

	if (local == NULL)
		return 0;
	return g_date_time_get_year(local) * 10000 + g_date_time_get_month(local) * 100 +
	       g_date_time_get_day_of_month(local);
}

gint64
mc_time_midnight_in_shanghai(gint64 wall_us)
{
	gint64 local_us = wall_us + SHANGHAI_US;

	return local_us - local_us % G_TIME_SPAN_DAY - SHANGHAI_US;
}
