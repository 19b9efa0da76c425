#include "tool-kit.h"

#include <gio/gio.h>
#include <string.h>

const char mc_tool_rules[] = MC_SOURCE_DIR "/data";
const char mc_tool_no_previous[] =
    "0000000000000000000000000000000000000000000000000000000000000000";

void
mc_tool_set_up(McToolWorld *world, gconstpointer data)
{
	g_autofree char *key = NULL;
	g_autofree char *certificate = NULL;
	g_autofree char *chain = NULL;

	world->provision = mc_provision_new();
	world->roots = mc_provision_path(world->provision, "trust/roots.pem");
	key = mc_provision_path(world->provision, "recorder/signing.key");
	certificate = mc_provision_path(world->provision, "recorder/signing.crt");
	chain = mc_provision_path(world->provision, "recorder/signing-chain.pem");
	world->signer = mc_signer_new_from_files(key, certificate, chain, NULL);
	mc_sample_pack(&world->pack, world->pack_digest);
}

void
mc_tool_tear_down(McToolWorld *world, gconstpointer data)
{
	mc_signer_free(world->signer);
	mc_provision_free(world->provision);
	g_free(world->roots);
	g_free(world->out);
	g_free(world->err);
}

void
mc_tool_run(McToolWorld *world, const char *const *arguments)
{
	g_autoptr(GPtrArray) all = g_ptr_array_new();
	g_autoptr(GSubprocess) process = NULL;
	g_autoptr(GError) error = NULL;

	g_ptr_array_add(all, (gpointer)MC_BINARY_DIR "/bin/medcheck");
	for (guint i = 0; arguments[i] != NULL; i++)
		g_ptr_array_add(all, (gpointer)arguments[i]);
	g_ptr_array_add(all, NULL);
	g_clear_pointer(&world->out, g_free);
	g_clear_pointer(&world->err, g_free);
	process = g_subprocess_newv((const char *const *)all->pdata,
	    G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error);
	g_assert_no_error(error);
	g_subprocess_communicate_utf8(process, NULL, NULL, &world->out, &world->err, &error);
	g_assert_no_error(error);
	g_assert_true(g_subprocess_get_if_exited(process));
	world->status = g_subprocess_get_exit_status(process);
}

void
mc_tool_assert_says(const McToolWorld *world, const char *text)
{
	if (strstr(world->out, text) == NULL)
		g_test_message("%s%s", world->out, world->err);
	g_assert_nonnull(strstr(world->out, text));
}

GBytes *
mc_tool_seal(McToolWorld *world, guint64 seq, const char *prev, const char *type, const char *kiosk,
    json_t *body)
{
	gint64 now_us = g_get_real_time();
	McContentHead head = {.seq = seq,
	    .at_wall_us = now_us,
	    .clock = {.quality = MC_CLOCK_KEPT, .not_before_wall_us = now_us - 365 * G_TIME_SPAN_DAY},
	    .mono_us = 5};
	g_autoptr(GBytes) content = NULL;
	g_autoptr(GError) error = NULL;
	GBytes *envelope = NULL;

	g_strlcpy(head.type, type, sizeof head.type);
	g_strlcpy(head.kiosk, kiosk, sizeof head.kiosk);
	memset(head.journal, '1', 32);
	memset(head.boot, '2', 32);
	g_strlcpy(head.prev, prev, sizeof head.prev);
	content = mc_content_write(&head, body, &error);
	g_assert_no_error(error);
	envelope = mc_seal_at(world->signer, content, head.at_wall_us, &error);
	g_assert_no_error(error);
	return envelope;
}

char *
mc_tool_keep(McToolWorld *world, const char *name, GBytes *bytes)
{
	char *path = mc_provision_path(world->provision, name);

	g_assert_true(g_file_set_contents(
	    path, g_bytes_get_data(bytes, NULL), (gssize)g_bytes_get_size(bytes), NULL));
	return path;
}

char *
mc_tool_keep_visit(McToolWorld *world, void (*change)(McVisit *visit))
{
	g_autoptr(McVisit) visit = mc_sample_visit(&world->pack, world->pack_digest, 11, 980);
	json_auto_t *body = NULL;
	g_autoptr(GBytes) envelope = NULL;

	if (change != NULL)
		change(visit);
	body = mc_visit_to_json(visit);
	envelope = mc_tool_seal(world, 42, mc_tool_no_previous, "visit", "K-0001", body);
	return mc_tool_keep(world, change == NULL ? "42.p7m" : "forged.p7m", envelope);
}
