/* A new kiosk comes to its certificates. Keys are made here; the network is another process, which
 * sees nothing but messages that it cannot change. */

#include "app/enrol/kiosk.h"

#include "app/base/error.h"
#include "app/recorder/provision.h"
#include "app/tools/tools.h"
#include "app/tools/trip.h"
#include <stdio.h>
#include <string.h>

#define ASK_AGAIN_US (5 * G_USEC_PER_SEC)
#define NOT_YET 3

typedef struct Enrolling {
	char *state, *kiosk, *gateway, *proxy, *keep, *token;
	gboolean once, starts_over;
	McEnrolBegun begun;
	McTrip trip;
} Enrolling;

static gboolean
refuse(GError **error, const char *problem)
{
	g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT, "%s", problem);
	return FALSE;
}

/* ---- beginning ---- */

static gboolean
read_code(McEnrolCode *code, GError **error)
{
	char line[128] = "";
	gboolean good = FALSE;

	g_printerr("One-time code: ");
	good = fgets(line, sizeof line, stdin) != NULL ? mc_enrol_code_read(line, code, error)
	                                               : refuse(error, "the code is missing");
	explicit_bzero(line, sizeof line);
	return good;
}

static gboolean
begin(const Enrolling *self, GError **error)
{
	int keep = self->keep != NULL ? mc_protection_from_name(self->keep) : (int)MC_PROTECTION_SEALED;
	McEnrolWish wish = {.state = self->state,
	    .kiosk = self->kiosk,
	    .keep = (McProtection)keep,
	    .token = self->token};
	McEnrolCode code;
	gboolean good = FALSE;

	if (self->kiosk == NULL || keep < 0)
		return refuse(error, "--kiosk ID is needed; --keep as --help says");
	if (!mc_provision_configured_suite(self->state, &wish.suite, error))
		return FALSE;
	good = read_code(&code, error) && mc_enrol_begin(&wish, &code, error);
	explicit_bzero(&code, sizeof code);
	return good;
}

/* ---- the courier ---- */

static char *
find_root(Enrolling *self, int *status, GError **error)
{
	static const char *const show[] = {"--show-chain", NULL};
	g_autoptr(GBytes) shown = NULL;

	*status = mc_trip(&self->trip, show, NULL, &shown, error);
	return *status == 0 ? mc_enrol_take_root(self->state, &self->begun, shown, error) : NULL;
}

/* One attempt. The exit status: 0 done, NOT_YET, else an error. */
static int
knock(Enrolling *self, GError **error)
{
	int status = 0;
	g_autofree char *root = find_root(self, &status, error);
	g_autoptr(GBytes) answer = NULL;

	if (root == NULL)
		return status == MC_TRIP_UNREACHABLE ? NOT_YET : MC_TOOL_NOT_AS_STATED;
	status = mc_trip(&self->trip, (const char *const[]){"--ca", root, NULL}, self->begun.request,
	    &answer, error);
	if (status == MC_TRIP_PENDING || status == MC_TRIP_UNREACHABLE)
		return NOT_YET;
	if (status == 0 && mc_enrol_admit(self->state, &self->begun, answer, error))
		return MC_TOOL_GOOD;
	if (error != NULL && *error == NULL)
		refuse(error, "refused as said above; with a new code: --start-over");
	return MC_TOOL_NOT_AS_STATED;
}

static int
carry(Enrolling *self, GError **error)
{
	int status = NOT_YET;

	g_print("kiosk %s, sealing key %s\n", self->begun.kiosk, self->begun.fingerprint);
	fflush(stdout);
	while ((status = knock(self, error)) == NOT_YET && !self->once)
		g_usleep(ASK_AGAIN_US);
	if (status == MC_TOOL_GOOD)
		g_print("admitted\n");
	if (status == NOT_YET)
		g_print("not yet: the office has to approve this key; then run this again\n");
	return status;
}

/* ---- the command ---- */

static int
run(Enrolling *self, GError **error)
{
	int status = MC_TOOL_WRONG_USE;

	self->trip = (McTrip){.gateway = self->gateway, .proxy = self->proxy};
	if (!mc_trip_prepare(&self->trip, self->state, error))
		return MC_TOOL_WRONG_USE;
	if (self->starts_over)
		mc_enrol_forget(self->state);
	if (!mc_enrol_is_begun(self->state) && !begin(self, error))
		return MC_TOOL_WRONG_USE;
	if (mc_enrol_load(self->state, &self->begun, error))
		status = carry(self, error);
	mc_enrol_begun_clear(&self->begun);
	return status;
}

static gboolean
parse(int *argc, char ***argv, Enrolling *self, GError **error)
{
	const GOptionEntry options[] = {
	    {"state", 0, 0, G_OPTION_ARG_FILENAME, &self->state, "Folder of the provisioning", "DIR"},
	    {"gateway", 0, 0, G_OPTION_ARG_STRING, &self->gateway, "The admission desk",
	        "https://HOST:PORT"},
	    {"proxy", 0, 0, G_OPTION_ARG_STRING, &self->proxy, "The way there", "URL"},
	    {"kiosk", 0, 0, G_OPTION_ARG_STRING, &self->kiosk, "Id of this kiosk", "ID"},
	    {"keep", 0, 0, G_OPTION_ARG_STRING, &self->keep, "How to keep the sealing key (sealed)",
	        "sealed|token|tpm|file"},
	    {"token", 0, 0, G_OPTION_ARG_STRING, &self->token,
	        "With --keep token: the key's name (RFC 7512)", "pkcs11:…"},
	    {"once", 0, 0, G_OPTION_ARG_NONE, &self->once,
	        "Do not wait for the decision: exit status 3, and run it again later", NULL},
	    {"start-over", 0, 0, G_OPTION_ARG_NONE, &self->starts_over,
	        "Forget keys that were not admitted, with a new code", NULL},
	    G_OPTION_ENTRY_NULL,
	};
	g_autoptr(GOptionContext) context = g_option_context_new("- let this kiosk in");

	g_option_context_add_main_entries(context, options, NULL);
	g_option_context_set_summary(context,
	    "Reads the office's one-time code from standard input, makes this kiosk's keys, shows "
	    "their\n"
	    "fingerprint and waits until the office approves. Goes on where it was interrupted. The "
	    "seals\n"
	    "are of the suite that recorder/recorder.json names.");
	if (!g_option_context_parse(context, argc, argv, error))
		return FALSE;
	return (self->state != NULL && self->gateway != NULL) ||
	       refuse(error, "--state DIR and --gateway URL are needed");
}

int
mc_tool_enrol(int argc, char **argv)
{
	Enrolling self = {0};
	g_autoptr(GError) error = NULL;
	int status = MC_TOOL_WRONG_USE;

	if (parse(&argc, &argv, &self, &error))
		status = run(&self, &error);
	if (error != NULL)
		g_printerr("medcheck enrol: %s\n", error->message);
	g_free(self.state);
	g_free(self.kiosk);
	g_free(self.gateway);
	g_free(self.proxy);
	g_free(self.keep);
	g_free(self.token);
	return status;
}
