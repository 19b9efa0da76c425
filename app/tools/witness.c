/* The second party of the gateway's transparency log (record/tree-head.h): signs a head when the
 * log has only grown since the one that he signed before, which he keeps himself. */

#include "app/tools/tools.h"

#include "app/base/clock.h"
#include "app/base/error.h"
#include "app/base/file.h"
#include "app/json/hex.h"
#include "app/record/time.h"
#include "app/record/tree-head.h"
#include "app/tools/record-file.h"

typedef struct Witness {
	char *own, *gateway, *begin, *out;
} Witness;

static char *
in_own(const Witness *self, const char *name)
{
	return g_build_filename(self->own, name, NULL);
}

static gboolean
write_file(const char *path, GBytes *bytes, GError **error)
{
	gsize size = 0;
	const char *data = g_bytes_get_data(bytes, &size);

	return g_file_set_contents_full(path, data, (gssize)size,
	    G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0644, error);
}

static McSigner *
open_signer(const Witness *self, GError **error)
{
	g_autofree char *key = in_own(self, "witness.key");
	g_autofree char *certificate = in_own(self, "witness.crt");
	g_autofree char *chain = in_own(self, "witness-chain.pem");

	return mc_signer_new_from_files(
	    key, certificate, g_file_test(chain, G_FILE_TEST_EXISTS) ? chain : NULL, error);
}

/* The first time nothing holds the log to anything: that has to be said. */
static gboolean
begins(const Witness *self, const McTreeHead *head, GError **error)
{
	if (g_strcmp0(self->begin, head->log) == 0)
		return TRUE;
	g_set_error(error, MC_ERROR, MC_ERROR_REFUSED,
	    "%s holds no last.p7m: restore it, or begin to witness with --begin %s", self->own,
	    head->log);
	return FALSE;
}

static gboolean
goes_on(const Witness *self, const char *last, const McTreeHead *head, const McMerkleGrowth *growth,
    GError **error)
{
	g_autoptr(GBytes) bytes = NULL;
	char of_digest[MC_DIGEST_HEX_SIZE];
	McTreeHead before;

	if (self->begin != NULL) {
		g_set_error(error, MC_ERROR, MC_ERROR_REFUSED,
		    "%s has been signed before: it cannot begin again", last);
		return FALSE;
	}
	bytes = mc_file_bytes(last, error);
	return bytes != NULL && mc_tree_head_peek(bytes, &before, of_digest, error) &&
	       mc_tree_head_follows(&before, head, growth, error);
}

/* Kept here before anybody gets it: after a crash in between nothing else can be signed. */
static gboolean
sign(const Witness *self, const char *last, const McTreeHead *head, GBytes *sealed, GError **error)
{
	g_autoptr(McSigner) signer = open_signer(self, error);
	g_autoptr(McClock) clock = mc_clock_new_system(1);
	g_autoptr(GBytes) witnessed = NULL;
	char root[MC_DIGEST_HEX_SIZE];

	if (signer == NULL)
		return FALSE;
	witnessed = mc_tree_head_witness(signer, head, sealed, mc_clock_wall_us(clock), error);
	if (witnessed == NULL || !write_file(last, witnessed, error) ||
	    !write_file(self->out, witnessed, error))
		return FALSE;
	mc_hex_write(head->root.byte, sizeof head->root.byte, root);
	g_print(
	    "witnessed: %" G_GUINT64_FORMAT " records of %s, root %s\n", head->size, head->log, root);
	return TRUE;
}

static gboolean
witness(const Witness *self, const char *path, GError **error)
{
	g_autoptr(McVerifier) gateway = mc_verifier_new_from_file(self->gateway, error);
	g_autoptr(GBytes) bytes = gateway != NULL ? mc_file_bytes(path, error) : NULL;
	g_autofree char *last = in_own(self, "last.p7m");
	g_autoptr(GBytes) sealed = NULL;
	McTreeOffer offer;
	McTreeHead head;

	if (bytes == NULL || !mc_tree_offer_read(bytes, &offer, error))
		return FALSE;
	sealed = offer.head;
	if (!mc_tree_head_open(gateway, sealed, &head, NULL, error))
		return FALSE;
	offer.growth.to = head.size;
	if (g_file_test(last, G_FILE_TEST_EXISTS))
		return goes_on(self, last, &head, &offer.growth, error) &&
		       sign(self, last, &head, sealed, error);
	return begins(self, &head, error) && sign(self, last, &head, sealed, error);
}

static int
witness_with(const Witness *self, char **files)
{
	g_autoptr(GError) error = NULL;

	if (files[0] == NULL || files[1] != NULL || self->own == NULL || self->gateway == NULL ||
	    self->out == NULL) {
		g_printerr("medcheck: witness needs one FILE, --own DIR, --gateway ROOTS and --out FILE\n");
		return MC_TOOL_WRONG_USE;
	}
	if (witness(self, files[0], &error))
		return MC_TOOL_GOOD;
	g_printerr("medcheck: %s: not signed: %s\n", files[0], error->message);
	return MC_TOOL_NOT_AS_STATED;
}

int
mc_tool_witness(int argc, char **argv)
{
	Witness self = {0};
	const McToolOption options[] = {
	    {"own", "DIR", "witness.key, witness.crt, witness-chain.pem; last.p7m is kept there",
	        &self.own},
	    {"gateway", "ROOTS", "PEM file with the roots of who seals the heads", &self.gateway},
	    {"begin", "LOG", "the first time: the name of the log", &self.begin},
	    {"out", "FILE", "for \"medcheck-gateway tree --take\"", &self.out},
	};
	g_auto(GStrv) files = mc_tool_arguments(argc, argv, "FILE",
	    "Signs the head in an offer of \"medcheck-gateway tree --offer\" when the log begins with "
	    "all\n"
	    "that was signed for before.",
	    options, G_N_ELEMENTS(options));
	int status = files != NULL ? witness_with(&self, files) : MC_TOOL_WRONG_USE;

	g_free(self.own);
	g_free(self.gateway);
	g_free(self.begin);
	g_free(self.out);
	return status;
}
