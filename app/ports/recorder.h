#ifndef MC_APP_PORTS_RECORDER_H
#define MC_APP_PORTS_RECORDER_H

/* What the glass may ask of the recorder. The recorder owns the visit's truth: it draws seeds, runs
 * the exams, commits each answer before it hands out the next stimulus, judges, seals, keeps PINs.
 * The glass only carries.
 *
 * One request function, tagged. Every request gets exactly one reply, from the main loop, never
 * from inside the call. When the recorder is away the client keeps trying and replies
 * MC_ERROR_UNREACHABLE to what waited; answering the same trial again is harmless (the recorder
 * says where it stands). After a reconnect the client listener hears connected(TRUE) and the flow
 * asks HELLO again. */

#include "app/base/identity.h"
#include "app/exam/exam.h"
#include "app/ports/devices.h"
#include "app/ports/hearing.h"
#include "app/ports/vision.h"
#include "app/rules/rules.h"

typedef enum McRecorderOp {
	/* citizen */
	MC_RECORDER_HELLO, /* -> hello */
	MC_RECORDER_VISIT_BEGIN, /* language; chained "visit-opened"; -> visit_id. Refused while paused
	                            or staff is in */
	MC_RECORDER_VISIT_IDENTIFY, /* identity, source; -> resumed: exams already finished of the same
	                               person's visit within the site's minutes; another person's
	                               remains are chained as aborted and wiped */
	MC_RECORDER_CASE_CONTINUE, /* code on the slip of an unfinished check; after IDENTIFY, before
	                              the first exam; CHOOSE then has to say the same; -> case,
	                              choices, or the trouble with the code */
	MC_RECORDER_VISIT_CHOOSE, /* business, classes, glasses, hearing aid */
	MC_RECORDER_VISIT_DECLARE, /* the ten conditions */
	MC_RECORDER_EXAM_OPEN, /* kind, correction, device; chained "exam-opened"; -> step */
	MC_RECORDER_EXAM_ANSWER, /* answer, conditions; -> step */
	MC_RECORDER_EXAM_DISCARD, /* trial, why; -> step */
	MC_RECORDER_EXAM_ACKNOWLEDGE, /* -> step */
	MC_RECORDER_EXAM_STOP, /* why; -> step (DONE). With no exam open: kind and correction are stated
	                          as not done for this reason (no instrument, not understood …) */
	MC_RECORDER_EVIDENCE, /* picture, exam, correction, device: the camera; sealed to the authority
	                         and named by the record */
	MC_RECORDER_VISIT_JUDGE, /* -> verdicts, for the summary page; nothing is sealed yet */
	MC_RECORDER_VISIT_FINISH, /* phone, signature; seals and commits; -> receipt_state with
	                             reference, verdicts */
	MC_RECORDER_VISIT_ABORT, /* abort reason; chained; everything wiped */
	MC_RECORDER_RECORD_STATE, /* seq -> receipt_state */
	MC_RECORDER_FEEDBACK, /* seq of the record, flag = praise, else a complaint: chained; ->
	                         receipt_state of that entry, with the reference that the person is told
	                       */
	MC_RECORDER_SLIP, /* seq of the record, flag = it is about to be printed: the number of the copy
	                     is taken, chained "slip-issued"; -> record, verdicts, slip. flag FALSE: it
	                     did not come out: the number last taken is given back, chained
	                     "slip-failed". A citizen prints the first one of the newest record, a clerk
	                     any */
	MC_RECORDER_STATUS, /* case_code: the code of any slip; flag = the office is to be asked about
	                       it, if it is another kiosk's; -> status. CHANGED is told when the answer
	                       has come, to ask again without the flag (C16) */
	MC_RECORDER_HELP, /* the help button: chained "help-asked", shown to the clerk */
	MC_RECORDER_ASSISTED, /* a clerk stands by: counted in the record */
	/* staff: all but SIGN_IN and FIRST_PIN need a signed-in person with the role; each action is a
	   chained audit entry */
	MC_RECORDER_STAFF_SIGN_IN, /* staff_name, pin -> role; MC_ERROR_REFUSED carries the seconds to
	                              wait */
	MC_RECORDER_STAFF_FIRST_PIN, /* one-time code, staff_name, role, pin: first technician; later
	                                persons by a technician */
	MC_RECORDER_STAFF_SIGN_OUT,
	MC_RECORDER_SET_PAUSED, /* clerk, technician: flag */
	MC_RECORDER_TODAY, /* clerk: -> visits without results, each with its person, masked */
	MC_RECORDER_HELP_DONE, /* clerk: the oldest help request is seen to */
	MC_RECORDER_END_VISIT, /* clerk: end a running visit with a reason (text code) */
	MC_RECORDER_ADOPT, /* technician: kind, serial; -> enrolments in hello form */
	MC_RECORDER_SELF_TEST, /* technician: kind, level, flag = passed: chained result */
	MC_RECORDER_OUTBOX, /* technician: -> entries not yet accepted, then the newest accepted ones */
	MC_RECORDER_EVENTS, /* technician: -> entries */
	MC_RECORDER_CLOCK, /* technician: -> clock; flag = the machine's clock is set to wall_us first,
	                      where nothing steers it and no visit runs */
	MC_RECORDER_REFILL, /* clerk, technician: consumable: it was filled -> hello */
	MC_RECORDER_DEVICE_EVENT, /* the glass reports a device's state for the audit (refused serial,
	                             lost, back) */
} McRecorderOp;
#define MC_RECORDER_OPS 35

