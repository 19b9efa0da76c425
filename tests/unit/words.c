/* The catalogue of words: nothing is empty, and the two languages differ (C2, K3). */

#include "ui/words/words.h"
#include "app/audit/audit.h"
#include "app/base/error.h"
#include "ui/words/causes.h"
#include "ui/words/events.h"
#include "ui/words/language.h"
#include "ui/words/storage.h"
#include "ui/words/verdicts.h"
#include <string.h>

typedef const char *(*Word)(guint i);

static void
differs(Word word, guint count)
{
	for (guint i = 0; i < count; i++) {
		g_autofree char *chinese = NULL;

		mc_language_set("zh_CN");
		chinese = g_strdup(word(i));
		mc_language_set("en");
		g_assert_cmpstr(chinese, !=, "");
		g_assert_cmpstr(word(i), !=, "");
		g_assert_cmpstr(chinese, !=, word(i));
		g_assert_false(g_str_is_ascii(chinese));
	}
}

static const char *
cause(guint i)
{
	return mc_word_cause((McDeviceCause)(i / MC_AUDIENCES), (McAudience)(i % MC_AUDIENCES));
}

/* K3: each cause has a text for citizen, clerk and technician, and a log id. */
static void
test_causes(void)
{
	differs(cause, MC_CAUSES * MC_AUDIENCES);
	for (guint i = 0; i < MC_CAUSES; i++) {
		const char *id = mc_device_cause_name((McDeviceCause)i);

		g_assert_cmpstr(id, !=, "");
		g_assert_cmpstr(mc_device_cause_when((McDeviceCause)i), !=, "");
		for (guint j = 0; j < i; j++)
			g_assert_cmpstr(id, !=, mc_device_cause_name((McDeviceCause)j));
	}
	/* The technician is told more than the citizen. */
	for (guint i = MC_CAUSE_UNPLUGGED; i < MC_CAUSES; i++)
		g_assert_cmpstr(mc_word_cause((McDeviceCause)i, MC_AUDIENCE_CITIZEN), !=,
		    mc_word_cause((McDeviceCause)i, MC_AUDIENCE_TECHNICIAN));
}

static const char *
storage(guint i)
{
	return mc_word_storage(
	    (McStorage)(MC_STORAGE_FULL + i / MC_AUDIENCES), (McAudience)(i % MC_AUDIENCES));
}

/* K3, B6: why nothing can be stored, for each who may read it, with the event to look for. */
static void
test_storages(void)
{
	differs(storage, (MC_STORAGES - MC_STORAGE_FULL) * MC_AUDIENCES);
	for (guint i = 0; i < MC_AUDIENCES; i++)
		g_assert_cmpstr(mc_word_storage(MC_STORAGE_OK, (McAudience)i), ==, "");
	for (guint i = MC_STORAGE_FULL; i < MC_STORAGES; i++)
		g_assert_nonnull(strstr(mc_word_storage((McStorage)i, MC_AUDIENCE_TECHNICIAN),
		    mc_audit_event_name(MC_AUDIT_STORAGE_ALARM)));
}

/* M5: who sees it on the glass is told; a citizen can do nothing about it. */
static void
test_rolled_back(void)
{
	g_assert_cmpstr(mc_word_rolled_back(MC_AUDIENCE_CITIZEN), ==, "");
	g_assert_cmpstr(mc_word_rolled_back(MC_AUDIENCE_CLERK), !=, "");
	g_assert_cmpstr(
	    mc_word_rolled_back(MC_AUDIENCE_TECHNICIAN), !=, mc_word_rolled_back(MC_AUDIENCE_CLERK));
}

/* O5: which packs the office has to renew, by words of the language and with their versions; a
 * citizen can do nothing about it. */
static void
test_run_out(void)
{
	const McHello hello = {
	    .run_outs = 3, .run_out = {{"staff", 3}, {"devices", 12}, {"of-a-later-version", 1}}};
	const McHello none = {0};

	for (guint i = 0; i < MC_LANGUAGES; i++) {
		g_autofree char *clerk = NULL, *technician = NULL, *citizen = NULL, *nothing = NULL;

		mc_language_set(mc_language_at(i));
		clerk = mc_word_run_out(&hello, MC_AUDIENCE_CLERK);
		technician = mc_word_run_out(&hello, MC_AUDIENCE_TECHNICIAN);
		citizen = mc_word_run_out(&hello, MC_AUDIENCE_CITIZEN);
		nothing = mc_word_run_out(&none, MC_AUDIENCE_TECHNICIAN);
		g_assert_cmpstr(clerk, !=, technician);
		g_assert_nonnull(strstr(technician, _("list of staff")));
		g_assert_nonnull(strstr(technician, "12"));
		g_assert_nonnull(strstr(clerk, _("list of instruments")));
		g_assert_nonnull(strstr(clerk, "of-a-later-version"));
		g_assert_cmpstr(citizen, ==, "");
		g_assert_cmpstr(nothing, ==, "");
	}
}

