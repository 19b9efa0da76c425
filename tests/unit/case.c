/* C18: what one kiosk could not take is taken at another one, and both parts are judged as one. */

#include "app/record/case.h"
#include "app/base/error.h"
#include "app/record/personal.h"
#include "tests/kit/case.h"
#include <string.h>

typedef struct Fixture {
	McRulePack pack;
	char pack_digest[MC_DIGEST_HEX_SIZE];
	McVisit *visit[2];
	McCasePart part[2];
	McCaseWhole whole;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer data)
{
	char first[MC_DIGEST_HEX_SIZE];

	memset(first, '1', 64);
	first[64] = '\0';
	mc_sample_pack(&fixture->pack, fixture->pack_digest);
	fixture->visit[0] = mc_sample_part_1(&fixture->pack, fixture->pack_digest);
	fixture->visit[1] = mc_sample_part_2(&fixture->pack, fixture->pack_digest, first);
	fixture->part[0] = (McCasePart){.kiosk = "K-0001", .seq = 42, .visit = fixture->visit[0]};
	fixture->part[1] = (McCasePart){.kiosk = "K-0002", .seq = 7, .visit = fixture->visit[1]};
	memset(fixture->part[0].digest, '1', 64);
	memset(fixture->part[1].digest, '2', 64);
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
	mc_visit_free(fixture->visit[0]);
	mc_visit_free(fixture->visit[1]);
}

static McCaseProblem
join(Fixture *fixture)
{
	McCaseProblem problem = mc_case_join(fixture->part, 2, &fixture->pack, &fixture->whole);

	g_test_message("%s", mc_case_problem_name(problem));
	return problem;
}

static const McRequirementVerdict *
line(const McClassVerdict *verdict, McRequirement requirement)
{
	for (gint32 i = 0; i < verdict->requirements; i++)
		if (verdict->requirement[i].requirement == requirement)
			return &verdict->requirement[i];
	g_assert_not_reached();
}

/* Each part alone is true, signed and not determined; together they are determined. */
static void
test_whole(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GError) error = NULL;
	const McClassVerdict *whole = &fixture->whole.verdict[0];

	for (guint i = 0; i < 2; i++) {
		json_auto_t *json = mc_visit_to_json(fixture->visit[i]);
		g_autoptr(McVisit) read = mc_visit_from_json(json, &error);

		g_assert_no_error(error);
		mc_visit_verify(read, &fixture->pack, &error);
		g_assert_no_error(error);
		g_assert_cmpint(line(&read->verdict[0],
		                    i == 0 ? MC_REQUIREMENT_HEARING_LEFT : MC_REQUIREMENT_VISION_LEFT)
		                    ->outcome,
		    ==, MC_OUTCOME_NOT_DETERMINED);
	}
	g_assert_cmpuint(
	    fixture->visit[0]->of_case.missing, ==, 1u << MC_EXAM_HEARING | 1u << MC_EXAM_SIDE);
	g_assert_cmpint(join(fixture), ==, MC_CASE_GOOD);
	g_assert_cmpuint(fixture->whole.verdicts, ==, 1);
	g_assert_cmpint(line(whole, MC_REQUIREMENT_VISION_LEFT)->outcome, ==, MC_OUTCOME_PASS);
	g_assert_cmpint(line(whole, MC_REQUIREMENT_HEARING_LEFT)->outcome, ==, MC_OUTCOME_PASS);
	g_assert_cmpint(line(whole, MC_REQUIREMENT_HEARING_SIDE)->outcome, ==, MC_OUTCOME_PASS);
	g_assert_cmpint(line(whole, MC_REQUIREMENT_COLOUR)->outcome, ==,
	    line(&fixture->visit[0]->verdict[0], MC_REQUIREMENT_COLOUR)->outcome);
}