typedef enum McStaffRole { MC_STAFF_NONE, MC_STAFF_CLERK, MC_STAFF_TECHNICIAN } McStaffRole;

typedef enum McAbortReason {
	MC_ABORT_WALKED_AWAY, /* idle warning, then nothing */
	MC_ABORT_CITIZEN, /* "stop" pressed */
	MC_ABORT_CLERK,
	MC_ABORT_DEVICE, /* nothing left to measure with */
	MC_ABORT_FAULT, /* our own fault */
	MC_ABORT_REFUSED, /* consent refused, or the card does not allow it */
	MC_ABORT_RESTART, /* remains of an earlier visit that nobody resumed */
} McAbortReason;

/* What is used up at a kiosk, counted in pieces (O3). */
typedef enum McConsumable {
	MC_CONSUMABLE_PAPER, /* slips on a roll */
	MC_CONSUMABLE_EAR_COVERS, /* pairs: one for everybody who wears the headphones */
	MC_CONSUMABLE_WIPES, /* one for everybody who was examined */
} McConsumable;
#define MC_CONSUMABLES 3

#define MC_STOCK_UNKNOWN (-1) /* nobody has said that it was filled: that is not none */
typedef struct McStock {
	gint32 capacity; /* when it was just filled; 0 = there is none of it at this kiosk */
	gint32 left;
} McStock;
#define MC_STOCK_CAPACITY_MAX 100000

#define MC_VISIT_ID_SIZE 33 /* 16 random bytes in hex */

#define MC_PRESENCE_UNKNOWN (-1)
#define MC_PICTURE_DAYS_MAX 36525

/* Bounds of what is kept of the glass's answers. */
#define MC_STAFF_NAME_SIZE 33
#define MC_PIN_SIZE 17
#define MC_CODE_SIZE 17
#define MC_CASE_CODE_SIZE 512

typedef struct McRecorderRequest {
	McRecorderOp op;
	/* Which visit is meant; the recorder refuses a request for another one. "" = the one that this
	 * port last began or resumed: the client fills it in, and FINISH sent again finds its record.
	 */
	char visit_id[MC_VISIT_ID_SIZE];
	char language[8];
	const McIdentity *identity; /* borrowed during the call */
	gint32 identity_source; /* McIdentitySource of record/visit.h: 0 card read, 1 clerk verified */
	char business[4];
	guint32 classes;
	gboolean has_glasses, wears_hearing_aid;
	guint32 declared;
	McExamKind exam;
	McCorrection correction;
	McDeviceInfo device; /* EXAM_OPEN: the instrument; ADOPT, SELF_TEST, DEVICE_EVENT: kind, serial,
	                        state, cause, and what else is known */
	McAnswer answer;
	McVisionConditions vision; /* with an acuity answer */
	McHearingConditions hearing; /* with a hearing or side answer */
	/* with any other answer: 1 = the person was there for as long as the presentation lasted, 0 =
	 * was not; MC_PRESENCE_UNKNOWN = nothing here can tell */
	gint32 person_present;
	gint32 trial;
	McDiscard discard;
	McReason stop;
	McAbortReason abort;
	char phone[24];
	GBytes *signature_strokes; /* borrowed; JSON array of strokes, see record/personal.h */
	GBytes *picture; /* borrowed; EVIDENCE: a JPEG of at most MC_CAMERA_STILL_BYTES_MAX */
	guint64 seq;
	char staff_name[MC_STAFF_NAME_SIZE];
	char pin[MC_PIN_SIZE];
	char code[MC_CODE_SIZE];
	McStaffRole role;
	char case_code[MC_CASE_CODE_SIZE]; /* or the code of a slip: STATUS */
	McConsumable consumable;
	McTestLevel level; /* SELF_TEST */
	gboolean flag;
	gint64 wall_us; /* CLOCK */
} McRecorderRequest;

