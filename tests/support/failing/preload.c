/* Stands between a real program and the C library, and lets the call fail that the ledger names.
 * Only what the program does on files, folders and sockets counts: terminals, pipes and event
 * descriptors are no storage. */

#include "tests/support/failing/ledger.h"
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/time.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

static McLedger *ledger;

static void
count_start(void)
{
	if (++ledger->starts == ledger->full_at_start)
		ledger->fail_at[MC_CALL_STORAGE] = ledger->made[MC_CALL_STORAGE] + 1;
}

__attribute__((constructor)) static void
map_ledger(void)
{
	const char *path = getenv(MC_LEDGER_VARIABLE);
	int file = path != NULL ? open(path, O_RDWR | O_CLOEXEC) : -1;
	void *page = MAP_FAILED;

	if (file < 0)
		return;
	page = mmap(NULL, sizeof *ledger, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
	close(file);
	if (page == MAP_FAILED)
		return;
	ledger = page;
	count_start();
}

static void *
real(const char *name)
{
	void *function = dlsym(RTLD_NEXT, name);

	if (function == NULL)
		abort();
	return function;
}

/* The C library's function of the same name. ISO C has no way from an object pointer to a
 * function's; POSIX has this one. */
#define REAL(name)                                                                                 \
	static __typeof__(name) *call;                                                                 \
	if (call == NULL)                                                                              \
	*(void **)&call = real(#name)

/* Counts a call; 1 when it is to fail, errno is set then. */
static int
fails(McCallKind kind)
{
	uint32_t number = 0;
	uint32_t from = 0;

	if (ledger == NULL)
		return 0;
	number = atomic_fetch_add((_Atomic uint32_t *)&ledger->made[kind], 1) + 1;
	from = ledger->fail_at[kind];
	if (from == 0 || number < from || number - from >= ledger->fail_count[kind])
		return 0;
	atomic_fetch_add((_Atomic uint32_t *)&ledger->failed[kind], 1);
	errno = ledger->error[kind];
	return 1;
}

static int
descriptor_fails(int file)
{
	struct stat about;
	int error = errno;

	if (ledger == NULL || fstat(file, &about) != 0) {
		errno = error;
		return 0;
	}
	errno = error;
	if (S_ISSOCK(about.st_mode))
		return fails(MC_CALL_SOCKET);
	return (S_ISREG(about.st_mode) || S_ISDIR(about.st_mode)) && fails(MC_CALL_STORAGE);
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
	if (code == 0 && ledger != NULL)
		atomic_fetch_add((_Atomic uint32_t *)&ledger->flushes, 1);
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

	if (code != 0 || ledger == NULL || ledger->error[MC_CALL_STORAGE] != ENOSPC)
		return code;
	number = ledger->made[MC_CALL_STORAGE] + 1;
	if (ledger->fail_at[MC_CALL_STORAGE] != 0 && number >= ledger->fail_at[MC_CALL_STORAGE] &&
	    number - ledger->fail_at[MC_CALL_STORAGE] < ledger->fail_count[MC_CALL_STORAGE])
		about->f_bavail = about->f_bfree = 0;
	return code;
}

int
statvfs(const char *path, struct statvfs *about)
{
	REAL(statvfs);
	return tell_room(call(path, about), about);
}

/* ---- sockets ---- */

ssize_t
read(int file, void *bytes, size_t size)
{
	REAL(read);
	struct stat about;

	if (ledger != NULL && fstat(file, &about) == 0 && S_ISSOCK(about.st_mode) &&
	    fails(MC_CALL_SOCKET))
		return -1;
	return call(file, bytes, size);
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

/* ---- civil time ---- */

int
clock_gettime(clockid_t clock, struct timespec *moment)
{
	REAL(clock_gettime);
	int code = call(clock, moment);

	if (code == 0 && clock == CLOCK_REALTIME && ledger != NULL)
		moment->tv_sec += ledger->wall_shift_s;
	return code;
}

int
gettimeofday(struct timeval *restrict moment, void *restrict zone)
{
	REAL(gettimeofday);
	int code = call(moment, zone);

	if (code == 0 && ledger != NULL)
		moment->tv_sec += ledger->wall_shift_s;
	return code;
}

time_t
time(time_t *moment)
{
	struct timespec now = {0};

	clock_gettime(CLOCK_REALTIME, &now);
	if (moment != NULL)
		*moment = now.tv_sec;
	return now.tv_sec;
}

int
adjtimex(struct timex *state)
{
	REAL(adjtimex);
	int code = call(state);

	if (code < 0 || ledger == NULL || ledger->steering == MC_STEERING_AS_IT_IS)
		return code;
	if (ledger->steering == MC_STEERING_NOBODY) {
		state->status |= STA_UNSYNC;
		return TIME_ERROR;
	}
	state->status &= ~STA_UNSYNC;
	return TIME_OK;
}
