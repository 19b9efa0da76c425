/* What travels of the transparency log: a head for its witness, and a record's way to it. */

#include "app/record/tree-head.h"

#include "app/base/error.h"
#include "app/json/fields.h"
#include "app/json/shape.h"
#include "app/record/merkle-member.h"
#include <string.h>

static void
begin(McFields *fields, const json_t *json, const char *type)
{
	mc_fields_begin(fields, json, type);
	mc_fields_int64(fields, "v", 1, 1);
	if (strcmp(mc_fields_string(fields, "type", 24), type) != 0)
		mc_fields_refuse(fields, "type", "this is another file");
}

/* ---- for the witness ---- */

GBytes *
mc_tree_offer_write(const McTreeOffer *offer, GError **error)
{
	json_auto_t *json = json_pack("{s:I, s:o, s:s, s:i}", "from", (json_int_t)offer->growth.from,
	    "head", mc_json_base64(offer->head), "type", "tree-head-offer", "v", 1);

	mc_merkle_path_write(json, offer->growth.path, offer->growth.steps);
	return mc_canonical_write(json, error);
}

gboolean
mc_tree_offer_read(GBytes *bytes, McTreeOffer *offer, GError **error)
{
	json_auto_t *json = mc_canonical_read(bytes, error);
	McFields fields;

	memset(offer, 0, sizeof *offer);
	if (json == NULL)
		return FALSE;
	begin(&fields, json, "tree-head-offer");
	offer->growth.from = (guint64)mc_fields_int64(&fields, "from", 0, MC_JSON_INTEGER_MAX);
	offer->growth.steps =
	    mc_merkle_path_read(&fields, offer->growth.path, G_N_ELEMENTS(offer->growth.path));
	offer->head = mc_fields_base64(&fields, "head", MC_TREE_HEAD_MAX);
	if (mc_fields_end(&fields, error))
		return TRUE;
	g_clear_pointer(&offer->head, g_bytes_unref);
	return FALSE;
}

/* ---- of one record ---- */

void
mc_tree_proof_clear(McTreeProof *proof)
{
	g_clear_pointer(&proof->head, g_bytes_unref);
	g_clear_pointer(&proof->witnessed, g_bytes_unref);
}

GBytes *
mc_tree_proof_write(const McTreeProof *proof, GError **error)
{
	json_auto_t *json = json_pack(
	    "{s:o, s:s, s:i}", "head", mc_json_base64(proof->head), "type", "tree-proof", "v", 1);

	mc_merkle_way_write(json, &proof->way);
	if (proof->witnessed != NULL)
		json_object_set_new(json, "witnessed", mc_json_base64(proof->witnessed));
	return mc_canonical_write(json, error);
}

gboolean
mc_tree_proof_read(GBytes *bytes, McTreeProof *proof, GError **error)
{
	json_auto_t *json = mc_canonical_read(bytes, error);
	McFields fields;

	memset(proof, 0, sizeof *proof);
	if (json == NULL)
		return FALSE;
	begin(&fields, json, "tree-proof");
	mc_merkle_way_read(&fields, &proof->way);
	proof->head = mc_fields_base64(&fields, "head", MC_TREE_HEAD_MAX);
	if (mc_fields_has(&fields, "witnessed"))
		proof->witnessed = mc_fields_base64(&fields, "witnessed", MC_TREE_HEAD_MAX);
	if (mc_fields_end(&fields, error))
		return TRUE;
	mc_tree_proof_clear(proof);
	return FALSE;
}

static gboolean
leads_to(McTreeProof *proof, const char *digest, const McTreeHead *head)
{
	McMerkleHash leaf;
	McMerkleHash root;

	return proof->way.leaves == head->size && mc_merkle_leaf(digest, &leaf) &&
	       mc_merkle_follow(&proof->way, &leaf, &root) &&
	       memcmp(&root, &head->root, sizeof root) == 0;
}

gboolean
mc_tree_proof_holds(McTreeProof *proof, McVerifier *gateway, McVerifier *witness,
    const char *digest, McTreeHead *head, GError **error)
{
	if (!mc_tree_head_open(gateway, proof->head, head, NULL, error))
		return FALSE;
	if (!leads_to(proof, digest, head)) {
		g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED,
		    "the record is not in the gateway's log (its way leads to another root)");
		return FALSE;
	}
	if (witness == NULL)
		return TRUE;
	if (proof->witnessed == NULL) {
		g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED, "nobody has witnessed this head");
		return FALSE;
	}
	return mc_tree_head_is_witnessed(witness, proof->witnessed, proof->head, gateway, error);
}
