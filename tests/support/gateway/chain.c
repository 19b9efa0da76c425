#include "tests/support/gateway/chain.h"

#include "app/base/error.h"
#include "tests/kit/sample.h"
#include <string.h>

void
mc_test_chain_init_from(
    McTestChain *chain, const char *key_path, const char *certificate_path, const char *rest_path)
{
	g_autoptr(GError) error = NULL;

	memset(chain, 0, sizeof *chain);
	chain->signer = mc_signer_new_from_files(key_path, certificate_path, rest_path, &error);
	g_assert_no_error(error);
	g_strlcpy(chain->kiosk, mc_signer_name(chain->signer), sizeof chain->kiosk);
	memset(chain->journal, 'a', sizeof chain->journal - 1);
	memset(chain->digest, '0', sizeof chain->digest - 1);
}

void
mc_test_chain_init(McTestChain *chain, const McProvision *provision)
{
	g_autofree char *key = mc_provision_path(provision, "recorder/signing.key");
	g_autofree char *certificate = mc_provision_path(provision, "recorder/signing.crt");
	g_autofree char *rest = mc_provision_path(provision, "recorder/signing-chain.pem");

	mc_test_chain_init_from(chain, key, certificate, rest);
}

void
mc_test_chain_clear(McTestChain *chain)
{
	g_clear_pointer(&chain->signer, mc_signer_free);
}

McContentHead
mc_test_chain_head(const McTestChain *chain, const char *type)
{
	McContentHead head = {.seq = chain->seq + 1};

	g_strlcpy(head.type, type, sizeof head.type);
	g_strlcpy(head.kiosk, chain->kiosk, sizeof head.kiosk);
	g_strlcpy(head.journal, chain->journal, sizeof head.journal);
	g_strlcpy(head.prev, chain->digest, sizeof head.prev);
	memset(head.boot, 'b', sizeof head.boot - 1);
	head.at_wall_us = g_get_real_time();
	head.clock = (McMoment){
	    .quality = MC_CLOCK_KEPT, .not_before_wall_us = head.at_wall_us - 365 * G_TIME_SPAN_DAY};
	head.mono_us = (gint64)head.seq * 1000;
	return head;
}

GBytes *
mc_test_chain_seal(McTestChain *chain, const McContentHead *head, json_t *body, GBytes *personal)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) content = mc_content_write(head, body, &error);
	g_autoptr(GBytes) envelope = NULL;
	McParcel parcel = {.personal = personal};

	g_assert_no_error(error);
	envelope = mc_seal_at(chain->signer, content, head->at_wall_us, &error);
	g_assert_no_error(error);
	mc_digest_hex(envelope, chain->digest);
	chain->seq = head->seq;
	parcel.envelope = envelope;
	return mc_parcel_write(&parcel);
}

json_t *
mc_test_chain_genesis(const McTestChain *chain)
{
	char certificate[MC_DIGEST_HEX_SIZE];

	mc_signer_certificate_digest(chain->signer, certificate);
	return json_pack("{ss ss ss}", "certificate_sha256", certificate, "configuration_sha256",
	    certificate, "software", "medcheck");
}

GBytes *
mc_test_chain_next(McTestChain *chain)
{
	McContentHead head = mc_test_chain_head(chain, chain->seq == 0 ? "genesis" : "audit");
	json_auto_t *body = chain->seq == 0
	                        ? mc_test_chain_genesis(chain)
	                        : json_pack("{ss ss ss ss sb}", "event", "self-test", "staff", "wei",
	                              "device", "audiometer", "serial", "AU-0001", "passed", 1);

	return mc_test_chain_seal(chain, &head, body, NULL);
}

typedef struct Particulars {
	GBytes *const *files; /* pictures; NULL: none */
	GBytes *const *taken; /* what is inside each; NULL: that is not stated */
	gint32 kept_days;
	gint64 at_wall_us;
	gboolean unexamined;
} Particulars;

static void
name_pictures(McVisit *visit, const Particulars *pictures)
{
	mc_sample_pictures(visit);
	visit->pictures.kept_days = pictures->kept_days;
	for (visit->evidences = 0; pictures->files[visit->evidences] != NULL; visit->evidences++) {
		McVisitEvidence *evidence = &visit->evidence[visit->evidences];

		mc_digest_hex(pictures->files[visit->evidences], evidence->digest);
		if (pictures->taken != NULL)
			mc_digest_hex(pictures->taken[visit->evidences], evidence->picture);
	}
}

/* What a kiosk without instruments makes of a visit: a verdict of what it was told. */
static void
forget_exams(McVisit *visit, const McRulePack *pack)
{
	while (visit->exams > 0)
		mc_exam_run_free(visit->exam[--visit->exams]);
	visit->devices = 0;
	mc_visit_judge(visit, pack);
}

static GBytes *
seal_visit(McTestChain *chain, guint32 seed, guint right_permille, const Particulars *particulars)
{
	McContentHead head = mc_test_chain_head(chain, "visit");
	g_autofree char *text = g_strdup_printf("\x30\x19personal-part: %10u", seed);
	g_autoptr(GBytes) personal = g_bytes_new(text, strlen(text));
	g_autofree McRulePack *pack = g_new0(McRulePack, 1);
	char pack_digest[MC_DIGEST_HEX_SIZE];
	g_autoptr(McVisit) visit = NULL;
	json_auto_t *body = NULL;

	mc_sample_pack(pack, pack_digest);
	visit = mc_sample_visit(pack, pack_digest, seed, right_permille);
	mc_digest_hex(personal, visit->personal_digest);
	if (particulars->unexamined)
		forget_exams(visit, pack);
	/* its openings are no part of this chain */
	for (guint i = 0; i < visit->exams; i++)
		visit->exam[i]->opened_seq = 0;
	if (particulars->files != NULL)
		name_pictures(visit, particulars);
	if (particulars->at_wall_us != 0)
		head.at_wall_us = particulars->at_wall_us;
	body = mc_visit_to_json(visit);
	return mc_test_chain_seal(chain, &head, body, personal);
}

GBytes *
mc_test_chain_visit(McTestChain *chain, guint32 seed, guint right_permille)
{
	return seal_visit(chain, seed, right_permille, &(Particulars){0});
}

GBytes *
mc_test_chain_unexamined_visit(McTestChain *chain, guint32 seed)
{
	return seal_visit(chain, seed, 0, &(Particulars){.unexamined = TRUE});
}

GBytes *
mc_test_chain_pictures(
    McTestChain *chain, GBytes *const *files, gint32 kept_days, gint64 at_wall_us)
{
	return seal_visit(chain, 11, 980,
	    &(Particulars){.files = files, .kept_days = kept_days, .at_wall_us = at_wall_us});
}

GBytes *
mc_test_chain_taken(McTestChain *chain, GBytes *const *files, GBytes *const *taken)
{
	return seal_visit(
	    chain, 11, 980, &(Particulars){.files = files, .taken = taken, .kept_days = 180});
}
