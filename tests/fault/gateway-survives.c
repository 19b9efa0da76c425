/* B3, B14: what the gateway survives, and that it keeps its mouth shut. Real TLS, store and
 * process. */

#include "tests/support/gateway/desk.h"
#include <curl/curl.h>
#include <string.h>
#include <sys/resource.h>

#define HALF_A_REQUEST "GET /healthz HTTP/1.1\r\nX-Slow: "
#define OTHER_HALF "x\r\n\r\n"

static void
test_oversize(McDesk *desk, gconstpointer data)
{
	g_autofree char *much = g_strnfill((1 << 20) + 1, 'x');
	g_autoptr(GBytes) body = g_bytes_new(much, (1 << 20) + 1);
	g_auto(McAnswered) answered = {0};
	g_auto(McAnswered) after = {0};

	mc_world_start_gateway(desk->world, NULL);
	answered = mc_client_put_record(desk->client, 1, body, "x");
	mc_desk_assert_status(&answered, 413);
	after = mc_client_get(desk->client, "/healthz");
	mc_desk_assert_status(&after, 200);
}

/* A byte more, as long as the gateway takes any: evhttp's own time-out would never end this. */
static gboolean
is_closed(McWorld *world, gpointer data)
{
	CURL *handle = data;
	size_t done = 0;
	char answer[64];
	CURLcode code = curl_easy_send(handle, "x", 1, &done);

	if (code != CURLE_OK && code != CURLE_AGAIN)
		return TRUE;
	code = curl_easy_recv(handle, answer, sizeof answer, &done);
	return code != CURLE_AGAIN && (code != CURLE_OK || done == 0);
}

/* A connection on which the test itself speaks; what goes out first leaves in one piece. */
static CURL *
speak(McDesk *desk, const char *first)
{
	g_autofree char *url = g_strdup_printf("https://127.0.0.1:%u", desk->world->port);
	g_autofree char *ca = mc_world_path(desk->world, "courier/ca.pem");
	g_autofree char *key = mc_world_path(desk->world, "courier/tls.key");
	g_autofree char *certificate = mc_world_path(desk->world, "courier/tls.crt");
	CURL *handle = curl_easy_init();
	size_t done = 0;

	curl_easy_setopt(handle, CURLOPT_URL, url);
	curl_easy_setopt(handle, CURLOPT_CAINFO, ca);
	curl_easy_setopt(handle, CURLOPT_SSLKEY, key);
	curl_easy_setopt(handle, CURLOPT_SSLCERT, certificate);
	curl_easy_setopt(handle, CURLOPT_CONNECT_ONLY, 1L);
	g_assert_cmpint(curl_easy_perform(handle), ==, CURLE_OK);
	g_assert_cmpint(curl_easy_send(handle, first, strlen(first), &done), ==, CURLE_OK);
	g_assert_cmpuint(done, ==, strlen(first));
	return handle;
}

static void
test_slow_request(McDesk *desk, gconstpointer data)
{
	g_autofree char *log = NULL;
	CURL *handle = NULL;

	desk->world->request_timeout_ms = 500;
	mc_world_start_gateway(desk->world, NULL);
	handle = speak(desk, HALF_A_REQUEST);
	mc_world_await(desk->world, "the slow connection's end", is_closed, handle);
	curl_easy_cleanup(handle);
	log = mc_world_log(desk->world, "medcheck-gateway");
	g_assert_nonnull(strstr(log, "a request took longer than 500 ms"));
}

/* One connection allowed and held: the next one is served after the first has been idle for too
 * long, and so on. */
static void
test_connections(McDesk *desk, gconstpointer data)
{
	g_autoptr(McClient) second = mc_client_new(desk->world, "other");

	desk->world->connections_max = 1;
	desk->world->idle_timeout_ms = 100;
	mc_world_start_gateway(desk->world, NULL);
	for (guint i = 0; i < 3; i++) {
		g_auto(McAnswered) first = mc_client_get(desk->client, "/healthz");
		g_auto(McAnswered) after = mc_client_get(second, "/healthz");

		mc_desk_assert_status(&first, 200);
		mc_desk_assert_status(&after, 200);
	}
}

/* Two connections allowed, and three kiosks that ask again long before they have been idle for too
 * long: whoever has been idle longest makes room, and each gets its turn. */
