/* Bytes of HID devices and of the slip printer. */
#include "drivers/printer/wire.h"
#include "drivers/response-pad/wire.h"

#include <string.h>

/* Reports with ids, signed axes, a pushed state and one usage for two controls. */
static const guint8 with_ids[] = {0x05, 0x01, 0xa1, 0x01, 0x85, 0x01, 0xa4, 0x09, 0x30, 0x09, 0x31,
    0x15, 0x81, 0x25, 0x7f, 0x75, 0x08, 0x95, 0x02, 0x81, 0x02, 0xb4, 0x85, 0x02, 0x05, 0x09, 0x19,
    0x01, 0x29, 0x04, 0x15, 0x00, 0x25, 0x01, 0x75, 0x01, 0x95, 0x04, 0x81, 0x02, 0xc0};

static void
test_hid_map(void)
{
	static const guint8 report[] = {1, 0x81, 0x7f};
	const McHidControl *x, *y;
	McHidMap map;
	gint32 value = 0;

	g_assert_true(mc_hid_parse_descriptor(with_ids, sizeof with_ids, &map));
	g_assert_true(map.has_ids);
	g_assert_cmpuint(map.count, ==, 6);
	x = mc_hid_find(&map, MC_HID_PAGE_DESKTOP, MC_HID_X);
	y = mc_hid_find(&map, MC_HID_PAGE_DESKTOP, MC_HID_Y);
	g_assert_nonnull(x);
	g_assert_cmpuint(y->bit, ==, 8);
	g_assert_true(mc_hid_value(&map, x, report, sizeof report, &value));
	g_assert_cmpint(value, ==, -127);
	g_assert_true(mc_hid_value(&map, y, report, sizeof report, &value));
	g_assert_cmpint(value, ==, 127);
	g_assert_false(mc_hid_value(&map, y, report, 2, &value));
	g_assert_false(mc_hid_value(
	    &map, mc_hid_find(&map, MC_HID_PAGE_BUTTON, 1), report, sizeof report, &value));
	g_assert_true(mc_pad_is_gamepad(&map));
	g_assert_cmpuint(
	    mc_pad_keys_of_gamepad(&map, report, sizeof report), ==, 1u << MC_PAD_DOWN_LEFT);
}

static void
test_hid_nonsense(void)
{
	static const struct {
		guint8 bytes[8];
		guint length;
	} bad[] = {
	    {{0}, 0}, {{0x05}, 1}, /* an item without its byte */
	    {{0xfe, 1, 0, 0}, 4}, /* a long item */
	    {{0xb4}, 1}, /* pop of nothing */
	    {{0x76, 0xff, 0xff, 0x81, 0x02}, 5}, /* a field of 65 535 bits */
	    {{0x85, 0x00, 0x81, 0x02}, 4}, /* id 0 */
	    {{0x29, 0x04, 0x81, 0x02}, 4}, /* a range without its begin */
	};
	McHidMap map;

	for (guint i = 0; i < G_N_ELEMENTS(bad); i++)
		g_assert_false(mc_hid_parse_descriptor(bad[i].bytes, bad[i].length, &map));
}

static void
test_keyboard(void)
{
	static const guint8 keys[8] = {0x02, 0, 0x4f, 0x2c, 0x04, 0, 0, 0}; /* shift, right, space, A */
	static const guint8 too_many[8] = {0, 0, 1, 1, 1, 1, 1, 1};

	g_assert_cmpuint(
	    mc_pad_keys_of_keyboard(keys, sizeof keys), ==, 1u << MC_PAD_RIGHT | 1u << MC_PAD_CANNOT);
	g_assert_cmpuint(mc_pad_keys_of_keyboard(too_many, sizeof too_many), ==, 0);
	g_assert_cmpuint(mc_pad_keys_of_keyboard(keys, 7), ==, 0);
}

static void
test_escpos_out(void)
{
	static const guint8 ask[] = {0x10, 0x04, 4};
	static const guint8 head[] = {0x1d, 'v', '0', 0, 72, 0, 48, 0};
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	guint8 dots[50 * 72];

	memset(dots, 0xaa, sizeof dots);
	mc_escpos_ask(bytes, MC_ESCPOS_PAPER);
	g_assert_cmpmem(bytes->data, bytes->len, ask, sizeof ask);
	g_byte_array_set_size(bytes, 0);
	g_assert_cmpuint(mc_escpos_band(bytes, dots, 50, 72), ==, 48);
	g_assert_cmpuint(bytes->len, ==, sizeof head + 48 * 72);
	g_assert_cmpmem(bytes->data, sizeof head, head, sizeof head);
	g_byte_array_set_size(bytes, 0);
	g_assert_cmpuint(mc_escpos_band(bytes, dots, 2, 72), ==, 2);
	g_assert_cmpint(bytes->data[6], ==, 2);
}

