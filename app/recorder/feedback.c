/* Complaint and praise at the end of a check (M8): an entry of the chain that names the record and
 * nothing of the person. The authority finds it among the audit entries, with site and time. */

#include "app/record/parcel.h"
#include "app/recorder/state.h"
#include <string.h>

static gboolean
is_visit(McRecorder *self, guint64 seq, GError **error)
{
	McJournalEntry entry = {0};
	GError *problem = NULL;
	gboolean found = mc_journal_get(self->store.journal, seq, FALSE, &entry, &problem);
	gboolean good = found && strcmp(entry.type, "visit") == 0;

	if (found)
		mc_journal_entry_clear(&entry);
	if (problem != NULL)
		g_propagate_error(error, problem);
	else if (!good)
		mc_recorder_refuse(error, MC_ERROR_BAD_INPUT, "feedback: there is no such record");
	return good;
}

/* One of each for a record: a finger that presses twice, or a reply that was lost, makes no second
 * one; and what is older than the last one is none of the person's who stands here. */
static gboolean
chain(McRecorder *self, guint64 record, gboolean is_praise, GError **error)
{
	g_autoptr(McBatch) batch = NULL;
	guint64 seq = 0;

	if (record < self->feedback_record)
		return mc_recorder_refuse(error, MC_ERROR_REFUSED, "feedback: of an earlier person");
	if (record == self->feedback_record && self->feedback_seq[is_praise] != 0)
		return TRUE;
	if (!is_visit(self, record, error))
		return FALSE;
	batch = mc_batch_new(&self->store);
	seq = mc_batch_audit(batch, is_praise ? MC_AUDIT_PRAISED : MC_AUDIT_COMPLAINED,
	    &(McAuditFacts){.record = record});
	if (!mc_batch_commit(batch, error))
		return FALSE;
	if (record != self->feedback_record)
		memset(self->feedback_seq, 0, sizeof self->feedback_seq);
	self->feedback_record = record;
	self->feedback_seq[is_praise] = seq;
	return TRUE;
}

gboolean
mc_recorder_feedback(
    McRecorder *self, const McRecorderRequest *request, McRecorderReply *reply, GError **error)
{
	gboolean is_praise = request->flag ? TRUE : FALSE;
	guint64 seq = 0;

	if (!chain(self, request->seq, is_praise, error))
		return FALSE;
	seq = self->feedback_seq[is_praise];
	if (!mc_recorder_fill_record(self, seq, &reply->record, error))
		return FALSE;
	mc_reference_write(self->config.kiosk, seq, reply->record.reference);
	return TRUE;
}
