#ifndef MC_APP_RECORDER_INSTRUMENT_H
#define MC_APP_RECORDER_INSTRUMENT_H

/* Whether an instrument may measure, and what it reported of the room and of the person's position
 * while it did. */

#include "app/recorder/state.h"

/* What keeps the exam from being opened on this instrument, by the recorder's own lists; the record
 * says it. *cause is the audit's word for it. NONE: it may measure. */
McReason mc_instrument_problem(
    McRecorder *self, const McRecorderRequest *request, McDeviceCause *cause);

/* A calibration counts when it may: a dead clock locks no instrument. */
gboolean mc_instrument_calibration_holds(
    McRecorder *self, gint32 from_yyyymmdd, gint32 to_yyyymmdd);

/* A camera that is to take pictures of who moves; FALSE: nothing watches. */
gboolean mc_instrument_watches(const McDeviceInfo *device);
/* How long the pictures are kept that the camera takes here of the movements; 0: none are taken. */
gint32 mc_instrument_picture_kept_days(McRecorder *self);

/* As the record keeps them. */
void mc_instrument_conditions(const McRecorderRequest *request, McTrialConditions *conditions);
/* Whether the optotype was still shown when it was answered, by the instrument's own stamps. */
gboolean mc_instrument_answered_in_time(const McAnswer *answer);

/* What display and key of a response pad add to a reaction time, by a calibration that holds; else
 * MC_LATENCY_UNKNOWN. */
gint32 mc_instrument_latency_us(McRecorder *self, const McDeviceInfo *device);

/* The instrument as the record states it: the picture of a vision tester at the distance that its
 * collimation record found, while that holds, whatever it says of itself; and no other's. */
McDeviceInfo mc_instrument_certified(McRecorder *self, const McDeviceInfo *device);

/* Puts the measured screen into the plan, if there is one; else the plan's sRGB stays assumed. */
void mc_instrument_set_screen(const McRecorder *self, McColourPlan *plan);
/* The screen is no instrument that comes and goes. NONE, NO_DEVICE (never measured, and the site
 * does not want it then), UNCALIBRATED. */
McReason mc_instrument_screen_problem(McRecorder *self);

#endif
