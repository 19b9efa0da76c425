#ifndef MC_TESTS_UNIT_PACKS_WRONG_H
#define MC_TESTS_UNIT_PACKS_WRONG_H

/* Files for packs with several mistakes each, and all that is to be said of them. */

#include "app/record/pack.h"

#define MC_WRONG_FILES 4
typedef struct McWrongFile {
	McPackKind kind;
	const char *text; /* NULL: the shipped rules, spoilt */
	const char *wrong[8];
} McWrongFile;
extern const McWrongFile mc_wrong_files[MC_WRONG_FILES];
/* Free it. */
GBytes *mc_wrong_file(const McWrongFile *file);
guint mc_wrong_count(const McWrongFile *file);

#endif
