/* Signed inputs (O5, B8): taken whole, or refused with all that speaks against them while what is
 * in force stays; no way back, no standing still. */

#include "packs-kit.h"
#include "packs-wrong.h"
#include "tests/kit/row.h"
#include <string.h>

/* O5: another configuration, and its digest in the chain and in the next record. */
static void
test_configuration(McPacksWorld *world, gconstpointer unused)
{
	McPack pack = mc_packs_pack(world, MC_PACK_CONFIGURATION, NULL);
	g_autoptr(GBytes) old = mc_packs_file(world, "recorder/recorder.json");
	g_autofree char *text = g_strndup(g_bytes_get_data(old, NULL), g_bytes_get_size(old));
	g_autoptr(GString) changed = g_string_new(text);
	g_autoptr(GBytes) now = NULL;
	g_autoptr(McVisit) visit = NULL;
	g_autofree char *digest = NULL;

	g_assert_cmpuint(g_string_replace(changed, "Demonstration site", "Another site", 0), ==, 1);
	pack.file = g_bytes_new(changed->str, changed->len);
	mc_packs_deliver(world, &pack);
	now = mc_packs_file(world, "recorder/recorder.json");
	g_assert_cmpmem(g_bytes_get_data(now, NULL), g_bytes_get_size(now), changed->str, changed->len);
	digest = mc_packs_told(world, "configuration-activated", "file_sha256");
	mc_desk_ask(world->desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
	g_assert_cmpstr(world->desk->reply->hello.site, ==, "Another site");
	mc_desk_visit(world->desk, 0);
	visit = mc_desk_record(world->desk);
	g_assert_cmpstr(visit->configuration_sha256, ==, digest);
	g_assert_cmpuint(visit->packs, ==, 1);
	g_assert_cmpint(visit->pack[0].kind, ==, MC_PACK_CONFIGURATION);
	g_assert_cmpint(visit->pack[0].version, ==, 1);
	g_assert_cmpstr(visit->pack[0].file_sha256, ==, digest);
	/* And after a restart. */
	mc_desk_restart(world->desk);
	mc_desk_ask(world->desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
	g_assert_cmpstr(world->desk->reply->hello.site, ==, "Another site");
}

static void
add_file(GChecksum *sum, const char *path)
{
	g_autofree char *data = NULL;
	gsize size = 0;

	if (g_file_get_contents(path, &data, &size, NULL))
		g_checksum_update(sum, (const guchar *)data, (gssize)size);
}

/* Whatever order the files come in. */
static void
add_rules(GString *text, const char *folder)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	guint8 both[32] = {0};
	const char *name = NULL;
	guint count = 0;

	for (; (name = g_dir_read_name(dir)) != NULL; count++) {
		g_autofree char *path = g_build_filename(folder, name, NULL);
		g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
		guint8 digest[sizeof both];
		gsize size = sizeof digest;

		g_checksum_update(sum, (const guchar *)name, -1);
		add_file(sum, path);
		g_checksum_get_digest(sum, digest, &size);
		for (gsize i = 0; i < size; i++)
			both[i] ^= digest[i];
	}
	g_string_append_printf(text, ", %u files of rules ", count);
	for (gsize i = 0; i < sizeof both; i++)
		g_string_append_printf(text, "%02x", both[i]);
}

/* What is in force on the disk: the configuration, the lists, the rules. */
static char *
in_force(const McPacksWorld *world)
{
	static const char *const names[] = {"recorder.json", "crls.pem"};
	const char *folder = world->desk->folder;
	g_autofree char *rules = g_build_filename(folder, "recorder", "rules", NULL);
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	GString *text = NULL;

	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *file = g_build_filename(folder, "recorder", names[i], NULL);

		add_file(sum, file);
	}
	text = g_string_new(g_checksum_get_string(sum));
	add_rules(text, rules);
	return g_string_free(text, FALSE);
}

