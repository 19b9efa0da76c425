#ifndef MC_APP_FLOW_SESSION_PRIVATE_H
#define MC_APP_FLOW_SESSION_PRIVATE_H

/* The inside of the session, shared by the files that make it up: session.c (acts), steps.c (events
 * and effects), card.c, choices.c, exams.c, exam-end.c,
 * exam-lines.c, finish.c, part.c, slip.c, feedback.c, status.c, house.c (recorder and
 * devices), staff.c, staff-acts.c, try-out.c, view.c. */

#include "app/flow/calls.h"
#include "app/flow/exam-drive.h"
#include "app/flow/idle.h"
#include "app/flow/practice-run.h"
#include "app/flow/presenter.h"
#include "app/flow/readiness.h"
#include "app/flow/session.h"
#include "app/flow/visit.h"

/* The exams of a visit: one slot a kind, and one for the run with glasses. */
#define MC_SLOT_GLASSES MC_EXAM_KINDS
#define MC_SLOTS (MC_EXAM_KINDS + 1)

static inline guint
mc_slot_of(McExamKind kind, McCorrection correction)
{
	return kind == MC_EXAM_ACUITY && correction == MC_CORRECTION_GLASSES ? MC_SLOT_GLASSES
	                                                                     : (guint)kind;
}

typedef struct McSlot {
	gboolean done;
	gboolean resumed; /* finished before a power cut: the recorder has the result */
	guint32 reasons; /* why not done */
	McExamResult result;
} McSlot;

typedef struct McDeviceHandle {
	McSession *session;
	McDeviceKind kind;
	McDeviceState reported; /* to the recorder */
	McDeviceCause reported_cause;
} McDeviceHandle;

/* Its address tells the recorder port what to forget. */
typedef struct McStaffHandle {
	McSession *session;
} McStaffHandle;

/* Complaint or praise. Its address tells the recorder port what to forget. */
typedef struct McFeedback {
	McSession *session;
	gboolean open, busy, done;
} McFeedback;

/* A slip that somebody asks about. Its address tells the recorder port what to forget. */
typedef struct McStatusQuestion {
	McSession *session;
	char code[MC_CASE_CODE_SIZE];
} McStatusQuestion;

/* Its address tells the recorder port what to forget. */
typedef struct McSlipOwed {
	guint64 seq; /* the record whose slip did not come out and is still counted; 0: none */
} McSlipOwed;

/* The paper slip; its address, too. */
typedef struct McSlipRun {
	McSession *session;
	guint64 seq; /* of the record whose slip is under way; 0: none is */
	McSlipStep step;
	gboolean counted, for_staff;
	gboolean unattended; /* whoever asked for it has gone on */
	McSlipOwed owed;
} McSlipRun;

typedef struct McStaffDesk {
	McStaffHandle lists, leaving;
	gboolean active;
	McPage page;
	McStaffRole role;
	gboolean busy;

	McIdentity identity; /* personal: typed, until the recorder has it */
	guint64 wait; /* counts the seconds until the next try */
	gboolean may_be_in; /* the recorder has not confirmed the last sign-out */
	guint64 sign_out; /* tells it once more */
} McStaffDesk;

/* A technician tries an instrument out. */
typedef struct McTryOut {
	gboolean running;
	McDeviceKind kind;
	McTestLevel level;
	McDirection direction; /* what is shown; the technician is not told */
	McEar ear;
	guint64 timer;
} McTryOut;

struct McSession {
	McSessionPorts ports;
	const char *first_language;
	McSessionListener listener;
	gpointer listener_data;
	McView view;
	guint changes; /* not yet told */
	struct {
		McPage page;
		McOverlay overlay;
		const char *language;
		McTextSize text_size;
	} shown; /* what the listener heard of last */

	McVisitState state;
	GQueue *events; /* of McVisitEvent */
	gboolean handling;