/* In any order, and with one of them twice, the same comes out. */
static void
test_any_order(Fixture *fixture, gconstpointer data)
{
	McCasePart turned[3] = {fixture->part[1], fixture->part[0], fixture->part[1]};
	McCaseWhole other;
	json_auto_t *a = NULL;
	json_auto_t *b = NULL;

	g_assert_cmpint(join(fixture), ==, MC_CASE_GOOD);
	g_assert_cmpint(mc_case_join(turned, 3, &fixture->pack, &other), ==, MC_CASE_GOOD);
	a = mc_case_whole_to_json(&fixture->whole);
	b = mc_case_whole_to_json(&other);
	g_assert_true(json_equal(a, b));
	g_assert_cmpuint(json_array_size(json_object_get(a, "parts")), ==, 2);
}

static void
test_waits(Fixture *fixture, gconstpointer data)
{
	McCaseProblem first = mc_case_join(fixture->part, 1, &fixture->pack, &fixture->whole);
	McCaseProblem second = mc_case_join(fixture->part + 1, 1, &fixture->pack, &fixture->whole);

	g_assert_cmpint(first, ==, MC_CASE_INCOMPLETE);
	g_assert_cmpint(second, ==, MC_CASE_GAP);
	g_assert_true(mc_case_may_wait(first) && mc_case_may_wait(second));
	g_assert_false(mc_case_may_wait(MC_CASE_LAPSED));
}

typedef struct Refusal {
	const char *name;
	McCaseProblem problem;
	void (*change)(Fixture *fixture);
} Refusal;

static void
no_part(Fixture *fixture)
{
	fixture->visit[1]->of_case.case_id[0] = '\0';
}

static void
other_case(Fixture *fixture)
{
	fixture->visit[1]->of_case.case_id[0] = 'f';
}

static void
other_person(Fixture *fixture)
{
	mc_personal_case_person(MC_SAMPLE_CASE, "110101199003071233", mc_sample_case_salt,
	    fixture->visit[1]->of_case.person);
}

static void
other_birthday(Fixture *fixture)
{
	fixture->visit[1]->birth_for_age.day++;
}

static void
other_classes(Fixture *fixture)
{
	fixture->visit[1]->classes |= 1u << MC_CLASS_A1;
}

static void
other_rules(Fixture *fixture)
{
	memset(fixture->visit[1]->rule_pack_digest, '0', 64);
}

static void
other_answers(Fixture *fixture)
{
	fixture->visit[1]->wears_hearing_aid = TRUE;
}

static void
other_days(Fixture *fixture)
{
	fixture->visit[1]->of_case.lapses.year++;
}

static void
forked(Fixture *fixture)
{
	fixture->visit[1]->of_case.part = 1;
}

static void
gap(Fixture *fixture)
{
	fixture->visit[1]->of_case.part = 3;
}

static void
not_after(Fixture *fixture)
{
	fixture->visit[1]->of_case.after[0] = '0';
}

static void
earlier(Fixture *fixture)
{
	fixture->visit[1]->visit_date = (McDate){2026, 11, 23};
}

/* The last day counts, the next one does not. */
static void
lapsed(Fixture *fixture)
{
	McVisit *visit = fixture->visit[1];

	visit->visit_date = visit->of_case.lapses;
	g_assert_cmpint(mc_date_to_yyyymmdd(visit->visit_date), ==, 20261224);
	g_assert_cmpint(join(fixture), ==, MC_CASE_GOOD);
	visit->visit_date = mc_date_add_days(visit->visit_date, 1);
}

static void
unknown_day(Fixture *fixture)
{
	McVisit *visit = fixture->visit[1];

	visit->earliest_date = visit->visit_date;
	visit->visit_date.year = 0;
	visit->latest_date = (McDate){9999, 12, 31};
}

static void
doubled(Fixture *fixture)
{
	McVisit *visit = fixture->visit[1];

	visit->exam[visit->exams++] = mc_sample_run(&fixture->pack.plans[MC_EXAM_STATURE], 5, 980);
}

