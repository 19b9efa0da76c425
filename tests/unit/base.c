/* Clock, errors, credentials and the personal type of app/base. C9 (masks), T13 (durations are
 * monotonic). */
#include "app/base/clock.h"
#include "app/base/credential.h"
#include "app/base/error.h"
#include "app/base/file.h"
#include "app/base/identity.h"
#include "app/base/secret.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

typedef struct Ticks {
	McClock *clock;
	GString *log;
	guint64 other;
} Ticks;

static void
note_a(gpointer data)
{
	g_string_append_c(((Ticks *)data)->log, 'a');
}

static void
note_b_and_again(gpointer data)
{
	Ticks *ticks = data;

	g_string_append_c(ticks->log, 'b');
	mc_clock_cancel(ticks->clock, &ticks->other);
	mc_clock_after_ms(ticks->clock, 10, note_a, ticks);
}

static void
test_manual_clock(void)
{
	g_autoptr(McClock) clock = mc_clock_new_manual(1000000);
	g_autoptr(GString) log = g_string_new(NULL);
	Ticks ticks = {clock, log, 0};
	guint64 gone;

	mc_clock_after_ms(clock, 20, note_b_and_again, &ticks);
	mc_clock_after_ms(clock, 10, note_a, &ticks);
	gone = mc_clock_after_ms(clock, 15, note_a, &ticks);
	ticks.other = mc_clock_after_ms(clock, 25, note_a, &ticks);
	mc_clock_cancel(clock, &gone);
	g_assert_cmpuint(gone, ==, 0);
	mc_clock_advance_ms(clock, 9);
	g_assert_cmpstr(log->str, ==, "");
	mc_clock_advance_ms(clock, 1);
	g_assert_cmpstr(log->str, ==, "a");
	mc_clock_advance_ms(clock, 100); /* b at 20 takes the one at 25 away and sets one for 30 */
	g_assert_cmpstr(log->str, ==, "aba");
	g_assert_cmpint(mc_clock_now_us(clock), ==, 110000);
	g_assert_cmpint(mc_clock_wall_us(clock), ==, 1110000);
}

static void
quit(gpointer loop)
{
	g_main_loop_quit(loop);
}

static void
test_system_clock_rate(void)
{
	g_autoptr(McClock) clock = mc_clock_new_system(1000);
	g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
	gint64 before_us = mc_clock_now_us(clock);

	mc_clock_after_ms(clock, 20000, quit, loop); /* 20 ms of ours */
	g_main_loop_run(loop);
	g_assert_cmpint(mc_clock_now_us(clock) - before_us, >=, 20000000);
	g_assert_cmpuint(mc_clock_rate(clock), ==, 1000);
}

static void
test_file_bytes(void)
{
	g_autofree char *folder = g_dir_make_tmp("base-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(folder, "file", NULL);
	g_autoptr(GBytes) bytes = NULL;
	g_autoptr(GError) none = NULL;
	g_autoptr(GError) large = NULL;

	g_assert_null(mc_file_bytes(path, &none));
	g_assert_error(none, G_FILE_ERROR, G_FILE_ERROR_NOENT);
	g_assert_true(g_file_set_contents(path, "a\0b", 3, NULL));
	bytes = mc_file_bytes(path, NULL);
	g_assert_cmpmem(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), "a\0b", 3);
	g_assert_cmpint(truncate(path, 16 * 1024 * 1024 + 1), ==, 0);
	g_assert_null(mc_file_bytes(path, &large));
	g_assert_error(large, MC_ERROR, MC_ERROR_BAD_INPUT);
	g_assert_nonnull(strstr(large->message, path));
	g_assert_cmpint(g_unlink(path), ==, 0);
	g_assert_cmpint(g_rmdir(folder), ==, 0);
}

static void
test_error_names(void)
{
	for (guint code = MC_ERROR_DEVICE_GONE; code <= MC_ERROR_INTERNAL; code++)
		g_assert_cmpuint(mc_error_code_from_name(mc_error_code_name((McErrorCode)code)), ==, code);
	g_assert_cmpuint(mc_error_code_from_name("no such"), ==, MC_ERROR_INTERNAL);
	g_assert_cmpuint(mc_error_code_from_name(NULL), ==, MC_ERROR_INTERNAL);
}

