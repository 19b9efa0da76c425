#ifndef MC_APP_RECORDER_STATE_H
#define MC_APP_RECORDER_STATE_H

/* The inside of the recorder, shared by the files of this room only. */

#include "app/base/error.h"
#include "app/ports/recorder.h"
#include "app/record/seal.h"
#include "app/recorder/config.h"
#include "app/recorder/quota.h"
#include "app/recorder/recorder.h"
#include "app/recorder/running.h"
#include "app/recorder/staff.h"
#include "app/recorder/store.h"
#include "app/rules/rules.h"
#include "app/spool/evidence.h"
#include <sys/stat.h>

typedef struct McLoadedPack {
	McRulePack pack;
	char digest[65];
} McLoadedPack;

/* A slip of another kiosk that the gateway is asked about, one at a time: there is one glass. */
typedef struct McQuestion {
	guint64 number; /* of its files in the spool; 0 = none was asked */
	gboolean is_open; /* no answer has come yet */
	gboolean is_answered; /* one has come, and was kept */
} McQuestion;

struct McRecorder {
	McClock *clock;
	char *recorder_path; /* the folder of journal, keys and rules */
	McRecorderConfig config;
	char program_sha256[MC_DIGEST_HEX_SIZE]; /* of the running program's file */
	char configuration_sha256[MC_DIGEST_HEX_SIZE]; /* of recorder.json */
	McStore store;
	McEvidenceBox *evidence, *held; /* for the courier; until their record is sealed */
	McSealedTo *authority;
	McSealedTo *counter; /* of attempts across kiosks; NULL = nobody counts */
	McVerifier *gateway;
	McVerifier *office; /* who may sign packs; NULL = nobody */
	struct stat lists; /* crls.pem as it was read last; .st_ino 0 = there was none */
	GPtrArray *packs; /* of McLoadedPack */
	McRunning *current; /* the visit at the glass, or NULL */
	McRunning *remains; /* an identified visit that lost its glass, until its card returns */
	McStaff staff;
	gboolean is_paused;
	guint64 told_seq; /* head of the chain when the listener heard of it last */
	gint32 told_day; /* the day that it heard of */
	gboolean has_alarm; /* no visit can be stored, and that has been said */
	gboolean was_ballasted; /* there was one, in this run */
	gboolean ballast_told; /* that it was dropped, in the chain */
	McQuota device_events, refused_receipts, refused_packs; /* chained */
	guint help_requests;
	guint64 feedback_record; /* the record that was last complained or praised about */
	guint64 feedback_seq[2]; /* the entries: complaint, praise; 0 = none */
	guint64 case_record; /* the record whose case has … */
	char case_code[MC_CASE_CODE_SIZE]; /* … this code, until the next visit begins; never stored */
	McQuestion question;
	McQuota questions;
	guint64 slip_record; /* of the slip last issued, while it may still fail; 0 = none */
	guint slip_copy;
	guint adopted_count;
	McEnrolment adopted[MC_ENROLMENTS_MAX]; /* by technicians, or of a signed list */
	guint enrolled; /* those of recorder.json and these, as they count */
	McEnrolment enrolment[MC_ENROLMENTS_MAX];
	gint64 heard_us; /* monotonic: when the courier last reached a gateway; 0 = it does not, or is
	                    silent */
	GHashTable *parked; /* seq (gint64) of entries whose parking is in the chain */
	gboolean rolled_back; /* somebody else knows another journal than this one: staff is told */
	gboolean behind_told; /* journal-behind-gateway is in the chain */
	gint64 drift_us; /* wall clock against the monotonic one, when last looked */
	char *key_problem; /* with the next sealing key; said once */
	gboolean next_was_sealed; /* at the start, and no credential with it */
	void (*start_again)(gpointer data); /* see McRecorderSetup */
	gpointer start_again_data;
	guint64 key_timer;
	guint64 expiry_timer, staff_timer, probe_timer, day_timer, silence_timer, packs_timer,
	    spool_timer;
	McRecorderListener listener;
	gpointer listener_data;
	GArray *lines; /* of McRecorderLine: the last list */
	GBytes *told_stock; /* as it lies in the spool; NULL = not known */
};

