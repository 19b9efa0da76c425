#include "drivers/camera/child/sandbox.h"

#include "app/confine/landlock.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>

#define MEMORY_BYTES (1u << 30) /* of addresses: a stack for each of its threads is among them */

void
mc_camera_limit(void)
{
	const struct rlimit none = {0, 0};

	setrlimit(RLIMIT_CORE, &none);
	setrlimit(RLIMIT_FSIZE, &none);
#ifndef MC_SANITIZED /* whose shadow is terabytes */
	setrlimit(RLIMIT_AS, &(struct rlimit){MEMORY_BYTES, MEMORY_BYTES});
#endif
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_DUMPABLE, 0);
}

static gboolean
deny(scmp_filter_ctx filter, const int *calls, guint count)
{
	gboolean fine = TRUE;

	for (guint i = 0; fine && i < count; i++)
		fine = seccomp_rule_add(filter, SCMP_ACT_KILL_PROCESS, calls[i], 0) == 0;
	return fine;
}

/* A thread is no other process. The newer call hides its flags from a filter; without it the C
 * library takes the older one. */
static gboolean
deny_processes(scmp_filter_ctx filter)
{
	return seccomp_rule_add(filter, SCMP_ACT_KILL_PROCESS, SCMP_SYS(clone), 1,
	           SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0)) == 0 &&
	       seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0;
}

static gboolean
deny_new_files(scmp_filter_ctx filter)
{
	return seccomp_rule_add(filter, SCMP_ACT_KILL_PROCESS, SCMP_SYS(open), 1,
	           SCMP_A1(SCMP_CMP_MASKED_EQ, O_CREAT, O_CREAT)) == 0 &&
	       seccomp_rule_add(filter, SCMP_ACT_KILL_PROCESS, SCMP_SYS(openat), 1,
	           SCMP_A2(SCMP_CMP_MASKED_EQ, O_CREAT, O_CREAT)) == 0;
}

/* GStreamer's part for V4L2 wants to hear from the kernel what is plugged in, and does without. */
static gboolean
deny_sockets(scmp_filter_ctx filter)
{
	return seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(socket), 1,
	           SCMP_A0(SCMP_CMP_EQ, AF_NETLINK)) == 0 &&
	       seccomp_rule_add(filter, SCMP_ACT_KILL_PROCESS, SCMP_SYS(socket), 1,
	           SCMP_A0(SCMP_CMP_NE, AF_NETLINK)) == 0;
}

static gboolean
load(scmp_filter_ctx filter, gboolean fine)
{
	/* All threads: a library may have started one. */
	fine = fine && seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1) == 0 &&
	       seccomp_load(filter) == 0;
	seccomp_release(filter);
	return fine;
}

/* Libraries, and what they ask of the machine: its processors, what kind of node that is. */
static gboolean
confine_to(const char *node)
{
	const McOpenable openable[] = {
	    {"/usr", FALSE},
	    {"/lib", FALSE},
	    {"/lib64", FALSE},
	    {MC_GST_PLUGINS, FALSE},
	    {"/etc/ld.so.cache", FALSE},
	    {"/proc/self", FALSE},
	    {"/sys/devices", FALSE},
	    {"/dev/urandom", FALSE},
	    {node, TRUE},
	};

	return mc_landlock_confine(openable, G_N_ELEMENTS(openable));
}

