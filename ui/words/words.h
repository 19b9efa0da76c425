#ifndef MC_UI_WORDS_WORDS_H
#define MC_UI_WORDS_WORDS_H

/* The words for what the session speaks of in enums. Every answer is in the language of the moment
 * (see language.h), never NULL, and lives as long as the program. */

#include "app/flow/session.h"

const char *mc_word_exam(McExamKind kind); /* "Eyesight" */
/* "Eyesight with glasses" where glasses were worn. */
const char *mc_word_exam_run(McExamKind kind, McCorrection correction);
const char *mc_word_outcome(McOutcome outcome); /* of one exam: "Meets the requirement" */
/* Of a whole class; here: of the part done at this kiosk. */
const char *mc_word_class_outcome(const McClassVerdict *verdict);
/* One plain sentence; reason is a single bit. "" for those that only concern the record. */
const char *mc_word_reason(McReason reason);
const char *mc_word_side(McExamKind kind, guint side); /* "Left eye", "Right ear" */
const char *mc_word_direction(McDirection direction); /* "right" as an answer: "To the right" */
const char *mc_word_movement(McMovement movement); /* "Raise your left arm" */
char *mc_word_height(gint32 height_mm); /* "172.5 cm"; free it */
const char *mc_word_signal(McSignal signal);
const char *mc_word_reaction_task(McReactionTask task); /* "Red" */

const char *mc_word_licence_class(McLicenceClass licence_class); /* "Small car" */
const char *mc_word_requirement(McRequirement requirement); /* "Colour vision" */

#define MC_CONDITIONS 10
const char *mc_word_condition(guint i); /* 0 … 9 of the declaration */

#define MC_BUSINESSES 5
/* Codes of the kinds of business that a kiosk offers; words for any code of the platform's that is
 * offered, else the code itself. */
const char *mc_business_code(guint i);
const char *mc_word_business(const char *code);
const char *mc_word_business_detail(const char *code);

const char *mc_word_service(McService service); /* "Open" */
const char *mc_word_service_detail(McService service);
const char *mc_word_receipt(McReceiptState state);
const char *mc_word_receipt_detail(McReceiptState state);
/* That the record has no sure date, and between which days it was made; "" when it has one. Free
 * it.
 */
char *mc_word_unsure_date(const McRecordState *record);
const char *mc_word_abort(McAbortReason reason); /* to the citizen */
const char *mc_word_abort_choice(McAbortReason reason); /* as a reason that a clerk gives */

const char *mc_word_device(McDeviceKind kind);
/* What the technician has to do for it, while it is tried out together. */
const char *mc_word_try_out(McDeviceKind kind);
const char *mc_word_consumable(McConsumable consumable);
const char *mc_word_device_state(McDeviceState state);
const char *mc_word_role(McStaffRole role);

#endif
