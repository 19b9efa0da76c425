#include "app/courier/courier.h"
#include "app/base/notify.h"
#include "app/courier/carry.h"
#include "app/courier/certificate.h"
#include <glib-unix.h>
#include <string.h>

/* medcheck-courier: carries the outbox to the gateway and the receipts back. See docs/gateway.md.
 */

#define CERTIFICATE_CHECK_MS (6u * 3600 * 1000)
#define SPOOL_AGAIN_MS 5000

typedef struct Program {
	const char *state;
	McCourierSettings *settings;
	McClock *clock;
	McSpool *spool;
	McEvidenceBox *evidence;
	McTransport *transport;
	McKillPoint kill;
	GRand *random;
	McCourier *courier; /* NULL as long as the spool cannot be opened */
	guint64 spool_timer; /* when it is tried again */
	char *spool_problem; /* told once */
	char *certificate_path;
	GMainLoop *loop;
} Program;

/* It is due for renewal at two thirds of its life. */
static void
check_certificate(gpointer data)
{
	Program *self = data;
	g_autoptr(GError) error = NULL;
	gint64 now_us = mc_clock_wall_us(self->clock);
	gint64 from_us = 0;
	gint64 until_us = 0;

	mc_clock_after_ms(self->clock, CERTIFICATE_CHECK_MS, check_certificate, self);
	if (!mc_certificate_life(self->certificate_path, &from_us, &until_us, &error))
		g_warning("own certificate: %s", error->message);
	else if (until_us <= now_us)
		g_warning("own certificate has expired: nothing can be sent until it is renewed");
	else if (until_us - now_us < (until_us - from_us) / 3)
		g_warning("own certificate expires in %d days: renew it",
		    (int)((until_us - now_us) / G_TIME_SPAN_DAY));
}

static gboolean
connect_parts(Program *self, GError **error)
{
	g_autofree char *settings = g_build_filename(self->state, "courier", "courier.json", NULL);
	g_autofree char *key = g_build_filename(self->state, "courier", "tls.key", NULL);
	g_autofree char *ca = g_build_filename(self->state, "courier", "ca.pem", NULL);
	McTransportSettings tls = {.key_path = key, .ca_path = ca};

	self->certificate_path = g_build_filename(self->state, "courier", "tls.crt", NULL);
	self->settings = mc_courier_settings_read(settings, error);
	if (self->settings == NULL)
		return FALSE;
	if (self->settings->demonstration &&
	    !mc_kill_point_arm(&self->kill, g_getenv("MEDCHECK_KILL_AT"), error))
		return FALSE;
	tls.certificate_path = self->certificate_path;
	tls.proxy = self->settings->proxy;
	tls.request_timeout_ms = self->settings->request_timeout_ms;
	tls.bandwidth_max = self->settings->bandwidth_max_bytes_per_s;
	self->transport = mc_transport_new(&tls, error);
	return self->transport != NULL;
}

/* ---- the spool ---- */

static void
begin_work(Program *self)
{
	McCourierParts parts = {self->settings, self->clock, self->spool, self->evidence,
	    self->transport, self->random, &self->kill};

	if (self->spool_problem != NULL)
		g_message("the spool can be used again");
	self->courier = mc_courier_new(&parts);
	mc_courier_start(self->courier);
}

static void try_spool(gpointer data);

static void
wait_for_spool(Program *self, const GError *error)
{
	if (g_strcmp0(error->message, self->spool_problem) != 0)
		g_warning("spool: %s: nothing is carried (tried again by itself)", error->message);
	g_free(self->spool_problem);
	self->spool_problem = g_strdup(error->message);
	self->spool_timer = mc_clock_after_ms(self->clock, SPOOL_AGAIN_MS, try_spool, self);
}

/* A disk that fails now may be full only for a while. Meanwhile no beat comes, by which the
 * recorder knows that the office is not reached, and the glass shows it. */
static void
try_spool(gpointer data)
{
	Program *self = data;
	g_autofree char *path = g_build_filename(self->state, "spool", NULL);
	g_autoptr(GError) error = NULL;

	self->spool_timer = 0;
	if (self->spool == NULL)
		self->spool = mc_spool_open(path, &error);
	if (self->spool != NULL)
		self->evidence = mc_evidence_open(path, &error);
	if (self->evidence != NULL)
		begin_work(self);
	else
		wait_for_spool(self, error);
}

/* ---- running ---- */

static gboolean
on_hang_up(gpointer data)
{
	Program *self = data;

	if (self->courier != NULL) {
		mc_courier_nudge(self->courier);
	} else {
		mc_clock_cancel(self->clock, &self->spool_timer);
		try_spool(self);
	}
	return G_SOURCE_CONTINUE;
}

static gboolean
on_terminate(gpointer data)
{
	g_main_loop_quit(((Program *)data)->loop);
	return G_SOURCE_CONTINUE;
}

static void
carry(Program *self)
{
	g_autoptr(McNotify) notify = NULL;

	self->random = g_rand_new();
	self->loop = g_main_loop_new(NULL, FALSE);
	g_unix_signal_add(SIGHUP, on_hang_up, self);
	g_unix_signal_add(SIGTERM, on_terminate, self);
	g_unix_signal_add(SIGINT, on_terminate, self);
	check_certificate(self);
	try_spool(self);
	notify = mc_notify_new();
	g_main_loop_run(self->loop);
	g_main_loop_unref(self->loop);
	mc_courier_free(self->courier);
	g_rand_free(self->random);
}

static void
disconnect_parts(Program *self)
{
	if (self->transport != NULL)
		self->transport->ops->free(self->transport);
	mc_evidence_close(self->evidence);
	mc_spool_close(self->spool);
	mc_courier_settings_free(self->settings);
	mc_kill_point_clear(&self->kill);
	mc_clock_free(self->clock);
	g_free(self->certificate_path);
	g_free(self->spool_problem);
}

int
main(int argc, char **argv)
{
	g_autofree char *state = NULL;
	int clock_rate = 1;
	const GOptionEntry options[] = {
	    {"state", 0, 0, G_OPTION_ARG_FILENAME, &state, "Folder of the provisioning", "DIR"},
	    {"clock-rate", 0, 0, G_OPTION_ARG_INT, &clock_rate, "Demonstration: run time faster", "N"},
	    G_OPTION_ENTRY_NULL,
	};
	g_autoptr(GOptionContext) context = g_option_context_new("- carry records to the gateway");
	g_autoptr(GError) error = NULL;
	Program program = {0};
	gboolean good = FALSE;

	if (argc > 1 && strcmp(argv[1], "carry") == 0)
		return mc_carry_command(argc - 1, argv + 1);
	g_option_context_add_main_entries(context, options, NULL);
	if (!g_option_context_parse(context, &argc, &argv, &error) || state == NULL || clock_rate < 1) {
		g_printerr("%s\n", error != NULL ? error->message : "--state DIR is needed, a rate from 1");
		return 2;
	}
	g_log_writer_default_set_use_stderr(TRUE);
	program.state = state;
	program.clock = mc_clock_new_system((guint)clock_rate);
	good = connect_parts(&program, &error);
	if (good)
		carry(&program);
	else
		g_printerr("medcheck-courier: %s\n", error->message);
	disconnect_parts(&program);
	return good ? 0 : 1;
}
