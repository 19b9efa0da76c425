/* medcheck-devsim runs a program on the bench: its bus, its control socket, its exit status, and
 * nothing left behind (T10). The program that it runs is this test itself, in another role. */

#include "tests/support/usb-host/tmc-host.h"

#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define DEVSIM MC_BINARY_DIR "/bin/medcheck-devsim"
#define VISION 0x4d56

/* ---- the roles ---- */

static void
say(const char *line)
{
	puts(line);
	fflush(stdout);
}

/* Tells where it is, then waits for a signal. */
static int
role_wait(void)
{
	sigset_t signals;
	int number;

	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGINT);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	say(g_getenv("UMOCKDEV_DIR"));
	say(g_getenv("MEDCHECK_DEVSIM_CONTROL"));
	say(g_getenv("GSK_RENDERER"));
	sigwait(&signals, &number);
	say(number == SIGTERM ? "terminated" : "interrupted");
	return 5;
}

static char *
ask_control(GDataInputStream *input, GOutputStream *output, const char *line)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *text = g_strconcat(line, "\n", NULL);
	char *reply;

	g_output_stream_write_all(output, text, strlen(text), NULL, NULL, &error);
	g_assert_no_error(error);
	reply = g_data_input_stream_read_line(input, NULL, NULL, &error);
	g_assert_no_error(error);
	return reply;
}

static int LIBUSB_CALL
on_left(libusb_context *usb, libusb_device *device, libusb_hotplug_event event, void *data)
{
	*(gboolean *)data = TRUE;
	return 1;
}

/* Uses the bus and the control socket together. */
static int
role_use(void)
{
	g_autoptr(GSocketClient) client = g_socket_client_new();
	g_autoptr(GSocketAddress) address =
	    g_unix_socket_address_new(g_getenv("MEDCHECK_DEVSIM_CONTROL"));
	g_autoptr(GSocketConnection) connection =
	    g_socket_client_connect(client, G_SOCKET_CONNECTABLE(address), NULL, NULL);
	GOutputStream *output = g_io_stream_get_output_stream(G_IO_STREAM(connection));
	g_autoptr(GDataInputStream) input =
	    g_data_input_stream_new(g_io_stream_get_input_stream(G_IO_STREAM(connection)));
	g_autofree char *identity = NULL, *state = NULL, *plain = NULL, *wrong = NULL;
	gboolean left = FALSE;
	TmcHost host;

	tmc_host_open(&host, VISION);
	identity = tmc_host_query(&host, "*IDN?");
	say(identity);
	state = ask_control(input, output, "state");
	say(strstr(state, "person=needs-glasses") != NULL ? "seated" : state);
	say(strstr(state, "audiometer.plugged=0") != NULL ? "without audiometer" : state);
	wrong = ask_control(input, output, "card put nobody");
	say(g_str_has_prefix(wrong, "error ") ? "refused" : wrong);
	libusb_hotplug_register_callback(host.usb, LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT, 0, 0x1209, VISION,
	    LIBUSB_HOTPLUG_MATCH_ANY, on_left, &left, NULL);
	plain = ask_control(input, output, "unplug vision");
	say(plain);
	while (!left)
		libusb_handle_events(host.usb);
	say("unplugged");
	tmc_host_close(&host);
	return 0;
}

/* ---- running it ---- */

static char *self_path;

static GSubprocess *
start(const char *const *words)
{
	g_autoptr(GPtrArray) arguments = g_ptr_array_new();
	g_autoptr(GError) error = NULL;
	GSubprocess *process;

	g_ptr_array_add(arguments, (gpointer)DEVSIM);
	for (; *words != NULL; words++)
		g_ptr_array_add(arguments, (gpointer)*words);
	g_ptr_array_add(arguments, NULL);
	process = g_subprocess_newv((const char *const *)arguments->pdata,
	    G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error);
	g_assert_no_error(error);
	return process;
}

static int
status_of(GSubprocess *process)
{
	g_autoptr(GError) error = NULL;

	g_subprocess_wait(process, NULL, &error);
	g_assert_no_error(error);
	g_assert_true(g_subprocess_get_if_exited(process));
	return g_subprocess_get_exit_status(process);
}

static void
assert_status(const char *const *words, int expected)
{
	g_autoptr(GSubprocess) process = start(words);

	g_assert_cmpint(status_of(process), ==, expected);
}

