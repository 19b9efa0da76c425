/* medcheck audit: walks a whole journal (S6, M5). */

#include "app/tools/audit.h"

#include "app/audit/audit.h"
#include "app/base/error.h"
#include "app/record/receipt.h"
#include "app/record/time.h"
#include "app/tools/tools.h"
#include <string.h>

#define JUMP_US (60 * G_USEC_PER_SEC) /* as the recorder's own bound */

void
mc_audit_find(McAuditWalk *walk, guint64 seq, const char *what, const char *text)
{
	g_print("%-10s number %" G_GUINT64_FORMAT ": %s\n", what, seq, text);
	walk->findings++;
}

static void
find_error(McAuditWalk *walk, guint64 seq, const char *what, GError **error)
{
	mc_audit_find(walk, seq, what, (*error)->message);
	g_clear_error(error);
}

/* ---- columns: caches of what the envelopes say ---- */

static const char *
label_of(const McRecordFile *file)
{
	const char *event = json_string_value(json_object_get(file->body, "event"));

	return strcmp(file->head.type, "audit") == 0 && event != NULL ? event : "";
}

static void
check_columns(McAuditWalk *walk, const McJournalEntry *entry, const McRecordFile *file)
{
	char reference[48] = "";
	char personal[MC_DIGEST_HEX_SIZE] = "";

	if (file->visit != NULL)
		mc_reference_write(file->head.kiosk, file->head.seq, reference);
	if (strcmp(entry->type, file->head.type) != 0 || strcmp(entry->label, label_of(file)) != 0 ||
	    entry->at_wall_us != file->head.at_wall_us || strcmp(entry->digest, file->digest) != 0 ||
	    strcmp(entry->reference, reference) != 0)
		mc_audit_find(walk, entry->seq, "column",
		    "type, event, time, digest or reference is not what the envelope says");
	if (entry->personal != NULL)
		mc_digest_hex(entry->personal, personal);
	if (strcmp(personal, file->visit != NULL ? file->visit->personal_digest : "") != 0)
		mc_audit_find(
		    walk, entry->seq, "personal", "the sealed personal part is not the record's own");
}

/* ---- receipts ---- */

static gboolean
is_receipt_for(const McReceipt *receipt, const McRecordFile *file)
{
	return strcmp(receipt->kiosk, file->head.kiosk) == 0 &&
	       strcmp(receipt->journal, file->head.journal) == 0 && receipt->seq == file->head.seq &&
	       strcmp(receipt->digest, file->digest) == 0;
}

static void
check_receipt(McAuditWalk *walk, const McJournalEntry *entry, const McRecordFile *file)
{
	g_auto(McReceiptProof) proof = {0};
	g_autoptr(GError) error = NULL;

	if ((entry->accepted_wall_us != 0) != (entry->receipt != NULL)) {
		mc_audit_find(walk, entry->seq, "receipt", "accepted without a receipt, or the other way");
		return;
	}
	walk->pending += entry->receipt == NULL;
	if (entry->receipt == NULL || walk->gateway == NULL)
		return;
	if (!mc_receipt_proof_read(entry->receipt, &proof, &error) ||
	    !mc_receipt_proof_holds(&proof, walk->gateway, entry->accepted_wall_us, &error))
		find_error(walk, entry->seq, "receipt", &error);
	else if (!is_receipt_for(&proof.stated, file))
		mc_audit_find(walk, entry->seq, "receipt", "for another record than this one");
	else
		walk->receipts++;
}

/* ---- time ---- */

static void
tell_jump(McAuditWalk *walk, const McRecordFile *file)
{
	gint64 by_us = json_integer_value(json_object_get(file->body, "jump_us"));

	walk->jumps++;
	g_print("jump       number %" G_GUINT64_FORMAT
	        ": the machine's clock moved by %+" G_GINT64_FORMAT " s; time from then on: %s\n",
	    file->head.seq, by_us / (gint64)G_USEC_PER_SEC,
	    mc_clock_quality_name(file->head.clock.quality));
}

/* Within one boot the two clocks run alike. The recorder's first entry after a jump of the
 * machine's clock says so, whether it took its time from it or not; one that happened while the
 * recorder was not running it cannot have seen. Where no clock can be believed the time is a guess.
 */
