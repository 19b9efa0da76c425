#include "app/courier/transport.h"

#include "app/base/error.h"
#include "app/courier/loop.h"
#include "app/courier/secure.h"
#include <unistd.h>

#define CONNECT_TIMEOUT_MS 10000u
#define UPLOAD_BUFFER_BYTES 16384L

typedef struct Upload {
	McTransport transport;
	McCurlLoop *loop;
	CURL *handle;
	McTransportSettings settings; /* its texts are copies */
	/* of the request under way */
	gboolean busy, sent;
	GBytes *body;
	struct curl_slist *headers;
	GByteArray *answer;
	char problem[CURL_ERROR_SIZE];
	McTransportCalls calls;
	gpointer data;
} Upload;

static size_t
on_answer(char *bytes, size_t size, size_t count, void *data)
{
	Upload *self = data;
	gsize length = size * count;

	/* Less than everything taken ends the transfer with an error. */
	if (length > MC_TRANSPORT_REPLY_BYTES_MAX - self->answer->len)
		return 0;
	g_byte_array_append(self->answer, (const guint8 *)bytes, (guint)length);
	return length;
}

static int
on_progress(void *data, curl_off_t down_total, curl_off_t down, curl_off_t up_total, curl_off_t up)
{
	Upload *self = data;

	if (self->body == NULL || self->sent || up <= 0)
		return 0;
	self->sent = (gsize)up >= g_bytes_get_size(self->body);
	if (self->sent)
		self->calls.sent(self->data);
	else if (self->calls.sending != NULL)
		self->calls.sending(self->data);
	return 0;
}

static void
secure(Upload *self)
{
	CURL *handle = self->handle;

	mc_curl_secure(handle, self->settings.ca_path, self->settings.proxy);
	curl_easy_setopt(handle, CURLOPT_SSLCERT, self->settings.certificate_path);
	curl_easy_setopt(handle, CURLOPT_SSLKEY, self->settings.key_path);
}

guint
mc_transport_limit_ms(const McTransportSettings *settings, gsize size)
{
	/* Twice: what libcurl holds down is an average, and the answer comes the same way. */
	guint64 needs_ms =
	    settings->bandwidth_max > 0 ? 2000 * (guint64)size / settings->bandwidth_max : 0;

	return (guint)MIN(settings->request_timeout_ms + needs_ms, G_MAXINT32);
}

static void
bound(Upload *self, gsize size)
{
	CURL *handle = self->handle;
	guint limit_ms = mc_transport_limit_ms(&self->settings, size);
	curl_off_t bandwidth_max = self->settings.bandwidth_max;

	curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, (long)limit_ms);
	curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, (long)MIN(CONNECT_TIMEOUT_MS, limit_ms));
	/* It looks at the speed between two of its buffers: small ones make it even. */
	if (bandwidth_max > 0)
		curl_easy_setopt(handle, CURLOPT_UPLOAD_BUFFERSIZE, UPLOAD_BUFFER_BYTES);
	curl_easy_setopt(handle, CURLOPT_MAX_SEND_SPEED_LARGE, bandwidth_max);
	curl_easy_setopt(handle, CURLOPT_MAX_RECV_SPEED_LARGE, bandwidth_max);
	curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, on_answer);
	curl_easy_setopt(handle, CURLOPT_WRITEDATA, self);
	curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, on_progress);
	curl_easy_setopt(handle, CURLOPT_XFERINFODATA, self);
	curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, self->problem);
}

static void
begin(Upload *self, const char *url, gsize size, const McTransportCalls *calls, gpointer data)
{
	self->busy = TRUE;
	self->sent = FALSE;
	self->calls = *calls;
	self->data = data;
	self->problem[0] = '\0';
	g_byte_array_set_size(self->answer, 0);
	curl_easy_reset(self->handle);
	secure(self);
	bound(self, size);
	curl_easy_setopt(self->handle, CURLOPT_URL, url);
}

static void
get(McTransport *transport, const char *url, const McTransportCalls *calls, gpointer data)
{
	Upload *self = (Upload *)transport;

	g_return_if_fail(!self->busy);
	begin(self, url, MC_TRANSPORT_REPLY_BYTES_MAX, calls, data);
	mc_curl_loop_start(self->loop, self->handle);
}

