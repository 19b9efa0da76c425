#include "app/courier/carry.h"

#include "app/courier/secure.h"
#include <stdio.h>

#define ADDRESS "/v1/enrolments"
#define TIMEOUT_MS 30000L
#define BYTES_MAX (256u * 1024)

typedef struct Way {
	char *gateway, *ca_path, *proxy;
	char *path, *type; /* of the request */
	char *certificate_path, *key_path; /* NULL: there is none yet */
	gboolean gets; /* there is no request: only whether one is let in */
} Way;

typedef struct Carry {
	CURL *handle;
	GByteArray *answer;
	char problem[CURL_ERROR_SIZE];
} Carry;

static size_t
on_answer(char *bytes, size_t size, size_t count, void *data)
{
	GByteArray *answer = data;
	gsize length = size * count;

	if (length > BYTES_MAX - answer->len)
		return 0;
	g_byte_array_append(answer, (const guint8 *)bytes, (guint)length);
	return length;
}

static int
unreachable(const Carry *self, CURLcode code)
{
	g_printerr("the gateway cannot be reached: %s\n",
	    *self->problem != '\0' ? self->problem : curl_easy_strerror(code));
	return MC_CARRY_UNREACHABLE;
}

static void
begin(Carry *self, const Way *way, const char *path)
{
	g_autofree char *url = g_strconcat(way->gateway, path, NULL);

	curl_global_init(CURL_GLOBAL_DEFAULT);
	self->handle = curl_easy_init();
	self->answer = g_byte_array_new();
	mc_curl_secure(self->handle, way->ca_path, way->proxy);
	curl_easy_setopt(self->handle, CURLOPT_URL, url);
	curl_easy_setopt(self->handle, CURLOPT_TIMEOUT_MS, TIMEOUT_MS);
	curl_easy_setopt(self->handle, CURLOPT_ERRORBUFFER, self->problem);
	curl_easy_setopt(self->handle, CURLOPT_WRITEFUNCTION, on_answer);
	curl_easy_setopt(self->handle, CURLOPT_WRITEDATA, self->answer);
}

static void
end(Carry *self)
{
	curl_easy_cleanup(self->handle);
	g_byte_array_unref(self->answer);
	curl_global_cleanup();
}

/* ---- the chain ---- */

static void
print_certificates(const struct curl_slist *field)
{
	static const char prefix[] = "Cert:";

	for (; field != NULL; field = field->next)
		if (g_str_has_prefix(field->data, prefix))
			g_print("%s\n", field->data + sizeof prefix - 1);
}

static int
show_chain(const Way *way)
{
	Carry self = {0};
	struct curl_certinfo *chain = NULL;
	CURLcode code = CURLE_OK;
	int status = 0;

	begin(&self, way, "/healthz");
	/* Nobody is trusted yet, and nothing is said to him: see the next connection. */
	curl_easy_setopt(self.handle, CURLOPT_SSL_VERIFYPEER, 0L);
	curl_easy_setopt(self.handle, CURLOPT_SSL_VERIFYHOST, 0L);
	curl_easy_setopt(self.handle, CURLOPT_CERTINFO, 1L);
	code = curl_easy_perform(self.handle);
	if (code != CURLE_OK)
		status = unreachable(&self, code);
	else if (curl_easy_getinfo(self.handle, CURLINFO_CERTINFO, &chain) == CURLE_OK)
		for (int i = 0; i < chain->num_of_certs; i++)
			print_certificates(chain->certinfo[i]);
	end(&self);
	return status;
}

/* ---- the request ---- */

static GByteArray *
read_standard_input(void)
{
	GByteArray *bytes = g_byte_array_new();
	guint8 buffer[4096];
	gsize size = 0;

	while (bytes->len < BYTES_MAX && (size = fread(buffer, 1, sizeof buffer, stdin)) > 0)
		g_byte_array_append(bytes, buffer, (guint)size);
	return bytes;
}

