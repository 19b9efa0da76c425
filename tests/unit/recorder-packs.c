/* Signed inputs (O5, B8): taken whole, or refused with all that speaks against them while what is
 * in force stays; no way back, no standing still. */

#include "app/record/pack.h"
#include "app/record/seal.h"
#include "app/spool/spool.h"
#include "tests/desk/desk.h"
#include "tests/kit/sample.h"
#include <string.h>

typedef struct World {
	McDesk *desk;
	McSpool *spool; /* the courier's view of it */
	McSigner *office;
	guint64 number; /* of the last pack delivered */
} World;

static void
set_up(World *world, gconstpointer kit)
{
	g_autofree char *path = NULL;

	world->desk = mc_desk_new(kit);
	path = g_build_filename(world->desk->folder, "spool", NULL);
	world->spool = mc_spool_open(path, NULL);
	world->office = mc_desk_signer(world->desk, "authority", "pack");
}

static void
tear_down(World *world, gconstpointer unused)
{
	mc_signer_free(world->office);
	mc_spool_close(world->spool);
	mc_desk_free(world->desk);
}

static GBytes *
file_of(const World *world, const char *name)
{
	g_autofree char *path = g_build_filename(world->desk->folder, name, NULL);
	char *text = NULL;
	gsize size = 0;

	g_assert_true(g_file_get_contents(path, &text, &size, NULL));
	return g_bytes_new_take(text, size);
}

/* Good for a day from now on, number 1; to be spoilt. */
static McPack
pack_of(const World *world, McPackKind kind, const char *text)
{
	gint64 now_us = mc_clock_wall_us(world->desk->clock);
	McPack pack = {.kind = kind,
	    .kiosk = "K-0001",
	    .version = 1,
	    .issued_wall_us = now_us,
	    .effective_wall_us = now_us,
	    .expires_wall_us = now_us + G_TIME_SPAN_DAY};

	if (text != NULL)
		pack.file = g_bytes_new(text, strlen(text));
	return pack;
}

static gboolean
lies_there(const World *world)
{
	g_autoptr(GBytes) bytes = mc_spool_get(world->spool, MC_SPOOL_INBOX, world->number, NULL);

	return bytes != NULL;
}

static void
deliver_bytes(World *world, GBytes *envelope)
{
	world->number++;
	g_assert_true(mc_spool_put(world->spool, MC_SPOOL_INBOX, world->number, envelope, NULL));
}

static void
deliver_by(World *world, McPack *pack, McSigner *by)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) content = mc_pack_write(pack, &error);
	g_autoptr(GBytes) envelope = content != NULL ? mc_seal(by, content, &error) : NULL;

	g_assert_no_error(error);
	deliver_bytes(world, envelope);
	mc_pack_clear(pack);
}

static void
deliver(World *world, McPack *pack)
{
	deliver_by(world, pack, world->office);
	while (lies_there(world))
		g_main_context_iteration(NULL, TRUE);
}

/* The last entry of this event; the member's text. */
static char *
told(const World *world, const char *event, const char *member)
{
	g_autoptr(GPtrArray) contents = mc_desk_contents(world->desk);
	const char *found = NULL;

	for (guint i = 0; i < contents->len; i++) {
		const json_t *body = g_ptr_array_index(contents, i);

		if (g_strcmp0(json_string_value(json_object_get(body, "event")), event) == 0)
			found = json_string_value(json_object_get(body, member));
	}
	return g_strdup(found);
}

static void
assert_refused(World *world, McPack *pack, const char *reasons)
{
	guint taken = mc_desk_count(world->desk, "audit", "configuration-activated");
	g_autofree char *words = NULL;

	g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "*what is in force stays*");
	deliver(world, pack);
	g_test_assert_expected_messages();
	words = told(world, "pack-refused", "reasons");
	g_assert_cmpstr(words, ==, reasons);
	g_assert_cmpuint(mc_desk_count(world->desk, "audit", "configuration-activated"), ==, taken);
}

