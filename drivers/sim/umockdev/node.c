#include "drivers/sim/umockdev/node.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <pty.h>
#include <stdio.h>
#include <termios.h>
#include <unistd.h>

/* Mode bits do not stop root, whom the tests often run as; opening this for writing is refused to
 * everybody with EACCES, as a device is to those whom no udev rule lets in. */
#define NOT_EVEN_ROOT "/sys/kernel/uevent_seqnum"

static gboolean
fail(GError **error, const char *what)
{
	int code = errno;

	g_set_error(error, G_IO_ERROR, g_io_error_from_errno(code), "%s for a device node: %s", what,
	    g_strerror(code));
	return FALSE;
}

gboolean
mc_sim_node_open(McSimNode *node, const char *path, gboolean forbidden, GError **error)
{
	struct termios raw;
	char name[64];
	g_autofree char *folder = g_path_get_dirname(path);

	node->master = node->slave = -1;
	if (openpty(&node->master, &node->slave, NULL, NULL, NULL) < 0)
		return fail(error, "pseudo terminal");
	if (ttyname_r(node->slave, name, sizeof name) != 0 || tcgetattr(node->slave, &raw) < 0)
		return fail(error, "terminal settings");
	cfmakeraw(&raw);
	if (tcsetattr(node->slave, TCSANOW, &raw) < 0)
		return fail(error, "terminal settings");
	fcntl(node->master, F_SETFD, FD_CLOEXEC);
	fcntl(node->slave, F_SETFD, FD_CLOEXEC);
	mc_sim_node_set_ready(node, FALSE);
	if (g_mkdir_with_parents(folder, 0755) < 0)
		return fail(error, "folder");
	unlink(path);
	if (symlink(forbidden ? NOT_EVEN_ROOT : name, path) < 0)
		return fail(error, "link");
	return TRUE;
}

void
mc_sim_node_set_ready(McSimNode *node, gboolean ready)
{
	if (node->slave >= 0)
		tcflow(node->slave, ready ? TCOON : TCOOFF);
}

void
mc_sim_node_close(McSimNode *node, const char *path)
{
	unlink(path);
	if (node->slave >= 0)
		close(node->slave);
	if (node->master >= 0)
		close(node->master);
	node->master = node->slave = -1;
}
