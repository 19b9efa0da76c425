#include "app/tools/archive-log.h"

#include "app/base/file.h"
#include "app/record/time.h"

static gboolean
open_parts(McArchiveLog *self, McVerifier *gateway, McVerifier *witness, GError **error)
{
	char of_digest[MC_DIGEST_HEX_SIZE];
	McTreeHead head;
	McSealedBy by;

	if (!mc_tree_head_open(gateway, self->proof.head, &head, &by, error))
		return FALSE;
	self->suite = by.suite;
	if (witness == NULL) {
		g_clear_pointer(&self->proof.witnessed, g_bytes_unref);
		return TRUE;
	}
	if (!mc_tree_head_open_witnessed(witness, self->proof.witnessed, &head, of_digest, NULL, error))
		return FALSE;
	self->witnessed_wall_us = head.at_wall_us;
	return TRUE;
}

gboolean
mc_archive_log_read(
    McArchiveLog *self, const McArchiveLogFiles *files, const char *digest, GError **error)
{
	g_autoptr(McVerifier) gateway = mc_verifier_new_from_file(files->gateway_roots, error);
	g_autoptr(McVerifier) witness = NULL;
	g_autoptr(GBytes) bytes = NULL;

	if (gateway == NULL || (bytes = mc_file_bytes(files->proof, error)) == NULL)
		return FALSE;
	if (files->witness_roots != NULL)
		witness = mc_verifier_new_from_file(files->witness_roots, error);
	if (files->witness_roots != NULL && witness == NULL)
		return FALSE;
	return mc_tree_proof_read(bytes, &self->proof, error) &&
	       mc_tree_proof_holds(&self->proof, gateway, witness, digest, &self->head, error) &&
	       open_parts(self, gateway, witness, error);
}

void
mc_archive_log_clear(McArchiveLog *self)
{
	mc_tree_proof_clear(&self->proof);
}

static void
add_command(const McArchiveLog *self, const char *what, gint64 at_wall_us, GString *text)
{
	switch (self->suite) {
	case MC_SUITE_P256:
		g_string_append_printf(text,
		    "    openssl cms -verify -cades -inform DER -in %s.p7m -CAfile %s-roots.pem -purpose "
		    "any"
		    " -binary -attime %" G_GINT64_FORMAT " -out %s.json && grep \"$(sh log.sh)\" %s.json\n",
		    what, what, at_wall_us / G_USEC_PER_SEC, what, what);
		break;
	case MC_SUITE_SM2:
		g_string_append_printf(text,
		    "    python3 seal.py --roots %s-roots.pem --out %s.json %s.p7m"
		    " && grep \"$(sh log.sh)\" %s.json\n",
		    what, what, what, what);
		break;
	}
}

void
mc_archive_log_explain(const McArchiveLog *self, GString *text)
{
	char at[MC_TIME_TEXT_SIZE];

	mc_time_write(self->head.at_wall_us, at);
	g_string_append_printf(text,
	    "\nand that the gateway had it in its log at %s, among %" G_GUINT64_FORMAT " records\n"
	    "(head.p7m; log.sh leads from this record to the root that is stated there):\n\n",
	    at, self->head.size);
	add_command(self, "head", self->head.at_wall_us, text);
	if (self->proof.witnessed == NULL)
		return;
	g_string_append(text,
	    "\nand that a second party has witnessed this head, who saw that the log only grew:\n\n");
	add_command(self, "witnessed", self->witnessed_wall_us, text);
}