static const char *
error(guint i)
{
	return mc_word_error(
	    mc_error_code_name((McErrorCode)(i / MC_AUDIENCES)), (McAudience)(i % MC_AUDIENCES));
}

static void
test_errors(void)
{
	differs(error, (MC_ERROR_INTERNAL + 1) * MC_AUDIENCES);
}

static const char *
exam(guint i)
{
	return mc_word_exam((McExamKind)i);
}

static const char *
outcome(guint i)
{
	return mc_word_outcome((McOutcome)i);
}

static const char *
licence_class(guint i)
{
	return mc_word_licence_class((McLicenceClass)i);
}

static const char *
requirement(guint i)
{
	return mc_word_requirement((McRequirement)i);
}

static const char *
business(guint i)
{
	return mc_word_business(mc_business_code(i));
}

static const char *
service(guint i)
{
	return mc_word_service_detail((McService)i);
}

static const char *
receipt(guint i)
{
	return mc_word_receipt((McReceiptState)i);
}

static const char *
aborted(guint i)
{
	return mc_word_abort((McAbortReason)i);
}

static void
test_enums(void)
{
	differs(exam, MC_EXAM_KINDS);
	differs(outcome, MC_OUTCOME_REFER + 1);
	differs(licence_class, MC_CLASSES);
	differs(requirement, MC_REQUIREMENTS);
	differs(mc_word_condition, MC_CONDITIONS);
	differs(business, MC_BUSINESSES);
	differs(service, MC_SERVICE_OUT + 1);
	differs(receipt, MC_RECEIPT_PARKED + 1);
	differs(aborted, MC_ABORT_RESTART + 1);
}

/* The i-th of those that are said. */
static const char *
reason(guint i)
{
	for (guint bit = 0; bit < MC_REASON_COUNT; bit++) {
		McReason one = (McReason)(1u << bit);

		if (one != MC_REASON_RE_INSTRUCTED && one != MC_REASON_CONTINUED && i-- == 0)
			return mc_word_reason(one);
	}
	g_assert_not_reached();
}

/* C13: what did not work has its reason; what only concerns the record is not said. */
static void
test_reasons(void)
{
	differs(reason, MC_REASON_COUNT - 2);
	g_assert_cmpstr(mc_word_reason(MC_REASON_RE_INSTRUCTED), ==, "");
	g_assert_cmpstr(mc_word_reason(MC_REASON_CONTINUED), ==, "");
}

static McClassVerdict
verdict_with(McOutcome hearing)
{
	McClassVerdict verdict = {.licence_class = MC_CLASS_C1, .outcome_here = hearing};

	verdict.outcome = hearing == MC_OUTCOME_PASS ? MC_OUTCOME_NOT_DETERMINED : hearing;
	verdict.requirements = 2;
	verdict.requirement[0] = (McRequirementVerdict){
	    .requirement = MC_REQUIREMENT_HEARING_LEFT, .outcome = hearing, .basis = MC_BASIS_MEASURED};
	verdict.requirement[1] = (McRequirementVerdict){.requirement = MC_REQUIREMENT_COLOUR,
	    .outcome = MC_OUTCOME_NOT_DETERMINED,
	    .basis = MC_BASIS_ELSEWHERE};
	return verdict;
}

static void
test_verdicts(void)
{
	McClassVerdict fail = verdict_with(MC_OUTCOME_FAIL), pass = verdict_with(MC_OUTCOME_PASS);
	g_auto(GStrv) fail_lines = NULL;
	g_auto(GStrv) pass_lines = NULL;

	mc_language_set("en");
	fail_lines = mc_verdict_lines(&fail);
	g_assert_cmpuint(g_strv_length(fail_lines), ==, 2);
	g_assert_cmpstr(fail_lines[0], ==, "Not met: Hearing, left");
	g_assert_cmpstr(fail_lines[1], ==, "Still to be examined elsewhere: Colour vision");
	/* Nobody is called fit by omission. */
	pass_lines = mc_verdict_lines(&pass);
	g_assert_cmpuint(g_strv_length(pass_lines), ==, 1);
	g_assert_cmpstr(mc_word_class_outcome(&pass), ==, "Fine so far, not yet complete");
}

/* Plates that were read on a screen that nobody measured are no PASS on the glass: a doctor
 * decides, and it is said why. */
static void
test_unmeasured_screen(void)
{
	McExamLine line = {.kind = MC_EXAM_COLOUR,
	    .done = TRUE,
	    .result = {.outcome = MC_OUTCOME_PASS, .reasons = MC_REASON_PANEL_ASSUMED}};
	g_autofree char *why = NULL;

	g_assert_cmpint(mc_verdict_outcome(&line), ==, MC_OUTCOME_REFER);
	mc_language_set("en");
	why = mc_verdict_reasons(line.result.reasons);
	g_assert_nonnull(strstr(why, mc_word_reason(MC_REASON_PANEL_ASSUMED)));
	line.result.reasons = MC_REASON_NONE;
	g_assert_cmpint(mc_verdict_outcome(&line), ==, MC_OUTCOME_PASS);
}

