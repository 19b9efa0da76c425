#include "app/record/receipt.h"

#include "app/base/error.h"
#include "app/json/hex.h"
#include "app/json/shape.h"
#include "app/record/merkle-member.h"
#include "app/record/time.h"
#include <string.h>

#define HASH_HEX_SIZE (2 * sizeof(McMerkleHash) + 1)

/* ---- written ---- */

GBytes *
mc_receipt_state(const McReceipt *receipt, GError **error)
{
	json_auto_t *json = json_object();
	char received_at[MC_TIME_TEXT_SIZE];

	mc_time_write(receipt->received_wall_us, received_at);
	json_object_set_new(json, "v", json_integer(1));
	json_object_set_new(json, "type", json_string("receipt"));
	json_object_set_new(json, "status", json_string("accepted"));
	json_object_set_new(json, "kiosk", json_string(receipt->kiosk));
	json_object_set_new(json, "journal", json_string(receipt->journal));
	json_object_set_new(json, "seq", json_integer((json_int_t)receipt->seq));
	json_object_set_new(json, "digest", json_string(receipt->digest));
	json_object_set_new(json, "reference", json_string(receipt->reference));
	json_object_set_new(json, "received_at", json_string(received_at));
	return mc_canonical_write(json, error);
}

void
mc_receipt_leaf(GBytes *statement, McMerkleHash *leaf)
{
	char digest[MC_DIGEST_HEX_SIZE];

	mc_digest_hex(statement, digest);
	(void)mc_merkle_leaf(digest, leaf);
}

GBytes *
mc_receipt_seal(McSigner *signer, const McMerkle *tree, GError **error)
{
	char root[HASH_HEX_SIZE];
	json_auto_t *json = NULL;
	g_autoptr(GBytes) content = NULL;

	mc_hex_write(mc_merkle_root(tree)->byte, sizeof(McMerkleHash), root);
	json = json_pack("{s:I, s:s, s:s, s:i}", "leaves", (json_int_t)mc_merkle_leaves(tree), "root",
	    root, "type", "receipts", "v", 1);
	content = mc_canonical_write(json, error);
	return content != NULL ? mc_seal(signer, content, error) : NULL;
}

/* By hand, because the statement and the seal, nearly all of it, are written already: the members
 * stand in their order, and what reads it proves that it is canonical. */
GBytes *
mc_receipt_write(GBytes *statement, const McMerkleWay *way, const char *seal)
{
	GString *text = g_string_sized_new(2048);
	char hex[HASH_HEX_SIZE];

	g_string_append_printf(text,
	    "{\"index\":%" G_GUINT64_FORMAT ",\"leaves\":%" G_GUINT64_FORMAT ",\"path\":[", way->index,
	    way->leaves);
	for (guint i = 0; i < way->steps; i++) {
		mc_hex_write(way->beside[i].byte, sizeof(McMerkleHash), hex);
		g_string_append(text, i > 0 ? ",\"" : "\"");
		g_string_append_len(text, hex, HASH_HEX_SIZE - 1);
		g_string_append_c(text, '"');
	}
	g_string_append(text, "],\"receipt\":");
	g_string_append_len(
	    text, g_bytes_get_data(statement, NULL), (gssize)g_bytes_get_size(statement));
	g_string_append(text, ",\"seal\":\"");
	g_string_append(text, seal);
	g_string_append(text, "\",\"v\":1}");
	return g_string_free_to_bytes(text);
}

/* ---- read ---- */

void
mc_receipt_proof_clear(McReceiptProof *proof)
{
	g_clear_pointer(&proof->seal, g_bytes_unref);
}

static void
expect(McFields *fields, const char *name, const char *word)
{
	const char *text = mc_fields_string(fields, name, 24);

	if (mc_fields_good(fields) && strcmp(text, word) != 0)
		mc_fields_refuse(fields, name, "another word is needed");
}

