/* C18 in the recorder: what an instrument left open becomes a case, and another recorder, which has
 * only the code on the slip, takes what is missing and nothing else. */

#include "app/base/error.h"
#include "app/json/hex.h"
#include "app/record/case-slip.h"
#include "app/record/case.h"
#include "app/record/personal.h"
#include "app/record/rule-pack.h"
#include "tests/desk/desk.h"
#include "tests/kit/sample.h"
#include <string.h>

typedef struct Fixture {
	McDesk *here, *there; /* two kiosks */
	McRecordState first; /* the record of part 1 */
	char code[MC_CASE_CODE_SIZE];
} Fixture;

static void
state_not_done(McDesk *desk, McExamKind kind)
{
	mc_desk_ask(desk, &(McRecorderRequest){
	                      .op = MC_RECORDER_EXAM_STOP, .exam = kind, .stop = MC_REASON_NO_DEVICE});
}

/* The audiometer is dead. */
static void
set_up(Fixture *fixture, gconstpointer kit)
{
	McDesk *here = mc_desk_new(kit);

	fixture->here = here;
	fixture->there = mc_desk_new(kit);
	mc_desk_arrive(here, 0);
	mc_desk_examine(here, MC_EXAM_ACUITY, MC_CORRECTION_NAKED);
	state_not_done(here, MC_EXAM_HEARING);
	state_not_done(here, MC_EXAM_SIDE);
	mc_desk_finish(here);
	fixture->first = here->reply->record;
	g_strlcpy(fixture->code, here->reply->of_case.code, sizeof fixture->code);
}

static void
tear_down(Fixture *fixture, gconstpointer unused)
{
	mc_desk_free(fixture->here);
	mc_desk_free(fixture->there);
}

#define MISSING (1u << MC_EXAM_HEARING | 1u << MC_EXAM_SIDE)

static McRecorderRequest
go_on(const char *code)
{
	McRecorderRequest request = {.op = MC_RECORDER_CASE_CONTINUE};

	g_strlcpy(request.case_code, code, sizeof request.case_code);
	return request;
}

/* The code comes with the end and with the first slip, and is gone when the next person comes; the
 * disk never has it. */
static void
test_opened(Fixture *fixture, gconstpointer unused)
{
	McDesk *desk = fixture->here;
	McRecorderRequest slip = {.op = MC_RECORDER_SLIP, .flag = TRUE, .seq = fixture->first.seq};
	McCaseSlip read;
	char salt[65];
	g_autoptr(McVisit) visit = mc_desk_record(desk);
	g_autoptr(GError) error = NULL;

	g_assert_cmpint(desk->reply->of_case.part, ==, 1);
	g_assert_cmpuint(desk->reply->of_case.missing, ==, MISSING);
	mc_case_slip_read(fixture->code, &read, &error);
	g_assert_no_error(error);
	g_assert_cmpstr(read.digest, ==, fixture->first.digest);
	g_assert_cmpstr(read.case_id, ==, visit->of_case.case_id);
	g_assert_cmpint(mc_date_to_yyyymmdd(read.lapses), ==, desk->reply->of_case.lapses_yyyymmdd);
	mc_hex_write(read.salt, sizeof read.salt, salt);
	mc_desk_ask(desk, &slip);
	g_assert_cmpstr(desk->reply->of_case.code, ==, fixture->code);
	g_assert_false(mc_desk_is_on_disk(desk, desk->folder, salt));
	mc_desk_begin(desk);
	mc_desk_sign_in(desk, "lin", "731205");
	mc_desk_ask(desk, &slip);
	g_assert_cmpuint(desk->reply->of_case.missing, ==, MISSING);
	g_assert_cmpstr(desk->reply->of_case.code, ==, "");
	mc_desk_verify_chain(desk);
}

static McCasePart
part_of(const McVisit *visit, const McRecordState *record)
{
	McCasePart part = {.seq = record->seq, .visit = visit};

	g_strlcpy(part.digest, record->digest, sizeof part.digest);
	return part;
}

static void
begin_there(Fixture *fixture)
{
	McDesk *desk = fixture->there;
	McRecorderRequest request = go_on(fixture->code);

	mc_desk_begin(desk);
	mc_desk_identify(desk, 0);
	mc_desk_ask(desk, &request);
}

