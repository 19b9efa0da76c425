#include "app/base/notify.h"

#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <string.h>

struct McNotify {
	GSocket *socket;
	GSocketAddress *address;
	guint beat;
};

/* A word that is lost is said again in half a span: nothing is made of an error. */
static void
say(McNotify *self, const char *words)
{
	g_socket_send_to(self->socket, self->address, words, strlen(words), NULL, NULL);
}

static gboolean
on_beat(gpointer data)
{
	say(data, "WATCHDOG=1");
	return G_SOURCE_CONTINUE;
}

/* A path, or a name in the kernel alone, which systemd writes with an @. */
static GSocketAddress *
address_of(const char *name)
{
	return *name == '@'
	           ? g_unix_socket_address_new_with_type(name + 1, -1, G_UNIX_SOCKET_ADDRESS_ABSTRACT)
	           : g_unix_socket_address_new(name);
}

McNotify *
mc_notify_new(void)
{
	g_autofree char *name = g_strdup(g_getenv("NOTIFY_SOCKET"));
	const char *span = g_getenv("WATCHDOG_USEC");
	/* WATCHDOG_PID is not asked: the glass is a child of the display server that systemd starts. */
	guint64 span_us = span == NULL ? 0 : g_ascii_strtoull(span, NULL, 10);
	g_autoptr(McNotify) self = NULL;

	g_unsetenv("NOTIFY_SOCKET");
	g_unsetenv("WATCHDOG_USEC");
	g_unsetenv("WATCHDOG_PID");
	if (name == NULL || *name == '\0')
		return NULL;
	self = g_new0(McNotify, 1);
	self->address = address_of(name);
	self->socket =
	    g_socket_new(G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_DEFAULT, NULL);
	if (self->socket == NULL)
		return NULL;
	/* Somebody who does not listen must not hold up a visit. */
	g_socket_set_blocking(self->socket, FALSE);
	say(self, "READY=1");
	if (span_us > 0)
		self->beat = g_timeout_add((guint)MAX(span_us / 2000, 1), on_beat, self);
	return g_steal_pointer(&self);
}

void
mc_notify_free(McNotify *self)
{
	if (self == NULL)
		return;
	if (self->beat != 0)
		g_source_remove(self->beat);
	if (self->socket != NULL)
		say(self, "STOPPING=1");
	g_clear_object(&self->socket);
	g_clear_object(&self->address);
	g_free(self);
}
