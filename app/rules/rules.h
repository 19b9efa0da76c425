#ifndef MC_APP_RULES_RULES_H
#define MC_APP_RULES_RULES_H

/* From exam results to a verdict per licence class, under a dated pack of rules. C library only, no
 * allocation: the pack is parsed by app/record into these structs. Same pack + same facts = same
 * verdict in kiosk, gateway and court. Source of the values: Ministry of Public Security orders 162
 * and 172, see data/rules-*.json. */

#include "app/exam/exam.h"

typedef enum McLicenceClass {
	MC_CLASS_A1,
	MC_CLASS_A2,
	MC_CLASS_A3,
	MC_CLASS_B1,
	MC_CLASS_B2,
	MC_CLASS_C1,
	MC_CLASS_C2,
	MC_CLASS_C3,
	MC_CLASS_C4,
	MC_CLASS_C5,
	MC_CLASS_C6,
	MC_CLASS_D,
	MC_CLASS_E,
	MC_CLASS_F,
	MC_CLASS_M,
	MC_CLASS_N,
	MC_CLASS_P,
} McLicenceClass;
#define MC_CLASSES 17

/* "A1" … "P"; and back: -1 when unknown. */
const char *mc_licence_class_code(McLicenceClass licence_class);
int mc_licence_class_from_code(const char *code);

typedef enum McRequirement {
	MC_REQUIREMENT_AGE,
	MC_REQUIREMENT_DECLARATION,
	MC_REQUIREMENT_VISION_LEFT,
	MC_REQUIREMENT_VISION_RIGHT,
	MC_REQUIREMENT_HEARING_LEFT,
	MC_REQUIREMENT_HEARING_RIGHT,
	MC_REQUIREMENT_HEARING_SIDE,
	MC_REQUIREMENT_COLOUR,
	MC_REQUIREMENT_STATURE,
	MC_REQUIREMENT_UPPER_LIMBS,
	MC_REQUIREMENT_LOWER_LIMBS,
	MC_REQUIREMENT_TRUNK_NECK,
	MC_REQUIREMENT_MEMORY_TEST, /* 70+: memory, judgement and reaction, taken elsewhere */
	MC_REQUIREMENT_SPECIAL_INSTITUTION, /* C5 */
} McRequirement;
#define MC_REQUIREMENTS 14

/* A civil date, as on the card. No time zone: the visit's date is the one in Asia/Shanghai. */
typedef struct McDate {
	int16_t year;
	uint8_t month, day;
} McDate;
bool mc_date_is_valid(McDate date);
int mc_date_compare(McDate a, McDate b);
/* 20240229 -> {2024, 2, 29}; false and untouched when it is no date. */
bool mc_date_from_yyyymmdd(int32_t yyyymmdd, McDate *date);
/* days >= 0 later. */
McDate mc_date_add_days(McDate date, int days);
int32_t mc_date_to_yyyymmdd(McDate date);

#define MC_RULE_ID_SIZE 32
typedef struct McClassRule {
	bool present;
	char rule_id[MC_RULE_ID_SIZE]; /* prefix of the ids in a verdict, e.g. "cn-172-c1"; 17 bytes of
	                                  it are used */
	int16_t age_min_years;
	int16_t age_max_years; /* 0 = none */
	bool age_max_inclusive; /* data: may the person of exactly that age (until the next birthday)
	                           still apply */
	int16_t memory_test_from_years; /* 70; 0 = never */
	int32_t vision_cut_milli_log_mar; /* each eye */
	int16_t stature_min_mm; /* 0 = none */
	bool monocular_allowed; /* one eye failing -> REFER instead of FAIL (field is measured
	                           elsewhere) */
	bool hearing_aid_allowed;
	bool special_institution; /* C5: REFER */
} McClassRule;

typedef struct McRulePack {
	char id[MC_RULE_ID_SIZE];
	int32_t version;
	McDate valid_from, valid_to; /* valid_to.year == 0: open */
	int16_t case_days; /* an unfinished check may be finished until so many days later; 0 = never */
	bool leap_birthday_on_march_1; /* 29 February in common years: 1 March, otherwise 28 February */
	McClassRule classes[MC_CLASSES];
	McExamPlan
	    plans[MC_EXAM_KINDS]; /* the cuts of the acuity plan are set from the classes applied for */
	int32_t plan_form[MC_EXAM_KINDS]; /* which numbers its text knows: app/transcript/plan-form.h */
} McRulePack;

/* What is known at the end of a visit. */
typedef struct McFacts {
	McDate birth, today;
	McDate today_at_latest; /* where the date is not known: today is the first it may be, this one
	                           the last; year 0: it is known */
	bool birth_known;
	uint32_t declared; /* bit i = condition i+1 of the ten */
	bool declaration_made;
	bool wears_hearing_aid;
	/* NULL = not examined at this kiosk. With glasses counts where it stands, the naked run
	 * otherwise. */
	const McExamResult *acuity_naked, *acuity_glasses, *hearing, *side, *stature, *limbs, *colour;
} McFacts;

typedef enum McDecisionBasis {
	MC_BASIS_MEASURED,
	MC_BASIS_DECLARED,
	MC_BASIS_DOCUMENT, /* the card: age */
	MC_BASIS_ELSEWHERE, /* to be examined elsewhere: this kiosk cannot measure it */
	MC_BASIS_EVIDENCE, /* watched here, for a doctor to judge: no verdict of a machine */
	MC_BASIS_NOT_REQUIRED,
} McDecisionBasis;

typedef struct McRequirementVerdict {
	McRequirement requirement;
	McOutcome outcome;
	McDecisionBasis basis;
	uint32_t reasons; /* McReason bits of the exam behind it */
	char rule_id[MC_RULE_ID_SIZE]; /* the rule that decided, e.g. "cn-172-c1-vision" */
} McRequirementVerdict;

typedef struct McClassVerdict {
	McLicenceClass licence_class;
	/* FAIL if a requirement fails; else REFER if one refers; else NOT_DETERMINED if one is,
	 * measured here or elsewhere; else PASS. So nobody is called fit by omission. */
	McOutcome outcome;
	/* The same over what this kiosk measures, leaving MC_BASIS_ELSEWHERE and
	 * MC_BASIS_EVIDENCE out: the "part done here".
	 */
	McOutcome outcome_here;
	bool restriction_glasses, restriction_hearing_aid;
	int32_t requirements;
	McRequirementVerdict requirement[MC_REQUIREMENTS];
} McClassVerdict;

/* Judges one class. The class must be present in the pack; otherwise NOT_DETERMINED with no
 * requirement. */
void mc_rules_judge(const McRulePack *pack, McLicenceClass licence_class, const McFacts *facts,
    McClassVerdict *verdict);

/* Makes the limits of the given classes (bit i = McLicenceClass i) the plan's cuts, so that one
 * acuity run decides them all. Of limits that one run cannot hold the strictest are kept. */
void mc_rules_set_vision_cuts(const McRulePack *pack, uint32_t classes, McAcuityPlan *plan);

/* Whether its rules are in force on one of these days: one day, or those between which nobody can
 * tell. What has begun on a day goes on by the rules of that day. */
bool mc_rules_in_force(const McRulePack *pack, McDate first, McDate last);

/* Age in whole years on a day; the birthday counts from 00:00. */
int mc_rules_age_years(const McRulePack *pack, McDate birth, McDate on);

#endif