/* And in its memory. */
static void
assert_as_before(McPacksWorld *world, const char *files, const McHello *before)
{
	const McHello *now = &world->desk->reply->hello;
	g_autofree char *files_now = in_force(world);

	g_assert_cmpstr(files_now, ==, files);
	mc_desk_ask(world->desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
	g_assert_cmpstr(now->site, ==, before->site);
	g_assert_cmpuint(now->classes, ==, before->classes);
	g_assert_cmpint(now->rule_pack_version, ==, before->rule_pack_version);
	g_assert_cmpuint(now->enrolments, ==, before->enrolments);
	g_assert_cmpint(now->staff_exists, ==, before->staff_exists);
}

static void
refuse_wrong_signer(McPacksWorld *world, McPack *pack, McSigner *stranger)
{
	guint before = mc_desk_count(world->desk, "audit", "configuration-activated");
	g_autoptr(GBytes) content = mc_pack_write(pack, NULL);
	g_autoptr(GBytes) envelope = mc_seal(stranger, content, NULL);
	g_autoptr(GBytes) good = mc_seal(world->office, content, NULL);
	g_autoptr(GBytes) roots = mc_packs_file(world, "recorder/pack-roots.pem");
	g_autofree char *reasons = NULL;

	mc_pack_clear(pack);
	g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "*unknown*bad-seal*");
	mc_packs_deliver_bytes(world, envelope);
	while (mc_packs_lie_there(world))
		g_main_context_iteration(NULL, TRUE);
	reasons = mc_packs_told(world, "pack-refused", "reasons");
	mc_row(&(McRow){"pack-of-the-wrong-signer", "recorder", reasons, "pack-refused", before,
	    mc_desk_count(world->desk, "audit", "configuration-activated")});
	mc_row_keep("pack.p7m", envelope);
	mc_row_keep("pack-good.p7m", good);
	mc_row_keep("pack-roots.pem", roots);
}

static void
hire(McDesk *desk)
{
	McRecorderRequest wei = {.op = MC_RECORDER_STAFF_FIRST_PIN,
	    .role = MC_STAFF_TECHNICIAN,
	    .staff_name = "wei",
	    .pin = "482916"};

	g_strlcpy(wei.code, desk->code, sizeof wei.code);
	mc_desk_ask(desk, &wei);
	mc_desk_sign_out(desk);
}

/* B8: a mutated pack does not load, each with its reasons, all of them at once. */
static void
test_refused(McPacksWorld *world, gconstpointer unused)
{
	static const char devices[] = "{\"enrolments\":[]}";
	g_autoptr(McSigner) stranger = mc_desk_signer(world->desk, "recorder", "signing");
	g_autoptr(GBytes) junk = g_bytes_new_static("junk", 4);
	McPack pack = mc_packs_pack(world, MC_PACK_DEVICES, "{\"enrolments\":7}");
	g_autofree char *files = NULL;
	g_autofree McHello *before = NULL;

	hire(world->desk);
	files = in_force(world);
	mc_desk_ask(world->desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
	before = g_memdup2(&world->desk->reply->hello, sizeof *before);
	mc_packs_assert_refused(world, &pack, "bad-file");
	pack = mc_packs_pack(world, MC_PACK_DEVICES, devices);
	g_strlcpy(pack.kiosk, "K-0002", sizeof pack.kiosk);
	mc_packs_assert_refused(world, &pack, "other-kiosk");
	pack = mc_packs_pack(world, MC_PACK_DEVICES, devices);
	pack.expires_wall_us = pack.effective_wall_us - G_TIME_SPAN_DAY;
	g_strlcpy(pack.kiosk, "K-0002", sizeof pack.kiosk);
	mc_packs_assert_refused(world, &pack, "other-kiosk expired bad-times");
	pack = mc_packs_pack(world, MC_PACK_RULES, "{\"id\":\"x\"}");
	mc_packs_assert_refused(world, &pack, "bad-file");
	pack = mc_packs_pack(world, MC_PACK_STAFF, "[]");
	mc_packs_assert_refused(world, &pack, "bad-file");
	pack = mc_packs_pack(world, MC_PACK_CONFIGURATION, "{\"kiosk\":\"K-0001\"}");
	mc_packs_assert_refused(world, &pack, "bad-file");
	/* Signed by somebody who may sign other things. */
	pack = mc_packs_pack(world, MC_PACK_DEVICES, devices);
	refuse_wrong_signer(world, &pack, stranger);
	g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "*unknown*bad-seal*");
	mc_packs_deliver_bytes(world, junk);
	while (mc_packs_lie_there(world))
		g_main_context_iteration(NULL, TRUE);
	g_test_assert_expected_messages();
	g_assert_cmpuint(mc_desk_count(world->desk, "audit", "configuration-activated"), ==, 0);
	g_assert_cmpuint(mc_desk_count(world->desk, "audit", "pack-refused"), ==, 8);
	assert_as_before(world, files, before);
	mc_desk_sign_in(world->desk, "wei", "482916");
	mc_desk_sign_out(world->desk);
	/* None of their numbers was taken either. */
	pack = mc_packs_pack(world, MC_PACK_DEVICES, devices);
	mc_packs_deliver(world, &pack);
	g_assert_cmpuint(mc_desk_count(world->desk, "audit", "configuration-activated"), ==, 1);
}

