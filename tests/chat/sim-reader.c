/* The simulated card reader sends the frames of the field, byte for byte, over real libusb (T10).
 */

#include "drivers/sim/rig.h"
#include "tests/support/usb-host/tmc-host.h"

#include <string.h>

#define LONG_MS 10000
#define BASE_BYTES 1295

typedef struct Bench {
	McSimRig *rig;
	libusb_context *usb;
	libusb_device_handle *handle;
	gboolean split;
} Bench;

static void
set_up(Bench *bench, gconstpointer split)
{
	const McSimRigOptions options = {.plugged = {[MC_SIM_RIG_READER] = TRUE},
	    .clock_rate = 20,
	    .split_pipes = GPOINTER_TO_INT(split)};
	g_autoptr(GError) error = NULL;
	int result;

	bench->split = options.split_pipes;
	bench->rig = mc_sim_rig_new(&options, &error);
	g_assert_no_error(error);
	g_assert_cmpint(libusb_init(&bench->usb), ==, 0);
	bench->handle = usb_host_open(bench->usb, 0x0400, 0xc35a, &result);
	g_assert_cmpint(result, ==, 0);
}

static void
tear_down(Bench *bench, gconstpointer split)
{
	libusb_close(bench->handle);
	libusb_exit(bench->usb);
	mc_sim_rig_free(bench->rig);
}

static void
command(Bench *bench, const char *line)
{
	g_autofree char *reply = mc_sim_rig_command(bench->rig, line);

	g_assert_cmpstr(reply, ==, "ok");
}

typedef struct Bell {
	GMutex mutex;
	GCond rung;
	guint count;
} Bell;

static void
on_changed(gpointer data)
{
	Bell *bell = data;

	g_mutex_lock(&bell->mutex);
	bell->count++;
	g_cond_signal(&bell->rung);
	g_mutex_unlock(&bell->mutex);
}

static gboolean
state_shows(Bench *bench, const char *words)
{
	g_autofree char *state = mc_sim_rig_command(bench->rig, "state");

	return strstr(state, words) != NULL;
}

static void
wait_for_state(Bench *bench, const char *words)
{
	Bell bell = {.count = 0};

	mc_sim_rig_set_listener(bench->rig, on_changed, &bell);
	while (!state_shows(bench, words)) {
		g_mutex_lock(&bell.mutex);
		while (bell.count == 0)
			g_cond_wait(&bell.rung, &bell.mutex);
		bell.count = 0;
		g_mutex_unlock(&bell.mutex);
	}
	mc_sim_rig_set_listener(bench->rig, NULL, NULL);
}

static GByteArray *
from_hex(const char *text)
{
	GByteArray *bytes = g_byte_array_new();

	while (*text != '\0') {
		guint8 byte = (guint8)(g_ascii_xdigit_value(text[0]) << 4 | g_ascii_xdigit_value(text[1]));

		g_byte_array_append(bytes, &byte, 1);
		text += text[2] == ' ' ? 3 : 2;
	}
	return bytes;
}

static void
write_piece(Bench *bench, guint8 endpoint, guint8 *bytes, guint length)
{
	int sent;

	g_assert_cmpint(
	    libusb_bulk_transfer(bench->handle, endpoint, bytes, (int)length, &sent, LONG_MS), ==, 0);
	g_assert_cmpint(sent, ==, (int)length);
}

static void
send_frame(Bench *bench, const char *hex)
{
	g_autoptr(GByteArray) frame = from_hex(hex);

	if (!bench->split) {
		write_piece(bench, 0x02, frame->data, frame->len);
		return;
	}
	write_piece(bench, 0x02, frame->data, 7);
	write_piece(bench, 0x06, frame->data + 7, frame->len - 7);
}

static void
read_pieces(Bench *bench, guint8 endpoint, GByteArray *frame, guint until)
{
	while (frame->len < until) {
		guint8 piece[64];
		int count;

		g_assert_cmpint(
		    libusb_bulk_transfer(bench->handle, endpoint, piece, sizeof piece, &count, LONG_MS), ==,
		    0);
		g_assert_cmpint(count, >, 0);
		g_byte_array_append(frame, piece, (guint)count);
	}
	g_assert_cmpuint(frame->len, ==, until);
}

static GByteArray *
receive_frame(Bench *bench)
{
	GByteArray *frame = g_byte_array_new();
	guint8 first[64];
	int count;
	guint length;

	g_assert_cmpint(
	    libusb_bulk_transfer(bench->handle, 0x81, first, sizeof first, &count, LONG_MS), ==, 0);
	g_assert_cmpint(count, >=, 7);
	g_byte_array_append(frame, first, (guint)count);
	length = 7 + ((guint)first[5] << 8 | first[6]);
	if (bench->split)
		g_assert_cmpint(count, ==, 7);
	read_pieces(bench, bench->split ? 0x85 : 0x81, frame, length);
	return frame;
}

