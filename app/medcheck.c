/* medcheck: for whoever holds a record and wants to know what it says and whether it is true. */

#include "app/tools/tools.h"

#include <glib.h>
#include <locale.h>
#include <string.h>

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *what;
} commands[] = {
    {"verify", mc_tool_verify, "proves a record: seal, chain, trials, verdict"},
    {"explain", mc_tool_explain, "says in plain words what a record states"},
    {"replay", mc_tool_replay, "runs a record's exams again and prints every trial"},
    {"audit", mc_tool_audit, "walks a whole journal: seals, chain, receipts, clocks, anchors"},
    {"archive", mc_tool_archive, "puts a record away with what proves it in twenty years"},
    {"join", mc_tool_join, "judges the parts of an unfinished check as one whole"},
    {"witness", mc_tool_witness, "signs the gateway's log when it has only grown since last time"},
    {"pack", mc_tool_pack,
        "makes and checks signed packs: configuration, rules, staff, devices, revocations"},
    {"enrol", mc_tool_enrol, "lets this kiosk in with the office's one-time code"},
    {"keys", mc_tool_keys, "prints what certificates a kiosk has, and until when"},
    {"renew", mc_tool_renew, "renews this kiosk's keys when two thirds of their life are over"},
    {"open", mc_tool_open, "opens a sealed personal part with the authority's key"},
    {"rules", mc_tool_rules, "prints a rule pack as a table"},
    {"observe", mc_tool_observe, "lets simulated people take the exams, against numbered bars"},
    {"validate", mc_tool_validate, "holds records against a study's reference measurements"},
    {"support-bundle", mc_tool_support_bundle, "gathers what tells why an instrument failed"},
    {"audit-events", mc_tool_audit_events, "prints the catalogue of audit events"},
};

static int
usage(void)
{
	g_printerr("usage: medcheck COMMAND …; \"medcheck COMMAND --help\" says more\n\n");
	for (gsize i = 0; i < G_N_ELEMENTS(commands); i++)
		g_printerr("  %-14s %s\n", commands[i].name, commands[i].what);
	g_printerr("\nexit status: 0 all is as stated, 1 it is not, 2 wrong use or unreadable file\n");
	return 2;
}

int
main(int argc, char **argv)
{
	setlocale(LC_ALL, "C.UTF-8");
	if (argc < 2)
		return usage();
	for (gsize i = 0; i < G_N_ELEMENTS(commands); i++)
		if (strcmp(argv[1], commands[i].name) == 0)
			return commands[i].run(argc - 1, argv + 1);
	return usage();
}
