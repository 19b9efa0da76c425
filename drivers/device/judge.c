#include "drivers/device/judge.h"

#include <string.h>

#define CHINA_OFFSET_S (8 * 3600) /* one zone, no summer time since 1991 */

/* TRUE and the next number of a dotted version; at the end 0 for ever. */
static gboolean
take_number(const char **at, guint64 *number)
{
	char *end = NULL;

	*number = 0;
	if (**at == '\0')
		return TRUE;
	if (!g_ascii_isdigit(**at))
		return FALSE;
	*number = g_ascii_strtoull(*at, &end, 10);
	*at = end;
	if (**at == '.' && g_ascii_isdigit((*at)[1]))
		(*at)++;
	return TRUE;
}

gint
mc_firmware_compare(const char *a, const char *b)
{
	while (*a != '\0' || *b != '\0') {
		guint64 number_a, number_b;
		gboolean valid_a = take_number(&a, &number_a);
		gboolean valid_b = take_number(&b, &number_b);

		if (!valid_a || !valid_b)
			return valid_a - valid_b;
		if (number_a != number_b)
			return number_a < number_b ? -1 : 1;
	}
	return 0;
}

gint32
mc_china_date(gint64 wall_us)
{
	g_autoptr(GDateTime) china =
	    g_date_time_new_from_unix_utc(wall_us / G_USEC_PER_SEC + CHINA_OFFSET_S);

	if (china == NULL)
		return 99991231; /* beyond the calendar: nothing is calibrated */
	return g_date_time_get_year(china) * 10000 + g_date_time_get_month(china) * 100 +
	       g_date_time_get_day_of_month(china);
}

static const McEnrolment *
find_enrolment(const McDeviceInfo *info, const McEnrolment *enrolments, guint count)
{
	for (guint i = 0; i < count; i++)
		if (enrolments[i].kind == info->kind && info->serial[0] != '\0' &&
		    strcmp(enrolments[i].serial, info->serial) == 0)
			return &enrolments[i];
	return NULL;
}

void
mc_judge_take_record(McDeviceInfo *info, const McEnrolment *enrolments, guint count)
{
	const McEnrolment *enrolment = find_enrolment(info, enrolments, count);

	info->certificate[0] = '\0';
	info->calibrated_yyyymmdd = info->calibration_expires_yyyymmdd = 0;
	if (enrolment == NULL)
		return;
	g_strlcpy(info->certificate, enrolment->certificate, sizeof info->certificate);
	info->calibrated_yyyymmdd = enrolment->calibrated_yyyymmdd;
	info->calibration_expires_yyyymmdd = enrolment->calibration_expires_yyyymmdd;
}

/* Levels are only known where a laboratory measured them, in these headphones and by these
 * loudspeakers. */
static gboolean
is_corrected(const McDeviceInfo *info)
{
	return info->kind != MC_DEVICE_AUDIOMETER ||
	       (mc_corrections_are_usable(&info->corrections) &&
	           (info->loudspeaker[0] == '\0' ||
	               mc_corrections_are_usable(&info->loudspeaker_corrections)));
}

McDeviceCause
mc_judge_device(
    const McDeviceInfo *info, const McEnrolment *enrolments, guint count, gint32 today_yyyymmdd)
{
	const McEnrolment *enrolment = find_enrolment(info, enrolments, count);
	McDeviceCause difference;

	if (enrolment == NULL)
		return MC_CAUSE_NOT_ENROLLED;
	difference = mc_enrolment_difference(enrolment, info);
	if (difference == MC_CAUSE_USB_ID)
		return difference;
	if (enrolment->minimum_firmware[0] != '\0' &&
	    mc_firmware_compare(info->firmware, enrolment->minimum_firmware) < 0)
		return MC_CAUSE_FIRMWARE;
	if (mc_device_kind_is_calibrated(info->kind) &&
	    (info->calibrated_yyyymmdd == 0 || info->calibration_expires_yyyymmdd < today_yyyymmdd ||
	        !is_corrected(info)))
		return MC_CAUSE_UNCALIBRATED;
	return difference; /* last: what is not calibrated cannot be adopted either */
}
