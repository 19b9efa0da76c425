#include "app/record/stamp.h"

#include "app/base/error.h"
#include "app/json/hex.h"
#include "app/json/shape.h"
#include <string.h>

void
mc_stamp_proof_clear(McStampProof *proof)
{
	g_clear_pointer(&proof->response, g_bytes_unref);
}

GBytes *
mc_stamp_proof_write(const McStampProof *proof)
{
	json_auto_t *json = json_pack("{s:I, s:I, s:[], s:o, s:i}", "index",
	    (json_int_t)proof->way.index, "leaves", (json_int_t)proof->way.leaves, "path", "response",
	    mc_json_base64(proof->response), "v", 1);
	char hex[2 * sizeof(McMerkleHash) + 1];

	for (guint i = 0; i < proof->way.steps; i++) {
		mc_hex_write(proof->way.beside[i].byte, sizeof(McMerkleHash), hex);
		json_array_append_new(json_object_get(json, "path"), json_string(hex));
	}
	return mc_canonical_write(json, NULL);
}

static void
read_way(McFields *fields, McMerkleWay *way)
{
	const json_t *path = mc_fields_array(fields, "path", MC_MERKLE_STEPS_MAX);

	way->leaves = (guint64)mc_fields_int64(fields, "leaves", 1, MC_JSON_INTEGER_MAX);
	way->index = (guint64)mc_fields_int64(fields, "index", 0, MC_JSON_INTEGER_MAX);
	way->steps = (guint)json_array_size(path);
	for (guint i = 0; i < way->steps; i++) {
		const char *hex = json_string_value(json_array_get(path, i));

		if (hex == NULL || !mc_hex_read(hex, way->beside[i].byte, sizeof way->beside[i].byte)) {
			mc_fields_refuse(fields, "path", "hashes of 64 hexadecimal digits are needed");
			return;
		}
	}
}

gboolean
mc_stamp_proof_read(GBytes *bytes, McStampProof *proof, GError **error)
{
	json_auto_t *json = mc_canonical_read(bytes, error);
	McFields fields;

	memset(proof, 0, sizeof *proof);
	if (json == NULL)
		return FALSE;
	mc_fields_begin(&fields, json, "proof");
	mc_fields_int64(&fields, "v", 1, 1);
	read_way(&fields, &proof->way);
	proof->response = mc_fields_base64(&fields, "response", MC_STAMP_SIZE_MAX);
	if (mc_fields_end(&fields, error))
		return TRUE;
	mc_stamp_proof_clear(proof);
	return FALSE;
}

gboolean
mc_stamp_proof_holds(McStampProof *proof, const McStampTrust *trust, const char *digest,
    gint64 *stamped_wall_us, GError **error)
{
	McMerkleHash leaf;
	McMerkleHash root;

	if (!mc_merkle_leaf(digest, &leaf) || !mc_merkle_follow(&proof->way, &leaf, &root)) {
		g_set_error(
		    error, MC_ERROR, MC_ERROR_UNTRUSTED, "the proof leads from no record to a root");
		return FALSE;
	}
	return mc_stamp_holds(trust, &root, proof->response, stamped_wall_us, error);
}
