/* In medcheck-camera's place: the name of the "node" says how it goes wrong. It finds the kiosk's
 * socket where the real one does and says what tests/fuzz could not invent better. */
#include "drivers/camera/wire.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

static void
hang(void)
{
	for (;;)
		pause();
}

/* "stop-17", "noise-17", "pull-17": so it goes on after so many bytes. */
static const char *breaks, *pulled;
static gsize whole = G_MAXSIZE;

static void
go_on_otherwise(void)
{
	guint8 noise[256];

	memset(noise, 0xff, sizeof noise);
	if (breaks[0] == 'n')
		(void)!write(STDIN_FILENO, noise, sizeof noise);
	if (breaks[0] == 'p') {
		unlink(pulled);
		hang();
	}
	_exit(0);
}

static void
out(const void *bytes, gsize length)
{
	(void)!write(STDIN_FILENO, bytes, MIN(length, whole));
	if (breaks != NULL && length >= whole)
		go_on_otherwise();
	whole -= length;
}

static void
say(McCameraKind kind, McCameraState state, McCameraCause cause, guint length)
{
	const McCameraHead head = {.kind = kind,
	    .state = state,
	    .cause = cause,
	    .width = length == 0 ? 0 : 2,
	    .height = length == 0 ? 0 : 2,
	    .length = length};
	guint8 bytes[MC_CAMERA_HEAD_BYTES];

	mc_camera_head_write(&head, bytes);
	out(bytes, sizeof bytes);
}

static void
fault(McCameraCause cause)
{
	say(MC_CAMERA_KIND_STATE, MC_CAMERA_FAULT, cause, 0);
	_exit(1);
}

/* Crashes the first time, and leaves in the "node" that it did. */
static void
crash_once(const char *node)
{
	int file = open(node, O_RDWR | O_APPEND);
	char byte = 0;

	if (read(file, &byte, 1) == 1)
		return;
	(void)!write(file, "x", 1);
	raise(SIGSEGV);
}

static void
begin(const char *how, const char *node)
{
	static const char *const causes[MC_CAMERA_CAUSES] = {
	    "", "gone", "busy", "permission", "wrong", "silent", "broken"};

	for (guint i = 1; i < MC_CAMERA_CAUSES; i++)
		if (strcmp(how, causes[i]) == 0)
			fault((McCameraCause)i);
	if (strcmp(how, "hang") == 0)
		hang();
	if (strcmp(how, "garbage") == 0)
		for (guint i = 0; i < 4096; i++)
			(void)!write(STDIN_FILENO, "\xff", 1);
	if (strcmp(how, "once") == 0)
		crash_once(node);
	say(MC_CAMERA_KIND_STATE, MC_CAMERA_READY, MC_CAMERA_CAUSE_NONE, 0);
	if (strcmp(how, "unasked") == 0)
		say(MC_CAMERA_KIND_STATE, MC_CAMERA_RUNNING, MC_CAMERA_CAUSE_NONE, 0);
}

static void
still(const char *how)
{
	if (strcmp(how, "crash") == 0)
		raise(SIGSEGV);
	if (strcmp(how, "late") == 0)
		hang();
	if (strcmp(how, "long") == 0)
		say(MC_CAMERA_KIND_STILL, MC_CAMERA_RUNNING, MC_CAMERA_CAUSE_NONE, 0xffffffff);
	/* With a digest of zeros, which is not its own. */
	say(MC_CAMERA_KIND_STILL, MC_CAMERA_RUNNING, MC_CAMERA_CAUSE_NONE, 8);
	out("\xff\xd8....\xff\xd9", 8);
}

int
main(int argc, char **argv)
{
	const char *slash = argc == 2 ? strrchr(argv[1], '/') : NULL;
	const char *how = slash == NULL ? "" : slash + 1;
	const char *dash = strrchr(how, '-');
	char command = 0;

	if (dash != NULL) {
		breaks = how;
		pulled = argv[1];
		whole = (gsize)g_ascii_strtoull(dash + 1, NULL, 10);
	}
	begin(how, argc == 2 ? argv[1] : "");
	while (read(STDIN_FILENO, &command, 1) == 1) {
		if (command == MC_CAMERA_START)
			say(MC_CAMERA_KIND_STATE, MC_CAMERA_RUNNING, MC_CAMERA_CAUSE_NONE, 0);
		else if (command == MC_CAMERA_STOP)
			say(MC_CAMERA_KIND_STATE, MC_CAMERA_READY, MC_CAMERA_CAUSE_NONE, 0);
		else
			still(how);
	}
	return 0;
}
