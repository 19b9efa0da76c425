#include "app/gateway/http/watch.h"

#include "app/base/error.h"
#include <errno.h>
#include <sys/inotify.h>
#include <unistd.h>

#define SUFFIX "-crls.pem"

struct McHttpWatch {
	int notices;
	struct event *readable;
	void (*changed)(gpointer data);
	gpointer data;
};

typedef union Notices {
	struct inotify_event first; /* for its alignment */
	char bytes[4096];
} Notices;

/* Without names when the kernel's queue ran over: then everything may have changed. */
static gboolean
tells(const struct inotify_event *notice)
{
	return (notice->mask & IN_Q_OVERFLOW) != 0 ||
	       (notice->len > 0 && g_str_has_suffix(notice->name, SUFFIX));
}

static gboolean
read_notices(McHttpWatch *self, gboolean *changed)
{
	Notices notices;
	ssize_t size = read(self->notices, notices.bytes, sizeof notices.bytes);
	ssize_t at = 0;

	while (at < size) {
		const struct inotify_event *notice = (const void *)(notices.bytes + at);

		*changed = *changed || tells(notice);
		at += (ssize_t)(sizeof *notice + notice->len);
	}
	return size > 0;
}

static void
on_readable(evutil_socket_t notices, short events, void *data)
{
	McHttpWatch *self = data;
	gboolean changed = FALSE;

	while (read_notices(self, &changed))
		continue;
	if (changed)
		self->changed(self->data);
}

McHttpWatch *
mc_http_watch_new(struct event_base *base, const char *folder, void (*changed)(gpointer data),
    gpointer data, GError **error)
{
	McHttpWatch *self = g_new0(McHttpWatch, 1);

	self->changed = changed;
	self->data = data;
	self->notices = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (self->notices >= 0 &&
	    inotify_add_watch(self->notices, folder, IN_CLOSE_WRITE | IN_MOVED_TO) >= 0) {
		self->readable = event_new(base, self->notices, EV_READ | EV_PERSIST, on_readable, self);
		event_add(self->readable, NULL);
		return self;
	}
	g_set_error(
	    error, MC_ERROR, MC_ERROR_INTERNAL, "cannot watch %s: %s", folder, g_strerror(errno));
	mc_http_watch_free(self);
	return NULL;
}

void
mc_http_watch_free(McHttpWatch *self)
{
	if (self == NULL)
		return;
	if (self->readable != NULL)
		event_free(self->readable);
	if (self->notices >= 0)
		(void)close(self->notices);
	g_free(self);
}