	/* the visit */
	gboolean judged, assisted;
	gboolean is_resumed; /* with its choices, of before a loss */
	gboolean stop_asked, help_open;
	McSlot slot[MC_SLOTS];
	McExamPhase phase;
	gboolean open_when_ready;
	char exam_serial[64];
	McAbortReason abort_reason;
	const char *fault;
	GBytes *signature; /* personal, wiped when released */

	gboolean card_wanted;
	guint card_failures;
	guint64 card_again;

	McCalls calls;
	McPresenter presenter;
	McExamDrive drive;
	McPracticeRun practice;
	McIdle idle;
	gboolean greeted; /* the recorder has said hello since it was last connected */
	McReadiness ready;
	McDeviceHandle device[MC_DEVICE_KINDS];

	McFeedback feedback;
	McStatusQuestion question;
	McSlipRun slip;
	McStaffDesk desk;
	McTryOut try_out;
	GArray *lines; /* of McRecorderLine */

	const char *spoken, *spoken_language;
};

/* ---- steps.c ---- */
void mc_session_event(McSession *session, McVisitEvent event);
void mc_session_abort(McSession *session, McAbortReason reason);
void mc_session_fault(McSession *session, const GError *error);
/* Nothing of the person stays in the session. */
void mc_session_wipe(McSession *session);
/* Identity, phone and signature only: after the record is sealed. */
void mc_session_wipe_person(McSession *session);
/* An act of a finger: moves only where the state listens. */
void mc_session_move(McSession *session, McVisitEvent event);
/* A request with what every request of the visit carries. */
McRecorderRequest mc_session_request(const McSession *session, McRecorderOp op);

/* ---- view.c ---- */
/* Works out the view anew, tells the listener what changed, speaks, sets the idle time. */
void mc_session_refresh(McSession *session, guint changes);
McPage mc_session_page_of(McVisitState state);
guint mc_session_quiet_ms(const McSession *session);
void mc_session_touch(McSession *session);
/* Dark and mute while staff, help or a question stands before an exam. */
void mc_session_hold(McSession *session);

/* ---- card.c ---- */
void mc_session_card_init(McSession *session);
void mc_session_card_find(McSession *session);
void mc_session_card_stop(McSession *session);
void mc_session_card_forget(McSession *session);
void mc_session_photo_forget(McSession *session);
void mc_session_card_check(McSession *session); /* the reader came or went */
void mc_session_card_next(McSession *session);
void mc_session_confirmed(McSession *session);
void mc_session_take_identified(
    McSession *session, const McRecorderReply *reply, const McIdentity *identity, gint32 source);

/* ---- choices.c ---- */
/* TRUE: the act was one of a choice page. */
gboolean mc_session_choose(McSession *session, const McAct *act);
/* The forward button: asks the recorder for what the page needs, then moves. */
void mc_session_forward(McSession *session);
void mc_session_send_choices(McSession *session, McRecorderReplyFunc done);

/* ---- part.c ---- */
/* TRUE: the visit goes on with an earlier part, as its code says. */
gboolean mc_session_is_part(const McSession *session);
/* Of an earlier part, or again: without it a recorder that was restarted would refuse the end. */
gboolean mc_session_wants_code(const McSession *session);
/* FALSE: an earlier part has it. */
gboolean mc_session_is_asked_for(const McSession *session, McExamKind kind);
/* MC_ACT_CASE_CODE on the citizen's page, or by a clerk for the visit that waits. */
void mc_session_give_code(McSession *session, const char *code, gboolean by_clerk);
void mc_session_part_next(McSession *session);

/* ---- exams.c ---- */
void mc_session_exams_init(McSession *session);
void mc_session_practise(McSession *session);
void mc_session_examine(McSession *session);
void mc_session_exams_next(McSession *session); /* READY, continue */
void mc_session_exam_unwatched(McSession *session); /* the person does not want pictures */
void mc_session_exams_halt(McSession *session);
void mc_session_exams_check(McSession *session); /* an instrument came or went */
/* A key of the pad in the demonstration, or a touch of what was seen. */
void mc_session_exam_answer(McSession *session, const McAct *act);
/* Kind and correction that the state is about; FALSE for other states. */
gboolean mc_session_exam_of(McVisitState state, McExamKind *kind, McCorrection *correction);

