/* O5, B8: packs for groups of kiosks, and the office's way back to an earlier content: neither lets
 * anybody else go back or stand still. */

#include "packs-kit.h"
#include <stdlib.h>
#include <string.h>

static const char devices[] = "{\"enrolments\":[]}";

static McPack
devices_for(const McPacksWorld *world, const char *whom, gint64 version)
{
	McPack pack = mc_packs_pack(world, MC_PACK_DEVICES, devices);

	g_strlcpy(pack.kiosk, whom, sizeof pack.kiosk);
	pack.version = version;
	return pack;
}

/* The configuration as it lies there, but in this group; NULL: in none. */
static McPack
configuration(const McPacksWorld *world, gint64 version, const char *group)
{
	McPack pack = mc_packs_pack(world, MC_PACK_CONFIGURATION, NULL);
	g_autoptr(GBytes) old = mc_packs_file(world, "recorder/recorder.json");
	json_auto_t *json = json_loadb(g_bytes_get_data(old, NULL), g_bytes_get_size(old), 0, NULL);
	char *text = NULL;

	json_object_set_new(json, "groups", json_array());
	if (group != NULL)
		json_array_append_new(json_object_get(json, "groups"), json_string(group));
	text = json_dumps(json, JSON_COMPACT);
	pack.file = g_bytes_new_with_free_func(text, strlen(text), free, text);
	pack.version = version;
	return pack;
}

static void
assert_taken(McPacksWorld *world, McPack pack)
{
	guint before = mc_desk_count(world->desk, "audit", "configuration-activated");

	mc_packs_deliver(world, &pack);
	g_assert_cmpuint(
	    mc_desk_count(world->desk, "audit", "configuration-activated"), ==, before + 1);
}

static void
assert_refused(McPacksWorld *world, McPack pack, const char *reasons)
{
	mc_packs_assert_refused(world, &pack, reasons);
}

/* In a group by the office's word alone, and as long as that stands. */
static void
test_membership(McPacksWorld *world, gconstpointer unused)
{
	assert_refused(world, devices_for(world, "@north", 1), "other-kiosk");
	mc_desk_stop(world->desk);
	mc_desk_configure(world->desk, json_pack("{s:[s]}", "groups", "north"));
	mc_desk_restart(world->desk);
	assert_refused(world, devices_for(world, "@north", 1), "other-kiosk");
	assert_taken(world, configuration(world, 1, "north"));
	assert_taken(world, devices_for(world, "@north", 1));
	assert_refused(world, devices_for(world, "@south", 2), "other-kiosk");
	assert_refused(world, devices_for(world, "north", 2), "other-kiosk");
	mc_desk_restart(world->desk);
	assert_taken(world, devices_for(world, "@north", 2));
	assert_taken(world, configuration(world, 2, NULL));
	assert_refused(world, devices_for(world, "@north", 3), "other-kiosk");
}

/* One counter, whoever it is for: none of the three is a way back past another. */
static void
test_one_counter(McPacksWorld *world, gconstpointer unused)
{
	assert_taken(world, configuration(world, 1, "north"));
	assert_taken(world, devices_for(world, "@north", 5));
	assert_refused(world, devices_for(world, "K-0001", 3), "rollback");
	assert_refused(world, devices_for(world, "*", 4), "rollback");
	assert_taken(world, devices_for(world, "K-0001", 7));
	mc_desk_restart(world->desk);
	assert_refused(world, devices_for(world, "@north", 6), "rollback");
	assert_taken(world, devices_for(world, "*", 8));
	/* And none is a way to stand still: what was taken runs out, whoever it was for. */
	mc_clock_advance_ms(world->desk->clock, 25u * 3600 * 1000);
	mc_desk_refused(world->desk,
	    &(McRecorderRequest){.op = MC_RECORDER_VISIT_BEGIN, .language = "en"}, MC_ERROR_REFUSED);
}

/* The configuration waits for the end of a visit, and what comes behind it for its group with it.
 */