/* Real-time status in the midst of an automatic one: told apart by their fixed bits. */
static void
test_escpos_in(void)
{
	McEscposReader reader = {.held = 0};
	McPrinterState state = {0};
	guint8 value = 0;

	g_assert_cmpint(mc_escpos_take(&reader, 0x1e, &value, &state), ==, MC_ESCPOS_STATUS);
	mc_escpos_apply(MC_ESCPOS_PAPER, 0x7e, &state);
	g_assert_true(state.paper_out && state.paper_low);
	mc_escpos_apply(MC_ESCPOS_OFFLINE, 0x16, &state);
	g_assert_true(state.cover_open);
	mc_escpos_apply(MC_ESCPOS_ERROR, 0x1a, &state);
	g_assert_true(state.cutter_stuck);
	g_assert_false(state.other_error);
	g_assert_cmpint(mc_escpos_take(&reader, 0x03, &value, &state), ==, MC_ESCPOS_TURN);
	g_assert_cmpint(mc_escpos_take(&reader, 0x38, &value, &state), ==, MC_ESCPOS_MORE);
	g_assert_cmpint(mc_escpos_take(&reader, 0, &value, &state), ==, MC_ESCPOS_MORE);
	g_assert_cmpint(mc_escpos_take(&reader, 0x0c, &value, &state), ==, MC_ESCPOS_MORE);
	g_assert_cmpint(mc_escpos_take(&reader, 0, &value, &state), ==, MC_ESCPOS_AUTOMATIC);
	g_assert_true(state.cover_open && state.paper_out);
	g_assert_false(state.paper_low || state.cutter_stuck);
	g_assert_cmpint(mc_escpos_take(&reader, 0x10, &value, &state), ==, MC_ESCPOS_MORE);
	g_assert_cmpint(mc_escpos_take(&reader, 0xff, &value, &state), ==, MC_ESCPOS_MORE);
	g_assert_cmpint(mc_escpos_take(&reader, 0x12, &value, &state), ==, MC_ESCPOS_STATUS);
}

static gboolean
take_id(const char *text, McDeviceInfo *info)
{
	gsize length = strlen(text) + 2;
	guint8 bytes[256] = {(guint8)(length >> 8), (guint8)length};

	*info = (McDeviceInfo){.kind = MC_DEVICE_PRINTER};
	memcpy(bytes + 2, text, length - 2);
	return mc_printer_take_device_id(bytes, length, info);
}

static void
test_device_id(void)
{
	static const guint8 too_long[] = {1, 0, 'M'};
	McDeviceInfo info;

	g_assert_true(take_id("MANUFACTURER:Maker;COMMAND SET:ESC/POS;MODEL:M 80;SN:42;", &info));
	g_assert_cmpstr(info.maker, ==, "Maker");
	g_assert_cmpstr(info.model, ==, "M 80");
	g_assert_cmpstr(info.serial, ==, "42");
	g_assert_true(take_id("MFG:A;MDL:B;", &info)); /* it does not say what it understands */
	g_assert_false(take_id("MFG:A;CMD:PCL,POSTSCRIPT;", &info));
	g_assert_false(mc_printer_take_device_id(too_long, sizeof too_long, &info));
	g_assert_false(mc_printer_take_device_id(too_long, 1, &info));
}

/* The cover first: nothing else can be seen to while it is open; low paper last: it prints. */
static void
test_needs(void)
{
	McPrinterState state = {0};

	g_assert_cmpstr(mc_device_cause_name(mc_printer_cause(&state)), ==, "none");
	state.paper_low = TRUE;
	g_assert_cmpstr(mc_device_cause_name(mc_printer_cause(&state)), ==, "paper-low");
	state.other_error = TRUE;
	g_assert_cmpstr(mc_device_cause_name(mc_printer_cause(&state)), ==, "printer-error");
	state.cutter_stuck = TRUE;
	g_assert_cmpstr(mc_device_cause_name(mc_printer_cause(&state)), ==, "cutter-stuck");
	state.paper_out = TRUE;
	g_assert_cmpstr(mc_device_cause_name(mc_printer_cause(&state)), ==, "paper-out");
	state.cover_open = TRUE;
	g_assert_cmpstr(mc_device_cause_name(mc_printer_cause(&state)), ==, "cover-open");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/printer/needs", test_needs);
	g_test_add_func("/hid/map", test_hid_map);
	g_test_add_func("/hid/nonsense", test_hid_nonsense);
	g_test_add_func("/hid/keyboard", test_keyboard);
	g_test_add_func("/escpos/out", test_escpos_out);
	g_test_add_func("/escpos/in", test_escpos_in);
	g_test_add_func("/escpos/device-id", test_device_id);
	return g_test_run();
}
