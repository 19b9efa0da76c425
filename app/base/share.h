#ifndef MC_APP_BASE_SHARE_H
#define MC_APP_BASE_SHARE_H

/* Where this program's words, voices and data lie. */

#include <glib.h>

/* Beside bin/: share/medcheck where it is installed, the build folder itself where it was built.
 * Free it. */
char *mc_share_of_this_program(void);

#endif