static void
test_waits_behind(McPacksWorld *world, gconstpointer unused)
{
	McPack first = configuration(world, 1, "north");
	McPack second = devices_for(world, "@north", 1);

	mc_desk_begin(world->desk);
	mc_packs_deliver_by(world, &first, world->office);
	mc_packs_deliver_by(world, &second, world->office);
	mc_clock_advance_ms(world->desk->clock, 2u * 60 * 1000);
	while (g_main_context_iteration(NULL, FALSE))
		;
	mc_clock_advance_ms(world->desk->clock, 2u * 60 * 1000);
	g_assert_true(mc_packs_lie_there(world));
	mc_desk_ask(world->desk,
	    &(McRecorderRequest){.op = MC_RECORDER_VISIT_ABORT, .abort = MC_ABORT_CITIZEN});
	mc_clock_advance_ms(world->desk->clock, 2u * 60 * 1000);
	while (mc_packs_lie_there(world)) /* the news of the files may come as late as now */
		g_main_context_iteration(NULL, TRUE);
	g_assert_cmpuint(mc_desk_count(world->desk, "audit", "configuration-activated"), ==, 2);
	g_assert_cmpuint(mc_desk_count(world->desk, "audit", "pack-refused"), ==, 0);
}

static GBytes *
rules(guint later_versions)
{
	json_auto_t *json = json_load_file(MC_SOURCE_DIR "/data/rules-cn-172.json", 0, NULL);
	json_int_t version = json_integer_value(json_object_get(json, "version"));
	char *text = NULL;

	json_object_set_new(json, "version", json_integer(version + later_versions));
	text = json_dumps(json, JSON_COMPACT);
	return g_bytes_new_with_free_func(text, strlen(text), free, text);
}

static McPack
rules_pack(const McPacksWorld *world, gint64 version, GBytes *file)
{
	McPack pack = mc_packs_pack(world, MC_PACK_RULES, NULL);

	pack.version = version;
	pack.file = g_bytes_ref(file);
	return pack;
}

static void
assert_judged_by(McPacksWorld *world, gint64 version, GBytes *file)
{
	g_autoptr(McVisit) visit = NULL;
	char digest[MC_DIGEST_HEX_SIZE];
	json_auto_t *body = NULL;
	McContentHead head;

	mc_digest_hex(file, digest);
	mc_desk_visit(world->desk, 0);
	body = mc_desk_newest(world->desk, &head);
	visit = mc_visit_from_json(body, NULL);
	g_assert_nonnull(visit);
	g_assert_cmpstr(visit->rule_pack_digest, ==, digest);
	g_assert_cmpuint(visit->packs, ==, 1);
	g_assert_cmpint(visit->pack[0].version, ==, version);
	g_assert_cmpstr(visit->pack[0].file_sha256, ==, digest);
}

/* The office goes back to earlier rules under a higher number: they judge, also after a restart,
 * and each record names number and file. Who is being examined is judged by what he began with. */
static void
test_back(McPacksWorld *world, gconstpointer unused)
{
	g_autoptr(GBytes) earlier = rules(1);
	g_autoptr(GBytes) later = rules(2);
	McPack pack = rules_pack(world, 3, earlier);

	assert_taken(world, rules_pack(world, 1, earlier));
	assert_judged_by(world, 1, earlier);
	assert_taken(world, rules_pack(world, 2, later));
	assert_judged_by(world, 2, later);
	assert_refused(world, rules_pack(world, 1, earlier), "rollback");
	mc_desk_begin(world->desk);
	mc_packs_deliver_by(world, &pack, world->office);
	mc_clock_advance_ms(world->desk->clock, 2u * 60 * 1000);
	while (g_main_context_iteration(NULL, FALSE))
		;
	g_assert_true(mc_packs_lie_there(world));
	mc_desk_ask(world->desk,
	    &(McRecorderRequest){.op = MC_RECORDER_VISIT_ABORT, .abort = MC_ABORT_CITIZEN});
	mc_clock_advance_ms(world->desk->clock, 2u * 60 * 1000);
	while (mc_packs_lie_there(world)) /* the news of the file may come as late as now */
		g_main_context_iteration(NULL, TRUE);
	assert_judged_by(world, 3, earlier);
	mc_desk_restart(world->desk);
	assert_judged_by(world, 3, earlier);
	assert_taken(world, rules_pack(world, 4, later));
	assert_judged_by(world, 4, later);
}

int
main(int argc, char **argv)
{
	g_autoptr(McDeskKit) kit = NULL;

	g_test_init(&argc, &argv, NULL);
	kit = mc_desk_kit_new();
#define ADD(path, function)                                                                        \
	g_test_add("/recorder-groups/" path, McPacksWorld, kit, mc_packs_set_up, function,             \
	    mc_packs_tear_down)
	ADD("O5/membership", test_membership);
	ADD("B8/one-counter", test_one_counter);
	ADD("O5/waits-behind", test_waits_behind);
	ADD("O5/back", test_back);
	return g_test_run();
}