static void
assert_reply(Bench *bench, const char *request, const char *reply)
{
	g_autoptr(GByteArray) expected = from_hex(reply), got = NULL;

	send_frame(bench, request);
	got = receive_frame(bench);
	g_assert_cmpmem(got->data, got->len, expected->data, expected->len);
}

#define FIND "AA AA AA 96 69 00 03 20 01 22"
#define SELECT "AA AA AA 96 69 00 03 20 02 21"
#define READ "AA AA AA 96 69 00 03 30 01 32"
#define NO_CARD "AA AA AA 96 69 00 04 00 00 80 84"
#define FOUND "AA AA AA 96 69 00 08 00 00 9F 00 00 00 00 97"
#define SELECTED "AA AA AA 96 69 00 0C 00 00 90 00 00 00 00 00 00 00 00 9C"
#define READ_FAILED "AA AA AA 96 69 00 04 00 00 41 45"
#define DONE "AA AA AA 96 69 00 04 00 00 90 94"

static void
test_frames(Bench *bench, gconstpointer split)
{
	assert_reply(bench, "AA AA AA 96 69 00 03 10 FF EC", DONE);
	assert_reply(bench, "AA AA AA 96 69 00 03 11 FF ED", DONE);
	assert_reply(bench, "AA AA AA 96 69 00 04 61 FF 50 CA", DONE);
	assert_reply(bench, FIND, NO_CARD);
	assert_reply(bench, SELECT, "AA AA AA 96 69 00 04 00 00 81 85");
	assert_reply(bench, READ, READ_FAILED);
	/* 05.01-20260105-4711-42, little endian */
	assert_reply(bench, "AA AA AA 96 69 00 03 12 FF EE",
	    "AA AA AA 96 69 00 14 00 00 90 05 00 01 00 09 25 35 01 67 12 00 00 2A 00 00 00 C7");
	/* the wrong XOR that some sample code sends for find */
	assert_reply(bench, "AA AA AA 96 69 00 03 20 01 21", "AA AA AA 96 69 00 04 00 00 10 14");
	assert_reply(bench, "AA AA AA 96 69 00 03 77 01 75", "AA AA AA 96 69 00 04 00 00 21 25");
	assert_reply(bench, "AA AA AA 96 69 00 02 77 75 00", "AA AA AA 96 69 00 04 00 00 11 15");
}

static void
find_and_select(Bench *bench)
{
	assert_reply(bench, FIND, FOUND);
	assert_reply(bench, SELECT, SELECTED);
}

static guint8
check_of(const GByteArray *frame)
{
	guint8 check = 0;

	for (guint i = 5; i + 1 < frame->len; i++)
		check ^= frame->data[i];
	return check;
}

static char *
text_field(const GByteArray *frame, guint offset, guint bytes)
{
	const guint8 *at = frame->data + 14 + offset;
	gunichar2 units[130];

	for (guint i = 0; i < bytes / 2; i++)
		units[i] = (gunichar2)(at[2 * i] | at[2 * i + 1] << 8);
	return g_strchomp(g_utf16_to_utf8(units, bytes / 2, NULL, NULL, NULL));
}

static void
assert_field(const GByteArray *frame, guint offset, guint bytes, const char *expected)
{
	g_autofree char *text = text_field(frame, offset, bytes);

	g_assert_cmpstr(text, ==, expected);
}

static GByteArray *
read_card(Bench *bench, const char *put)
{
	static const guint8 head[14] = {
	    0xaa, 0xaa, 0xaa, 0x96, 0x69, 0x05, 0x08, 0, 0, 0x90, 0x01, 0x00, 0x04, 0x00};
	GByteArray *frame;

	command(bench, put);
	find_and_select(bench);
	send_frame(bench, READ);
	frame = receive_frame(bench);
	g_assert_cmpuint(frame->len, ==, BASE_BYTES);
	g_assert_cmpmem(frame->data, sizeof head, head, sizeof head);
	g_assert_cmphex(frame->data[BASE_BYTES - 1], ==, check_of(frame));
	return frame;
}

static void
test_resident(Bench *bench, gconstpointer split)
{
	g_autoptr(GByteArray) frame = read_card(bench, "card put sharp");

	assert_field(frame, 0, 30, "测试甲");
	assert_field(frame, 30, 2, "1");
	assert_field(frame, 32, 4, "01");
	assert_field(frame, 36, 16, "19900307");
	assert_field(frame, 122, 36, "110101199003070011");
	assert_field(frame, 188, 16, "20200101");
	assert_field(frame, 204, 16, "20400101");
	assert_field(frame, 248, 2, "");
	/* what was read is not found again until it was lifted */
	assert_reply(bench, FIND, NO_CARD);
	command(bench, "card lift");
	command(bench, "card put long-term");
	find_and_select(bench);
}