static void
test_everybodys_turn(McDesk *desk, gconstpointer data)
{
	g_autoptr(McClient) second = mc_client_new(desk->world, "courier/tls");
	g_autoptr(McClient) third = mc_client_new(desk->world, "courier/tls");
	McClient *const kiosks[] = {desk->client, second, third};

	desk->world->connections_max = 2;
	mc_world_start_gateway(desk->world, NULL);
	for (guint i = 0; i < 4 * G_N_ELEMENTS(kiosks); i++) {
		g_auto(McAnswered) answered = mc_client_get(kiosks[i % G_N_ELEMENTS(kiosks)], "/healthz");

		mc_desk_assert_status(&answered, 200);
	}
}

static gboolean
has_answer(McWorld *world, gpointer data)
{
	CURL *handle = data;
	size_t done = 0;
	char answer[1024] = "";
	CURLcode code = curl_easy_recv(handle, answer, sizeof answer - 1, &done);

	if (code == CURLE_AGAIN)
		return FALSE;
	g_assert_cmpint(code, ==, CURLE_OK);
	if (!g_str_has_prefix(answer, "HTTP/1.1 200 "))
		g_error("it is answered: %s", answer);
	return TRUE;
}

/* Two connections allowed: one is in the midst of a request when the second comes, so that nobody
 * can make room. Who waits behind them need not wait until one of them has been idle for too long:
 * the next reply takes its connection along. The answer to the first request proves that the
 * gateway has the half of the other one, which came in the same piece. */
static void
test_all_at_work(McDesk *desk, gconstpointer data)
{
	g_autoptr(McClient) waiting = mc_client_new(desk->world, "courier/tls");
	McClient *const kiosks[] = {desk->client, waiting};
	CURL *handle = NULL;
	size_t done = 0;

	desk->world->connections_max = 2;
	desk->world->request_timeout_ms = 600000;
	mc_world_start_gateway(desk->world, NULL);
	handle = speak(desk, "GET /healthz HTTP/1.1\r\n\r\n" HALF_A_REQUEST);
	mc_world_await(desk->world, "the first answer", has_answer, handle);
	for (guint i = 0; i < 2 * G_N_ELEMENTS(kiosks); i++) {
		g_auto(McAnswered) answered = mc_client_get(kiosks[i % G_N_ELEMENTS(kiosks)], "/healthz");

		mc_desk_assert_status(&answered, 200);
	}
	g_assert_cmpint(curl_easy_send(handle, OTHER_HALF, sizeof OTHER_HALF - 1, &done), ==, CURLE_OK);
	mc_world_await(desk->world, "the second answer", has_answer, handle);
	curl_easy_cleanup(handle);
}

#define STRANGERS 130
#define FILES 150 /* 43 connections */

/* More strangers connect, and say nothing, than the gateway may have files open for: a kiosk
 * delivers all the same. They could stay for ten minutes. Runs last: the limit stays. */
static void
test_strangers(McDesk *desk, gconstpointer data)
{
	g_autoptr(GSocketClient) client = g_socket_client_new();
	g_autoptr(GPtrArray) strangers = g_ptr_array_new_with_free_func(g_object_unref);
	g_autoptr(GBytes) genesis = mc_test_chain_next(&desk->chain);
	g_autofree char *log = NULL;
	const struct rlimit files = {FILES, FILES};

	g_socket_client_set_enable_proxy(client, FALSE);
	g_assert_cmpint(setrlimit(RLIMIT_NOFILE, &files), ==, 0);
	desk->world->request_timeout_ms = 600000;
	mc_world_start_gateway(desk->world, NULL);
	for (guint i = 0; i < STRANGERS; i++) {
		g_autoptr(GError) error = NULL;
		GSocketConnection *stranger = g_socket_client_connect_to_host(
		    client, "127.0.0.1", (guint16)desk->world->port, NULL, &error);

		g_assert_no_error(error);
		g_ptr_array_add(strangers, stranger);
	}
	mc_desk_put_last(desk, genesis, 201, NULL);
	mc_desk_assert_records(desk, 1);
	log = mc_world_log(desk->world, "medcheck-gateway");
	g_assert_nonnull(strstr(log, "43 connections at a time instead of 4096"));
}

