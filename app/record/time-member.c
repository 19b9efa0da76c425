#include "app/record/time-member.h"

void
mc_time_member_set(json_t *object, const char *name, gint64 wall_us)
{
	char text[MC_TIME_TEXT_SIZE];

	mc_time_write(wall_us, text);
	json_object_set_new(object, name, json_string(text));
}

gint64
mc_time_member_read(McFields *fields, const char *name)
{
	const char *text = mc_fields_string(fields, name, MC_TIME_TEXT_SIZE);
	gint64 wall_us = 0;

	if (mc_fields_good(fields) && !mc_time_read(text, &wall_us))
		mc_fields_refuse(fields, name, "a moment in UTC with microseconds is needed");
	return wall_us;
}
