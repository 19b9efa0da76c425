#ifndef MC_APP_GATEWAY_INTAKE_PROBLEM_H
#define MC_APP_GATEWAY_INTAKE_PROBLEM_H

/* Why a delivery is not accepted. The codes are the gateway's contract: docs/gateway.md and
 * `medcheck-gateway --codes` list them. Texts never carry personal data. */

#include <glib.h>

typedef enum McProblemCode {
	MC_PROBLEM_BAD_PARCEL,
	MC_PROBLEM_WRONG_KEY,
	MC_PROBLEM_BAD_SEAL,
	MC_PROBLEM_BAD_CONTENT,
	MC_PROBLEM_WRONG_KIOSK,
	MC_PROBLEM_WEAK_KEY,
	MC_PROBLEM_WRONG_SEQUENCE,
	MC_PROBLEM_WRONG_PERSONAL,
	MC_PROBLEM_BAD_VISIT,
	MC_PROBLEM_DEMONSTRATION,
	MC_PROBLEM_UNKNOWN_RULES,
	MC_PROBLEM_RULES_NOT_IN_FORCE,
	MC_PROBLEM_NOT_REPRODUCED,
	MC_PROBLEM_WRONG_OPENING,
	MC_PROBLEM_FORK,
	MC_PROBLEM_OTHER_JOURNAL,
	MC_PROBLEM_OTHER_KEY,
	MC_PROBLEM_NOT_YOURS,
	MC_PROBLEM_NOT_FOUND,
	MC_PROBLEM_STORAGE,
	MC_PROBLEM_TOO_LARGE,
	MC_PROBLEM_BAD_RANGE,
	MC_PROBLEM_WRONG_DIGEST,
	MC_PROBLEM_EVIDENCE_TOO_LARGE,
	MC_PROBLEM_EVIDENCE_FULL,
	MC_PROBLEM_BAD_STOCK,
	/* the connection was not made */
	MC_PROBLEM_CLIENT_FOREIGN,
	MC_PROBLEM_CLIENT_EXPIRED,
	MC_PROBLEM_CLIENT_NOT_YET_VALID,
	MC_PROBLEM_CLIENT_REVOKED,
	MC_PROBLEM_CLIENT_WITHOUT,
	/* of a kiosk that asks for certificates */
	MC_PROBLEM_BAD_ENROLMENT,
	MC_PROBLEM_WRONG_CODE,
	MC_PROBLEM_SPENT_CODE,
	MC_PROBLEM_TURNED_AWAY,
	MC_PROBLEM_TOO_MANY,
	MC_PROBLEM_BAD_RENEWAL,
	MC_PROBLEM_SHARED_KEY, /* of a record, too */
} McProblemCode;
#define MC_PROBLEM_CODES 38

const char *mc_problem_code_name(McProblemCode code);
guint mc_problem_code_status(McProblemCode code); /* HTTP */
const char *mc_problem_code_meaning(McProblemCode code); /* and what helps */

/* All that was found, in order. */
typedef struct McProblems McProblems;

McProblems *mc_problems_new(void);
void mc_problems_free(McProblems *problems);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McProblems, mc_problems_free)

void mc_problems_add(McProblems *problems, McProblemCode code, const char *text);
/* Takes the error and its text. */
void mc_problems_take(McProblems *problems, McProblemCode code, GError *error);
guint mc_problems_count(const McProblems *problems);
/* HTTP status of the first. */
guint mc_problems_status(const McProblems *problems);
gboolean mc_problems_has(const McProblems *problems, McProblemCode code);
/* "wrong-key fork", each once; free it with g_free(). */
char *mc_problems_codes(const McProblems *problems);
/* "fork: …; …" for the log; free it with g_free(). */
char *mc_problems_text(const McProblems *problems);
/* {"problems":[{"code":…,"text":…},…],"v":1} */
GBytes *mc_problems_json(const McProblems *problems);

#endif