/* O5: another configuration, and its digest in the chain and in the next record. */
static void
test_configuration(World *world, gconstpointer unused)
{
	McPack pack = pack_of(world, MC_PACK_CONFIGURATION, NULL);
	g_autoptr(GBytes) old = file_of(world, "recorder/recorder.json");
	g_autofree char *text = g_strndup(g_bytes_get_data(old, NULL), g_bytes_get_size(old));
	g_autoptr(GString) changed = g_string_new(text);
	g_autoptr(GBytes) now = NULL;
	g_autoptr(McVisit) visit = NULL;
	g_autofree char *digest = NULL;

	g_assert_cmpuint(g_string_replace(changed, "Demonstration site", "Another site", 0), ==, 1);
	pack.file = g_bytes_new(changed->str, changed->len);
	deliver(world, &pack);
	now = file_of(world, "recorder/recorder.json");
	g_assert_cmpmem(g_bytes_get_data(now, NULL), g_bytes_get_size(now), changed->str, changed->len);
	digest = told(world, "configuration-activated", "file_sha256");
	mc_desk_ask(world->desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
	g_assert_cmpstr(world->desk->reply->hello.site, ==, "Another site");
	mc_desk_visit(world->desk, 0);
	visit = mc_desk_record(world->desk);
	g_assert_cmpstr(visit->configuration_sha256, ==, digest);
	/* And after a restart. */
	mc_desk_restart(world->desk);
	mc_desk_ask(world->desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
	g_assert_cmpstr(world->desk->reply->hello.site, ==, "Another site");
}

/* B8: a mutated pack does not load, each with its reasons, all of them at once. */
static void
test_refused(World *world, gconstpointer unused)
{
	static const char devices[] = "{\"enrolments\":[]}";
	g_autoptr(McSigner) stranger = mc_desk_signer(world->desk, "recorder", "signing");
	g_autoptr(GBytes) junk = g_bytes_new_static("junk", 4);
	McPack pack = pack_of(world, MC_PACK_DEVICES, "{\"enrolments\":7}");

	assert_refused(world, &pack, "bad-file");
	pack = pack_of(world, MC_PACK_DEVICES, devices);
	g_strlcpy(pack.kiosk, "K-0002", sizeof pack.kiosk);
	assert_refused(world, &pack, "other-kiosk");
	pack = pack_of(world, MC_PACK_DEVICES, devices);
	pack.expires_wall_us = pack.effective_wall_us - G_TIME_SPAN_DAY;
	g_strlcpy(pack.kiosk, "K-0002", sizeof pack.kiosk);
	assert_refused(world, &pack, "other-kiosk expired bad-times");
	pack = pack_of(world, MC_PACK_RULES, "{\"id\":\"x\"}");
	assert_refused(world, &pack, "bad-file");
	pack = pack_of(world, MC_PACK_STAFF, "[]");
	assert_refused(world, &pack, "bad-file");
	pack = pack_of(world, MC_PACK_CONFIGURATION, "{\"kiosk\":\"K-0001\"}");
	assert_refused(world, &pack, "bad-file");
	/* Signed by somebody who may sign other things. */
	pack = pack_of(world, MC_PACK_DEVICES, devices);
	g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "*unknown*bad-seal*");
	deliver_by(world, &pack, stranger);
	while (lies_there(world))
		g_main_context_iteration(NULL, TRUE);
	g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "*unknown*bad-seal*");
	deliver_bytes(world, junk);
	while (lies_there(world))
		g_main_context_iteration(NULL, TRUE);
	g_test_assert_expected_messages();
	g_assert_cmpuint(mc_desk_count(world->desk, "audit", "configuration-activated"), ==, 0);
	g_assert_cmpuint(mc_desk_count(world->desk, "audit", "pack-refused"), ==, 8);
}

