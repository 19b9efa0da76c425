#ifndef MC_APP_GATEWAY_OPERATOR_HAND_IN_H
#define MC_APP_GATEWAY_OPERATOR_HAND_IN_H

/* A kiosk that is gone delivers nothing more. What its journal or a copy of it has is taken here,
 * by an operator's act at the gateway's own machine, and judged as if the courier had brought it:
 * seal, place in the chain, exams, verdicts. What is there already stays. So it is to be done while
 * the kiosk's certificate still counts: what a certificate that was taken back has sealed is
 * refused here as everywhere. Runs beside a gateway that serves. */

#include "app/gateway/intake/intake.h"

/* Prints what became of the records, and notes in the log of admissions where the copy ended.
 * MC_ERROR_REFUSED when any was refused; all others of the copy are taken. */
gboolean mc_operator_hand_in(const McIntakeParts *parts, const char *copy, GError **error);

#endif
