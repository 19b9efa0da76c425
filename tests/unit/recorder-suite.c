/* B1, O5: under which configuration, and in which suite a kiosk seals is the office's word: a
 * signed pack says it, a hand does not; and how a suite waits for its key. */

#include "packs-kit.h"
#include "tests/kit/file.h"
#include "tests/kit/provision.h"
#include <glib/gstdio.h>
#include <string.h>

static void
append_file(const McPacksWorld *world, const char *name, const McProvision *other, const char *from)
{
	g_autofree char *path = g_build_filename(world->desk->folder, name, NULL);
	g_autofree char *folder = g_path_get_dirname(path);
	g_autofree char *other_path = mc_provision_path(other, from);

	g_assert_cmpint(g_mkdir_with_parents(folder, 0700), ==, 0);
	mc_test_append(other_path, path);
}

static void
bring_key(const McPacksWorld *world, const McProvision *other)
{
	append_file(world, "recorder/next/signing.key", other, "recorder/signing.key");
	append_file(world, "recorder/next/signing-chain.pem", other, "recorder/signing-chain.pem");
	append_file(world, "recorder/next/signing.crt", other, "recorder/signing.crt");
}

static void
take_away(const McPacksWorld *world)
{
	static const char *const names[] = {"signing.crt", "signing-chain.pem", "signing.key"};

	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *path =
		    g_build_filename(world->desk->folder, "recorder", "next", names[i], NULL);

		g_assert_cmpint(g_unlink(path), ==, 0);
	}
}

static void
ask_for_sm2(McPacksWorld *world)
{
	McPack pack = mc_packs_pack(world, MC_PACK_CONFIGURATION, NULL);
	g_autoptr(GBytes) old = mc_packs_file(world, "recorder/recorder.json");
	g_autofree char *text = g_strndup(g_bytes_get_data(old, NULL), g_bytes_get_size(old));
	g_autoptr(GString) changed = g_string_new(text);

	g_assert_cmpuint(g_string_replace(changed, "p256-sha256", "sm2-sm3", 0), ==, 1);
	pack.file = g_bytes_new(changed->str, changed->len);
	pack.expires_wall_us += G_TIME_SPAN_DAY;
	mc_packs_deliver(world, &pack);
}

#define EXPECT_WAITING                                                                             \
	g_test_expect_message(                                                                         \
	    NULL, G_LOG_LEVEL_WARNING, "the next sealing key: *suite sm2-sm3*medcheck renew*")

/* B1, O5: the office's configuration decides in which suite is sealed. While there is no key of it
 * the old one seals, also after a restart, and the chain says that it waits; a new key of the old
 * suite is not taken; the right one takes over by itself. */
static void
test_suite(McPacksWorld *world, gconstpointer unused)
{
	McDesk *desk = world->desk;
	g_autoptr(McProvision) other = mc_provision_new_suite("sm2-sm3");
	g_autoptr(McProvision) same = mc_provision_new_suite("p256-sha256");
	g_autofree char *waits = NULL;
	g_autofree char *suite = NULL;

	append_file(world, "trust/roots.pem", other, "trust/roots.pem");
	append_file(world, "gateway/kiosk-roots.pem", other, "trust/roots.pem");
	EXPECT_WAITING;
	ask_for_sm2(world);
	g_test_assert_expected_messages();
	waits = mc_packs_told(world, "suite-waits", "suite");
	g_assert_cmpstr(waits, ==, "sm2-sm3");
	mc_desk_visit(desk, 0);
	EXPECT_WAITING;
	mc_desk_restart(desk);
	mc_desk_visit(desk, 1);
	bring_key(world, same);
	g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "*suite p256-sha256, * asks for sm2-sm3*");
	mc_clock_advance_ms(desk->clock, 11u * 60 * 1000);
	g_test_assert_expected_messages();
	g_assert_cmpuint(mc_desk_count(desk, "audit", "signing-key-changed"), ==, 0);
	take_away(world);
	bring_key(world, other);
	mc_clock_advance_ms(desk->clock, 11u * 60 * 1000);
	suite = mc_packs_told(world, "signing-key-changed", "suite");
	g_assert_cmpstr(suite, ==, "sm2-sm3");
	mc_desk_restart(desk);
	mc_desk_visit(desk, 2);
	mc_desk_verify_chain(desk);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "suite-waits"), ==, 1);
}

