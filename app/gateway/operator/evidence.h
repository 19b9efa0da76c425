#ifndef MC_APP_GATEWAY_OPERATOR_EVIDENCE_H
#define MC_APP_GATEWAY_OPERATOR_EVIDENCE_H

#include <glib.h>

/* Holds the evidence files in the folder against what the accepted records name, beside a running
 * gateway. A line for each: kiosk, number and reference of the record ("- -": none names it),
 * digest, what was found, the last day that it is kept:
 *
 *   here       the file that the record names
 *   awaited    it has not come, and is not due
 *   missing    it has not come within due_hours of its record
 *   different  another file stands under its name
 *   foreign    no accepted record names it
 *   over       here, and its last day is over; with remove_over it is removed
 *   removed    its last day is over, and it is not here
 *
 * What somebody should see (missing, different, foreign, over and every removal) is noted among the
 * refusals, once for as long as it is so. */
gboolean mc_operator_evidence(const char *store_path, const char *folder, gint64 due_hours,
    gboolean remove_over, GError **error);

#endif
