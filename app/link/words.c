#include "app/link/words.h"

static const char *const ops[MC_RECORDER_OPS] = {
    [MC_RECORDER_HELLO] = "hello",
    [MC_RECORDER_VISIT_BEGIN] = "visit-begin",
    [MC_RECORDER_VISIT_IDENTIFY] = "visit-identify",
    [MC_RECORDER_CASE_CONTINUE] = "case-continue",
    [MC_RECORDER_VISIT_CHOOSE] = "visit-choose",
    [MC_RECORDER_VISIT_DECLARE] = "visit-declare",
    [MC_RECORDER_EXAM_OPEN] = "exam-open",
    [MC_RECORDER_EXAM_ANSWER] = "exam-answer",
    [MC_RECORDER_EXAM_DISCARD] = "exam-discard",
    [MC_RECORDER_EXAM_ACKNOWLEDGE] = "exam-acknowledge",
    [MC_RECORDER_EXAM_STOP] = "exam-stop",
    [MC_RECORDER_EVIDENCE] = "evidence",
    [MC_RECORDER_VISIT_JUDGE] = "visit-judge",
    [MC_RECORDER_VISIT_FINISH] = "visit-finish",
    [MC_RECORDER_VISIT_ABORT] = "visit-abort",
    [MC_RECORDER_RECORD_STATE] = "record-state",
    [MC_RECORDER_FEEDBACK] = "feedback",
    [MC_RECORDER_SLIP] = "slip",
    [MC_RECORDER_STATUS] = "status",
    [MC_RECORDER_HELP] = "help",
    [MC_RECORDER_ASSISTED] = "assisted",
    [MC_RECORDER_STAFF_SIGN_IN] = "staff-sign-in",
    [MC_RECORDER_STAFF_FIRST_PIN] = "staff-first-pin",
    [MC_RECORDER_STAFF_SIGN_OUT] = "staff-sign-out",
    [MC_RECORDER_SET_PAUSED] = "set-paused",
    [MC_RECORDER_TODAY] = "today",
    [MC_RECORDER_HELP_DONE] = "help-done",
    [MC_RECORDER_END_VISIT] = "end-visit",
    [MC_RECORDER_ADOPT] = "adopt",
    [MC_RECORDER_SELF_TEST] = "self-test",
    [MC_RECORDER_OUTBOX] = "outbox",
    [MC_RECORDER_EVENTS] = "events",
    [MC_RECORDER_CLOCK] = "clock",
    [MC_RECORDER_REFILL] = "refill",
    [MC_RECORDER_DEVICE_EVENT] = "device-event",
};

static const char *const roles[] = {
    [MC_STAFF_NONE] = "none",
    [MC_STAFF_CLERK] = "clerk",
    [MC_STAFF_TECHNICIAN] = "technician",
};

static const char *const abort_reasons[] = {
    [MC_ABORT_WALKED_AWAY] = "walked-away",
    [MC_ABORT_CITIZEN] = "citizen",
    [MC_ABORT_CLERK] = "clerk",
    [MC_ABORT_DEVICE] = "device",
    [MC_ABORT_FAULT] = "fault",
    [MC_ABORT_REFUSED] = "refused",
    [MC_ABORT_RESTART] = "restart",
};

static const char *const case_troubles[] = {
    [MC_CASE_TROUBLE_NONE] = "none",
    [MC_CASE_TROUBLE_MISREAD] = "misread",
    [MC_CASE_TROUBLE_PERSON] = "person",
    [MC_CASE_TROUBLE_LAPSED] = "lapsed",
    [MC_CASE_TROUBLE_RULES] = "rules",
    [MC_CASE_TROUBLE_CLASSES] = "classes",
    [MC_CASE_TROUBLE_COMPLETE] = "complete",
    [MC_CASE_TROUBLE_OUTDATED] = "outdated",
    [MC_CASE_TROUBLE_OTHER] = "other",
};

static const char *const status_outcomes[] = {
    [MC_STATUS_NONE] = "none",
    [MC_STATUS_FOUND] = "found",
    [MC_STATUS_UNKNOWN] = "unknown",
    [MC_STATUS_ASKING] = "asking",
    [MC_STATUS_UNREACHED] = "unreached",
    [MC_STATUS_MISREAD] = "misread",
    [MC_STATUS_NUMBER] = "number",
};

static const char *const clock_trusts[] = {
    [MC_CLOCK_TRUST_UNKNOWN] = "unknown",
    [MC_CLOCK_TRUST_STEERED] = "steered",
    [MC_CLOCK_TRUST_KEPT] = "kept",
    [MC_CLOCK_TRUST_BOUNDED] = "bounded",
};

