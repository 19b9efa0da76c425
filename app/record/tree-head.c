#include "app/record/tree-head.h"

#include "app/base/error.h"
#include "app/json/fields.h"
#include "app/json/hex.h"
#include "app/json/shape.h"
#include "app/record/time.h"
#include <string.h>

static const char gateways[] = "tree-head";
static const char witnessed_type[] = "tree-head-witnessed";

/* ---- the signed content ---- */

static json_t *
write_content(const McTreeHead *head, const char *type)
{
	char root[MC_DIGEST_HEX_SIZE];
	char at[MC_TIME_TEXT_SIZE];

	mc_hex_write(head->root.byte, sizeof head->root.byte, root);
	mc_time_write(head->at_wall_us, at);
	return json_pack("{s:s, s:s, s:s, s:I, s:s, s:i}", "at", at, "log", head->log, "root", root,
	    "size", (json_int_t)head->size, "type", type, "v", 1);
}

static void
read_moment(McFields *fields, gint64 *at_wall_us)
{
	const char *at = mc_fields_string(fields, "at", MC_TIME_TEXT_SIZE);

	if (mc_fields_good(fields) && !mc_time_read(at, at_wall_us))
		mc_fields_refuse(fields, "at", "a moment in UTC with microseconds is needed");
}

/* of_digest NULL: it is the gateway's. */
static gboolean
read_content(GBytes *content, McTreeHead *head, char *of_digest, GError **error)
{
	json_auto_t *json = mc_canonical_read(content, error);
	char root[MC_DIGEST_HEX_SIZE] = "";
	McFields fields;

	memset(head, 0, sizeof *head);
	if (json == NULL)
		return FALSE;
	mc_fields_begin(&fields, json, "head");
	mc_fields_int64(&fields, "v", 1, 1);
	if (strcmp(mc_fields_string(&fields, "type", 24),
	        of_digest != NULL ? witnessed_type : gateways) != 0)
		mc_fields_refuse(&fields, "type", "this is no head of that kind");
	mc_fields_text(&fields, "log", head->log, sizeof head->log);
	head->size = (guint64)mc_fields_int64(&fields, "size", 1, (gint64)1 << MC_MERKLE_STEPS_MAX);
	mc_fields_hex(&fields, "root", root, sizeof root);
	read_moment(&fields, &head->at_wall_us);
	if (of_digest != NULL)
		mc_fields_hex(&fields, "head", of_digest, MC_DIGEST_HEX_SIZE);
	return mc_fields_end(&fields, error) &&
	       mc_hex_read(root, head->root.byte, sizeof head->root.byte);
}

static GBytes *
seal_content(McSigner *signer, const json_t *json, gint64 at_wall_us, GError **error)
{
	g_autoptr(GBytes) content = mc_canonical_write(json, error);

	return content != NULL ? mc_seal_at(signer, content, at_wall_us, error) : NULL;
}

gboolean
mc_tree_head_peek(GBytes *sealed, McTreeHead *head, char *of_digest, GError **error)
{
	g_autoptr(GBytes) content = mc_seal_peek(sealed, error);

	return content != NULL && read_content(content, head, of_digest, error);
}

static gboolean
open_sealed(McVerifier *verifier, GBytes *sealed, McTreeHead *head, char *of_digest, McSealedBy *by,
    GError **error)
{
	g_autoptr(GBytes) content = NULL;

	if (!mc_tree_head_peek(sealed, head, of_digest, error))
		return FALSE;
	content = mc_seal_verify(verifier, sealed, head->at_wall_us, by, error);
	return content != NULL;
}

/* ---- the gateway's ---- */

GBytes *
mc_tree_head_seal(McSigner *signer, McTreeHead *head, GError **error)
{
	json_auto_t *json = NULL;

	g_strlcpy(head->log, mc_signer_name(signer), sizeof head->log);
	json = write_content(head, gateways);
	return seal_content(signer, json, head->at_wall_us, error);
}

