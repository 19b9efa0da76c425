#ifndef MC_APP_FLOW_SESSION_H
#define MC_APP_FLOW_SESSION_H

/* The glass as the ui sees it: one view (what to show) and a few acts (what a finger did). The
 * session owns the visit's state table, the exams' running, idle time, staff mode; it speaks to the
 * recorder and the instruments through ports. A page draws mc_session_view() and posts acts; it
 * keeps no state of its own and knows nothing of devices, seals or rules.
 *
 * No text for people lives here: enums and numbers only; ui/ has the words in both languages. */

#include "app/base/clock.h"
#include "app/base/identity.h"
#include "app/exam/exam.h"
#include "app/flow/reaction-show.h"
#include "app/ports/camera.h"
#include "app/ports/devices.h"
#include "app/ports/hearing.h"
#include "app/ports/id-reader.h"
#include "app/ports/photo.h"
#include "app/ports/printer.h"
#include "app/ports/recorder.h"
#include "app/ports/response-pad.h"
#include "app/ports/stature.h"
#include "app/ports/support.h"
#include "app/ports/vision.h"
#include "app/ports/voice.h"
#include "app/rules/rules.h"

typedef struct McSession McSession;

typedef enum McPage {
	/* citizen */
	MC_PAGE_WELCOME, /* readable at three metres: open, paused, partly or out of service; what works
	                    and what does not */
	MC_PAGE_LANGUAGE, /* language and text size */
	MC_PAGE_PRIVACY, /* what happens, how long, what is kept; agree or leave */
	MC_PAGE_CARD, /* put the card down */
	MC_PAGE_CONFIRM, /* this is you? name and number masked, shown in full only while asked for (C9)
	                  */
	MC_PAGE_BUSINESS, /* business, then licence class */
	MC_PAGE_CASE, /* the code of an earlier part instead (C18); then what is left of the check */
	MC_PAGE_AIDS, /* glasses with me? hearing aid? */
	MC_PAGE_DECLARATION, /* the ten conditions */
	MC_PAGE_PRACTICE, /* of view.exam.kind */
	MC_PAGE_EXAM, /* of view.exam.kind; shows nothing that helps or distracts */
	MC_PAGE_GLASSES_ON, /* naked failed and glasses are there: put them on */
	MC_PAGE_SUMMARY, /* exam by exam and class by class, honest outcome and reason */
	MC_PAGE_SIGNATURE, /* phone number (optional) and signature on the glass */
	MC_PAGE_SEALING, /* being sealed and committed */
	MC_PAGE_END, /* recorded here / sent / accepted, reference number, QR, what comes next, take
	                your card */
	MC_PAGE_ABORTED, /* ended early: nothing was kept but the note that it was */
	MC_PAGE_FAULT, /* cannot go on: what and who helps */
	MC_PAGE_STATUS, /* what became of an earlier check, by the code on its slip (C16) */
	/* staff */
	MC_PAGE_STAFF_SIGN_IN, /* name and PIN; or first PIN by one-time code while view.hello has no
	                          staff */
	MC_PAGE_CLERK,
	MC_PAGE_TECHNICIAN, /* device board */
	MC_PAGE_TECHNICIAN_OUTBOX,
	MC_PAGE_TECHNICIAN_EVENTS,
	MC_PAGE_TECHNICIAN_CLOCK, /* how good it is; set it (T13) */
	MC_PAGE_TECHNICIAN_PEOPLE, /* add a person */
} McPage;
#define MC_PAGES 26

/* Laid over any page; the page below stays. */
typedef enum McOverlay {
	MC_OVERLAY_NONE,
	MC_OVERLAY_IDLE, /* "are you still there?" with view.overlay_seconds to go; any touch continues
	                  */
	MC_OVERLAY_STOP, /* "end the check?" yes / no */
	MC_OVERLAY_HELP, /* help was called; close, or keep waiting */
	MC_OVERLAY_WAITING, /* a device is away: wait (view.waiting_for), the exam goes on by itself */
	MC_OVERLAY_RECORDER, /* the recorder does not answer: wait */
	MC_OVERLAY_FEEDBACK, /* END: complain or praise? */
	MC_OVERLAY_FEEDBACK_DONE, /* … noted under view.feedback_reference, or "": not noted */
} McOverlay;

