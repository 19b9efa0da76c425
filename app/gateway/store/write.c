#include "app/gateway/store/inner.h"

#include "app/base/error.h"
#include "app/gateway/store/cases.h"
#include "app/gateway/store/evidence.h"
#include "app/gateway/store/kiosks.h"
#include "app/gateway/store/tree.h"

/* Whoever may connect could fill the disk with them. */
#define REFUSALS_MAX 100000

void
mc_store_give_up(McStore *self, const GError *reason)
{
	if (self->spoiled == NULL)
		self->spoiled = g_error_copy(reason);
}

/* After a failed write the group's other records must not be confirmed either: SQLite may have
 * rolled all of them back (a full disk does). */
static gboolean
spoil(McStore *self, GError *problem, GError **error)
{
	mc_store_give_up(self, problem);
	g_propagate_error(error, problem);
	return FALSE;
}

static gboolean
join_group(McStore *self, GError **error)
{
	if (self->spoiled != NULL) {
		g_propagate_error(error, g_error_copy(self->spoiled));
		return FALSE;
	}
	if (self->in_group)
		return TRUE;
	if (!mc_store_run(self, mc_store_plain(self, MC_STATEMENT_BEGIN), "beginning", error))
		return FALSE;
	self->in_group = TRUE;
	return TRUE;
}

static gboolean
write_record(
    McStore *self, const McStoreRecord *record, McStorePlace place, gint64 *id, GError **error)
{
	gint64 gap = place == MC_STORE_PLACE_GAP;
	gint64 seq = (gint64)record->seq;
	gint64 closed = 0;
	sqlite3_stmt *statement = mc_store_bind(self, MC_STATEMENT_ADD_RECORD, MC_TEXT(record->kiosk),
	    MC_TEXT(record->journal), MC_NUMBER(seq), MC_NUMBER(gap), MC_TEXT(record->digest),
	    MC_TEXT(record->prev), MC_TEXT(record->type), MC_TEXT(record->reference),
	    MC_TEXT(record->outcomes), MC_NUMBER(record->at_wall_us),
	    MC_NUMBER(record->received_wall_us), MC_BYTES(record->envelope), MC_BYTES(record->personal),
	    MC_TEXT(record->certificate), MC_TEXT(record->next_certificate));

	if (!mc_store_run(self, statement, "adding a record", error))
		return FALSE;
	*id = sqlite3_last_insert_rowid(self->db);
	statement = mc_store_bind(self, MC_STATEMENT_CLOSE_GAP, MC_TEXT(record->kiosk),
	    MC_TEXT(record->journal), MC_NUMBER(seq));
	if (!mc_store_run(self, statement, "closing a gap", error))
		return FALSE;
	closed = sqlite3_changes64(self->db);
	statement = mc_store_bind(self, MC_STATEMENT_KIOSK, MC_TEXT(record->kiosk),
	    MC_TEXT(record->journal), MC_NUMBER(record->received_wall_us));
	if (!mc_store_run(self, statement, "counting a record", error))
		return FALSE;
	statement = mc_store_bind(self, MC_STATEMENT_CHAIN, MC_TEXT(record->kiosk),
	    MC_TEXT(record->journal), MC_NUMBER(seq), MC_TEXT(record->digest), MC_NUMBER(gap - closed));
	return mc_store_run(self, statement, "moving the head", error);
}

gboolean
mc_store_add(
    McStore *self, const McStoreRecord *record, McStorePlace place, gint64 *id, GError **error)
{
	GError *problem = NULL;

	if (!join_group(self, error))
		return FALSE;
	return write_record(self, record, place, id, &problem) || spoil(self, problem, error);
}

gboolean
mc_store_add_receipts(McStore *self, const McStoreReceipts *receipts, GError **error)
{
	GError *problem = NULL;
	sqlite3_stmt *statement = NULL;

	if (!join_group(self, error))
		return FALSE;
	statement = mc_store_bind(self, MC_STATEMENT_ADD_RECEIPTS, MC_NUMBER(receipts->last),
	    MC_NUMBER(receipts->first), MC_BYTES(receipts->leaves), MC_BYTES(receipts->seal));
	return mc_store_run(self, statement, "adding receipts", &problem) ||
	       spoil(self, problem, error);
}