typedef enum McReceiptState {
	MC_RECEIPT_NONE,
	MC_RECEIPT_RECORDED, /* durable here */
	MC_RECEIPT_SENT, /* the courier has handed it to the network */
	MC_RECEIPT_ACCEPTED, /* the gateway's signed receipt was verified */
	MC_RECEIPT_PARKED, /* the gateway refused it: a human is called */
} McReceiptState;

typedef struct McRecordState {
	guint64 seq;
	McReceiptState state;
	gboolean was_sent; /* it left for the gateway at least once, whatever came of that */
	char reference[48];
	char qr[128];
	char digest[65];
	gint64 recorded_wall_us, accepted_wall_us; /* 0 = no clock could be believed then */
	/* A visit without a sure date: the first and the last day that it may have been (the latter
	 * 99991231: nobody knows). Else both 0. */
	gint32 earliest_yyyymmdd, latest_yyyymmdd;
} McRecordState;

/* One exam as a summary lists it. */
typedef struct McExamLine {
	McExamKind kind;
	McCorrection correction;
	gboolean done; /* FALSE: not examined here; reasons say why */
	McExamResult result;
} McExamLine;

/* What the paper of a record says besides its state and its verdicts; from the sealed record. No
 * personal data: the recorder cannot read it any more. */
#define MC_SLIP_LINES 8
typedef struct McSlip {
	guint copy; /* 1: the first one; the others say which they are (K4) */
	char language[8]; /* of the visit (C2) */
	gboolean demonstration;
	guint exam_lines;
	McExamLine exam_line[MC_SLIP_LINES];
} McSlip;

/* A check in parts (record/case.h). */
typedef struct McCaseNote {
	gint32 part; /* 0: the visit is part of none */
	guint32 missing; /* bit i = McExamKind i: still to be taken, here or at any kiosk … */
	gint32 lapses_yyyymmdd; /* … until this day, it included */
	char code[MC_CASE_CODE_SIZE]; /* for the slip; "" = nothing is missing, or the recorder has
	                                 forgotten it: another visit began since, or it restarted */
	gboolean is_code_wanted; /* VISIT_IDENTIFY: the recorder was restarted, and has to be given the
	                            code again */
} McCaseNote;

/* Why a check does not go on with a code; for each the person does something else. */
typedef enum McCaseTrouble {
	MC_CASE_TROUBLE_NONE,
	MC_CASE_TROUBLE_MISREAD, /* another code altogether, or misread */
	MC_CASE_TROUBLE_PERSON, /* somebody else's */
	MC_CASE_TROUBLE_LAPSED, /* its last day is over, or nobody knows which day it is */
	MC_CASE_TROUBLE_RULES, /* begun under another rule pack */
	MC_CASE_TROUBLE_CLASSES, /* a licence class of it is not offered here */
	MC_CASE_TROUBLE_COMPLETE, /* the rest was taken here already */
	MC_CASE_TROUBLE_OUTDATED, /* a part after it was taken here: the code is on that slip */
	MC_CASE_TROUBLE_OTHER, /* the visit goes on with another code already */
} McCaseTrouble;
#define MC_CASE_TROUBLES 9