/* Killed before the commit: nothing is there, nothing was said. After it: the record is there
 * although nothing was said. Either way the repetition makes it exactly one. */
static void
test_killed(McDesk *desk, gconstpointer data)
{
	const char *fault = data;
	gboolean survives = strstr(fault, "before-commit") == NULL;
	g_autoptr(GBytes) genesis = mc_test_chain_next(&desk->chain);
	g_autoptr(GBytes) receipt = NULL;
	long status = 0;

	mc_world_start_gateway(desk->world, fault);
	status = mc_desk_put_in_vain(desk, genesis);
	/* Whether the last words still reach the wire is the kernel's affair. */
	g_assert_true(status == 0 || strstr(fault, "after-reply") != NULL);
	mc_world_await_gateway_killed(desk->world);
	mc_desk_assert_records(desk, survives ? 1 : 0);
	mc_world_start_gateway(desk->world, NULL);
	receipt = mc_desk_put_for_receipt(desk, genesis, survives ? 200 : 201);
	mc_desk_assert_records(desk, 1);
}

/* Accepts and loses its reply: one record, not two. */
static void
test_lost_reply(McDesk *desk, gconstpointer data)
{
	g_autoptr(GBytes) genesis = mc_test_chain_next(&desk->chain);
	g_autoptr(GBytes) receipt = NULL;
	long status = 0;

	mc_world_start_gateway(desk->world, "MEDCHECK_LOSE_REPLY=1");
	status = mc_desk_put_in_vain(desk, genesis);
	g_assert_cmpint(status, ==, 0);
	receipt = mc_desk_put_for_receipt(desk, genesis, 200);
	mc_desk_assert_records(desk, 1);
}

/* A gateway in service does not know the tests' faults. */
static void
test_faults_need_demonstration(McDesk *desk, gconstpointer data)
{
	g_autoptr(GBytes) genesis = mc_test_chain_next(&desk->chain);

	desk->world->in_service = TRUE;
	mc_world_start_gateway(desk->world, "MEDCHECK_KILL_AT=before-commit:1");
	mc_desk_put_last(desk, genesis, 201, NULL);
}

/* B14: the personal part leaves no trace outside its own column, sealed as it came. */
static void
test_no_personal_data(McDesk *desk, gconstpointer data)
{
	g_autoptr(GBytes) genesis = mc_test_chain_next(&desk->chain);
	g_autoptr(GBytes) visit = NULL;
	g_auto(McAnswered) wrong = {0};
	g_autofree char *log = NULL;
	g_auto(GStrv) lines = NULL;
	g_autofree char *listed = NULL;

	mc_world_start_gateway(desk->world, NULL);
	mc_desk_put_last(desk, genesis, 201, NULL);
	visit = mc_test_chain_visit(&desk->chain, 21, 950);
	wrong = mc_client_put(desk->client, "/v1/kiosks/K-0001/records/5", visit, desk->chain.digest);
	mc_desk_assert_refused(&wrong, 422, "wrong-sequence");
	mc_desk_put_last(desk, visit, 201, NULL);
	log = mc_world_log(desk->world, "medcheck-gateway");
	lines = mc_world_list(desk->world);
	listed = g_strjoinv("\n", lines);
	g_assert_nonnull(strstr(log, "wrong-sequence"));
	for (guint i = 0; i < 3; i++) {
		const char *canary = ((const char *[]){"personal-part", "1990", "cGVyc29uYWw"})[i];

		g_assert_null(strstr(log, canary));
		g_assert_null(strstr(listed, canary));
	}
}

static void
assert_does_not_start(McDesk *desk, const char *names)
{
	g_autofree char *program = g_build_filename(MC_BINARY_DIR, "bin", "medcheck-gateway", NULL);
	g_autoptr(GSubprocess) process = g_subprocess_new(G_SUBPROCESS_FLAGS_STDERR_PIPE, NULL, program,
	    "--state", desk->world->provision->folder, NULL);
	g_autofree char *text = NULL;

	g_assert_true(g_subprocess_communicate_utf8(process, NULL, NULL, NULL, &text, NULL));
	g_assert_cmpint(g_subprocess_get_exit_status(process), ==, 1);
	if (strstr(text, names) == NULL)
		g_error("%s is not in %s", names, text);
}

