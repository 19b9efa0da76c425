#include "app/recorder/store.h"

#include "app/base/error.h"
#include "app/record/parcel.h"
#include "app/recorder/provision.h"
#include "app/recorder/values.h"
#include <string.h>

/* One thing to write, in the order in which it was asked for. */
typedef struct McItem {
	enum {
		ITEM_CONTENT,
		ITEM_CLEAR_STEPS,
		ITEM_STEP,
		ITEM_VALUE,
		ITEM_CLEAR_VALUES,
		ITEM_COUNT_DOWN,
		ITEM_COUNT_UP
	} kind;
	char type[24], label[48]; /* content */
	json_t *body;
	GBytes *personal;
	char *text; /* the step; the value or NULL */
	char *key;
} McItem;

struct McBatch {
	McStore *store;
	GArray *items;
	guint64 next_seq;
	gboolean raises; /* it states the TPM's counter */
	GError *problem; /* found while gathering */
};

static void
item_clear(gpointer data)
{
	McItem *item = data;

	json_decref(item->body);
	g_clear_pointer(&item->personal, g_bytes_unref);
	g_free(item->text);
	g_free(item->key);
}

/* A journal that the TPM knows to be an old one says so from the first entry on. */
static void
begin_with_start(McBatch *self)
{
	McStore *store = self->store;
	const McTpmCounter *counter = &store->counter;

	mc_batch_audit(self, MC_AUDIT_RECORDER_STARTED,
	    &(McAuditFacts){.software = mc_software,
	        .clock_rate = mc_clock_rate(store->clock),
	        .tpm_counter = mc_batch_counter(self)});
	if (!counter->is_ahead)
		return;
	mc_batch_audit(
	    self, MC_AUDIT_JOURNAL_ROLLED_BACK, &(McAuditFacts){.tpm_counter = counter->found});
	mc_batch_value(self, MC_VALUE_ROLLED_BACK, "1");
}

McBatch *
mc_batch_new(McStore *store)
{
	McBatch *self = g_new0(McBatch, 1);
	char digest[MC_DIGEST_HEX_SIZE];

	self->store = store;
	self->items = g_array_new(FALSE, TRUE, sizeof(McItem));
	g_array_set_clear_func(self->items, item_clear);
	mc_journal_head(store->journal, &self->next_seq, digest);
	self->next_seq++;
	if (store->owes_start)
		begin_with_start(self);
	return self;
}

void
mc_batch_free(McBatch *self)
{
	if (self == NULL)
		return;
	g_array_unref(self->items);
	g_clear_error(&self->problem);
	g_free(self);
}

guint64
mc_batch_content(McBatch *self, const char *type, const char *label, json_t *body)
{
	McItem item = {.kind = ITEM_CONTENT, .body = body};

	g_strlcpy(item.type, type, sizeof item.type);
	g_strlcpy(item.label, label, sizeof item.label);
	g_array_append_val(self->items, item);
	return self->next_seq++;
}

guint64
mc_batch_counter(McBatch *self)
{
	guint64 next = self->store->counter.next;
	g_autofree char *text = g_strdup_printf("%" G_GUINT64_FORMAT, next);

	if (next == 0)
		return 0;
	mc_batch_value(self, MC_VALUE_TPM_COUNTER, text);
	self->raises = TRUE;
	return next;
}

guint64
mc_batch_audit(McBatch *self, McAuditEvent event, const McAuditFacts *facts)
{
	json_t *body = mc_audit_body(event, facts, self->problem == NULL ? &self->problem : NULL);

	return mc_batch_content(self, "audit", mc_audit_event_name(event), body);
}

guint64
mc_batch_visit(McBatch *self, json_t *body, GBytes *personal)
{
	guint64 seq = mc_batch_content(self, "visit", "", body);

	g_array_index(self->items, McItem, self->items->len - 1).personal = g_bytes_ref(personal);
	return seq;
}

void
mc_batch_clear_steps(McBatch *self)
{
	McItem item = {.kind = ITEM_CLEAR_STEPS};

	g_array_append_val(self->items, item);
}

void
mc_batch_step(McBatch *self, const char *step)
{
	McItem item = {.kind = ITEM_STEP, .text = g_strdup(step)};

	g_array_append_val(self->items, item);
}

void
mc_batch_value(McBatch *self, const char *key, const char *value)
{
	McItem item = {.kind = ITEM_VALUE, .text = g_strdup(value), .key = g_strdup(key)};

	g_array_append_val(self->items, item);
}

void
mc_batch_clear_values(McBatch *self, const char *beginning)
{
	McItem item = {.kind = ITEM_CLEAR_VALUES, .key = g_strdup(beginning)};

	g_array_append_val(self->items, item);
}

void
mc_batch_count_down(McBatch *self, const char *key)
{
	McItem item = {.kind = ITEM_COUNT_DOWN, .key = g_strdup(key)};

	g_array_append_val(self->items, item);
}

void
mc_batch_count_up(McBatch *self, const char *key)
{
	McItem item = {.kind = ITEM_COUNT_UP, .key = g_strdup(key)};

	g_array_append_val(self->items, item);
}

