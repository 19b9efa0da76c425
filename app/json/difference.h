#ifndef MC_APP_JSON_DIFFERENCE_H
#define MC_APP_JSON_DIFFERENCE_H

#include <jansson.h>

/* Where two JSON values first differ, as a path ("part[1].trials"; "" for the values themselves),
 * or NULL when they are equal. Free it with g_free(). */
char *mc_json_difference(const json_t *a, const json_t *b);

#endif
