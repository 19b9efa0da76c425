/* Signed inputs (O5, B8): every kind does what it is for, and what is no good envelope of the
 * office's is refused by name, chained, and changes nothing. */

#include "app/json/hex.h"
#include "app/recorder/crypt.h"
#include "packs-kit.h"
#include "tests/support/gateway/authority.h"
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

/* What judged the newest visit. */
static char *
judged_by(const McPacksWorld *world)
{
	g_autoptr(GPtrArray) contents = mc_desk_contents(world->desk);
	const char *digest = NULL;

	for (guint i = 0; i < contents->len; i++) {
		const json_t *stated = json_object_get(g_ptr_array_index(contents, i), "rule_pack_digest");

		digest = stated != NULL ? json_string_value(stated) : digest;
	}
	return g_strdup(digest);
}

/* Today's rules, so many versions on and in force from a day on, as Asia/Shanghai counts days. */
static GBytes *
rules_of(guint later_versions, gint64 from_wall_us)
{
	json_auto_t *rules = json_load_file(MC_SOURCE_DIR "/data/rules-cn-172.json", 0, NULL);
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(from_wall_us / G_USEC_PER_SEC);
	g_autoptr(GDateTime) from = g_date_time_add_hours(utc, 8);
	g_autofree char *day = g_date_time_format(from, "%Y-%m-%d");
	json_int_t version = json_integer_value(json_object_get(rules, "version"));
	char *text = NULL;

	g_assert_cmpint(version, >, 0);
	json_object_set_new(rules, "version", json_integer(version + later_versions));
	json_object_set_new(rules, "valid_from", json_string(day));
	text = json_dumps(rules, JSON_COMPACT);
	return g_bytes_new_with_free_func(text, strlen(text), free, text);
}

/* Rules: they judge from their own day on, after a restart, too, and every visit names what judged
 * it. Other rules under a version that is here already are refused: which would judge? */
static void
test_rules(McPacksWorld *world, gconstpointer unused)
{
	gint64 day_after_us = mc_clock_wall_us(world->desk->clock) + G_TIME_SPAN_DAY;
	McPack pack = mc_packs_pack(world, MC_PACK_RULES, NULL);
	g_autofree char *before = NULL;
	g_autofree char *after = NULL;
	char digest[MC_DIGEST_HEX_SIZE];

	pack.file = rules_of(0, day_after_us);
	mc_packs_assert_refused(world, &pack, "bad-file");
	pack = mc_packs_pack(world, MC_PACK_RULES, NULL);
	pack.file = rules_of(1, day_after_us);
	pack.expires_wall_us += 9 * G_TIME_SPAN_DAY;
	mc_digest_hex(pack.file, digest);
	mc_packs_deliver(world, &pack);
	mc_desk_visit(world->desk, 0);
	before = judged_by(world);
	g_assert_cmpstr(before, !=, digest);
	mc_desk_restart(world->desk);
	mc_clock_advance_ms(world->desk->clock, 48u * 3600 * 1000);
	mc_desk_visit(world->desk, 0);
	after = judged_by(world);
	g_assert_cmpstr(after, ==, digest);
}

static char *
staff_list(const char *name, const char *pin)
{
	static const guint8 salt[MC_SCRYPT_SALT] = "sixteen bytes of";
	guint8 digest[MC_SCRYPT_DIGEST];
	char salt_hex[2 * sizeof salt + 1], digest_hex[2 * sizeof digest + 1];

	g_assert_true(mc_scrypt(pin, salt, digest, NULL));
	mc_hex_write(salt, sizeof salt, salt_hex);
	mc_hex_write(digest, sizeof digest, digest_hex);
	return g_strdup_printf(
	    "[{\"digest\":\"%s\",\"name\":\"%s\",\"role\":\"clerk\",\"salt\":\"%s\"}]", digest_hex,
	    name, salt_hex);
}

/* Staff: the persons of the list and nobody else, also after a restart. */
static void
test_staff(McPacksWorld *world, gconstpointer unused)
{
	g_autofree char *first = staff_list("ann", "555123");
	g_autofree char *second = staff_list("bea", "666123");
	McPack pack = mc_packs_pack(world, MC_PACK_STAFF, first);

	mc_packs_deliver(world, &pack);
	mc_desk_sign_in(world->desk, "ann", "555123");
	mc_desk_sign_out(world->desk);
	pack = mc_packs_pack(world, MC_PACK_STAFF, second);
	pack.version = 2;
	mc_packs_deliver(world, &pack);
	mc_desk_restart(world->desk);
	mc_desk_refused(world->desk,
	    &(McRecorderRequest){.op = MC_RECORDER_STAFF_SIGN_IN, .staff_name = "ann", .pin = "555123"},
	    MC_ERROR_REFUSED);
	mc_desk_sign_in(world->desk, "bea", "666123");
}

