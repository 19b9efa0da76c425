#ifndef MC_APP_LINK_WORDS_H
#define MC_APP_LINK_WORDS_H

/* The enumerations of the recorder's port as words: on the socket, in the log and in audit entries.
 * …_from_name returns -1 when unknown. */

#include "app/ports/recorder.h"

const char *mc_recorder_op_name(McRecorderOp op);
int mc_recorder_op_from_name(const char *name);
const char *mc_staff_role_name(McStaffRole role);
int mc_staff_role_from_name(const char *name);
const char *mc_abort_reason_name(McAbortReason reason);
int mc_abort_reason_from_name(const char *name);
const char *mc_case_trouble_name(McCaseTrouble trouble);
int mc_case_trouble_from_name(const char *name);
const char *mc_status_outcome_name(McStatusOutcome outcome);
int mc_status_outcome_from_name(const char *name);
const char *mc_clock_trust_name(McClockTrust trust);
int mc_clock_trust_from_name(const char *name);
const char *mc_receipt_state_name(McReceiptState state);
int mc_receipt_state_from_name(const char *name);
const char *mc_storage_name(McStorage storage);
int mc_storage_from_name(const char *name);
const char *mc_step_name(McStep step);
int mc_step_from_name(const char *name);

const char *mc_test_level_name(McTestLevel level);
int mc_test_level_from_name(const char *name);

/* The way back from app/ports/devices.h. */
int mc_device_kind_from_name(const char *name);
int mc_device_state_from_name(const char *name);
int mc_device_cause_from_name(const char *name);

#endif
