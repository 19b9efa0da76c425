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

/* Wrong messages within ten minutes: from one address, and from all; then 429. And under one code,
 * before that one is spent. */
#define MC_DESK_WRONG_MAX 10
#define MC_DESK_WRONG_MAX_ALL 200
#define MC_DESK_WRONG_MAX_CODE 5

typedef struct McAdmissionDesk {
	McAdmissions *admissions; /* borrowed, as the clock */
	McClock *clock;
} McAdmissionDesk;

/* With the desk as data. */
extern const McHttpOps mc_admission_desk_http_ops;

#endif
