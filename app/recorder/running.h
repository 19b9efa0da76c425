#ifndef MC_APP_RECORDER_RUNNING_H
#define MC_APP_RECORDER_RUNNING_H

/* The visit in progress. It changes by steps only: small JSON objects that are committed to the
 * journal first and applied here afterwards, so that a restarted recorder stands where the steps
 * end. A step never holds personal data: the person is a keyed digest there, and everything else
 * about him lives in memory alone, until it is sealed or wiped.
 *
 *   {"at":wall_us,"step":"begin","visit":hex32,"language":text,"pack":hex64,"configuration":hex64}
 *   {"at":…,"step":"identify","person":hex64,"source":n,"expired":bool}
 *   {"at":…,"step":"case","mark":{…},"business":text,"classes":bits,"hearing_aid":bool}
 *   {"at":…,"step":"choose","business":text,"classes":bits,"glasses":bool,"hearing_aid":bool}
 *   {"at":…,"step":"declare","declared":bits}
 *   {"at":…,"step":"assist"}
 *   {"at":…,"step":"evidence","digest":hex64,"device_serial":text,"exam":n,"trial":n}
 *   {"at":…,"step":"left"}      the glass began another visit: this one waits for its card
 *   {"at":…,"step":"resume"}    its card is back
 *   {"at":…,"step":"open","run":{…},"device":{…}}   where pictures are taken of what is done:
 *   … "pictures":{"agreed":bool,"kept_days":n}
 *   {"at":…,"step":"event","event":{…}}
 */

#include "app/ports/recorder.h"
#include "app/record/visit.h"
#include <jansson.h>

typedef struct McRunning {
	McVisit *visit; /* what will stand in the record; the last exam may be unfinished */
	gint64 touched_wall_us, touched_us; /* of the last step; the latter monotonic */
	gboolean began_unsure; /* no clock could be believed then */
	gint64 began_wall_us; /* as the clock had it then */
	gint64 began_us; /* monotonic; after a restart that of the last step before it */
	gboolean was_restarted; /* the recorder, since it began */
	gboolean is_chosen;
	guint32 case_missing; /* of a case that goes on here: bit i = McExamKind i is to be taken */
	char pack_digest[65]; /* of the rule pack that was in force when it began */
	char configuration_sha256[65]; /* likewise; "" of a recorder that did not note it */
	char person[65]; /* "" until identified */
	GPtrArray *steps; /* of char*: as they lie in the journal */
	McExam *exam; /* of the last run while it is not finished, else NULL */
	gint64 exam_base_us; /* monotonic time at which the exam was opened, adjusted after a restart */
	/* Memory only. */
	gboolean is_identified;
	McIdentity identity;
	gboolean has_case_salt;
	guint8 case_salt[32];
} McRunning;

McRunning *mc_running_new(void);
void mc_running_free(McRunning *running); /* wipes */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McRunning, mc_running_free)

/* Starts a step: {"at":…,"step":…}. */
json_t *mc_running_step(const char *step, gint64 wall_us);
/* MC_ERROR_STORAGE: the journal holds what cannot be; the visit is of no use any more. now_us: the
 * monotonic clock. */
gboolean mc_running_apply(McRunning *running, const char *step, gint64 now_us, GError **error);
gboolean mc_running_step_is(const char *step, const char *word);

/* The unfinished last run, or NULL. */
McExamRun *mc_running_open_run(const McRunning *running);
/* The finished or unfinished run of a kind (and, acuity, correction), or NULL. */
McExamRun *mc_running_find(const McRunning *running, McExamKind kind, McCorrection correction);
/* Whether the open exam takes the event as it stands; changes nothing. */
gboolean mc_running_would_take(const McRunning *running, const McExamEvent *event);
/* What the open exam waits for. There must be one. */
McStep mc_running_next(const McRunning *running, McStimulus *stimulus);
/* Bit i = exam kind i is finished (acuity: the naked run). */
guint mc_running_finished(const McRunning *running);

#endif