/* Vision here, hearing there: one judged whole. */
static void
test_whole(Fixture *fixture, gconstpointer unused)
{
	McDesk *desk = fixture->there;
	g_autofree McRulePack *pack = g_new0(McRulePack, 1);
	char digest[MC_DIGEST_HEX_SIZE];
	g_autoptr(McVisit) first = mc_desk_record(fixture->here);
	g_autoptr(McVisit) second = NULL;
	McCasePart part[2];
	McCaseWhole whole;

	begin_there(fixture);
	g_assert_cmpint(desk->reply->of_case.part, ==, 2);
	g_assert_cmpuint(desk->reply->of_case.missing, ==, MISSING);
	g_assert_cmpuint(desk->reply->choices.classes, ==, first->classes);
	mc_desk_choose(desk, desk->reply->choices.classes);
	mc_desk_declare(desk);
	/* no second attempt by way of another kiosk */
	mc_desk_refused(desk,
	    &(McRecorderRequest){
	        .op = MC_RECORDER_EXAM_STOP, .exam = MC_EXAM_ACUITY, .stop = MC_REASON_STOPPED},
	    MC_ERROR_REFUSED);
	mc_desk_examine(desk, MC_EXAM_HEARING, MC_CORRECTION_NAKED);
	mc_desk_examine(desk, MC_EXAM_SIDE, MC_CORRECTION_NAKED);
	mc_desk_finish(desk);
	g_assert_cmpint(desk->reply->of_case.part, ==, 2);
	g_assert_cmpuint(desk->reply->of_case.missing, ==, 0);
	g_assert_cmpstr(desk->reply->of_case.code, ==, "");
	second = mc_desk_record(desk);
	g_assert_cmpstr(second->of_case.after, ==, fixture->first.digest);
	part[0] = part_of(first, &fixture->first);
	part[1] = part_of(second, &desk->reply->record);
	mc_sample_pack(pack, digest);
	g_assert_cmpint(mc_case_join(part, 2, pack, &whole), ==, MC_CASE_GOOD);
	g_assert_cmpuint(whole.verdicts, ==, 1);
	g_assert_cmpint(whole.verdict[0].outcome_here, ==, MC_OUTCOME_PASS);
	mc_desk_verify_chain(desk);
}

/* Its audiometer is dead too: the case goes on, with a code of its own. */
static void
test_still_missing(Fixture *fixture, gconstpointer unused)
{
	McDesk *desk = fixture->there;
	McCaseSlip slip;

	begin_there(fixture);
	mc_desk_choose(desk, desk->reply->choices.classes);
	mc_desk_declare(desk);
	mc_desk_examine(desk, MC_EXAM_HEARING, MC_CORRECTION_NAKED);
	state_not_done(desk, MC_EXAM_SIDE);
	mc_desk_finish(desk);
	g_assert_cmpuint(desk->reply->of_case.missing, ==, 1u << MC_EXAM_SIDE);
	g_assert_true(mc_case_slip_read(desk->reply->of_case.code, &slip, NULL));
	g_assert_cmpint(slip.part, ==, 2);
	g_assert_cmpuint(slip.missing, ==, 1u << MC_EXAM_SIDE);
}

/* A recorder that was killed has forgotten the salt as it has the person: it is told both again. */
static void
test_restarted(Fixture *fixture, gconstpointer unused)
{
	McDesk *desk = fixture->there;
	McRecorderRequest again = go_on(fixture->code);
	McRecorderRequest finish = {.op = MC_RECORDER_VISIT_FINISH};

	begin_there(fixture);
	mc_desk_choose(desk, desk->reply->choices.classes);
	mc_desk_declare(desk);
	mc_desk_examine(desk, MC_EXAM_HEARING, MC_CORRECTION_NAKED);
	mc_desk_identify(desk, 0);
	g_assert_false(desk->reply->of_case.is_code_wanted);
	mc_desk_restart(desk);
	mc_desk_identify(desk, 0);
	g_assert_cmpint(desk->reply->of_case.part, ==, 2);
	g_assert_cmpuint(desk->reply->of_case.missing, ==, MISSING);
	g_assert_true(desk->reply->of_case.is_code_wanted);
	mc_desk_examine(desk, MC_EXAM_SIDE, MC_CORRECTION_NAKED);
	mc_desk_refused(desk, &finish, MC_ERROR_REFUSED);
	mc_desk_ask(desk, &again);
	mc_desk_ask(desk, &finish);
	g_assert_cmpuint(desk->reply->of_case.missing, ==, 0);
	mc_desk_verify_chain(desk);
}