typedef gboolean (*McRecorderHandler)(
    McRecorder *self, const McRecorderRequest *request, McRecorderReply *reply, GError **error);

#define MC_HANDLER(name)                                                                           \
	gboolean name(McRecorder *self, const McRecorderRequest *request, McRecorderReply *reply,      \
	    GError **error)

/* visit-ops.c */
MC_HANDLER(mc_recorder_visit_begin);
MC_HANDLER(mc_recorder_visit_identify);
MC_HANDLER(mc_recorder_visit_choose);
MC_HANDLER(mc_recorder_visit_declare);
MC_HANDLER(mc_recorder_visit_abort);
MC_HANDLER(mc_recorder_end_visit);
MC_HANDLER(mc_recorder_assisted);
/* case.c */
MC_HANDLER(mc_recorder_case_continue);
/* exam-ops.c */
MC_HANDLER(mc_recorder_exam_open);
MC_HANDLER(mc_recorder_exam_answer);
MC_HANDLER(mc_recorder_exam_discard);
MC_HANDLER(mc_recorder_exam_acknowledge);
MC_HANDLER(mc_recorder_exam_stop);
/* evidence.c */
MC_HANDLER(mc_recorder_evidence);
/* finish.c */
MC_HANDLER(mc_recorder_visit_judge);
MC_HANDLER(mc_recorder_visit_finish);
/* staff-ops.c */
MC_HANDLER(mc_recorder_staff_sign_in);
MC_HANDLER(mc_recorder_staff_first_pin);
MC_HANDLER(mc_recorder_staff_sign_out);
MC_HANDLER(mc_recorder_set_paused);
MC_HANDLER(mc_recorder_help);
MC_HANDLER(mc_recorder_help_done);
MC_HANDLER(mc_recorder_adopt);
MC_HANDLER(mc_recorder_self_test);
MC_HANDLER(mc_recorder_device_event);
/* stock.c */
MC_HANDLER(mc_recorder_refill);
/* feedback.c */
MC_HANDLER(mc_recorder_feedback);
/* slip.c */
MC_HANDLER(mc_recorder_slip);
/* clock.c */
MC_HANDLER(mc_recorder_clock);
/* status.c */
MC_HANDLER(mc_recorder_status);
/* lists.c */
MC_HANDLER(mc_recorder_hello);
MC_HANDLER(mc_recorder_record_state);
MC_HANDLER(mc_recorder_today);
MC_HANDLER(mc_recorder_outbox);
MC_HANDLER(mc_recorder_events);

/* ---- shared by them ---- */

/* Civil time less monotonic time, both unscaled: what changes it is a jump of the wall clock. */
gint64 mc_recorder_drift_us(McRecorder *self);

/* Chains what was found wrong of the time, if anything was. */
void mc_recorder_tell_time(McRecorder *self);

gboolean mc_recorder_refuse(GError **error, McErrorCode code, const char *problem);
/* The civil date here and now, 20261124: three times the same when a clock can be believed; else
 * the first and the last day that it may be, and the best guess between them. */