/* O5: a record names every pack in force when it was made, by number and file; one of before any
 * came names none. */
static void
test_in_record(McPacksWorld *world, gconstpointer unused)
{
	g_autofree char *people = staff_list("ann", "555123");
	g_autoptr(GBytes) configuration = mc_packs_file(world, "recorder/recorder.json");
	McPack pack = mc_packs_pack(world, MC_PACK_STAFF, people);
	g_autoptr(McVisit) before = NULL, after = NULL;
	char staff_digest[MC_DIGEST_HEX_SIZE], configuration_digest[MC_DIGEST_HEX_SIZE];

	mc_desk_visit(world->desk, 0);
	before = mc_desk_record(world->desk);
	g_assert_cmpuint(before->packs, ==, 0);
	pack.version = 4;
	mc_digest_hex(pack.file, staff_digest);
	mc_packs_deliver(world, &pack);
	pack = mc_packs_pack(world, MC_PACK_CONFIGURATION, NULL);
	pack.file = g_bytes_ref(configuration);
	mc_digest_hex(pack.file, configuration_digest);
	mc_packs_deliver(world, &pack);
	mc_desk_restart(world->desk);
	mc_desk_visit(world->desk, 0);
	after = mc_desk_record(world->desk);
	g_assert_cmpuint(after->packs, ==, 2);
	g_assert_cmpint(after->pack[0].kind, ==, MC_PACK_CONFIGURATION);
	g_assert_cmpstr(after->pack[0].file_sha256, ==, configuration_digest);
	g_assert_cmpint(after->pack[1].kind, ==, MC_PACK_STAFF);
	g_assert_cmpint(after->pack[1].version, ==, 4);
	g_assert_cmpstr(after->pack[1].file_sha256, ==, staff_digest);
}

/* ---- envelopes that are none ---- */

static GBytes *
spoil(GBytes *envelope, const char *how)
{
	gsize size = 0;
	const guint8 *bytes = g_bytes_get_data(envelope, &size);
	g_autofree guint8 *copy = g_malloc0(size + 1);

	memcpy(copy, bytes, size);
	if (strcmp(how, "truncated") == 0)
		return g_bytes_new(copy, size - 1);
	if (strcmp(how, "trailing garbage") == 0)
		return g_bytes_new(copy, size + 1);
	if (strcmp(how, "empty") == 0)
		return g_bytes_new(copy, 0);
	copy[strcmp(how, "flipped in the content") == 0 ? 100 : size - 10] ^= 1;
	return g_bytes_new(copy, size);
}

/* Each a named refusal and an audit entry; the next good one is taken as if nothing had been. */
static void
test_spoilt(McPacksWorld *world, gconstpointer unused)
{
	static const char *const hows[] = {
	    "truncated", "trailing garbage", "empty", "flipped in the content", "flipped at the end"};
	static const char *const contents[] = {"{}", "[]", "{\"v\":1,\"v\":1}", "{ \"v\":1}",
	    "{\"type\":\"pack\",\"v\":2}",
	    "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"};
	McPack pack = mc_packs_pack(world, MC_PACK_DEVICES, "{\"enrolments\":[]}");
	g_autoptr(GBytes) content = mc_pack_write(&pack, NULL);
	g_autoptr(GBytes) envelope = mc_seal(world->office, content, NULL);
	g_autoptr(GBytes) configuration = mc_packs_file(world, "recorder/recorder.json");
	g_autoptr(GBytes) now = NULL;

	mc_pack_clear(&pack);
	for (guint i = 0; i < G_N_ELEMENTS(hows); i++) {
		g_autoptr(GBytes) spoilt = spoil(envelope, hows[i]);

		g_test_message("%s", hows[i]);
		mc_packs_refused_as(world, spoilt, "bad-seal");
	}
	for (guint i = 0; i < G_N_ELEMENTS(contents); i++) {
		g_autoptr(GBytes) bytes = g_bytes_new_static(contents[i], strlen(contents[i]));
		g_autoptr(GBytes) sealed = mc_seal(world->office, bytes, NULL);

		g_test_message("%s", contents[i]);
		mc_packs_refused_as(world, sealed, "bad-content");
	}
	now = mc_packs_file(world, "recorder/recorder.json");
	g_assert_true(g_bytes_equal(now, configuration));
	g_assert_cmpuint(mc_desk_count(world->desk, "audit", "configuration-activated"), ==, 0);
	mc_packs_deliver_bytes(world, envelope);
	while (mc_packs_lie_there(world))
		g_main_context_iteration(NULL, TRUE);
	g_assert_cmpuint(mc_desk_count(world->desk, "audit", "configuration-activated"), ==, 1);
}