static void
check_time(McAuditWalk *walk, const McRecordFile *file)
{
	const McContentHead *head = &file->head;
	gint64 rate = json_integer_value(json_object_get(file->body, "clock_rate"));
	gboolean is_told = strcmp(label_of(file), "clock-jump") == 0;
	gboolean was_off = strcmp(label_of(file), "recorder-started") == 0;
	gboolean is_guess =
	    head->clock.quality == MC_CLOCK_BOUNDED || walk->quality == MC_CLOCK_BOUNDED;
	gint64 jump_us = 0;

	if (is_told)
		tell_jump(walk, file);
	walk->unclocked += head->clock.quality == MC_CLOCK_BOUNDED;

	if (rate > 0)
		walk->clock_rate = rate;
	if (strcmp(walk->boot, head->boot) == 0 && walk->clock_rate > 0)
		jump_us = head->at_wall_us - walk->at_wall_us -
		          (head->mono_us - walk->mono_us) / walk->clock_rate;
	if (ABS(jump_us) >= JUMP_US) {
		g_autofree char *text = g_strdup_printf(
		    "civil time moved by %+" G_GINT64_FORMAT " s", jump_us / (gint64)G_USEC_PER_SEC);

		walk->jumps += !is_told;
		if (is_told || was_off || is_guess)
			g_print("jump       number %" G_GUINT64_FORMAT ": %s, %s\n", head->seq, text,
			    is_told    ? "as it says itself"
			    : is_guess ? "where no clock could be believed"
			               : "while the recorder was not running");
		else
			mc_audit_find(walk, head->seq, "jump", text);
	}
	walk->quality = head->clock.quality;
	g_strlcpy(walk->boot, head->boot, sizeof walk->boot);
	walk->at_wall_us = head->at_wall_us;
	walk->mono_us = head->mono_us;
}

/* ---- the walk ---- */

static void
check_body(McAuditWalk *walk, const McRecordFile *file)
{
	McAuditEvent event = MC_AUDIT_VISIT_OPENED;
	const char *problem = NULL;
	g_autoptr(GError) error = NULL;

	mc_packs_in_force_take(&walk->packs, &file->head, file->body);
	if ((strcmp(file->head.type, "audit") == 0 && !mc_audit_check(file->body, &event, &error)) ||
	    (strcmp(file->head.type, "genesis") == 0 &&
	        !mc_genesis_check(file->body, file->by.certificate_digest, &error)))
		find_error(walk, file->head.seq, "body", &error);
	if (file->visit == NULL)
		return;
	walk->visits++;
	problem = mc_packs_in_force_problem(&walk->packs, file->visit);
	if (problem != NULL)
		mc_audit_find(walk, file->head.seq, "packs", problem);
	for (guint i = 0; i < file->visit->exams; i++)
		if (!mc_exam_run_verify(file->visit->exam[i], &error))
			find_error(walk, file->head.seq, "exam", &error);
}

static void
check_place(McAuditWalk *walk, guint64 seq, const McRecordFile *file)
{
	g_autoptr(GError) error = NULL;

	if (file->head.seq != seq)
		mc_audit_find(walk, seq, "chain", "the envelope here states another number");
	else if (seq == 1 && strcmp(file->head.type, "genesis") != 0)
		mc_audit_find(walk, seq, "chain", "the first record is no genesis");
	else if (walk->has_last && !mc_chain_link_check(&walk->last, file, &error))
		find_error(walk, seq, "chain", &error);
	mc_chain_link_take(&walk->last, file);
	walk->has_last = TRUE;
}

static void
check_entry(McAuditWalk *walk, const McJournalEntry *entry)
{
	McRecordFile file = {0};
	g_autoptr(GError) error = NULL;

	if (mc_record_file_take(&file, entry->envelope, entry->personal, walk->kiosks, &error)) {
		check_place(walk, entry->seq, &file);
		check_columns(walk, entry, &file);
		check_receipt(walk, entry, &file);
		check_time(walk, &file);
		check_body(walk, &file);
		mc_audit_check_anchors(walk, &file);
		mc_audit_check_roll_back(walk, &file);
	} else {
		find_error(walk, entry->seq, "seal", &error);
	}
	mc_record_file_clear(&file);
}

void
mc_audit_walk(McAuditWalk *walk, McJournal *journal)
{
	char head_digest[MC_DIGEST_HEX_SIZE];

	mc_journal_head(journal, &walk->head, head_digest);
	walk->clock_rate = 1;
	for (guint64 seq = 1; seq <= walk->head; seq++) {
		McJournalEntry entry;
		g_autoptr(GError) error = NULL;

		if (mc_journal_get(journal, seq, TRUE, &entry, &error))
			check_entry(walk, &entry);
		else
			mc_audit_find(walk, seq, "gap", error != NULL ? error->message : "no record here");
		mc_journal_entry_clear(&entry);
	}
	if (mc_journal_pending_count(journal) != walk->pending)
		mc_audit_find(walk, walk->head, "column",
		    "the counter of what waits for a receipt is not the number of records without one");
}
