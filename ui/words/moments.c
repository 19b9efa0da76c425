#include "ui/words/moments.h"
#include "ui/words/language.h"

/* Asia/Shanghai has had no summer time since 1991. */
static GTimeZone *
zone_new(void)
{
	return g_time_zone_new_offset(8 * 3600);
}

gint64
mc_moment_from_local(gint32 yyyymmdd, gint32 hhmm)
{
	g_autoptr(GTimeZone) zone = zone_new();
	g_autoptr(GDateTime) local = g_date_time_new(
	    zone, yyyymmdd / 10000, yyyymmdd / 100 % 100, yyyymmdd % 100, hhmm / 100, hhmm % 100, 0);

	return local != NULL ? g_date_time_to_unix(local) * G_USEC_PER_SEC : 0;
}

char *
mc_moment_text(gint64 wall_us)
{
	g_autoptr(GDateTime) local = wall_us != 0 ? mc_moment_local(wall_us) : NULL;

	return local != NULL ? g_date_time_format(local, "%Y-%m-%d %H:%M:%S") : g_strdup("–");
}

GDateTime *
mc_moment_local(gint64 wall_us)
{
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(wall_us / G_USEC_PER_SEC);
	g_autoptr(GTimeZone) zone = zone_new();

	return utc != NULL ? g_date_time_to_timezone(utc, zone) : NULL;
}

gint32
mc_moment_yyyymmdd(GDateTime *local)
{
	return g_date_time_get_year(local) * 10000 + g_date_time_get_month(local) * 100 +
	       g_date_time_get_day_of_month(local);
}

char *
mc_word_as_of(gint64 wall_us, gint32 today_yyyymmdd)
{
	g_autoptr(GDateTime) local = wall_us > 0 ? mc_moment_local(wall_us) : NULL;
	g_autoptr(GDateTime) next = local != NULL ? g_date_time_add_days(local, 1) : NULL;
	g_autofree char *time = local != NULL ? g_date_time_format(local, "%H:%M") : NULL;
	g_autofree char *day = local != NULL ? g_date_time_format(local, "%Y-%m-%d") : NULL;

	if (time == NULL || day == NULL)
		return g_strdup("");
	if (mc_moment_yyyymmdd(local) == today_yyyymmdd)
		return g_strdup_printf(_("As of %s"), time);
	if (next != NULL && mc_moment_yyyymmdd(next) == today_yyyymmdd)
		return g_strdup_printf(_("As of %s yesterday"), time);
	return g_strdup_printf(_("As of %s, %s"), day, time);
}
