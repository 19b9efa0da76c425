/* The content of a signed pack. */

#include "fuzz.h"

#include "app/record/pack.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(GBytes) bytes = g_bytes_new(data, size);
	g_autoptr(GBytes) again = NULL;
	McPack pack;

	if (!mc_pack_read(bytes, &pack, NULL))
		return 0;
	mc_pack_problems(&pack, &(McPackLook){.kiosk = "K-0001"});
	again = mc_pack_write(&pack, NULL);
	g_assert_true(g_bytes_equal(bytes, again));
	mc_pack_clear(&pack);
	return 0;
}
