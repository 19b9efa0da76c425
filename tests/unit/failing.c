/* B2, C17: what stands between a program and the C library in the proof of "nothing lost" (tests/
 * support/failing): each call that it takes fails when it is told to, with the error asked for, and
 * does nothing then; and no call else does. */

#include "tests/support/failing/ledger.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timex.h>
#include <unistd.h>

#define FOLDER_VARIABLE "MC_FAILING_FOLDER"
#define ALL G_MAXUINT32
#define OLD "old"
#define NEW "new"
#define OTHER "other"

typedef struct Files {
	int file, folder, socket;
} Files;

static int
call_write(const Files *files)
{
	return (int)write(files->file, "x", 1);
}

static int
call_pwrite(const Files *files)
{
	return (int)pwrite(files->file, "x", 1, 0);
}

static int
call_pwrite64(const Files *files)
{
	return (int)pwrite64(files->file, "x", 1, 0);
}

static int
call_fsync(const Files *files)
{
	return fsync(files->file);
}

static int
call_fdatasync(const Files *files)
{
	return fdatasync(files->file);
}

static int
call_flush_folder(const Files *files)
{
	return fsync(files->folder);
}

static int
call_ftruncate(const Files *files)
{
	return ftruncate(files->file, 7);
}

static int
call_ftruncate64(const Files *files)
{
	return ftruncate64(files->file, 7);
}

static int
call_rename(const Files *files)
{
	return rename(OLD, NEW);
}

static int
call_renameat(const Files *files)
{
	return renameat(files->folder, OLD, files->folder, NEW);
}

static int
call_connect(const Files *files)
{
	const struct sockaddr nowhere = {.sa_family = AF_UNIX};

	return connect(files->socket, &nowhere, sizeof nowhere);
}

static int
call_send(const Files *files)
{
	return (int)send(files->socket, "x", 1, MSG_NOSIGNAL);
}

static int
call_sendmsg(const Files *files)
{
	struct msghdr message = {0};

	return (int)sendmsg(files->socket, &message, MSG_NOSIGNAL);
}

static int
call_socket_write(const Files *files)
{
	return (int)write(files->socket, "x", 1);
}

static int
call_recv(const Files *files)
{
	char byte = 0;

	return (int)recv(files->socket, &byte, 1, 0);
}

static int
call_recvmsg(const Files *files)
{
	struct msghdr message = {0};

	return (int)recvmsg(files->socket, &message, 0);
}

static int
call_socket_read(const Files *files)
{
	char byte = 0;

	return (int)read(files->socket, &byte, 1);
}

static int
call_bind(const Files *files)
{
	const struct sockaddr nowhere = {.sa_family = AF_UNIX};

	return bind(files->socket, &nowhere, sizeof nowhere);
}

static int
close_file(int file)
{
	return file < 0 ? -1 : close(file);
}

static int
close_stream(FILE *stream)
{
	return stream == NULL ? -1 : fclose(stream);
}

static int
call_opendir(const Files *files)
{
	DIR *opened = opendir(g_getenv(FOLDER_VARIABLE));

	return opened == NULL ? -1 : closedir(opened);
}

static char byte;

#define MAKING (O_RDWR | O_CREAT | O_CLOEXEC)
#define CALL(name, code)                                                                           \
	static int call_##name(const Files *files)                                                     \
	{                                                                                              \
		return (int)(code);                                                                        \
	}
CALL(socket, socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0))
CALL(listen, listen(files->socket, 1))
CALL(accept, accept(files->socket, NULL, NULL))
CALL(accept4, accept4(files->socket, NULL, NULL, SOCK_CLOEXEC))
CALL(open, close_file(open(OTHER, MAKING, 0600)))
CALL(open64, close_file(open64(OTHER, MAKING, 0600)))
CALL(openat, close_file(openat(files->folder, OTHER, MAKING, 0600)))
CALL(openat64, close_file(openat64(files->folder, OTHER, MAKING, 0600)))
CALL(fopen, close_stream(fopen(OTHER, "we")))
CALL(fopen64, close_stream(fopen64(OTHER, "we")))
CALL(unlink, unlink(OTHER))
CALL(mkdir, mkdir(OTHER, 0700))
CALL(unlinkat, unlinkat(files->folder, OTHER, AT_REMOVEDIR))
CALL(mkdirat, mkdirat(files->folder, OTHER, 0700))
CALL(remove, remove(OTHER))
CALL(read, read(files->file, &byte, 1))
CALL(pread, pread(files->file, &byte, 1, 0))
CALL(pread64, pread64(files->file, &byte, 1, 0))
#undef CALL

