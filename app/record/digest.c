#include "app/record/content.h"

#include "app/json/hex.h"
#include "app/record/suite-parts.h"

/* OpenSSL's, because GLib's takes ten times as long, and every record passes here several times. */
void
mc_digest_hex(GBytes *bytes, char out[MC_DIGEST_HEX_SIZE])
{
	gsize size = 0;
	gconstpointer data = g_bytes_get_data(bytes, &size);
	guint8 sum[EVP_MAX_MD_SIZE];

	if (EVP_Digest(data, size, sum, NULL, mc_suite_parts(MC_SUITE_P256)->digest(), NULL) != 1)
		g_error("SHA-256 is not available");
	mc_hex_write(sum, (MC_DIGEST_HEX_SIZE - 1) / 2, out);
}
