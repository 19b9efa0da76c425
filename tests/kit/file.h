#ifndef MC_TESTS_KIT_FILE_H
#define MC_TESTS_KIT_FILE_H

/* Small files, read and written whole. Where one cannot be, the test ends. */

#include <glib.h>

GBytes *mc_test_file(const char *path);
/* Its text; "": there is no such file. */
char *mc_test_text(const char *folder, const char *name);
void mc_test_copy(const char *from, const char *to);
/* Puts what is in one behind what is in the other, which need not be there. */
void mc_test_append(const char *from, const char *to);

#endif