/* How good the clock is. */
typedef enum McClockTrust {
	MC_CLOCK_TRUST_UNKNOWN, /* nobody asked */
	MC_CLOCK_TRUST_STEERED, /* a time server sets it */
	MC_CLOCK_TRUST_KEPT, /* nothing does, and nothing speaks against it */
	MC_CLOCK_TRUST_BOUNDED, /* not believed: only the bounds are sure */
} McClockTrust;
#define MC_CLOCK_TRUSTS 4

typedef struct McClockState {
	McClockTrust trust;
	gint64 at_wall_us; /* the best guess, within the bounds */
	gint64 not_before_wall_us, not_after_wall_us; /* 0 = no bound is known */
	gint64 machine_wall_us; /* the machine's clock, believed or not */
	gint64 error_us; /* of a steered one, as the kernel has it; -1 = not known */
} McClockState;

/* What is known of a slip that somebody holds up. Nothing personal: it is of a number. */
typedef enum McStatusOutcome {
	MC_STATUS_NONE, /* nothing was asked */
	MC_STATUS_FOUND, /* a record: status.state */
	MC_STATUS_UNKNOWN, /* the office has no such record: it has not come yet, or the code is wrong
	                    */
	MC_STATUS_ASKING, /* the office is asked, and nothing was known before */
	MC_STATUS_UNREACHED, /* the office cannot be asked now, and nothing was known before */
	MC_STATUS_MISREAD, /* no code of a record */
	MC_STATUS_NUMBER, /* the reference alone, which anybody could guess */
} McStatusOutcome;
#define MC_STATUS_OUTCOMES 7

typedef struct McSlipStatus {
	McStatusOutcome outcome;
	gboolean is_here; /* made at this kiosk: what its own journal says, now */
	gboolean is_asking; /* the office is asked at this moment; the rest is of before */
	gboolean is_unreached; /* it could not be asked; the rest is of before */
	McReceiptState state;
	char reference[48];
	gint64 accepted_wall_us; /* 0 = not, or nobody knows when */
	gint64 as_of_wall_us; /* when this was true for sure; 0 = no clock could be believed */
} McSlipStatus;

/* Whether what is measured could be stored. */
typedef enum McStorage {
	MC_STORAGE_OK,
	MC_STORAGE_FULL, /* less room on the disk than a visit is begun with */
	MC_STORAGE_FAILING, /* there is room, and the disk takes no write all the same */
} McStorage;
#define MC_STORAGES 3

/* One line of the counter's list, the outbox or the event log. No results; of the person no more
 * than the counter needs to give a slip to the right one: name and number, masked, in the counter's
 * list alone and for as long as the outlet keeps them; else "". */
#define MC_LINE_NAME_SIZE 64
#define MC_LINE_NUMBER_SIZE 32
typedef struct McRecorderLine {
	guint64 seq;
	gint64 at_wall_us;
	char type[24];
	char event[48]; /* audit event id, "" for visits */
	char reference[48];
	McReceiptState state;
	char name[MC_LINE_NAME_SIZE];
	char number[MC_LINE_NUMBER_SIZE];
} McRecorderLine;

/* A signed pack that has run out: no visit begins until a newer one of its kind has come. */
#define MC_RUN_OUT_MAX 8
typedef struct McRunOut {
	char pack[24]; /* the kind's name, as in the chain */
	gint64 version;
} McRunOut;

