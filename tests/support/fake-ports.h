#ifndef MC_TESTS_SUPPORT_FAKE_PORTS_H
#define MC_TESTS_SUPPORT_FAKE_PORTS_H

/* Every port of the glass as a fake on a manual clock. Nothing answers by itself: mc_fakes_run()
 * delivers what waits, so that a test decides the order. The recorder keeps a small truth of its
 * own (visit, exam, trial) and refuses what the real one refuses. */

#include "app/base/error.h"
#include "app/flow/session.h"

typedef struct McFakeExam {
	gint trials; /* right answers until it is done */
	McOutcome outcome;
	gint longer_after, re_instruct_after; /* 0: never */
} McFakeExam;

typedef struct McFakes {
	McClock *clock;
	McRecorderPort recorder;
	McVisionPort vision;
	McHearingPort hearing;
	McStaturePort stature;
	McResponsePadPort response_pad;
	McCameraPort camera;
	McIdReaderPort id_reader;
	McDevicesPort devices;
	McVoicePort voice;
	McPrinterPort printer;
	McPhotoPort photo;

	/* every call of a port, counted; the fail_at-th fails (0: none) */
	guint calls, fail_at, failed;

	/* recorder */
	gboolean connected;
	McHello hello;
	McFakeExam exam[MC_EXAM_KINDS], glasses;
	guint resumed_exams; /* for the next IDENTIFY */
	gboolean resumed_glasses; /* … whose person had glasses along */
	McOutcome judged; /* of every requirement of vision … */
	guint32 judged_for; /* … for these reasons */
	GQueue *replies;
	McRecorderListener recorder_listener;
	gpointer recorder_data;
	guint count[MC_RECORDER_OPS];
	McRecorderRequest last[MC_RECORDER_OPS];
	gboolean visit, person, exam_open;
	McExamKind kind;
	McCorrection correction;
	char opened_with[64];
	gint trial, answered, phase_done;
	gboolean discards_next; /* the next answer is not scored: noise */
	guint scored[MC_EXAM_KINDS], discarded[MC_EXAM_KINDS];
	McReason stated[MC_EXAM_KINDS];
	guint records;
	McRecordState record; /* what it says of one that it is asked for */
	McSlipStatus status; /* and of a slip */
	McCaseNote of_case; /* that the next FINISH tells */
	McCaseNote goes_on; /* with this, once the right code is given */
	McCaseTrouble case_trouble; /* with every code */
	gboolean case_hearing_aid; /* … as its first part says */
	gboolean case_begun, case_code_known; /* a restart forgets the latter */
	guint slips; /* counted, of whichever record */
	McStaffRole staff; /* signed in */
	guint wait_seconds; /* a refused sign-in says so */
	McErrorCode refuse_code;
	gint refuse_op; /* the next request of this kind fails with refuse_code; -1: none */
	gboolean lose_reply; /* the next request is carried out, the connection goes, no reply */
	gboolean drop; /* the connection goes at the next mc_fakes_run() */
	McRecorderLine line[2];

	/* vision */
	McVisionListener vision_listener;
	gpointer vision_data;
	gboolean showing;
	McOptotypeStimulus shown;
	guint shows;

	/* hearing */
	McHearingListener hearing_listener;
	gpointer hearing_data;
	gboolean playing;
	gboolean headphones_off; /* what the handset's answers say */
	McStimulus played;
	guint plays;

	/* height and weight unit */
	McStatureListener stature_listener;
	gpointer stature_data;
	gboolean measuring;

	/* response pad */
	McResponsePadListener pad_listener;
	gpointer pad_data;
	/* camera */
	gboolean looking;
	McCameraDone still_done; /* somebody waits for a picture */
	gpointer still_data;
	guint pictures; /* that the recorder was handed and took */

	/* reader */
	McIdReaderListener reader_listener;
	gpointer reader_data;
	gboolean finding;

	/* the card's photo */
	McPhotoDone photo_done; /* of the one that is being decoded */
	gpointer photo_data;
	guint photos, photo_cancels;

	/* printer */
	McPrinterListener printer_listener;
	gpointer printer_data;
	GBytes *paper; /* what is being printed */
	guint prints, cancels;
	McRecorderReply drawn; /* of the slip drawn last */
	gboolean cannot_draw;

	/* devices */
	McDeviceInfo info[MC_DEVICE_KINDS];
	McDeviceListener devices_listener;
	gpointer devices_data;
	guint enrolments;
	McDeviceDone self_test_done[MC_DEVICE_KINDS];
	gpointer self_test_data[MC_DEVICE_KINDS];

	/* voice */
	const char *said;
	char said_language[8];
} McFakes;