static McSigner *
certified(const McPacksWorld *world, const McAuthority *authority, int from_days, int to_days)
{
	const McLeaf leaf = {"O-0001", NULL, NULL, from_days, to_days};
	g_autofree char *key = g_build_filename(world->desk->folder, "office.key", NULL);
	g_autofree char *certificate = g_build_filename(world->desk->folder, "office.crt", NULL);
	McSigner *signer = NULL;

	mc_authority_issue(authority, &leaf, key, certificate);
	signer = mc_signer_new_from_files(key, certificate, NULL, NULL);
	g_assert_nonnull(signer);
	return signer;
}

static void
deliver_sealed(McPacksWorld *world, McSigner *by, const char *reasons)
{
	McPack pack = mc_packs_pack(world, MC_PACK_DEVICES, "{\"enrolments\":[]}");
	g_autoptr(GBytes) content = mc_pack_write(&pack, NULL);
	g_autoptr(GBytes) envelope = mc_seal(by, content, NULL);

	mc_pack_clear(&pack);
	mc_packs_refused_as(world, envelope, reasons);
}

static void
deliver_sealed_well(McPacksWorld *world, McSigner *by, gint64 version)
{
	McPack pack = mc_packs_pack(world, MC_PACK_DEVICES, "{\"enrolments\":[]}");
	guint taken = mc_desk_count(world->desk, "audit", "configuration-activated");

	pack.version = version;
	mc_packs_deliver_by(world, &pack, by);
	while (mc_packs_lie_there(world))
		g_main_context_iteration(NULL, TRUE);
	g_assert_cmpuint(mc_desk_count(world->desk, "audit", "configuration-activated"), ==, taken + 1);
}

/* The office's certificate: of another authority, run out, not yet good, taken back. */
static void
test_office_certificates(McPacksWorld *world, gconstpointer unused)
{
	static const struct {
		int from_days, to_days;
	} lives[] = {{-20, -1}, {3, 20}};
	g_autoptr(McAuthority) office = mc_authority_new_since("Test office", -30);
	g_autoptr(McAuthority) stranger = mc_authority_new("Test office");
	g_autofree char *roots =
	    g_build_filename(world->desk->folder, "recorder", "pack-roots.pem", NULL);
	g_autofree char *lists = g_build_filename(world->desk->folder, "recorder", "crls.pem", NULL);
	g_autofree char *leaf = g_build_filename(world->desk->folder, "office.crt", NULL);
	McSigner *signer = NULL;

	mc_authority_write_root(office, roots);
	mc_desk_restart(world->desk);
	signer = certified(world, stranger, 0, 20);
	deliver_sealed(world, signer, "bad-seal");
	mc_signer_free(signer);
	for (guint i = 0; i < G_N_ELEMENTS(lives); i++) {
		signer = certified(world, office, lives[i].from_days, lives[i].to_days);
		deliver_sealed(world, signer, "bad-seal");
		mc_signer_free(signer);
	}
	/* The recorder sees by itself that the lists are others. */
	signer = certified(world, office, 0, 20);
	mc_authority_revoke(office, leaf, lists);
	deliver_sealed(world, signer, "bad-seal");
	/* The same one, not taken back, is good. */
	mc_authority_revoke(office, NULL, lists);
	mc_signer_free(world->office);
	world->office = signer;
	{
		McPack pack = mc_packs_pack(world, MC_PACK_DEVICES, "{\"enrolments\":[]}");

		mc_packs_deliver(world, &pack);
	}
	g_assert_cmpuint(mc_desk_count(world->desk, "audit", "configuration-activated"), ==, 1);
	g_assert_cmpuint(mc_desk_count(world->desk, "audit", "pack-refused"), ==, 4);
}

/* ---- lists of revoked certificates ---- */