/* Synthetic numbers only: they are nobody's. */
static void
test_identity_number(void)
{
	static const char *const good[] = {"110101199003070011", "810000199501010023",
	    "830000198002290031", "999999197001010017", "11010519491231002X"};
	static const char *const bad[] = {"110101199003070012", "11010119900307001", "",
	    "1101011990030700111", "11010119901307001X", "110101199002300018", "11010a199003070011",
	    "11010519491231002x", "830000198102290031"};

	for (guint i = 0; i < G_N_ELEMENTS(good); i++)
		g_assert_true(mc_identity_number_is_valid(good[i]));
	for (guint i = 0; i < G_N_ELEMENTS(bad); i++)
		g_assert_false(mc_identity_number_is_valid(bad[i]));
}

static void
assert_masked(const char *name, const char *number, const char *want_name, const char *want_number)
{
	McIdentity identity = {0};
	g_autofree char *masked_name = NULL;
	g_autofree char *masked_number = NULL;

	g_strlcpy(identity.name, name, sizeof identity.name);
	g_strlcpy(identity.number, number, sizeof identity.number);
	masked_name = mc_identity_masked_name(&identity);
	masked_number = mc_identity_masked_number(&identity);
	g_assert_cmpstr(masked_name, ==, want_name);
	g_assert_cmpstr(masked_number, ==, want_number);
}

/* C9: never more of the number than its first and last four characters. */
static void
test_identity_masks(void)
{
	assert_masked("张三丰", "110101199003070011", "张**", "1101**********0011");
	assert_masked("李", "12345678", "李*", "********");
	assert_masked("", "", "", "");
	assert_masked("\xff\xfe", "123456789", "", "1234*6789");
}

static void
test_identity_wipe(void)
{
	McIdentity identity;
	McIdentity nothing;

	memset(&identity, 0xa5, sizeof identity);
	memset(&nothing, 0, sizeof nothing);
	mc_identity_wipe(&identity);
	g_assert_cmpmem(&identity, sizeof identity, &nothing, sizeof nothing);
}

/* B1: a unit says "none" of a key that is kept elsewhere. */
static void
test_credential(void)
{
	static const char *const contents[] = {"none", "nones", "non", "-----BEGIN PRIVATE KEY-----"};
	g_autofree char *folder = g_dir_make_tmp("medcheck-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(folder, "signing.key", NULL);

	g_unsetenv("CREDENTIALS_DIRECTORY");
	g_assert_null(mc_credential_path("signing.key"));
	g_assert_true(g_setenv("CREDENTIALS_DIRECTORY", folder, TRUE));
	g_assert_null(mc_credential_path("signing.key"));
	for (guint i = 0; i < G_N_ELEMENTS(contents); i++) {
		g_autofree char *found = NULL;

		g_assert_true(g_file_set_contents(path, contents[i], -1, NULL));
		found = mc_credential_path("signing.key");
		g_assert_cmpstr(found, ==, i == 0 ? NULL : path);
	}
	g_assert_cmpint(g_unlink(path), ==, 0);
	g_assert_cmpint(g_rmdir(folder), ==, 0);
	g_unsetenv("CREDENTIALS_DIRECTORY");
}

/* C8: what held personal data holds none afterwards; one that never held anything has no memory. */
static void
test_empty(void)
{
	g_autoptr(GArray) array = g_array_new(FALSE, FALSE, sizeof(guint32));
	const guint32 number = 482916;

	mc_secret_empty(array);
	g_assert_cmpuint(array->len, ==, 0);
	g_array_append_val(array, number);
	mc_secret_empty(array);
	g_assert_cmpuint(array->len, ==, 0);
	g_assert_cmpuint(*(const guint32 *)(const void *)array->data, ==, 0);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/base/clock/T13-manual", test_manual_clock);
	g_test_add_func("/base/clock/rate", test_system_clock_rate);
	g_test_add_func("/base/file/bytes", test_file_bytes);
	g_test_add_func("/base/error/names", test_error_names);
	g_test_add_func("/base/identity/number", test_identity_number);
	g_test_add_func("/base/identity/C9-masks", test_identity_masks);
	g_test_add_func("/base/identity/C8-wipe", test_identity_wipe);
	g_test_add_func("/base/secret/C8-empty", test_empty);
	g_test_add_func("/base/credential/B1-none", test_credential);
	return g_test_run();
}