/* A hand changes no suite: neither with the key of another one at hand, nor by the old key's. */
static void
test_suite_by_hand(McPacksWorld *world, gconstpointer unused)
{
	McDesk *desk = world->desk;
	g_autoptr(McProvision) other = mc_provision_new_suite("sm2-sm3");
	g_autoptr(GError) error = NULL;

	append_file(world, "trust/roots.pem", other, "trust/roots.pem");
	mc_desk_visit(desk, 0);
	mc_desk_configure(desk, json_pack("{ss}", "suite", "sm2-sm3"));
	bring_key(world, other);
	mc_desk_stop(desk);
	g_assert_false(mc_desk_start(desk, &error));
	g_assert_error(error, MC_ERROR, MC_ERROR_UNTRUSTED);
	g_assert_nonnull(strstr(error->message, "the office has not signed that"));
	mc_desk_configure(desk, json_pack("{ss}", "suite", "p256-sha256"));
	g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "*suite sm2-sm3, * asks for p256-sha256*");
	g_assert_true(mc_desk_start(desk, NULL));
	g_test_assert_expected_messages();
	g_assert_cmpuint(mc_desk_count(desk, "audit", "signing-key-changed"), ==, 0);
}

static void
begins(McDesk *desk, gboolean allowed)
{
	const McRecorderRequest begin = {.op = MC_RECORDER_VISIT_BEGIN, .language = "en"};

	if (!allowed) {
		mc_desk_refused(desk, &begin, MC_ERROR_REFUSED);
		g_assert_nonnull(strstr(desk->error->message, "the office has not signed this"));
		return;
	}
	mc_desk_begin(desk);
	mc_desk_ask(
	    desk, &(McRecorderRequest){.op = MC_RECORDER_VISIT_ABORT, .abort = MC_ABORT_CITIZEN});
}

/* In service the key is the unit's credential. */
static void
put_in_service(McDesk *desk)
{
	g_autofree char *from = g_build_filename(desk->folder, "recorder", "signing.key", NULL);
	g_autofree char *credentials = g_build_filename(desk->folder, "credentials", NULL);
	g_autofree char *to = g_build_filename(credentials, "signing.key", NULL);

	g_assert_cmpint(g_mkdir(credentials, 0700), ==, 0);
	g_assert_cmpint(g_rename(from, to), ==, 0);
	g_assert_true(g_setenv("CREDENTIALS_DIRECTORY", credentials, TRUE));
	mc_desk_configure(desk, json_pack("{sb}", "demonstration", 0));
	mc_desk_restart(desk);
}

/* In service nobody is examined under a configuration that the office has not signed: neither that
 * of the provisioning, nor one that a hand has changed since. */
static void
test_in_service(McPacksWorld *world, gconstpointer unused)
{
	McDesk *desk = world->desk;
	McPack pack = mc_packs_pack(world, MC_PACK_CONFIGURATION, NULL);
	g_autofree char *roots = g_build_filename(desk->folder, "recorder", "pack-roots.pem", NULL);

	begins(desk, TRUE);
	put_in_service(desk);
	begins(desk, FALSE);
	pack.file = mc_packs_file(world, "recorder/recorder.json");
	mc_packs_deliver(world, &pack);
	begins(desk, TRUE);
	mc_desk_configure(desk, json_pack("{ss}", "site", "By hand"));
	mc_desk_restart(desk);
	begins(desk, FALSE);
	/* Where nobody signs, a hand is all that there is. */
	g_assert_cmpint(g_unlink(roots), ==, 0);
	mc_desk_restart(desk);
	begins(desk, TRUE);
	g_unsetenv("CREDENTIALS_DIRECTORY");
}

int
main(int argc, char **argv)
{
	g_autoptr(McDeskKit) kit = NULL;

	g_test_init(&argc, &argv, NULL);
	kit = mc_desk_kit_new();
#define ADD(path, function)                                                                        \
	g_test_add(                                                                                    \
	    "/recorder-suite/" path, McPacksWorld, kit, mc_packs_set_up, function, mc_packs_tear_down)
	ADD("B1/by-the-office", test_suite);
	ADD("B1/by-hand", test_suite_by_hand);
	ADD("O5/in-service", test_in_service);
	return g_test_run();
}
