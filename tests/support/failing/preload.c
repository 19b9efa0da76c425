/* Stands between a real program and the C library, and lets the call fail that the ledger names.
 * Only what the program does on files, folders and sockets counts: terminals, pipes and event
 * descriptors are no storage. */

#include "tests/support/failing/preload.h"
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

McLedger *mc_failing_ledger;
static char home[PATH_MAX]; /* the folder that the ledger lies in */

static void
count_start(void)
{
	if (++mc_failing_ledger->starts == mc_failing_ledger->full_at_start)
		mc_failing_ledger->fail_at[MC_CALL_STORAGE] = mc_failing_ledger->made[MC_CALL_STORAGE] + 1;
}

__attribute__((constructor)) static void
map_ledger(void)
{
	const char *path = getenv(MC_LEDGER_VARIABLE);
	int file = path != NULL ? open(path, O_RDWR | O_CLOEXEC) : -1;
	void *page = MAP_FAILED;

	if (file < 0)
		return;
	page = mmap(NULL, sizeof *mc_failing_ledger, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
	close(file);
	if (page == MAP_FAILED)
		return;
	snprintf(home, sizeof home, "%.*s", (int)(strrchr(path, '/') - path), path);
	mc_failing_ledger = page;
	count_start();
}

void *
mc_failing_real(const char *name)
{
	void *function = dlsym(RTLD_NEXT, name);

	if (function == NULL)
		abort();
	return function;
}

/* Counts a call; 1 when it is to fail, errno is set then. */
static int
fails(McCallKind kind)
{
	uint32_t number = 0;
	uint32_t from = 0;

	if (mc_failing_ledger == NULL)
		return 0;
	number = atomic_fetch_add((_Atomic uint32_t *)&mc_failing_ledger->made[kind], 1) + 1;
	from = mc_failing_ledger->fail_at[kind];
	if (from == 0 || number < from || number - from >= mc_failing_ledger->fail_count[kind])
		return 0;
	atomic_fetch_add((_Atomic uint32_t *)&mc_failing_ledger->failed[kind], 1);
	errno = mc_failing_ledger->error[kind];
	return 1;
}

static int
descriptor_fails(int file)
{
	struct stat about;
	int error = errno;

	if (mc_failing_ledger == NULL || fstat(file, &about) != 0) {
		errno = error;
		return 0;
	}
	errno = error;
	if (S_ISSOCK(about.st_mode))
		return fails(MC_CALL_SOCKET);
	return (S_ISREG(about.st_mode) || S_ISDIR(about.st_mode)) && fails(MC_CALL_STORAGE);
}

/* What the descriptor is of, as the kernel has it; "" when it says nothing. */
static void
path_of(int file, char path[PATH_MAX])
{
	char link[64];
	ssize_t size = 0;

	snprintf(link, sizeof link, file == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/%d", file);
	size = readlink(link, path, PATH_MAX - 1);
	path[size > 0 ? size : 0] = '\0';
}

static int
is_at_home(const char *path)
{
	size_t size = strlen(home);

	return strncmp(path, home, size) == 0 && (path[size] == '/' || path[size] == '\0');
}

static int
name_fails(int folder, const char *name)
{
	char path[PATH_MAX];
	int error = errno;

	if (mc_failing_ledger == NULL)
		return 0;
	if (*name != '/')
		path_of(folder, path);
	errno = error;
	return is_at_home(*name == '/' ? name : path) && fails(MC_CALL_NAME);
}

static int
reading_fails(int file)
{
	char path[PATH_MAX];
	struct stat about = {0};
	int error = errno;
	int is_file = 0;

	if (mc_failing_ledger == NULL)
		return 0;
	if (fstat(file, &about) == 0 && S_ISSOCK(about.st_mode))
		return fails(MC_CALL_SOCKET);
	is_file = S_ISREG(about.st_mode);
	if (is_file)
		path_of(file, path);
	errno = error;
	return is_file && is_at_home(path) && fails(MC_CALL_READING);
}

/* ---- storage ---- */

ssize_t
write(int file, const void *bytes, size_t size)
{
	REAL(write);
	return descriptor_fails(file) ? -1 : call(file, bytes, size);
}

ssize_t
pwrite(int file, const void *bytes, size_t size, off_t offset)
{
	REAL(pwrite);
	return descriptor_fails(file) ? -1 : call(file, bytes, size, offset);
}

ssize_t
pwrite64(int file, const void *bytes, size_t size, off64_t offset)
{
	REAL(pwrite64);
	return descriptor_fails(file) ? -1 : call(file, bytes, size, offset);
}

static int
count_flush(int code)
{
	if (code == 0 && mc_failing_ledger != NULL)
		atomic_fetch_add((_Atomic uint32_t *)&mc_failing_ledger->flushes, 1);
	return code;
}

int
fsync(int file)
{
	REAL(fsync);
	return descriptor_fails(file) ? -1 : count_flush(call(file));
}

int
fdatasync(int file)
{
	REAL(fdatasync);
	return descriptor_fails(file) ? -1 : count_flush(call(file));
}

int
ftruncate(int file, off_t size)
{
	REAL(ftruncate);
	return descriptor_fails(file) ? -1 : call(file, size);
}

int
ftruncate64(int file, off64_t size)
{
	REAL(ftruncate64);
	return descriptor_fails(file) ? -1 : call(file, size);
}

int
rename(const char *from, const char *to)
{
	REAL(rename);
	return fails(MC_CALL_STORAGE) ? -1 : call(from, to);
}

int
renameat(int from_folder, const char *from, int to_folder, const char *to)
{
	REAL(renameat);
	return fails(MC_CALL_STORAGE) ? -1 : call(from_folder, from, to_folder, to);
}

/* A disk that is full says so. */
static int
tell_room(int code, struct statvfs *about)
{
	uint32_t number = 0;

	if (code != 0 || mc_failing_ledger == NULL ||
	    mc_failing_ledger->error[MC_CALL_STORAGE] != ENOSPC)
		return code;
	number = mc_failing_ledger->made[MC_CALL_STORAGE] + 1;
	if (mc_failing_ledger->fail_at[MC_CALL_STORAGE] != 0 &&
	    number >= mc_failing_ledger->fail_at[MC_CALL_STORAGE] &&
	    number - mc_failing_ledger->fail_at[MC_CALL_STORAGE] <
	        mc_failing_ledger->fail_count[MC_CALL_STORAGE])
		about->f_bavail = about->f_bfree = 0;
	return code;
}

int
statvfs(const char *path, struct statvfs *about)
{
	REAL(statvfs);
	return tell_room(call(path, about), about);
}

/* ---- names ---- */

/* In the C library the mode is one of "…", there only where a file may be made. In a call it lies
 * where a parameter does; the real one looks at it when it is there. */
int mc_failing_open(const char *name, int flags, mode_t mode) __asm__("open");
int mc_failing_open64(const char *name, int flags, mode_t mode) __asm__("open64");
int mc_failing_openat(int folder, const char *name, int flags, mode_t mode) __asm__("openat");
int mc_failing_openat64(int folder, const char *name, int flags, mode_t mode) __asm__("openat64");

int
mc_failing_open(const char *name, int flags, mode_t mode)
{
	REAL(open);
	return name_fails(AT_FDCWD, name) ? -1 : call(name, flags, mode);
}

int
mc_failing_open64(const char *name, int flags, mode_t mode)
{
	REAL(open64);
	return name_fails(AT_FDCWD, name) ? -1 : call(name, flags, mode);
}

int
mc_failing_openat(int folder, const char *name, int flags, mode_t mode)
{
	REAL(openat);
	return name_fails(folder, name) ? -1 : call(folder, name, flags, mode);
}

int
mc_failing_openat64(int folder, const char *name, int flags, mode_t mode)
{
	REAL(openat64);
	return name_fails(folder, name) ? -1 : call(folder, name, flags, mode);
}

FILE *
fopen(const char *restrict name, const char *restrict how)
{
	REAL(fopen);
	return name_fails(AT_FDCWD, name) ? NULL : call(name, how);
}

FILE *
fopen64(const char *restrict name, const char *restrict how)
{
	REAL(fopen64);
	return name_fails(AT_FDCWD, name) ? NULL : call(name, how);
}

DIR *
opendir(const char *name)
{
	REAL(opendir);
	return name_fails(AT_FDCWD, name) ? NULL : call(name);
}

int
mkdir(const char *name, mode_t mode)
{
	REAL(mkdir);
	return name_fails(AT_FDCWD, name) ? -1 : call(name, mode);
}

int
mkdirat(int folder, const char *name, mode_t mode)
{
	REAL(mkdirat);
	return name_fails(folder, name) ? -1 : call(folder, name, mode);
}

int
unlink(const char *name)
{
	REAL(unlink);
	return name_fails(AT_FDCWD, name) ? -1 : call(name);
}

int
unlinkat(int folder, const char *name, int flags)
{
	REAL(unlinkat);
	return name_fails(folder, name) ? -1 : call(folder, name, flags);
}

int
remove(const char *name)
{
	REAL(remove);
	return name_fails(AT_FDCWD, name) ? -1 : call(name);
}

/* ---- reading ---- */

ssize_t
read(int file, void *bytes, size_t size)
{
	REAL(read);
	return reading_fails(file) ? -1 : call(file, bytes, size);
}

ssize_t
pread(int file, void *bytes, size_t size, off_t offset)
{
	REAL(pread);
	return reading_fails(file) ? -1 : call(file, bytes, size, offset);
}

ssize_t
pread64(int file, void *bytes, size_t size, off64_t offset)
{
	REAL(pread64);
	return reading_fails(file) ? -1 : call(file, bytes, size, offset);
}

/* ---- sockets ---- */

int
socket(int domain, int type, int protocol)
{
	REAL(socket);
	return fails(MC_CALL_SOCKET) ? -1 : call(domain, type, protocol);
}

int
bind(int file, __CONST_SOCKADDR_ARG address, socklen_t size)
{
	REAL(bind);
	return fails(MC_CALL_SOCKET) ? -1 : call(file, address, size);
}

int
listen(int file, int backlog)
{
	REAL(listen);
	return fails(MC_CALL_SOCKET) ? -1 : call(file, backlog);
}

int
accept(int file, __SOCKADDR_ARG address, socklen_t *restrict size)
{
	REAL(accept);
	return fails(MC_CALL_SOCKET) ? -1 : call(file, address, size);
}

int
accept4(int file, __SOCKADDR_ARG address, socklen_t *restrict size, int flags)
{
	REAL(accept4);
	return fails(MC_CALL_SOCKET) ? -1 : call(file, address, size, flags);
}

int
connect(int file, __CONST_SOCKADDR_ARG address, socklen_t size)
{
	REAL(connect);
	return fails(MC_CALL_SOCKET) ? -1 : call(file, address, size);
}

ssize_t
send(int file, const void *bytes, size_t size, int flags)
{
	REAL(send);
	return fails(MC_CALL_SOCKET) ? -1 : call(file, bytes, size, flags);
}

ssize_t
sendmsg(int file, const struct msghdr *message, int flags)
{
	REAL(sendmsg);
	return fails(MC_CALL_SOCKET) ? -1 : call(file, message, flags);
}

ssize_t
recv(int file, void *bytes, size_t size, int flags)
{
	REAL(recv);
	return fails(MC_CALL_SOCKET) ? -1 : call(file, bytes, size, flags);
}

ssize_t
recvmsg(int file, struct msghdr *message, int flags)
{
	REAL(recvmsg);
	return fails(MC_CALL_SOCKET) ? -1 : call(file, message, flags);
}