static const struct {
	McCallKind kind;
	const char *name;
	int (*call)(const Files *files);
} calls[] = {
    {MC_CALL_STORAGE, "write", call_write},
    {MC_CALL_STORAGE, "pwrite", call_pwrite},
    {MC_CALL_STORAGE, "pwrite64", call_pwrite64},
    {MC_CALL_STORAGE, "fsync", call_fsync},
    {MC_CALL_STORAGE, "fdatasync", call_fdatasync},
    {MC_CALL_STORAGE, "fsync of a folder", call_flush_folder},
    {MC_CALL_STORAGE, "ftruncate", call_ftruncate},
    {MC_CALL_STORAGE, "ftruncate64", call_ftruncate64},
    {MC_CALL_STORAGE, "rename", call_rename},
    {MC_CALL_STORAGE, "renameat", call_renameat},
    {MC_CALL_SOCKET, "socket", call_socket},
    {MC_CALL_SOCKET, "bind", call_bind},
    {MC_CALL_SOCKET, "listen", call_listen},
    {MC_CALL_SOCKET, "accept", call_accept},
    {MC_CALL_SOCKET, "accept4", call_accept4},
    {MC_CALL_SOCKET, "connect", call_connect},
    {MC_CALL_SOCKET, "send", call_send},
    {MC_CALL_SOCKET, "sendmsg", call_sendmsg},
    {MC_CALL_SOCKET, "write", call_socket_write},
    {MC_CALL_SOCKET, "recv", call_recv},
    {MC_CALL_SOCKET, "recvmsg", call_recvmsg},
    {MC_CALL_SOCKET, "read", call_socket_read},
    {MC_CALL_NAME, "open", call_open},
    {MC_CALL_NAME, "open64", call_open64},
    {MC_CALL_NAME, "openat", call_openat},
    {MC_CALL_NAME, "openat64", call_openat64},
    {MC_CALL_NAME, "fopen", call_fopen},
    {MC_CALL_NAME, "fopen64", call_fopen64},
    {MC_CALL_NAME, "opendir", call_opendir},
    {MC_CALL_NAME, "unlink", call_unlink},
    {MC_CALL_NAME, "mkdir", call_mkdir},
    {MC_CALL_NAME, "unlinkat", call_unlinkat},
    {MC_CALL_NAME, "mkdirat", call_mkdirat},
    {MC_CALL_NAME, "remove", call_remove},
    {MC_CALL_READING, "read", call_read},
    {MC_CALL_READING, "pread", call_pread},
    {MC_CALL_READING, "pread64", call_pread64},
};

/* No call says these by itself here. */
static const int errors[MC_CALL_KINDS] = {EDQUOT, ETIMEDOUT, EMFILE, EBADMSG};

/* ---- in the program under it ---- */

