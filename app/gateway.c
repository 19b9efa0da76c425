#include "app/base/kill-point.h"
#include "app/gateway/admission/command.h"
#include "app/gateway/admission/renewal.h"
#include "app/gateway/attempts/command.h"
#include "app/gateway/http/server.h"
#include "app/gateway/intake/intake.h"
#include "app/gateway/intake/lists.h"
#include "app/gateway/operator/cases.h"
#include "app/gateway/operator/evidence.h"
#include "app/gateway/operator/hand-in.h"
#include "app/gateway/operator/kiosks.h"
#include "app/gateway/operator/operator.h"
#include "app/gateway/operator/packs.h"
#include "app/gateway/settings/settings.h"
#include "app/gateway/stamps/command.h"
#include "app/gateway/tree/command.h"
#include "app/gateway/tree/log.h"
#include <stdio.h>
#include <string.h>

/* medcheck-gateway: takes the kiosks' records. See docs/gateway.md. */

typedef struct Gateway {
	char *folder; /* STATE/gateway */
	char *offers, *evidence;
	McGatewaySettings settings;
	McPacks *packs;
	McKillPoint kill;
	McRenewals *renewals;
	McIntakeParts parts;
} Gateway;

static char *
in_folder(const Gateway *self, const char *name)
{
	return g_build_filename(self->folder, name, NULL);
}

static gboolean
load_keys(Gateway *self, GError **error)
{
	g_autofree char *roots = in_folder(self, "kiosk-roots.pem");
	g_autofree char *key = in_folder(self, "receipt.key");
	g_autofree char *certificate = in_folder(self, "receipt.crt");
	g_autofree char *chain = in_folder(self, "receipt-chain.pem");

	self->parts.kiosks = mc_verifier_new_from_file(roots, error);
	if (self->parts.kiosks == NULL)
		return FALSE;
	mc_verifier_set_suites(self->parts.kiosks, self->settings.suites);
	self->parts.folder = self->folder;
	if (!mc_lists_read(self->parts.kiosks, self->folder, error))
		return FALSE;
	self->parts.receipts = mc_signer_new_from_files(key, certificate, chain, error);
	return self->parts.receipts != NULL;
}

/* The tests' faults; a gateway in service does not even look. */
static gboolean
arm_faults(Gateway *self, GError **error)
{
	const char *lose = g_getenv("MEDCHECK_LOSE_REPLY");

	self->parts.kill = &self->kill;
	self->parts.demonstration = self->settings.demonstration;
	if (!self->settings.demonstration)
		return TRUE;
	self->parts.lose_reply = lose != NULL ? (guint)g_ascii_strtoull(lose, NULL, 10) : 0;
	return mc_kill_point_arm(&self->kill, g_getenv("MEDCHECK_KILL_AT"), error);
}

/* Where it has the authorities' keys. */
static gboolean
load_renewals(Gateway *self, GError **error)
{
	g_autofree char *issue = in_folder(self, "issue");

	if (!g_file_test(issue, G_FILE_TEST_IS_DIR))
		return TRUE;
	self->renewals = mc_renewals_new(&(McRenewalParts){.gateway_folder = self->folder,
	                                     .days = self->settings.certificate_days,
	                                     .per_day = self->settings.renewals_per_day,
	                                     .kiosks = self->parts.kiosks,
	                                     .clock = self->parts.clock,
	                                     .kill = &self->kill},
	    error);
	self->parts.renew = mc_renewals_handle;
	self->parts.renewals = self->renewals;
	return self->renewals != NULL;
}

static gboolean
load(Gateway *self, GError **error)
{
	g_autofree char *settings = in_folder(self, "gateway.json");
	g_autofree char *rules = in_folder(self, "rules");
	g_autofree char *store = in_folder(self, "store.db");

	if (!mc_gateway_settings_read(settings, &self->settings, error) || !load_keys(self, error))
		return FALSE;
	self->parts.packs = self->packs = mc_packs_load(rules, error);
	if (self->packs == NULL)
		return FALSE;
	self->parts.key_level_min = self->settings.key_level_min;
	self->parts.offers = self->offers = in_folder(self, "packs");
	self->evidence = in_folder(self, "evidence");
	self->parts.evidence = (McEvidenceLimits){.folder = self->evidence,
	    .file_max_bytes = self->settings.evidence_file_max_bytes,
	    .kiosk_max_bytes = (guint64)self->settings.evidence_kiosk_max_mib << 20};
	self->parts.store = mc_store_open(store, error);
	self->parts.clock = mc_clock_new_system(1);
	return self->parts.store != NULL && mc_tree_log_begin(self->parts.store, error) &&
	       load_renewals(self, error) && arm_faults(self, error);
}

