/* New certificates for a kiosk's keys, once two thirds of the old ones' lives are over, or when the
 * configuration asks for seals of another suite. */

#include "app/enrol/renew.h"
#include "app/base/credential.h"
#include "app/base/error.h"
#include "app/enrol/est.h"
#include "app/enrol/key-card.h"
#include "app/recorder/provision.h"
#include "app/tools/tools.h"
#include "app/tools/trip.h"
#include <jansson.h>
#include <string.h>

#define NOT_YET 3 /* the gateway does not answer: run it again later */

typedef struct Renewing {
	char *state, *gateway, *proxy, *keep, *token;
	gboolean now;
	McTrip trip;
	McKillPoint kill;
} Renewing;

static gboolean
refuse(GError **error, McErrorCode code, const char *problem)
{
	g_set_error(error, MC_ERROR, code, "%s", problem);
	return FALSE;
}

static gboolean
read_due(const Renewing *self, const char *file, const char *chain, McSuite wanted,
    gboolean *is_due, GError **error)
{
	g_autofree char *path = g_build_filename(self->state, file, NULL);
	g_autofree char *chain_path = chain == NULL ? NULL : g_build_filename(self->state, chain, NULL);
	McKeyCard card;

	if (!mc_key_card_read(path, chain_path, &card, error))
		return FALSE;
	*is_due = self->now || card.suite != wanted || mc_key_card_is_due(&card, g_get_real_time());
	return TRUE;
}

/* Over a connection made with the key in force. The exit status. */
static int
post(const Renewing *self, const char *path, const char *type, GBytes *request, GBytes **answer,
    GError **error)
{
	g_autofree char *ca = g_build_filename(self->state, "courier", "ca.pem", NULL);
	g_autofree char *certificate = g_build_filename(self->state, "courier", "tls.crt", NULL);
	g_autofree char *key = g_build_filename(self->state, "courier", "tls.key", NULL);
	const char *const arguments[] = {"--ca", ca, "--certificate", certificate, "--key", key,
	    "--path", path, "--type", type, NULL};
	int status = mc_trip(&self->trip, arguments, request, answer, error);

	if (status == MC_TRIP_UNREACHABLE)
		return NOT_YET;
	if (status != 0 && error != NULL && *error == NULL)
		refuse(error, MC_ERROR_REFUSED, "refused as said above");
	return status == 0 ? MC_TOOL_GOOD : MC_TOOL_NOT_AS_STATED;
}

#define TLS_NEXT "courier/next/"

/* Whether the gateway lets in who has the new certificate; until it does, the old one stays. */
static int
try_new(Renewing *self, GError **error)
{
	g_autofree char *ca = g_build_filename(self->state, "courier", "ca.pem", NULL);
	g_autofree char *certificate = g_build_filename(self->state, TLS_NEXT "tls.crt", NULL);
	g_autofree char *key = g_build_filename(self->state, TLS_NEXT "tls.key", NULL);
	const char *const arguments[] = {"--ca", ca, "--certificate", certificate, "--key", key,
	    "--path", "/healthz", "--get", NULL};
	g_autoptr(GBytes) answer = NULL;
	int status = mc_trip(&self->trip, arguments, NULL, &answer, error);
	gboolean finished = FALSE;

	mc_kill_point_pass(&self->kill, NULL, "tls-tried");
	if (status == -1)
		return MC_TOOL_NOT_AS_STATED;
	if (status != 0)
		return NOT_YET;
	return mc_renew_tls_confirm(self->state, &self->kill, error) &&
	               mc_renew_tls_finish(self->state, &finished, &self->kill, error)
	           ? MC_TOOL_GOOD
	           : MC_TOOL_WRONG_USE;
}

/* One that waited so long that it is due itself. */
static gboolean
forget_stale(const Renewing *self)
{
	g_autofree char *path = g_build_filename(self->state, TLS_NEXT "tls.crt", NULL);
	McKeyCard card;
	gboolean is_stale =
	    !mc_key_card_read(path, NULL, &card, NULL) || mc_key_card_is_due(&card, g_get_real_time());

	if (is_stale)
		mc_renew_tls_forget(self->state);
	return is_stale;
}

static int
renew_tls(Renewing *self, GError **error)
{
	char kiosk[33];
	gboolean is_due = FALSE;
	g_autoptr(GBytes) request = NULL;
	g_autoptr(GBytes) answer = NULL;
	int status = MC_TOOL_GOOD;

	if (!mc_renew_tls_waits(self->state) || forget_stale(self)) {
		if (!read_due(self, "courier/tls.crt", NULL, MC_SUITE_P256, &is_due, error))
			return MC_TOOL_WRONG_USE;
		if (!is_due)
			return MC_TOOL_GOOD;
		request = mc_renew_tls_begin(self->state, kiosk, &self->kill, error);
		if (request == NULL)
			return MC_TOOL_WRONG_USE;
		status = post(self, MC_RENEW_TLS_PATH, MC_EST_TYPE_REQUEST, request, &answer, error);
		mc_kill_point_pass(&self->kill, NULL, "tls-answer");
		if (status == MC_TOOL_GOOD && !mc_renew_tls_take(self->state, answer, &self->kill, error))
			status = MC_TOOL_NOT_AS_STATED;
	}
	if (status == MC_TOOL_GOOD)
		status = try_new(self, error);
	if (status == MC_TOOL_GOOD)
		g_print("the connection key is renewed\n");
	return status;
}

