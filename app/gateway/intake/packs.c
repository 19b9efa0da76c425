#include "app/gateway/intake/packs.h"

#include "app/base/error.h"
#include "app/record/content.h"
#include "app/record/rule-pack.h"
#include <string.h>

typedef struct Entry {
	McRulePack pack;
	char digest[MC_DIGEST_HEX_SIZE];
} Entry;

struct McPacks {
	GPtrArray *entries; /* of Entry */
};

static const Entry *
find(const McPacks *self, const char *id, gint32 version)
{
	for (guint i = 0; i < self->entries->len; i++) {
		const Entry *entry = g_ptr_array_index(self->entries, i);

		if (entry->pack.version == version && strcmp(entry->pack.id, id) == 0)
			return entry;
	}
	return NULL;
}

static gboolean
load_file(McPacks *self, const char *path, GError **error)
{
	g_autofree Entry *entry = g_new0(Entry, 1);

	if (!mc_rule_pack_read_file(path, &entry->pack, entry->digest, error))
		return FALSE;
	if (find(self, entry->pack.id, entry->pack.version) != NULL) {
		g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT,
		    "%s: a second file of rule pack %s version %d (remove one)", path, entry->pack.id,
		    entry->pack.version);
		return FALSE;
	}
	g_ptr_array_add(self->entries, g_steal_pointer(&entry));
	return TRUE;
}

McPacks *
mc_packs_load(const char *folder, GError **error)
{
	g_autoptr(McPacks) self = g_new0(McPacks, 1);
	g_autoptr(GError) problem = NULL;
	g_autoptr(GDir) names = g_dir_open(folder, 0, &problem);
	const char *name = NULL;

	self->entries = g_ptr_array_new_with_free_func(g_free);
	if (names == NULL) {
		g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT, "rule packs: %s", problem->message);
		return NULL;
	}
	while ((name = g_dir_read_name(names)) != NULL) {
		g_autofree char *path = g_build_filename(folder, name, NULL);

		if (g_str_has_suffix(name, ".json") && !load_file(self, path, error))
			return NULL;
	}
	return g_steal_pointer(&self);
}

void
mc_packs_free(McPacks *self)
{
	if (self == NULL)
		return;
	g_ptr_array_unref(self->entries);
	g_free(self);
}

guint
mc_packs_count(const McPacks *self)
{
	return self->entries->len;
}

const McRulePack *
mc_packs_find(const McPacks *self, const char *id, gint32 version, const char *digest)
{
	const Entry *entry = find(self, id, version);

	return entry != NULL && strcmp(entry->digest, digest) == 0 ? &entry->pack : NULL;
}
