#ifndef MC_APP_GATEWAY_STORE_ADMISSIONS_H
#define MC_APP_GATEWAY_STORE_ADMISSIONS_H

/* Who may become a kiosk of this gateway, who has become one, and everything that was tried: a
 * SQLite file of its own beside the records, written by the admission desk and by the operator's
 * command line. Errors are MC_ERROR_STORAGE. */

#include <glib.h>

typedef struct McAdmissions McAdmissions;

/* Makes the file when it is missing, readable for its owner alone. */
McAdmissions *mc_admissions_open(const char *path, GError **error);
void mc_admissions_close(McAdmissions *admissions);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McAdmissions, mc_admissions_close)

/* Everything between the two becomes durable together, or nothing of it. */
gboolean mc_admissions_begin(McAdmissions *admissions, GError **error);
gboolean mc_admissions_end(McAdmissions *admissions, gboolean keep, GError **error);

/* ---- one-time codes and what came under them ---- */

typedef enum McAdmissionState {
	MC_ADMISSION_OPEN, /* the code was given out */
	MC_ADMISSION_PENDING, /* a kiosk has asked under it: a person decides */
	MC_ADMISSION_APPROVED,
	MC_ADMISSION_REFUSED,
} McAdmissionState;
const char *mc_admission_state_name(McAdmissionState state);

typedef struct McAdmission {
	char code[17]; /* the code's name on the wire, not the code */
	char kiosk[33];
	gboolean replaces; /* new hardware in the place of one that was admitted before */
	gint64 made_us, until_us; /* wall clock */
	McAdmissionState state;
	guint wrong; /* messages with this code's name and a wrong MAC */
	char fingerprint[20], protection[16]; /* of the signing key; from PENDING on */
	char request_digest[65];
	GBytes *keys; /* that the MACs are made with; NULL once it is decided */
	GBytes *request, *answer;
} McAdmission;
void mc_admission_clear(McAdmission *admission);

gboolean mc_admissions_add(McAdmissions *admissions, const McAdmission *admission, GError **error);
/* All but code, kiosk, replaces and times. */
gboolean mc_admissions_change(
    McAdmissions *admissions, const McAdmission *admission, GError **error);
/* By the code's name; or of a kiosk the last one that waits for a decision. *found tells whether
 * there is one. */
gboolean mc_admissions_find(McAdmissions *admissions, const char *code, McAdmission *admission,
    gboolean *found, GError **error);
gboolean mc_admissions_find_pending(McAdmissions *admissions, const char *kiosk,
    McAdmission *admission, gboolean *found, GError **error);
typedef void (*McAdmissionFunc)(const McAdmission *admission, gpointer data);
gboolean mc_admissions_each(
    McAdmissions *admissions, McAdmissionFunc each, gpointer data, GError **error);

/* ---- the log: nothing is ever taken out of it ---- */

typedef struct McAdmissionNote {
	gint64 at_us;
	const char *event; /* "invited", "asked", "wrong-code", … as in docs/keys.md */
	const char *kiosk; /* "" when it is not known */
	const char *what; /* a fingerprint, serial or digest */
	const char *peer; /* address, or "" for the command line */
} McAdmissionNote;
gboolean mc_admissions_note(McAdmissions *admissions, const McAdmissionNote *note, GError **error);
typedef void (*McAdmissionNoteFunc)(const McAdmissionNote *note, gpointer data);
gboolean mc_admissions_each_note(
    McAdmissions *admissions, McAdmissionNoteFunc each, gpointer data, GError **error);
/* Of a kiosk and the certificates that it was given last by a person's decision: *what of the note
 * of this event that says `like`, or else of the latest; NULL = there is none. The caller frees it.
 */
gboolean mc_admissions_find_note(McAdmissions *admissions, const char *kiosk, const char *event,
    const char *like, char **what, GError **error);
/* How often a kiosk was renewed since then, or tried to be. */
gboolean mc_admissions_renewals(
    McAdmissions *admissions, const char *kiosk, gint64 since_us, guint *count, GError **error);
/* How often since then; peer NULL = from anywhere. */
gboolean mc_admissions_count(McAdmissions *admissions, const char *event, const char *peer,
    gint64 since_us, guint *count, GError **error);

/* ---- certificates given out ---- */

typedef struct McAdmissionCertificate {
	char serial[41], kiosk[33], use[8]; /* "seal", "tls" */
	gint64 until_us, revoked_us; /* 0 = it holds */
	char key[65]; /* SHA-256 of the public key; "" of one given out by a version that kept none */
} McAdmissionCertificate;
gboolean mc_admissions_certified(McAdmissions *admissions,
    const McAdmissionCertificate *certificate, GBytes *pem, GError **error);
/* What a key was certified for: once at most. *pem is the caller's. */
gboolean mc_admissions_find_key(McAdmissions *admissions, const char *key,
    McAdmissionCertificate *certificate, GBytes **pem, gboolean *found, GError **error);
/* Takes back all that a kiosk holds. */
gboolean mc_admissions_revoke(
    McAdmissions *admissions, const char *kiosk, gint64 now_us, guint *count, GError **error);
/* How many certificates of a kiosk hold now. */
gboolean mc_admissions_holds(
    McAdmissions *admissions, const char *kiosk, gint64 now_us, guint *count, GError **error);
/* Of McAdmissionCertificate, those of this use that were taken back. */
GArray *mc_admissions_revoked(McAdmissions *admissions, const char *use, GError **error);

#endif