static void
describe(McStore *store, const McItem *item, McContentHead *head)
{
	*head = (McContentHead){.clock = mc_store_now(store), .mono_us = mc_clock_now_us(store->clock)};
	head->at_wall_us = head->clock.at_wall_us;
	g_strlcpy(head->type, item->type, sizeof head->type);
	g_strlcpy(head->kiosk, store->kiosk, sizeof head->kiosk);
	g_strlcpy(head->journal, store->journal_id, sizeof head->journal);
	g_strlcpy(head->boot, store->boot, sizeof head->boot);
	mc_journal_head(store->journal, &head->seq, head->prev);
	head->seq++;
}

static GBytes *
seal_content(McStore *store, const McItem *item, const McContentHead *head, GError **error)
{
	g_autoptr(GBytes) content = mc_content_write(head, item->body, error);

	return content == NULL ? NULL : mc_seal_at(store->signer, content, head->at_wall_us, error);
}

static gboolean
write_content(McStore *store, const McItem *item, GError **error)
{
	McContentHead head;
	McJournalEntry entry = {0};
	gboolean is_written = FALSE;

	describe(store, item, &head);
	entry.envelope = seal_content(store, item, &head, error);
	if (entry.envelope == NULL)
		return FALSE;
	entry.seq = head.seq;
	entry.at_wall_us = head.at_wall_us;
	g_strlcpy(entry.type, item->type, sizeof entry.type);
	g_strlcpy(entry.label, item->label, sizeof entry.label);
	mc_digest_hex(entry.envelope, entry.digest);
	if (item->personal != NULL) {
		entry.personal = g_bytes_ref(item->personal);
		mc_reference_write(store->kiosk, entry.seq, entry.reference);
	}
	is_written = mc_journal_append(store->journal, &entry, error) &&
	             mc_store_keep_doubt(store, &head, error);
	mc_journal_entry_clear(&entry);
	return is_written;
}

/* Read here, inside the transaction, so that two of one batch count twice. */
static gboolean
count(McStore *store, const McItem *item, GError **error)
{
	GError *problem = NULL;
	g_autofree char *text = mc_journal_get_value(store->journal, item->key, &problem);
	g_autofree char *now = NULL;
	guint64 before = text == NULL ? 0 : g_ascii_strtoull(text, NULL, 10);
	gboolean is_up = item->kind == ITEM_COUNT_UP;

	if (problem != NULL) {
		g_propagate_error(error, problem);
		return FALSE;
	}
	if (before == 0 && !is_up)
		return TRUE;
	now = g_strdup_printf("%" G_GUINT64_FORMAT, is_up ? before + 1 : before - 1);
	return mc_journal_set_value(store->journal, item->key, now, error);
}

static gboolean
write_item(McStore *store, const McItem *item, GError **error)
{
	switch (item->kind) {
	case ITEM_CONTENT: return write_content(store, item, error);
	case ITEM_CLEAR_STEPS: return mc_journal_steps_clear(store->journal, error);
	case ITEM_STEP: return mc_journal_step_append(store->journal, item->text, error);
	case ITEM_COUNT_DOWN:
	case ITEM_COUNT_UP: return count(store, item, error);
	case ITEM_CLEAR_VALUES: return mc_journal_clear_values(store->journal, item->key, error);
	case ITEM_VALUE: return mc_journal_set_value(store->journal, item->key, item->text, error);
	}
	g_return_val_if_reached(FALSE);
}

static gboolean
write_items(McBatch *self, GError **error)
{
	for (guint i = 0; i < self->items->len; i++)
		if (!write_item(self->store, &g_array_index(self->items, McItem, i), error))
			return FALSE;
	return TRUE;
}

static gboolean
try_commit(McBatch *self, GError **error)
{
	McStore *store = self->store;
	gboolean is_done = FALSE;

	if (!mc_journal_begin(store->journal, error))
		return FALSE;
	if (write_items(self, error)) {
		mc_kill_point_pass(&store->kill, store->scope, "before-commit");
		is_done = mc_journal_commit(store->journal, error);
	}
	if (!is_done)
		mc_journal_rollback(store->journal);
	return is_done;
}

gboolean
mc_batch_commit(McBatch *self, GError **error)
{
	McStore *store = self->store;
	GError *problem = g_steal_pointer(&self->problem);

	if (problem == NULL && !try_commit(self, &problem) && mc_store_give_room(store, problem)) {
		g_clear_error(&problem);
		try_commit(self, &problem);
	}
	mc_kill_point_pass(&store->kill, store->scope, "after-commit");
	if (problem == NULL) {
		store->is_writable = TRUE;
		store->owes_start = FALSE;
		if (self->raises)
			mc_store_raise_counter(store);
		/* Not before the start has taken what came back: it may need no parcel any more. */
		if (store->outbox_next != 0)
			mc_store_fill_outbox(store);
		return TRUE;
	}
	if (g_error_matches(problem, MC_ERROR, MC_ERROR_STORAGE))
		store->is_writable = FALSE;
	g_propagate_error(error, problem);
	return FALSE;
}
