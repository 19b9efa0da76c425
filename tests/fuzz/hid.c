/* A report descriptor, then reports of it: the first byte says how long the descriptor is. */

#include "fuzz.h"

#include "drivers/response-pad/wire.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	gsize length = size == 0 ? 0 : MIN(data[0], size - 1);
	const guint8 *report = data + 1 + length;
	McHidMap map;

	if (size == 0 || !mc_hid_parse_descriptor(data + 1, length, &map))
		return 0;
	g_assert_true(map.count <= MC_HID_CONTROLS_MAX);
	mc_pad_is_gamepad(&map);
	for (guint i = 0; i < map.count; i++) {
		const McHidControl *found = mc_hid_find(&map, map.control[i].page, map.control[i].usage);

		g_assert_true(found != NULL && found <= &map.control[i]);
		g_assert_true(found->page == map.control[i].page && found->usage == map.control[i].usage);
	}
	for (gsize left = size - 1 - length;; left--) {
		McPadKeys keys =
		    mc_pad_keys_of_gamepad(&map, report, left) | mc_pad_keys_of_keyboard(report, left);

		g_assert_true(keys >> MC_PAD_KEYS == 0);
		if (left == 0)
			return 0;
	}
}
