#ifndef MC_APP_GATEWAY_ADMISSION_DESK_H
#define MC_APP_GATEWAY_ADMISSION_DESK_H

/* Where a kiosk without a certificate knocks: one address, on a port of its own, in a program of
 * its own that runs only while kiosks are being set up.
 *
 *   POST /v1/enrolments   202: a person has not decided yet, come again; 200 and the answer: it is
 *                         admitted; else the problems */

#include "app/base/clock.h"
#include "app/gateway/http/server.h"
#include "app/gateway/store/admissions.h"

/* Wrong messages within so many minutes: from one address, and from all; then 429. And under one
 * code, before that one is spent. Data: gateway.json. */
typedef struct McDeskLimits {
	guint window_minutes;
	guint wrong_max, wrong_max_all, wrong_max_code;
} McDeskLimits;

typedef struct McAdmissionDesk {
	McAdmissions *admissions; /* borrowed, as the clock */
	McClock *clock;
	McDeskLimits limits;
} McAdmissionDesk;

/* With the desk as data. */
extern const McHttpOps mc_admission_desk_http_ops;

#endif
