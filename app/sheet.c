/* medcheck-sheet: draws the sheet of a sealed record for paper files and signs it (PAdES-B-B), with
 * a key of the office's own. Not at the kiosk: the recorder would sign what the glass has drawn,
 * and the key of records signs records alone. */

#include "app/base/error.h"
#include "app/base/share.h"
#include "app/record/parcel.h"
#include "app/record/pdf-seal.h"
#include "app/record/rule-pack.h"
#include "app/record/visit-slip.h"
#include "app/tools/record-file.h"
#include "ui/slip/slip.h"
#include "ui/words/language.h"

typedef struct Wish {
	char *trust, *rules, *language, *share, *out;
	char *key, *certificate, *chain;
} Wish;

/* A sheet of what cannot be proven would be a picture. */
static gboolean
prove(const Wish *wish, McRecordFile *file, const char *path, GError **error)
{
	g_autoptr(McVerifier) verifier = mc_verifier_new_from_file(wish->trust, error);
	McRulePack pack;

	if (verifier == NULL || !mc_record_file_open(file, path, verifier, error))
		return FALSE;
	if (file->visit == NULL) {
		g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT, "it is no visit but %s", file->head.type);
		return FALSE;
	}
	if (!mc_rule_pack_find(wish->rules, file->visit->rule_pack_digest, &pack)) {
		g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED,
		    "%s does not hold the rule pack that the record names", wish->rules);
		return FALSE;
	}
	return mc_visit_verify(file->visit, &pack, error);
}

static void
state_record(const McRecordFile *file, McRecordState *record)
{
	const McVisit *visit = file->visit;
	g_autofree char *qr = mc_qr_text(file->head.kiosk, file->head.seq, file->digest);

	record->seq = file->head.seq;
	record->state = MC_RECEIPT_RECORDED;
	mc_reference_write(file->head.kiosk, file->head.seq, record->reference);
	g_strlcpy(record->qr, qr, sizeof record->qr);
	g_strlcpy(record->digest, file->digest, sizeof record->digest);
	if (visit->visit_date.year != 0) {
		record->recorded_wall_us = file->head.at_wall_us;
		return;
	}
	record->earliest_yyyymmdd = mc_date_to_yyyymmdd(visit->earliest_date);
	record->latest_yyyymmdd = mc_date_to_yyyymmdd(visit->latest_date);
}

static GBytes *
draw(const Wish *wish, const McRecordFile *file, GError **error)
{
	g_autofree McRecorderReply *reply = g_new0(McRecorderReply, 1);
	McHello hello = {0};

	g_strlcpy(hello.kiosk, file->head.kiosk, sizeof hello.kiosk);
	mc_visit_slip(file->visit, reply);
	state_record(file, &reply->record);
	mc_language_set(wish->language != NULL ? wish->language : reply->slip.language);
	return mc_slip_write_sheet(&hello, reply, error);
}

static gboolean
make(const Wish *wish, const char *path, GError **error)
{
	const McPdfKey key = {wish->key, wish->certificate, wish->chain};
	g_autoptr(GBytes) pdf = NULL;
	g_autoptr(GBytes) sealed = NULL;
	McRecordFile file;

	if (prove(wish, &file, path, error))
		pdf = draw(wish, &file, error);
	mc_record_file_clear(&file);
	sealed = pdf != NULL ? mc_pdf_seal(&key, pdf, g_get_real_time(), error) : NULL;
	return sealed != NULL &&
	       g_file_set_contents_full(wish->out, g_bytes_get_data(sealed, NULL),
	           (gssize)g_bytes_get_size(sealed), G_FILE_SET_CONTENTS_CONSISTENT, 0644, error);
}

static gboolean
parse(int *argc, char ***argv, Wish *wish, GError **error)
{
	const GOptionEntry options[] = {
	    {"trust", 0, 0, G_OPTION_ARG_FILENAME, &wish->trust,
	        "PEM file with the roots of records' seals", "ROOTS"},
	    {"rules", 0, 0, G_OPTION_ARG_FILENAME, &wish->rules, "Folder of rule packs", "DIR"},
	    {"key", 0, 0, G_OPTION_ARG_FILENAME, &wish->key, "The sheets' own key", "FILE"},
	    {"certificate", 0, 0, G_OPTION_ARG_FILENAME, &wish->certificate, "Its certificate", "FILE"},
	    {"chain", 0, 0, G_OPTION_ARG_FILENAME, &wish->chain,
	        "PEM file with the authorities between it and its root", "FILE"},
	    {"language", 0, 0, G_OPTION_ARG_STRING, &wish->language, "zh_CN or en (that of the visit)",
	        "L"},
	    {"share", 0, 0, G_OPTION_ARG_FILENAME, &wish->share, "Folder of locale/", "DIR"},
	    {"out", 0, 0, G_OPTION_ARG_FILENAME, &wish->out, "The PDF", "FILE"},
	    G_OPTION_ENTRY_NULL,
	};
	g_autoptr(GOptionContext) context = g_option_context_new("RECORD");

	g_option_context_set_summary(
	    context, "Proves a record (.p7m or .parcel), draws its sheet and signs that.");
	g_option_context_add_main_entries(context, options, NULL);
	if (!g_option_context_parse(context, argc, argv, error))
		return FALSE;
	if (*argc == 2 && wish->trust != NULL && wish->rules != NULL && wish->key != NULL &&
	    wish->certificate != NULL && wish->out != NULL)
		return TRUE;
	g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
	    "one RECORD, --trust, --rules, --key, --certificate and --out are needed; see --help");
	return FALSE;
}

int
main(int argc, char **argv)
{
	Wish wish = {0};
	g_autoptr(GError) error = NULL;
	int status = 2;

	if (parse(&argc, &argv, &wish, &error)) {
		g_autofree char *share =
		    wish.share != NULL ? g_strdup(wish.share) : mc_share_of_this_program();

		mc_language_start(share);
		status = make(&wish, argv[1], &error) ? 0 : 1;
	}
	if (status != 0)
		g_printerr("medcheck-sheet: %s\n", error->message);
	g_free(wish.trust);
	g_free(wish.rules);
	g_free(wish.language);
	g_free(wish.share);
	g_free(wish.out);
	g_free(wish.key);
	g_free(wish.certificate);
	g_free(wish.chain);
	return status;
}