static void
spoil(McDesk *desk, const char *name)
{
	g_autofree char *path = mc_world_path(desk->world, name);

	g_assert_true(g_file_set_contents(path, "no key", -1, NULL));
}

static void
test_configuration(McDesk *desk, gconstpointer data)
{
	g_autofree char *settings = mc_world_path(desk->world, "gateway/gateway.json");
	g_autofree char *rules = mc_world_path(desk->world, "gateway/rules/broken.json");

	g_file_set_contents(settings, "{\"listen\":\"127.0.0.1\",\"port\":0,\"prot\":1}", -1, NULL);
	assert_does_not_start(desk, "prot");
	g_file_set_contents(settings, "{\"listen\":\"127.0.0.1\",\n,", -1, NULL);
	assert_does_not_start(desk, "gateway.json line 2");
	g_file_set_contents(settings, "{\"listen\":\"here\",\"port\":0}", -1, NULL);
	assert_does_not_start(desk, "address here");
	g_file_set_contents(settings, "{\"listen\":\"127.0.0.1\",\"port\":0}", -1, NULL);
	g_file_set_contents(rules, "{}", -1, NULL);
	assert_does_not_start(desk, "broken.json");
	g_assert_cmpint(remove(rules), ==, 0);
	spoil(desk, "gateway/tls.key");
	assert_does_not_start(desk, "tls.key");
}

static char *
printed(const char *option)
{
	g_autofree char *program = g_build_filename(MC_BINARY_DIR, "bin", "medcheck-gateway", NULL);
	g_autoptr(GSubprocess) process =
	    g_subprocess_new(G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL, program, option, NULL);
	char *text = NULL;

	g_assert_true(g_subprocess_communicate_utf8(process, NULL, NULL, &text, NULL, NULL));
	g_assert_cmpint(g_subprocess_get_exit_status(process), ==, 0);
	return text;
}

/* B13, O12: the sample is a configuration that works, and every refusal stands in the document. */
static void
test_contract(McDesk *desk, gconstpointer data)
{
	g_autofree char *settings = mc_world_path(desk->world, "gateway/gateway.json");
	g_autofree char *sample = printed("--sample-config");
	g_autofree char *codes = printed("--codes");
	g_auto(GStrv) lines = g_strsplit(g_strchomp(codes), "\n", -1);
	g_autofree char *document = NULL;

	g_assert_true(g_file_get_contents(MC_SOURCE_DIR "/docs/gateway.md", &document, NULL, NULL));
	g_assert_cmpuint(g_strv_length(lines), >, 10);
	for (char **line = lines; *line != NULL; line++) {
		g_autofree char *code = g_strndup(*line + 4, strcspn(*line + 4, ":"));
		g_autofree char *row = g_strdup_printf("| %.3s | `%s` |", *line, code);

		if (strstr(document, row) == NULL)
			g_error("docs/gateway.md lacks the row %s", row);
	}
	/* All of it is read before the key: so the settings were good. */
	g_assert_true(g_file_set_contents(settings, sample, -1, NULL));
	spoil(desk, "gateway/receipt.key");
	assert_does_not_start(desk, "receipt.key");
}

#define CASE(path, function)                                                                       \
	g_test_add(path, McDesk, NULL, mc_desk_set_up, function, mc_desk_tear_down)
#define KILLED(place)                                                                              \
	g_test_add("/gateway/killed-" place, McDesk, "MEDCHECK_KILL_AT=" place ":1", mc_desk_set_up,   \
	    test_killed, mc_desk_tear_down)

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	CASE("/gateway/oversize", test_oversize);
	CASE("/gateway/slow-request", test_slow_request);
	CASE("/gateway/connections", test_connections);
	CASE("/gateway/connections/turns", test_everybodys_turn);
	CASE("/gateway/connections/all-at-work", test_all_at_work);
	KILLED("before-commit");
	KILLED("after-commit");
	KILLED("after-reply");
	CASE("/gateway/lost-reply", test_lost_reply);
	CASE("/gateway/faults-need-demonstration", test_faults_need_demonstration);
	CASE("/gateway/no-personal-data", test_no_personal_data);
	CASE("/gateway/configuration", test_configuration);
	CASE("/gateway/contract", test_contract);
	CASE("/gateway/connections/strangers", test_strangers);
	return g_test_run();
}
