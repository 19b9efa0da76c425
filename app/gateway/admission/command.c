#include "app/gateway/admission/command.h"

#include "app/base/clock.h"
#include "app/gateway/admission/desk.h"
#include "app/gateway/admission/office.h"
#include "app/gateway/admission/old-chain.h"
#include "app/gateway/errand/errand.h"
#include "app/gateway/settings/settings.h"
#include "app/record/time.h"
#include <stdio.h>
#include <string.h>

typedef struct Wish {
	char *state, *invite, *replace, *approve, *fingerprint, *turn_away, *revoke, *listen;
	gboolean vouch, nothing_to_come, list, log;
} Wish;

static void
print_admission(const McAdmission *it, gpointer data)
{
	char until[MC_TIME_TEXT_SIZE];

	mc_time_write(it->until_us, until);
	g_print("%s %s %s%s%s%s%s code-until=%s\n", it->kiosk, mc_admission_state_name(it->state),
	    it->replaces ? "replacement " : "", *it->fingerprint != '\0' ? "key=" : "", it->fingerprint,
	    *it->protection != '\0' ? " protection=" : "", it->protection, until);
}

static void
print_note(const McAdmissionNote *note, gpointer data)
{
	char at[MC_TIME_TEXT_SIZE];

	mc_time_write(note->at_us, at);
	g_print("%s %s kiosk=%s what=%s from=%s\n", at, note->event, note->kiosk, note->what,
	    *note->peer != '\0' ? note->peer : "office");
}

static gboolean
print_old_chain(const McOffice *office, const char *kiosk, GError **error)
{
	g_auto(McOldChain) chain = {0};
	g_autofree char *words = NULL;

	if (!mc_old_chain_read(office, kiosk, &chain, error))
		return FALSE;
	words = mc_old_chain_words(&chain);
	g_print("Of kiosk %s %s. With the approval its keys are taken back, and what they sealed is "
	        "accepted no more.\n",
	    kiosk, words);
	return TRUE;
}

static gboolean
invite(McOffice *office, const Wish *wish, GError **error)
{
	char text[MC_ENROL_CODE_SIZE];
	const McInvitation invitation = {
	    .kiosk = wish->invite != NULL ? wish->invite : wish->replace,
	    .replaces = wish->replace != NULL,
	    .nothing_to_come = wish->nothing_to_come,
	};

	if (!mc_office_invite(office, &invitation, text, error))
		return FALSE;
	g_print("One-time code for kiosk %s, good for %d hours:\n%s\n", invitation.kiosk,
	    MC_OFFICE_CODE_HOURS, text);
	explicit_bzero(text, sizeof text);
	return !invitation.replaces || print_old_chain(office, invitation.kiosk, error);
}

static gboolean
approve(McOffice *office, const Wish *wish, GError **error)
{
	const McDecision decision = {
	    wish->approve, wish->fingerprint, wish->vouch, wish->nothing_to_come};

	if (!mc_office_approve(office, &decision, error))
		return FALSE;
	g_print("kiosk %s is admitted\n", wish->approve);
	return TRUE;
}

static gboolean
take_back(McOffice *office, const Wish *wish, GError **error)
{
	guint count = 0;

	if (!mc_office_revoke(office, wish->revoke, &count, error))
		return FALSE;
	g_print("%u certificates of kiosk %s are taken back; a gateway that runs knows it already\n",
	    count, wish->revoke);
	return TRUE;
}

static gboolean
serve(McOffice *office, const McGatewaySettings *settings, const Wish *wish, McClock *clock,
    GError **error)
{
	McAdmissionDesk desk = {office->admissions, clock,
	    {settings->enrol_window_minutes, settings->enrol_wrong_per_address,
	        settings->enrol_wrong_in_all, settings->enrol_wrong_per_code}};
	char *colon = strrchr(wish->listen, ':');
	g_autofree char *address = g_strndup(wish->listen, (gsize)(colon - wish->listen));
	McHttpSettings http = {office->folder, address, (guint16)g_ascii_strtoull(colon + 1, NULL, 10),
	    64 * 1024, settings->header_max_bytes, 64, settings->request_timeout_ms,
	    settings->idle_timeout_ms, MC_HTTP_CLIENTS_ANY};
	g_autoptr(McHttpServer) server =
	    mc_http_server_new(&http, &mc_admission_desk_http_ops, &desk, error);

	if (server == NULL)
		return FALSE;
	g_print("listening on %s:%u\n", address, mc_http_server_port(server));
	fflush(stdout);
	mc_http_server_run(server);
	return TRUE;
}

