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

/* Has the glass pages for it? The others are examined elsewhere. */
gboolean mc_readiness_is_run_here(McExamKind exam);
McDeviceKind mc_readiness_device_of(McExamKind exam);

/* Whole years; the birthday counts. 0 when either is no date. */
gint mc_readiness_age_years(gint32 birth_yyyymmdd, gint32 today_yyyymmdd);

#endif
