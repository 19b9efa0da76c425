#ifndef MC_APP_FLOW_READINESS_H
#define MC_APP_FLOW_READINESS_H

/* What can be done here now, from what the instruments and the recorder say (O4, T5). */

#include "app/flow/session.h"

typedef struct McReadiness {
	McService service;
	gboolean exam_possible[MC_EXAM_KINDS];
	McReason reason[MC_EXAM_KINDS]; /* why not */
} McReadiness;

/* hello NULL: the recorder has not spoken yet. devices[MC_DEVICE_KINDS]. */
McReadiness mc_readiness_judge(
    const McDeviceInfo *devices, const McHello *hello, gint32 today_yyyymmdd);

/* Has the glass pages for it, and this kiosk what no calibration brings back? The others are
 * examined elsewhere. */
gboolean mc_readiness_is_run_here(McExamKind exam, const McHello *hello);
/* FALSE: it is evidence for a doctor, or a practice, and no reason to come for it alone. */
gboolean mc_readiness_measures(McExamKind exam);
/* Does the camera take pictures of it here, if the person agrees? */
gboolean mc_readiness_takes_pictures(McExamKind exam, const McHello *hello);
/* FALSE: none that comes and goes is needed, of the movements but to take pictures; of reaction
 * kind is the pad, which may be there. */
gboolean mc_readiness_device_of(McExamKind exam, McDeviceKind *kind);

/* Whole years; the birthday counts. 0 when either is no date. */
gint mc_readiness_age_years(gint32 birth_yyyymmdd, gint32 today_yyyymmdd);

#endif