/* 2025-11-24 08:00 in Asia/Shanghai. */
#define MC_FAKE_WALL_US G_GINT64_CONSTANT(1763942400000000)

McFakes *mc_fakes_new(void);
void mc_fakes_free(McFakes *fakes);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McFakes, mc_fakes_free)
McSessionPorts mc_fakes_ports(McFakes *fakes);

/* Delivers what waits until nothing does. */
void mc_fakes_run(McFakes *fakes);
/* The same, and the clock goes on by ms on the way. */
void mc_fakes_pass_ms(McFakes *fakes, guint ms);

/* The recorder goes and comes. */
void mc_fakes_connect(McFakes *fakes, gboolean is_connected);
void mc_fakes_hello_changed(McFakes *fakes);

/* A device comes, goes, is locked. */
void mc_fakes_device(McFakes *fakes, McDeviceKind kind, McDeviceState state, McDeviceCause cause);

/* What the person and the room do at the instruments. */
void mc_fakes_head(McFakes *fakes, gboolean in_place, gboolean occlusion_ok);
void mc_fakes_distance(McFakes *fakes, gint32 distance_permille);
void mc_fakes_luminance(McFakes *fakes, gint32 luminance_cd_m2);
void mc_fakes_pad(McFakes *fakes, gboolean right);
void mc_fakes_room(McFakes *fakes, gboolean headphones_on, gint32 noise_deci_db_spl);
/* Ends the presentation that plays: pressed rightly or not at all. */
void mc_fakes_handset(McFakes *fakes, gboolean right, gint32 noise_deci_db_spl);
void mc_fakes_card(McFakes *fakes, const McIdentity *identity);
/* Two pixels of the photo that is being decoded; FALSE: the decoder gave none. */
void mc_fakes_photo(McFakes *fakes, gboolean decoded);
/* What hands and wear do at the printer. */
void mc_fakes_printed(McFakes *fakes);
void mc_fakes_printer_state(McFakes *fakes, const McPrinterState *state);
void mc_fakes_printer_held(McFakes *fakes, const McPrinterState *state);
void mc_fakes_printer_lost(McFakes *fakes);

/* The kiosk has a height and weight unit: it is enrolled. */
void mc_fakes_have_stature(McFakes *fakes);
/* Ends the measurement with this height; 0: the unit weighed only. */
void mc_fakes_measure(McFakes *fakes, gint32 height_mm);
void mc_fakes_stature_hint(McFakes *fakes, McStatureHint hint);
void mc_fakes_stature_lost(McFakes *fakes);

/* A key of the response pad goes down, so many milliseconds before it is heard of. */
void mc_fakes_key(McFakes *fakes, McPadKey key, guint ms_ago);
/* The presentation of the practice of reaction that the recorder handed out last. */
McReactionStimulus mc_fakes_reaction(const McFakes *fakes);
/* Movements are done here, and a camera takes pictures of them. */
void mc_fakes_have_camera(McFakes *fakes);
/* The picture that somebody waits for, or none. */
#define MC_FAKE_PICTURE "\xff\xd8 CANARYPICTURE \xff\xd9"
void mc_fakes_see(McFakes *fakes);
void mc_fakes_see_nothing(McFakes *fakes);

/* A card of nobody: canary values in every field. */
McIdentity mc_fakes_identity(void);

#endif
