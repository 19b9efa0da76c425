#ifndef MC_APP_RECORD_VISIT_H
#define MC_APP_RECORD_VISIT_H

/* What one finished (or aborted) visit states, without personal data: that travels beside it,
 * sealed to the authority and bound by a salted commitment. Written by the recorder; read by
 * gateway, tools and court. */

#include "app/ports/devices.h"
#include "app/record/pack.h"
#include "app/rules/rules.h"
#include "app/transcript/transcript.h"

/* How it is known whose visit this is. A card read does not prove the holder. */
typedef enum McIdentitySource {
	MC_IDENTITY_CARD_READ,
	MC_IDENTITY_CLERK_VERIFIED
} McIdentitySource;

typedef enum McVisitEnd {
	MC_VISIT_FINISHED,
	MC_VISIT_ABORTED, /* no measurements are kept: only the audit entry */
} McVisitEnd;

/* A check that could not be finished where it was begun, because an instrument was dead there: its
 * parts, each a visit of its own with its own seal and passport, state one case. See case.h. */
#define MC_CASE_PARTS_MAX 4
typedef struct McCaseMark {
	char case_id[33]; /* 16 random bytes, hex: says nothing of the person; "" = no part of a case */
	gint32 part; /* 1 … MC_CASE_PARTS_MAX */
	char person[65]; /* salted commitment to the person, the same in every part (personal.h) */
	char after[65]; /* SHA-256 of the envelope of the part before; "" in part 1 */
	McDate lapses; /* the last day on which another part counts, in Asia/Shanghai */
	guint32 missing; /* bit i = McExamKind i: still to be taken after this part */
} McCaseMark;

/* A picture of the camera that was taken during an exam: sealed to the authority, in a file of its
 * own that travels after the record. */
typedef struct McVisitEvidence {
	char digest[65]; /* SHA-256 of the sealed file, hex: its name */
	char
	    picture[65]; /* of the picture inside: one that is handed in twice is seen; "" = unstated */
	char device_serial[64]; /* of the camera */
	McExamKind exam;
	gint32 trial; /* of the exam: what the person was asked to do just then */
	gint64 at_wall_us;
} McVisitEvidence;

/* Whether the person agreed that the camera takes pictures, and for how long he was told that they
 * are kept. */
typedef struct McVisitPictures {
	gboolean asked; /* FALSE: no camera takes pictures at this kiosk, or it was away */
	gboolean agreed;
	gint32 kept_days; /* 1 … MC_PICTURE_DAYS_MAX */
} McVisitPictures;

/* A signed pack that was in force at the end of the visit (pack.h). */
typedef struct McVisitPack {
	McPackKind kind;
	gint64 version;
	char file_sha256[65]; /* of the file inside, hex */
} McVisitPack;

#define MC_VISIT_EXAMS_MAX 8
#define MC_VISIT_EVIDENCE_MAX 32
typedef struct McVisit {
	char visit_id[33]; /* 16 random bytes, hex */
	gint64 began_wall_us, ended_wall_us;
	guint clock_rate; /* 1, or a demonstration */
	gboolean demonstration;
	char language[8]; /* at the end */
	McIdentitySource identity_source;
	gboolean card_expired;
	McDate birth_for_age; /* year 0: not known; year, month and day decide the age rules; needed to
	                         judge again. Part of the signed content */
	McDate visit_date; /* in Asia/Shanghai; year 0: not known, it was one of the days … */
	McDate earliest_date, latest_date; /* … from this one to that; else year 0 */
	char business[4]; /* "A" apply, "G" renewal … (rules-and-forms.md, bizType) */
	guint32 classes; /* bit i = McLicenceClass i */
	gboolean has_glasses, wears_hearing_aid;
	gboolean declaration_made;
	guint32 declared; /* bit i = condition i+1 */
	guint exams;
	McExamRun *exam[MC_VISIT_EXAMS_MAX]; /* owned, in the order they were opened */
	guint devices;
	McDeviceInfo device[MC_VISIT_EXAMS_MAX]; /* measurement passports: see visit-passports.h */
	char rule_pack_id[MC_RULE_ID_SIZE];
	gint32 rule_pack_version;
	char rule_pack_digest[65]; /* SHA-256 of the pack's file, hex */
	char software[64]; /* "medcheck 0.1.0" */
	char software_sha256[65]; /* of the recorder's program file, hex */
	char configuration_sha256[65]; /* of the recorder's configuration, hex */
	guint packs;
	McVisitPack pack[MC_PACK_KINDS]; /* in the order of their kinds */
	gboolean clock_synchronised; /* civil time is steered by a reference, as the kernel has it */
	gint64 clock_error_max_us; /* bound of its error as the kernel states it; -1 = none is known */
	char commitment[65]; /* salted commitment to the personal part, hex; "" = none */
	char personal_digest[65]; /* SHA-256 of the sealed personal part, hex; "" = none */
	McCaseMark of_case;
	McVisitPictures pictures;
	guint evidences;
	McVisitEvidence evidence[MC_VISIT_EVIDENCE_MAX];
	guint assisted; /* times a clerk helped */
	guint verdicts;
	McClassVerdict verdict[MC_CLASSES];
} McVisit;

McVisit *mc_visit_new(void);
void mc_visit_free(McVisit *visit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McVisit, mc_visit_free)

/* The whole body of a content of type "visit", see content.h. …_from_json: total, strict;
 * MC_ERROR_BAD_INPUT names the member. */
json_t *mc_visit_to_json(const McVisit *visit);
McVisit *mc_visit_from_json(const json_t *json, GError **error);

/* What the rules need, taken from the exams of the visit (the last finished run of each kind
 * counts; naked and glasses apart). Pointers go into the visit. */
void mc_visit_facts(const McVisit *visit, McFacts *facts);

/* What plays to who wears a hearing aid or none, on this instrument: loudspeakers, if it has any,
 * or headphones. */
McTransducer mc_visit_transducer(gboolean wears_hearing_aid, const McDeviceInfo *device);
/* Bounds an acuity's sizes and limits by what this instrument says that it draws honestly. FALSE,
 * and the plan as it was: it can show the line of none of them. */
gboolean mc_visit_show_by(McAcuityPlan *plan, const McDeviceInfo *device);
/* Whether what plays then has a correction at every frequency of this plan. TRUE for what is not
 * heard. */
gboolean mc_visit_is_corrected(
    gboolean wears_hearing_aid, const McDeviceInfo *device, const McExamPlan *plan);

/* Takes one more exam that was run to its end into the facts, in the place of an earlier one. */
void mc_visit_take_exam(const McExamRun *run, McFacts *facts);

/* Fills visit->verdict[] under the pack, for every class applied for. */
void mc_visit_judge(McVisit *visit, const McRulePack *pack);

/* Whether the pack is in force on the day of the visit: that of its beginning, or one of those that
 * it may have been. MC_ERROR_UNTRUSTED names both. */
gboolean mc_visit_rules_in_force(const McVisit *visit, const McRulePack *pack, GError **error);

/* Runs every exam again and judges again: everything stated must come out. Also: the pack is the
 * one that the visit names (id, version) and in force on its day, each exam ran by the pack's plan,
 * the date of the visit is that of its times in Asia/Shanghai, and what it states as part of a case
 * fits it. MC_ERROR_UNTRUSTED names what differs. */
gboolean mc_visit_verify(const McVisit *visit, const McRulePack *pack, GError **error);

#endif
