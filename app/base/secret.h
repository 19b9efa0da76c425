#ifndef MC_APP_BASE_SECRET_H
#define MC_APP_BASE_SECRET_H

#include <glib.h>

/* A copy that the last one to let go wipes. */
GBytes *mc_secret_new(const guint8 *bytes, gsize size);

/* Wipes the elements and takes them out. One that never had any has no memory to wipe. */
void mc_secret_empty(GArray *array);

#endif