gboolean
mc_tree_head_open(
    McVerifier *gateway, GBytes *sealed, McTreeHead *head, McSealedBy *by, GError **error)
{
	McSealedBy sealed_by;

	if (!open_sealed(gateway, sealed, head, NULL, &sealed_by, error))
		return FALSE;
	if (by != NULL)
		*by = sealed_by;
	if (strcmp(head->log, sealed_by.name) == 0)
		return TRUE;
	g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED, "the head is of another log than its seal");
	return FALSE;
}

/* ---- the witness's ---- */

static gboolean
refuse(GError **error, const McTreeHead *earlier, const McTreeHead *later, const char *what)
{
	g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED,
	    "%s (signed before: %" G_GUINT64_FORMAT " records of %s; now: %" G_GUINT64_FORMAT " of %s)",
	    what, earlier->size, earlier->log, later->size, later->log);
	return FALSE;
}

gboolean
mc_tree_head_follows(const McTreeHead *earlier, const McTreeHead *later,
    const McMerkleGrowth *growth, GError **error)
{
	if (strcmp(earlier->log, later->log) != 0)
		return refuse(error, earlier, later, "another log");
	if (later->size < earlier->size)
		return refuse(error, earlier, later, "shrunk: the log has lost records");
	if (later->size == earlier->size &&
	    memcmp(&later->root, &earlier->root, sizeof later->root) != 0)
		return refuse(error, earlier, later, "forked: another root over as many records");
	if (growth->from != earlier->size || growth->to != later->size) {
		g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT,
		    "the proof goes from %" G_GUINT64_FORMAT " records, and %" G_GUINT64_FORMAT
		    " were signed before (ask the gateway for --from %" G_GUINT64_FORMAT ")",
		    growth->from, earlier->size, earlier->size);
		return FALSE;
	}
	if (!mc_merkle_grew(growth, &earlier->root, &later->root))
		return refuse(error, earlier, later,
		    "rewritten: the log does not begin with the records that were signed for");
	return TRUE;
}

GBytes *
mc_tree_head_witness(McSigner *witness, const McTreeHead *head, GBytes *sealed_head,
    gint64 at_wall_us, GError **error)
{
	McTreeHead stated = *head;
	char digest[MC_DIGEST_HEX_SIZE];
	json_auto_t *json = NULL;

	stated.at_wall_us = at_wall_us;
	mc_digest_hex(sealed_head, digest);
	json = write_content(&stated, witnessed_type);
	json_object_set_new(json, "head", json_string(digest));
	return seal_content(witness, json, at_wall_us, error);
}

gboolean
mc_tree_head_open_witnessed(McVerifier *witness, GBytes *witnessed, McTreeHead *head,
    char of_digest[MC_DIGEST_HEX_SIZE], McSealedBy *by, GError **error)
{
	return open_sealed(witness, witnessed, head, of_digest, by, error);
}

gboolean
mc_tree_head_is_signed(const McTreeHead *signed_head, const char *of_digest, const McTreeHead *head,
    GBytes *sealed_head, GError **error)
{
	char digest[MC_DIGEST_HEX_SIZE];

	mc_digest_hex(sealed_head, digest);
	if (strcmp(digest, of_digest) == 0 && head->size == signed_head->size &&
	    strcmp(head->log, signed_head->log) == 0 &&
	    memcmp(&head->root, &signed_head->root, sizeof head->root) == 0)
		return TRUE;
	g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED, "the witness has signed another head");
	return FALSE;
}

gboolean
mc_tree_head_is_witnessed(McVerifier *witness, GBytes *witnessed, GBytes *sealed_head,
    McVerifier *gateway, GError **error)
{
	char of_digest[MC_DIGEST_HEX_SIZE];
	McSealedBy first;
	McSealedBy second;
	McTreeHead head;
	McTreeHead signed_head;

	if (!mc_tree_head_open(gateway, sealed_head, &head, &first, error) ||
	    !mc_tree_head_open_witnessed(witness, witnessed, &signed_head, of_digest, &second, error) ||
	    !mc_tree_head_is_signed(&signed_head, of_digest, &head, sealed_head, error))
		return FALSE;
	if (strcmp(first.key_digest, second.key_digest) != 0)
		return TRUE;
	g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED,
	    "the gateway's own key has witnessed (a second party is needed)");
	return FALSE;
}