typedef struct McDays {
	gint32 first, guess, last;
} McDays;
McDays mc_recorder_days(McRecorder *self);
McDays mc_recorder_days_ago(McRecorder *self, gint64 ago_us); /* … so long ago */
gint32 mc_recorder_today_yyyymmdd(McRecorder *self); /* the first of them */
const McLoadedPack *mc_recorder_pack_today(McRecorder *self); /* NULL: none is in force */
const McLoadedPack *mc_recorder_pack_of(McRecorder *self, const McRunning *running);
void mc_recorder_fill_hello(McRecorder *self, McHello *hello);
void mc_stock_fill(McRecorder *self, McStock *stock);
/* For the gateway, when it is another one than was told last. */
void mc_stock_tell(McRecorder *self);
void mc_stock_batch_use(McBatch *batch, McConsumable consumable);
void mc_stock_fill_uses(McRecorder *self, guint64 *uses);
/* An instrument was used once more; another one is there now. */
void mc_stock_batch_used(McBatch *batch, McDeviceKind kind);
void mc_stock_batch_unused(McBatch *batch, McDeviceKind kind);
/* Of a visit that ends with this batch. */
void mc_stock_batch_visit(McBatch *batch, const McVisit *visit);
/* Tells the listener that something of HELLO changed. */
void mc_recorder_changed(McRecorder *self);
/* storage.c: whether a visit could be stored now. */
McStorage mc_recorder_storage(McRecorder *self);
gboolean mc_recorder_has_space(McRecorder *self);
/* As the chain has it. */
gboolean mc_recorder_ballast_was_dropped(McRecorder *self);
/* Says when that changes, and looks from time to time while it is not so. */
void mc_recorder_watch_storage(McRecorder *self);

/* evidence.c: gives the courier what a sealed record names, removes what no visit does. FALSE: the
 * storage failed, and some lies there still. */
gboolean mc_recorder_settle_evidence(McRecorder *self);

/* Commits a step, or an array of them (taken), and applies it to the current visit. */
gboolean mc_recorder_step(McRecorder *self, McBatch *batch, json_t *step, GError **error);
gboolean mc_recorder_steps(McRecorder *self, McBatch *batch, json_t *steps, GError **error);
/* Writes the steps of what stays, instead of all that lie there; either may be NULL. */
void mc_recorder_rewrite_steps(McBatch *batch, const McRunning *remains, const McRunning *current);
void mc_recorder_batch_abort(
    McBatch *batch, const McRunning *running, McAbortReason reason, const char *by);
/* Aborts what nobody has touched for the site's minutes, and sets the timer for the next look. */
void mc_recorder_expire(McRecorder *self);
/* After a start: both visits from the steps in the journal. */
gboolean mc_recorder_rebuild(McRecorder *self, GError **error);

/* Ends the staff session, chained; and ends it by itself after the site's minutes. */
gboolean mc_recorder_session_end(McRecorder *self, GError **error);
void mc_recorder_watch_staff(McRecorder *self);

/* case.c. Before the end of the visit is sealed: opens a case, or states what is missing after this
 * part of one. */
gboolean mc_recorder_case_settle(McRecorder *self, GError **error);
/* The code for the slip of a record that was just sealed; and an end to it. */
void mc_recorder_case_keep(
    McRecorder *self, const McRunning *running, guint64 record, const char *digest);
void mc_recorder_case_forget(McRecorder *self);
/* With the record: how far its case is here. */
void mc_recorder_case_batch(McBatch *batch, const McVisit *visit);
/* For IDENTIFY: the visit goes on with a case. */
void mc_recorder_case_running(const McRunning *running, McCaseNote *note);
void mc_recorder_case_note(
    const McRecorder *self, const McVisit *visit, guint64 record, McCaseNote *note);
/* Why an exam may not be opened, or this not be chosen, in a later part; NULL = it may. */
const char *mc_recorder_case_open_problem(const McRunning *running, McExamKind exam);
const char *mc_recorder_case_choice_problem(
    const McRunning *running, const McRecorderRequest *request);

/* slip.c: what the sealed record states; MC_ERROR_BAD_INPUT when it is no visit. Free it. */
McVisit *mc_recorder_visit_of(McRecorder *self, guint64 record, GError **error);

/* visit-day.c, at the end of a visit: its beginning, end and day as the clock has them by now; and
 * what was measured by a calibration that had not counted on that day is void. */
