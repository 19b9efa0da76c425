#include "app/gateway/tree/audit.h"

#include "app/base/error.h"
#include "app/gateway/tree/log.h"
#include "app/json/hex.h"
#include "app/record/time.h"
#include <string.h>

/* More say nothing that these do not. */
#define FINDINGS_PRINTED 100
#define HASH sizeof(McMerkleHash)

/* What somebody has signed of the log. */
typedef struct Head {
	gint64 number; /* 0: the one that the witness keeps himself */
	McTreeHead said;
	gboolean is_met; /* the log reached its size */
} Head;

typedef struct Range {
	gint64 first;
	guint64 added;
} Range;

typedef struct Walk {
	const McTreeAudit *audit;
	McStore *store;
	GArray *heads; /* of Head, by size */
	GArray *ranges; /* of Range, by first */
	McMerkleLog log;
	guint records, witnessed, findings;
	gint64 witnessed_wall_us; /* of the newest witnessed head */
	/* of the leaf at work */
	guint64 leaf;
	gint64 id;
	char digest[MC_DIGEST_HEX_SIZE];
} Walk;

static void find(Walk *self, const char *word, const char *format, ...) G_GNUC_PRINTF(3, 4);
static void
find(Walk *self, const char *word, const char *format, ...)
{
	va_list arguments;
	g_autofree char *text = NULL;

	va_start(arguments, format);
	text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	if (self->findings++ < FINDINGS_PRINTED)
		g_print("%s: %s\n", word, text);
}

/* ---- heads ---- */

static void
take_witnessed(Walk *self, const McStoreTreeHead *stored, const McTreeHead *head)
{
	g_autoptr(GError) problem = NULL;

	if (stored->witnessed == NULL || self->audit->witness == NULL)
		return;
	if (mc_tree_head_is_witnessed(self->audit->witness, stored->witnessed, stored->head,
	        self->audit->gateway, &problem)) {
		self->witnessed++;
		self->witnessed_wall_us = MAX(self->witnessed_wall_us, head->at_wall_us);
	} else {
		find(self, "witness", "head %" G_GINT64_FORMAT ": %s", stored->number, problem->message);
	}
}

static gboolean
take_head(const McStoreTreeHead *stored, gpointer data, GError **error)
{
	Walk *self = data;
	Head head = {.number = stored->number};
	g_autoptr(GError) problem = NULL;

	if (!mc_tree_head_open(self->audit->gateway, stored->head, &head.said, NULL, &problem)) {
		find(self, "seal", "head %" G_GINT64_FORMAT ": %s", stored->number, problem->message);
		return TRUE;
	}
	g_array_append_val(self->heads, head);
	take_witnessed(self, stored, &head.said);
	return TRUE;
}

static gboolean
take_held(Walk *self, GError **error)
{
	Head head = {0};
	char of_digest[MC_DIGEST_HEX_SIZE];

	if (self->audit->held == NULL)
		return TRUE;
	if (!mc_tree_head_open_witnessed(
	        self->audit->witness, self->audit->held, &head.said, of_digest, NULL, error)) {
		g_prefix_error(error, "the head that the witness keeps: ");
		return FALSE;
	}
	g_array_append_val(self->heads, head);
	return TRUE;
}

static int
by_size(gconstpointer one, gconstpointer other)
{
	const Head *left = one;
	const Head *right = other;

	return (left->said.size > right->said.size) - (left->said.size < right->said.size);
}

static char *
name_head(const Head *head)
{
	char at[MC_TIME_TEXT_SIZE];

	mc_time_write(head->said.at_wall_us, at);
	return head->number == 0 ? g_strdup_printf("the head that the witness signed at %s", at)
	                         : g_strdup_printf("head %" G_GINT64_FORMAT " of %s", head->number, at);
}

static void
meet_head(Walk *self, Head *head, const McMerkleLog *log)
{
	g_autofree char *name = name_head(head);
	McMerkleHash root;

	head->is_met = TRUE;
	mc_merkle_log_root(log, &root);
	if (memcmp(&root, &head->said.root, sizeof root) != 0)
		find(self, "rewritten", "%s is over %" G_GUINT64_FORMAT " other records than the log's",
		    name, head->said.size);
}

/* Those whose size is reached within the row. */
static void
meet_heads(Walk *self, const McStoreTreeRow *row, const guint8 *digests)
{
	McMerkleLog log = self->log;

	for (guint i = 0; i < self->heads->len; i++) {
		Head *head = &g_array_index(self->heads, Head, i);

		if (head->said.size <= row->size - row->added || head->said.size > row->size)
			continue;
		g_bytes_unref(mc_tree_log_grow(&log, digests + (log.size - (row->size - row->added)) * HASH,
		    head->said.size - log.size));
		meet_head(self, head, &log);
	}
}

/* ---- records ---- */

static void
find_absent(Walk *self)
{
	g_autofree char *elsewhere = mc_store_find_digest(self->store, self->digest);
	g_autofree char *follower = mc_store_find_follower(self->store, self->digest);

	if (elsewhere != NULL)
		find(self, "moved",
		    "%s was accepted as number %" G_GINT64_FORMAT " (leaf %" G_GUINT64_FORMAT ")",
		    elsewhere, self->id, self->leaf);
	else
		find(self, "missing", "%s (leaf %" G_GUINT64_FORMAT ", digest %s)",
		    follower != NULL ? follower : "a record", self->leaf, self->digest);
}

