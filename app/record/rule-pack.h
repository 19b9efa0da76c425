#ifndef MC_APP_RECORD_RULE_PACK_H
#define MC_APP_RECORD_RULE_PACK_H

/* Rule packs as files: data/rules-*.json into the struct that app/rules judges by. */

#include "app/rules/rules.h"
#include <glib.h>

/* Total; MC_ERROR_BAD_INPUT names the class and member. digest_hex (65 bytes) gets the SHA-256 of
 * the file's bytes. */
gboolean mc_rule_pack_read(GBytes *bytes, McRulePack *pack, char *digest_hex, GError **error);
gboolean mc_rule_pack_read_file(
    const char *path, McRulePack *pack, char *digest_hex, GError **error);

/* Among the *.json of a folder, by the digest that a record names. FALSE: it is not there. */
gboolean mc_rule_pack_find(const char *folder, const char *digest_hex, McRulePack *pack);

#endif
