#ifndef MC_APP_TOOLS_ARCHIVE_READER_H
#define MC_APP_TOOLS_ARCHIVE_READER_H

/* What proves the seal of a record where stock OpenSSL cannot: the independent reader's part for
 * seals, plain Python, laid into the archive. */

#include <glib.h>

#define MC_ARCHIVE_READER_FILES 4

/* The file of that number and its name, which is static. */
GBytes *mc_archive_reader_file(guint number, const char **name);

#endif