static gboolean
hold_record(const McStoreLogged *record, gpointer data, GError **error)
{
	Walk *self = data;
	char own[MC_DIGEST_HEX_SIZE];

	if (self->findings > FINDINGS_PRINTED)
		return TRUE;
	if (record == NULL) {
		find_absent(self);
		return TRUE;
	}
	mc_digest_hex(record->envelope, own);
	if (strcmp(own, self->digest) == 0 && strcmp(record->digest, self->digest) == 0)
		return TRUE;
	if (strcmp(record->digest, self->digest) == 0 || strcmp(own, self->digest) == 0)
		find(self, "changed", "record %" G_GUINT64_FORMAT " of %s: its digest is not its own",
		    record->seq, record->kiosk);
	else
		find(self, "changed",
		    "record %" G_GUINT64_FORMAT " of %s is not the one that was accepted there",
		    record->seq, record->kiosk);
	if (strcmp(record->digest, self->digest) != 0)
		find_absent(self);
	return TRUE;
}

static gboolean
hold_records(Walk *self, const McStoreTreeRow *row, const guint8 *digests, GError **error)
{
	for (guint64 i = 0; i < row->added; i++) {
		self->leaf = row->size - row->added + i;
		self->id = row->first + (gint64)i;
		mc_hex_write(digests + i * HASH, HASH, self->digest);
		if (!mc_store_logged(self->store, self->id, hold_record, self, error))
			return FALSE;
	}
	return TRUE;
}

/* ---- rows ---- */

static gboolean
follows(const Walk *self, const McStoreTreeRow *row)
{
	return row->added > 0 && row->size == self->log.size + row->added &&
	       g_bytes_get_size(row->digests) == row->added * HASH;
}

static gboolean
take_row(const McStoreTreeRow *row, gpointer data, GError **error)
{
	Walk *self = data;
	const guint8 *digests = g_bytes_get_data(row->digests, NULL);
	Range range = {row->first, row->added};
	g_autoptr(GBytes) nodes = NULL;

	if (!follows(self, row)) {
		g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED,
		    "log: the row up to record %" G_GUINT64_FORMAT
		    " does not follow one up to %" G_GUINT64_FORMAT " (rows were taken out or put in)",
		    row->size, self->log.size);
		return FALSE;
	}
	g_array_append_val(self->ranges, range);
	meet_heads(self, row, digests);
	nodes = mc_tree_log_grow(&self->log, digests, row->added);
	if (!g_bytes_equal(nodes, row->nodes))
		find(self, "log",
		    "the nodes of the row up to record %" G_GUINT64_FORMAT " are not those of its records",
		    row->size);
	return hold_records(self, row, digests, error);
}

/* ---- what is in no row ---- */

static int
by_first(gconstpointer one, gconstpointer other)
{
	const Range *left = one;
	const Range *right = other;

	return (left->first > right->first) - (left->first < right->first);
}

static gboolean
is_logged(const GArray *ranges, gint64 id)
{
	guint low = 0;
	guint high = ranges->len;

	while (low < high) {
		guint middle = low + (high - low) / 2;
		const Range *range = &g_array_index(ranges, Range, middle);

		if (id < range->first)
			high = middle;
		else if (id >= range->first + (gint64)range->added)
			low = middle + 1;
		else
			return TRUE;
	}
	return FALSE;
}

static gboolean
look_unlogged(const McStoreLogged *record, gpointer data, GError **error)
{
	Walk *self = data;

	self->records++;
	if (!is_logged(self->ranges, record->id))
		find(self, "unlogged", "record %" G_GUINT64_FORMAT " of %s was never added to the log",
		    record->seq, record->kiosk);
	return TRUE;
}

/* ---- all of it ---- */

static void
look_at_rest(Walk *self)
{
	for (guint i = 0; i < self->heads->len; i++) {
		const Head *head = &g_array_index(self->heads, Head, i);
		g_autofree char *name = name_head(head);

		if (!head->is_met)
			find(self, "shrunk",
			    "%s is over %" G_GUINT64_FORMAT " records, the log has %" G_GUINT64_FORMAT, name,
			    head->said.size, self->log.size);
	}
	if (self->audit->witness == NULL || self->log.size == 0 ||
	    self->witnessed_wall_us + self->audit->due_us >= self->audit->now_wall_us)
		return;
	find(self, "overdue",
	    self->witnessed == 0 ? "no head was ever witnessed" : "no head was witnessed lately");
}

static gboolean
walk(Walk *self, GError **error)
{
	if (!mc_store_each_tree_head(self->store, take_head, self, error) || !take_held(self, error))
		return FALSE;
	g_array_sort(self->heads, by_size);
	if (!mc_store_each_tree_row(self->store, take_row, self, error))
		return FALSE;
	g_array_sort(self->ranges, by_first);
	if (!mc_store_each_logged(self->store, look_unlogged, self, error))
		return FALSE;
	look_at_rest(self);
	return TRUE;
}

gboolean
mc_tree_audit(McStore *store, const McTreeAudit *audit, GError **error)
{
	g_autoptr(GArray) heads = g_array_new(FALSE, FALSE, sizeof(Head));
	g_autoptr(GArray) ranges = g_array_new(FALSE, FALSE, sizeof(Range));
	Walk self = {.audit = audit, .store = store, .heads = heads, .ranges = ranges};

	if (!walk(&self, error))
		return FALSE;
	g_print("%u records, %" G_GUINT64_FORMAT " in the log, %u heads, %u witnessed; %u findings\n",
	    self.records, self.log.size, heads->len, self.witnessed, self.findings);
	if (self.findings == 0)
		return TRUE;
	g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED, "the store is not as it was accepted");
	return FALSE;
}
