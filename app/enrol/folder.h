#ifndef MC_APP_ENROL_FOLDER_H
#define MC_APP_ENROL_FOLDER_H

/* Inside the room: files of a provisioning. Names are below STATE. */

#include <glib.h>

/* Durable; for its folder's owner, when root writes it; in trust/ for everybody to read. The folder
 * is made. */
gboolean mc_enrol_put(const char *state, const char *name, GBytes *bytes, GError **error);
GBytes *mc_enrol_get(const char *state, const char *name, GError **error);
gboolean mc_enrol_has(const char *state, const char *name);
/* To its place for good. */
gboolean mc_enrol_move(const char *state, const char *from, const char *to, GError **error);
/* A folder, in one step that a power cut leaves done or not done. */
gboolean mc_enrol_rename(const char *state, const char *from, const char *to, GError **error);

#endif
