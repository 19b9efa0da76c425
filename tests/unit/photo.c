/* The card's photo through a decoder of somebody else: the picture, or an error, and never more. */
#include "app/photo/photo.h"

#include "app/base/error.h"
#include "app/confine/landlock.h"

#include <string.h>

typedef struct Got {
	GMainLoop *loop;
	GBytes *rgb;
	guint width, height, told;
	gint code; /* -1: no error */
} Got;

static void
on_done(GBytes *rgb, guint width, guint height, const GError *error, gpointer data)
{
	Got *got = data;

	got->told++;
	got->rgb = rgb == NULL ? NULL : g_bytes_ref(rgb);
	got->width = width;
	got->height = height;
	got->code = error == NULL ? -1 : error->code;
	g_assert_true(error == NULL || error->domain == MC_ERROR);
	g_main_loop_quit(got->loop);
}

static void
decode(McPhoto *photo, const char *text, Got *got)
{
	McPhotoPort *port = mc_photo_port(photo);

	port->decode(port->self, (const guint8 *)text, strlen(text), on_done, got);
}

static McPhoto *
photo_of(const char *plugin)
{
	g_autofree char *program = g_build_filename(MC_BINARY_DIR, "bin", "medcheck-photo", NULL);

	return mc_photo_new(program, plugin);
}

static Got
run(const char *plugin, const char *text)
{
	g_autoptr(McPhoto) photo = photo_of(plugin);
	Got got = {.loop = g_main_loop_new(NULL, FALSE)};

	decode(photo, text, &got);
	g_assert_cmpuint(got.told, ==, 0); /* never from inside the call */
	g_main_loop_run(got.loop);
	g_main_loop_unref(got.loop);
	g_assert_cmpuint(got.told, ==, 1);
	g_assert_true((got.rgb == NULL) == (got.code != -1));
	return got;
}

static void
test_picture(void)
{
	Got got = run(MC_PLUGIN, "P2345");
	const guint8 *rgb;

	g_assert_cmpuint(got.width, ==, 102);
	g_assert_cmpuint(got.height, ==, 126);
	g_assert_cmpuint(g_bytes_get_size(got.rgb), ==, 102 * 126 * 3);
	rgb = g_bytes_get_data(got.rgb, NULL);
	for (guint i = 0; i < 102 * 126 * 3; i++)
		g_assert_cmpint(rgb[i], ==, "P2345"[i % 5]);
	g_bytes_unref(got.rgb);
}

/* It says no, says nonsense, crashes; opens a file, a socket, another program: there is no picture,
 * and the decoder is gone. */
static void
test_no_picture(gconstpointer data)
{
	Got got = run(MC_PLUGIN, data);

	g_assert_cmpint(got.code, ==, MC_ERROR_BAD_INPUT);
}

/* What it reaches for while it is loaded is not there for it; seccomp cannot tell that file from a
 * library. */
static void
test_refused_at_load(void)
{
	Got got;

	if (!mc_landlock_is_there()) {
		g_test_skip("this kernel has no Landlock");
		return;
	}
	got = run(MC_PLUGIN_READS, "P2345");
	g_assert_cmpint(got.code, ==, -1);
	g_bytes_unref(got.rgb);
}

static void
test_hang(void)
{
	Got got = run(MC_PLUGIN, "H");

	g_assert_cmpint(got.code, ==, MC_ERROR_TIMEOUT);
}

static void
test_other_library(gconstpointer data)
{
	Got got = run(data, "P");

	g_assert_cmpint(got.code, ==, MC_ERROR_BAD_INPUT);
}

static void
test_no_program(void)
{
	g_autoptr(McPhoto) photo = mc_photo_new("/nonexistent/medcheck-photo", MC_PLUGIN);
	Got got = {.loop = g_main_loop_new(NULL, FALSE)};

	decode(photo, "P", &got);
	g_main_loop_run(got.loop);
	g_main_loop_unref(got.loop);
	g_assert_cmpint(got.code, ==, MC_ERROR_INTERNAL);
}

/* Another card before the first one is decoded: only the second one is told; and none once its
 * asker is gone. */
static void
test_cancel(void)
{
	McPhoto *photo = photo_of(MC_PLUGIN);
	McPhotoPort *port = mc_photo_port(photo);
	Got first = {0}, second = {.loop = g_main_loop_new(NULL, FALSE)};

	port->cancel(port->self);
	decode(photo, "P-first", &first);
	decode(photo, "P-second", &second);
	g_main_loop_run(second.loop);
	g_assert_cmpuint(first.told, ==, 0);
	g_assert_cmpint(((const char *)g_bytes_get_data(second.rgb, NULL))[2], ==, 's');
	g_bytes_unref(second.rgb);
	decode(photo, "H", &first);
	mc_photo_free(photo);
	while (g_main_context_iteration(NULL, FALSE))
		;
	g_main_loop_unref(second.loop);
	g_assert_cmpuint(first.told, ==, 0);
}

int
main(int argc, char **argv)
{
	static const char *const bad[] = {"F", "W", "E", "C", "O", "N", "X"};

	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/photo/picture", test_picture);
	for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_autofree char *path = g_strconcat("/photo/no-picture/", bad[i], NULL);

		g_test_add_data_func(path, bad[i], test_no_picture);
	}
	g_test_add_data_func("/photo/library/none", "/nonexistent.so", test_other_library);
	g_test_add_data_func("/photo/library/other", "libm.so.6", test_other_library);
	g_test_add_data_func("/photo/library/connects", MC_PLUGIN_CONNECTS, test_other_library);
	g_test_add_data_func("/photo/library/creates", MC_PLUGIN_CREATES, test_other_library);
	g_test_add_func("/photo/library/reads", test_refused_at_load);
	g_test_add_func("/photo/hang", test_hang);
	g_test_add_func("/photo/no-program", test_no_program);
	g_test_add_func("/photo/cancel", test_cancel);
	return g_test_run();
}