gboolean
mc_store_seen(McStore *self, const char *kiosk, gint64 wall_us, GError **error)
{
	GError *problem = NULL;
	sqlite3_stmt *statement = NULL;

	if (!join_group(self, error))
		return FALSE;
	statement = mc_store_bind(self, MC_STATEMENT_SEEN, MC_TEXT(kiosk), MC_NUMBER(wall_us));
	return mc_store_run(self, statement, "noting a kiosk", &problem) || spoil(self, problem, error);
}

gboolean
mc_store_take_stock(McStore *self, const char *kiosk, GBytes *stock, gint64 wall_us, GError **error)
{
	GError *problem = NULL;
	sqlite3_stmt *statement = NULL;

	if (!join_group(self, error))
		return FALSE;
	statement = mc_store_bind(
	    self, MC_STATEMENT_STOCK, MC_TEXT(kiosk), MC_NUMBER(wall_us), MC_BYTES(stock));
	return mc_store_run(self, statement, "noting a stock", &problem) || spoil(self, problem, error);
}

static gboolean
write_refusal(McStore *self, const McStoreRefusal *refusal, GError **error)
{
	sqlite3_stmt *statement = mc_store_bind(self, MC_STATEMENT_REFUSE,
	    MC_NUMBER(refusal->at_wall_us), MC_TEXT(refusal->kiosk), MC_TEXT(refusal->path),
	    MC_TEXT(refusal->digest), MC_TEXT(refusal->codes), MC_TEXT(refusal->text));

	if (!mc_store_run(self, statement, "noting a refusal", error))
		return FALSE;
	statement = mc_store_bind(self, MC_STATEMENT_FORGET_REFUSALS, MC_NUMBER((gint64)REFUSALS_MAX));
	return mc_store_run(self, statement, "forgetting old refusals", error);
}

gboolean
mc_store_refuse(McStore *self, const McStoreRefusal *refusal, GError **error)
{
	GError *problem = NULL;

	if (!join_group(self, error))
		return FALSE;
	return write_refusal(self, refusal, &problem) || spoil(self, problem, error);
}

gboolean
mc_store_add_part(McStore *self, const char *case_id, gint32 part, const char *kiosk,
    const char *journal, guint64 seq, GError **error)
{
	GError *problem = NULL;
	sqlite3_stmt *statement = NULL;

	if (!join_group(self, error))
		return FALSE;
	statement = mc_store_bind(self, MC_STATEMENT_ADD_PART, MC_TEXT(case_id), MC_NUMBER(part),
	    MC_TEXT(kiosk), MC_TEXT(journal), MC_NUMBER((gint64)seq));
	return mc_store_run(self, statement, "adding a part", &problem) || spoil(self, problem, error);
}

gboolean
mc_store_settle_case(McStore *self, const McStoreCase *found, GError **error)
{
	GError *problem = NULL;
	sqlite3_stmt *statement = NULL;

	if (!join_group(self, error))
		return FALSE;
	statement =
	    mc_store_bind(self, MC_STATEMENT_SETTLE, MC_TEXT(found->case_id), MC_TEXT(found->state),
	        MC_TEXT(found->missing), MC_TEXT(found->outcomes), MC_NUMBER(found->lapses_yyyymmdd),
	        MC_NUMBER(found->settled_wall_us), MC_BYTES(found->statement));
	return mc_store_run(self, statement, "settling a case", &problem) ||
	       spoil(self, problem, error);
}

gboolean
mc_store_name_evidence(
    McStore *self, const McStoreRecord *record, const McStoreEvidence *evidence, GError **error)
{
	GError *problem = NULL;
	sqlite3_stmt *statement = NULL;

	if (!join_group(self, error))
		return FALSE;
	statement = mc_store_bind(
	    self, MC_STATEMENT_CLAIM_EVIDENCE, MC_TEXT(record->kiosk), MC_TEXT(evidence->digest));
	if (!mc_store_run(self, statement, "claiming evidence", &problem))
		return spoil(self, problem, error);
	statement = mc_store_bind(self, MC_STATEMENT_NAME_EVIDENCE, MC_TEXT(record->kiosk),
	    MC_TEXT(evidence->digest), MC_NUMBER(evidence->kept_until_yyyymmdd),
	    MC_TEXT(record->journal), MC_NUMBER((gint64)record->seq), MC_TEXT(evidence->picture));
	return mc_store_run(self, statement, "naming evidence", &problem) ||
	       spoil(self, problem, error);
}

