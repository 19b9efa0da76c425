#include "tests/support/gateway/world.h"

#include "tests/kit/file.h"
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

#define PATIENCE_S 60 /* or MC_PATIENCE_S */
#define LOOK_AGAIN_US 5000
#define STARTS_MAX 200

char *
mc_world_path(const McWorld *world, const char *name)
{
	return mc_provision_path(world->provision, name);
}

static void
issue(const McWorld *world, const McLeaf *leaf, const char *name)
{
	g_autofree char *base = mc_world_path(world, name);
	g_autofree char *key = g_strconcat(base, ".key", NULL);
	g_autofree char *certificate = g_strconcat(base, ".crt", NULL);

	mc_authority_issue(world->connections, leaf, key, certificate);
}

static McWorld *
new_with(McProvision *provision)
{
	static const McLeaf server = {"localhost", "serverAuth", "IP:127.0.0.1", 0, 30};
	static const McLeaf kiosk = {"K-0001", "clientAuth", NULL, 0, 30};
	static const McLeaf other = {"K-0002", "clientAuth", NULL, 0, 30};
	static const McLeaf expired = {"K-0001", "clientAuth", NULL, -20, -1};
	McWorld *world = g_new0(McWorld, 1);
	g_autofree char *ca = NULL;
	g_autofree char *client_ca = NULL;

	world->provision = provision;
	world->connections = mc_authority_new("Test connections");
	ca = mc_world_path(world, "courier/ca.pem");
	client_ca = mc_world_path(world, "gateway/client-ca.pem");
	mc_authority_write_root(world->connections, ca);
	mc_authority_write_root(world->connections, client_ca);
	issue(world, &server, "gateway/tls");
	issue(world, &kiosk, "courier/tls");
	issue(world, &other, "other");
	issue(world, &expired, "expired");
	return world;
}

McWorld *
mc_world_new(void)
{
	return new_with(mc_provision_new());
}

McWorld *
mc_world_new_office(void)
{
	return new_with(mc_provision_new_office("p256-sha256"));
}

McWorld *
mc_world_new_in(const char *folder)
{
	McWorld *world = g_new0(McWorld, 1);

	world->provision = g_new0(McProvision, 1);
	world->provision->folder = g_strdup(folder);
	return world;
}

static void
stop(GSubprocess **process)
{
	if (*process == NULL)
		return;
	g_subprocess_force_exit(*process);
	g_subprocess_wait(*process, NULL, NULL);
	g_clear_object(process);
}

void
mc_world_free(McWorld *world)
{
	stop(&world->courier);
	stop(&world->gateway);
	g_clear_object(&world->gateway_out);
	if (world->connections != NULL) {
		mc_provision_free(world->provision);
		mc_authority_free(world->connections);
	} else {
		g_free(world->provision->folder);
		g_free(world->provision);
	}
	g_free(world);
}

static void
write_file(const McWorld *world, const char *name, const char *text)
{
	g_autofree char *path = mc_world_path(world, name);
	g_autoptr(GError) error = NULL;

	g_file_set_contents(path, text, -1, &error);
	g_assert_no_error(error);
}

static void
add_limit(GString *json, const char *name, guint value)
{
	if (value > 0)
		g_string_append_printf(json, ",\"%s\":%u", name, value);
}

static void
configure_gateway(const McWorld *world)
{
	g_autoptr(GString) json = g_string_new(NULL);

	g_string_printf(json, "{\"listen\":\"127.0.0.1\",\"port\":%u,\"demonstration\":%s", world->port,
	    world->in_service ? "false" : "true");
	add_limit(json, "idle_timeout_ms", world->idle_timeout_ms);
	add_limit(json, "request_timeout_ms", world->request_timeout_ms);
	add_limit(json, "connections_max", world->connections_max);
	add_limit(json, "evidence_file_max_bytes", world->evidence_file_max_bytes);
	add_limit(json, "key_level_min", world->key_level_min);
	add_limit(json, "evidence_kiosk_max_mib", world->evidence_kiosk_max_mib);
	if (world->suite != NULL)
		g_string_append_printf(json, ",\"suites\":[\"%s\"]", world->suite);
	g_string_append_c(json, '}');
	write_file(world, "gateway/gateway.json", json->str);
}