gboolean mc_recorder_settle_day(McRecorder *self, const McRulePack *pack, GError **error);

/* finish.c: fills record and verdicts of the last finished visit; *is_last: it is the one asked
 * for. */
gboolean mc_recorder_answer_again(McRecorder *self, const char *asked_visit_id,
    McRecorderReply *reply, gboolean *is_last, GError **error);

/* lists.c: FALSE without error when there is no such visit. */
gboolean mc_recorder_fill_record(
    McRecorder *self, guint64 seq, McRecordState *record, GError **error);
McReceiptState mc_recorder_state_of(McRecorder *self, const McJournalEntry *entry);

/* status.c: what the gateway answers, now and whenever something comes. */
void mc_recorder_watch_answers(McRecorder *self);

/* packs.c: signed packs in the spool's inbox, now and whenever one comes. */
void mc_recorder_watch_packs(McRecorder *self);
/* Whether a visit may begin. Not when a pack in force has run out: each is named, with its version;
 * nor, in service, when a hand has written the configuration where the office signs it. */
gboolean mc_recorder_packs_allow(McRecorder *self, GError **error);
void mc_recorder_fill_run_out(McRecorder *self, McHello *hello);
/* Which of them are in force, for the record. */
gboolean mc_recorder_packs_state(McRecorder *self, McVisit *visit, GError **error);

/* revocations.c: certificates of the gateway and of the office that were taken back. At the start;
 * and before a signature of theirs is looked at, since the file may have changed. */
gboolean mc_recorder_load_lists(McRecorder *self, GError **error);
void mc_recorder_refresh_lists(McRecorder *self);
/* Whether a pack's lists may take the place of those in force. They have to be good for the pack's
 * own envelope: nobody puts himself on a list. */
gboolean mc_recorder_lists_are_good(
    McRecorder *self, GBytes *lists, GBytes *envelope, gint64 at_wall_us, GError **error);

/* next-key.c: rolls over to a key that a renewal brought; now and from time to time. */
void mc_recorder_watch_key(McRecorder *self);
/* Now, too: the configuration may ask for another suite. */
void mc_recorder_look_for_key(McRecorder *self);
/* Says that the suite which the office asks for has to wait for a key of it, if it has to. */
void mc_recorder_batch_suite(McRecorder *self, McSuite suite, McBatch *batch);

/* day-data.c: whose checks they were, masked, for the counter's list of the day: under a key that
 * is the day's alone. With the record; a disk that takes no key costs the list a name, nothing
 * else. */
void mc_day_data_batch(McRecorder *self, McBatch *batch, guint64 record);
/* Into the lines of visits, where the key is still there. */
void mc_day_data_fill(McRecorder *self);
/* The moment before which no day is kept any more. */
gint64 mc_day_data_since(McRecorder *self, gint64 now_wall_us);
/* Destroys the keys of those days; until that was done it is tried again. */
void mc_day_data_shred(McRecorder *self, gint64 sure_wall_us);

/* day.c: closes the day that is over, and copies the journal then; now and from time to time. */
void mc_recorder_watch_day(McRecorder *self);

/* head.c: how far the gateway says, by way of the courier, that it has a chain of this kiosk. */
void mc_recorder_hear_head(McRecorder *self, GBytes *answer);

/* delivery.c: at which moment a seal of the gateway is looked at. When the clock cannot be
 * believed, the one that it states itself counts, if it can be true. */
gint64 mc_recorder_moment(McRecorder *self, gint64 stated_wall_us);
void mc_recorder_watch_spool(McRecorder *self);
gboolean mc_recorder_is_online(McRecorder *self);

/* After a change of recorder.json or of what was adopted. */
void mc_recorder_enrol(McRecorder *self);
/* The enrolment that trusts the instrument, or NULL. */
const McEnrolment *mc_recorder_enrolment(McRecorder *self, McDeviceKind kind, const char *serial);

#endif
