/* medcheck-photo PLUGIN: the card's photo from standard input through somebody's decoder to
 * standard output, as app/photo/answer.h says. While the library is loaded nothing can be started,
 * written or reached; from then on not even a file be opened. Whatever goes wrong ends it without
 * an answer. */
#include "app/confine/landlock.h"
#include "app/photo/answer.h"
#include "app/photo/plugin.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#define LONGEST_CPU_S 5 /* who runs it gives it 3 s of time; this is for when nobody does */
#define MEMORY_BYTES (256u << 20)

static guint8 photo[MC_PHOTO_BYTES_MAX + 1]; /* one more tells what is too long */
static guint8 answer[MC_PHOTO_ANSWER_BYTES_MAX];

static void
limit(void)
{
	const struct rlimit cpu = {LONGEST_CPU_S, LONGEST_CPU_S}, none = {0, 0};

	setrlimit(RLIMIT_CPU, &cpu);
	setrlimit(RLIMIT_CORE, &none);
	setrlimit(RLIMIT_FSIZE, &none);
#ifndef MC_SANITIZED /* whose shadow is terabytes */
	setrlimit(RLIMIT_AS, &(struct rlimit){MEMORY_BYTES, MEMORY_BYTES});
#endif
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_DUMPABLE, 0);
}

/* The decoder itself, and the system's libraries that it stands on. */
static gboolean
confine_to(const char *plugin)
{
	const McOpenable openable[] = {
	    {plugin, FALSE},
	    {"/usr", FALSE},
	    {"/lib", FALSE},
	    {"/lib64", FALSE},
	    {"/etc/ld.so.cache", FALSE},
#ifdef MC_SANITIZED
	    {"/proc/self", FALSE},
#endif
	};

	return mc_landlock_confine(openable, G_N_ELEMENTS(openable));
}

/* Loading a library maps files; it neither needs another process nor a network, and makes none. */
static gboolean
forbid_all_but_loading(void)
{
	static const int denied[] = {SCMP_SYS(socket), SCMP_SYS(socketpair), SCMP_SYS(connect),
	    SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(fork), SCMP_SYS(vfork), SCMP_SYS(clone),
	    SCMP_SYS(clone3), SCMP_SYS(ptrace), SCMP_SYS(kill), SCMP_SYS(tgkill),
	    SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev), SCMP_SYS(creat), SCMP_SYS(openat2),
	    SCMP_SYS(unlink), SCMP_SYS(unlinkat), SCMP_SYS(rename), SCMP_SYS(renameat),
	    SCMP_SYS(renameat2), SCMP_SYS(link), SCMP_SYS(linkat), SCMP_SYS(symlink),
	    SCMP_SYS(symlinkat), SCMP_SYS(mkdir), SCMP_SYS(mkdirat), SCMP_SYS(mknod), SCMP_SYS(mknodat),
	    SCMP_SYS(truncate), SCMP_SYS(memfd_create), SCMP_SYS(keyctl), SCMP_SYS(add_key),
	    SCMP_SYS(request_key), SCMP_SYS(io_uring_setup), SCMP_SYS(bpf)};
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	gboolean fine = filter != NULL;

	for (guint i = 0; fine && i < G_N_ELEMENTS(denied); i++)
		fine = seccomp_rule_add(filter, SCMP_ACT_KILL_PROCESS, denied[i], 0) == 0;
	fine = fine &&
	       seccomp_rule_add(filter, SCMP_ACT_KILL_PROCESS, SCMP_SYS(open), 1,
	           SCMP_A1(SCMP_CMP_MASKED_EQ, O_CREAT, O_CREAT)) == 0 &&
	       seccomp_rule_add(filter, SCMP_ACT_KILL_PROCESS, SCMP_SYS(openat), 1,
	           SCMP_A2(SCMP_CMP_MASKED_EQ, O_CREAT, O_CREAT)) == 0;
	fine = fine && seccomp_load(filter) == 0;
	seccomp_release(filter);
	return fine;
}

static gboolean
forbid_all_but_computing(void)
{
	static const int allowed[] = {SCMP_SYS(write), SCMP_SYS(exit_group), SCMP_SYS(exit),
	    SCMP_SYS(brk), SCMP_SYS(mmap), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise),
	    SCMP_SYS(futex), SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigprocmask), SCMP_SYS(clock_gettime),
	    SCMP_SYS(getrandom)};
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	gboolean fine = filter != NULL;

	for (guint i = 0; fine && i < G_N_ELEMENTS(allowed); i++)
		fine = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0) == 0;
	fine = fine && seccomp_load(filter) == 0;
	seccomp_release(filter);
	return fine;
}

static gsize
read_photo(void)
{
	gsize length = 0;
	gssize got = 0;

	while (length < sizeof photo &&
	       (got = read(STDIN_FILENO, photo + length, sizeof photo - length)) > 0)
		length += (gsize)got;
	return length;
}

static void
write_answer(gsize length)
{
	gsize at = 0;
	gssize gone = 0;

	while (at < length && (gone = write(STDOUT_FILENO, answer + at, length - at)) > 0)
		at += (gsize)gone;
}

static gboolean
answer_with(McPhotoPluginFunction *decode, gsize length)
{
	unsigned width = 0, height = 0;

	if (decode(photo, length, answer + MC_PHOTO_HEAD_BYTES, &width, &height) != 0 || width == 0 ||
	    width > MC_PHOTO_WIDTH_MAX || height == 0 || height > MC_PHOTO_HEIGHT_MAX)
		return FALSE;
	answer[0] = (guint8)width;
	answer[1] = (guint8)(width >> 8);
	answer[2] = (guint8)height;
	answer[3] = (guint8)(height >> 8);
	write_answer(MC_PHOTO_HEAD_BYTES + (gsize)width * height * 3);
	return TRUE;
}

int
main(int argc, char **argv)
{
	void *library = NULL;
	void *symbol = NULL;
	McPhotoPluginFunction *decode = NULL;
	gsize length;

	if (argc != 2)
		_exit(2);
	close_range(STDERR_FILENO + 1, ~0u, 0);
	limit();
	if (!confine_to(argv[1]) || !forbid_all_but_loading())
		_exit(1);
	length = read_photo();
	if (length == 0 || length > MC_PHOTO_BYTES_MAX)
		_exit(1);
	library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
	symbol = library == NULL ? NULL : dlsym(library, MC_PHOTO_PLUGIN_FUNCTION);
	if (symbol == NULL)
		_exit(1);
	*(void **)&decode = symbol;
	if (!forbid_all_but_computing())
		_exit(1);
	_exit(answer_with(decode, length) ? 0 : 1);
}