static void
unload(Gateway *self)
{
	mc_kill_point_clear(&self->kill);
	mc_renewals_free(self->renewals);
	mc_store_close(self->parts.store);
	g_clear_pointer(&self->parts.clock, mc_clock_free);
	mc_packs_free(self->packs);
	mc_signer_free(self->parts.receipts);
	mc_verifier_free(self->parts.kiosks);
	g_free(self->offers);
	g_free(self->evidence);
	g_free(self->folder);
}

static gboolean
serve(Gateway *self, GError **error)
{
	g_autoptr(McIntake) intake = mc_intake_new(&self->parts);
	McHttpSettings http = {self->folder, self->settings.listen, self->settings.port,
	    self->settings.body_max_bytes, self->settings.header_max_bytes,
	    self->settings.connections_max, self->settings.request_timeout_ms,
	    self->settings.idle_timeout_ms, MC_HTTP_CLIENTS_CERTIFIED};
	g_autoptr(McHttpServer) server = mc_http_server_new(&http, &mc_intake_http_ops, intake, error);

	if (server == NULL)
		return FALSE;
	g_print("listening on %s:%u\n", self->settings.listen, mc_http_server_port(server));
	fflush(stdout);
	mc_http_server_run(server);
	return TRUE;
}

/* What is asked for at the command line; nothing of it: to serve. */
typedef struct Wish {
	gboolean list, refusals, kiosks, cases, evidence, remove_over, codes, config;
	char *retired, *give_back, *handed_in, *exported, *one_case, *packs, *to;
	gint64 after, due_hours;
} Wish;

static void
wish_clear(Wish *wish)
{
	g_free(wish->retired);
	g_free(wish->give_back);
	g_free(wish->handed_in);
	g_free(wish->exported);
	g_free(wish->one_case);
	g_free(wish->packs);
	g_free(wish->to);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Wish, wish_clear)

static gboolean
run(Gateway *self, const Wish *wish, GError **error)
{
	g_autofree char *store = in_folder(self, "store.db");
	g_autofree char *evidence = in_folder(self, "evidence");

	if (wish->list)
		return mc_operator_list(store, error);
	if (wish->refusals)
		return mc_operator_list_refusals(store, error);
	if (wish->kiosks)
		return mc_operator_kiosks(store, error);
	if (wish->cases || wish->one_case != NULL)
		return mc_operator_cases(store, wish->one_case, wish->to, error);
	if (wish->evidence)
		return mc_operator_evidence(
		    store, evidence, MAX(wish->due_hours, 0), wish->remove_over, error);
	if (wish->packs != NULL)
		return mc_operator_packs(store, wish->packs, error);
	if (wish->retired != NULL)
		return mc_operator_retire_journal(store, wish->retired, error);
	if (wish->give_back != NULL)
		return mc_operator_give_back(
		    store, wish->give_back, (guint64)MAX(wish->after, 0), wish->to, error);
	if (wish->exported != NULL)
		return mc_operator_export(
		    store, wish->exported, (guint64)MAX(wish->after, 0), wish->to, error);
	if (!load(self, error))
		return FALSE;
	return wish->handed_in != NULL ? mc_operator_hand_in(&self->parts, wish->handed_in, error)
	                               : serve(self, error);
}

/* A folder is named where one is written to, and nowhere else. */
static gboolean
is_whole(const Wish *wish, const char *state)
{
	gboolean writes = wish->give_back != NULL || wish->exported != NULL;

	if (state == NULL)
		return wish->codes || wish->config;
	return wish->one_case != NULL || writes == (wish->to != NULL);
}

