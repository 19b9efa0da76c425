#include "app/recorder/roles.h"

enum {
	NOBODY = 1 << MC_STAFF_NONE, /* the citizen's side: nobody is signed in */
	CLERK = 1 << MC_STAFF_CLERK,
	TECHNICIAN = 1 << MC_STAFF_TECHNICIAN,
	STAFF = CLERK | TECHNICIAN,
	ANYBODY = NOBODY | STAFF,
};

typedef struct McPermission {
	guint who;
	McVisitNeed visit;
} McPermission;

static const McPermission permissions[MC_RECORDER_OPS] = {
    [MC_RECORDER_HELLO] = {ANYBODY, MC_VISIT_EITHER},
    [MC_RECORDER_VISIT_BEGIN] = {NOBODY, MC_VISIT_EITHER}, /* an old visit becomes remains */
    [MC_RECORDER_VISIT_IDENTIFY] = {NOBODY | CLERK, MC_VISIT_EITHER}, /* as VISIT_FINISH */
    [MC_RECORDER_CASE_CONTINUE] = {NOBODY | CLERK, MC_VISIT_NEEDED},
    [MC_RECORDER_VISIT_CHOOSE] = {NOBODY, MC_VISIT_NEEDED},
    [MC_RECORDER_VISIT_DECLARE] = {NOBODY, MC_VISIT_NEEDED},
    [MC_RECORDER_EXAM_OPEN] = {NOBODY, MC_VISIT_NEEDED},
    [MC_RECORDER_EXAM_ANSWER] = {NOBODY, MC_VISIT_NEEDED},
    [MC_RECORDER_EXAM_DISCARD] = {NOBODY, MC_VISIT_NEEDED},
    [MC_RECORDER_EXAM_ACKNOWLEDGE] = {NOBODY, MC_VISIT_NEEDED},
    [MC_RECORDER_EXAM_STOP] = {NOBODY, MC_VISIT_NEEDED},
    [MC_RECORDER_EVIDENCE] = {NOBODY, MC_VISIT_NEEDED},
    [MC_RECORDER_VISIT_JUDGE] = {NOBODY, MC_VISIT_NEEDED},
    [MC_RECORDER_VISIT_FINISH] = {NOBODY, MC_VISIT_EITHER}, /* may have been finished already */
    [MC_RECORDER_VISIT_ABORT] = {ANYBODY, MC_VISIT_EITHER}, /* may have ended already */
    [MC_RECORDER_RECORD_STATE] = {ANYBODY, MC_VISIT_EITHER},
    [MC_RECORDER_FEEDBACK] = {NOBODY, MC_VISIT_EITHER},
    [MC_RECORDER_SLIP] = {NOBODY | CLERK, MC_VISIT_EITHER}, /* as its file says */
    [MC_RECORDER_STATUS] = {ANYBODY, MC_VISIT_EITHER},
    [MC_RECORDER_HELP] = {ANYBODY, MC_VISIT_EITHER},
    [MC_RECORDER_ASSISTED] = {ANYBODY, MC_VISIT_NEEDED},
    [MC_RECORDER_STAFF_SIGN_IN] = {ANYBODY, MC_VISIT_EITHER},
    [MC_RECORDER_STAFF_FIRST_PIN] = {NOBODY | TECHNICIAN, MC_VISIT_EITHER},
    [MC_RECORDER_STAFF_SIGN_OUT] = {STAFF, MC_VISIT_EITHER},
    [MC_RECORDER_SET_PAUSED] = {STAFF, MC_VISIT_EITHER},
    [MC_RECORDER_TODAY] = {CLERK, MC_VISIT_EITHER},
    [MC_RECORDER_HELP_DONE] = {CLERK, MC_VISIT_EITHER},
    [MC_RECORDER_END_VISIT] = {CLERK, MC_VISIT_NEEDED},
    [MC_RECORDER_ADOPT] = {TECHNICIAN, MC_VISIT_EXCLUDED},
    [MC_RECORDER_SELF_TEST] = {TECHNICIAN, MC_VISIT_EXCLUDED},
    [MC_RECORDER_OUTBOX] = {TECHNICIAN, MC_VISIT_EITHER},
    [MC_RECORDER_EVENTS] = {TECHNICIAN, MC_VISIT_EITHER},
    [MC_RECORDER_CLOCK] = {TECHNICIAN, MC_VISIT_EITHER},
    [MC_RECORDER_REFILL] = {STAFF, MC_VISIT_EITHER},
    [MC_RECORDER_DEVICE_EVENT] = {ANYBODY, MC_VISIT_EITHER},
};

const char *
mc_roles_problem(McRecorderOp op, McStaffRole role, gboolean visit_runs)
{
	const McPermission *permission = NULL;

	if ((guint)op >= MC_RECORDER_OPS)
		return "no such request";
	permission = &permissions[op];
	if (!(permission->who & 1u << role))
		return role == MC_STAFF_NONE ? "nobody with the right to do it is signed in"
		                             : "not with this role, or not while staff is signed in";
	switch (permission->visit) {
	case MC_VISIT_EITHER: return NULL;
	case MC_VISIT_NEEDED: return visit_runs ? NULL : "no visit is running";
	case MC_VISIT_EXCLUDED: return visit_runs ? "a visit is running" : NULL;
	}
	return "no such request";
}
