#ifndef MC_APP_GATEWAY_TREE_AUDIT_H
#define MC_APP_GATEWAY_TREE_AUDIT_H

/* Holds a gateway's store against its log, and the log against its heads, the witness's signatures
 * and the head that he keeps himself. For the second party, with roots of his own: on a copy of the
 * store, or beside the gateway. */

#include "app/gateway/store/tree.h"
#include "app/record/tree-head.h"

typedef struct McTreeAudit {
	McVerifier *gateway;
	McVerifier *witness; /* NULL: nobody's signature is looked at */
	GBytes *held; /* what the witness signed last, from his own disk; or NULL */
	gint64 due_us; /* the newest witnessed head may be so old */
	gint64 now_wall_us;
} McTreeAudit;

/* Prints a line for each finding, its word first, then what was looked at:
 *
 *   missing    the log has a record that the store has not
 *   changed    the record is not the one that was accepted, or its digest is not its own
 *   moved      it stands at another place in the order of acceptance
 *   unlogged   the store has a record that the log has not
 *   log        the log's own rows do not fit together
 *   seal       a head is not the gateway's
 *   rewritten  a head has another root than the log had then
 *   shrunk     a head is over more records than the log has
 *   witness    what is kept as witnessed is not the witness's for this head
 *   overdue    nobody has witnessed a head for too long
 *
 * MC_ERROR_UNTRUSTED when there is one. */
gboolean mc_tree_audit(McStore *store, const McTreeAudit *audit, GError **error);

#endif