static gint64
newest_count(const McPacksWorld *world)
{
	McContentHead head;
	json_auto_t *body = mc_desk_newest(world->desk, &head);

	return json_integer_value(json_object_get(body, "wrong_count"));
}

/* O5: of a file all that is wrong is said, by member, as far as the entry has room; the count
 * always.
 */
static void
test_all_wrong(McPacksWorld *world, gconstpointer unused)
{
	g_autoptr(GString) many = g_string_new("{\"enrolments\":[");
	McPack pack;
	g_autofree char *wrong = NULL;

	for (guint i = 0; i < MC_WRONG_FILES; i++) {
		const McWrongFile *file = &mc_wrong_files[i];
		g_autofree char *said = NULL;

		pack = mc_packs_pack(world, file->kind, NULL);
		pack.file = mc_wrong_file(file);
		mc_packs_assert_refused(world, &pack, "bad-file");
		said = mc_packs_told(world, "pack-refused", "wrong");
		for (guint at = 0; at < mc_wrong_count(file); at++)
			if (strstr(said, file->wrong[at]) == NULL)
				g_error("not said: %s\n%s", file->wrong[at], said);
		g_assert_cmpint(newest_count(world), ==, mc_wrong_count(file));
	}
	for (guint i = 0; i < MC_ENROLMENTS_MAX; i++)
		g_string_append(many, i == 0 ? "{}" : ",{}");
	g_string_append(many, "]}");
	pack = mc_packs_pack(world, MC_PACK_DEVICES, many->str);
	mc_packs_assert_refused(world, &pack, "bad-file");
	wrong = mc_packs_told(world, "pack-refused", "wrong");
	g_assert_true(g_str_has_prefix(wrong, "devices.enrolments[0]: enrolment.kind: missing; "));
	g_assert_true(g_str_has_suffix(wrong, ": missing"));
	g_assert_cmpint(newest_count(world), ==, 3 * MC_ENROLMENTS_MAX);
}

/* B2: whoever may write into the inbox does not make the chain grow as he likes. */
static void
test_flood(McPacksWorld *world, gconstpointer unused)
{
	g_autoptr(GBytes) junk = g_bytes_new_static("junk", 4);

	for (guint i = 0; i < 25; i++) {
		g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "*unknown*bad-seal*");
		mc_packs_deliver_bytes(world, junk);
		while (mc_packs_lie_there(world))
			g_main_context_iteration(NULL, TRUE);
	}
	g_test_assert_expected_messages();
	g_assert_cmpuint(mc_desk_count(world->desk, "audit", "pack-refused"), ==, 20);
}

