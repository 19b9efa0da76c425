/* medcheck audit: options, files and the summary. */

#include "app/tools/audit.h"
#include "app/tools/tools.h"

typedef struct AuditOptions {
	char *trust, *gateway, *anchors;
} AuditOptions;

static int
summary(const McAuditWalk *walk)
{
	g_print("records    %" G_GUINT64_FORMAT ", %u of them visits, each with its exams run again\n",
	    walk->head, walk->visits);
	g_print("receipts   %u proven%s, %u records wait for one\n", walk->receipts,
	    walk->gateway == NULL ? " (give --gateway)" : "", walk->pending);
	g_print("anchors    %u of %u met\n", walk->anchors_met,
	    walk->anchors != NULL ? walk->anchors->len : 0);
	g_print("clock      %u jumps, %u records without a clock to believe\n", walk->jumps,
	    walk->unclocked);
	g_print("\nresult     %s, %u findings\n", walk->findings == 0 ? "good" : "NOT GOOD",
	    walk->findings);
	return walk->findings == 0 ? MC_TOOL_GOOD : MC_TOOL_NOT_AS_STATED;
}

static gboolean
load(const AuditOptions *options, McAuditWalk *walk, GError **error)
{
	walk->kiosks = mc_verifier_new_from_file(options->trust, error);
	if (walk->kiosks == NULL)
		return FALSE;
	if (options->gateway != NULL) {
		walk->gateway = mc_verifier_new_from_file(options->gateway, error);
		if (walk->gateway == NULL)
			return FALSE;
	}
	if (options->anchors != NULL)
		walk->anchors = mc_audit_read_anchors(options->anchors, error);
	return options->anchors == NULL || walk->anchors != NULL;
}

static int
audit(const AuditOptions *options, const char *path)
{
	McAuditWalk walk = {0};
	g_autoptr(GError) error = NULL;
	g_autoptr(McJournal) journal = NULL;
	int status = MC_TOOL_WRONG_USE;

	if (load(options, &walk, &error))
		journal = mc_journal_open(path, FALSE, &error);
	if (journal == NULL) {
		g_printerr("medcheck: %s\n", error->message);
	} else {
		if (!mc_journal_check(journal, &error))
			mc_audit_find(&walk, 0, "file", error->message);
		mc_audit_walk(&walk, journal);
		mc_audit_check_tail(&walk, walk.last.kiosk);
		status = summary(&walk);
	}
	g_clear_pointer(&walk.anchors, g_array_unref);
	g_clear_pointer(&walk.gateway, mc_verifier_free);
	g_clear_pointer(&walk.kiosks, mc_verifier_free);
	return status;
}

int
mc_tool_audit(int argc, char **argv)
{
	AuditOptions options = {0};
	const McToolOption entries[] = {
	    {"trust", "ROOTS", "PEM file with the roots of the kiosks' seals", &options.trust},
	    {"gateway", "ROOTS", "PEM file with the roots of the gateway's receipts", &options.gateway},
	    {"anchors", "FILE", "codes of slips and receipts, one a line", &options.anchors},
	};
	g_auto(GStrv) files = mc_tool_arguments(argc, argv, "JOURNAL",
	    "Walks a journal (a backup, or that of a recorder that does not run) from its first "
	    "record\n"
	    "to its last: seals, chain, columns, receipts, clocks, exams; against --anchors also "
	    "forks\n"
	    "and a tail that was cut off.",
	    entries, G_N_ELEMENTS(entries));
	int status = MC_TOOL_WRONG_USE;

	if (files != NULL && files[0] != NULL && files[1] == NULL && options.trust != NULL)
		status = audit(&options, files[0]);
	else if (files != NULL)
		g_printerr("medcheck: audit needs one JOURNAL and --trust ROOTS\n");
	g_free(options.trust);
	g_free(options.gateway);
	g_free(options.anchors);
	return status;
}
