/* New certificates for a kiosk's keys, once two thirds of the old ones' lives are over. */

#include "app/enrol/renew.h"
#include "app/base/error.h"
#include "app/enrol/est.h"
#include "app/enrol/key-card.h"
#include "app/tools/tools.h"
#include "app/tools/trip.h"
#include <string.h>

#define NOT_YET 3 /* the gateway does not answer: run it again later */

typedef struct Renewing {
	char *state, *gateway, *proxy, *keep, *token;
	gboolean now;
	McTrip trip;
} Renewing;

static gboolean
refuse(GError **error, McErrorCode code, const char *problem)
{
	g_set_error(error, MC_ERROR, code, "%s", problem);
	return FALSE;
}

static gboolean
read_due(const Renewing *self, const char *file, gboolean *is_due, GError **error)
{
	g_autofree char *path = g_build_filename(self->state, file, NULL);
	McKeyCard card;

	if (!mc_key_card_read(path, &card, error))
		return FALSE;
	*is_due = self->now || mc_key_card_is_due(&card, g_get_real_time());
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

static int
renew_tls(const Renewing *self, GError **error)
{
	char kiosk[33];
	gboolean is_due = FALSE;
	g_autoptr(GBytes) request = NULL;
	g_autoptr(GBytes) answer = NULL;
	int status = MC_TOOL_GOOD;

	if (!mc_renew_tls_finish(self->state, error) ||
	    !read_due(self, "courier/tls.crt", &is_due, error))
		return MC_TOOL_WRONG_USE;
	if (!is_due)
		return MC_TOOL_GOOD;
	request = mc_renew_tls_begin(self->state, kiosk, error);
	if (request == NULL)
		return MC_TOOL_WRONG_USE;
	status = post(self, MC_RENEW_TLS_PATH, MC_EST_TYPE_REQUEST, request, &answer, error);
	if (status == MC_TOOL_GOOD && !mc_renew_tls_take(self->state, answer, error))
		return MC_TOOL_NOT_AS_STATED;
	if (status == MC_TOOL_GOOD)
		g_print("the connection key is renewed\n");
	return status;
}

/* As the recorder finds it. */
static char *
key_in_force(const Renewing *self)
{
	const char *credentials = g_getenv("CREDENTIALS_DIRECTORY");
	g_autofree char *sealed =
	    credentials != NULL ? g_build_filename(credentials, "signing.key", NULL) : NULL;

	return sealed != NULL && g_file_test(sealed, G_FILE_TEST_EXISTS)
	           ? g_steal_pointer(&sealed)
	           : g_build_filename(self->state, "recorder", "signing.key", NULL);
}

static int
renew_seal(const Renewing *self, GError **error)
{
	g_autofree char *key = key_in_force(self);
	int keep = self->keep != NULL ? mc_protection_from_name(self->keep) : (int)MC_PROTECTION_SEALED;
	const McEnrolWish wish = {
	    .state = self->state, .keep = (McProtection)keep, .token = self->token};
	char kiosk[33];
	gboolean is_due = FALSE;
	g_autofree char *path = NULL;
	g_autoptr(GBytes) request = NULL;
	g_autoptr(GBytes) answer = NULL;
	int status = MC_TOOL_GOOD;

	if (!read_due(self, "recorder/signing.crt", &is_due, error))
		return MC_TOOL_WRONG_USE;
	if (!is_due || mc_renew_seal_waits(self->state))
		return MC_TOOL_GOOD;
	request = mc_renew_seal_begin(&wish, key, kiosk, error);
	if (request == NULL)
		return MC_TOOL_WRONG_USE;
	path = g_strdup_printf(MC_RENEW_SEAL_PATH, kiosk);
	status = post(self, path, "application/cms", request, &answer, error);
	if (status == MC_TOOL_GOOD && !mc_renew_seal_take(self->state, answer, error))
		return MC_TOOL_NOT_AS_STATED;
	return status;
}

static int
run(Renewing *self, GError **error)
{
	int status = MC_TOOL_WRONG_USE;

	self->trip = (McTrip){.gateway = self->gateway, .proxy = self->proxy};
	if (!mc_trip_prepare(&self->trip, self->state, error))
		return MC_TOOL_WRONG_USE;
	/* With the connection as it is: both go over it. */
	status = renew_seal(self, error);
	if (status == MC_TOOL_GOOD)
		status = renew_tls(self, error);
	if (mc_renew_seal_waits(self->state))
		g_print("a new sealing key waits: stop the recorder and run medcheck-recorder "
		        "--rollover\n");
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
	    "over; else nothing. To be run each day. Exit status 3: the gateway does not answer.");
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
	return status;
}