static void
assert_trouble(McDesk *desk, const char *code, McCaseTrouble trouble)
{
	McRecorderRequest request = go_on(code);

	mc_desk_ask(desk, &request);
	g_assert_cmpint(desk->reply->case_trouble, ==, trouble);
	g_assert_cmpint(desk->reply->of_case.part, ==, trouble == MC_CASE_TROUBLE_NONE ? 2 : 0);
}

typedef struct Trouble {
	McCaseTrouble is;
	void (*change)(McCaseSlip *slip);
} Trouble;

static void
other_person(McCaseSlip *slip)
{
	/* two digits agree by chance now and then: here they do not */
	slip->person_begins[0] = slip->person_begins[0] == '0' ? '1' : '0';
}

static void
lapsed(McCaseSlip *slip)
{
	slip->lapses.year--;
}

static void
other_rules(McCaseSlip *slip)
{
	slip->pack_begins[0] = slip->pack_begins[0] == '0' ? '1' : '0';
}

static char *
changed(const Fixture *fixture, void (*change)(McCaseSlip *slip))
{
	McCaseSlip slip;

	g_assert_true(mc_case_slip_read(fixture->code, &slip, NULL));
	change(&slip);
	return mc_case_slip_write(&slip);
}

/* Each has its own next step for the person, so each is told apart; none ends the visit. */
static void
test_trouble(Fixture *fixture, gconstpointer unused)
{
	static const Trouble troubles[] = {{MC_CASE_TROUBLE_PERSON, other_person},
	    {MC_CASE_TROUBLE_LAPSED, lapsed}, {MC_CASE_TROUBLE_RULES, other_rules}};
	McDesk *desk = fixture->there;
	McRecorderRequest request = go_on(fixture->code);

	mc_desk_begin(desk);
	mc_desk_refused(desk, &request, MC_ERROR_REFUSED); /* the person comes first */
	mc_desk_identify(desk, 0);
	for (guint i = 0; i < G_N_ELEMENTS(troubles); i++) {
		g_autofree char *code = changed(fixture, troubles[i].change);

		assert_trouble(desk, code, troubles[i].is);
	}
	assert_trouble(desk, "MCC1/misread", MC_CASE_TROUBLE_MISREAD);
	assert_trouble(desk, "MC1:K0001-000052-D02B:0123", MC_CASE_TROUBLE_MISREAD);
	/* what was chosen in the first part stands */
	assert_trouble(desk, fixture->code, MC_CASE_TROUBLE_NONE);
	mc_desk_refused(desk,
	    &(McRecorderRequest){.op = MC_RECORDER_VISIT_CHOOSE,
	        .business = "A",
	        .classes = desk->reply->choices.classes | 1u << MC_CLASS_C2},
	    MC_ERROR_REFUSED);
}

static void
come_again(McDesk *desk)
{
	mc_desk_begin(desk);
	mc_desk_identify(desk, 0);
}

/* The second kiosk's site offers another class only. */
static void
test_not_offered(Fixture *fixture, gconstpointer unused)
{
	McDesk *desk = fixture->there;

	mc_desk_configure(desk, json_pack("{s[s]}", "classes", "C2"));
	mc_desk_restart(desk);
	come_again(desk);
	assert_trouble(desk, fixture->code, MC_CASE_TROUBLE_CLASSES);
}

/* Two digits of the commitment are on the slip: they fit by chance after some tries. */
static void
other_salt(McCaseSlip *slip)
{
	McCaseMark mark;

	do
		*(guint32 *)(gpointer)slip->salt += 1;
	while (!mc_case_slip_continue(slip, mc_desk_person(0)->number, &mark));
}