static void
test_status(void)
{
	assert_status((const char *[]){"--", "true", NULL}, 0);
	assert_status((const char *[]){"true", NULL}, 0);
	assert_status((const char *[]){"--", "sh", "-c", "exit 7", NULL}, 7);
	assert_status((const char *[]){"--", "sh", "-c", "kill -9 $$", NULL}, 128 + SIGKILL);
	assert_status((const char *[]){"--", "/nonexistent/program", NULL}, 127);
	assert_status((const char *[]){"--devices", "", "--", "true", NULL}, 0);
	assert_status((const char *[]){NULL}, 2);
	assert_status((const char *[]){"--devices", "toaster", "--", "true", NULL}, 2);
	assert_status((const char *[]){"--clock-rate", "0", "--", "true", NULL}, 2);
	assert_status((const char *[]){"--person", "nobody", "--", "true", NULL}, 3);
	assert_status((const char *[]){"--control", "/nonexistent/folder/c", "--", "true", NULL}, 3);
	assert_status((const char *[]){"--trace", "/nonexistent/folder/t", "--", "true", NULL}, 3);
	assert_status((const char *[]){"--script", "/nonexistent/script", "--", "true", NULL}, 3);
	assert_status((const char *[]){"--replay", "/nonexistent/record", "--", "true", NULL}, 3);
}

static void
assert_line(GDataInputStream *input, const char *expected)
{
	g_autofree char *line = g_data_input_stream_read_line(input, NULL, NULL, NULL);

	g_assert_cmpstr(line, ==, expected);
}

/* A trace begins as every pcap file does, and has what the program asked. */
static void
assert_traced(const char *path)
{
	static const guint8 magic[] = {0xd4, 0xc3, 0xb2, 0xa1};
	g_autofree char *bytes = NULL;
	gsize size = 0;

	g_assert_true(g_file_get_contents(path, &bytes, &size, NULL));
	g_assert_cmpuint(size, >, sizeof magic);
	g_assert_cmpmem(bytes, sizeof magic, magic, sizeof magic);
	g_assert_nonnull(memmem(bytes, size, "*IDN?", 5));
	unlink(path);
}

static void
test_bus_and_control(void)
{
	g_autofree char *trace = g_strdup_printf("%s/devsim-%d.pcap", g_get_tmp_dir(), getpid());
	g_autoptr(GSubprocess) process =
	    start((const char *[]){"--person", "needs-glasses", "--no-audiometer", "--seed", "9",
	        "--clock-rate", "10", "--trace", trace, "--", self_path, "--role=use", NULL});
	g_autoptr(GDataInputStream) input =
	    g_data_input_stream_new(g_subprocess_get_stdout_pipe(process));

	assert_line(input, "Medcheck Simulation,VT-1,VT-000117,1.4.0");
	assert_line(input, "seated");
	assert_line(input, "without audiometer");
	assert_line(input, "refused");
	assert_line(input, "ok");
	assert_line(input, "unplugged");
	g_assert_cmpint(status_of(process), ==, 0);
	assert_traced(trace);
}

/* ---- by script ---- */

static void
remove_folder(const char *path)
{
	g_autoptr(GSubprocess) process = g_subprocess_new(
	    G_SUBPROCESS_FLAGS_NONE, NULL, "rm", "-rf", "--one-file-system", path, NULL);

	g_assert_true(g_subprocess_wait_check(process, NULL, NULL));
}

static char *
write_file(const char *folder, const char *name, const char *content)
{
	char *path = g_build_filename(folder, name, NULL);
	g_autoptr(GError) error = NULL;

	g_file_set_contents(path, content, -1, &error);
	g_assert_no_error(error);
	return path;
}

/* Before the wait: other firmware, and an answer that is a file's bytes. After it, whenever that
 * is: another serial number. */
static int
role_scripted(void)
{
	g_autofree char *first = NULL, *identity = NULL;
	TmcHost host;

	tmc_host_open(&host, VISION);
	first = tmc_host_query(&host, "*IDN?");
	say(first);
	do {
		g_free(identity);
		identity = tmc_host_query(&host, "*IDN?");
	} while (strstr(identity, "VT-9") == NULL);
	say(identity);
	tmc_host_close(&host);
	return 0;
}

