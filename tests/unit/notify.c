/* What systemd hears of a service: O9 (a hung program is found out by its watchdog). */
#include "app/base/notify.h"

#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <string.h>
#include <unistd.h>

typedef struct Listener {
	GSocket *socket;
	char name[64];
} Listener;

/* As systemd is: a socket of datagrams with a name in the kernel alone. */
static void
listener_init(Listener *self)
{
	g_autoptr(GSocketAddress) address = NULL;
	g_autoptr(GError) error = NULL;

	g_snprintf(self->name, sizeof self->name, "@medcheck-notify-%d", (int)getpid());
	address =
	    g_unix_socket_address_new_with_type(self->name + 1, -1, G_UNIX_SOCKET_ADDRESS_ABSTRACT);
	self->socket = g_socket_new(
	    G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_DEFAULT, &error);
	g_assert_no_error(error);
	g_assert_true(g_socket_bind(self->socket, address, FALSE, &error));
	g_assert_true(g_setenv("NOTIFY_SOCKET", self->name, TRUE));
}

static void
assert_hears(Listener *self, const char *words)
{
	g_autoptr(GError) error = NULL;
	char heard[64] = "";
	gssize size = 0;

	while (g_socket_condition_check(self->socket, G_IO_IN) == 0)
		g_main_context_iteration(NULL, TRUE);
	size = g_socket_receive(self->socket, heard, sizeof heard - 1, NULL, &error);
	g_assert_no_error(error);
	g_assert_cmpint(size, ==, strlen(words));
	g_assert_cmpstr(heard, ==, words);
}

static void
test_beats(void)
{
	Listener listener;
	McNotify *notify = NULL;

	listener_init(&listener);
	g_assert_true(g_setenv("WATCHDOG_USEC", "4000", TRUE));
	/* the display server's: the glass is its child */
	g_assert_true(g_setenv("WATCHDOG_PID", "1", TRUE));
	notify = mc_notify_new();
	g_assert_nonnull(notify);
	g_assert_null(g_getenv("NOTIFY_SOCKET"));
	g_assert_null(g_getenv("WATCHDOG_USEC"));
	assert_hears(&listener, "READY=1");
	/* only the loop says this */
	g_assert_cmpint(g_socket_condition_check(listener.socket, G_IO_IN), ==, 0);
	for (guint i = 0; i < 3; i++)
		assert_hears(&listener, "WATCHDOG=1");
	mc_notify_free(notify);
	while (g_main_context_iteration(NULL, FALSE))
		continue;
	assert_hears(&listener, "STOPPING=1");
	g_assert_cmpint(g_socket_condition_check(listener.socket, G_IO_IN), ==, 0);
	g_object_unref(listener.socket);
}

static void
test_without_watchdog(void)
{
	Listener listener;
	McNotify *notify = NULL;

	listener_init(&listener);
	notify = mc_notify_new();
	assert_hears(&listener, "READY=1");
	g_assert_false(g_main_context_pending(NULL));
	mc_notify_free(notify);
	g_object_unref(listener.socket);
}

static void
test_outside_of_systemd(void)
{
	g_unsetenv("NOTIFY_SOCKET");
	g_assert_null(mc_notify_new());
	mc_notify_free(NULL);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/notify/O9/beats", test_beats);
	g_test_add_func("/notify/O9/without-watchdog", test_without_watchdog);
	g_test_add_func("/notify/O9/outside-of-systemd", test_outside_of_systemd);
	return g_test_run();
}
