#include "app/record/case.h"

#include "app/record/verdict.h"
#include <string.h>

static const struct {
	const char *name, *text;
} problems[] = {
    [MC_CASE_GOOD] = {"good", "the parts are one whole"},
    [MC_CASE_NO_PART] = {"no-part", "one of them is part of no case"},
    [MC_CASE_OTHER_CASE] = {"other-case", "they are parts of different cases"},
    [MC_CASE_OTHER_PERSON] = {"other-person", "they were not taken of one person"},
    [MC_CASE_OTHER_CLASSES] = {"other-classes", "they are for other classes or another business"},
    [MC_CASE_OTHER_RULES] = {"other-rules", "they were judged by different rule packs"},
    [MC_CASE_OTHER_ANSWERS] = {"other-answers", "a hearing aid was worn in one and not in another"},
    [MC_CASE_OTHER_DAYS] = {"other-days", "they state different days on which the case lapses"},
    [MC_CASE_FORKED] = {"forked", "two different parts have one number"},
    [MC_CASE_GAP] = {"gap", "a part is not among them"},
    [MC_CASE_NOT_AFTER] = {"not-after", "a part does not follow the one before it"},
    [MC_CASE_LAPSED] = {"lapsed",
        "a part was taken after the case's last day, or nobody knows when"},
    [MC_CASE_DOUBLED] = {"doubled", "an exam was taken that was not missing"},
    [MC_CASE_MISSTATED] = {"misstated",
        "what is said to be missing does not come out of the exams"},
    [MC_CASE_INCOMPLETE] = {"incomplete", "an exam is still missing"},
};

const char *
mc_case_problem_name(McCaseProblem problem)
{
	return (guint)problem < G_N_ELEMENTS(problems) ? problems[problem].name : NULL;
}

const char *
mc_case_problem_text(McCaseProblem problem)
{
	return (guint)problem < G_N_ELEMENTS(problems) ? problems[problem].text : NULL;
}

gboolean
mc_case_may_wait(McCaseProblem problem)
{
	return problem == MC_CASE_GAP || problem == MC_CASE_INCOMPLETE;
}

/* One slot for each number. */
static McCaseProblem
put_in_order(const McCasePart *part, guint parts, McCaseWhole *whole)
{
	gint32 last = 0;

	for (guint i = 0; i < parts; i++) {
		gint32 number = part[i].visit->of_case.part;
		McCasePart *slot = &whole->part[number - 1];

		if (slot->visit != NULL && strcmp(slot->digest, part[i].digest) != 0)
			return MC_CASE_FORKED;
		*slot = part[i];
		last = MAX(last, number);
	}
	whole->parts = (guint)last;
	return MC_CASE_GOOD;
}

static McCaseProblem
same_case(const McVisit *a, const McVisit *b)
{
	if (strcmp(a->of_case.case_id, b->of_case.case_id) != 0)
		return MC_CASE_OTHER_CASE;
	if (strcmp(a->of_case.person, b->of_case.person) != 0 ||
	    memcmp(&a->birth_for_age, &b->birth_for_age, sizeof(McDate)) != 0)
		return MC_CASE_OTHER_PERSON;
	if (a->classes != b->classes || strcmp(a->business, b->business) != 0 ||
	    a->demonstration != b->demonstration)
		return MC_CASE_OTHER_CLASSES;
	if (strcmp(a->rule_pack_digest, b->rule_pack_digest) != 0)
		return MC_CASE_OTHER_RULES;
	if (a->wears_hearing_aid != b->wears_hearing_aid)
		return MC_CASE_OTHER_ANSWERS;
	if (mc_date_compare(a->of_case.lapses, b->of_case.lapses) != 0)
		return MC_CASE_OTHER_DAYS;
	return MC_CASE_GOOD;
}

static McCaseProblem
all_same_case(const McCasePart *part, guint parts)
{
	for (guint i = 0; i < parts; i++) {
		McCaseProblem problem = MC_CASE_NO_PART;

		if (part[i].visit->of_case.case_id[0] != '\0')
			problem = same_case(part[0].visit, part[i].visit);
		if (problem != MC_CASE_GOOD)
			return problem;
	}
	return parts == 0 ? MC_CASE_NO_PART : MC_CASE_GOOD;
}

static guint32
taken(const McVisit *visit)
{
	guint32 kinds = 0;

	for (guint i = 0; i < visit->exams; i++)
		if (visit->exam[i]->plan.kind != MC_EXAM_REACTION)
			kinds |= 1u << visit->exam[i]->plan.kind;
	return kinds;
}

static McCaseProblem
follows(const McCasePart *before, const McCasePart *after)
{
	const McVisit *visit = after->visit;
	const McCaseMark *mark = &visit->of_case;
	guint32 missing = before->visit->of_case.missing;
	McDate day = visit->visit_date.year != 0 ? visit->visit_date : visit->latest_date;
	/* where the date is not known, the record's own moment is a guess and the bounds count */
	gboolean earlier = visit->visit_date.year != 0 && before->visit->visit_date.year != 0 &&
	                   mc_date_compare(day, before->visit->visit_date) < 0;

	if (strcmp(mark->after, before->digest) != 0 || earlier)
		return MC_CASE_NOT_AFTER;
	if (mc_date_compare(day, mark->lapses) > 0)
		return MC_CASE_LAPSED;
	if ((taken(visit) & ~missing) != 0)
		return MC_CASE_DOUBLED;
	return mark->missing == mc_case_missing(visit, missing) ? MC_CASE_GOOD : MC_CASE_MISSTATED;
}

