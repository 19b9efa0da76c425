#ifndef MC_APP_GATEWAY_INTAKE_EVIDENCE_H
#define MC_APP_GATEWAY_INTAKE_EVIDENCE_H

/* PUT and GET of evidence files, in parts:
 *
 *   GET …/evidence/{digest}   200 {"digest","have","v":1,"whole"}: have bytes of it are here
 *   PUT …/evidence/{digest}   with Content-Range: bytes FIRST-LAST/TOTAL. 201 the same: it is
 * whole, and on the disk; 200: it was; 202: have says from where to go on */

#include "app/base/kill-point.h"
#include "app/gateway/evidence/evidence.h"
#include "app/gateway/http/server.h"
#include "app/gateway/intake/address.h"
#include "app/gateway/intake/problem.h"

/* kill: after-part, before-whole, after-whole. The reply's body, or NULL with a problem. */
GBytes *mc_intake_evidence(const McEvidenceLimits *limits, const McHttpRequest *request,
    const McAddress *address, McKillPoint *kill, guint *status, McProblems *problems);

/* "bytes FIRST-LAST/TOTAL" with FIRST <= LAST < TOTAL; anything else is FALSE. Total. */
gboolean mc_intake_range(const char *text, guint64 *first, guint64 *last, guint64 *total);

#endif
