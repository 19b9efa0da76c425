/* What certificates a kiosk has, and until when. */

#include "app/enrol/key-card.h"
#include "app/record/time.h"
#include "app/recorder/provision.h"
#include "app/tools/record-file.h"
#include "app/tools/tools.h"

static void
print_kept(const McKeyCard *card)
{
	if (card->protection < 0)
		return;
	g_print("  kept in      %s (%s)\n", mc_protection_name((McProtection)card->protection),
	    card->is_claimed ? "as the kiosk said" : "vouched for");
}

/* FALSE: something has to be done. */
static gboolean
print_card(const char *title, const McKeyCard *card, McSuite wanted, gint64 now_us)
{
	char from[MC_TIME_TEXT_SIZE];
	char until[MC_TIME_TEXT_SIZE];
	gboolean is_over = now_us >= card->until_wall_us;
	gboolean is_early = now_us < card->from_wall_us;
	gboolean is_due = mc_key_card_is_due(card, now_us);
	gboolean is_other = card->suite != wanted;

	mc_time_write(card->from_wall_us, from);
	mc_time_write(card->until_wall_us, until);
	g_print("%s\n  of           %s, suite %s\n  fingerprint  %s\n", title, card->name,
	    mc_suite_name(card->suite), card->fingerprint);
	print_kept(card);
	g_print("  serial       %s\n  valid        %s to %s\n  state        %s\n", card->serial, from,
	    until,
	    is_over    ? "HAS RUN OUT: renew it"
	    : is_early ? "does not count yet: look at the clock"
	    : is_other ? "of another suite than the configuration asks for: renew it"
	    : is_due   ? "due for renewal"
	               : "good");
	if (card->is_shortened)
		g_print(
		    "  shortened    by its issuer, which ends before it: the gateway needs a newer one\n");
	return !is_over && !is_early && !is_due && !is_other;
}

/* Connections are P-256; seals what the configuration says, if there is one. */
static McSuite
wanted_of(const char *state, gboolean seals, const McKeyCard *card)
{
	McSuite suite = seals ? card->suite : MC_SUITE_P256;

	if (seals)
		(void)mc_provision_configured_suite(state, &suite, NULL);
	return suite;
}

static gboolean
read_card(const char *state, const char *file, const char *chain, McKeyCard *card, GError **error)
{
	g_autofree char *path = g_build_filename(state, file, NULL);
	g_autofree char *chain_path = chain == NULL ? NULL : g_build_filename(state, chain, NULL);

	return mc_key_card_read(path, chain_path, card, error);
}

int
mc_tool_keys(int argc, char **argv)
{
	static const struct {
		const char *file, *chain, *title;
	} kept[] = {
	    {"recorder/signing.crt", "recorder/signing-chain.pem", "sealing key"},
	    {"recorder/next/signing.crt", "recorder/next/signing-chain.pem",
	        "next sealing key (taken over when nobody is there)"},
	    {"courier/tls.crt", NULL, "connection key"},
	};
	g_auto(GStrv) folders = mc_tool_arguments(argc, argv, "STATE",
	    "Prints what certificates a kiosk has. Exit status 1: one is due, or does not count.", NULL,
	    0);
	int status = MC_TOOL_GOOD;
	guint found = 0;

	if (folders == NULL)
		return MC_TOOL_WRONG_USE;
	for (gsize i = 0; i < G_N_ELEMENTS(kept); i++) {
		g_autofree char *path = g_build_filename(folders[0], kept[i].file, NULL);
		g_autoptr(GError) error = NULL;
		McKeyCard card;

		if (!g_file_test(path, G_FILE_TEST_EXISTS))
			continue;
		found++;
		if (!read_card(folders[0], kept[i].file, kept[i].chain, &card, &error)) {
			g_printerr("medcheck keys: %s\n", error->message);
			return MC_TOOL_WRONG_USE;
		}
		if (!print_card(kept[i].title, &card, wanted_of(folders[0], kept[i].chain != NULL, &card),
		        g_get_real_time()))
			status = MC_TOOL_NOT_AS_STATED;
	}
	if (found > 0)
		return status;
	g_printerr("medcheck keys: %s holds no certificate\n", folders[0]);
	return MC_TOOL_WRONG_USE;
}
