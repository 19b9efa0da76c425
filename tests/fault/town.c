#include "town.h"

#include "app/record/opening.h"
#include "tests/kit/file.h"
#include <string.h>

static const char gateway_program[] = MC_BINARY_DIR "/bin/medcheck-gateway";
const char mc_town_one[] = "11010119900307803X", mc_town_other[] = "110101199003070011";

static void
put(McTownKiosk *kiosk, GBytes *parcel, long status)
{
	g_autofree char *path = g_strdup_printf(
	    "/v1/kiosks/%s/records/%" G_GUINT64_FORMAT, kiosk->chain->kiosk, kiosk->chain->seq);
	g_auto(McAnswered) answered = mc_client_put(kiosk->client, path, parcel, kiosk->chain->digest);

	mc_desk_assert_status(&answered, status);
}

static void
put_body(McTownKiosk *kiosk, const char *type, json_t *body, gint64 at_wall_us)
{
	McContentHead head = mc_test_chain_head(kiosk->chain, type);
	g_autoptr(GBytes) parcel = NULL;

	if (at_wall_us != 0)
		head.at_wall_us = at_wall_us;
	parcel = mc_test_chain_seal(kiosk->chain, &head, body, NULL);
	put(kiosk, parcel, 201);
	/* once more, as after a reply that was lost: it counts once */
	put(kiosk, parcel, 200);
}

/* A second kiosk, let in by the same authorities. */
static void
set_up_far(McTown *town)
{
	static const McLeaf leaf = {"K-0002", NULL, NULL, 0, 20};
	McWorld *world = town->desk.world;
	g_autoptr(McAuthority) seals = mc_authority_new("Test kiosks");
	g_autofree char *roots = mc_world_path(world, "gateway/kiosk-roots.pem");
	g_autofree char *more = mc_world_path(world, "more-roots.pem");
	g_autofree char *key = mc_world_path(world, "far.key");
	g_autofree char *certificate = mc_world_path(world, "far.crt");

	mc_authority_write_root(seals, more);
	mc_authority_issue(seals, &leaf, key, certificate);
	mc_test_append(more, roots);
	mc_test_chain_init_from(&town->far_chain, key, certificate, NULL);
	town->far = (McTownKiosk){&town->far_chain, mc_client_new(world, "other")};
}

void
mc_town_set_up(McTown *town, gconstpointer data)
{
	g_autofree char *certificate = NULL;

	mc_desk_set_up(&town->desk, data);
	set_up_far(town);
	town->near = (McTownKiosk){&town->desk.chain, town->desk.client};
	certificate = mc_world_path(town->desk.world, "recorder/counter.crt");
	town->counter = mc_sealed_to_new_from_file(certificate, NULL);
	g_assert_nonnull(town->counter);
	town->pack = g_new0(McRulePack, 1);
	mc_sample_pack(town->pack, town->pack_digest);
	mc_world_start_gateway(town->desk.world, NULL);
	for (guint i = 0; i < 2; i++) {
		McTownKiosk *kiosk = i == 0 ? &town->near : &town->far;
		g_autoptr(GBytes) genesis = mc_test_chain_next(kiosk->chain);

		put(kiosk, genesis, 201);
	}
}

void
mc_town_tear_down(McTown *town, gconstpointer data)
{
	mc_client_free(town->far.client);
	mc_test_chain_clear(&town->far_chain);
	mc_sealed_to_free(town->counter);
	g_free(town->pack);
	mc_desk_tear_down(&town->desk, data);
}

/* Opens the exams of a visit for a person; number NULL: by a kiosk that seals to no counter. */
static void
open_exams(McTown *town, McTownKiosk *kiosk, McVisit *visit, const char *number, gint64 at_wall_us)
{
	g_snprintf(visit->visit_id, sizeof visit->visit_id, "%032" G_GINT64_MODIFIER "x",
	    (guint64)kiosk->chain->seq);
	*visit->personal_digest = '\0';
	for (guint i = 0; i < visit->exams; i++) {
		McOpening opening;
		json_auto_t *body = NULL;
		g_autoptr(GBytes) sealed = NULL;

		mc_opening_of(visit->visit_id, visit->exam[i], &opening);
		body = mc_opening_to_json(&opening);
		sealed = number == NULL ? NULL : mc_attempt_seal(town->counter, number, NULL);
		if (sealed != NULL)
			mc_attempt_mark(body, sealed);
		put_body(kiosk, "exam-opened", body, at_wall_us);
		visit->exam[i]->opened_seq = kiosk->chain->seq;
	}
}

void
mc_town_put_visit(
    McTown *town, McTownKiosk *kiosk, McVisit *visit, const char *number, gint64 at_wall_us)
{
	json_auto_t *body = NULL;

	open_exams(town, kiosk, visit, number, at_wall_us);
	body = mc_visit_to_json(visit);
	put_body(kiosk, "visit", body, at_wall_us);
}

void
mc_town_visit(
    McTown *town, McTownKiosk *kiosk, const char *number, guint right_permille, gint64 at_wall_us)
{
	g_autoptr(McVisit) visit = mc_sample_visit(town->pack, town->pack_digest, 11, right_permille);

	mc_town_put_visit(town, kiosk, visit, number, at_wall_us);
}

void
mc_town_aborted(McTown *town, McTownKiosk *kiosk, const char *number)
{
	g_autoptr(McVisit) visit = mc_sample_visit(town->pack, town->pack_digest, 11, 980);
	json_auto_t *body = NULL;

	open_exams(town, kiosk, visit, number, 0);
	body = json_pack(
	    "{ss ss ss}", "event", "visit-aborted", "visit_id", visit->visit_id, "reason", "restart");
	put_body(kiosk, "audit", body, 0);
}

/* What it prints, errors too; the status is as wanted. */
char *
mc_town_ask(McTown *town, int status, const char *const *options)
{
	g_autoptr(GPtrArray) arguments = g_ptr_array_new();
	g_autoptr(GSubprocess) process = NULL;
	g_autoptr(GError) error = NULL;
	char *out = NULL;

	g_ptr_array_add(arguments, (gpointer)gateway_program);
	g_ptr_array_add(arguments, (gpointer) "attempts");
	g_ptr_array_add(arguments, (gpointer) "--state");
	g_ptr_array_add(arguments, town->desk.world->provision->folder);
	for (; *options != NULL; options++)
		g_ptr_array_add(arguments, (gpointer)*options);
	g_ptr_array_add(arguments, NULL);
	process = g_subprocess_newv((const char *const *)arguments->pdata,
	    G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE, &error);
	g_assert_no_error(error);
	g_subprocess_communicate_utf8(process, NULL, NULL, &out, NULL, &error);
	g_assert_no_error(error);
	g_test_message("%s", out);
	g_assert_cmpint(g_subprocess_get_exit_status(process), ==, status);
	g_assert_null(strstr(out, mc_town_one));
	g_assert_null(strstr(out, mc_town_other));
	return out;
}

void
mc_town_count(McTown *town)
{
	g_free(ASK(town, 0, "--once"));
}

guint
mc_town_times(const char *text, const char *word)
{
	guint found = 0;

	for (const char *at = strstr(text, word); at != NULL; at = strstr(at + 1, word))
		found++;
	return found;
}
