#ifndef MC_APP_JSON_HEX_H
#define MC_APP_JSON_HEX_H

/* Bytes as lower-case hexadecimal digits: identifiers, digests and seeds in JSON. */

#include <glib.h>

/* out has 2 × size + 1 bytes. */
void mc_hex_write(const guint8 *bytes, gsize size, char *out);
gboolean mc_hex_is_valid(const char *text, gsize size);
/* FALSE, and nothing is written, unless text is exactly size bytes in lower case. */
gboolean mc_hex_read(const char *text, guint8 *bytes, gsize size);

#endif