static McPack
lists_pack(const McPacksWorld *world, gint64 version, const char *name)
{
	McPack pack = mc_packs_pack(world, MC_PACK_REVOCATIONS, NULL);

	pack.version = version;
	pack.file = mc_packs_file(world, name);
	return pack;
}

/* B2, O5: what was taken back comes as a pack and counts at once, after a restart, too; no list
 * comes back that is older than the one in force, nobody takes back the seal that he uses for it.
 */
static void
test_revocations(McPacksWorld *world, gconstpointer unused)
{
	const char *folder = world->desk->folder;
	g_autoptr(McAuthority) office = mc_authority_new("Test office");
	g_autoptr(McAuthority) stranger = mc_authority_new("Another office");
	g_autofree char *roots = g_build_filename(folder, "recorder", "pack-roots.pem", NULL);
	g_autofree char *leaf = g_build_filename(folder, "office.crt", NULL);
	g_autofree char *lists = g_build_filename(folder, "lists.pem", NULL);
	g_autofree char *others = g_build_filename(folder, "others.pem", NULL);
	g_autofree char *old = g_build_filename(folder, "old.pem", NULL);
	g_autoptr(McSigner) stolen = NULL;
	McPack pack;

	mc_authority_write_root(office, roots);
	mc_desk_restart(world->desk);
	stolen = certified(world, office, 0, 20);
	mc_authority_revoke_at(office, NULL, old, -120);
	mc_authority_revoke(stranger, NULL, others);
	mc_authority_revoke(office, leaf, lists);
	/* With the seal that it takes back. */
	mc_signer_free(world->office);
	world->office = stolen;
	pack = lists_pack(world, 1, "lists.pem");
	mc_packs_assert_refused(world, &pack, "bad-file");
	world->office = certified(world, office, 0, 20);
	pack = mc_packs_pack(world, MC_PACK_REVOCATIONS, "no list");
	mc_packs_assert_refused(world, &pack, "bad-file");
	deliver_sealed_well(world, stolen, 1);
	pack = lists_pack(world, 1, "lists.pem");
	mc_packs_deliver(world, &pack);
	g_assert_cmpuint(mc_desk_count(world->desk, "audit", "configuration-activated"), ==, 2);
	deliver_sealed(world, stolen, "bad-seal");
	/* An older list, and lists without it. */
	pack = lists_pack(world, 2, "old.pem");
	mc_packs_assert_refused(world, &pack, "bad-file");
	pack = lists_pack(world, 2, "others.pem");
	mc_packs_assert_refused(world, &pack, "bad-file");
	mc_desk_restart(world->desk);
	deliver_sealed(world, stolen, "bad-seal");
	/* The same lists once more are no step back. */
	pack = lists_pack(world, 2, "lists.pem");
	mc_packs_deliver(world, &pack);
	g_assert_cmpuint(mc_desk_count(world->desk, "audit", "configuration-activated"), ==, 3);
	deliver_sealed_well(world, world->office, 2);
}

/* What an operator spoils with his own hand changes nothing, and is said once. */
static void
test_spoilt_lists(McPacksWorld *world, gconstpointer unused)
{
	const char *folder = world->desk->folder;
	g_autoptr(McAuthority) office = mc_authority_new("Test office");
	g_autofree char *roots = g_build_filename(folder, "recorder", "pack-roots.pem", NULL);
	g_autofree char *lists = g_build_filename(folder, "recorder", "crls.pem", NULL);
	g_autofree char *leaf = g_build_filename(folder, "office.crt", NULL);
	g_autoptr(McSigner) stolen = NULL;

	mc_authority_write_root(office, roots);
	stolen = certified(world, office, 0, 20);
	mc_authority_revoke(office, leaf, lists);
	mc_desk_restart(world->desk);
	deliver_sealed(world, stolen, "bad-seal");
	g_assert_true(g_file_set_contents(lists, "spoilt", -1, NULL));
	g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "*stay in force*");
	deliver_sealed(world, stolen, "bad-seal");
	deliver_sealed(world, stolen, "bad-seal");
	g_assert_cmpint(g_unlink(lists), ==, 0);
	deliver_sealed(world, stolen, "bad-seal");
}

/* ---- what runs out ---- */

