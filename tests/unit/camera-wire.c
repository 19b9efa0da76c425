/* T12: what the camera's child says, byte by byte, and what it must not say. */
#include "drivers/camera/wire.h"

#include <string.h>

static const guint8 tiny[] = {0xff, 0xd8, 1, 2, 3, 0xff, 0xd9};

static McCameraHead
still_head(void)
{
	McCameraHead head = {.kind = MC_CAMERA_KIND_STILL,
	    .state = MC_CAMERA_RUNNING,
	    .width = 640,
	    .height = 480,
	    .length = sizeof tiny};

	mc_camera_digest(tiny, sizeof tiny, head.digest);
	return head;
}

static void
write_still(const McCameraHead *head, guint8 bytes[MC_CAMERA_HEAD_BYTES + sizeof tiny])
{
	mc_camera_head_write(head, bytes);
	memcpy(bytes + MC_CAMERA_HEAD_BYTES, tiny, sizeof tiny);
}

/* As wire.h has it. */
static void
test_bytes(void)
{
	static const guint8 expected[16] = {
	    'M', 'C', 2, 2, 0, 0, 0x80, 0x02, 0xe0, 0x01, 7, 0, 0, 0, 0, 0};
	const McCameraHead head = still_head();
	guint8 bytes[MC_CAMERA_HEAD_BYTES];
	McCameraHead again;

	mc_camera_head_write(&head, bytes);
	g_assert_cmpmem(bytes, 16, expected, 16);
	g_assert_cmpmem(bytes + 16, 32, head.digest, 32);
	g_assert_true(mc_camera_head_read(bytes, &again));
	g_assert_cmpuint(again.width, ==, 640);
	g_assert_cmpuint(again.height, ==, 480);
	g_assert_cmpuint(again.length, ==, sizeof tiny);
}

/* Two messages and a state, cut at every place. */
static void
test_pieces(void)
{
	const McCameraHead head = still_head(),
	                   state = {.kind = MC_CAMERA_KIND_STATE, .state = MC_CAMERA_READY};
	guint8 bytes[3 * MC_CAMERA_HEAD_BYTES + 2 * sizeof tiny];
	McCameraReader *reader = g_new0(McCameraReader, 1);

	write_still(&head, bytes);
	write_still(&head, bytes + MC_CAMERA_HEAD_BYTES + sizeof tiny);
	mc_camera_head_write(&state, bytes + 2 * (MC_CAMERA_HEAD_BYTES + sizeof tiny));
	for (gsize piece = 1; piece <= sizeof bytes; piece++) {
		guint messages = 0;
		gsize used = 0;

		for (gsize at = 0; at < sizeof bytes; at += used) {
			McCameraRead read =
			    mc_camera_reader_take(reader, bytes + at, MIN(piece, sizeof bytes - at), &used);

			g_assert_cmpint(read, !=, MC_CAMERA_BROKEN);
			if (read != MC_CAMERA_MESSAGE)
				continue;
			if (messages++ < 2)
				g_assert_cmpmem(reader->picture, reader->head.length, tiny, sizeof tiny);
		}
		g_assert_cmpuint(messages, ==, 3);
	}
	g_free(reader);
}

typedef struct Change {
	const char *what;
	guint at;
	guint8 value;
} Change;

/* One byte of a good message is another one: it is refused, and stays so. */
static void
test_refused(gconstpointer data)
{
	const Change *change = data;
	const McCameraHead head = still_head();
	guint8 bytes[MC_CAMERA_HEAD_BYTES + sizeof tiny];
	McCameraReader *reader = g_new0(McCameraReader, 1);
	gsize used = 0;

	write_still(&head, bytes);
	g_assert_cmpint(
	    mc_camera_reader_take(reader, bytes, sizeof bytes, &used), ==, MC_CAMERA_MESSAGE);
	bytes[change->at] = change->value;
	g_assert_cmpint(
	    mc_camera_reader_take(reader, bytes, sizeof bytes, &used), ==, MC_CAMERA_BROKEN);
	write_still(&head, bytes);
	g_assert_cmpint(
	    mc_camera_reader_take(reader, bytes, sizeof bytes, &used), ==, MC_CAMERA_BROKEN);
	g_free(reader);
}

/* A state has a cause exactly when it is a fault, and no picture. */
static void
test_states(void)
{
	McCameraHead head = {.kind = MC_CAMERA_KIND_STATE};
	guint8 bytes[MC_CAMERA_HEAD_BYTES];
	McCameraHead again;

	for (guint state = 0; state <= 4; state++)
		for (guint cause = 0; cause <= MC_CAMERA_CAUSES; cause++) {
			gboolean fits = state >= 1 && state <= 3 && cause < MC_CAMERA_CAUSES &&
			                (cause != 0) == (state == MC_CAMERA_FAULT);

			head.state = (McCameraState)state;
			head.cause = (McCameraCause)cause;
			mc_camera_head_write(&head, bytes);
			g_assert_cmpint(mc_camera_head_read(bytes, &again), ==, fits);
		}
	head.state = MC_CAMERA_READY;
	head.cause = MC_CAMERA_CAUSE_NONE;
	head.length = 7;
	mc_camera_head_write(&head, bytes);
	g_assert_false(mc_camera_head_read(bytes, &again));
}

int
main(int argc, char **argv)
{
	static const Change changes[] = {{"magic", 0, 'X'}, {"kind", 2, 3}, {"state", 3, 1},
	    {"cause", 4, 1}, {"reserved", 5, 1}, {"width", 7, 0xff}, {"digest-begin", 16, 0},
	    {"height", 9, 0xff}, {"length", 13, 1}, {"too-short", 10, 3}, {"tail", 15, 1},
	    {"digest", 20, 0}, {"begin", MC_CAMERA_HEAD_BYTES, 0},
	    {"end", MC_CAMERA_HEAD_BYTES + sizeof tiny - 1, 0},
	    {"middle", MC_CAMERA_HEAD_BYTES + 3, 77}};

	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/camera-wire/bytes", test_bytes);
	g_test_add_func("/camera-wire/pieces", test_pieces);
	g_test_add_func("/camera-wire/states", test_states);
	for (guint i = 0; i < G_N_ELEMENTS(changes); i++) {
		g_autofree char *path = g_strconcat("/camera-wire/refused/", changes[i].what, NULL);

		g_test_add_data_func(path, &changes[i], test_refused);
	}
	return g_test_run();
}
