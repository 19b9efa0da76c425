/* T8: the support bundle has what is needed to mend an instrument, and nobody can be read from it.
 */

#include "tests/desk/desk.h"
#include "tests/kit/file.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define TECHNICIAN "wei"
#define PIN "482916"
#define FLIGHT "20261126T035812Z-vision-tester-protocol.pcap"
/* As such a file begins, zeros and all; and longer than one read. */
#define FLIGHT_BYTES 100000
static const guint8 flight_head[] = {0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0};

typedef struct Fixture {
	McDesk *desk;
	char *out;
	int status;
	char *errors;
} Fixture;

static void
put_flight(const char *path)
{
	g_autofree guint8 *bytes = g_malloc(FLIGHT_BYTES);

	for (guint i = 0; i < FLIGHT_BYTES; i++)
		bytes[i] = (guint8)(i * 31);
	memcpy(bytes, flight_head, sizeof flight_head);
	g_assert_true(g_file_set_contents(path, (const char *)bytes, FLIGHT_BYTES, NULL));
}

static void
set_up(Fixture *fixture, gconstpointer kit)
{
	McDesk *desk = mc_desk_new(kit);
	McRecorderRequest adopt = {.op = MC_RECORDER_ADOPT};
	g_autofree char *flights = g_build_filename(desk->folder, "kiosk", "flights", NULL);
	g_autofree char *flight = g_build_filename(flights, FLIGHT, NULL);
	g_autofree char *link = g_build_filename(flights, "link.pcap", NULL);
	g_autofree char *note = g_build_filename(flights, "note.txt", NULL);
	g_autofree char *key = g_build_filename(desk->folder, "recorder", "signing.key", NULL);

	fixture->desk = desk;
	fixture->out = g_build_filename(desk->folder, "bundle", NULL);
	mc_desk_visit(desk, 0);
	mc_desk_sign_in(desk, TECHNICIAN, PIN);
	adopt.device = desk->device[MC_DEVICE_VISION_TESTER];
	g_strlcpy(adopt.device.serial, "VT-777", sizeof adopt.device.serial);
	mc_desk_ask(desk, &adopt);
	mc_desk_sign_out(desk);
	g_assert_cmpint(g_mkdir_with_parents(flights, 0700), ==, 0);
	put_flight(flight);
	g_assert_true(g_file_set_contents(note, "whatever", -1, NULL));
	g_assert_cmpint(symlink(key, link), ==, 0);
}

static void
tear_down(Fixture *fixture, gconstpointer kit)
{
	mc_desk_free(fixture->desk);
	g_free(fixture->out);
	g_free(fixture->errors);
}

static void
run(Fixture *fixture, const char *state)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GSubprocess) process =
	    g_subprocess_new(G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error,
	        MC_BINARY_DIR "/bin/medcheck", "support-bundle", "--state", state, "--out",
	        fixture->out, NULL);

	g_assert_no_error(error);
	g_clear_pointer(&fixture->errors, g_free);
	g_subprocess_communicate_utf8(process, NULL, NULL, NULL, &fixture->errors, &error);
	g_assert_no_error(error);
	g_assert_true(g_subprocess_get_if_exited(process));
	fixture->status = g_subprocess_get_exit_status(process);
}

static void
assert_has(const Fixture *fixture, const char *name, const char *word)
{
	g_autofree char *text = mc_test_text(fixture->out, name);

	g_assert_nonnull(strstr(text, word));
}

/* Byte for byte. */
static void
assert_has_flight(const Fixture *fixture)
{
	g_autofree char *from =
	    g_build_filename(fixture->desk->folder, "kiosk", "flights", FLIGHT, NULL);
	g_autofree char *to = g_build_filename(fixture->out, "flights", FLIGHT, NULL);
	g_autofree char *kept = NULL, *copied = NULL;
	gsize kept_bytes = 0, copied_bytes = 0;

	g_assert_true(g_file_get_contents(from, &kept, &kept_bytes, NULL));
	g_assert_true(g_file_get_contents(to, &copied, &copied_bytes, NULL));
	g_assert_cmpuint(kept_bytes, ==, FLIGHT_BYTES);
	g_assert_cmpmem(copied, copied_bytes, kept, kept_bytes);
}

static void
assert_has_not(const Fixture *fixture, const char *name, const char *word)
{
	g_autofree char *text = mc_test_text(fixture->out, name);

	g_assert_null(strstr(text, word));
}

static void
test_content(Fixture *fixture, gconstpointer kit)
{
	const McIdentity *person = mc_desk_person(0);
	static const char *const files[] = {
	    "README.txt", "events.json", "devices.json", "versions.json"};

	mc_desk_stop(fixture->desk);
	run(fixture, fixture->desk->folder);
	g_assert_cmpstr(fixture->errors, ==, "");
	g_assert_cmpint(fixture->status, ==, 0);
	assert_has_flight(fixture);
	assert_has(fixture, "events.json", "device-adopted");
	assert_has(fixture, "events.json", "VT-777");
	assert_has(fixture, "events.json", "recorder-started");
	assert_has(fixture, "devices.json", "vision-tester");
	assert_has(fixture, "versions.json", "medcheck");
	for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
		assert_has_not(fixture, files[i], person->name);
		assert_has_not(fixture, files[i], person->number);
		assert_has_not(fixture, files[i], "\"" TECHNICIAN "\"");
	}
	assert_has_not(fixture, "events.json", "visit");
}

/* A folder somebody could write to lets no other file out. */
static void
test_strangers(Fixture *fixture, gconstpointer kit)
{
	g_autofree char *key = NULL, *note = NULL;

	mc_desk_stop(fixture->desk);
	run(fixture, fixture->desk->folder);
	key = mc_test_text(fixture->out, "flights/link.pcap");
	note = mc_test_text(fixture->out, "flights/note.txt");
	g_assert_cmpstr(key, ==, "");
	g_assert_cmpstr(note, ==, "");
}

/* The journal has one owner: while that runs the rest is worth having. */
static void
test_running(Fixture *fixture, gconstpointer kit)
{
	run(fixture, fixture->desk->folder);
	g_assert_cmpint(fixture->status, ==, 0);
	g_assert_nonnull(strstr(fixture->errors, "without events"));
	g_assert_nonnull(strstr(fixture->errors, "--journal"));
	assert_has_flight(fixture);
	assert_has(fixture, "devices.json", "vision-tester");
}

static void
test_wrong_use(Fixture *fixture, gconstpointer kit)
{
	run(fixture, "/nonexistent/state");
	g_assert_cmpint(fixture->status, ==, 2);
	g_assert_nonnull(strstr(fixture->errors, "no such folder"));
}

int
main(int argc, char **argv)
{
	g_autoptr(McDeskKit) kit = NULL;

	g_test_init(&argc, &argv, NULL);
	kit = mc_desk_kit_new_hired();
#define ADD(name, func) g_test_add("/support-bundle/" name, Fixture, kit, set_up, func, tear_down)
	ADD("content", test_content);
	ADD("strangers", test_strangers);
	ADD("running", test_running);
	ADD("wrong-use", test_wrong_use);
#undef ADD
	return g_test_run();
}
