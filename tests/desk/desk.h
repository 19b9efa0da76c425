#ifndef MC_TESTS_DESK_DESK_H
#define MC_TESTS_DESK_DESK_H

/* A recorder and what stands before it: the glass's side of the port, three instruments and the
 * persons who come. Every step asserts that it is granted, but for mc_desk_try(). */

#include "app/base/clock.h"
#include "app/base/error.h"
#include "app/link/client.h"
#include "app/ports/recorder.h"
#include "app/record/content.h"
#include "app/record/parcel.h"
#include "app/record/receipt.h"
#include "app/record/seal.h"
#include "app/record/visit.h"
#include "app/recorder/recorder.h"
#include <gio/gio.h>
#include <jansson.h>

typedef struct McDesk {
	char *folder; /* of the provisioning */
	char code[MC_CODE_SIZE]; /* one-time code */
	McClock *clock;
	McRecorder *recorder; /* in this process; NULL when it is a program */
	GSubprocess *program;
	McLink *link;
	McRecorderPort *port;
	McRecorderReply *reply; /* of the last request */
	McRecorderLine *lines; /* what reply->line points to */
	GError *error; /* why the last one was refused */
	McDeviceInfo device[MC_DEVICE_KINDS];
	McVisionConditions vision;
	McHearingConditions hearing;
	gboolean wears_hearing_aid; /* so he says at mc_desk_choose() */
	gint32 person_present; /* what the glass says of it */
	guint right_permille; /* how many of his answers are right */
	GRand *random;
	char visit_id[MC_VISIT_ID_SIZE];
	guint changed, states; /* events heard */
	McRecordState last_state;
	guint replied;
	guint patience; /* how often a request that could not be stored is made again */
	char **environment; /* borrowed: of the program, "NAME=VALUE" …, or NULL */
	guint deaths; /* of the program, seen by mc_desk_insist() */
	const McIdentity *known; /* the person of the visit, told again to a program that died */
} McDesk;

/* One provisioning with its journal, made once a test program: each desk gets a copy. */
typedef struct McDeskKit {
	char *folder;
	char code[MC_CODE_SIZE];
} McDeskKit;
McDeskKit *mc_desk_kit_new(void);
McDeskKit *mc_desk_kit_new_suite(const char *suite);
/* With the authorities' keys in gateway/issue. */
McDeskKit *mc_desk_kit_new_office(void);
/* With the technician "wei", PIN 482916, and the clerk "lin", 731205. */
McDeskKit *mc_desk_kit_new_hired(void);
void mc_desk_kit_free(McDeskKit *kit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McDeskKit, mc_desk_kit_free)

/* At a moment of today, with a recorder in this process. */
McDesk *mc_desk_new(const McDeskKit *kit);
/* Without a recorder; takes the clock. */
McDesk *mc_desk_new_bare(const McDeskKit *kit, McClock *clock);
void mc_desk_free(McDesk *desk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McDesk, mc_desk_free)
/* For g_test_add(…, McDesk *, kit, …). */
void mc_desk_fixture_new(McDesk **desk, gconstpointer kit);
void mc_desk_fixture_free(McDesk **desk, gconstpointer unused);

/* Ends the recorder as a power cut would (nothing is said to it) and starts it again. */
void mc_desk_restart(McDesk *desk);
/* recorder.json names the transducer that the device has now; the recorder starts again. */
void mc_desk_adopt(McDesk *desk, McDeviceKind kind);
void mc_desk_stop(McDesk *desk);
gboolean mc_desk_start(McDesk *desk, GError **error);
/* Members of recorder.json, read at the next start; takes them. */
void mc_desk_configure(McDesk *desk, json_t *members);

/* TRUE when it was granted. Takes desk->visit_id for requests without one. */
gboolean mc_desk_try(McDesk *desk, const McRecorderRequest *request);
void mc_desk_ask(McDesk *desk, const McRecorderRequest *request);
/* It must be refused with this code. */
void mc_desk_refused(McDesk *desk, const McRecorderRequest *request, McErrorCode code);

/* ---- persons and their visits ---- */

#define MC_DESK_PERSONS 3
const McIdentity *mc_desk_person(guint person);

void mc_desk_begin(McDesk *desk);
gboolean mc_desk_identify(McDesk *desk, guint person); /* whether it was resumed */
void mc_desk_choose(McDesk *desk, guint32 classes);
void mc_desk_declare(McDesk *desk);
/* begin … declare, for class C1 */
void mc_desk_arrive(McDesk *desk, guint person);

McStep mc_desk_open(McDesk *desk, McExamKind kind, McCorrection correction);
/* Answers what was handed out last. */
McStep mc_desk_answer(McDesk *desk);
/* Opens and answers to the end. */
const McExamResult *mc_desk_examine(McDesk *desk, McExamKind kind, McCorrection correction);
void mc_desk_examine_all(McDesk *desk);
void mc_desk_finish(McDesk *desk);
/* The whole of it. */
void mc_desk_visit(McDesk *desk, guint person);

void mc_desk_sign_in(McDesk *desk, const char *name, const char *pin);
void mc_desk_sign_out(McDesk *desk);

/* How many links of the chain have this label, or this type when label is NULL. */
guint mc_desk_count(McDesk *desk, const char *type, const char *label);
/* Reads the whole chain from the outbox, verifies each seal and the links. */
void mc_desk_verify_chain(McDesk *desk);

/* The bodies of the chain from the outbox, each with its type as member "type"; json_t*. */
GPtrArray *mc_desk_contents(McDesk *desk);
/* The newest record; it must replay and judge to what it states. */
McVisit *mc_desk_record(McDesk *desk);
/* The newest link in the outbox, its seal verified: its body. */
json_t *mc_desk_newest(McDesk *desk, McContentHead *head);
/* Whether the bytes stand anywhere in the files below the folder. */
gboolean mc_desk_is_on_disk(McDesk *desk, const char *folder, const char *text);

/* ---- pictures (pictures.c) ---- */

/* Movements are done and pictures of them taken here, from the recorder's next start on. */
void mc_desk_have_pictures(McDesk *desk);
/* Of somebody who agreed that the camera watches. */
McStep mc_desk_open_watched(McDesk *desk);
/* As of the trial that is out; a JPEG has its marks at begin and end. */
McRecorderRequest mc_desk_picture(McDesk *desk, GBytes *picture);
/* The text between those marks. */
void mc_desk_take_picture(McDesk *desk, const char *text);
/* The digests of the files that lie in a folder of the provisioning: recorder, spool. */
GPtrArray *mc_desk_evidence(McDesk *desk, const char *folder);

/* ---- receipts ---- */

/* The key FOLDER/NAME.key of the provisioning. */
McSigner *mc_desk_signer(McDesk *desk, const char *folder, const char *name);
/* A good one for the record, to be spoilt and signed. */
void mc_desk_receipt(McDesk *desk, const McRecordState *record, McReceipt *receipt);
/* Puts it where the recorder looks for the receipt of that record. */
void mc_desk_deliver(McDesk *desk, guint64 seq, const McReceipt *receipt, McSigner *by);

/* ---- the real program (process.c) ---- */

/* Starts medcheck-recorder; kill_at NULL = none. */
McDesk *mc_desk_new_program(const McDeskKit *kit, const char *kill_at);
void mc_desk_start_program(McDesk *desk, const char *kill_at);
/* Asks until it is answered, as the glass does: a dead program is started again, without a kill
 * point, and told first who is there. */
gboolean mc_desk_insist(McDesk *desk, const McRecorderRequest *request);
void mc_desk_kill_program(McDesk *desk);

#endif