typedef enum McService {
	MC_SERVICE_OPEN,
	MC_SERVICE_PARTLY, /* some exam cannot be done here now */
	MC_SERVICE_PAUSED,
	MC_SERVICE_OUT, /* nothing can be measured, or nothing can be stored */
} McService;

typedef enum McTextSize { MC_TEXT_NORMAL, MC_TEXT_LARGE } McTextSize;

/* Why the card page asks again, or offers the clerk. */
typedef enum McCardProblem {
	MC_CARD_FINE,
	MC_CARD_READING,
	MC_CARD_LIFTED,
	MC_CARD_UNREADABLE,
	MC_CARD_CHECKSUM, /* the reader answered wrongly, after retries */
	MC_CARD_EXPIRED, /* read, but out of date: go to the counter */
	MC_CARD_READER_AWAY,
	MC_CARD_UNDER_AGE, /* no class that the person may apply for */
} McCardProblem;

/* What the exam or practice page says just now. */
typedef enum McExamPhase {
	MC_PHASE_PREPARE, /* instruction: sit down, look in / put the headphones on; continues at a
	                     touch of READY */
	MC_PHASE_WAIT, /* "good, wait for it": between presentations */
	MC_PHASE_PRESENTING,
	MC_PHASE_LONGER, /* a little longer; continue */
	MC_PHASE_RE_INSTRUCT, /* explained once more; continue */
	MC_PHASE_POSITION, /* look into the window again; resumes by itself */
	MC_PHASE_NOISE, /* too loud; resumes by itself */
	MC_PHASE_LIGHT, /* the picture is too dark or too bright; resumes, or ends, by itself */
	MC_PHASE_RIGHT, /* practice only: that was right */
	MC_PHASE_WRONG, /* practice only: that was not it, once more */
	MC_PHASE_NEXT_PART, /* now something else is shown and asked (colour: lights); continue */
} McExamPhase;

/* The paper slip of the record that was just sealed, or the copy that a clerk asked for. */
typedef enum McSlipStep {
	MC_SLIP_NONE, /* none was asked for, or this kiosk has no printer */
	MC_SLIP_PRINTING,
	MC_SLIP_HELD, /* somebody has to see to the printer (its cause); it goes on by itself */
	MC_SLIP_TAKE, /* it is out */
	MC_SLIP_FAILED, /* it did not come out, and is not counted: a clerk can print it */
} McSlipStep;
#define MC_SLIP_STEPS 5

typedef struct McExamView {
	McExamKind kind;
	McCorrection correction;
	McExamPhase phase;
	gboolean practice;
	gboolean by_loudspeaker; /* hearing and side, with a hearing aid: no headphones */
	gint step, steps; /* of the whole visit, for "step 5 of 9"; never progress of right answers */
	McOptotype optotype; /* of vision: how many answers there are */
	/* practice of vision and demo keyboard only: what is shown now, so that the page can explain it
	 */
	McDirection direction;
	/* Colour: what is shown now, or was last, to be drawn and never to be told in words. */
	McColourStimulus colour;
	gint32 trial; /* of colour and reaction, which MC_ACT_DRAWN tells back */
	gboolean picture_on;
	/* stature: which one it is, and what was measured so far (0: not, or before a power cut) */
	gint32 reading, height_mm[MC_STATURE_READINGS];
	McMovement movement; /* limbs: the one that is asked for */
	McReactionView reaction;
	/* limbs: the camera takes pictures. PREPARE: if the person agrees (NEXT), and not if he does
	 * not (NO); kept for view.hello.picture_kept_days. */
	gboolean watched;
} McExamView;

/* What a technician has an instrument do (T2); silent tests stand with the device. */
typedef struct McTryOutView {
	gboolean running;
	McDeviceKind kind; /* of the one that runs */
	McTestLevel level;
	struct {
		gint64 wall_us; /* 0 = not since the start */
		gboolean passed;
	} last[MC_DEVICE_KINDS][MC_TEST_LEVELS];
} McTryOutView;

/* What is sent to those who mend instruments. */
typedef enum McSupportStep {
	MC_SUPPORT_NOT_HERE, /* nobody makes one on this kiosk */
	MC_SUPPORT_NONE,
	MC_SUPPORT_MAKING,
	MC_SUPPORT_MADE,
	MC_SUPPORT_FAILED,
} McSupportStep;
#define MC_SUPPORT_FOLDER_SIZE 256