static void
open_files(Files *files, int sockets[2])
{
	/* Past the one that counts: these are no calls of the table. */
	g_assert_cmpint(g_chdir(g_getenv(FOLDER_VARIABLE)), ==, 0);
	files->file = (int)syscall(SYS_openat, AT_FDCWD, OLD, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	files->folder = (int)syscall(SYS_openat, AT_FDCWD, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	g_assert_cmpint(files->file, >=, 0);
	g_assert_cmpint(files->folder, >=, 0);
	g_assert_cmpint(
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, sockets), ==, 0);
	files->socket = sockets[0];
}

/* Says by its lines which calls failed with the error asked for. */
static void
make_calls(void)
{
	Files files = {0};
	int sockets[2];
	struct timex state = {0};

	open_files(&files, sockets);
	for (guint i = 0; i < G_N_ELEMENTS(calls); i++) {
		int code = calls[i].call(&files);

		if (code == -1 && errno == errors[calls[i].kind])
			g_print("failed %u;", i);
	}
	/* A library's own. */
	g_assert_cmpint(close_file(open("/dev/null", O_RDONLY | O_CLOEXEC)), ==, 0);
	g_print("steered %d;", adjtimex(&state) != TIME_ERROR && (state.status & STA_UNSYNC) == 0);
	close(files.file);
	close(files.folder);
	close(sockets[0]);
	close(sockets[1]);
}

/* ---- above it ---- */

typedef struct Above {
	char *folder, *old, *new, *ledger_path;
	McLedger *ledger;
} Above;

static void
set_up(Above *above, gconstpointer unused)
{
	g_autoptr(GError) error = NULL;

	if (g_test_subprocess())
		return;
	above->folder = g_dir_make_tmp("medcheck-failing-XXXXXX", &error);
	g_assert_no_error(error);
	above->old = g_build_filename(above->folder, OLD, NULL);
	above->new = g_build_filename(above->folder, NEW, NULL);
	above->ledger_path = g_build_filename(above->folder, "ledger", NULL);
	g_assert_true(g_file_set_contents(above->old, "", 0, NULL));
	above->ledger = mc_ledger_new(above->ledger_path);
	for (guint kind = 0; kind < MC_CALL_KINDS; kind++)
		above->ledger->error[kind] = errors[kind];
}

static void
tear_down(Above *above, gconstpointer unused)
{
	if (g_test_subprocess())
		return;
	mc_ledger_free(above->ledger);
	g_unlink(above->old);
	g_unlink(above->new);
	g_unlink(above->ledger_path);
	g_rmdir(above->folder);
	g_free(above->folder);
	g_free(above->old);
	g_free(above->new);
	g_free(above->ledger_path);
}

static void
run(const Above *above)
{
	g_setenv("LD_PRELOAD", MC_BINARY_DIR "/tests/medcheck-failing.so", TRUE);
	g_setenv(MC_LEDGER_VARIABLE, above->ledger_path, TRUE);
	g_setenv(FOLDER_VARIABLE, above->folder, TRUE);
	g_test_trap_subprocess(NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
	g_unsetenv("LD_PRELOAD");
	g_test_trap_assert_passed();
}

static guint
number_of(McCallKind kind)
{
	guint number = 0;

	for (guint i = 0; i < G_N_ELEMENTS(calls); i++)
		number += calls[i].kind == kind;
	return number;
}

static gsize
size_of(const char *path)
{
	GStatBuf about;

	return g_stat(path, &about) == 0 ? (gsize)about.st_size : G_MAXSIZE;
}

static void
test_every_call(Above *above, gconstpointer unused)
{
	if (g_test_subprocess()) {
		make_calls();
		return;
	}
	for (guint kind = 0; kind < MC_CALL_KINDS; kind++) {
		above->ledger->fail_at[kind] = 1;
		above->ledger->fail_count[kind] = ALL;
	}
	run(above);
	for (guint i = 0; i < G_N_ELEMENTS(calls); i++) {
		g_autofree char *wanted = g_strdup_printf("*failed %u;*", i);

		g_test_message("%s", calls[i].name);
		g_test_trap_assert_stdout(wanted);
	}
	for (guint kind = 0; kind < MC_CALL_KINDS; kind++)
		g_assert_cmpuint(above->ledger->failed[kind], ==, number_of((McCallKind)kind));
	g_assert_cmpuint(above->ledger->flushes, ==, 0);
	g_assert_cmpuint(size_of(above->old), ==, 0);
	g_assert_false(g_file_test(above->new, G_FILE_TEST_EXISTS));
}

/* The second of each kind, and none before or after it. */
static void
test_one_call(Above *above, gconstpointer unused)
{
	if (g_test_subprocess()) {
		make_calls();
		return;
	}
	for (guint kind = 0; kind < MC_CALL_KINDS; kind++) {
		above->ledger->fail_at[kind] = 2;
		above->ledger->fail_count[kind] = 1;
	}
	run(above);
	for (guint i = 0; i < G_N_ELEMENTS(calls); i++) {
		g_autofree char *pattern = g_strdup_printf("*failed %u;*", i);

		if (i > 0 && calls[i].kind == calls[i - 1].kind &&
		    (i == 1 || calls[i - 2].kind != calls[i].kind))
			g_test_trap_assert_stdout(pattern);
		else
			g_test_trap_assert_stdout_unmatched(pattern);
	}
	for (guint kind = 0; kind < MC_CALL_KINDS; kind++) {
		g_assert_cmpuint(above->ledger->made[kind], ==, number_of((McCallKind)kind));
		g_assert_cmpuint(above->ledger->failed[kind], ==, 1);
	}
	g_assert_cmpuint(above->ledger->flushes, ==, 3);
	g_assert_cmpuint(size_of(above->new), ==, 7);
}

/* T13: what the kernel says of whoever steers its clock. */
static void
test_steered(Above *above, gconstpointer unused)
{
	if (g_test_subprocess()) {
		make_calls();
		return;
	}
	above->ledger->steering = MC_STEERING_NOBODY;
	run(above);
	g_test_trap_assert_stdout("*steered 0;*");
	above->ledger->steering = MC_STEERING_REFERENCE;
	run(above);
	g_test_trap_assert_stdout("*steered 1;*");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
#define ADD(name, func) g_test_add("/failing/" name, Above, NULL, set_up, func, tear_down)
	ADD("every-call", test_every_call);
	ADD("one-call", test_one_call);
	ADD("steered", test_steered);
#undef ADD
	return g_test_run();
}
