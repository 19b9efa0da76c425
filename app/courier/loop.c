#include "app/courier/loop.h"

#include <glib-unix.h>

struct McCurlLoop {
	CURLM *multi;
	McCurlDone done;
	gpointer data;
	GHashTable *watches; /* socket -> id of its source */
	guint timer;
	gboolean is_spoilt; /* a connection that it keeps may be */
};

static void
report_ended(McCurlLoop *self)
{
	CURLMsg *message = NULL;
	int left = 0;

	while ((message = curl_multi_info_read(self->multi, &left)) != NULL) {
		CURL *handle = message->easy_handle;
		CURLcode code = message->data.result;

		if (message->msg != CURLMSG_DONE)
			continue;
		self->is_spoilt = self->is_spoilt || code != CURLE_OK;
		curl_multi_remove_handle(self->multi, handle);
		self->done(handle, code, self->data);
	}
}

static gboolean
on_socket(gint fd, GIOCondition condition, gpointer data)
{
	McCurlLoop *self = data;
	int events = 0;
	int running = 0;

	events |= (condition & G_IO_IN) != 0 ? CURL_CSELECT_IN : 0;
	events |= (condition & G_IO_OUT) != 0 ? CURL_CSELECT_OUT : 0;
	events |= (condition & (G_IO_ERR | G_IO_HUP)) != 0 ? CURL_CSELECT_ERR : 0;
	curl_multi_socket_action(self->multi, fd, events, &running);
	report_ended(self);
	/* libcurl has taken the source away itself if it wants no more of it. */
	return G_SOURCE_CONTINUE;
}

static void
unwatch(gpointer id)
{
	g_source_remove(GPOINTER_TO_UINT(id));
}

static int
on_watch(CURL *handle, curl_socket_t fd, int what, void *data, void *socket_data)
{
	McCurlLoop *self = data;
	GIOCondition condition = G_IO_ERR | G_IO_HUP;

	g_hash_table_remove(self->watches, GINT_TO_POINTER(fd));
	if (what == CURL_POLL_REMOVE)
		return 0;
	if (what != CURL_POLL_OUT)
		condition |= G_IO_IN;
	if (what != CURL_POLL_IN)
		condition |= G_IO_OUT;
	g_hash_table_insert(self->watches, GINT_TO_POINTER(fd),
	    GUINT_TO_POINTER(g_unix_fd_add(fd, condition, on_socket, self)));
	return 0;
}

static gboolean
on_time(gpointer data)
{
	McCurlLoop *self = data;
	int running = 0;

	self->timer = 0;
	curl_multi_socket_action(self->multi, CURL_SOCKET_TIMEOUT, 0, &running);
	report_ended(self);
	return G_SOURCE_REMOVE;
}

static int
on_timer(CURLM *multi, long timeout_ms, void *data)
{
	McCurlLoop *self = data;

	g_clear_handle_id(&self->timer, g_source_remove);
	if (timeout_ms >= 0)
		self->timer = g_timeout_add((guint)MIN(timeout_ms, G_MAXINT), on_time, self);
	return 0;
}

static void
begin(McCurlLoop *self)
{
	self->is_spoilt = FALSE;
	self->multi = curl_multi_init();
	curl_multi_setopt(self->multi, CURLMOPT_SOCKETFUNCTION, on_watch);
	curl_multi_setopt(self->multi, CURLMOPT_SOCKETDATA, self);
	curl_multi_setopt(self->multi, CURLMOPT_TIMERFUNCTION, on_timer);
	curl_multi_setopt(self->multi, CURLMOPT_TIMERDATA, self);
	curl_multi_setopt(self->multi, CURLMOPT_MAXCONNECTS, 2L);
}

/* Closes what it keeps open. */
static void
end(McCurlLoop *self)
{
	curl_multi_cleanup(self->multi);
	g_hash_table_remove_all(self->watches);
	g_clear_handle_id(&self->timer, g_source_remove);
}

McCurlLoop *
mc_curl_loop_new(McCurlDone done, gpointer data)
{
	McCurlLoop *self = g_new0(McCurlLoop, 1);

	self->done = done;
	self->data = data;
	self->watches = g_hash_table_new_full(NULL, NULL, NULL, unwatch);
	begin(self);
	return self;
}

void
mc_curl_loop_free(McCurlLoop *self)
{
	if (self == NULL)
		return;
	end(self);
	g_hash_table_unref(self->watches);
	g_free(self);
}

/* A request whose first write fails goes back with its connection kept (libcurl 7.88), and with its
 * bytes in OpenSSL's buffer: they would go out before the next request, and every answer from then
 * on would be that to the request before. So no connection outlives a failure. */
void
mc_curl_loop_start(McCurlLoop *self, CURL *handle)
{
	if (self->is_spoilt) {
		end(self);
		begin(self);
	}
	curl_multi_add_handle(self->multi, handle);
}

void
mc_curl_loop_stop(McCurlLoop *self, CURL *handle)
{
	curl_multi_remove_handle(self->multi, handle);
}
