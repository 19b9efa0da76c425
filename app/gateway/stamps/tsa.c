#include "app/gateway/stamps/tsa.h"

#include "app/base/error.h"
#include "app/record/stamp.h"
#include <curl/curl.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(CURL, curl_easy_cleanup)

static size_t
on_answer(char *bytes, size_t size, size_t count, void *data)
{
	GByteArray *answer = data;
	gsize length = size * count;

	/* Less than everything taken ends the transfer with an error. */
	if (length > MC_STAMP_SIZE_MAX - answer->len)
		return 0;
	g_byte_array_append(answer, (const guint8 *)bytes, (guint)length);
	return length;
}

static gboolean
perform(CURL *handle, GError **error)
{
	char problem[CURL_ERROR_SIZE] = "";
	CURLcode code = CURLE_OK;
	long status = 0;

	curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, problem);
	code = curl_easy_perform(handle);
	curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, NULL);
	curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
	if (code == CURLE_OK && status == 200)
		return TRUE;
	if (code == CURLE_OK)
		g_set_error(error, MC_ERROR, MC_ERROR_BUSY, "the TSA answers with HTTP status %ld", status);
	else
		g_set_error(error, MC_ERROR, MC_ERROR_BUSY, "no answer from the TSA: %s",
		    *problem != '\0' ? problem : curl_easy_strerror(code));
	return FALSE;
}

GBytes *
mc_tsa_ask(const McStampSettings *settings, GBytes *question, GError **error)
{
	g_autoptr(CURL) handle = curl_easy_init();
	struct curl_slist *headers =
	    curl_slist_append(NULL, "Content-Type: application/timestamp-query");
	g_autoptr(GByteArray) answer = g_byte_array_new();
	gboolean good = FALSE;

	curl_easy_setopt(handle, CURLOPT_URL, settings->tsa);
	curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(handle, CURLOPT_PROXY, "");
	curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, (long)settings->request_timeout_ms);
	curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)g_bytes_get_size(question));
	curl_easy_setopt(handle, CURLOPT_POSTFIELDS, g_bytes_get_data(question, NULL));
	curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, on_answer);
	curl_easy_setopt(handle, CURLOPT_WRITEDATA, answer);
	good = perform(handle, error);
	curl_slist_free_all(headers);
	return good ? g_bytes_new(answer->data, answer->len) : NULL;
}
