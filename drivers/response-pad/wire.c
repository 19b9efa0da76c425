#include "drivers/response-pad/wire.h"

#define BIT(key) (1u << (key))

/* ---- keyboard: usages of page 7 ---- */

static const struct {
	guint8 usage;
	McPadKey key;
} keys[] = {
    {0x4F, MC_PAD_RIGHT}, {0x50, MC_PAD_LEFT}, {0x51, MC_PAD_DOWN}, {0x52, MC_PAD_UP},
    {0x5E, MC_PAD_RIGHT}, /* keypad 6 */
    {0x5C, MC_PAD_LEFT}, /* keypad 4 */
    {0x5A, MC_PAD_DOWN}, /* keypad 2 */
    {0x60, MC_PAD_UP}, /* keypad 8 */
    {0x61, MC_PAD_UP_RIGHT}, /* keypad 9 */
    {0x5F, MC_PAD_UP_LEFT}, /* keypad 7 */
    {0x59, MC_PAD_DOWN_LEFT}, /* keypad 1 */
    {0x5B, MC_PAD_DOWN_RIGHT}, /* keypad 3 */
    {0x28, MC_PAD_CANNOT}, /* enter */
    {0x2C, MC_PAD_CANNOT}, /* space */
    {0x58, MC_PAD_CANNOT}, /* keypad enter */
    {0x5D, MC_PAD_CANNOT}, /* keypad 5 */
    {0x62, MC_PAD_CANNOT}, /* keypad 0 */
};

McPadKeys
mc_pad_keys_of_keyboard(const guint8 *report, gsize length)
{
	guint8 down[MC_HID_BOOT_KEYS];
	guint count = mc_hid_boot_keys(report, length, down);
	McPadKeys result = 0;

	for (guint i = 0; i < count; i++)
		for (guint k = 0; k < G_N_ELEMENTS(keys); k++)
			if (keys[k].usage == down[i])
				result |= BIT(keys[k].key);
	return result;
}

/* ---- gamepad ---- */

/* Clockwise from up. Some hats have four directions. */
static McPadKeys
hat_keys(const McHidControl *hat, gint32 value)
{
	static const McPadKey eighths[8] = {MC_PAD_UP, MC_PAD_UP_RIGHT, MC_PAD_RIGHT, MC_PAD_DOWN_RIGHT,
	    MC_PAD_DOWN, MC_PAD_DOWN_LEFT, MC_PAD_LEFT, MC_PAD_UP_LEFT};
	gint64 steps = (gint64)hat->maximum - hat->minimum + 1;
	gint64 at = (gint64)value - hat->minimum;

	if (steps == 4)
		at *= 2;
	else if (steps != 8)
		return 0;
	return BIT(eighths[at]);
}

/* -1, 0 or 1 */
static gint
beyond_half(const McHidControl *axis, gint32 value)
{
	gint64 span = (gint64)axis->maximum - axis->minimum;
	gint64 from_middle = 2 * ((gint64)value - axis->minimum) - span;

	if (from_middle * 2 > span)
		return 1;
	return from_middle * 2 < -span ? -1 : 0;
}

static gint
axis_at(const McHidMap *map, guint16 usage, const guint8 *report, gsize length)
{
	const McHidControl *axis = mc_hid_find(map, MC_HID_PAGE_DESKTOP, usage);
	gint32 value = 0;

	if (axis == NULL || !mc_hid_value(map, axis, report, length, &value))
		return 0;
	return beyond_half(axis, value);
}

static McPadKeys
stick_keys(const McHidMap *map, const guint8 *report, gsize length)
{
	static const McPadKey keys_of[3][3] = {
	    /* y -1 (up), 0, 1; x -1, 0, 1 */
	    {MC_PAD_UP_LEFT, MC_PAD_UP, MC_PAD_UP_RIGHT},
	    {MC_PAD_LEFT, MC_PAD_CANNOT /* at rest */, MC_PAD_RIGHT},
	    {MC_PAD_DOWN_LEFT, MC_PAD_DOWN, MC_PAD_DOWN_RIGHT},
	};
	gint x = axis_at(map, MC_HID_X, report, length);
	gint y = axis_at(map, MC_HID_Y, report, length);

	return x == 0 && y == 0 ? 0 : BIT(keys_of[y + 1][x + 1]);
}

McPadKeys
mc_pad_keys_of_gamepad(const McHidMap *map, const guint8 *report, gsize length)
{
	const McHidControl *hat = mc_hid_find(map, MC_HID_PAGE_DESKTOP, MC_HID_HAT);
	McPadKeys result = 0;
	gint32 value = 0;

	if (hat != NULL && mc_hid_value(map, hat, report, length, &value))
		result = hat_keys(hat, value);
	if (result == 0)
		result = stick_keys(map, report, length);
	for (guint i = 0; i < map->count; i++)
		if (map->control[i].page == MC_HID_PAGE_BUTTON &&
		    mc_hid_value(map, &map->control[i], report, length, &value) && value != 0)
			result |= BIT(MC_PAD_CANNOT);
	return result;
}

gboolean
mc_pad_is_gamepad(const McHidMap *map)
{
	gboolean has_button = FALSE;

	for (guint i = 0; i < map->count; i++)
		has_button |= map->control[i].page == MC_HID_PAGE_BUTTON;
	return has_button && (mc_hid_find(map, MC_HID_PAGE_DESKTOP, MC_HID_HAT) != NULL ||
	                         (mc_hid_find(map, MC_HID_PAGE_DESKTOP, MC_HID_X) != NULL &&
	                             mc_hid_find(map, MC_HID_PAGE_DESKTOP, MC_HID_Y) != NULL));
}
