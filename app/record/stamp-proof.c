#include "app/record/stamp.h"

#include "app/base/error.h"
#include "app/record/merkle-member.h"
#include <string.h>

void
mc_stamp_proof_clear(McStampProof *proof)
{
	for (guint i = 0; i < proof->links; i++)
		g_clear_pointer(&proof->link[i].response, g_bytes_unref);
	proof->links = 0;
}

/* ---- written ---- */

static json_t *
write_link(const McStampLink *link)
{
	json_t *json = json_pack("{s:o}", "response", mc_json_base64(link->response));

	mc_merkle_way_write(json, &link->way);
	return json;
}

GBytes *
mc_stamp_proof_write(const McStampProof *proof)
{
	json_auto_t *json = write_link(&proof->link[0]);
	json_t *renewals = json_array();

	json_object_set_new(json, "v", json_integer(1));
	for (guint i = 1; i < proof->links; i++)
		json_array_append_new(renewals, write_link(&proof->link[i]));
	if (proof->links > 1)
		json_object_set_new(json, "renewals", renewals);
	else
		json_decref(renewals);
	return mc_canonical_write(json, NULL);
}

/* ---- read ---- */

static void
read_link(McFields *fields, McStampProof *proof)
{
	McStampLink *link = &proof->link[proof->links++];

	mc_merkle_way_read(fields, &link->way);
	link->response = mc_fields_base64(fields, "response", MC_STAMP_SIZE_MAX);
}

static void
read_renewals(McFields *fields, McStampProof *proof)
{
	const json_t *list = mc_fields_array(fields, "renewals", MC_STAMP_RENEWALS_MAX);

	if (mc_fields_good(fields) && json_array_size(list) == 0)
		mc_fields_refuse(fields, "renewals", "at least one is needed");
	for (gsize i = 0; mc_fields_good(fields) && i < json_array_size(list); i++) {
		GError *nested = NULL;
		McFields link;

		mc_fields_begin(&link, json_array_get(list, i), "renewal");
		read_link(&link, proof);
		mc_fields_end(&link, &nested);
		mc_fields_take_error(fields, "renewals", nested);
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
	read_link(&fields, proof);
	if (mc_fields_has(&fields, "renewals"))
		read_renewals(&fields, proof);
	if (mc_fields_end(&fields, error))
		return TRUE;
	mc_stamp_proof_clear(proof);
	return FALSE;
}

/* ---- held against what it states ---- */

static gboolean
follow(McStampProof *proof, const char *digest, McMerkleHash *roots, GError **error)
{
	char below[MC_DIGEST_HEX_SIZE];
	McMerkleHash leaf;

	g_strlcpy(below, digest, sizeof below);
	for (guint i = 0; i < proof->links; i++) {
		if (!mc_merkle_leaf(below, &leaf) ||
		    !mc_merkle_follow(&proof->link[i].way, &leaf, &roots[i])) {
			g_set_error(
			    error, MC_ERROR, MC_ERROR_UNTRUSTED, "the proof leads from no record to a root");
			return FALSE;
		}
		mc_digest_hex(proof->link[i].response, below);
	}
	return TRUE;
}

static gboolean
link_holds(const McStampLink *link, const McStampTrust *trust, const McMerkleHash *root,
    gint64 next_wall_us, gint64 *stamped_wall_us, GError **error)
{
	if (!mc_stamp_holds(trust, root, link->response, next_wall_us, stamped_wall_us, error))
		return FALSE;
	if (next_wall_us == 0 || *stamped_wall_us <= next_wall_us)
		return TRUE;
	g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED, "it was renewed before it was made");
	return FALSE;
}

gboolean
mc_stamp_proof_holds(McStampProof *proof, const McStampTrust *trust, const char *digest,
    gint64 stamped_wall_us[1 + MC_STAMP_RENEWALS_MAX], GError **error)
{
	McMerkleHash roots[1 + MC_STAMP_RENEWALS_MAX];
	gint64 next_us = 0;

	if (!follow(proof, digest, roots, error))
		return FALSE;
	/* From the last one on: when it was made is when the one before had to be good still. */
	for (guint i = proof->links; i-- > 0; next_us = stamped_wall_us[i])
		if (!link_holds(&proof->link[i], trust, &roots[i], next_us, &stamped_wall_us[i], error)) {
			if (i + 1 < proof->links)
				g_prefix_error(error, "stamp %u, when it was renewed: ", i + 1);
			return FALSE;
		}
	return TRUE;
}