static void
read_statement(McFields *outer, McReceipt *receipt)
{
	const char *received_at = NULL;
	GError *nested = NULL;
	McFields fields;

	mc_fields_begin(&fields, mc_fields_object(outer, "receipt"), "receipt");
	mc_fields_int64(&fields, "v", 1, 1);
	expect(&fields, "type", "receipt");
	expect(&fields, "status", "accepted");
	mc_fields_text(&fields, "kiosk", receipt->kiosk, sizeof receipt->kiosk);
	mc_fields_hex(&fields, "journal", receipt->journal, sizeof receipt->journal);
	receipt->seq = (guint64)mc_fields_int64(&fields, "seq", 1, MC_JSON_INTEGER_MAX);
	mc_fields_hex(&fields, "digest", receipt->digest, sizeof receipt->digest);
	mc_fields_text(&fields, "reference", receipt->reference, sizeof receipt->reference);
	received_at = mc_fields_string(&fields, "received_at", MC_TIME_TEXT_SIZE);
	if (mc_fields_good(&fields) && !mc_time_read(received_at, &receipt->received_wall_us))
		mc_fields_refuse(&fields, "received_at", "a moment in UTC with microseconds is needed");
	mc_fields_end(&fields, &nested);
	mc_fields_take_error(outer, "receipt", nested);
}

gboolean
mc_receipt_proof_read(GBytes *bytes, McReceiptProof *proof, GError **error)
{
	json_auto_t *json = mc_canonical_read(bytes, error);
	McFields fields;

	memset(proof, 0, sizeof *proof);
	if (json == NULL)
		return FALSE;
	mc_fields_begin(&fields, json, "receipt");
	mc_fields_int64(&fields, "v", 1, 1);
	read_statement(&fields, &proof->stated);
	mc_merkle_way_read(&fields, &proof->way);
	proof->seal = mc_fields_base64(&fields, "seal", MC_RECEIPT_SEAL_MAX);
	if (mc_fields_end(&fields, error))
		return TRUE;
	mc_receipt_proof_clear(proof);
	return FALSE;
}

/* ---- held against what was sealed ---- */

static gboolean
read_root(GBytes *content, guint64 *leaves, McMerkleHash *root, GError **error)
{
	json_auto_t *json = mc_canonical_read(content, error);
	char hex[HASH_HEX_SIZE] = "";
	McFields fields;

	if (json == NULL)
		return FALSE;
	mc_fields_begin(&fields, json, "receipts");
	mc_fields_int64(&fields, "v", 1, 1);
	expect(&fields, "type", "receipts");
	*leaves = (guint64)mc_fields_int64(&fields, "leaves", 1, MC_JSON_INTEGER_MAX);
	mc_fields_hex(&fields, "root", hex, sizeof hex);
	return mc_fields_end(&fields, error) && mc_hex_read(hex, root->byte, sizeof root->byte);
}

static gboolean
leads_to(McReceiptProof *proof, guint64 leaves, const McMerkleHash *sealed)
{
	g_autoptr(GBytes) statement = mc_receipt_state(&proof->stated, NULL);
	McMerkleHash leaf;
	McMerkleHash root;

	if (statement == NULL || proof->way.leaves != leaves)
		return FALSE;
	mc_receipt_leaf(statement, &leaf);
	return mc_merkle_follow(&proof->way, &leaf, &root) && memcmp(&root, sealed, sizeof root) == 0;
}

gboolean
mc_receipt_proof_holds(
    McReceiptProof *proof, McVerifier *gateway, gint64 at_wall_us, GError **error)
{
	g_autoptr(GBytes) content = mc_seal_verify(gateway, proof->seal, at_wall_us, NULL, error);
	guint64 leaves = 0;
	McMerkleHash root;

	if (content == NULL || !read_root(content, &leaves, &root, error))
		return FALSE;
	if (leads_to(proof, leaves, &root))
		return TRUE;
	g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED,
	    "the receipt is not among those that were sealed (its path leads to another root)");
	return FALSE;
}
