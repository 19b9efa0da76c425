#include "fuzz.h"

#include "app/record/parcel.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(GBytes) bytes = g_bytes_new(data, size);
	g_autoptr(GBytes) again = NULL;
	McParcel parcel;

	if (!mc_parcel_read(bytes, &parcel, NULL))
		return 0;
	again = mc_parcel_write(&parcel);
	g_assert_true(g_bytes_equal(again, bytes));
	mc_parcel_clear(&parcel);
	return 0;
}
