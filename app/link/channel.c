#include "app/link/channel.h"

#include "app/base/error.h"
#include "app/link/codec.h"
#include <string.h>
#include <sys/socket.h>

#define READ_SIZE 16384
#define BACKLOG_MAX (4 * 1024 * 1024) /* a peer that reads nothing must not cost our memory */

struct McChannel {
	gint references; /* of the owner, and of a call in progress */
	gboolean is_open;
	GSocket *socket;
	GSource *readable, *writable; /* writable: only while something waits */
	GByteArray *in, *out;
	McChannelListener listener;
	gpointer data;
};

static void
wipe(GByteArray *bytes)
{
	if (bytes->len > 0)
		explicit_bzero(bytes->data, bytes->len);
	g_byte_array_set_size(bytes, 0);
}

/* Keeps what stands behind the first size bytes. */
static void
drop_front(GByteArray *bytes, gsize size)
{
	gsize rest = bytes->len - size;

	if (rest > 0)
		memmove(bytes->data, bytes->data + size, rest);
	explicit_bzero(bytes->data + rest, size);
	g_byte_array_set_size(bytes, (guint)rest);
}

static void
clear_source(GSource **source)
{
	if (*source == NULL)
		return;
	g_source_destroy(*source);
	g_clear_pointer(source, g_source_unref);
}

static void
shut(McChannel *self)
{
	self->is_open = FALSE;
	clear_source(&self->readable);
	clear_source(&self->writable);
	wipe(self->in);
	wipe(self->out);
	g_socket_close(self->socket, NULL);
}

static void
release(McChannel *self)
{
	if (--self->references > 0)
		return;
	g_byte_array_unref(self->in);
	g_byte_array_unref(self->out);
	g_object_unref(self->socket);
	g_free(self);
}

static void
fail(McChannel *self, const char *cause)
{
	g_autoptr(GError) error = NULL;

	if (!self->is_open)
		return;
	shut(self);
	error = g_error_new(MC_ERROR, MC_ERROR_UNREACHABLE, "link: %s", cause);
	self->listener.closed(error, self->data);
}

/* Hands out the complete lines. FALSE when the channel was freed or closed meanwhile. */
static gboolean
hand_out_lines(McChannel *self)
{
	for (;;) {
		guint8 *end = self->in->len == 0 ? NULL : memchr(self->in->data, '\n', self->in->len);
		gsize length = end == NULL ? 0 : (gsize)(end - self->in->data);

		if (end == NULL)
			return TRUE;
		*end = '\0';
		self->listener.line((const char *)self->in->data, length, self->data);
		if (!self->is_open)
			return FALSE;
		drop_front(self->in, length + 1);
	}
}

static void
read_some(McChannel *self)
{
	guint old = self->in->len;
	gssize got = 0;
	g_autoptr(GError) error = NULL;

	g_byte_array_set_size(self->in, old + READ_SIZE);
	got = g_socket_receive(self->socket, (char *)self->in->data + old, READ_SIZE, NULL, &error);
	g_byte_array_set_size(self->in, old + (guint)MAX(got, 0));
	if (got < 0 && g_error_matches(error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
		return;
	if (got <= 0) {
		fail(self, got == 0 ? "the peer closed the connection" : error->message);
		return;
	}
	if (hand_out_lines(self) && self->in->len > MC_LINK_LINE_MAX)
		fail(self, "a line is too long");
}

static gboolean
on_readable(GSocket *socket, GIOCondition condition, gpointer data)
{
	McChannel *self = data;
	gboolean stays = FALSE;

	self->references++;
	read_some(self);
	stays = self->is_open;
	release(self);
	return stays;
}

static void write_some(McChannel *self);

static void
break_off(McChannel *self)
{
	wipe(self->out);
	/* Seen by the reading side in the next turn of the loop: never from inside a call. */
	g_socket_shutdown(self->socket, TRUE, TRUE, NULL);
}

static gboolean
on_writable(GSocket *socket, GIOCondition condition, gpointer data)
{
	McChannel *self = data;
	gboolean stays = FALSE;

	self->references++;
	write_some(self);
	stays = self->is_open && self->out->len > 0;
	if (self->is_open && !stays)
		clear_source(&self->writable);
	release(self);
	return stays;
}

static GSource *
watch(McChannel *self, GIOCondition condition, GSocketSourceFunc func)
{
	GSource *source = g_socket_create_source(self->socket, condition, NULL);

	g_source_set_callback(source, G_SOURCE_FUNC(func), self, NULL);
	g_source_attach(source, NULL);
	return source;
}

/* What cannot go out keeps its place; a broken connection is reported by the reading side. A send
 * that fails for another reason (no memory for it) has lost a line all the same: then the
 * connection is broken here, or the peer would wait for that line for ever. */
static void
write_some(McChannel *self)
{
	g_autoptr(GError) error = NULL;
	gssize sent = 0;

	if (self->out->len == 0)
		return;
	sent = g_socket_send(self->socket, (const char *)self->out->data, self->out->len, NULL, &error);
	if (sent > 0)
		drop_front(self->out, (gsize)sent);
	else if (!g_error_matches(error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
		break_off(self);
}

McChannel *
mc_channel_new(GSocket *socket, const McChannelListener *listener, gpointer data)
{
	McChannel *self = g_new0(McChannel, 1);

	self->references = 1;
	self->is_open = TRUE;
	self->socket = g_object_ref(socket);
	self->in = g_byte_array_new();
	self->out = g_byte_array_new();
	self->listener = *listener;
	self->data = data;
	g_socket_set_blocking(socket, FALSE);
	self->readable = watch(self, G_IO_IN | G_IO_HUP | G_IO_ERR, on_readable);
	return self;
}

void
mc_channel_free(McChannel *self)
{
	if (self == NULL)
		return;
	if (self->is_open)
		shut(self);
	release(self);
}

void
mc_channel_send(McChannel *self, const char *line)
{
	if (!self->is_open)
		return;
	if (self->out->len > BACKLOG_MAX) {
		break_off(self);
		return;
	}
	g_byte_array_append(self->out, (const guint8 *)line, (guint)strlen(line));
	g_byte_array_append(self->out, (const guint8 *)"\n", 1);
	write_some(self);
	if (self->out->len > 0 && self->writable == NULL)
		self->writable = watch(self, G_IO_OUT, on_writable);
}

gboolean
mc_channel_peer_is_gone(McChannel *self)
{
	char byte = 0;

	if (!self->is_open)
		return TRUE;
	return recv(g_socket_get_fd(self->socket), &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}
