#ifndef MC_APP_RECORD_CASE_H
#define MC_APP_RECORD_CASE_H

/* A check in parts: what an instrument that was dead left open at one kiosk is taken at another
 * one, within the days of the rule pack. Each part is a whole visit with its own seal, passport and
 * verdict; joined, the exams of all parts are judged as one. Everything here is computed from the
 * parts, so that kiosk, gateway and court come to the same. */

#include "app/record/content.h"
#include "app/record/visit.h"

json_t *mc_case_mark_to_json(const McCaseMark *mark);
/* Total, strict; MC_ERROR_BAD_INPUT names the member. */
gboolean mc_case_mark_from_json(const json_t *json, McCaseMark *mark, GError **error);

/* Sets of kinds (bit i = McExamKind i) as words, in the order of the enumeration. */
json_t *mc_exam_kinds_to_json(guint32 kinds);

/* Which kinds are to be taken after a visit before which these were missing; before a part 1 all.
 * Missing is an exam whose last run an instrument left undetermined: it was dead, not there, not
 * calibrated. Such an exam is taken again as a whole. A practice (reaction) never is. */
guint32 mc_case_missing(const McVisit *visit, guint32 before);

/* Makes the visit part 1 of a case, when something is missing and the pack has days for it and the
 * visit's date is known. FALSE: it is none, nothing was changed. person as of
 * mc_personal_case_person(). */
gboolean mc_case_open(
    McVisit *visit, const McRulePack *pack, const char *case_id, const char *person);

/* One visit's mark alone: MC_ERROR_UNTRUSTED when it does not fit the visit and the pack. Good for
 * a visit that is part of no case. */
gboolean mc_case_mark_verify(const McVisit *visit, const McRulePack *pack, GError **error);

/* Why parts are no whole. */
typedef enum McCaseProblem {
	MC_CASE_GOOD,
	MC_CASE_NO_PART, /* a visit that is part of no case */
	MC_CASE_OTHER_CASE, /* parts of two cases */
	MC_CASE_OTHER_PERSON, /* not the same commitment, or birthday */
	MC_CASE_OTHER_CLASSES, /* applied for other classes, or for another business */
	MC_CASE_OTHER_RULES, /* judged by two rule packs */
	MC_CASE_OTHER_ANSWERS, /* a hearing aid in one part and none in the other */
	MC_CASE_OTHER_DAYS, /* they do not state one day on which the case lapses */
	MC_CASE_FORKED, /* two different parts of one number */
	MC_CASE_GAP, /* a part between is not here (yet) */
	MC_CASE_NOT_AFTER, /* a part does not name the one before it by its digest, or is earlier */
	MC_CASE_LAPSED, /* taken after the last day, or nobody knows on which */
	MC_CASE_DOUBLED, /* an exam was taken that was not missing */
	MC_CASE_MISSTATED, /* what is missing after a part does not come out of its exams */
	MC_CASE_INCOMPLETE, /* an exam is still missing */
} McCaseProblem;
/* "no-part" …, NULL outside the enumeration; and a sentence for a log. */
const char *mc_case_problem_name(McCaseProblem problem);
const char *mc_case_problem_text(McCaseProblem problem);
/* More parts may still make it a whole. */
gboolean mc_case_may_wait(McCaseProblem problem);

typedef struct McCasePart {
	char kiosk[33];
	guint64 seq;
	char digest[MC_DIGEST_HEX_SIZE]; /* of the envelope */
	const McVisit *visit; /* borrowed; proven: seal, and mc_visit_verify() */
} McCasePart;

typedef struct McCaseWhole {
	guint parts;
	McCasePart part[MC_CASE_PARTS_MAX]; /* in the order of their numbers */
	guint32 missing;
	guint verdicts;
	McClassVerdict verdict[MC_CLASSES];
} McCaseWhole;

/* Parts in any order; the same one (by digest) twice does no harm. At MC_CASE_GOOD the whole is
 * judged: each kind of exam as of the last part that took it, what was declared in any part, the
 * age of the last part's day. At MC_CASE_INCOMPLETE the parts are in order and what is missing is
 * told. */
McCaseProblem mc_case_join(
    const McCasePart *part, guint parts, const McRulePack *pack, McCaseWhole *whole);

/* What is stated of a whole: {"case_id","classes","parts":[{"digest","kiosk","seq"}…],"person",
 * "rule_pack_digest","rule_pack_id","rule_pack_version","type":"joined","v":1,"verdicts"}. */
json_t *mc_case_whole_to_json(const McCaseWhole *whole);

#endif
