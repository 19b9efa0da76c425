#ifndef MC_APP_TOOLS_EXPLAIN_H
#define MC_APP_TOOLS_EXPLAIN_H

/* Inside the room: the words of "medcheck explain" in both languages. */

#include "app/tools/record-file.h"

typedef enum McTongue { MC_TONGUE_CHINESE, MC_TONGUE_ENGLISH } McTongue;
#define MC_TONGUES 2

typedef struct McSaying {
	const char *in[MC_TONGUES];
} McSaying;

const char *mc_say_outcome(McTongue tongue, McOutcome outcome);
const char *mc_say_reason(McTongue tongue, guint bit);
const char *mc_say_requirement(McTongue tongue, McRequirement requirement);
const char *mc_say_basis(McTongue tongue, McDecisionBasis basis);
const char *mc_say_exam(McTongue tongue, const McExamPlan *plan);
const char *mc_say_part(McTongue tongue, McExamKind kind, guint side);
const char *mc_say_condition(McTongue tongue, guint index); /* of the ten, from 0 */
const char *mc_say_device(McTongue tongue, McDeviceKind kind);
const char *mc_say_movement(McTongue tongue, guint movement);

/* What was found of an eye, an ear or an axis of colour; nothing of other kinds. */
void mc_explain_figures(McTongue tongue, const McExamRun *run, guint side);

/* What stature, limbs and reaction found beside an outcome; nothing for other kinds. */
void mc_explain_body(McTongue tongue, const McExamResult *result);

/* Whether pictures were agreed to, and what each of them shows; nothing where nobody was asked. */
void mc_explain_pictures(McTongue tongue, const McVisit *visit);

void mc_explain_visit(McTongue tongue, const McVisit *visit);

#endif
