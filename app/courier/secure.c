#include "app/courier/secure.h"

void
mc_curl_secure(CURL *handle, const char *ca_path, const char *proxy)
{
	curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "https");
	curl_easy_setopt(handle, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(handle, CURLOPT_SSLVERSION,
	    (long)CURL_SSLVERSION_TLSv1_3 | (long)CURL_SSLVERSION_MAX_TLSv1_3);
	curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 2L);
	curl_easy_setopt(handle, CURLOPT_CAPATH, NULL);
	curl_easy_setopt(handle, CURLOPT_CAINFO, ca_path);
	curl_easy_setopt(handle, CURLOPT_PROXY, proxy != NULL ? proxy : "");
	curl_easy_setopt(handle, CURLOPT_NOPROXY, "");
	curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
}