static void
test_script(void)
{
	/* a whole USBTMC answer with tag 2: that of the request behind the first line */
	static const char answer[] =
	    "\x02\x02\xfd\x00\x05\x00\x00\x00\x01\x00\x00\x00HELP\n\x00\x00\x00";
	g_autofree char *folder = g_dir_make_tmp("devsim-XXXXXX", NULL);
	g_autofree char *file = g_build_filename(folder, "answer", NULL);
	g_autofree char *lines = g_strdup_printf("# a bad day\nset vision firmware=0.0.7\n"
	                                         "fault vision ep=82 kind=garbage file=%s\n\n"
	                                         "wait 1\nset vision serial=VT-9\n",
	    file);
	g_autofree char *script = write_file(folder, "script", lines);
	g_autofree char *wrong = write_file(folder, "wrong", "plug vision\nplug toaster\n");
	g_autofree char *no_wait = write_file(folder, "no-wait", "wait until tea\n");
	g_autofree char *no_file =
	    write_file(folder, "no-file", "fault vision ep=82 kind=garbage file=/nonexistent\n");
	g_autoptr(GSubprocess) process = NULL;
	g_autoptr(GDataInputStream) input = NULL;

	g_assert_true(g_file_set_contents(file, answer, sizeof answer - 1, NULL));
	process = start((const char *[]){"--script", script, "--", self_path, "--role=scripted", NULL});
	input = g_data_input_stream_new(g_subprocess_get_stdout_pipe(process));
	assert_line(input, "HELP");
	assert_line(input, "Medcheck Simulation,VT-1,VT-9,0.0.7");
	g_assert_cmpint(status_of(process), ==, 0);
	assert_status((const char *[]){"--script", wrong, "--", "true", NULL}, 3);
	assert_status((const char *[]){"--script", no_wait, "--", "true", NULL}, 3);
	assert_status((const char *[]){"--script", no_file, "--", "true", NULL}, 3);
	remove_folder(folder);
}

typedef struct Waiting {
	GSubprocess *process;
	GDataInputStream *input;
	char *folder, *socket;
} Waiting;

static void
start_waiting(Waiting *waiting, const char *control)
{
	waiting->process =
	    control != NULL
	        ? start((const char *[]){"--control", control, "--", self_path, "--role=wait", NULL})
	        : start((const char *[]){"--", self_path, "--role=wait", NULL});
	waiting->input = g_data_input_stream_new(g_subprocess_get_stdout_pipe(waiting->process));
	waiting->folder = g_data_input_stream_read_line(waiting->input, NULL, NULL, NULL);
	waiting->socket = g_data_input_stream_read_line(waiting->input, NULL, NULL, NULL);
	assert_line(waiting->input, "cairo");
	g_assert_true(g_file_test(waiting->folder, G_FILE_TEST_IS_DIR));
	g_assert_true(g_file_test(waiting->socket, G_FILE_TEST_EXISTS));
}

static void
end_waiting(Waiting *waiting)
{
	g_object_unref(waiting->input);
	g_object_unref(waiting->process);
	g_free(waiting->folder);
	g_free(waiting->socket);
}

static void
test_signal(gconstpointer number)
{
	int value = GPOINTER_TO_INT(number);
	Waiting waiting;

	start_waiting(&waiting, NULL);
	g_subprocess_send_signal(waiting.process, value);
	assert_line(waiting.input, value == SIGTERM ? "terminated" : "interrupted");
	g_assert_cmpint(status_of(waiting.process), ==, 5);
	g_assert_false(g_file_test(waiting.folder, G_FILE_TEST_EXISTS));
	g_assert_false(g_file_test(waiting.socket, G_FILE_TEST_EXISTS));
	end_waiting(&waiting);
}

/* Killed outright it cannot tidy up, but the program does not outlive it, and the next one takes
 * the control socket over. */
static void
test_killed(void)
{
	g_autofree char *folder = g_dir_make_tmp("devsim-XXXXXX", NULL);
	g_autofree char *control = g_build_filename(folder, "control", NULL);
	Waiting waiting;

	start_waiting(&waiting, control);
	g_subprocess_send_signal(waiting.process, SIGKILL);
	assert_line(waiting.input, "terminated");
	remove_folder(waiting.folder);
	end_waiting(&waiting);
	start_waiting(&waiting, control);
	g_assert_cmpstr(waiting.socket, ==, control);
	g_subprocess_send_signal(waiting.process, SIGTERM);
	g_assert_cmpint(status_of(waiting.process), ==, 5);
	g_assert_false(g_file_test(control, G_FILE_TEST_EXISTS));
	end_waiting(&waiting);
	g_assert_cmpint(rmdir(folder), ==, 0);
}

int
main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "--role=wait") == 0)
		return role_wait();
	if (argc == 2 && strcmp(argv[1], "--role=use") == 0)
		return role_use();
	if (argc == 2 && strcmp(argv[1], "--role=scripted") == 0)
		return role_scripted();
	self_path = argv[0];
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/devsim/status", test_status);
	g_test_add_func("/devsim/bus-and-control", test_bus_and_control);
	g_test_add_func("/devsim/script", test_script);
	g_test_add_data_func("/devsim/signal/term", GINT_TO_POINTER(SIGTERM), test_signal);
	g_test_add_data_func("/devsim/signal/int", GINT_TO_POINTER(SIGINT), test_signal);
	g_test_add_func("/devsim/killed", test_killed);
	return g_test_run();
}
