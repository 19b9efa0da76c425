#include "app/recorder/taken.h"

#include "app/base/error.h"
#include "app/recorder/values.h"
#include <string.h>

static void
read_digest(const json_t *one, const char *name, char out[MC_DIGEST_HEX_SIZE])
{
	const char *digest = json_string_value(json_object_get(one, name));

	g_strlcpy(out, digest != NULL ? digest : "", MC_DIGEST_HEX_SIZE);
}

gboolean
mc_taken_read(McJournal *journal, McTaken *taken, GError **error)
{
	GError *problem = NULL;
	g_autofree char *text = mc_journal_get_value(journal, MC_VALUE_PACKS, &problem);
	json_auto_t *json = text == NULL ? NULL : json_loads(text, 0, NULL);

	memset(taken, 0, sizeof *taken);
	for (guint i = 0; i < MC_PACK_KINDS; i++) {
		const json_t *one = json_object_get(json, mc_pack_kind_name((McPackKind)i));

		taken->version[i] = json_integer_value(json_object_get(one, "version"));
		taken->expires_wall_us[i] = json_integer_value(json_object_get(one, "expires_wall_us"));
		read_digest(one, "envelope", taken->envelope[i]);
		read_digest(one, "file", taken->file[i]);
	}
	if (problem != NULL)
		g_propagate_error(error, problem);
	return problem == NULL;
}

void
mc_taken_batch(const McTaken *taken, McBatch *batch)
{
	json_auto_t *json = json_object();
	char *text = NULL;

	for (guint i = 0; i < MC_PACK_KINDS; i++)
		if (taken->version[i] != 0)
			json_object_set_new(json, mc_pack_kind_name((McPackKind)i),
			    json_pack("{sI sI ss ss}", "version", (json_int_t)taken->version[i],
			        "expires_wall_us", (json_int_t)taken->expires_wall_us[i], "envelope",
			        taken->envelope[i], "file", taken->file[i]));
	text = json_dumps(json, JSON_COMPACT);
	mc_batch_value(batch, MC_VALUE_PACKS, text);
	free(text);
}

void
mc_recorder_fill_run_out(McRecorder *self, McHello *hello)
{
	gint64 now_us = mc_store_now_us(&self->store);
	McTaken taken;

	if (!mc_taken_read(self->store.journal, &taken, NULL))
		return;
	for (guint i = 0; i < MC_PACK_KINDS; i++) {
		McRunOut *one = &hello->run_out[hello->run_outs];

		if (taken.expires_wall_us[i] == 0 || taken.expires_wall_us[i] > now_us)
			continue;
		g_strlcpy(one->pack, mc_pack_kind_name((McPackKind)i), sizeof one->pack);
		one->version = taken.version[i];
		hello->run_outs++;
	}
}

/* Each with its version: which of them the office has to renew. NULL: none. */
static char *
run_out(McRecorder *self)
{
	g_autofree McHello *hello = g_new0(McHello, 1);
	GString *text = g_string_new(NULL);

	mc_recorder_fill_run_out(self, hello);
	for (guint i = 0; i < hello->run_outs; i++)
		g_string_append_printf(text, "%s%s version %" G_GINT64_FORMAT, i > 0 ? ", " : "",
		    hello->run_out[i].pack, hello->run_out[i].version);
	return g_string_free(text, hello->run_outs == 0);
}

gboolean
mc_recorder_packs_allow(McRecorder *self, GError **error)
{
	McTaken taken;
	g_autofree char *old = NULL;

	if (!mc_taken_read(self->store.journal, &taken, NULL))
		return TRUE;
	if (self->office != NULL && !self->config.demonstration &&
	    !mc_taken_is_signed(&taken, self->configuration_sha256))
		return mc_recorder_refuse(error, MC_ERROR_REFUSED,
		    "visit: the office has not signed this configuration; a pack of it is needed");
	old = run_out(self);
	if (old == NULL)
		return TRUE;
	g_set_error(error, MC_ERROR, MC_ERROR_REFUSED,
	    "visit: of what the office signed has run out: %s; a newer pack of it is needed", old);
	return FALSE;
}

gboolean
mc_recorder_packs_state(McRecorder *self, McVisit *visit, GError **error)
{
	McTaken taken;

	if (!mc_taken_read(self->store.journal, &taken, error))
		return FALSE;
	visit->packs = 0;
	for (guint i = 0; i < MC_PACK_KINDS; i++) {
		McVisitPack *pack = &visit->pack[visit->packs];

		if (taken.version[i] == 0 || taken.file[i][0] == '\0')
			continue;
		pack->kind = (McPackKind)i;
		pack->version = taken.version[i];
		g_strlcpy(pack->file_sha256, taken.file[i], sizeof pack->file_sha256);
		visit->packs++;
	}
	return TRUE;
}

gboolean
mc_taken_is_signed(const McTaken *taken, const char *configuration_sha256)
{
	return strcmp(configuration_sha256, taken->file[MC_PACK_CONFIGURATION]) == 0;
}

void
mc_taken_groups(
    const McRecorder *self, const McTaken *taken, const char *groups[MC_PACK_GROUPS_MAX + 1])
{
	gboolean is_signed = mc_taken_is_signed(taken, self->configuration_sha256);
	guint count = 0;

	for (guint i = 0; is_signed && i < self->config.groups; i++)
		groups[count++] = self->config.group[i];
	groups[count] = NULL;
}
