#include "app/tools/tools.h"

#include "app/audit/audit.h"
#include "app/base/error.h"
#include "app/record/opening.h"
#include "app/record/packs-in-force.h"
#include "app/record/parcel.h"
#include "app/record/rule-pack.h"
#include "app/record/time.h"
#include "app/tools/chain-link.h"
#include "app/tools/verify-pictures.h"
#include <string.h>

typedef struct Verify {
	char *trust, *rules, *crls, *evidence;
	McVerifier *verifier;
	guint64 first_seq; /* of the files; 0 = none yet */
	GArray *openings; /* of McOpening: from the files so far */
	McPacksInForce packs; /* activated in the files so far */
} Verify;

static void
print_head(const McRecordFile *file)
{
	char at[MC_TIME_TEXT_SIZE];
	char reference[48];
	g_autofree char *local = mc_record_file_local_time(file->head.at_wall_us);

	mc_time_write(file->head.at_wall_us, at);
	mc_reference_write(file->head.kiosk, file->head.seq, reference);
	g_print(
	    "seal       good: one signature, by %s in suite %s, chain to a trusted root, as of %s\n",
	    file->by.name, mc_suite_name(file->by.suite), at);
	if (file->by.protection >= 0)
		g_print("key        kept in: %s, %s\n",
		    mc_protection_name((McProtection)file->by.protection),
		    file->by.is_claimed ? "as the kiosk said when it was admitted"
		                        : "as a person saw who admitted the kiosk");
	g_print("content    canonical, type %s\n", file->head.type);
	g_print("kiosk      %s, journal %s\n", file->head.kiosk, file->head.journal);
	g_print("number     %" G_GUINT64_FORMAT " (reference %s), recorded %s (Asia/Shanghai)\n",
	    file->head.seq, reference, local);
	g_print("previous   %s\n", file->head.prev);
	g_print("digest     %s\n", file->digest);
}

static gboolean
verify_personal(const McRecordFile *file, GError **error)
{
	char digest[MC_DIGEST_HEX_SIZE];

	if (file->visit == NULL)
		return TRUE;
	if (file->personal == NULL) {
		g_print("personal   %s\n", file->visit->personal_digest[0] != '\0'
		                               ? "sealed to the authority; not in this file"
		                               : "none");
		return TRUE;
	}
	mc_digest_hex(file->personal, digest);
	if (strcmp(digest, file->visit->personal_digest) != 0) {
		g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED,
		    "the sealed personal part is not the one that the record names (digest)");
		return FALSE;
	}
	g_print("personal   good: the sealed part is the one that the record names\n");
	return TRUE;
}

/* Found by its digest, as the record names it. FALSE without error: not there. */
static gboolean
find_pack(const char *folder, const McVisit *visit, McRulePack *pack, GError **error)
{
	if (mc_rule_pack_find(folder, visit->rule_pack_digest, pack))
		return TRUE;
	g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED,
	    "%s holds no rule pack %s version %d with the digest that the record names", folder,
	    visit->rule_pack_id, visit->rule_pack_version);
	return FALSE;
}

static void
print_verdicts(const McVisit *visit)
{
	for (guint i = 0; i < visit->verdicts; i++)
		g_print("           %-2s %s (of what was measured here: %s)\n",
		    mc_licence_class_code(visit->verdict[i].licence_class),
		    mc_outcome_name(visit->verdict[i].outcome),
		    mc_outcome_name(visit->verdict[i].outcome_here));
}

static gboolean
verify_exams(const McVisit *visit, GError **error)
{
	for (guint i = 0; i < visit->exams; i++)
		if (!mc_exam_run_verify(visit->exam[i], error)) {
			g_prefix_error(
			    error, "exam %u (%s): ", i + 1, mc_exam_kind_name(visit->exam[i]->plan.kind));
			return FALSE;
		}
	g_print("exams      good: %u run again, every stimulus and result comes out\n", visit->exams);
	return TRUE;
}

static gboolean
verify_visit(const Verify *verify, const McVisit *visit, GError **error)
{
	McRulePack pack;

	if (!verify_exams(visit, error))
		return FALSE;
	if (verify->rules == NULL) {
		g_print("verdict    NOT judged again: give --rules; the record states\n");
		print_verdicts(visit);
		return TRUE;
	}
	if (!find_pack(verify->rules, visit, &pack, error) || !mc_visit_verify(visit, &pack, error))
		return FALSE;
	g_print("verdict    good: judged again under %s version %d, the same\n", pack.id, pack.version);
	print_verdicts(visit);
	return TRUE;
}

/* The files before it are the chain, without a gap: what lies among them and is no opening is
 * none. */
static gboolean
verify_openings(const Verify *verify, const McRecordFile *file, GError **error)
{
	const McVisit *visit = file->visit;
	guint unseen = 0, before = 0;

	if (!mc_openings_match(visit, verify->openings, &unseen, error))
		return FALSE;
	for (guint i = 0; i < visit->exams; i++)
		before += visit->exam[i]->opened_seq < verify->first_seq ? 1 : 0;
	if (unseen > before) {
		g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED,
		    "a link that the record names as the opening of an exam is none");
		return FALSE;
	}
	if (unseen == 0)
		g_print("openings   good: %u of %u exams ran by what the chain promised\n", visit->exams,
		    visit->exams);
	else
		g_print("openings   NOT matched for %u of %u exams: give the chain's files from number"
		        " %" G_GUINT64_FORMAT " on\n",
		    unseen, visit->exams, visit->exam[0]->opened_seq);
	return TRUE;
}

static gboolean
verify_packs(const Verify *verify, const McVisit *visit, GError **error)
{
	const char *problem = mc_packs_in_force_problem(&verify->packs, visit);

	if (problem == NULL)
		return TRUE;
	g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED, "packs: %s", problem);
	return FALSE;
}

