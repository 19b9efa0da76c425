#ifndef MC_APP_GATEWAY_STORE_H
#define MC_APP_GATEWAY_STORE_H

/* What the gateway has accepted: envelopes with their sealed personal parts, the head of each chain
 * and the receipts given. SQLite, WAL, synchronous=FULL.
 *
 * Writes collect in a group: mc_store_add() and mc_store_seen() join the open one,
 * mc_store_commit() makes it durable. No reply may leave before. Reads see the group's own writes.
 * A failed write spoils its group: the commit then fails and nothing of it stays. Errors are
 * MC_ERROR_STORAGE. */

#include <glib.h>

typedef struct McStore McStore;

/* Digests in lower-case hexadecimal, times in microseconds UTC. No column holds personal data: that
 * is inside `personal`, sealed to the authority. */
typedef struct McStoreRecord {
	const char *kiosk, *journal, *digest, *prev, *type, *reference;
	const char *certificate; /* digest of the one that sealed it */
	const char *next_certificate; /* and of the one that has to seal the next */
	const char *outcomes; /* "C1=not-determined/pass …" for a visit, else "" */
	guint64 seq;
	gint64 at_wall_us, received_wall_us;
	GBytes *envelope;
	GBytes *personal; /* or NULL */
	const char *case_id; /* of a listing: "" = it is part of no case, … */
	gint32 part; /* … and 0 */
	const char *attempts; /* of a listing: attempts.h; "" = nothing to say */
} McStoreRecord;

typedef enum McStorePlace {
	MC_STORE_PLACE_FREE, /* what stands beside it fits */
	MC_STORE_PLACE_GAP, /* free too, but the record before it has not come yet */
	MC_STORE_PLACE_SAME, /* this very envelope is here already */
	MC_STORE_PLACE_FORK, /* another envelope is here, or a neighbour links to another one */
	MC_STORE_PLACE_OTHER_KEY, /* links fit, but this key was not announced */
	MC_STORE_PLACE_OTHER_JOURNAL, /* the kiosk's accepted records are of another provisioning */
} McStorePlace;

typedef struct McStoreHead {
	char journal[33]; /* "" before the first record */
	char digest[65];
	guint64 seq;
	guint64 records; /* accepted, all journals */
	guint64 open_gaps;
	gint64 seen_wall_us; /* last request of any kind; 0 = never */
} McStoreHead;

/* Makes the file when it is missing, refuses a schema that it does not know. */
McStore *mc_store_open(const char *path, GError **error);
/* To write too, beside a running gateway, which has made the file. */
McStore *mc_store_open_beside(const char *path, GError **error);
/* For looking only, beside a running gateway. */
McStore *mc_store_open_for_reading(const char *path, GError **error);
void mc_store_close(McStore *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McStore, mc_store_close)

/* Where a record would stand. Reads kiosk, journal, seq, digest, prev and the
 * certificates. */
gboolean mc_store_look(
    McStore *store, const McStoreRecord *record, McStorePlace *place, GError **error);

/* Records with numbers of the store's own from the first to the last, whose receipts one seal
 * covers (record/receipt.h). */
typedef struct McStoreReceipts {
	gint64 first, last;
	GBytes *leaves; /* 32 bytes of each */
	GBytes *seal;
} McStoreReceipts;
/* What a receipt is made of again. */
typedef struct McStoreReceipt {
	gint64 id; /* number in the store */
	char reference[48];
	gint64 received_wall_us;
	McStoreReceipts under; /* seal NULL: in the group that is open, or of an older store */
} McStoreReceipt;
void mc_store_receipt_clear(McStoreReceipt *receipt);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(McStoreReceipt, mc_store_receipt_clear)
/* Of a record that is there. Reads kiosk, journal and seq. */
gboolean mc_store_receipt(
    McStore *store, const McStoreRecord *record, McStoreReceipt *receipt, GError **error);
/* When a visit was accepted whose digest begins so (32 digits); 0 = there is none. */
gboolean mc_store_visit_received(McStore *store, const char *kiosk, guint64 seq,
    const char *digest_begins, gint64 *received_wall_us, GError **error);
/* Joins the group. */
gboolean mc_store_add_receipts(McStore *store, const McStoreReceipts *receipts, GError **error);

/* The accepted links of a chain from the first to the last number that are of one type. envelope
 * lives for the call. */
typedef struct McStoreRange {
	enum { MC_STORE_OPENINGS, MC_STORE_VISITS } type;
	const char *kiosk, *journal;
	guint64 first, last;
} McStoreRange;
typedef void (*McStoreLink)(guint64 seq, GBytes *envelope, gpointer data);
gboolean mc_store_links(
    McStore *store, const McStoreRange *range, McStoreLink each, gpointer data, GError **error);
/* Whether a chain has an accepted link of this number, of whatever type. */
gboolean mc_store_has_link(McStore *store, const char *kiosk, const char *journal, guint64 seq,
    gboolean *has, GError **error);
/* A record whose place is free or behind a gap. *id: its number in the store, one more than that
 * of the one added before. */
gboolean mc_store_add(
    McStore *store, const McStoreRecord *record, McStorePlace place, gint64 *id, GError **error);
/* What was not accepted, and why. */
typedef struct McStoreRefusal {
	gint64 at_wall_us;
	const char *kiosk; /* by its client certificate; "" = it came not so far */
	const char *path; /* what was asked for; "" likewise */
	const char *digest; /* SHA-256 of the body, or "" */
	const char *codes; /* names of problem.h, separated by blanks */
	const char *text;
} McStoreRefusal;
/* Joins the group. The oldest go when there are very many. */
gboolean mc_store_refuse(McStore *store, const McStoreRefusal *refusal, GError **error);
typedef void (*McStoreEachRefusal)(const McStoreRefusal *refusal, gpointer data);
/* In the order in which they came. */
gboolean mc_store_each_refusal(
    McStore *store, McStoreEachRefusal each, gpointer data, GError **error);
/* The kiosk has shown itself. */
gboolean mc_store_seen(McStore *store, const char *kiosk, gint64 wall_us, GError **error);
gboolean mc_store_commit(McStore *store, GError **error);
/* The open group must not become durable, for this reason: its commit fails. */
void mc_store_give_up(McStore *store, const GError *reason);

gboolean mc_store_head(McStore *store, const char *kiosk, McStoreHead *head, GError **error);

/* A kiosk that was provisioned anew begins a new chain: only an operator may say that this is so.
 * Durable when it returns. MC_ERROR_BAD_INPUT when the kiosk is unknown. */
gboolean mc_store_retire_journal(McStore *store, const char *kiosk, GError **error);

/* Every record by kiosk and in the order of acceptance, without envelope and personal part. `gap`:
 * the record before it is missing. */
typedef void (*McStoreEach)(const McStoreRecord *record, gboolean gap, gpointer data);
gboolean mc_store_each(McStore *store, McStoreEach each, gpointer data, GError **error);

/* Envelopes and sealed personal parts of a kiosk's journal under way, after a number, in order. */
typedef gboolean (*McStoreParcel)(
    guint64 seq, GBytes *envelope, GBytes *personal, gpointer data, GError **error);
gboolean mc_store_each_parcel(McStore *store, const char *kiosk, guint64 after_seq,
    McStoreParcel each, gpointer data, GError **error);

#endif