typedef struct McView {
	McPage page;
	McOverlay overlay;
	gint overlay_seconds;
	McDeviceKind waiting_for; /* WAITING: whose cause is to be told */
	const char *language; /* "zh_CN" or "en" */
	McTextSize text_size;
	McService service;
	gboolean exam_possible[MC_EXAM_KINDS];
	McDeviceInfo devices[MC_DEVICE_KINDS];
	gboolean recorder_connected;
	McHello hello;
	gboolean demonstration;
	/* card and person: personal data, wiped at the end of the visit */
	McCardProblem card_problem;
	McIdentity identity;
	gboolean identity_shown_in_full;
	/* Of the card, rows of 3 bytes a pixel; NULL: this kiosk has no decoder, or it gave none. */
	GBytes *photo;
	guint photo_width, photo_height;
	gboolean may_ask_clerk; /* CARD: reader or card failed: a clerk can verify the person instead */
	/* choices */
	char business[4];
	guint32 classes_offered, classes_chosen;
	gboolean has_glasses, wears_hearing_aid;
	gboolean glasses_answered, hearing_aid_answered; /* the page marks what was touched */
	gboolean aids_answered; /* both */
	guint32 declared;
	gboolean declaration_none; /* "none of these" was pressed */
	McExamView exam;
	/* summary */
	guint exam_lines;
	McExamLine exam_line[MC_EXAM_KINDS + 1];
	guint verdicts;
	McClassVerdict verdict[MC_CLASSES];
	/* end */
	char phone[24];
	gboolean has_signature;
	McRecordState record;
	/* END: what is still to be examined, and the code for it. Before: of a check that goes on with
	 * the code of an earlier part, what was missing. */
	McCaseNote of_case;
	McCaseTrouble case_trouble; /* with the code that was given last */
	gboolean may_give_code; /* CASE; clerk: the visit that waits can go on with a code */
	McSlipStatus status; /* STATUS: of the code that was given last */
	McAbortReason abort;
	const char *fault; /* McErrorCode name for FAULT, or "" */
	char feedback_reference[48];
	McSlipStep slip;
	/* staff */
	McStaffRole role;
	char staff_name[MC_STAFF_NAME_SIZE];
	gboolean sign_in_refused;
	guint sign_in_wait_seconds;
	McClockState clock; /* TECHNICIAN_CLOCK: as it was asked for last */
	guint lines; /* today's visits, outbox, events: of the page that shows */
	const McRecorderLine *line;
	gboolean visit_suspended; /* clerk: a visit is waiting behind the staff page and may be ended */
	gboolean self_test_running[MC_DEVICE_KINDS];
	McTryOutView try_out;
	McSupportStep support;
	char support_folder[MC_SUPPORT_FOLDER_SIZE]; /* where the last bundle lies */
	guint64 support_bytes;
	const char *staff_error; /* McErrorCode name of the last refused staff action, or "" */
} McView;