static void
misstated(Fixture *fixture)
{
	fixture->visit[1]->of_case.missing = 1u << MC_EXAM_HEARING;
}

static void
misstated_first(Fixture *fixture)
{
	fixture->visit[0]->of_case.missing |= 1u << MC_EXAM_ACUITY;
}

/* The other kiosk's audiometer was dead too. */
static void
incomplete(Fixture *fixture)
{
	McVisit *visit = fixture->visit[1];

	for (guint i = 0; i < visit->exams; i++)
		mc_exam_run_free(visit->exam[i]);
	visit->exams = 1;
	visit->exam[0] =
	    mc_sample_run_not_done(&fixture->pack.plans[MC_EXAM_HEARING], MC_REASON_DEVICE_LOST);
	visit->of_case.missing = 1u << MC_EXAM_HEARING | 1u << MC_EXAM_SIDE;
}

static const Refusal refusals[] = {
    {"no-part", MC_CASE_NO_PART, no_part},
    {"other-case", MC_CASE_OTHER_CASE, other_case},
    {"other-person", MC_CASE_OTHER_PERSON, other_person},
    {"other-birthday", MC_CASE_OTHER_PERSON, other_birthday},
    {"other-classes", MC_CASE_OTHER_CLASSES, other_classes},
    {"other-rules", MC_CASE_OTHER_RULES, other_rules},
    {"other-answers", MC_CASE_OTHER_ANSWERS, other_answers},
    {"other-days", MC_CASE_OTHER_DAYS, other_days},
    {"forked", MC_CASE_FORKED, forked},
    {"gap", MC_CASE_GAP, gap},
    {"not-after", MC_CASE_NOT_AFTER, not_after},
    {"earlier", MC_CASE_NOT_AFTER, earlier},
    {"lapsed", MC_CASE_LAPSED, lapsed},
    {"unknown-day", MC_CASE_LAPSED, unknown_day},
    {"doubled", MC_CASE_DOUBLED, doubled},
    {"misstated", MC_CASE_MISSTATED, misstated},
    {"misstated-first", MC_CASE_MISSTATED, misstated_first},
    {"incomplete", MC_CASE_INCOMPLETE, incomplete},
};

static void
test_refusal(Fixture *fixture, gconstpointer data)
{
	const Refusal *refusal = data;

	refusal->change(fixture);
	g_assert_cmpint(join(fixture), ==, refusal->problem);
	g_assert_cmpuint(fixture->whole.verdicts, ==, 0);
	g_assert_nonnull(mc_case_problem_text(refusal->problem));
}

/* No case without a reason for it, days for it, a date and a person; and none by misstatement. */
static void
test_opening(Fixture *fixture, gconstpointer data)
{
	g_autoptr(McVisit) good = mc_sample_visit(&fixture->pack, fixture->pack_digest, 11, 980);
	McVisit *part = fixture->visit[0];
	McRulePack without = fixture->pack;
	char person[65];
	g_autoptr(GError) error = NULL;

	g_strlcpy(person, part->of_case.person, sizeof person);
	g_assert_false(mc_case_open(good, &fixture->pack, MC_SAMPLE_CASE, person));
	without.case_days = 0;
	g_assert_false(mc_case_open(part, &without, MC_SAMPLE_CASE, person));
	g_assert_false(mc_case_open(part, &fixture->pack, MC_SAMPLE_CASE, ""));
	part->of_case.lapses = mc_date_add_days(part->of_case.lapses, 1);
	g_assert_false(mc_visit_verify(part, &fixture->pack, &error));
	g_assert_error(error, MC_ERROR, MC_ERROR_UNTRUSTED);
	g_assert_nonnull(strstr(error->message, "lapses"));
}

