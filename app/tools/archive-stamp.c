#include "app/tools/archive-stamp.h"

#include "app/json/hex.h"
#include "app/record/time.h"

gboolean
mc_archive_stamp_read(McArchiveStamp *self, const char *path, const char *roots_path,
    const char *digest, GError **error)
{
	g_autoptr(McStampTrust) trust = mc_stamp_trust_new_from_file(roots_path, error);
	g_autoptr(GBytes) bytes = NULL;
	char *text = NULL;
	gsize size = 0;

	if (trust == NULL || !g_file_get_contents(path, &text, &size, error))
		return FALSE;
	bytes = g_bytes_new_take(text, size);
	return mc_stamp_proof_read(bytes, &self->proof, error) &&
	       mc_stamp_proof_holds(&self->proof, trust, digest, &self->stamped_wall_us, error);
}

void
mc_archive_stamp_clear(McArchiveStamp *self)
{
	mc_stamp_proof_clear(&self->proof);
}

GBytes *
mc_archive_stamp_script(const McArchiveStamp *self)
{
	const McMerkleWay *way = &self->proof.way;
	GString *text = g_string_new(NULL);
	char hex[2 * sizeof(McMerkleHash) + 1];

	g_string_append_printf(text,
	    "# The root of the Merkle tree (RFC 9162, SHA-256) in which record.p7m is leaf "
	    "%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT ".\n"
	    "sum() { printf %%s \"$1\" | tr a-f A-F | basenc --base16 -d | sha256sum | cut -c1-64; }\n"
	    "root=$(sum \"00$(sha256sum record.p7m | cut -c1-64)\")\n",
	    way->index, way->leaves);
	for (guint i = 0; i < way->steps; i++) {
		mc_hex_write(way->beside[i].byte, sizeof(McMerkleHash), hex);
		g_string_append_printf(text, "root=$(sum \"01%s%s\")\n", way->is_left[i] ? hex : "${root}",
		    way->is_left[i] ? "${root}" : hex);
	}
	g_string_append(text, "echo \"$root\"\n");
	return g_string_free_to_bytes(text);
}

void
mc_archive_stamp_explain(const McArchiveStamp *self, GString *text)
{
	char at[MC_TIME_TEXT_SIZE];

	mc_time_write(self->stamped_wall_us, at);
	g_string_append_printf(text,
	    "\nand that it was there at %s, by somebody else's clock (record.tsr: RFC 3161 time\n"
	    "stamp over many records at once; root.sh leads from this one to what was stamped):\n\n"
	    "    openssl ts -verify -digest \"$(sh root.sh)\" -in record.tsr -CAfile tsa-roots.pem"
	    " -attime %" G_GINT64_FORMAT "\n",
	    at, self->stamped_wall_us / G_USEC_PER_SEC);
}