/* The instruments that are trusted; an older list does not come back. */
static void
test_no_way_back(McPacksWorld *world, gconstpointer unused)
{
	static const char one[] = "{\"enrolments\":[{\"kind\":\"audiometer\",\"serial\":\"AU-7\","
	                          "\"minimum_firmware\":\"\"}]}";
	McPack pack = mc_packs_pack(world, MC_PACK_DEVICES, one);
	guint before = 0;

	mc_desk_ask(world->desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
	before = world->desk->reply->hello.enrolments;
	pack.version = 2;
	mc_packs_deliver(world, &pack);
	mc_desk_ask(world->desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
	g_assert_cmpuint(world->desk->reply->hello.enrolments, ==, before + 1);
	pack = mc_packs_pack(world, MC_PACK_DEVICES, "{\"enrolments\":[]}");
	mc_packs_assert_refused(world, &pack, "rollback");
	mc_desk_restart(world->desk);
	pack = mc_packs_pack(world, MC_PACK_DEVICES, "{\"enrolments\":[]}");
	pack.version = 2;
	mc_packs_assert_refused(world, &pack, "rollback");
	mc_desk_ask(world->desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
	g_assert_cmpuint(world->desk->reply->hello.enrolments, ==, before + 1);
}

/* The courier died between fetching a pack and noting that: the same one comes again, also after a
 * restart, and is no roll-back; another one of the same number is. */
static void
test_comes_again(McPacksWorld *world, gconstpointer unused)
{
	McPack pack = mc_packs_pack(world, MC_PACK_DEVICES, "{\"enrolments\":[]}");
	g_autoptr(GBytes) content = mc_pack_write(&pack, NULL);
	g_autoptr(GBytes) envelope = mc_seal(world->office, content, NULL);

	mc_pack_clear(&pack);
	for (guint i = 0; i < 3; i++) {
		mc_packs_deliver_bytes(world, envelope);
		if (i == 2)
			mc_desk_restart(world->desk);
		while (mc_packs_lie_there(world))
			g_main_context_iteration(NULL, TRUE);
	}
	g_assert_cmpuint(mc_desk_count(world->desk, "audit", "configuration-activated"), ==, 1);
	g_assert_cmpuint(mc_desk_count(world->desk, "audit", "pack-refused"), ==, 0);
	pack = mc_packs_pack(world, MC_PACK_DEVICES, "{\"enrolments\":[ ]}");
	mc_packs_assert_refused(world, &pack, "rollback");
}

/* Its day is tomorrow: it waits in the inbox and comes into force then. */
static void
test_effective_later(McPacksWorld *world, gconstpointer unused)
{
	McPack pack = mc_packs_pack(world, MC_PACK_DEVICES, "{\"enrolments\":[]}");

	pack.effective_wall_us += G_TIME_SPAN_HOUR;
	mc_packs_deliver_by(world, &pack, world->office);
	while (g_main_context_iteration(NULL, FALSE))
		;
	mc_desk_restart(world->desk);
	g_assert_cmpuint(mc_desk_count(world->desk, "audit", "configuration-activated"), ==, 0);
	g_assert_true(mc_packs_lie_there(world));
	mc_clock_advance_ms(world->desk->clock, 61u * 60 * 1000);
	g_assert_cmpuint(mc_desk_count(world->desk, "audit", "configuration-activated"), ==, 1);
	g_assert_false(mc_packs_lie_there(world));
}

/* The person at the glass keeps the configuration that he began with. */
static void
test_waits_for_the_visit(McPacksWorld *world, gconstpointer unused)
{
	McPack pack = mc_packs_pack(world, MC_PACK_CONFIGURATION, NULL);

	pack.file = mc_packs_file(world, "recorder/recorder.json");
	mc_desk_begin(world->desk);
	mc_packs_deliver_by(world, &pack, world->office);
	mc_desk_restart(world->desk);
	mc_desk_begin(world->desk);
	mc_clock_advance_ms(world->desk->clock, 2u * 60 * 1000);
	mc_desk_ask(world->desk,
	    &(McRecorderRequest){.op = MC_RECORDER_VISIT_ABORT, .abort = MC_ABORT_CITIZEN});
	mc_clock_advance_ms(world->desk->clock, 2u * 60 * 1000);
	g_assert_cmpuint(mc_desk_count(world->desk, "audit", "configuration-activated"), ==, 1);
	g_assert_false(mc_packs_lie_there(world));
}

/* A technician's editor: the file is another one, and nobody told the recorder. */
static GBytes *
edit_by_hand(McPacksWorld *world)
{
	GBytes *old = mc_packs_file(world, "recorder/recorder.json");

	mc_desk_configure(world->desk, json_pack("{s:s, s[s]}", "site", "By hand", "classes", "C2"));
	return old;
}

static void
assert_record_of(McPacksWorld *world, GBytes *configuration)
{
	g_autoptr(McVisit) visit = mc_desk_record(world->desk);
	char digest[MC_DIGEST_HEX_SIZE];

	mc_digest_hex(configuration, digest);
	g_assert_cmpstr(visit->configuration_sha256, ==, digest);
}

/* O5, K1: recorder.json is edited between the greeting and an exam: the visit, its record and every
 * greeting stay with what was read at the start; the edit counts from the next start on. */
static void
test_edited_meanwhile(McPacksWorld *world, gconstpointer unused)
{
	McDesk *desk = world->desk;
	g_autoptr(GBytes) old = NULL;
	g_autoptr(GBytes) edited = NULL;

	mc_desk_arrive(desk, 0);
	old = edit_by_hand(world);
	mc_desk_examine_all(desk);
	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
	g_assert_cmpstr(desk->reply->hello.site, !=, "By hand");
	mc_desk_finish(desk);
	assert_record_of(world, old);
	mc_desk_restart(desk);
	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
	g_assert_cmpstr(desk->reply->hello.site, ==, "By hand");
	edited = mc_packs_file(world, "recorder/recorder.json");
	mc_desk_begin(desk);
	mc_desk_identify(desk, 1);
	mc_desk_choose(desk, 1u << MC_CLASS_C2);
	mc_desk_declare(desk);
	mc_desk_examine_all(desk);
	mc_desk_finish(desk);
	assert_record_of(world, edited);
}

/* And the recorder ends in the middle of the visit: what was measured under the old file is not
 * recorded under the new one; the next exam is refused, and the chain says what became of it. */
static void
test_edited_and_restarted(McPacksWorld *world, gconstpointer unused)
{
	McDesk *desk = world->desk;
	McRecorderRequest open = {.op = MC_RECORDER_EXAM_OPEN, .exam = MC_EXAM_HEARING};

	mc_desk_arrive(desk, 0);
	mc_desk_examine(desk, MC_EXAM_ACUITY, MC_CORRECTION_NAKED);
	g_bytes_unref(edit_by_hand(world));
	g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "*another recorder.json*");
	mc_desk_restart(desk);
	g_test_assert_expected_messages();
	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
	g_assert_cmpstr(desk->reply->hello.visit_id, ==, "");
	g_assert_false(desk->reply->hello.resumable);
	mc_desk_refused(desk, &open, MC_ERROR_REFUSED);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "visit-aborted"), ==, 1);
	g_assert_cmpuint(mc_desk_count(desk, "visit", NULL), ==, 0);
	mc_desk_verify_chain(desk);
}