/* ---- exam-end.c ---- */
/* Of the exam that the state is about. */
McSlot *mc_session_exam_slot(McSession *session, McExamKind *kind, McCorrection *correction);
/* Nothing was measured, and only because nothing here can measure. */
gboolean mc_session_nothing_to_measure_with(const McSession *session);
void mc_session_exam_leave(McSession *session, McVisitEvent event);
/* The record says too that it was not done here, and why. */
void mc_session_exam_skip(McSession *session, McReason reason);
/* "I have no glasses after all". */
void mc_session_no_glasses(McSession *session);
/* Memory, judgement and reaction: left out, or left in the middle. */
void mc_session_leave_practice(McSession *session);
/* Is it run here, and for this person? */
gboolean mc_session_offers(const McSession *session, McExamKind kind);

/* ---- exam-lines.c ---- */
void mc_session_exam_lines(McSession *session);

/* ---- finish.c ---- */
void mc_session_judge(McSession *session);
void mc_session_seal(McSession *session);
void mc_session_set_signature(McSession *session, GBytes *bytes);
void mc_session_set_phone(McSession *session, const char *digits);

/* ---- slip.c ---- */
void mc_session_slip_init(McSession *session);
void mc_session_slip_clear(McSession *session);
void mc_session_slip_listen(McSession *session); /* to the printer, as before */
void mc_session_slip_begin(McSession *session); /* of the record that was just sealed */
/* FALSE: another one is under way. */
gboolean mc_session_slip_print(McSession *session, guint64 seq, gboolean for_staff);
void mc_session_slip_leave(McSession *session, gboolean for_staff);
void mc_session_slip_settle(McSession *session); /* the recorder is back */

/* ---- feedback.c ---- */
/* TRUE: the act was one of complaint and praise. */
gboolean mc_session_feedback_act(McSession *session, const McAct *act);
void mc_session_feedback_forget(McSession *session);

/* ---- status.c ---- */
void mc_session_status_give(McSession *session, const char *code);
/* The recorder has news: perhaps the answer. */
void mc_session_status_again(McSession *session);
void mc_session_status_forget(McSession *session);

/* ---- house.c ---- */
void mc_session_house_init(McSession *session);
void mc_session_house_clear(McSession *session);
void mc_session_ready(McSession *session); /* works out readiness anew */
void mc_session_set_enrolments(McSession *session, const McHello *hello);
gint32 mc_session_today(const McSession *session);

/* ---- try-out.c ---- */
/* together: with the technician in the place of a person. */
void mc_session_try_out(McSession *session, gint64 kind, gboolean together);
void mc_session_try_out_stop(McSession *session);

/* ---- staff-acts.c ---- */
void mc_session_staff_act(McSession *session, const McAct *act);

/* ---- staff.c ---- */
void mc_session_staff_error(McSession *session, const GError *error); /* NULL clears it */
/* Wipes the request. */
void mc_session_staff_ask(McSession *session, McRecorderRequest *request, McRecorderReplyFunc done);
void mc_session_staff_show(McSession *session, McPage page);
void mc_session_staff_sign_in(McSession *session, const McAct *act);
void mc_session_staff_first_pin(McSession *session, const McAct *act);
void mc_session_staff_leave(McSession *session);
void mc_session_staff_enter(McSession *session);
/* The lists that the page shows are fetched again. */
void mc_session_staff_reload(McSession *session);
/* The recorder was away: it knows nobody who signed in before. */
void mc_session_staff_forgotten(McSession *session);
void mc_session_staff_clear(McSession *session);

#endif