/* A test that aborts leaves no process behind. */
static void
die_with_test(gpointer data)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
}

static void
add_environment(GSubprocessLauncher *launcher, char **environment)
{
	for (guint i = 0; environment != NULL && environment[i] != NULL; i++) {
		g_auto(GStrv) pair = g_strsplit(environment[i], "=", 2);

		g_subprocess_launcher_setenv(launcher, pair[0], pair[1], TRUE);
	}
}

static GSubprocess *
spawn(const McWorld *world, const char *name, char **environment, const char *fault,
    const char *rate, GSubprocessFlags flags)
{
	g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new(flags);
	g_autofree char *program = g_build_filename(MC_BINARY_DIR, "bin", name, NULL);
	g_autofree char *log = mc_world_path(world, name);
	g_autoptr(GError) error = NULL;
	g_auto(GStrv) pair = g_strsplit(fault != NULL ? fault : "", "=", 2);
	GSubprocess *process = NULL;

	g_subprocess_launcher_set_child_setup(launcher, die_with_test, NULL, NULL);
	if (fault != NULL)
		g_subprocess_launcher_setenv(launcher, pair[0], pair[1], TRUE);
	add_environment(launcher, environment);
	g_subprocess_launcher_take_stderr_fd(
	    launcher, open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
	if (rate != NULL)
		process = g_subprocess_launcher_spawn(launcher, &error, program, "--state",
		    world->provision->folder, "--clock-rate", rate, NULL);
	else
		process = g_subprocess_launcher_spawn(
		    launcher, &error, program, "--state", world->provision->folder, NULL);
	g_assert_no_error(error);
	return process;
}

/* FALSE: it ended instead of listening. */
static gboolean
try_gateway(McWorld *world, const char *fault)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *line = NULL;

	configure_gateway(world);
	g_assert_null(world->gateway);
	world->gateway = spawn(world, "medcheck-gateway", world->gateway_environment, fault, NULL,
	    G_SUBPROCESS_FLAGS_STDOUT_PIPE);
	g_clear_object(&world->gateway_out);
	world->gateway_out = g_data_input_stream_new(g_subprocess_get_stdout_pipe(world->gateway));
	line = g_data_input_stream_read_line(world->gateway_out, NULL, NULL, &error);
	g_assert_no_error(error);
	if (line == NULL) {
		g_subprocess_wait(world->gateway, NULL, NULL);
		g_clear_object(&world->gateway);
		return FALSE;
	}
	g_assert_true(g_str_has_prefix(line, "listening on 127.0.0.1:"));
	world->port = (guint)g_ascii_strtoull(strrchr(line, ':') + 1, NULL, 10);
	g_assert_cmpuint(world->port, >, 0);
	return TRUE;
}

void
mc_world_start_gateway(McWorld *world, const char *fault)
{
	g_assert_true(try_gateway(world, fault));
}

guint
mc_world_insist_on_gateway(McWorld *world, const char *fault)
{
	guint ended = 0;

	while (!try_gateway(world, fault))
		g_assert_cmpuint(++ended, <, STARTS_MAX);
	return ended;
}

void
mc_world_kill_gateway(McWorld *world)
{
	stop(&world->gateway);
}

static void
terminate(GSubprocess **process)
{
	g_subprocess_send_signal(*process, SIGTERM);
	g_subprocess_wait(*process, NULL, NULL);
	g_assert_true(g_subprocess_get_if_exited(*process));
	g_assert_cmpint(g_subprocess_get_exit_status(*process), ==, 0);
	g_clear_object(process);
}

static void
await_killed(GSubprocess **process)
{
	g_subprocess_wait(*process, NULL, NULL);
	g_assert_true(g_subprocess_get_if_signaled(*process));
	g_assert_cmpint(g_subprocess_get_term_sig(*process), ==, SIGKILL);
	g_clear_object(process);
}

void
mc_world_stop_gateway(McWorld *world)
{
	terminate(&world->gateway);
}

void
mc_world_await_gateway_killed(McWorld *world)
{
	await_killed(&world->gateway);
}