/* Somebody whose visit was interrupted comes back to the configuration that he began with. */
static void
test_waits_for_remains(McPacksWorld *world, gconstpointer unused)
{
	McDesk *desk = world->desk;
	McPack pack = mc_packs_pack(world, MC_PACK_CONFIGURATION, NULL);

	pack.file = mc_packs_file(world, "recorder/recorder.json");
	mc_desk_arrive(desk, 0);
	mc_desk_examine(desk, MC_EXAM_ACUITY, MC_CORRECTION_NAKED);
	mc_desk_begin(desk);
	mc_desk_ask(
	    desk, &(McRecorderRequest){.op = MC_RECORDER_VISIT_ABORT, .abort = MC_ABORT_CITIZEN});
	mc_packs_deliver_by(world, &pack, world->office);
	mc_desk_restart(desk);
	mc_clock_advance_ms(desk->clock, 2u * 60 * 1000);
	g_assert_true(mc_packs_lie_there(world));
	mc_clock_advance_ms(desk->clock, 31u * 60 * 1000);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "configuration-activated"), ==, 1);
}

int
main(int argc, char **argv)
{
	g_autoptr(McDeskKit) kit = NULL;
	int status = 0;

	g_test_init(&argc, &argv, NULL);
	kit = mc_desk_kit_new();
#define ADD(path, function)                                                                        \
	g_test_add(                                                                                    \
	    "/recorder-packs/" path, McPacksWorld, kit, mc_packs_set_up, function, mc_packs_tear_down)
	ADD("O5/configuration", test_configuration);
	ADD("B8/refused", test_refused);
	ADD("O5/all-wrong", test_all_wrong);
	ADD("B2/flood", test_flood);
	ADD("B8/no-way-back", test_no_way_back);
	ADD("O5/comes-again", test_comes_again);
	ADD("O5/effective-later", test_effective_later);
	ADD("O5/waits-for-the-visit", test_waits_for_the_visit);
	ADD("O5/waits-for-remains", test_waits_for_remains);
	ADD("O5/edited-meanwhile", test_edited_meanwhile);
	ADD("O5/edited-and-restarted", test_edited_and_restarted);
	status = g_test_run();
	return status;
}