/* The salt binds the parts to their person: with another one this part would be nobody's. */
static void
test_other_code(Fixture *fixture, gconstpointer unused)
{
	McDesk *desk = fixture->there;
	g_autofree char *salted = changed(fixture, other_salt);

	begin_there(fixture);
	assert_trouble(desk, salted, MC_CASE_TROUBLE_OTHER);
	assert_trouble(desk, "", MC_CASE_TROUBLE_MISREAD);
	assert_trouble(desk, fixture->code, MC_CASE_TROUBLE_NONE);
}

static void
take_the_rest(McDesk *desk, gboolean side_too)
{
	mc_desk_choose(desk, desk->reply->choices.classes);
	mc_desk_declare(desk);
	mc_desk_examine(desk, MC_EXAM_HEARING, MC_CORRECTION_NAKED);
	if (side_too)
		mc_desk_examine(desk, MC_EXAM_SIDE, MC_CORRECTION_NAKED);
	else
		state_not_done(desk, MC_EXAM_SIDE);
	mc_desk_finish(desk);
}

/* The first slip once more, after its rest was taken here. */
static void
test_complete(Fixture *fixture, gconstpointer unused)
{
	begin_there(fixture);
	take_the_rest(fixture->there, TRUE);
	mc_desk_restart(fixture->there);
	come_again(fixture->there);
	assert_trouble(fixture->there, fixture->code, MC_CASE_TROUBLE_COMPLETE);
}

static void
test_outdated(Fixture *fixture, gconstpointer unused)
{
	McDesk *desk = fixture->there;
	McRecorderRequest request;

	begin_there(fixture);
	take_the_rest(desk, FALSE);
	request = go_on(desk->reply->of_case.code);
	come_again(desk);
	assert_trouble(desk, fixture->code, MC_CASE_TROUBLE_OUTDATED);
	mc_desk_ask(desk, &request);
	g_assert_cmpint(desk->reply->of_case.part, ==, 3);
}

/* Classes were chosen, then the slip was remembered: what it says counts. */
static void
test_after_choosing(Fixture *fixture, gconstpointer unused)
{
	McDesk *desk = fixture->there;

	come_again(desk);
	mc_desk_choose(desk, 1u << MC_CLASS_C2);
	assert_trouble(desk, fixture->code, MC_CASE_TROUBLE_NONE);
	mc_desk_refused(desk, &(McRecorderRequest){.op = MC_RECORDER_VISIT_JUDGE}, MC_ERROR_REFUSED);
	assert_trouble(desk, fixture->code, MC_CASE_TROUBLE_NONE);
	take_the_rest(desk, TRUE);
	g_assert_cmpint(desk->reply->of_case.part, ==, 2);
}

/* The clerk gives the code for whoever stands there. */
static void
test_by_clerk(Fixture *fixture, gconstpointer unused)
{
	McDesk *desk = fixture->there;

	come_again(desk);
	mc_desk_sign_in(desk, "lin", "731205");
	assert_trouble(desk, fixture->code, MC_CASE_TROUBLE_NONE);
}

/* Where nothing is missing there is no case. */
static void
test_none(Fixture *fixture, gconstpointer unused)
{
	McDesk *desk = fixture->there;
	g_autoptr(McVisit) visit = NULL;

	mc_desk_visit(desk, 1);
	g_assert_cmpint(desk->reply->of_case.part, ==, 0);
	visit = mc_desk_record(desk);
	g_assert_cmpstr(visit->of_case.case_id, ==, "");
}

int
main(int argc, char **argv)
{
	g_autoptr(McDeskKit) kit = NULL;

	g_test_init(&argc, &argv, NULL);
	kit = mc_desk_kit_new_hired();
#define ADD(path, function)                                                                        \
	g_test_add("/recorder/C18/" path, Fixture, kit, set_up, function, tear_down)
	ADD("opened", test_opened);
	ADD("whole", test_whole);
	ADD("still-missing", test_still_missing);
	ADD("restarted", test_restarted);
	ADD("trouble", test_trouble);
	ADD("not-offered", test_not_offered);
	ADD("other-code", test_other_code);
	ADD("complete", test_complete);
	ADD("outdated", test_outdated);
	ADD("after-choosing", test_after_choosing);
	ADD("by-clerk", test_by_clerk);
	ADD("none", test_none);
	return g_test_run();
}
