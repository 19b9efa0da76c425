#ifndef MC_APP_TOOLS_OBSERVE_FILE_H
#define MC_APP_TOOLS_OBSERVE_FILE_H

/* Inside the room: a numbered scenario file. One JSON object; data/observers/README.md describes
 * the members. */

#include "app/observe/scenario.h"
#include <glib.h>
#include <jansson.h>

/* Adds the cases of a file to an array of McScenario. MC_ERROR_BAD_INPUT names file and member;
 * nothing is added then. */
gboolean mc_observe_file_read(const char *path, GArray *scenarios, GError **error);

/* The same of what stands in it. Total for any JSON. */
gboolean mc_observe_json_read(const json_t *json, GArray *scenarios, GError **error);

const char *mc_measure_name(McMeasure measure); /* "pass", "re_instructed" … */
const char *mc_measure_unit(const McScenario *scenario, McMeasure measure);

#endif
