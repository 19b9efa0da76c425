#include "packs-kit.h"

#include "tests/kit/file.h"
#include <string.h>

void
mc_packs_set_up(McPacksWorld *world, gconstpointer kit)
{
	g_autofree char *path = NULL;

	world->desk = mc_desk_new(kit);
	path = g_build_filename(world->desk->folder, "spool", NULL);
	world->spool = mc_spool_open(path, NULL);
	world->office = mc_desk_signer(world->desk, "authority", "pack");
}

void
mc_packs_tear_down(McPacksWorld *world, gconstpointer unused)
{
	mc_signer_free(world->office);
	mc_spool_close(world->spool);
	mc_desk_free(world->desk);
}

GBytes *
mc_packs_file(const McPacksWorld *world, const char *name)
{
	g_autofree char *path = g_build_filename(world->desk->folder, name, NULL);

	return mc_test_file(path);
}

McPack
mc_packs_pack(const McPacksWorld *world, McPackKind kind, const char *text)
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

gboolean
mc_packs_lie_there(const McPacksWorld *world)
{
	g_autoptr(GBytes) bytes = mc_spool_get(world->spool, MC_SPOOL_INBOX, world->number, NULL);

	return bytes != NULL;
}

void
mc_packs_deliver_bytes(McPacksWorld *world, GBytes *envelope)
{
	world->number++;
	g_assert_true(mc_spool_put(world->spool, MC_SPOOL_INBOX, world->number, envelope, NULL));
}

void
mc_packs_deliver_by(McPacksWorld *world, McPack *pack, McSigner *by)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) content = mc_pack_write(pack, &error);
	g_autoptr(GBytes) envelope = content != NULL ? mc_seal(by, content, &error) : NULL;

	g_assert_no_error(error);
	mc_packs_deliver_bytes(world, envelope);
	mc_pack_clear(pack);
}

void
mc_packs_deliver(McPacksWorld *world, McPack *pack)
{
	mc_packs_deliver_by(world, pack, world->office);
	while (mc_packs_lie_there(world))
		g_main_context_iteration(NULL, TRUE);
}

char *
mc_packs_told(const McPacksWorld *world, const char *event, const char *member)
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

void
mc_packs_assert_refused(McPacksWorld *world, McPack *pack, const char *reasons)
{
	guint taken = mc_desk_count(world->desk, "audit", "configuration-activated");
	g_autofree char *words = NULL;

	g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "*what is in force stays*");
	mc_packs_deliver(world, pack);
	g_test_assert_expected_messages();
	words = mc_packs_told(world, "pack-refused", "reasons");
	g_assert_cmpstr(words, ==, reasons);
	g_assert_cmpuint(mc_desk_count(world->desk, "audit", "configuration-activated"), ==, taken);
}

void
mc_packs_refused_as(McPacksWorld *world, GBytes *envelope, const char *reasons)
{
	guint before = mc_desk_count(world->desk, "audit", "pack-refused");
	g_autofree char *words = NULL;

	g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "*what is in force stays*");
	mc_packs_deliver_bytes(world, envelope);
	while (mc_packs_lie_there(world))
		g_main_context_iteration(NULL, TRUE);
	g_test_assert_expected_messages();
	words = mc_packs_told(world, "pack-refused", "reasons");
	g_assert_cmpstr(words, ==, reasons);
	g_assert_cmpuint(mc_desk_count(world->desk, "audit", "pack-refused"), ==, before + 1);
}
