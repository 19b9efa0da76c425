#ifndef MC_TESTS_KIT_ROW_H
#define MC_TESTS_KIT_ROW_H

/* What one reader made of one piece of bad input. A test that asserts it says it, too, and
 * tests/fault/bad-input makes one table of all that is said. */

#include <glib.h>

typedef struct McRow {
	const char *what; /* "p256-ber" */
	const char *reader; /* "gateway" */
	const char *refused; /* the word of its answer */
	const char *audit; /* what it noted, as it stands there */
	guint before, after; /* what it had saved */
} McRow;

/* Kept in the folder MC_ROWS when that is there for it. */
void mc_row(const McRow *row);
/* Bytes for the other readers: kept under this name when the folder MC_ROWS is there for it. */
void mc_row_keep(const char *name, GBytes *bytes);
void mc_row_keep_file(const char *name, const char *path);

#endif
