/* The paper of a record (K4, C15): what it says comes from the sealed record, so that a copy says
 * what the first one said; how many came out is counted here. The number is taken before anything
 * is printed: a power cut between the paper and its count would make a second "first one". */

#include "app/record/content.h"
#include "app/record/seal.h"
#include "app/record/visit-slip.h"
#include "app/recorder/state.h"
#include "app/recorder/values.h"
#include <string.h>

static char *
key_of(guint64 record)
{
	return g_strdup_printf(MC_VALUE_SLIPS "%" G_GUINT64_FORMAT, record);
}

static gboolean
read_count(McRecorder *self, guint64 record, guint *count, GError **error)
{
	g_autofree char *key = key_of(record);
	GError *problem = NULL;
	g_autofree char *text = mc_journal_get_value(self->store.journal, key, &problem);

	if (problem != NULL) {
		g_propagate_error(error, problem);
		return FALSE;
	}
	*count = text == NULL ? 0 : (guint)g_ascii_strtoull(text, NULL, 10);
	return TRUE;
}

static gboolean
write_count(
    McRecorder *self, McAuditEvent event, guint64 record, guint count, guint copy, GError **error)
{
	g_autoptr(McBatch) batch = mc_batch_new(&self->store);
	g_autofree char *key = key_of(record);
	g_autofree char *text = g_strdup_printf("%u", count);

	mc_batch_value(batch, key, count == 0 ? NULL : text);
	if (event == MC_AUDIT_SLIP_ISSUED) /* also one that comes to nothing takes its paper */
		mc_stock_batch_use(batch, MC_CONSUMABLE_PAPER);
	if (event == MC_AUDIT_SLIP_ISSUED)
		mc_stock_batch_used(batch, MC_DEVICE_PRINTER);
	mc_batch_audit(batch, event,
	    &(McAuditFacts){.record = record,
	        .copy = copy,
	        .staff = self->staff.role == MC_STAFF_NONE ? NULL : self->staff.name});
	return mc_batch_commit(batch, error);
}

/* ---- what stands on it ---- */

McVisit *
mc_recorder_visit_of(McRecorder *self, guint64 record, GError **error)
{
	McJournalEntry entry = {0};
	McContentHead head;
	g_autoptr(GBytes) content = NULL;
	json_auto_t *body = NULL;
	GError *problem = NULL;
	gboolean is_visit = mc_journal_get(self->store.journal, record, TRUE, &entry, &problem) &&
	                    strcmp(entry.type, "visit") == 0;

	/* our own journal, whose chain was looked at when it was opened */
	if (is_visit)
		content = mc_seal_peek(entry.envelope, &problem);
	mc_journal_entry_clear(&entry);
	if (content != NULL && mc_content_read(content, &head, &body, &problem))
		return mc_visit_from_json(body, error);
	if (problem != NULL)
		g_propagate_error(error, problem);
	else
		mc_recorder_refuse(error, MC_ERROR_BAD_INPUT, "slip: there is no such record");
	return NULL;
}

static gboolean
fill_slip(McRecorder *self, guint64 record, McRecorderReply *reply, GError **error)
{
	g_autoptr(McVisit) visit = mc_recorder_visit_of(self, record, error);

	if (visit == NULL)
		return FALSE;
	mc_visit_slip(visit, reply);
	mc_recorder_case_note(self, visit, record, &reply->of_case);
	return mc_recorder_fill_record(self, record, &reply->record, error);
}

/* ---- the number of the copy ---- */

static gboolean
is_newest_visit(McRecorder *self, guint64 record, GError **error)
{
	g_autoptr(GPtrArray) newest = mc_journal_list(self->store.journal, "visit", 0, 1, error);

	return newest != NULL && newest->len == 1 &&
	       ((const McJournalEntry *)g_ptr_array_index(newest, 0))->seq == record;
}

/* Whoever stands at the glass gets the first one of his own record; the rest is for staff. */
static gboolean
may_print(McRecorder *self, guint64 record, guint copies, GError **error)
{
	if (self->staff.role != MC_STAFF_NONE || (copies == 0 && is_newest_visit(self, record, error)))
		return TRUE;
	if (error != NULL && *error != NULL)
		return FALSE;
	return mc_recorder_refuse(error, MC_ERROR_REFUSED, "slip: a copy is printed by staff");
}

static gboolean
issue(McRecorder *self, guint64 record, McRecorderReply *reply, GError **error)
{
	guint copies = 0;

	if (!fill_slip(self, record, reply, error) || !read_count(self, record, &copies, error) ||
	    !may_print(self, record, copies, error) ||
	    !write_count(self, MC_AUDIT_SLIP_ISSUED, record, copies + 1, copies + 1, error))
		return FALSE;
	reply->slip.copy = self->slip_copy = copies + 1;
	self->slip_record = record;
	mc_recorder_changed(self);
	return TRUE;
}

/* Once, and only the one that was issued last. */
static gboolean
take_back(McRecorder *self, guint64 record, McRecorderReply *reply, GError **error)
{
	guint copy = self->slip_copy;

	if (record != self->slip_record || record == 0)
		return mc_recorder_refuse(error, MC_ERROR_REFUSED, "slip: none of it is being printed");
	if (!write_count(self, MC_AUDIT_SLIP_FAILED, record, copy - 1, copy, error))
		return FALSE;
	self->slip_record = 0;
	return fill_slip(self, record, reply, error);
}

gboolean
mc_recorder_slip(
    McRecorder *self, const McRecorderRequest *request, McRecorderReply *reply, GError **error)
{
	if (request->flag)
		return issue(self, request->seq, reply, error);
	return take_back(self, request->seq, reply, error);
}