gboolean
mc_store_note_evidence(
    McStore *self, const McStoreEvidence *evidence, const char *state, GError **error)
{
	GError *problem = NULL;
	sqlite3_stmt *statement = NULL;

	if (!join_group(self, error))
		return FALSE;
	if (evidence->id != 0)
		statement = mc_store_bind(
		    self, MC_STATEMENT_NOTE_EVIDENCE, MC_NUMBER(evidence->id), MC_TEXT(state));
	else
		statement = mc_store_bind(self, MC_STATEMENT_FOREIGN_EVIDENCE, MC_TEXT(evidence->kiosk),
		    MC_TEXT(evidence->digest), MC_TEXT(state));
	return mc_store_run(self, statement, "noting evidence", &problem) ||
	       spoil(self, problem, error);
}

gboolean
mc_store_add_tree_row(McStore *self, const McStoreTreeRow *row, GError **error)
{
	GError *problem = NULL;
	sqlite3_stmt *statement = NULL;

	if (!join_group(self, error))
		return FALSE;
	statement = mc_store_bind(self, MC_STATEMENT_ADD_TREE_ROW, MC_NUMBER((gint64)row->size),
	    MC_NUMBER((gint64)row->added), MC_NUMBER(row->first), MC_BYTES(row->digests),
	    MC_BYTES(row->nodes));
	return mc_store_run(self, statement, "adding to the log", &problem) ||
	       spoil(self, problem, error);
}

static void
roll_back(McStore *self)
{
	if (sqlite3_get_autocommit(self->db) == 0)
		(void)mc_store_run(
		    self, mc_store_plain(self, MC_STATEMENT_ROLL_BACK), "rolling back", NULL);
}

gboolean
mc_store_commit(McStore *self, GError **error)
{
	g_autoptr(GError) problem = g_steal_pointer(&self->spoiled);

	if (!self->in_group)
		return TRUE;
	self->in_group = FALSE;
	if (problem == NULL &&
	    mc_store_run(self, mc_store_plain(self, MC_STATEMENT_COMMIT), "committing", &problem))
		return TRUE;
	roll_back(self);
	g_propagate_error(error, g_steal_pointer(&problem));
	return FALSE;
}

gboolean
mc_store_add_tree_head(McStore *self, guint64 size, GBytes *head, GError **error)
{
	return join_group(self, error) &&
	       mc_store_run(self,
	           mc_store_bind(
	               self, MC_STATEMENT_ADD_TREE_HEAD, MC_NUMBER((gint64)size), MC_BYTES(head)),
	           "keeping a head", error) &&
	       mc_store_commit(self, error);
}

gboolean
mc_store_witness_tree_head(McStore *self, gint64 number, GBytes *witnessed, GError **error)
{
	return join_group(self, error) &&
	       mc_store_run(self,
	           mc_store_bind(
	               self, MC_STATEMENT_WITNESS_TREE_HEAD, MC_NUMBER(number), MC_BYTES(witnessed)),
	           "keeping what was witnessed", error) &&
	       mc_store_commit(self, error);
}

gboolean
mc_store_retire_journal(McStore *self, const char *kiosk, GError **error)
{
	if (!join_group(self, error) ||
	    !mc_store_run(self, mc_store_bind(self, MC_STATEMENT_RETIRE, MC_TEXT(kiosk)),
	        "retiring a journal", error))
		return FALSE;
	if (sqlite3_changes64(self->db) != 1) {
		g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT, "store: kiosk %s is unknown", kiosk);
		(void)mc_store_commit(self, NULL);
		return FALSE;
	}
	return mc_store_commit(self, error);
}