/* The commitment says nothing without the salt, and the sealed part holds what opens it. */
static void
test_person(Fixture *fixture, gconstpointer data)
{
	McPersonal personal = {.has_case = TRUE};
	McPersonal again;
	guint8 other_salt[32] = {1};
	char a[65], b[65];
	g_autoptr(GBytes) bytes = NULL;
	g_autoptr(GError) error = NULL;

	g_strlcpy(personal.identity.number, MC_SAMPLE_NUMBER, sizeof personal.identity.number);
	memcpy(personal.case_salt, mc_sample_case_salt, sizeof personal.case_salt);
	bytes = mc_personal_write(&personal, &error);
	g_assert_no_error(error);
	g_assert_true(mc_personal_read(bytes, &again, &error));
	g_assert_true(again.has_case);
	mc_personal_case_person(MC_SAMPLE_CASE, again.identity.number, again.case_salt, a);
	g_assert_cmpstr(a, ==, fixture->visit[0]->of_case.person);
	mc_personal_case_person(MC_SAMPLE_CASE, MC_SAMPLE_NUMBER, other_salt, b);
	g_assert_cmpstr(a, !=, b);
	mc_personal_clear(&again);
}

static void
test_slip(Fixture *fixture, gconstpointer data)
{
	McCaseSlip slip, read;
	McCaseMark mark;
	g_autofree char *text = NULL;
	g_autofree char *again = NULL;
	g_autoptr(GError) error = NULL;

	mc_case_slip_of(fixture->visit[0], mc_sample_case_salt, fixture->part[0].digest, &slip);
	text = mc_case_slip_write(&slip);
	g_test_message("%" G_GSIZE_FORMAT " characters", strlen(text));
	g_assert_true(mc_case_slip_read(text, &read, &error));
	again = mc_case_slip_write(&read);
	g_assert_cmpstr(again, ==, text);
	g_assert_null(strstr(text, MC_SAMPLE_NUMBER));
	g_assert_true(mc_case_slip_continue(&read, MC_SAMPLE_NUMBER, &mark));
	g_assert_cmpstr(mark.person, ==, fixture->visit[0]->of_case.person);
	g_assert_cmpint(mark.part, ==, 2);
	g_assert_false(mc_case_slip_continue(&read, "110101199003071233", &mark));
}

/* Not one wrong character is taken. */
static void
test_misread(Fixture *fixture, gconstpointer data)
{
	McCaseSlip slip;
	g_autofree char *text = NULL;

	mc_case_slip_of(fixture->visit[0], mc_sample_case_salt, fixture->part[0].digest, &slip);
	text = mc_case_slip_write(&slip);
	for (gsize i = 0; text[i] != '\0'; i++) {
		char kept = text[i];
		g_autoptr(GError) error = NULL;

		text[i] = kept == '0' ? '1' : '0';
		g_assert_false(mc_case_slip_read(text, &slip, &error));
		g_assert_error(error, MC_ERROR, MC_ERROR_BAD_INPUT);
		text[i] = kept;
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add("/case/C18/whole", Fixture, NULL, set_up, test_whole, tear_down);
	g_test_add("/case/C18/any-order", Fixture, NULL, set_up, test_any_order, tear_down);
	g_test_add("/case/C18/waits", Fixture, NULL, set_up, test_waits, tear_down);
	for (gsize i = 0; i < G_N_ELEMENTS(refusals); i++) {
		g_autofree char *path = g_strdup_printf("/case/C18/refused/%s", refusals[i].name);

		g_test_add(path, Fixture, &refusals[i], set_up, test_refusal, tear_down);
	}
	g_test_add("/case/C18/opening", Fixture, NULL, set_up, test_opening, tear_down);
	g_test_add("/case/C18/person", Fixture, NULL, set_up, test_person, tear_down);
	g_test_add("/case/C18/slip", Fixture, NULL, set_up, test_slip, tear_down);
	g_test_add("/case/C18/misread", Fixture, NULL, set_up, test_misread, tear_down);
	return g_test_run();
}
