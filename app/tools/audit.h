#ifndef MC_APP_TOOLS_AUDIT_H
#define MC_APP_TOOLS_AUDIT_H

/* The walk through a journal: every seal, link, column, receipt, clock and anchor. Prints a line
 * for each finding. */

#include "app/journal/journal.h"
#include "app/record/packs-in-force.h"
#include "app/record/parcel.h"
#include "app/tools/chain-link.h"

typedef struct McAuditWalk {
	McVerifier *kiosks, *gateway; /* borrowed; gateway NULL: receipts are only counted */
	GArray *anchors; /* borrowed, of McAnchor: what others hold of this chain; NULL = none */
	guint64 head; /* number of the last record */
	guint findings, visits, receipts, pending, jumps, anchors_met;
	guint64 tpm_counter; /* as it was stated last; 0 = never */
	guint unclocked; /* entries for which no clock could be believed */
	McChainLink last;
	gboolean has_last;
	McPacksInForce packs;
	char boot[33]; /* of the record before, with both its times */
	gint64 at_wall_us, mono_us;
	gint64 clock_rate;
	McClockQuality quality;
} McAuditWalk;

void mc_audit_walk(McAuditWalk *walk, McJournal *journal);

void mc_audit_find(McAuditWalk *walk, guint64 seq, const char *what, const char *text);

/* A file with one anchor a line, as slips and receipts carry them. NULL with MC_ERROR_BAD_INPUT and
 * the line. */
GArray *mc_audit_read_anchors(const char *path, GError **error);
/* A record of this number that is not the anchored one is a fork. */
void mc_audit_check_anchors(McAuditWalk *walk, const McRecordFile *file);
/* What is anchored beyond the end was cut off. */
void mc_audit_check_tail(McAuditWalk *walk, const char *kiosk);
/* What the chain itself says of a newer one that it does not hold: the recorder found it against
 * the gateway or the TPM, or the TPM's counter is stated lower than before. */
void mc_audit_check_roll_back(McAuditWalk *walk, const McRecordFile *file);

#endif
