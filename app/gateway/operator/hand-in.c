#include "app/gateway/operator/hand-in.h"

#include "app/base/error.h"
#include "app/gateway/store/admissions.h"
#include "app/journal/journal.h"
#include "app/record/parcel.h"

/* While a group is open a gateway that serves waits. */
#define GROUP_MAX 64

typedef struct HandIn {
	McIntake *intake;
	McJournal *journal;
	McContentHead first; /* says whose chain it is */
	guint in_group, accepted, known, refused;
} HandIn;

static gboolean
end_group(HandIn *self, GError **error)
{
	self->in_group = 0;
	if (!mc_intake_http_ops.commit(self->intake)) {
		g_set_error_literal(error, MC_ERROR, MC_ERROR_STORAGE,
		    "store: the last records of the copy could not be kept (see above; then hand it in "
		    "again)");
		return FALSE;
	}
	mc_intake_http_ops.replied(self->intake);
	return TRUE;
}

static gboolean
count_reply(HandIn *self, const McHttpReply *reply, GError **error)
{
	switch (reply->status) {
	case 201: self->accepted++; break;
	case 200: self->known++; break;
	case 503:
		g_set_error_literal(error, MC_ERROR, MC_ERROR_STORAGE,
		    "store: it takes nothing now (see above; then hand the copy in again)");
		return FALSE;
	default: self->refused++; break;
	}
	return ++self->in_group < GROUP_MAX || end_group(self, error);
}

static gboolean
hand_in_entry(HandIn *self, const McJournalEntry *entry, GError **error)
{
	const McParcel parcel = {.envelope = entry->envelope, .personal = entry->personal};
	g_autoptr(GBytes) body = mc_parcel_write(&parcel);
	g_autofree char *path =
	    g_strdup_printf("/v1/kiosks/%s/records/%" G_GUINT64_FORMAT, self->first.kiosk, entry->seq);
	const McHttpRequest request = {.method = MC_HTTP_PUT,
	    .path = path,
	    .client = self->first.kiosk,
	    .peer = "",
	    .idempotency_key = entry->digest,
	    .body = body};
	McHttpReply reply = {0};

	mc_intake_http_ops.handle(&request, &reply, self->intake);
	g_clear_pointer(&reply.body, g_bytes_unref);
	return count_reply(self, &reply, error);
}

static gboolean
get_entry(HandIn *self, guint64 seq, McJournalEntry *entry, GError **error)
{
	GError *problem = NULL;

	if (mc_journal_get(self->journal, seq, TRUE, entry, &problem) && entry->envelope != NULL)
		return TRUE;
	if (problem == NULL)
		g_set_error(&problem, MC_ERROR, MC_ERROR_BAD_INPUT,
		    "the copy has no record %" G_GUINT64_FORMAT " (take another copy)", seq);
	g_propagate_error(error, problem);
	return FALSE;
}

static gboolean
read_first(HandIn *self, GError **error)
{
	McJournalEntry entry = {0};
	json_auto_t *body = NULL;
	g_autoptr(GBytes) content = NULL;
	gboolean good = FALSE;

	if (get_entry(self, 1, &entry, error)) {
		content = mc_seal_peek(entry.envelope, error);
		good = content != NULL && mc_content_read(content, &self->first, &body, error);
	}
	mc_journal_entry_clear(&entry);
	return good;
}

static gboolean
hand_in_all(HandIn *self, guint64 last, GError **error)
{
	gboolean good = TRUE;

	for (guint64 seq = 1; good && seq <= last; seq++) {
		McJournalEntry entry = {0};

		good = get_entry(self, seq, &entry, error) && hand_in_entry(self, &entry, error);
		mc_journal_entry_clear(&entry);
	}
	return good && end_group(self, error);
}

static gboolean
note(const HandIn *self, const McIntakeParts *parts, const char *end, GError **error)
{
	g_autofree char *path = g_build_filename(parts->folder, "admissions.db", NULL);
	g_autoptr(McAdmissions) admissions = mc_admissions_open(path, error);
	const McAdmissionNote said = {
	    mc_clock_wall_us(parts->clock), "handed-in", self->first.kiosk, end, ""};

	return admissions != NULL && mc_admissions_note(admissions, &said, error);
}

static gboolean
hand_in(HandIn *self, const McIntakeParts *parts, GError **error)
{
	char digest[MC_DIGEST_HEX_SIZE];
	g_autofree char *end = NULL;
	guint64 last = 0;

	mc_journal_head(self->journal, &last, digest);
	if (!mc_journal_check(self->journal, error) || !read_first(self, error) ||
	    !hand_in_all(self, last, error))
		return FALSE;
	end = g_strdup_printf("%s:%" G_GUINT64_FORMAT ":%s", self->first.journal, last, digest);
	g_print("kiosk %s: the copy ends with record %" G_GUINT64_FORMAT
	        ": %u accepted now, %u were here, %u refused\n",
	    self->first.kiosk, last, self->accepted, self->known, self->refused);
	if (!note(self, parts, end, error))
		return FALSE;
	if (self->refused == 0)
		return TRUE;
	g_set_error(error, MC_ERROR, MC_ERROR_REFUSED,
	    "%u records of the copy are refused (--refusals says why each)", self->refused);
	return FALSE;
}

gboolean
mc_operator_hand_in(const McIntakeParts *parts, const char *copy, GError **error)
{
	g_autoptr(McIntake) intake = NULL;
	g_autoptr(McJournal) journal = mc_journal_open(copy, FALSE, error);
	HandIn self = {0};

	if (journal == NULL)
		return FALSE;
	self.journal = journal;
	self.intake = intake = mc_intake_new(parts);
	return hand_in(&self, parts, error);
}
