#include "fuzz.h"

#include "app/record/parcel.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(GBytes) bytes = g_bytes_new(data, size);
	g_autoptr(GBytes) again = NULL;
	McReceipt receipt;

	if (!mc_receipt_read(bytes, &receipt, NULL))
		return 0;
	again = mc_receipt_write(&receipt, NULL);
	g_assert_true(g_bytes_equal(again, bytes));
	return 0;
}