/* A good file of each kind, the next one of a later number. */
static GBytes *
good_file(const McPacksWorld *world, McPackKind kind, guint number)
{
	char *people = NULL;

	switch (kind) {
	case MC_PACK_CONFIGURATION: return mc_packs_file(world, "recorder/recorder.json");
	case MC_PACK_RULES: return rules_of(number, mc_clock_wall_us(world->desk->clock));
	case MC_PACK_STAFF:
		people = staff_list("ann", "555123");
		return g_bytes_new_take(people, strlen(people));
	case MC_PACK_DEVICES: return g_bytes_new_static("{\"enrolments\":[]}", 17);
	case MC_PACK_REVOCATIONS: return mc_packs_file(world, "lists.pem");
	}
	g_assert_not_reached();
}

static void
deliver_good(McPacksWorld *world, McPackKind kind, guint number, guint days)
{
	McPack pack = mc_packs_pack(world, kind, NULL);

	pack.file = good_file(world, kind, number);
	pack.version = number;
	pack.expires_wall_us = pack.effective_wall_us + days * G_TIME_SPAN_DAY;
	mc_packs_deliver(world, &pack);
}

static void
come_and_go(McDesk *desk)
{
	mc_desk_begin(desk);
	mc_desk_ask(
	    desk, &(McRecorderRequest){.op = MC_RECORDER_VISIT_ABORT, .abort = MC_ABORT_CITIZEN});
}

/* Trusts an authority beside the office's, whose lists can be made here. */
static void
make_lists(McPacksWorld *world)
{
	const char *folder = world->desk->folder;
	g_autoptr(McAuthority) another = mc_authority_new("Test office");
	g_autoptr(GBytes) roots = mc_packs_file(world, "recorder/pack-roots.pem");
	g_autofree char *path = g_build_filename(folder, "recorder", "pack-roots.pem", NULL);
	g_autofree char *lists = g_build_filename(folder, "lists.pem", NULL);
	g_autofree char *one = NULL;
	g_autofree char *both = NULL;

	mc_authority_write_root(another, path);
	g_assert_true(g_file_get_contents(path, &one, NULL, NULL));
	both = g_strdup_printf(
	    "%.*s%s", (int)g_bytes_get_size(roots), (const char *)g_bytes_get_data(roots, NULL), one);
	g_assert_true(g_file_set_contents(path, both, -1, NULL));
	mc_authority_revoke(another, NULL, lists);
	mc_desk_restart(world->desk);
}

/* No standing still: with what has run out, of whatever kind, no visit begins until a newer one has
 * come. */
static void
test_run_out(McPacksWorld *world, gconstpointer unused)
{
	make_lists(world);
	for (guint kind = 0; kind < MC_PACK_KINDS; kind++) {
		g_autofree char *told = NULL;

		deliver_good(world, (McPackKind)kind, 1, 1);
		come_and_go(world->desk);
		mc_clock_advance_ms(world->desk->clock, 25u * 3600 * 1000);
		mc_desk_refused(world->desk,
		    &(McRecorderRequest){.op = MC_RECORDER_VISIT_BEGIN, .language = "en"},
		    MC_ERROR_REFUSED);
		told = g_strdup_printf("has run out: %s version 1;", mc_pack_kind_name((McPackKind)kind));
		g_assert_nonnull(strstr(world->desk->error->message, told));
		mc_desk_ask(world->desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
		g_assert_cmpuint(world->desk->reply->hello.run_outs, ==, 1);
		g_assert_cmpstr(
		    world->desk->reply->hello.run_out[0].pack, ==, mc_pack_kind_name((McPackKind)kind));
		g_assert_cmpint(world->desk->reply->hello.run_out[0].version, ==, 1);
		deliver_good(world, (McPackKind)kind, 2, 20);
		come_and_go(world->desk);
	}
	g_assert_cmpuint(
	    mc_desk_count(world->desk, "audit", "configuration-activated"), ==, 2 * MC_PACK_KINDS);
}

int
main(int argc, char **argv)
{
	g_autoptr(McDeskKit) kit = NULL;

	g_test_init(&argc, &argv, NULL);
	kit = mc_desk_kit_new();
#define ADD(path, function)                                                                        \
	g_test_add(                                                                                    \
	    "/recorder-packs/" path, McPacksWorld, kit, mc_packs_set_up, function, mc_packs_tear_down)
	ADD("B8/rules", test_rules);
	ADD("O5/staff", test_staff);
	ADD("O5/in-record", test_in_record);
	ADD("O5/spoilt", test_spoilt);
	ADD("B8/run-out", test_run_out);
	ADD("O5/office-certificates", test_office_certificates);
	ADD("O5/revocations", test_revocations);
	ADD("O5/spoilt-revocations", test_spoilt_lists);
	return g_test_run();
}