static McCaseProblem
all_follow(const McCaseWhole *whole)
{
	const McVisit *first = whole->part[0].visit;

	if (first != NULL && first->of_case.missing != mc_case_missing(first, G_MAXUINT32))
		return MC_CASE_MISSTATED;
	for (guint i = 0; i < whole->parts; i++)
		if (whole->part[i].visit == NULL)
			return MC_CASE_GAP;
	for (guint i = 1; i < whole->parts; i++) {
		McCaseProblem problem = follows(&whole->part[i - 1], &whole->part[i]);

		if (problem != MC_CASE_GOOD)
			return problem;
	}
	return MC_CASE_GOOD;
}

/* The exams of one kind as of the last part that took it: of an exam that was taken again as a
 * whole nothing of before counts. */
static void
take_kind(const McCaseWhole *whole, McExamKind kind, McFacts *facts)
{
	const McVisit *visit = NULL;

	for (guint i = 0; i < whole->parts; i++)
		for (guint j = 0; j < whole->part[i].visit->exams; j++)
			if (whole->part[i].visit->exam[j]->plan.kind == kind &&
			    whole->part[i].visit->exam[j]->finished)
				visit = whole->part[i].visit;
	for (guint j = 0; visit != NULL && j < visit->exams; j++)
		if (visit->exam[j]->plan.kind == kind && visit->exam[j]->finished)
			mc_visit_take_exam(visit->exam[j], facts);
}

static void
judge(const McRulePack *pack, McCaseWhole *whole)
{
	const McVisit *last = whole->part[whole->parts - 1].visit;
	McFacts facts, without_exams;

	mc_visit_facts(last, &facts);
	without_exams = (McFacts){.birth = facts.birth,
	    .birth_known = facts.birth_known,
	    .today = facts.today,
	    .today_at_latest = facts.today_at_latest,
	    .declaration_made = TRUE,
	    .wears_hearing_aid = facts.wears_hearing_aid};
	facts = without_exams;
	for (guint i = 0; i < whole->parts; i++) {
		facts.declared |= whole->part[i].visit->declared;
		facts.declaration_made = facts.declaration_made && whole->part[i].visit->declaration_made;
	}
	for (guint kind = 0; kind < MC_EXAM_KINDS; kind++)
		take_kind(whole, (McExamKind)kind, &facts);
	for (guint i = 0; i < MC_CLASSES; i++)
		if (last->classes & 1u << i)
			mc_rules_judge(pack, (McLicenceClass)i, &facts, &whole->verdict[whole->verdicts++]);
}

McCaseProblem
mc_case_join(const McCasePart *part, guint parts, const McRulePack *pack, McCaseWhole *whole)
{
	McCaseProblem problem = all_same_case(part, parts);

	memset(whole, 0, sizeof *whole);
	if (problem == MC_CASE_GOOD)
		problem = put_in_order(part, parts, whole);
	if (problem == MC_CASE_GOOD)
		problem = all_follow(whole);
	if (problem != MC_CASE_GOOD)
		return problem;
	whole->missing = whole->part[whole->parts - 1].visit->of_case.missing;
	if (whole->missing != 0)
		return MC_CASE_INCOMPLETE;
	judge(pack, whole);
	return MC_CASE_GOOD;
}

json_t *
mc_case_whole_to_json(const McCaseWhole *whole)
{
	const McVisit *last = whole->part[whole->parts - 1].visit;
	json_t *json = json_object();
	json_t *parts = json_array();
	json_t *verdicts = json_array();

	for (guint i = 0; i < whole->parts; i++)
		json_array_append_new(
		    parts, json_pack("{s:s, s:s, s:I}", "digest", whole->part[i].digest, "kiosk",
		               whole->part[i].kiosk, "seq", (json_int_t)whole->part[i].seq));
	for (guint i = 0; i < whole->verdicts; i++)
		json_array_append_new(verdicts, mc_class_verdict_to_json(&whole->verdict[i]));
	json_object_set_new(json, "case_id", json_string(last->of_case.case_id));
	json_object_set_new(json, "classes", mc_classes_to_json(last->classes));
	json_object_set_new(json, "parts", parts);
	json_object_set_new(json, "person", json_string(last->of_case.person));
	json_object_set_new(json, "rule_pack_digest", json_string(last->rule_pack_digest));
	json_object_set_new(json, "rule_pack_id", json_string(last->rule_pack_id));
	json_object_set_new(json, "rule_pack_version", json_integer(last->rule_pack_version));
	json_object_set_new(json, "type", json_string("joined"));
	json_object_set_new(json, "v", json_integer(1));
	json_object_set_new(json, "verdicts", verdicts);
	return json;
}
