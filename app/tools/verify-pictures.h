#ifndef MC_APP_TOOLS_VERIFY_PICTURES_H
#define MC_APP_TOOLS_VERIFY_PICTURES_H

#include "app/record/visit.h"

/* Prints a line, or nothing where nobody was asked. folder: with the sealed files under their
 * digests; NULL: they are not at hand. MC_ERROR_UNTRUSTED: a file is missing, or another one. */
gboolean mc_verify_pictures(const McVisit *visit, const char *folder, GError **error);

#endif
