#ifndef MC_DRIVERS_DEVICE_JUDGE_H
#define MC_DRIVERS_DEVICE_JUDGE_H

/* Is this instrument trusted, new enough and calibrated? Pure functions. */

#include "app/ports/devices.h"

/* < 0, 0, > 0 as strcmp(); "1.10" > "1.9", "2" = "2.0"; anything that is not dotted numbers is
 * older than everything that is. */
gint mc_firmware_compare(const char *a, const char *b);

/* Civil date in China, YYYYMMDD, of a wall time in microseconds since 1970 UTC. */
gint32 mc_china_date(gint64 wall_us);

/* MC_CAUSE_NONE when the exam may run; else NOT_ENROLLED, USB_ID, FIRMWARE, UNCALIBRATED,
 * TRANSDUCER or RECORD, the first that holds (decisions.md; T5, T11). What does not measure has no
 * calibration; what makes sounds has none without corrections that can be used. */
McDeviceCause mc_judge_device(
    const McDeviceInfo *info, const McEnrolment *enrolments, guint count, gint32 today_yyyymmdd);

/* The calibration record that a technician entered with the enrolment, into the info of a device
 * that keeps none. */
void mc_judge_take_record(McDeviceInfo *info, const McEnrolment *enrolments, guint count);

#endif