typedef enum McActKind {
	MC_ACT_START, /* WELCOME: begin */
	MC_ACT_NEXT, /* the page's one forward button: agree, confirm, ready, continue, sign … */
	MC_ACT_BACK,
	MC_ACT_STOP, /* "end the check": asks first */
	MC_ACT_YES,
	MC_ACT_NO, /* overlays; CONFIRM: "that is me" / "not me"; reaction: leave the practice */
	MC_ACT_TOUCH, /* any touch or key: idle starts anew */
	MC_ACT_HELP,
	MC_ACT_LANGUAGE, /* text = "zh_CN" | "en", at any time (C2) */
	MC_ACT_TEXT_SIZE, /* number = McTextSize, at any time */
	MC_ACT_SHOW_IDENTITY, /* number = 1 while pressed */
	MC_ACT_BUSINESS, /* text = code */
	MC_ACT_CLASSES, /* number = bits */
	MC_ACT_CASE, /* BUSINESS: there is a code of an earlier part */
	MC_ACT_CASE_CODE, /* text = the code; CASE, or a clerk for the suspended visit; STATUS */
	MC_ACT_STATUS, /* WELCOME: what became of an earlier check? */
	MC_ACT_GLASSES, /* number = 0, 1 */
	MC_ACT_HEARING_AID, /* number = 0, 1 */
	MC_ACT_DECLARE, /* number = bits of the ten; 0 with flag = "none of these" */
	MC_ACT_ANSWER_DIRECTION, /* number = McDirection: keyboard and mouse in the demonstration only,
	                            like the pad */
	MC_ACT_ANSWER_CANNOT,
	MC_ACT_ANSWER_FIGURE, /* number = digit or McSignal; reaction: McReactionKey, digit or place */
	MC_ACT_ANSWER_ERASE, /* reaction: the digit entered last */
	MC_ACT_DRAWN, /* number = view.exam.trial, whose picture stands on the screen now; no touch */
	MC_ACT_PHONE, /* text = digits */
	MC_ACT_SIGNATURE, /* bytes = JSON strokes, NULL = cleared */
	MC_ACT_ASK_CLERK, /* CARD: clerk-verified identity */
	MC_ACT_COMPLAIN, /* END: complain or praise: asks which */
	MC_ACT_FEEDBACK, /* … number = 1: praise, 0: complaint */
	/* staff */
	MC_ACT_STAFF, /* the hidden entry */
	MC_ACT_SIGN_IN, /* text = name, secret = PIN */
	MC_ACT_FIRST_PIN, /* text = name, secret = PIN, code, number = McStaffRole */
	MC_ACT_SIGN_OUT,
	MC_ACT_PAUSE, /* number = 0, 1 */
	MC_ACT_HELP_DONE,
	MC_ACT_END_VISIT, /* number = McAbortReason */
	MC_ACT_PRINT_SLIP, /* number = seq of a record: a clerk prints it once more */
	MC_ACT_IDENTITY_BY_CLERK, /* identity: typed by the clerk for the suspended visit */
	MC_ACT_ADOPT, /* number = McDeviceKind: trust the one that is plugged in */
	MC_ACT_SELF_TEST, /* number = McDeviceKind */
	MC_ACT_SET_CLOCK, /* number = civil time in microseconds; was confirmed */
	MC_ACT_TRY_OUT, /* number = McDeviceKind; flag: together with the technician */
	MC_ACT_REFILL, /* number = McConsumable: it was filled */
	MC_ACT_SUPPORT_BUNDLE, /* have one made */
	MC_ACT_STAFF_PAGE, /* number = McPage */
} McActKind;

typedef struct McAct {
	McActKind kind;
	gint64 number;
	gboolean flag;
	const char *text, *secret, *code; /* borrowed */
	GBytes *bytes;
	const McIdentity *identity;
} McAct;

/* What changed, so that the ui rebuilds no more than it must. */
typedef enum McChange {
	MC_CHANGE_PAGE = 1 << 0, /* another page, language or text size: build it anew */
	MC_CHANGE_VIEW = 1 << 1, /* same page, other contents */
	MC_CHANGE_OVERLAY = 1 << 2,
	MC_CHANGE_WIPE = 1 << 3, /* the visit is over: forget everything */
} McChange;
typedef void (*McSessionListener)(guint changes, gpointer data);

typedef struct McSessionPorts {
	McClock *clock;
	McRecorderPort *recorder;
	McVisionPort *vision;
	McHearingPort *hearing;
	McStaturePort *stature;
	McResponsePadPort *response_pad;
	McCameraPort *camera; /* NULL: this kiosk has none */
	McIdReaderPort *id_reader;
	McDevicesPort *devices;
	McVoicePort *voice;
	McPrinterPort *printer;
	McSupportPort *support; /* NULL: nobody makes support bundles */
	McPhotoPort *photo; /* NULL: no decoder for the card's photo */
	/* What a slip looks like, as dots for the printer; reply: of MC_RECORDER_SLIP. */
	GBytes *(*draw_slip)(
	    const McHello *hello, const McRecorderReply *reply, guint width_dots, GError **error);
	gboolean demonstration; /* keyboard and mouse answer vision too */
	const char *language; /* that every visit begins with; NULL: "zh_CN" */
} McSessionPorts;

McSession *mc_session_new(const McSessionPorts *ports); /* ports are borrowed for its life */
void mc_session_free(McSession *session);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McSession, mc_session_free)

void mc_session_set_listener(McSession *session, McSessionListener listener, gpointer data);
const McView *mc_session_view(const McSession *session);

/* Acts that the page does not know are ignored (a late touch), never a fault. */
void mc_session_act(McSession *session, const McAct *act);
void mc_session_post(McSession *session, McActKind kind);
void mc_session_post_number(McSession *session, McActKind kind, gint64 number);
void mc_session_post_text(McSession *session, McActKind kind, const char *text);

#endif
