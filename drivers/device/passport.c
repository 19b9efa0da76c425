#include "drivers/device/passport.h"

gboolean
mc_scpi_take_identity(const McScpiFields *fields, McDeviceInfo *info)
{
	return fields->count == 4 && mc_scpi_text(fields, 0, info->maker, sizeof info->maker) &&
	       mc_scpi_text(fields, 1, info->model, sizeof info->model) &&
	       mc_scpi_text(fields, 2, info->serial, sizeof info->serial) &&
	       mc_scpi_text(fields, 3, info->firmware, sizeof info->firmware);
}

gboolean
mc_scpi_take_record(const McScpiFields *fields, McDeviceInfo *info)
{
	gint64 on = 0, until = 0;

	if (fields->count != 4 ||
	    !mc_scpi_local_text(fields, 0, info->laboratory, sizeof info->laboratory) ||
	    !mc_scpi_local_text(fields, 1, info->certificate, sizeof info->certificate) ||
	    !mc_scpi_int(fields, 2, 0, 99991231, &on) || !mc_scpi_int(fields, 3, 0, 99991231, &until))
		return FALSE;
	info->calibrated_yyyymmdd = (gint32)on;
	info->calibration_expires_yyyymmdd = (gint32)until;
	return TRUE;
}

gboolean
mc_scpi_take_transducer(const McScpiFields *fields, McDeviceInfo *info)
{
	return fields->count == 2 &&
	       mc_scpi_text(fields, 0, info->transducer, sizeof info->transducer) &&
	       mc_scpi_text(fields, 1, info->transducer_serial, sizeof info->transducer_serial);
}

gboolean
mc_scpi_take_time(const McScpiFields *fields, gint64 *time_us)
{
	return fields->count == 1 && mc_scpi_int(fields, 0, 0, G_MAXINT64, time_us);
}

gboolean
mc_scpi_take_fault(const McScpiFields *fields, gint64 *fault)
{
	return fields->count == 1 && mc_scpi_int(fields, 0, -32768, 32767, fault);
}