/* The instruments that are trusted; an older list does not come back. */
static void
test_no_way_back(World *world, gconstpointer unused)
{
	static const char one[] = "{\"enrolments\":[{\"kind\":\"audiometer\",\"serial\":\"AU-7\","
	                          "\"minimum_firmware\":\"\"}]}";
	McPack pack = pack_of(world, MC_PACK_DEVICES, one);
	guint before = 0;

	mc_desk_ask(world->desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
	before = world->desk->reply->hello.enrolments;
	pack.version = 2;
	deliver(world, &pack);
	mc_desk_ask(world->desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
	g_assert_cmpuint(world->desk->reply->hello.enrolments, ==, before + 1);
	pack = pack_of(world, MC_PACK_DEVICES, "{\"enrolments\":[]}");
	assert_refused(world, &pack, "rollback");
	mc_desk_restart(world->desk);
	pack = pack_of(world, MC_PACK_DEVICES, "{\"enrolments\":[]}");
	pack.version = 2;
	assert_refused(world, &pack, "rollback");
	mc_desk_ask(world->desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
	g_assert_cmpuint(world->desk->reply->hello.enrolments, ==, before + 1);
}

/* No standing still: with what has run out no visit begins until a newer one has come. */
static void
test_run_out(World *world, gconstpointer unused)
{
	McPack pack = pack_of(world, MC_PACK_DEVICES, "{\"enrolments\":[]}");

	deliver(world, &pack);
	mc_desk_begin(world->desk);
	mc_desk_ask(world->desk,
	    &(McRecorderRequest){.op = MC_RECORDER_VISIT_ABORT, .abort = MC_ABORT_CITIZEN});
	mc_clock_advance_ms(world->desk->clock, 25u * 3600 * 1000);
	mc_desk_refused(world->desk,
	    &(McRecorderRequest){.op = MC_RECORDER_VISIT_BEGIN, .language = "en"}, MC_ERROR_REFUSED);
	g_assert_nonnull(strstr(world->desk->error->message, "has run out"));
	pack = pack_of(world, MC_PACK_DEVICES, "{\"enrolments\":[]}");
	pack.version = 2;
	deliver(world, &pack);
	mc_desk_begin(world->desk);
}

/* The courier died between fetching a pack and noting that: the same one comes again, also after a
 * restart, and is no roll-back; another one of the same number is. */
static void
test_comes_again(World *world, gconstpointer unused)
{
	McPack pack = pack_of(world, MC_PACK_DEVICES, "{\"enrolments\":[]}");
	g_autoptr(GBytes) content = mc_pack_write(&pack, NULL);
	g_autoptr(GBytes) envelope = mc_seal(world->office, content, NULL);

	mc_pack_clear(&pack);
	for (guint i = 0; i < 3; i++) {
		deliver_bytes(world, envelope);
		if (i == 2)
			mc_desk_restart(world->desk);
		while (lies_there(world))
			g_main_context_iteration(NULL, TRUE);
	}
	g_assert_cmpuint(mc_desk_count(world->desk, "audit", "configuration-activated"), ==, 1);
	g_assert_cmpuint(mc_desk_count(world->desk, "audit", "pack-refused"), ==, 0);
	pack = pack_of(world, MC_PACK_DEVICES, "{\"enrolments\":[ ]}");
	assert_refused(world, &pack, "rollback");
}

/* Its day is tomorrow: it waits in the inbox and comes into force then. */
static void
test_effective_later(World *world, gconstpointer unused)
{
	McPack pack = pack_of(world, MC_PACK_DEVICES, "{\"enrolments\":[]}");

	pack.effective_wall_us += G_TIME_SPAN_HOUR;
	deliver_by(world, &pack, world->office);
	while (g_main_context_iteration(NULL, FALSE))
		;
	mc_desk_restart(world->desk);
	g_assert_cmpuint(mc_desk_count(world->desk, "audit", "configuration-activated"), ==, 0);
	g_assert_true(lies_there(world));
	mc_clock_advance_ms(world->desk->clock, 61u * 60 * 1000);
	g_assert_cmpuint(mc_desk_count(world->desk, "audit", "configuration-activated"), ==, 1);
	g_assert_false(lies_there(world));
}

/* The person at the glass keeps the configuration that he began with. */
static void
test_waits_for_the_visit(World *world, gconstpointer unused)
{
	McPack pack = pack_of(world, MC_PACK_CONFIGURATION, NULL);

	pack.file = file_of(world, "recorder/recorder.json");
	mc_desk_begin(world->desk);
	deliver_by(world, &pack, world->office);
	mc_desk_restart(world->desk);
	mc_desk_begin(world->desk);
	mc_clock_advance_ms(world->desk->clock, 2u * 60 * 1000);
	mc_desk_ask(world->desk,
	    &(McRecorderRequest){.op = MC_RECORDER_VISIT_ABORT, .abort = MC_ABORT_CITIZEN});
	mc_clock_advance_ms(world->desk->clock, 2u * 60 * 1000);
	g_assert_cmpuint(mc_desk_count(world->desk, "audit", "configuration-activated"), ==, 1);
	g_assert_false(lies_there(world));
}

int
main(int argc, char **argv)
{
	g_autoptr(McDeskKit) kit = NULL;
	int status = 0;

	g_test_init(&argc, &argv, NULL);
	kit = mc_desk_kit_new();
#define ADD(path, function)                                                                        \
	g_test_add("/recorder-packs/" path, World, kit, set_up, function, tear_down)
	ADD("O5/configuration", test_configuration);
	ADD("B8/refused", test_refused);
	ADD("B8/no-way-back", test_no_way_back);
	ADD("B8/run-out", test_run_out);
	ADD("O5/comes-again", test_comes_again);
	ADD("O5/effective-later", test_effective_later);
	ADD("O5/waits-for-the-visit", test_waits_for_the_visit);
	status = g_test_run();
	return status;
}