static int
tell(const Carry *self, long status)
{
	if (status == 200 &&
	    fwrite(self->answer->data, 1, self->answer->len, stdout) == self->answer->len)
		return 0;
	if (status == 202)
		return MC_CARRY_PENDING;
	g_printerr("the gateway answers %ld: %.*s\n", status, (int)self->answer->len,
	    (const char *)self->answer->data);
	return status == 429 || status >= 500 ? MC_CARRY_UNREACHABLE : MC_CARRY_REFUSED;
}

static int
carry(const Way *way)
{
	g_autoptr(GByteArray) request = way->gets ? NULL : read_standard_input();
	g_autofree char *type =
	    g_strconcat("Content-Type: ", way->type != NULL ? way->type : "application/json", NULL);
	struct curl_slist *headers = curl_slist_append(NULL, type);
	Carry self = {0};
	CURLcode code = CURLE_OK;
	long answered = 0;
	int status = 0;

	begin(&self, way, way->path != NULL ? way->path : ADDRESS);
	curl_easy_setopt(self.handle, CURLOPT_SSLCERT, way->certificate_path);
	curl_easy_setopt(self.handle, CURLOPT_SSLKEY, way->key_path);
	if (request != NULL) {
		curl_easy_setopt(self.handle, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->len);
		curl_easy_setopt(self.handle, CURLOPT_POSTFIELDS, request->data);
		curl_easy_setopt(self.handle, CURLOPT_HTTPHEADER, headers);
	}
	code = curl_easy_perform(self.handle);
	if (code == CURLE_OK) {
		curl_easy_getinfo(self.handle, CURLINFO_RESPONSE_CODE, &answered);
		status = tell(&self, answered);
	} else {
		status = unreachable(&self, code);
	}
	end(&self);
	curl_slist_free_all(headers);
	return status;
}

int
mc_carry_command(int argc, char **argv)
{
	Way way = {0};
	gboolean shows = FALSE;
	int status = 2;
	const GOptionEntry options[] = {
	    {"gateway", 0, 0, G_OPTION_ARG_STRING, &way.gateway, "The admission desk",
	        "https://HOST:PORT"},
	    {"show-chain", 0, 0, G_OPTION_ARG_NONE, &shows, "Print the certificates that it shows",
	        NULL},
	    {"ca", 0, 0, G_OPTION_ARG_FILENAME, &way.ca_path,
	        "Carry the request there, if it is of this root", "FILE"},
	    {"path", 0, 0, G_OPTION_ARG_STRING, &way.path, "Of the request (" ADDRESS ")", "PATH"},
	    {"type", 0, 0, G_OPTION_ARG_STRING, &way.type, "Of the request (application/json)", "TYPE"},
	    {"get", 0, 0, G_OPTION_ARG_NONE, &way.gets, "No request: fetch what is at the path", NULL},
	    {"certificate", 0, 0, G_OPTION_ARG_FILENAME, &way.certificate_path,
	        "Own, where there is one", "FILE"},
	    {"key", 0, 0, G_OPTION_ARG_FILENAME, &way.key_path, "Its key", "FILE"},
	    {"proxy", 0, 0, G_OPTION_ARG_STRING, &way.proxy, "The way there", "URL"},
	    G_OPTION_ENTRY_NULL,
	};
	g_autoptr(GOptionContext) context = g_option_context_new("- carry a kiosk's first request");
	g_autoptr(GError) error = NULL;

	g_option_context_add_main_entries(context, options, NULL);
	if (!g_option_context_parse(context, &argc, &argv, &error) || way.gateway == NULL ||
	    shows == (way.ca_path != NULL))
		g_printerr("medcheck-courier carry: %s\n",
		    error != NULL ? error->message : "--gateway URL, and --show-chain or --ca FILE");
	else
		status = shows ? show_chain(&way) : carry(&way);
	g_free(way.gateway);
	g_free(way.ca_path);
	g_free(way.proxy);
	g_free(way.path);
	g_free(way.type);
	g_free(way.certificate_path);
	g_free(way.key_path);
	return status;
}