static void
put(McTransport *transport, const char *url, const McTransportBody *body,
    const McTransportCalls *calls, gpointer data)
{
	Upload *self = (Upload *)transport;
	g_autofree char *type = g_strconcat("Content-Type: ", body->type, NULL);
	gsize size = 0;
	gconstpointer bytes = g_bytes_get_data(body->bytes, &size);

	g_return_if_fail(!self->busy);
	begin(self, url, size, calls, data);
	self->body = g_bytes_ref(body->bytes);
	self->headers = curl_slist_append(NULL, type);
	if (body->header != NULL)
		self->headers = curl_slist_append(self->headers, body->header);
	/* A parcel is small: waiting for a go-ahead would cost a round trip. */
	self->headers = curl_slist_append(self->headers, "Expect:");
	curl_easy_setopt(self->handle, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)size);
	curl_easy_setopt(self->handle, CURLOPT_POSTFIELDS, bytes);
	curl_easy_setopt(self->handle, CURLOPT_CUSTOMREQUEST, "PUT");
	curl_easy_setopt(self->handle, CURLOPT_HTTPHEADER, self->headers);
	mc_curl_loop_start(self->loop, self->handle);
}

static void
end_request(Upload *self)
{
	self->busy = FALSE;
	g_clear_pointer(&self->headers, curl_slist_free_all);
	g_clear_pointer(&self->body, g_bytes_unref);
}

static void
on_done(CURL *handle, CURLcode code, gpointer data)
{
	Upload *self = data;
	g_autoptr(GBytes) answer = g_bytes_new(self->answer->data, self->answer->len);
	g_autofree char *problem = NULL;
	McTransportReply reply = {.body = answer};
	long status = 0;
	curl_off_t retry_after_s = 0;

	if (code == CURLE_OK) {
		curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
		curl_easy_getinfo(handle, CURLINFO_RETRY_AFTER, &retry_after_s);
		reply.status = (guint)CLAMP(status, 0, 999);
		reply.retry_after_s = (guint)CLAMP(retry_after_s, 0, G_MAXINT32);
	} else {
		problem = g_strdup(*self->problem != '\0' ? self->problem : curl_easy_strerror(code));
		reply.problem = problem;
	}
	end_request(self);
	self->calls.done(&reply, self->data);
}

static void
cancel(McTransport *transport)
{
	Upload *self = (Upload *)transport;

	if (!self->busy)
		return;
	mc_curl_loop_stop(self->loop, self->handle);
	end_request(self);
}

static void
free_upload(McTransport *transport)
{
	Upload *self = (Upload *)transport;

	cancel(transport);
	curl_easy_cleanup(self->handle);
	mc_curl_loop_free(self->loop);
	g_byte_array_unref(self->answer);
	g_free((char *)self->settings.key_path);
	g_free((char *)self->settings.certificate_path);
	g_free((char *)self->settings.ca_path);
	g_free((char *)self->settings.proxy);
	g_free(self);
	curl_global_cleanup();
}

static const McTransportOps ops = {.put = put, .get = get, .cancel = cancel, .free = free_upload};

static gboolean
is_readable(const char *path, GError **error)
{
	if (access(path, R_OK) == 0)
		return TRUE;
	g_set_error(
	    error, MC_ERROR, MC_ERROR_UNTRUSTED, "%s cannot be read (see to the provisioning)", path);
	return FALSE;
}

McTransport *
mc_transport_new(const McTransportSettings *settings, GError **error)
{
	Upload *self = NULL;

	if (!is_readable(settings->key_path, error) ||
	    !is_readable(settings->certificate_path, error) || !is_readable(settings->ca_path, error))
		return NULL;
	curl_global_init(CURL_GLOBAL_DEFAULT);
	self = g_new0(Upload, 1);
	self->transport.ops = &ops;
	self->loop = mc_curl_loop_new(on_done, self);
	self->handle = curl_easy_init();
	self->answer = g_byte_array_new();
	self->settings = *settings;
	self->settings.key_path = g_strdup(settings->key_path);
	self->settings.certificate_path = g_strdup(settings->certificate_path);
	self->settings.ca_path = g_strdup(settings->ca_path);
	self->settings.proxy = g_strdup(settings->proxy);
	return &self->transport;
}