static gboolean
run(gconstpointer data, GError **error)
{
	const Wish *wish = data;
	g_autofree char *folder = g_build_filename(wish->state, "gateway", NULL);
	g_autofree char *settings_path = g_build_filename(folder, "gateway.json", NULL);
	g_autofree char *path = g_build_filename(folder, "admissions.db", NULL);
	g_autoptr(McClock) clock = mc_clock_new_system(1);
	g_autoptr(McAdmissions) admissions = NULL;
	McGatewaySettings settings;
	McOffice office = {.folder = folder, .now_us = mc_clock_wall_us(clock)};

	if (!mc_gateway_settings_read(settings_path, &settings, error))
		return FALSE;
	admissions = mc_admissions_open(path, error);
	if (admissions == NULL)
		return FALSE;
	office.admissions = admissions;
	office.days = settings.certificate_days;
	if (wish->invite != NULL || wish->replace != NULL)
		return invite(&office, wish, error);
	if (wish->approve != NULL)
		return approve(&office, wish, error);
	if (wish->turn_away != NULL)
		return mc_office_turn_away(&office, wish->turn_away, error);
	if (wish->revoke != NULL)
		return take_back(&office, wish, error);
	if (wish->listen != NULL)
		return serve(&office, &settings, wish, clock, error);
	return wish->log ? mc_admissions_each_note(admissions, print_note, NULL, error)
	                 : mc_admissions_each(admissions, print_admission, NULL, error);
}

static guint
wishes(const Wish *wish)
{
	return (guint)(wish->invite != NULL) + (guint)(wish->replace != NULL) +
	       (guint)(wish->approve != NULL) + (guint)(wish->turn_away != NULL) +
	       (guint)(wish->revoke != NULL) + (guint)(wish->listen != NULL) +
	       (guint)(wish->list != FALSE) + (guint)(wish->log != FALSE);
}

static gboolean
is_whole(gconstpointer data)
{
	const Wish *wish = data;

	return wish->state != NULL && wishes(wish) == 1 &&
	       (!wish->nothing_to_come || wish->replace != NULL || wish->approve != NULL) &&
	       (wish->listen == NULL || strrchr(wish->listen, ':') != NULL);
}

static void
clear(Wish *wish)
{
	g_free(wish->state);
	g_free(wish->invite);
	g_free(wish->replace);
	g_free(wish->approve);
	g_free(wish->fingerprint);
	g_free(wish->turn_away);
	g_free(wish->revoke);
	g_free(wish->listen);
}

int
mc_admission_command(int argc, char **argv)
{
	Wish wish = {0};
	const GOptionEntry options[] = {
	    {"state", 0, 0, G_OPTION_ARG_FILENAME, &wish.state, "Folder of the provisioning", "DIR"},
	    {"invite", 0, 0, G_OPTION_ARG_STRING, &wish.invite, "Print a one-time code for a new kiosk",
	        "KIOSK"},
	    {"replace", 0, 0, G_OPTION_ARG_STRING, &wish.replace,
	        "The same for new hardware in an old one's place", "KIOSK"},
	    {"nothing-more-to-come", 0, 0, G_OPTION_ARG_NONE, &wish.nothing_to_come,
	        "With --replace or its --approve: of the old one nothing is to come that is not here",
	        NULL},
	    {"serve", 0, 0, G_OPTION_ARG_STRING, &wish.listen,
	        "Answer kiosks that have no certificate yet", "ADDRESS:PORT"},
	    {"list", 0, 0, G_OPTION_ARG_NONE, &wish.list, "Print codes and what came under them", NULL},
	    {"log", 0, 0, G_OPTION_ARG_NONE, &wish.log, "Print everything that was done and tried",
	        NULL},
	    {"approve", 0, 0, G_OPTION_ARG_STRING, &wish.approve, "Certify the kiosk that waits",
	        "KIOSK"},
	    {"fingerprint", 0, 0, G_OPTION_ARG_STRING, &wish.fingerprint,
	        "With --approve: only this key, as the kiosk shows it", "TEXT"},
	    {"vouch", 0, 0, G_OPTION_ARG_NONE, &wish.vouch,
	        "With --approve: somebody has seen that the key is kept as the kiosk claims", NULL},
	    {"turn-away", 0, 0, G_OPTION_ARG_STRING, &wish.turn_away, "Refuse the kiosk that waits",
	        "KIOSK"},
	    {"revoke", 0, 0, G_OPTION_ARG_STRING, &wish.revoke, "Take back a kiosk's certificates",
	        "KIOSK"},
	    G_OPTION_ENTRY_NULL,
	};
	const McErrand errand = {
	    .name = "admission",
	    .purpose = "- let kiosks in",
	    .options = options,
	    .is_whole = is_whole,
	    .wanting = "--state DIR is needed, and one thing to do (--help lists them)",
	    .run = run,
	};
	int status = mc_errand_main(&errand, &wish, argc, argv);

	clear(&wish);
	return status;
}
