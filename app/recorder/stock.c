/* What is used up at the kiosk (O3), and what is used (T2): counted down in the transaction that
 * seals or ends what used it, so that no power cut comes between. What nobody has counted is
 * unknown, and stays so until somebody says that it was filled. */

#include "app/stock/stock.h"
#include "app/record/passport.h"
#include "app/recorder/state.h"
#include "app/recorder/values.h"

#include <string.h>

static char *
key_of(McConsumable consumable)
{
	return g_strconcat(MC_VALUE_STOCK, mc_consumable_name(consumable), NULL);
}

void
mc_stock_batch_use(McBatch *batch, McConsumable consumable)
{
	g_autofree char *key = key_of(consumable);

	mc_batch_count_down(batch, key);
}

static char *
uses_key_of(McDeviceKind kind)
{
	return g_strconcat(MC_VALUE_USES, mc_device_kind_name(kind), NULL);
}

void
mc_stock_batch_used(McBatch *batch, McDeviceKind kind)
{
	g_autofree char *key = uses_key_of(kind);

	mc_batch_count_up(batch, key);
}

void
mc_stock_batch_unused(McBatch *batch, McDeviceKind kind)
{
	g_autofree char *key = uses_key_of(kind);

	mc_batch_value(batch, key, NULL);
}

/* One that was opened for want of an instrument alone was taken by nobody. */
static gboolean
was_taken(const McExamRun *run)
{
	for (guint i = 0; i < run->events->len; i++)
		if (g_array_index(run->events, McExamEvent, i).kind == MC_EXAM_EVENT_ANSWER)
			return TRUE;
	return FALSE;
}

static gboolean
was_under_headphones(const McExamRun *run)
{
	if (run->plan.kind == MC_EXAM_HEARING)
		return run->plan.as.hearing.transducer != MC_TRANSDUCER_LOUDSPEAKER;
	return run->plan.kind == MC_EXAM_SIDE &&
	       run->plan.as.side.transducer != MC_TRANSDUCER_LOUDSPEAKER;
}

static void
count_used(McBatch *batch, const McVisit *visit)
{
	guint used = 0; /* bits, by kind */

	for (guint i = 0; i < visit->exams; i++)
		for (guint kind = 0; kind < MC_DEVICE_KINDS; kind++)
			if (was_taken(visit->exam[i]) &&
			    mc_passport_measures((McDeviceKind)kind, visit->exam[i]->plan.kind))
				used |= 1u << kind;
	if (visit->identity_source == MC_IDENTITY_CARD_READ)
		used |= 1u << MC_DEVICE_ID_READER;
	for (guint kind = 0; kind < MC_DEVICE_KINDS; kind++)
		if (used >> kind & 1)
			mc_stock_batch_used(batch, (McDeviceKind)kind);
}

void
mc_stock_batch_visit(McBatch *batch, const McVisit *visit)
{
	gboolean examined = FALSE, wore_headphones = FALSE;

	for (guint i = 0; i < visit->exams; i++) {
		if (!was_taken(visit->exam[i]))
			continue;
		examined = TRUE;
		wore_headphones = wore_headphones || was_under_headphones(visit->exam[i]);
	}
	if (!examined)
		return;
	mc_stock_batch_use(batch, MC_CONSUMABLE_WIPES);
	if (wore_headphones)
		mc_stock_batch_use(batch, MC_CONSUMABLE_EAR_COVERS);
	count_used(batch, visit);
}

/* A value that cannot be read, or is more than fits in, is unknown as well. */
static gint32
left_of(McRecorder *self, McConsumable consumable)
{
	g_autofree char *key = key_of(consumable);
	g_autofree char *text = mc_journal_get_value(self->store.journal, key, NULL);
	guint64 left = 0;

	if (text == NULL || !g_ascii_string_to_unsigned(
	                        text, 10, 0, (guint64)self->config.capacity[consumable], &left, NULL))
		return MC_STOCK_UNKNOWN;
	return (gint32)left;
}

void
mc_stock_fill(McRecorder *self, McStock *stock)
{
	for (guint i = 0; i < MC_CONSUMABLES; i++) {
		stock[i].capacity = self->config.capacity[i];
		stock[i].left = left_of(self, (McConsumable)i);
	}
}

void
mc_stock_fill_uses(McRecorder *self, guint64 *uses)
{
	for (guint i = 0; i < MC_DEVICE_KINDS; i++) {
		g_autofree char *key = uses_key_of((McDeviceKind)i);
		g_autofree char *text = mc_journal_get_value(self->store.journal, key, NULL);

		uses[i] = text == NULL ? 0 : g_ascii_strtoull(text, NULL, 10);
	}
}

/* The spool's file is what the gateway was told last, or will be with the next heartbeat. */
void
mc_stock_tell(McRecorder *self)
{
	McStock stock[MC_CONSUMABLES];
	g_autoptr(GBytes) message = NULL;
	g_autoptr(GError) error = NULL;

	if (self->told_stock == NULL)
		self->told_stock = mc_spool_get(self->store.spool, MC_SPOOL_STOCK, MC_STOCK_MESSAGE, NULL);
	mc_stock_fill(self, stock);
	message = mc_stock_message_write(stock);
	if (self->told_stock != NULL && g_bytes_equal(message, self->told_stock))
		return;
	g_clear_pointer(&self->told_stock, g_bytes_unref);
	if (mc_spool_put(self->store.spool, MC_SPOOL_STOCK, MC_STOCK_MESSAGE, message, &error))
		self->told_stock = g_steal_pointer(&message);
	else
		g_warning("stock: not told, tried again with the next change: %s", error->message);
}

static McAuditEvent
event_of(McConsumable consumable)
{
	switch (consumable) {
	case MC_CONSUMABLE_PAPER: return MC_AUDIT_PAPER_FILLED;
	case MC_CONSUMABLE_EAR_COVERS: return MC_AUDIT_EAR_COVERS_FILLED;
	case MC_CONSUMABLE_WIPES: return MC_AUDIT_WIPES_FILLED;
	}
	g_return_val_if_reached(MC_AUDIT_PAPER_FILLED);
}

gboolean
mc_recorder_refill(
    McRecorder *self, const McRecorderRequest *request, McRecorderReply *reply, GError **error)
{
	g_autoptr(McBatch) batch = mc_batch_new(&self->store);
	g_autofree char *key = key_of(request->consumable);
	g_autofree char *full = g_strdup_printf("%d", self->config.capacity[request->consumable]);

	if (self->config.capacity[request->consumable] == 0)
		return mc_recorder_refuse(error, MC_ERROR_REFUSED,
		    "refill: recorder.json names no capacity of it in \"consumables\"");
	mc_batch_value(batch, key, full);
	mc_batch_audit(
	    batch, event_of(request->consumable), &(McAuditFacts){.staff = self->staff.name});
	if (!mc_batch_commit(batch, error))
		return FALSE;
	mc_recorder_changed(self);
	mc_recorder_fill_hello(self, &reply->hello);
	return TRUE;
}
