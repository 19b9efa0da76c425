#include "app/tools/archive-way.h"

#include "app/json/hex.h"

GBytes *
mc_archive_way_script(const McMerkleWay *way, const char *leaf)
{
	GString *text = g_string_new(NULL);
	char hex[2 * sizeof(McMerkleHash) + 1];

	g_string_append_printf(text,
	    "# The root of the Merkle tree (RFC 9162, SHA-256) in which %s is leaf "
	    "%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT ".\n"
	    "sum() { printf %%s \"$1\" | tr a-f A-F | basenc --base16 -d | sha256sum | cut -c1-64; }\n"
	    "root=$(sum \"00$(sha256sum %s | cut -c1-64)\")\n",
	    leaf, way->index, way->leaves, leaf);
	for (guint i = 0; i < way->steps; i++) {
		mc_hex_write(way->beside[i].byte, sizeof(McMerkleHash), hex);
		g_string_append_printf(text, "root=$(sum \"01%s%s\")\n", way->is_left[i] ? hex : "${root}",
		    way->is_left[i] ? "${root}" : hex);
	}
	g_string_append(text, "echo \"$root\"\n");
	return g_string_free_to_bytes(text);
}
