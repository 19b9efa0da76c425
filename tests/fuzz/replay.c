/* Runs a fuzz target without a fuzzer: every file of a corpus whole, cut at every length (of long
 * files, at some), and changed at random with a fixed seed. Proves on every build that the parser
 * is total over what was found interesting once. */

#include "fuzz.h"
#include <glib.h>
#include <string.h>

#define CUTS_MAX 2000
#define CHANGES 400
#define SEED 20261124

static void
run(const guint8 *data, gsize size)
{
	/* A copy of its own, so that a sanitizer sees the first byte read beyond. */
	g_autofree guint8 *copy = g_memdup2(data, size);

	LLVMFuzzerTestOneInput(copy, size);
}

static void
cut(const guint8 *data, gsize size)
{
	gsize step = MAX(size / CUTS_MAX, 1);

	for (gsize length = 0; length < size; length += step)
		run(data, length);
}

/* Flips, overwrites, removes or doubles a few bytes. */
static void
change(GRand *random, const guint8 *data, gsize size)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();

	g_byte_array_append(bytes, data, (guint)size);
	for (gint i = g_rand_int_range(random, 1, 5); i > 0 && bytes->len > 0; i--) {
		guint at = (guint)g_rand_int_range(random, 0, (gint32)bytes->len);
		guint8 byte = (guint8)g_rand_int_range(random, 0, 256);

		switch (g_rand_int_range(random, 0, 4)) {
		case 0: bytes->data[at] ^= (guint8)(1u << (byte % 8)); break;
		case 1: bytes->data[at] = byte; break;
		case 2: g_byte_array_remove_index(bytes, at); break;
		default: {
			g_autofree guint8 *part = g_memdup2(bytes->data + at, MIN(bytes->len - at, byte));

			g_byte_array_append(bytes, part, (guint)MIN(bytes->len - at, byte));
		}
		}
	}
	run(bytes->data, bytes->len);
}

int
main(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GDir) folder = argc == 2 ? g_dir_open(argv[1], 0, &error) : NULL;
	g_autoptr(GRand) random = g_rand_new_with_seed(SEED);
	const char *name = NULL;
	guint files = 0;

	if (folder == NULL) {
		g_printerr("usage: %s CORPUS: %s\n", argv[0], error == NULL ? "" : error->message);
		return 2;
	}
	run((const guint8 *)"", 0);
	while ((name = g_dir_read_name(folder)) != NULL) {
		g_autofree char *path = g_build_filename(argv[1], name, NULL);
		g_autofree char *data = NULL;
		gsize size = 0;

		if (!g_file_get_contents(path, &data, &size, &error)) {
			g_printerr("%s\n", error->message);
			return 2;
		}
		run((const guint8 *)data, size);
		cut((const guint8 *)data, size);
		for (guint i = 0; i < CHANGES; i++)
			change(random, (const guint8 *)data, size);
		files++;
	}
	g_print("replayed %u files\n", files);
	return files > 0 ? 0 : 1;
}
