/* The TPM's counter that anchors the head of the chain; see store.h. */

#include "app/json/shape.h"
#include "app/record/tpm-counter.h"
#include "app/recorder/store.h"
#include "app/recorder/values.h"

static void
fail(McStore *self, const char *problem)
{
	g_warning("counter: %s (nothing is refused for it)", problem);
	self->counter.has_failed = TRUE;
}

static gboolean
read_stated(McStore *self, GError **error)
{
	GError *problem = NULL;
	g_autofree char *text = mc_journal_get_value(self->journal, MC_VALUE_TPM_COUNTER, &problem);

	if (problem != NULL) {
		g_propagate_error(error, problem);
		return FALSE;
	}
	self->counter.stated = text == NULL ? 0 : g_ascii_strtoull(text, NULL, 10);
	return TRUE;
}

/* A chain that states none is new, or of before there was one. */
static void
compare(McStore *self)
{
	McTpmCounter *counter = &self->counter;

	counter->is_ahead = counter->stated != 0 && counter->found > counter->stated;
	if (counter->found + 1 < counter->stated)
		fail(self, "the TPM's is behind what the chain states");
	counter->next = counter->found + 1;
}

void
mc_store_look_at_counter(McStore *self)
{
	g_autoptr(GError) error = NULL;

	if (mc_signer_protection(self->signer) != MC_PROTECTION_TPM)
		return;
	if (!read_stated(self, &error) || !mc_tpm_counter_read(&self->counter.found, &error))
		fail(self, error->message);
	else if (self->counter.found >= MC_JSON_INTEGER_MAX)
		fail(self, "the TPM's is larger than a record has room for");
	else
		compare(self);
}

/* Raised by another hand as well, it is not what was stated: the next start finds that. */
void
mc_store_raise_counter(McStore *self)
{
	g_autoptr(GError) error = NULL;
	guint64 now = 0;

	if (mc_tpm_counter_raise(&now, &error))
		self->counter.next = now + 1;
	else
		fail(self, error->message);
}

void
mc_store_tell_counter(McStore *self)
{
	g_autoptr(McBatch) batch = NULL;

	if (!self->counter.has_failed || self->counter.failure_told)
		return;
	batch = mc_batch_new(self);
	mc_batch_audit(batch, MC_AUDIT_TPM_COUNTER_FAILED, &(McAuditFacts){0});
	self->counter.failure_told = mc_batch_commit(batch, NULL);
}
