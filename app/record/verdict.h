#ifndef MC_APP_RECORD_VERDICT_H
#define MC_APP_RECORD_VERDICT_H

/* Class verdicts as JSON, and the words of app/rules. */

#include "app/rules/rules.h"
#include <glib.h>
#include <jansson.h>

json_t *mc_class_verdict_to_json(const McClassVerdict *verdict);
/* Total; MC_ERROR_BAD_INPUT names the member. */
gboolean mc_class_verdict_from_json(const json_t *json, McClassVerdict *verdict, GError **error);

/* "age", "vision-left" …; "measured", "elsewhere" …; NULL outside the enumeration. */
const char *mc_requirement_name(McRequirement requirement);
const char *mc_basis_name(McDecisionBasis basis);

/* ["C1","C2"] in the order of the enumeration, for a set of classes (bit i = McLicenceClass i). */
json_t *mc_classes_to_json(guint32 classes);
gboolean mc_classes_from_json(const json_t *json, guint32 *classes, GError **error);

#endif
