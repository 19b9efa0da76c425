#ifndef MC_APP_GATEWAY_INTAKE_PACKS_H
#define MC_APP_GATEWAY_INTAKE_PACKS_H

/* The rule packs that this gateway judges by again, every version that kiosks may still use. */

#include "app/rules/rules.h"
#include <glib.h>

typedef struct McPacks McPacks;

/* Every *.json of the folder. MC_ERROR_BAD_INPUT names the file; also when two files are the same
 * id and version. */
McPacks *mc_packs_load(const char *folder, GError **error);
void mc_packs_free(McPacks *packs);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McPacks, mc_packs_free)

guint mc_packs_count(const McPacks *packs);
/* NULL when there is none of this id, version and file digest (hex). */
const McRulePack *mc_packs_find(
    const McPacks *packs, const char *id, gint32 version, const char *digest);

#endif
