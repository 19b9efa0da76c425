#define G_LOG_DOMAIN "medcheck-bus"
#include "drivers/bus/usb-source.h"

#include <libusb.h>

typedef struct McUsbSource {
	GSource parent;
	libusb_context *usb;
	GHashTable *tags; /* descriptor -> tag of the source */
} McUsbSource;

/* On Linux libusb keeps its deadlines in a timerfd, so that this says "none"; a libusb built
 * without it needs the loop to wake in time. */
static gboolean
usb_source_prepare(GSource *source, gint *timeout_ms)
{
	McUsbSource *self = (McUsbSource *)source;
	struct timeval left;

	*timeout_ms = -1;
	if (libusb_get_next_timeout(self->usb, &left) == 1)
		*timeout_ms = (gint)(left.tv_sec * 1000 + (left.tv_usec + 999) / 1000);
	return *timeout_ms == 0;
}

/* The default check() would dispatch only for a descriptor, not for a deadline that has passed. */
static gboolean
usb_source_check(GSource *source)
{
	McUsbSource *self = (McUsbSource *)source;
	struct timeval left;
	GHashTableIter iter;
	gpointer tag;

	g_hash_table_iter_init(&iter, self->tags);
	while (g_hash_table_iter_next(&iter, NULL, &tag))
		if (g_source_query_unix_fd(source, tag) != 0)
			return TRUE;
	return libusb_get_next_timeout(self->usb, &left) == 1 && left.tv_sec == 0 && left.tv_usec == 0;
}

static gboolean
usb_source_dispatch(GSource *source, GSourceFunc callback, gpointer user_data)
{
	McUsbSource *self = (McUsbSource *)source;
	struct timeval at_once = {0, 0};
	int result = libusb_handle_events_timeout_completed(self->usb, &at_once, NULL);

	/* A descriptor that stays readable while its event cannot be taken would spin the loop. */
	if (result < 0 && result != LIBUSB_ERROR_INTERRUPTED) {
		g_critical("USB events: %s; no instrument can be used", libusb_error_name(result));
		return G_SOURCE_REMOVE;
	}
	return G_SOURCE_CONTINUE;
}

static void
usb_source_finalize(GSource *source)
{
	McUsbSource *self = (McUsbSource *)source;

	libusb_set_pollfd_notifiers(self->usb, NULL, NULL, NULL);
	g_hash_table_unref(self->tags);
}

static GSourceFuncs usb_source_funcs = {
    .prepare = usb_source_prepare,
    .check = usb_source_check,
    .dispatch = usb_source_dispatch,
    .finalize = usb_source_finalize,
};

static void LIBUSB_CALL
on_fd_added(int fd, short events, void *data)
{
	McUsbSource *self = data;

	g_hash_table_insert(self->tags, GINT_TO_POINTER(fd),
	    g_source_add_unix_fd(&self->parent, fd, (GIOCondition)events));
}

static void LIBUSB_CALL
on_fd_removed(int fd, void *data)
{
	McUsbSource *self = data;
	gpointer tag = g_hash_table_lookup(self->tags, GINT_TO_POINTER(fd));

	if (tag != NULL && !g_source_is_destroyed(&self->parent))
		g_source_remove_unix_fd(&self->parent, tag);
	g_hash_table_remove(self->tags, GINT_TO_POINTER(fd));
}

GSource *
mc_usb_source_new(struct libusb_context *usb)
{
	GSource *source = g_source_new(&usb_source_funcs, sizeof(McUsbSource));
	McUsbSource *self = (McUsbSource *)source;
	const struct libusb_pollfd **fds = libusb_get_pollfds(usb);

	self->usb = usb;
	self->tags = g_hash_table_new(NULL, NULL);
	for (guint i = 0; fds != NULL && fds[i] != NULL; i++)
		on_fd_added(fds[i]->fd, fds[i]->events, self);
	libusb_free_pollfds(fds);
	libusb_set_pollfd_notifiers(usb, on_fd_added, on_fd_removed, self);
	g_source_set_name(source, "libusb");
	return source;
}