gboolean
mc_camera_forbid_all_but_opening(const char *node)
{
	static const int denied[] = {SCMP_SYS(connect), SCMP_SYS(bind), SCMP_SYS(listen),
	    SCMP_SYS(accept), SCMP_SYS(accept4), SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(fork),
	    SCMP_SYS(vfork), SCMP_SYS(ptrace), SCMP_SYS(kill), SCMP_SYS(process_vm_readv),
	    SCMP_SYS(process_vm_writev), SCMP_SYS(creat), SCMP_SYS(openat2), SCMP_SYS(unlink),
	    SCMP_SYS(unlinkat), SCMP_SYS(rename), SCMP_SYS(renameat), SCMP_SYS(renameat2),
	    SCMP_SYS(link), SCMP_SYS(linkat), SCMP_SYS(symlink), SCMP_SYS(symlinkat), SCMP_SYS(mkdir),
	    SCMP_SYS(mkdirat), SCMP_SYS(mknod), SCMP_SYS(mknodat), SCMP_SYS(truncate),
	    SCMP_SYS(memfd_create), SCMP_SYS(keyctl), SCMP_SYS(add_key), SCMP_SYS(request_key),
	    SCMP_SYS(io_uring_setup), SCMP_SYS(bpf)};
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);

	if (!confine_to(node)) {
		seccomp_release(filter);
		return FALSE;
	}
	return load(filter, filter != NULL && deny(filter, denied, G_N_ELEMENTS(denied)) &&
	                        deny_processes(filter) && deny_sockets(filter) &&
	                        deny_new_files(filter));
}

/* Memory that is both written and run would be a way round all of this. */
static gboolean
allow_memory(scmp_filter_ctx filter)
{
	return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
	           SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0 &&
	       seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
	           SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0;
}

static gboolean
allow_threads(scmp_filter_ctx filter)
{
	return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
	           SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD)) == 0 &&
	       seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0;
}

/* Libraries ask for files now and then (a random seed, a name for an error) and do without. */
static gboolean
refuse_files(scmp_filter_ctx filter)
{
	static const int refused[] = {SCMP_SYS(open), SCMP_SYS(openat), SCMP_SYS(access),
	    SCMP_SYS(faccessat), SCMP_SYS(faccessat2), SCMP_SYS(stat), SCMP_SYS(newfstatat),
	    SCMP_SYS(statx), SCMP_SYS(readlink), SCMP_SYS(readlinkat)};
	gboolean fine = TRUE;

	for (guint i = 0; fine && i < G_N_ELEMENTS(refused); i++)
		fine = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), refused[i], 0) == 0;
	return fine;
}

/* Whatever they are called with. */
static const int allowed[] = {
    SCMP_SYS(read),
    SCMP_SYS(write),
    SCMP_SYS(close),
    SCMP_SYS(dup), /* v4l2src gives its pool of buffers a file of its own */
    SCMP_SYS(poll),
    SCMP_SYS(ppoll),
    SCMP_SYS(select),
    SCMP_SYS(pselect6),
    SCMP_SYS(ioctl),
    SCMP_SYS(fcntl),
    SCMP_SYS(pipe2),
    SCMP_SYS(eventfd2),
    SCMP_SYS(exit_group),
    SCMP_SYS(exit),
    SCMP_SYS(brk),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    SCMP_SYS(futex),
    SCMP_SYS(rseq),
    SCMP_SYS(set_robust_list),
    SCMP_SYS(get_robust_list),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_getres),
    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(nanosleep),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(getrandom),
    SCMP_SYS(getpid),
    SCMP_SYS(getppid),
    SCMP_SYS(gettid),
    SCMP_SYS(sched_yield),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(sched_getattr),
    SCMP_SYS(sched_setattr),
    SCMP_SYS(restart_syscall),
#ifdef MC_SANITIZED
    SCMP_SYS(sigaltstack),
    SCMP_SYS(tgkill),
    SCMP_SYS(prlimit64),
#endif
};

gboolean
mc_camera_forbid_all_but_looking(void)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	gboolean fine =
	    filter != NULL && allow_memory(filter) && allow_threads(filter) && refuse_files(filter);

	for (guint i = 0; fine && i < G_N_ELEMENTS(allowed); i++)
		fine = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0) == 0;
	/* A thread names itself, and no more; threads wake each other over a pair of sockets. */
	fine = fine && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(socketpair), 1,
	                   SCMP_A0(SCMP_CMP_EQ, AF_UNIX)) == 0;
	fine = fine && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prctl), 1,
	                   SCMP_A0(SCMP_CMP_EQ, PR_SET_NAME)) == 0;
	return load(filter, fine);
}