#define MC_ENROLMENTS_MAX 16
typedef struct McHello {
	char kiosk[33], site[96], institution[96];
	char rule_pack_id[MC_RULE_ID_SIZE];
	gint32 rule_pack_version;
	guint32 classes; /* offered by the pack and the site */
	McStorage storage; /* unless it is OK no visit begins */
	gboolean paused;
	gboolean rolled_back; /* somebody else knows more of the journal: an old disk was put back */
	guint run_outs;
	McRunOut run_out[MC_RUN_OUT_MAX];
	gboolean online; /* the courier says that it reaches a gateway, and said so lately */
	gboolean staff_exists; /* FALSE: the one-time code is still to be used */
	guint64 pending; /* not yet accepted */
	guint help_requests;
	guint enrolments;
	McEnrolment enrolment[MC_ENROLMENTS_MAX];
	gboolean resumable; /* finished exams wait for the same card */
	char visit_id[MC_VISIT_ID_SIZE]; /* the running visit, "" = none */
	gboolean identified; /* the recorder holds the person's data; FALSE in a running visit after the
	                        recorder itself was restarted: IDENTIFY once more before FINISH */
	gboolean demonstration;
	gint32 noise_limit_deci_db_spl[MC_NOISE_BANDS]; /* louder presentations are not scored */
	McOptotype optotype; /* of the acuity exam */
	gint32 distance_apart_permille; /* nor those seen from so much nearer or farther */
	/* nor those before a darker or brighter background; 0 and 0 = no limits */
	gint32 luminance_min_cd_m2, luminance_max_cd_m2;
	gint32 today_yyyymmdd;
	/* Colour vision is examined on the kiosk's screen, measured or assumed; the plan tells the
	 * glass how its plates are drawn. */
	gboolean colour_offered, colour_calibrated;
	McExamPlan colour; /* when offered */
	gint32 movements; /* of trunk and limbs, that are asked for here; 0: none are */
	/* The camera takes a picture of each, when the person agrees, and the authority keeps it so
	 * long; 0: no pictures are taken here. */
	gint32 picture_kept_days;
	/* From this age memory, judgement and reaction are practised here; 0: they are not. */
	gint32 reaction_from_years;
	McStock stock[MC_CONSUMABLES];
	/* Checks (of the printer: slips) that each kind of instrument was used for, since one that was
	 * not known before was adopted. */
	guint64 uses[MC_DEVICE_KINDS];
} McHello;

/* What a person chose and declared. */
typedef struct McChoices {
	char business[4];
	guint32 classes; /* 0: nothing was chosen yet */
	gboolean has_glasses, wears_hearing_aid;
	guint32 declared;
} McChoices;

typedef struct McRecorderReply {
	McRecorderOp op;
	char visit_id[MC_VISIT_ID_SIZE]; /* VISIT_BEGIN, VISIT_IDENTIFY */
	McHello hello;
	gboolean discarded; /* EXAM_ANSWER: the conditions were not fulfilled, it was not scored */
	McDiscard discard;
	McStep step; /* exams: what comes next */
	McStimulus stimulus; /* when step == MC_STEP_PRESENT */
	McExamResult result; /* when step == MC_STEP_DONE */
	guint resumed_exams; /* VISIT_IDENTIFY: bit i = exam kind i is already finished (of the naked
	                        run for acuity) */
	gboolean resumed;
	McChoices choices; /* VISIT_IDENTIFY, resumed: they stand since the first exam was opened */
	guint verdicts;
	McClassVerdict verdict[MC_CLASSES];
	McRecordState record;
	McSlip slip;
	McCaseNote of_case; /* VISIT_IDENTIFY, VISIT_FINISH, SLIP, CASE_CONTINUE */
	McCaseTrouble case_trouble; /* CASE_CONTINUE: it does not go on */
	McSlipStatus status; /* STATUS */
	McClockState clock; /* CLOCK */
	McStaffRole role;
	guint wait_seconds; /* STAFF_SIGN_IN refused: until the next try */
	guint lines;
	const McRecorderLine *line; /* borrowed during the callback */
} McRecorderReply;

typedef void (*McRecorderReplyFunc)(
    const McRecorderReply *reply, const GError *error, gpointer data);

typedef struct McRecorderListener {
	void (*connected)(gboolean is_connected, gpointer data);
	/* A record of this journal changed its state (sent, accepted, parked). */
	void (*record_state)(const McRecordState *state, gpointer data);
	/* Something of HELLO changed (paused, help requests, pending). */
	void (*changed)(const McHello *hello, gpointer data);
} McRecorderListener;

typedef struct McRecorderPort McRecorderPort;
struct McRecorderPort {
	gpointer self;
	gboolean (*is_connected)(gpointer self);
	void (*set_listener)(gpointer self, const McRecorderListener *listener, gpointer data);
	/* error is NULL on success. The request is copied. */
	void (*request)(
	    gpointer self, const McRecorderRequest *request, McRecorderReplyFunc done, gpointer data);
	/* Forgets done/data of everything outstanding (the page that asked is gone); nothing is undone.
	 */
	void (*forget)(gpointer self, gpointer data);
};

#endif