static void
test_parts(void)
{
	McExamLine line = {.kind = MC_EXAM_ACUITY, .done = TRUE};
	g_autofree char *text = NULL;
	g_autofree char *nothing = NULL;
	g_autofree char *below = NULL;
	g_autofree char *low = NULL;
	g_autofree char *number = NULL;
	g_autofree char *chinese = NULL;

	line.result.part[MC_EYE_LEFT] =
	    (McPartResult){.examined = TRUE, .line_deci = 50, .line_bound = MC_BOUND_AT_LEAST};
	line.result.part[MC_EYE_RIGHT] = (McPartResult){.examined = TRUE, .line_deci = 48};
	mc_language_set("en");
	text = mc_verdict_parts(&line);
	g_assert_cmpstr(text, ==, "Left eye 5.0 or better; Right eye 4.8");
	line.result.part[MC_EYE_RIGHT].line_deci = 44;
	line.result.part[MC_EYE_RIGHT].line_bound = MC_BOUND_AT_MOST;
	below = mc_verdict_parts(&line);
	g_assert_cmpstr(below, ==, "Left eye 5.0 or better; Right eye below 4.4");
	line.result.part[MC_EYE_RIGHT].line_deci = 0;
	line.result.part[MC_EYE_RIGHT].outcome = MC_OUTCOME_FAIL;
	low = mc_verdict_parts(&line);
	g_assert_cmpstr(low, ==, "Left eye 5.0 or better; Right eye too low to state");
	/* C10: a number that the plan asked for, with its interval */
	line.result.part[MC_EYE_LEFT] = (McPartResult){0};
	line.result.part[MC_EYE_RIGHT] = (McPartResult){.examined = TRUE,
	    .line_deci = 49,
	    .estimated = TRUE,
	    .estimate_milli_log_mar = 70,
	    .estimate_low_milli_log_mar = 10,
	    .estimate_high_milli_log_mar = 130};
	number = mc_verdict_parts(&line);
	g_assert_cmpstr(number, ==, "Right eye 4.9 (measured 4.93; with 95 % certainty 4.87 to 4.99)");
	mc_language_set("zh_CN");
	chinese = mc_verdict_parts(&line);
	g_assert_nonnull(strstr(chinese, "4.9（测得 4.93；95 % 可信 4.87 至 4.99）"));
	line.done = FALSE;
	nothing = mc_verdict_parts(&line);
	g_assert_cmpstr(nothing, ==, "");
}

/* What was practised is told and never called a result. */
static void
test_practice(void)
{
	McExamLine line = {.kind = MC_EXAM_REACTION, .done = TRUE};
	McReactionFigures *figures = &line.result.figures.reaction;
	g_autofree char *text = NULL;
	g_autofree char *little = NULL;

	*figures = (McReactionFigures){.simple = {.counted = 20, .median_us = 287500},
	    .choice = {.counted = 19, .median_us = 412400},
	    .memory_trials = 3,
	    .memory_right = 2,
	    .judgement_trials = 3};
	mc_language_set("en");
	text = mc_verdict_parts(&line);
	g_assert_cmpstr(text, ==,
	    "Simple reaction 288 ms; Choice reaction 412 ms; Memory 2 of 3; Judgement 0 of 3");
	g_assert_cmpstr(mc_verdict_word(&line), ==, "Practice, not scored");
	*figures = (McReactionFigures){.choice = {.misses = 2}, .memory_trials = 1};
	little = mc_verdict_parts(&line);
	g_assert_cmpstr(little, ==, "Memory 0 of 1");
	line.done = FALSE;
	g_assert_cmpstr(mc_verdict_word(&line), ==, "Left out");
}

static const char *
event(guint i)
{
	return mc_word_event(mc_audit_event_name((McAuditEvent)i));
}

/* Every event of the audit, so that the technician's log is read in his language. */
static void
test_events(void)
{
	differs(event, MC_AUDIT_EVENTS);
	for (guint i = 0; i < MC_AUDIT_EVENTS; i++)
		g_assert_cmpstr(event(i), !=, mc_audit_event_name((McAuditEvent)i));
	g_assert_cmpstr(mc_word_event("of-a-later-version"), ==, "of-a-later-version");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	mc_language_start(MC_BINARY_DIR);
	g_test_add_func("/words/causes", test_causes);
	g_test_add_func("/words/storages-B6-K3", test_storages);
	g_test_add_func("/words/rolled-back-M5", test_rolled_back);
	g_test_add_func("/words/run-out-O5", test_run_out);
	g_test_add_func("/words/errors", test_errors);
	g_test_add_func("/words/enums", test_enums);
	g_test_add_func("/words/reasons", test_reasons);
	g_test_add_func("/words/verdicts", test_verdicts);
	g_test_add_func("/words/parts", test_parts);
	g_test_add_func("/words/unmeasured-screen-C14", test_unmeasured_screen);
	g_test_add_func("/words/practice", test_practice);
	g_test_add_func("/words/events", test_events);
	return g_test_run();
}