void
mc_world_start_courier(McWorld *world, const char *fault, guint clock_rate)
{
	g_autofree char *rate = g_strdup_printf("%u", clock_rate);
	g_autoptr(GString) json = g_string_new(NULL);

	g_string_append(
	    json, "{\"kiosk\":\"K-0001\",\"demonstration\":true,\"start_spread_ms\":0,\"gateways\":[");
	if (world->gateway_before != NULL)
		g_string_append_printf(json, "\"%s\",", world->gateway_before);
	g_string_append_printf(
	    json, "\"https://127.0.0.1:%u\"]", world->via_port > 0 ? world->via_port : world->port);
	if (world->proxy_port > 0)
		g_string_append_printf(json, ",\"proxy\":\"http://127.0.0.1:%u\"", world->proxy_port);
	add_limit(json, "request_timeout_ms", world->courier_timeout_ms);
	g_string_append_c(json, '}');
	write_file(world, "courier/courier.json", json->str);
	g_assert_null(world->courier);
	world->courier = spawn(world, "medcheck-courier", world->courier_environment, fault, rate,
	    G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
}

void
mc_world_stop_courier(McWorld *world)
{
	terminate(&world->courier);
}

void
mc_world_await_courier_killed(McWorld *world)
{
	await_killed(&world->courier);
}

static gboolean
has_ended(GSubprocess **process)
{
	/* GSubprocess itself hears of an end through the main context only. */
	while (g_main_context_iteration(NULL, FALSE))
		continue;
	if (*process == NULL || g_subprocess_get_identifier(*process) != NULL)
		return FALSE;
	g_clear_object(process);
	return TRUE;
}

gboolean
mc_world_revive(McWorld *world, guint clock_rate)
{
	gboolean gateway = has_ended(&world->gateway);
	gboolean courier = has_ended(&world->courier);

	if (gateway)
		mc_world_insist_on_gateway(world, NULL);
	if (courier)
		mc_world_start_courier(world, NULL, clock_rate);
	return gateway || courier;
}

static char **
ask_gateway_for(const McWorld *world, const char *what, const char *how, int status)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *program = g_build_filename(MC_BINARY_DIR, "bin", "medcheck-gateway", NULL);
	g_autoptr(GSubprocess) process = g_subprocess_new(G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
	    program, "--state", world->provision->folder, what, how, NULL);
	g_autofree char *text = NULL;

	g_assert_no_error(error);
	g_subprocess_communicate_utf8(process, NULL, NULL, &text, NULL, &error);
	g_assert_no_error(error);
	g_assert_cmpint(g_subprocess_get_exit_status(process), ==, status);
	return g_strsplit(g_strchomp(text), "\n", *text != '\0' ? -1 : 1);
}

static char **
ask_gateway(const McWorld *world, const char *what, const char *how)
{
	return ask_gateway_for(world, what, how, 0);
}

char **
mc_world_list(const McWorld *world)
{
	return ask_gateway(world, "--list", NULL);
}

char **
mc_world_refusals(const McWorld *world)
{
	return ask_gateway(world, "--refusals", NULL);
}

char **
mc_world_cases(const McWorld *world)
{
	return ask_gateway(world, "--cases", NULL);
}

char **
mc_world_kiosks(const McWorld *world)
{
	return ask_gateway(world, "--kiosks", NULL);
}

char **
mc_world_packs(const McWorld *world, gboolean any_differs)
{
	return ask_gateway_for(world, "--packs", "K-0001", any_differs ? 1 : 0);
}

char **
mc_world_evidence(const McWorld *world, const char *how)
{
	return ask_gateway(world, "--evidence", how);
}

char *
mc_world_log(const McWorld *world, const char *process)
{
	return mc_test_text(world->provision->folder, process);
}

void
mc_world_await(McWorld *world, const char *what, McWorldCondition condition, gpointer data)
{
	const char *patience = g_getenv("MC_PATIENCE_S");
	gint64 until_us =
	    g_get_monotonic_time() +
	    (patience != NULL ? g_ascii_strtoll(patience, NULL, 10) : PATIENCE_S) * G_TIME_SPAN_SECOND;

	while (!condition(world, data)) {
		if (g_get_monotonic_time() > until_us)
			g_error("waited in vain for %s", what);
		g_usleep(LOOK_AGAIN_US);
	}
}