static gboolean
take_opening(Verify *verify, const McRecordFile *file, GError **error)
{
	McOpening opening = {.seq = file->head.seq};

	if (!mc_opening_from_json(file->body, &opening, error))
		return FALSE;
	g_array_append_val(verify->openings, opening);
	g_print(
	    "opening    of exam %s in visit %s\n", mc_exam_kind_name(opening.exam), opening.visit_id);
	return TRUE;
}

static gboolean
verify_body(Verify *verify, const McRecordFile *file, GError **error)
{
	McAuditEvent event = MC_AUDIT_VISIT_OPENED;

	if (file->visit != NULL)
		return verify_visit(verify, file->visit, error) && verify_openings(verify, file, error) &&
		       verify_packs(verify, file->visit, error) &&
		       mc_verify_pictures(file->visit, verify->evidence, error);
	if (strcmp(file->head.type, "exam-opened") == 0)
		return take_opening(verify, file, error);
	if (strcmp(file->head.type, "genesis") == 0)
		return mc_genesis_check(file->body, file->by.certificate_digest, error);
	if (!mc_audit_check(file->body, &event, error))
		return FALSE;
	g_print("event      %s: %s\n", mc_audit_event_name(event), mc_audit_event_when(event));
	return TRUE;
}

static void
print_stock_command(const Verify *verify, const McRecordFile *file)
{
	g_autofree char *path = g_shell_quote(file->path);
	g_autofree char *roots = g_shell_quote(verify->trust);

	switch (file->by.suite) {
	case MC_SUITE_SM2:
		g_print("\nStock OpenSSL 3.0 verifies no SM2 seal; tests/reader does it without this "
		        "program.\n");
		return;
	case MC_SUITE_P256: break;
	}
	g_print("\nThe seal can be proven without this program:\n");
	g_print("  openssl cms -verify -cades -inform DER -in %s -CAfile %s -purpose any -binary"
	        " -attime %" G_GINT64_FORMAT "\n",
	    path, roots, file->head.at_wall_us / G_USEC_PER_SEC);
}

static gboolean
verify_file(Verify *verify, const char *path, McChainLink *last, gboolean is_first, GError **error)
{
	McRecordFile file;
	gboolean good = FALSE;

	g_print("file       %s\n", path);
	if (mc_record_file_open(&file, path, verify->verifier, error)) {
		print_head(&file);
		if (is_first)
			verify->first_seq = file.head.seq;
		good = (is_first || mc_chain_link_check(last, &file, error)) &&
		       verify_personal(&file, error) && verify_body(verify, &file, error);
	}
	if (good) {
		if (!is_first)
			g_print("chain      good: follows the file before it\n");
		print_stock_command(verify, &file);
		mc_chain_link_take(last, &file);
		mc_packs_in_force_take(&verify->packs, &file.head, file.body);
	}
	mc_record_file_clear(&file);
	return good;
}

static int
verify_files(Verify *verify, char **files)
{
	McChainLink last;
	g_autoptr(GArray) openings = g_array_new(FALSE, FALSE, sizeof(McOpening));

	verify->openings = openings;
	for (guint i = 0; files[i] != NULL; i++) {
		g_autoptr(GError) error = NULL;

		if (verify_file(verify, files[i], &last, i == 0, &error)) {
			g_print("\nresult     good%s\n\n", files[i + 1] != NULL ? ", next file" : "");
			continue;
		}
		g_print("\nresult     NOT GOOD: %s\n", error->message);
		return MC_TOOL_NOT_AS_STATED;
	}
	return MC_TOOL_GOOD;
}

static int
verify_with_trust(Verify *verify, char **files)
{
	const char *const crls[] = {verify->crls, NULL};
	g_autoptr(McVerifier) verifier = NULL;
	g_autoptr(GError) error = NULL;

	if (files[0] == NULL || verify->trust == NULL) {
		g_printerr("medcheck: verify needs a FILE and --trust ROOTS\n");
		return MC_TOOL_WRONG_USE;
	}
	verifier = mc_verifier_new_from_file(verify->trust, &error);
	if (verifier == NULL) {
		g_printerr("medcheck: %s\n", error->message);
		return MC_TOOL_WRONG_USE;
	}
	if (!mc_verifier_set_crls(verifier, crls, &error)) {
		g_printerr("medcheck: %s\n", error->message);
		return MC_TOOL_WRONG_USE;
	}
	verify->verifier = verifier;
	return verify_files(verify, files);
}

int
mc_tool_verify(int argc, char **argv)
{
	Verify verify = {0};
	const McToolOption options[] = {
	    {"trust", "ROOTS", "PEM file with the root certificates to trust", &verify.trust},
	    {"crls", "FILE", "PEM file with revocation lists", &verify.crls},
	    {"rules", "DIR", "folder with rule packs, to judge a visit again", &verify.rules},
	    {"evidence", "DIR", "folder with sealed pictures, to compare them", &verify.evidence},
	};
	g_auto(GStrv) files = mc_tool_arguments(argc, argv, "FILE…",
	    "Proves what a record (.p7m) or parcel (.parcel) states; of several files, in the order "
	    "of\n"
	    "their numbers, also that none is missing between them, and that each exam ran by the "
	    "plan\n"
	    "and seed that the chain promised before it.",
	    options, G_N_ELEMENTS(options));
	int status = MC_TOOL_WRONG_USE;

	if (files != NULL)
		status = verify_with_trust(&verify, files);
	g_free(verify.trust);
	g_free(verify.rules);
	g_free(verify.crls);
	g_free(verify.evidence);
	return status;
}