static const char *const receipt_states[] = {
    [MC_RECEIPT_NONE] = "none",
    [MC_RECEIPT_RECORDED] = "recorded",
    [MC_RECEIPT_SENT] = "sent",
    [MC_RECEIPT_ACCEPTED] = "accepted",
    [MC_RECEIPT_PARKED] = "parked",
};

static const char *const storages[] = {
    [MC_STORAGE_OK] = "ok",
    [MC_STORAGE_FULL] = "full",
    [MC_STORAGE_FAILING] = "failing",
};

static const char *const test_levels[] = {
    [MC_TEST_SILENT] = "silent",
    [MC_TEST_ACTIVE] = "active",
    [MC_TEST_INTERACTIVE] = "interactive",
};

static const char *const steps[] = {
    [MC_STEP_PRESENT] = "present",
    [MC_STEP_RE_INSTRUCT] = "re-instruct",
    [MC_STEP_LONGER] = "longer",
    [MC_STEP_DONE] = "done",
};

static const char *
word(const char *const *words, guint count, guint value)
{
	return value < count ? words[value] : "unknown";
}

static int
lookup(const char *const *words, guint count, const char *name)
{
	for (guint i = 0; i < count; i++)
		if (g_strcmp0(words[i], name) == 0)
			return (int)i;
	return -1;
}

const char *
mc_recorder_op_name(McRecorderOp op)
{
	return word(ops, G_N_ELEMENTS(ops), (guint)op);
}

int
mc_recorder_op_from_name(const char *name)
{
	return lookup(ops, G_N_ELEMENTS(ops), name);
}

const char *
mc_staff_role_name(McStaffRole role)
{
	return word(roles, G_N_ELEMENTS(roles), (guint)role);
}

int
mc_staff_role_from_name(const char *name)
{
	return lookup(roles, G_N_ELEMENTS(roles), name);
}

const char *
mc_abort_reason_name(McAbortReason reason)
{
	return word(abort_reasons, G_N_ELEMENTS(abort_reasons), (guint)reason);
}

int
mc_abort_reason_from_name(const char *name)
{
	return lookup(abort_reasons, G_N_ELEMENTS(abort_reasons), name);
}

const char *
mc_case_trouble_name(McCaseTrouble trouble)
{
	return word(case_troubles, G_N_ELEMENTS(case_troubles), (guint)trouble);
}

int
mc_case_trouble_from_name(const char *name)
{
	return lookup(case_troubles, G_N_ELEMENTS(case_troubles), name);
}

const char *
mc_receipt_state_name(McReceiptState state)
{
	return word(receipt_states, G_N_ELEMENTS(receipt_states), (guint)state);
}

int
mc_receipt_state_from_name(const char *name)
{
	return lookup(receipt_states, G_N_ELEMENTS(receipt_states), name);
}

const char *
mc_status_outcome_name(McStatusOutcome outcome)
{
	return word(status_outcomes, G_N_ELEMENTS(status_outcomes), (guint)outcome);
}

int
mc_status_outcome_from_name(const char *name)
{
	return lookup(status_outcomes, G_N_ELEMENTS(status_outcomes), name);
}

const char *
mc_clock_trust_name(McClockTrust trust)
{
	return word(clock_trusts, G_N_ELEMENTS(clock_trusts), (guint)trust);
}

int
mc_clock_trust_from_name(const char *name)
{
	return lookup(clock_trusts, G_N_ELEMENTS(clock_trusts), name);
}

const char *
mc_storage_name(McStorage storage)
{
	return word(storages, G_N_ELEMENTS(storages), (guint)storage);
}

int
mc_storage_from_name(const char *name)
{
	return lookup(storages, G_N_ELEMENTS(storages), name);
}

const char *
mc_step_name(McStep step)
{
	return word(steps, G_N_ELEMENTS(steps), (guint)step);
}

int
mc_step_from_name(const char *name)
{
	return lookup(steps, G_N_ELEMENTS(steps), name);
}

const char *
mc_test_level_name(McTestLevel level)
{
	return word(test_levels, G_N_ELEMENTS(test_levels), (guint)level);
}

int
mc_test_level_from_name(const char *name)
{
	return lookup(test_levels, G_N_ELEMENTS(test_levels), name);
}

int
mc_device_kind_from_name(const char *name)
{
	for (int i = 0; i < MC_DEVICE_KINDS; i++)
		if (g_strcmp0(mc_device_kind_name((McDeviceKind)i), name) == 0)
			return i;
	return -1;
}

int
mc_device_state_from_name(const char *name)
{
	for (int i = 0; i <= MC_DEVICE_LOCKED; i++)
		if (g_strcmp0(mc_device_state_name((McDeviceState)i), name) == 0)
			return i;
	return -1;
}

int
mc_device_cause_from_name(const char *name)
{
	for (int i = 0; i < MC_CAUSES; i++)
		if (g_strcmp0(mc_device_cause_name((McDeviceCause)i), name) == 0)
			return i;
	return -1;
}
