#include "app/gateway/settings/attempts.h"

#include "app/gateway/settings/limits.h"
#include "app/transcript/transcript.h"
#include <string.h>

#define MINUTE_MS (60 * 1000)
#define DAYS_MAX 3650
#define MOST_MAX 1000
#define LIMIT(member, least, most, standard)                                                       \
	MC_LIMIT(McAttemptSettings, member, least, most, standard)

static const McLimit limits[] = {
    LIMIT(days, 1, DAYS_MAX, 30),
    LIMIT(most, 1, MOST_MAX, 2),
    LIMIT(every_ms, 1, 24 * 60 * MINUTE_MS, MINUTE_MS),
    LIMIT(kept_days, 1, DAYS_MAX, 365),
};

static void
read_exam(McFields *fields, const char *name, const json_t *json, McAttemptSettings *settings)
{
	McAttemptLimit *limit = &settings->exam[settings->exams];
	GError *problem = NULL;
	McFields own;

	if (mc_exam_kind_from_name(name) < 0) {
		mc_fields_refuse(fields, "exams", "the names of exams as in the records are needed");
		return;
	}
	g_strlcpy(limit->exam, name, sizeof limit->exam);
	mc_fields_begin(&own, json, name);
	limit->days = (guint)mc_fields_int64(&own, "days", 1, DAYS_MAX);
	limit->most = (guint)mc_fields_int64(&own, "most", 1, MOST_MAX);
	if (mc_fields_end(&own, &problem))
		settings->exams++;
	mc_fields_take_error(fields, "exams", problem);
}

static void
read_exams(McFields *fields, McAttemptSettings *settings)
{
	const json_t *object = mc_fields_object(fields, "exams");
	const char *name = NULL;
	json_t *limit = NULL;

	if (json_object_size(object) > MC_ATTEMPT_EXAMS_MAX) {
		mc_fields_refuse(fields, "exams", "so many exams there are not");
		return;
	}
	json_object_foreach((json_t *)object, name, limit)
	{
		if (mc_fields_good(fields))
			read_exam(fields, name, limit, settings);
	}
}

/* Who forgets earlier than he counts would count too few. */
static void
check_kept(McFields *fields, const McAttemptSettings *settings)
{
	guint longest = settings->days;

	for (guint i = 0; i < settings->exams; i++)
		longest = MAX(longest, settings->exam[i].days);
	if (mc_fields_good(fields) && settings->kept_days < longest)
		mc_fields_refuse(fields, "kept_days", "not less than any number of days that is counted");
}

gboolean
mc_attempt_settings_read(const char *path, McAttemptSettings *settings, GError **error)
{
	json_auto_t *json = mc_settings_load(path, error);
	McFields fields;

	if (json == NULL)
		return FALSE;
	*settings = (McAttemptSettings){0};
	mc_fields_begin(&fields, json, path);
	mc_limits_read(&fields, limits, G_N_ELEMENTS(limits), settings);
	if (mc_fields_has(&fields, "exams"))
		read_exams(&fields, settings);
	check_kept(&fields, settings);
	return mc_fields_end(&fields, error);
}

McAttemptLimit
mc_attempt_limit(const McAttemptSettings *settings, const char *exam)
{
	for (guint i = 0; i < settings->exams; i++)
		if (strcmp(settings->exam[i].exam, exam) == 0)
			return settings->exam[i];
	return (McAttemptLimit){.days = settings->days, .most = settings->most};
}

char *
mc_attempt_settings_sample(void)
{
	json_auto_t *json = json_pack("{s:{}}", "exams");

	mc_limits_sample(json, limits, G_N_ELEMENTS(limits));
	return mc_limits_text(json);
}