static void
test_layouts(Bench *bench, gconstpointer split)
{
	static const struct {
		const char *put, *flag;
		guint offset, bytes;
		const char *field;
	} cards[] = {
	    {"card put expired", "", 204, 16, "20150101"},
	    {"card put long-term", "", 204, 16, "长期"},
	    {"card put j", "J", 122, 36, "810000199501010023"},
	    {"card put j", "J", 220, 18, "H00000001"},
	    {"card put i", "I", 122, 30, "CAN110000010101"},
	    {"card put i", "I", 0, 120, "SAMPLE, ALEX"},
	    {"card put y", "Y", 122, 36, "999999197001010017"},
	    {"card put y", "Y", 52, 70, "SAMPLE, ALEXANDER MAXIMILIAN BENEDI"},
	};

	for (guint i = 0; i < G_N_ELEMENTS(cards); i++) {
		g_autoptr(GByteArray) frame = read_card(bench, cards[i].put);

		assert_field(frame, 248, 2, cards[i].flag);
		assert_field(frame, cards[i].offset, cards[i].bytes, cards[i].field);
		command(bench, "card lift");
	}
}

static void
test_fingerprint_and_address(Bench *bench, gconstpointer split)
{
	static const guint8 sizes[6] = {0x01, 0x00, 0x04, 0x00, 0x00, 0x00};
	g_autoptr(GByteArray) frame = NULL;

	command(bench, "card put sharp");
	find_and_select(bench);
	assert_reply(bench, "AA AA AA 96 69 00 03 30 03 30", "AA AA AA 96 69 00 04 00 00 91 95");
	send_frame(bench, "AA AA AA 96 69 00 03 30 10 23");
	frame = receive_frame(bench);
	g_assert_cmpuint(frame->len, ==, 1297);
	g_assert_cmphex(frame->data[5], ==, 0x05);
	g_assert_cmphex(frame->data[6], ==, 0x0a);
	g_assert_cmpmem(frame->data + 10, 6, sizes, 6);
}

static void
test_lifted_while_reading(Bench *bench, gconstpointer split)
{
	g_autoptr(GByteArray) expected = from_hex(READ_FAILED), got = NULL;

	command(bench, "card put sharp");
	find_and_select(bench);
	send_frame(bench, READ);
	command(bench, "card lift");
	got = receive_frame(bench);
	g_assert_cmpmem(got->data, got->len, expected->data, expected->len);
	assert_reply(bench, FIND, NO_CARD);
	/* by itself, a while later */
	command(bench, "card put sharp");
	command(bench, "card lift 20");
	wait_for_state(bench, "reader.card=none");
	assert_reply(bench, FIND, NO_CARD);
}

static void
test_wrong_checksum(Bench *bench, gconstpointer split)
{
	g_autoptr(GByteArray) good = NULL, bad = NULL;

	command(bench, "fault reader kind=checksum skip=2 count=1");
	command(bench, "card put sharp");
	find_and_select(bench);
	send_frame(bench, READ);
	bad = receive_frame(bench);
	g_assert_cmphex(bad->data[bad->len - 1], !=, check_of(bad));
	command(bench, "card lift");
	good = read_card(bench, "card put sharp");
	g_assert_cmpmem(good->data, good->len - 1, bad->data, bad->len - 1);
	command(bench, "set reader checksum=wrong");
	for (guint i = 0; i < 3; i++)
		assert_reply(bench, FIND, "AA AA AA 96 69 00 04 00 00 80 DE");
	command(bench, "set reader checksum=right");
	assert_reply(bench, FIND, NO_CARD);
}

static void
test_refusal(Bench *bench, gconstpointer split)
{
	command(bench, "set reader read-status=41 serial=5");
	command(bench, "card put sharp");
	find_and_select(bench);
	assert_reply(bench, READ, READ_FAILED);
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*run)(Bench *bench, gconstpointer split);
	} tests[] = {
	    {"frames", test_frames},
	    {"resident", test_resident},
	    {"layouts", test_layouts},
	    {"fingerprint-and-address", test_fingerprint_and_address},
	    {"lifted-while-reading", test_lifted_while_reading},
	    {"wrong-checksum", test_wrong_checksum},
	    {"refusal", test_refusal},
	};

	g_test_init(&argc, &argv, NULL);
	for (guint i = 0; i < 2 * G_N_ELEMENTS(tests); i++) {
		gboolean split = i >= G_N_ELEMENTS(tests);
		guint test = i % G_N_ELEMENTS(tests);
		g_autofree char *path =
		    g_strdup_printf("/sim/reader/%s/%s", split ? "split" : "single", tests[test].name);

		g_test_add(path, Bench, GINT_TO_POINTER(split), set_up, tests[test].run, tear_down);
	}
	return g_test_run();
}
