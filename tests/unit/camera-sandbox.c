/* T10 and the threats "leak", "parser bugs": what the camera's child has given up is gone, and what
 * it needs works. Each trial is a process of its own. */
#include "drivers/camera/child/sandbox.h"

#include "app/confine/landlock.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define NODE "/dev/null" /* in the camera's place */

typedef struct Trial {
	const char *name;
	void (*try)(void);
} Trial;

static void
network(void)
{
	(void)!socket(AF_INET, SOCK_STREAM, 0);
}

static void
local_socket(void)
{
	(void)!socket(AF_UNIX, SOCK_STREAM, 0);
}

static void
program(void)
{
	execl("/bin/true", "true", NULL);
}

static void
process(void)
{
	if (fork() == 0)
		_exit(0);
}

static void
new_file(void)
{
	(void)!open("/tmp/medcheck-camera-sandbox", O_CREAT | O_WRONLY, 0600);
}

static void
no_file(void)
{
	unlink("/tmp/medcheck-camera-sandbox");
}

static void
foreign_signal(void)
{
	kill(getppid(), SIGCONT);
}

static void
run_memory(void)
{
	(void)!mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static void
old_file(void)
{
	if (open("/proc/self/status", O_RDONLY) < 0 && errno == EACCES)
		_exit(4); /* refused, as it is to be */
}

static void
foreign_file(void)
{
	if (open("/etc/passwd", O_RDONLY) < 0 && errno == EACCES)
		_exit(4);
}

static void
foreign_node(void)
{
	if (open("/dev/zero", O_RDWR) < 0 && errno == EACCES)
		_exit(4);
}

static void
opening(void)
{
	if (open("/usr/bin/env", O_RDONLY) < 0 || open(NODE, O_RDWR) < 0)
		_exit(1);
}

static void *
nothing(void *data)
{
	return data;
}

static void
looking(void)
{
	int pair[2] = {-1, -1};
	pthread_t thread;
	char byte = 0;

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0 || write(pair[0], "x", 1) != 1 ||
	    read(pair[1], &byte, 1) != 1 || pthread_create(&thread, NULL, nothing, NULL) != 0 ||
	    pthread_join(thread, NULL) != 0)
		_exit(1);
}

/* How a process ends that gave up stages and then tries. */
static int
end_of(const Trial *trial, guint stages)
{
	int status = 0;
	pid_t child = fork();

	g_assert_cmpint(child, >=, 0);
	if (child == 0) {
		mc_camera_limit();
		if (stages > 0 && !mc_camera_forbid_all_but_opening(NODE))
			_exit(2);
		if (stages > 1 && !mc_camera_forbid_all_but_looking())
			_exit(3);
		trial->try();
		_exit(0);
	}
	g_assert_cmpint(waitpid(child, &status, 0), ==, child);
	return status;
}

static void
test_killed_at_once(gconstpointer data)
{
	int status = end_of(data, 1);

	g_assert_true(WIFSIGNALED(status));
	g_assert_cmpint(WTERMSIG(status), ==, SIGSYS);
	status = end_of(data, 2);
	g_assert_true(WIFSIGNALED(status));
}

static void
test_killed_later(gconstpointer data)
{
	int status = end_of(data, 2);

	g_assert_cmpint(end_of(data, 1), ==, 0);
	g_assert_true(WIFSIGNALED(status));
	g_assert_cmpint(WTERMSIG(status), ==, SIGSYS);
}

static void
test_refused_later(gconstpointer data)
{
	int status = end_of(data, 2);

	g_assert_cmpint(end_of(data, 1), ==, 0);
	g_assert_true(WIFEXITED(status));
	g_assert_cmpint(WEXITSTATUS(status), ==, 4);
}

static void
test_refused_at_once(gconstpointer data)
{
	int status = end_of(data, 1);

	if (!mc_landlock_is_there()) {
		g_test_skip("this kernel has no Landlock");
		return;
	}
	g_assert_cmpint(end_of(data, 0), ==, 0);
	g_assert_true(WIFEXITED(status));
	g_assert_cmpint(WEXITSTATUS(status), ==, 4);
}

static void
test_allowed_at_first(gconstpointer data)
{
	g_assert_cmpint(end_of(data, 0), ==, 0);
	g_assert_cmpint(end_of(data, 1), ==, 0);
}

static void
test_allowed(gconstpointer data)
{
	for (guint stages = 0; stages <= 2; stages++)
		g_assert_cmpint(end_of(data, stages), ==, 0);
}

static void
add(const char *path, const Trial *trial, guint count, GTestDataFunc function)
{
	for (guint i = 0; i < count; i++) {
		g_autofree char *name = g_strconcat(path, trial[i].name, NULL);

		g_test_add_data_func(name, &trial[i], function);
	}
}

int
main(int argc, char **argv)
{
	static const Trial at_once[] = {{"network", network}, {"socket", local_socket},
	    {"program", program}, {"process", process}, {"new-file", new_file}, {"no-file", no_file},
	    {"signal", foreign_signal}};
	static const Trial later[] = {{"memory", run_memory}};
	static const Trial refused[] = {{"file", old_file}};
	static const Trial foreign[] = {{"foreign-file", foreign_file}, {"foreign-node", foreign_node}};
	static const Trial at_first[] = {{"opening", opening}};
	static const Trial allowed[] = {{"looking", looking}};

	g_test_init(&argc, &argv, NULL);
	add("/camera-sandbox/killed/", at_once, G_N_ELEMENTS(at_once), test_killed_at_once);
	add("/camera-sandbox/later/", later, G_N_ELEMENTS(later), test_killed_later);
	add("/camera-sandbox/refused/", refused, G_N_ELEMENTS(refused), test_refused_later);
	add("/camera-sandbox/refused/", foreign, G_N_ELEMENTS(foreign), test_refused_at_once);
	add("/camera-sandbox/allowed/", at_first, G_N_ELEMENTS(at_first), test_allowed_at_first);
	add("/camera-sandbox/allowed/", allowed, G_N_ELEMENTS(allowed), test_allowed);
	return g_test_run();
}