/* As the recorder finds it. */
static char *
key_in_force(const Renewing *self)
{
	char *sealed = mc_credential_path("signing.key");

	return sealed != NULL ? sealed : g_build_filename(self->state, "recorder", "signing.key", NULL);
}

static int
renew_seal(Renewing *self, GError **error)
{
	g_autofree char *key = key_in_force(self);
	int keep = self->keep != NULL ? mc_protection_from_name(self->keep) : (int)MC_PROTECTION_SEALED;
	McEnrolWish wish = {.state = self->state, .keep = (McProtection)keep, .token = self->token};
	char kiosk[33];
	gboolean is_due = FALSE;
	g_autofree char *path = NULL;
	g_autoptr(GBytes) request = NULL;
	g_autoptr(GBytes) answer = NULL;
	int status = MC_TOOL_GOOD;

	if (!mc_provision_configured_suite(self->state, &wish.suite, error) ||
	    !read_due(
	        self, "recorder/signing.crt", "recorder/signing-chain.pem", wish.suite, &is_due, error))
		return MC_TOOL_WRONG_USE;
	mc_renew_seal_keep_only(self->state, wish.suite);
	if (!is_due || mc_renew_seal_waits(self->state))
		return MC_TOOL_GOOD;
	request = mc_renew_seal_begin(&wish, key, kiosk, &self->kill, error);
	if (request == NULL)
		return MC_TOOL_WRONG_USE;
	path = g_strdup_printf(MC_RENEW_SEAL_PATH, kiosk);
	status = post(self, path, "application/cms", request, &answer, error);
	mc_kill_point_pass(&self->kill, NULL, "seal-answer");
	if (status == MC_TOOL_GOOD && !mc_renew_seal_take(self->state, answer, &self->kill, error))
		return MC_TOOL_NOT_AS_STATED;
	return status;
}

/* The tests'; in service nobody looks. */
static gboolean
arm_fault(Renewing *self, GError **error)
{
	g_autofree char *path = g_build_filename(self->state, "courier", "courier.json", NULL);
	json_auto_t *settings = json_load_file(path, 0, NULL);

	return !json_is_true(json_object_get(settings, "demonstration")) ||
	       mc_kill_point_arm(&self->kill, g_getenv("MEDCHECK_KILL_AT"), error);
}

static int
run(Renewing *self, GError **error)
{
	int status = MC_TOOL_WRONG_USE;
	gboolean finished = FALSE;

	self->trip = (McTrip){.gateway = self->gateway, .proxy = self->proxy};
	if (!mc_trip_prepare(&self->trip, self->state, error) || !arm_fault(self, error) ||
	    !mc_renew_tls_finish(self->state, &finished, &self->kill, error))
		return MC_TOOL_WRONG_USE;
	/* With the connection as it is: both go over it. */
	status = renew_seal(self, error);
	/* What the run before could not finish is this one's renewal. */
	if (status == MC_TOOL_GOOD && !finished)
		status = renew_tls(self, error);
	if (mc_renew_seal_waits(self->state))
		g_print("a new sealing key waits: the recorder takes it when nobody is there\n");
	if (status == NOT_YET)
		g_print("not yet: run this again\n");
	return status;
}

static gboolean
parse(int *argc, char ***argv, Renewing *self, GError **error)
{
	const GOptionEntry options[] = {
	    {"state", 0, 0, G_OPTION_ARG_FILENAME, &self->state, "Folder of the provisioning", "DIR"},
	    {"gateway", 0, 0, G_OPTION_ARG_STRING, &self->gateway, "The gateway", "https://HOST:PORT"},
	    {"proxy", 0, 0, G_OPTION_ARG_STRING, &self->proxy, "The way there", "URL"},
	    {"keep", 0, 0, G_OPTION_ARG_STRING, &self->keep,
	        "How to keep the next sealing key (sealed)", "sealed|token|tpm|file"},
	    {"token", 0, 0, G_OPTION_ARG_STRING, &self->token,
	        "With --keep token: the next key's name (RFC 7512)", "pkcs11:…"},
	    {"now", 0, 0, G_OPTION_ARG_NONE, &self->now, "Even if it is not due", NULL},
	    G_OPTION_ENTRY_NULL,
	};
	g_autoptr(GOptionContext) context = g_option_context_new("- renew this kiosk's keys");

	g_option_context_add_main_entries(context, options, NULL);
	g_option_context_set_summary(context,
	    "Makes new keys and has them certified once two thirds of the old certificates' lives are\n"
	    "over, and the sealing key also when recorder/recorder.json names another suite; else "
	    "nothing.\n"
	    "To be run each day. Exit status 3: the gateway does not answer.");
	if (!g_option_context_parse(context, argc, argv, error))
		return FALSE;
	return (self->state != NULL && self->gateway != NULL &&
	           (self->keep == NULL || mc_protection_from_name(self->keep) >= 0)) ||
	       refuse(error, MC_ERROR_BAD_INPUT,
	           "--state DIR and --gateway URL are needed; --keep as --help says");
}

int
mc_tool_renew(int argc, char **argv)
{
	Renewing self = {0};
	g_autoptr(GError) error = NULL;
	int status = MC_TOOL_WRONG_USE;

	if (parse(&argc, &argv, &self, &error))
		status = run(&self, &error);
	if (error != NULL)
		g_printerr("medcheck renew: %s\n", error->message);
	g_free(self.state);
	g_free(self.gateway);
	g_free(self.proxy);
	g_free(self.keep);
	g_free(self.token);
	mc_kill_point_clear(&self.kill);
	return status;
}