static gboolean
parse(int *argc, char ***argv, char **state, Wish *wish, GError **error)
{
	const GOptionEntry options[] = {
	    {"state", 0, 0, G_OPTION_ARG_FILENAME, state, "Folder of the provisioning", "DIR"},
	    {"list", 0, 0, G_OPTION_ARG_NONE, &wish->list, "Print the accepted records", NULL},
	    {"refusals", 0, 0, G_OPTION_ARG_NONE, &wish->refusals, "Print what was refused, and why",
	        NULL},
	    {"kiosks", 0, 0, G_OPTION_ARG_NONE, &wish->kiosks,
	        "Print the kiosks, and what each lacks of what it uses up", NULL},
	    {"cases", 0, 0, G_OPTION_ARG_NONE, &wish->cases, "Print the checks in parts", NULL},
	    {"case", 0, 0, G_OPTION_ARG_STRING, &wish->one_case,
	        "Print one and its parts; with --to its whole goes there, sealed", "ID|REFERENCE"},
	    {"evidence", 0, 0, G_OPTION_ARG_NONE, &wish->evidence,
	        "Hold the evidence files against what the records name", NULL},
	    {"due-hours", 0, 0, G_OPTION_ARG_INT64, &wish->due_hours,
	        "With --evidence: what has not come after so long is missing (24)", "N"},
	    {"remove-over", 0, 0, G_OPTION_ARG_NONE, &wish->remove_over,
	        "With --evidence: remove files whose last day is over", NULL},
	    {"packs", 0, 0, G_OPTION_ARG_STRING, &wish->packs,
	        "Hold the packs that a kiosk's visits state against its chain", "KIOSK"},
	    {"retire-journal", 0, 0, G_OPTION_ARG_STRING, &wish->retired,
	        "Let a kiosk that was provisioned anew begin a new journal", "KIOSK"},
	    {"give-back", 0, 0, G_OPTION_ARG_STRING, &wish->give_back,
	        "Write a kiosk's records after --after into the folder --to", "KIOSK"},
	    {"hand-in", 0, 0, G_OPTION_ARG_FILENAME, &wish->handed_in,
	        "Take what the journal of a kiosk that is gone, or a copy of it, has more", "COPY"},
	    {"export", 0, 0, G_OPTION_ARG_STRING, &wish->exported,
	        "The same without personal parts: .p7m files for a study or an expert", "KIOSK"},
	    {"after", 0, 0, G_OPTION_ARG_INT64, &wish->after, "The last number that is there", "N"},
	    {"to", 0, 0, G_OPTION_ARG_FILENAME, &wish->to, "A folder that exists", "DIR"},
	    {"codes", 0, 0, G_OPTION_ARG_NONE, &wish->codes, "Print every refusal and what helps",
	        NULL},
	    {"sample-config", 0, 0, G_OPTION_ARG_NONE, &wish->config, "Print a gateway.json", NULL},
	    G_OPTION_ENTRY_NULL,
	};
	g_autoptr(GOptionContext) context = g_option_context_new("- accept the kiosks' records");

	g_option_context_add_main_entries(context, options, NULL);
	if (!g_option_context_parse(context, argc, argv, error))
		return FALSE;
	if (is_whole(wish, *state))
		return TRUE;
	g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
	    "--state DIR is needed, and --to DIR with --give-back, --export (or --case)");
	return FALSE;
}

int
main(int argc, char **argv)
{
	g_autofree char *state = NULL;
	g_auto(Wish) wish = {.due_hours = 24};
	gboolean good = FALSE;
	g_autoptr(GError) error = NULL;
	Gateway gateway = {0};

	if (argc > 1 && strcmp(argv[1], "admission") == 0)
		return mc_admission_command(argc - 1, argv + 1);
	if (argc > 1 && strcmp(argv[1], "attempts") == 0)
		return mc_attempts_command(argc - 1, argv + 1);
	if (argc > 1 && strcmp(argv[1], "stamps") == 0)
		return mc_stamps_command(argc - 1, argv + 1);
	if (argc > 1 && strcmp(argv[1], "tree") == 0)
		return mc_tree_command(argc - 1, argv + 1);
	if (!parse(&argc, &argv, &state, &wish, &error)) {
		g_printerr("medcheck-gateway: %s\n", error->message);
		return 2;
	}
	g_log_writer_default_set_use_stderr(TRUE);
	if (wish.codes)
		return mc_operator_print_codes();
	if (wish.config)
		return mc_operator_print_sample();
	gateway.folder = g_build_filename(state, "gateway", NULL);
	good = run(&gateway, &wish, &error);
	unload(&gateway);
	if (!good)
		g_printerr("medcheck-gateway: %s\n", error->message);
	return good ? 0 : 1;
}
