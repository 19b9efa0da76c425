#include "tests/support/gateway/world.h"
#include <curl/curl.h>

struct McClient {
	const McWorld *world;
	CURL *handle;
	char *ca, *key, *certificate;
};

void
mc_answered_clear(McAnswered *answered)
{
	g_free(answered->problem);
	g_clear_pointer(&answered->body, g_byte_array_unref);
}

McClient *
mc_client_new(const McWorld *world, const char *certificate)
{
	McClient *self = g_new0(McClient, 1);
	g_autofree char *base = mc_world_path(world, certificate);

	self->world = world;
	self->handle = curl_easy_init();
	self->ca = mc_world_path(world, "courier/ca.pem");
	self->key = g_strconcat(base, ".key", NULL);
	self->certificate = g_strconcat(base, ".crt", NULL);
	return self;
}

void
mc_client_free(McClient *self)
{
	curl_easy_cleanup(self->handle);
	g_free(self->ca);
	g_free(self->key);
	g_free(self->certificate);
	g_free(self);
}

static size_t
on_bytes(char *bytes, size_t size, size_t count, void *data)
{
	g_byte_array_append(data, (const guint8 *)bytes, (guint)(size * count));
	return size * count;
}

static void
prepare(McClient *self, const char *path, GByteArray *body, char *problem)
{
	g_autofree char *url = g_strdup_printf("https://127.0.0.1:%u%s", self->world->port, path);

	curl_easy_reset(self->handle);
	curl_easy_setopt(self->handle, CURLOPT_URL, url);
	curl_easy_setopt(self->handle, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(self->handle, CURLOPT_CAPATH, NULL);
	curl_easy_setopt(self->handle, CURLOPT_CAINFO, self->ca);
	if (g_file_test(self->key, G_FILE_TEST_EXISTS)) {
		curl_easy_setopt(self->handle, CURLOPT_SSLKEY, self->key);
		curl_easy_setopt(self->handle, CURLOPT_SSLCERT, self->certificate);
	}
	curl_easy_setopt(self->handle, CURLOPT_PROXY, "");
	curl_easy_setopt(self->handle, CURLOPT_TIMEOUT, 60L);
	curl_easy_setopt(self->handle, CURLOPT_WRITEFUNCTION, on_bytes);
	curl_easy_setopt(self->handle, CURLOPT_WRITEDATA, body);
	curl_easy_setopt(self->handle, CURLOPT_ERRORBUFFER, problem);
}

static McAnswered
perform(McClient *self, GByteArray *body, const char *problem)
{
	McAnswered answered = {.body = body};
	CURLcode code = curl_easy_perform(self->handle);
	curl_off_t retry_after_s = 0;

	if (code != CURLE_OK)
		answered.problem = g_strdup(*problem != '\0' ? problem : curl_easy_strerror(code));
	/* A status may have come although the connection then broke. */
	curl_easy_getinfo(self->handle, CURLINFO_RESPONSE_CODE, &answered.status);
	curl_easy_getinfo(self->handle, CURLINFO_RETRY_AFTER, &retry_after_s);
	answered.retry_after_s = (long)retry_after_s;
	curl_easy_getinfo(self->handle, CURLINFO_NUM_CONNECTS, &answered.connections);
	return answered;
}

McAnswered
mc_client_get(McClient *self, const char *path)
{
	char problem[CURL_ERROR_SIZE] = "";
	GByteArray *body = g_byte_array_new();

	prepare(self, path, body, problem);
	return perform(self, body, problem);
}

McAnswered
mc_client_put(McClient *self, const char *path, GBytes *parcel, const char *key)
{
	g_autofree char *header = g_strconcat("Idempotency-Key: ", key, NULL);

	return mc_client_put_with(self, path, parcel, header);
}

McAnswered
mc_client_put_with(McClient *self, const char *path, GBytes *parcel, const char *header)
{
	char problem[CURL_ERROR_SIZE] = "";
	struct curl_slist *headers = curl_slist_append(NULL, header);
	GByteArray *body = g_byte_array_new();
	McAnswered answered;

	headers = curl_slist_append(headers, "Expect:");
	prepare(self, path, body, problem);
	curl_easy_setopt(self->handle, CURLOPT_CUSTOMREQUEST, "PUT");
	curl_easy_setopt(
	    self->handle, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)g_bytes_get_size(parcel));
	curl_easy_setopt(self->handle, CURLOPT_POSTFIELDS, g_bytes_get_data(parcel, NULL));
	curl_easy_setopt(self->handle, CURLOPT_HTTPHEADER, headers);
	answered = perform(self, body, problem);
	curl_slist_free_all(headers);
	return answered;
}

McAnswered
mc_client_put_record(McClient *self, guint64 seq, GBytes *parcel, const char *digest)
{
	g_autofree char *path = g_strdup_printf("/v1/kiosks/K-0001/records/%" G_GUINT64_FORMAT, seq);

	return mc_client_put(self, path, parcel, digest);
}
