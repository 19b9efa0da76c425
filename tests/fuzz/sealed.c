/* A sealed personal part from strangers, at the authority's own program. */

#include "fuzz.h"

#include "app/record/seal.h"
#include <glib.h>

#define CORPUS MC_SOURCE_DIR "/tests/fuzz/" MC_CORPUS "/"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(GBytes) sealed = g_bytes_new(data, size);
	g_autoptr(GBytes) clear = mc_open_sealed(CORPUS "authority.key", sealed, NULL);

	/* What opens is what was sealed. */
	if (clear != NULL)
		g_assert_cmpmem(g_bytes_get_data(clear, NULL), g_bytes_get_size(clear), "0123456789", 10);
	return 0;
}
