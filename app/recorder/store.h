#ifndef MC_APP_RECORDER_STORE_H
#define MC_APP_RECORDER_STORE_H

/* Where the recorder's truth lies: the journal, the key that signs each link of its chain, and the
 * spool from which the courier takes what is to travel. What one request changes is gathered in a
 * batch and written in one transaction; nothing in memory changes before that. */

#include "app/audit/audit.h"
#include "app/base/clock.h"
#include "app/base/kill-point.h"
#include "app/journal/journal.h"
#include "app/record/content.h"
#include "app/record/seal.h"
#include "app/recorder/ballast.h"
#include "app/recorder/civil.h"
#include "app/spool/spool.h"
#include <jansson.h>

/* Where the sealing key is in a TPM: a counter of it that nobody turns back, beside the chain. An
 * entry states what it is raised to, and only then it is: however often the power goes between, it
 * is never ahead of the chain. Ahead, it belongs to a newer chain than this one. */
typedef struct McTpmCounter {
	guint64 next; /* 0 = there is none, or nobody knows where it stands */
	guint64 found, stated; /* at the start */
	gboolean is_ahead;
	gboolean has_failed, failure_told;
} McTpmCounter;

typedef struct McStore {
	McClock *clock; /* borrowed */
	McCivil civil; /* by mc_store_civil() only */
	McJournal *journal;
	McSpool *spool;
	McSigner *signer;
	char kiosk[33];
	char journal_id[33];
	char boot[33];
	McKillPoint kill;
	const char *scope; /* the request at work, for kill points */
	McBallast ballast; /* dropped when the disk refuses a transaction, which is then tried again */
	gboolean is_writable; /* the last transaction could be committed */
	/* "recorder-started" is still to be chained, before anything else: the disk took no write then.
	 */
	gboolean owes_start;
	McTpmCounter counter;
	guint64
	    outbox_next; /* up to here (exclusive) everything lies in the outbox; 0 = not looked yet */
	guint64 outbox_timer; /* it could not be filled: when to try again */
} McStore;

/* Reads what identifies the journal. MC_ERROR_STORAGE when it was never provisioned. */
gboolean mc_store_init(McStore *store, GError **error);
void mc_store_clear(McStore *store);
/* The boot's own id would name the machine's log; its digest tells boots apart as well. */
void mc_store_read_boot(McStore *store);

/* Civil time, as far as it is known: begun with the signer's certificate and the journal's newest
 * entry. */
McCivil *mc_store_civil(McStore *store);
/* Another signer seals from now on. */
void mc_store_civil_certificate(McStore *store);
McMoment mc_store_now(McStore *store);
gint64 mc_store_now_us(McStore *store);
/* Inside the transaction of an entry: what the start after this one has to know of its time, when
 * no clock was believed or its lower bound is a pack's word. */
gboolean mc_store_keep_doubt(McStore *store, const McContentHead *entry, GError **error);
/* An own entry's content, from its envelope. *body gets a new reference. */
gboolean mc_store_read(GBytes *envelope, McContentHead *head, json_t **body);

/* Puts everything that is not accepted yet, and not there already, into the outbox; each commit
 * does it after the first time. Harmless at any time; after a failure it is tried again by
 * itself. */
void mc_store_fill_outbox(McStore *store);

/* After a transaction that failed: whether to try it once more, because the disk is what failed and
 * the room that was held back is free now. */
gboolean mc_store_give_room(McStore *store, const GError *problem);

/* counter.c: before the first batch, when the signer is there. Never fails: what goes wrong is told
 * by mc_store_tell_counter(). */
void mc_store_look_at_counter(McStore *store);
/* For mc_batch_commit(): what was stated is committed. */
void mc_store_raise_counter(McStore *store);
/* Chains that the counter failed, once. */
void mc_store_tell_counter(McStore *store);

typedef struct McBatch McBatch;

McBatch *mc_batch_new(McStore *store);
void mc_batch_free(McBatch *batch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McBatch, mc_batch_free)

/* For an entry of this batch: what the TPM's counter is raised to once it is committed; 0 = there
 * is none. */
guint64 mc_batch_counter(McBatch *batch);

/* The next link of the chain; takes body. label: the audit event or "". Returns the sequence number
 * that it gets. */
guint64 mc_batch_content(McBatch *batch, const char *type, const char *label, json_t *body);
/* A malformed fact is told by the commit. */
guint64 mc_batch_audit(McBatch *batch, McAuditEvent event, const McAuditFacts *facts);
/* The finished visit: with its sealed personal part. The reference is made here. */
guint64 mc_batch_visit(McBatch *batch, json_t *body, GBytes *personal);

/* Steps of the running visit, in order. */
void mc_batch_clear_steps(McBatch *batch);
void mc_batch_step(McBatch *batch, const char *step);
void mc_batch_value(McBatch *batch, const char *key, const char *value);
/* All values whose keys begin with this. */
void mc_batch_clear_values(McBatch *batch, const char *beginning);
/* A number that is kept becomes smaller by one, not below 0; one that is not kept stays so. */
void mc_batch_count_down(McBatch *batch, const char *key);

/* … larger by one; one that is not kept begins. */
void mc_batch_count_up(McBatch *batch, const char *key);

/* All or nothing; nothing to write is fine. MC_ERROR_STORAGE: nothing was written, the store is not
 * writable for now. */
gboolean mc_batch_commit(McBatch *batch, GError **error);

#endif
