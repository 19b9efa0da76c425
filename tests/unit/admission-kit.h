#ifndef MC_TESTS_UNIT_ADMISSION_KIT_H
#define MC_TESTS_UNIT_ADMISSION_KIT_H

/* A gateway's desk and office with a kiosk that wants in. */

#include "app/enrol/code.h"
#include "app/gateway/admission/desk.h"
#include "app/gateway/admission/office.h"
#include "tests/kit/provision.h"

#define KIOSK "K-0007"
#define HOUR_MS (3600u * 1000)
/* The desk's limits here: within ten minutes from an address, from all, under a code. */
#define MC_ADMISSION_WRONG 10
#define MC_ADMISSION_WRONG_ALL 200
#define MC_ADMISSION_WRONG_CODE 5

/* Made once, at the beginning: it takes longer than all that is done in it. */
extern McProvision *mc_admission_provision;

typedef struct McAdmissionFixture {
	McClock *clock;
	McAdmissions *admissions;
	char *folder;
	McAdmissionDesk desk;
	/* the kiosk's side */
	McEnrolCode code;
	McEnrolKeys keys;
	McEnrolRequest request;
} McAdmissionFixture;

typedef struct McAdmissionSaid {
	guint status;
	char code[32]; /* of the first problem, or "" */
	GBytes *body;
} McAdmissionSaid;

void mc_admission_said_clear(McAdmissionSaid *said);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(McAdmissionSaid, mc_admission_said_clear)

McOffice mc_admission_office(McAdmissionFixture *self);
McEnrolCode mc_admission_invite(McAdmissionFixture *self, const char *kiosk, gboolean replaces);
GBytes *mc_admission_new_csr(const char *kiosk);
/* What a kiosk asks with under a code. */
void mc_admission_prepare(McAdmissionFixture *self, const char *kiosk);
McAdmissionSaid mc_admission_knock_from(McAdmissionFixture *self, GBytes *bytes, const char *peer);
void mc_admission_assert_said(
    McAdmissionFixture *self, GBytes *bytes, guint status, const char *code);
GBytes *mc_admission_message(McAdmissionFixture *self);
void mc_admission_approve(
    McAdmissionFixture *self, const char *kiosk, const char *fingerprint, gboolean vouches);
void mc_admission_refuse_to_approve(
    McAdmissionFixture *self, const char *kiosk, const char *fingerprint);
void mc_admission_fingerprint_of(
    const McAdmissionFixture *self, char text[MC_ENROL_FINGERPRINT_SIZE]);
/* How often the desk has noted this event. */
int mc_admission_notes(McAdmissionFixture *self, const char *event);

typedef void (*McAdmissionTest)(McAdmissionFixture *self, gconstpointer data);
/* A program of such tests: begins, takes tests, runs them; returns the exit status. */
void mc_admission_begin(int *argc, char ***argv);
void mc_admission_add(const char *path, McAdmissionTest test);
int mc_admission_run(void);

#endif
