/* An instrument that may not measure locks its exam, and one that is measuring is not exchanged. */

#include "app/base/error.h"
#include "tests/desk/desk.h"
#include <jansson.h>
#include <stddef.h>
#include <string.h>

static void
set_up(McDesk **desk, gconstpointer kit)
{
	*desk = mc_desk_new(kit);
	mc_desk_arrive(*desk, 0);
}

/* T5, O4: the exam of an instrument that may not measure is locked, with its reason, in the record
 * and in the chain; the others stay open. */
static void
check_locked(McDesk *desk, McReason reason, const char *cause)
{
	const McExamResult *result = mc_desk_examine(desk, MC_EXAM_HEARING, MC_CORRECTION_NAKED);
	g_autoptr(GPtrArray) contents = NULL;
	const json_t *said = NULL;
	g_autoptr(McVisit) visit = NULL;

	g_assert_cmpint(result->outcome, ==, MC_OUTCOME_NOT_DETERMINED);
	g_assert_true(result->reasons & (guint32)reason);
	g_assert_cmpint(result->presented, ==, 0);
	contents = mc_desk_contents(desk);
	for (guint i = 0; i < contents->len; i++) {
		const json_t *body = g_ptr_array_index(contents, i);

		if (g_strcmp0(json_string_value(json_object_get(body, "event")), "device-refused") == 0)
			said = body;
	}
	g_assert_cmpstr(json_string_value(json_object_get(said, "cause")), ==, cause);
	mc_desk_examine(desk, MC_EXAM_ACUITY, MC_CORRECTION_NAKED);
	mc_desk_finish(desk);
	visit = mc_desk_record(desk);
	g_assert_true(visit->exam[0]->result.reasons & (guint32)reason);
	g_assert_cmpint(visit->exam[1]->result.outcome, ==, MC_OUTCOME_PASS);
}

static void
test_uncalibrated(McDesk **world, gconstpointer unused)
{
	McDeviceInfo *device = &(*world)->device[MC_DEVICE_AUDIOMETER];

	device->calibration_expires_yyyymmdd = 20200101;
	check_locked(*world, MC_REASON_UNCALIBRATED, "uncalibrated");
}

static void
test_never_calibrated(McDesk **world, gconstpointer unused)
{
	McDeviceInfo *device = &(*world)->device[MC_DEVICE_AUDIOMETER];

	device->calibrated_yyyymmdd = 0;
	check_locked(*world, MC_REASON_UNCALIBRATED, "uncalibrated");
}

/* The plan has 1 000 Hz, and nobody has measured these headphones there. */
static void
test_uncorrected(McDesk **world, gconstpointer unused)
{
	McCorrections *corrections = &(*world)->device[MC_DEVICE_AUDIOMETER].corrections;

	*corrections = (McCorrections){2, {{500, {1, 1}}, {2000, {1, 1}}}};
	check_locked(*world, MC_REASON_UNCALIBRATED, "uncalibrated");
}

static void
test_corrected_too_far(McDesk **world, gconstpointer unused)
{
	(*world)->device[MC_DEVICE_AUDIOMETER].corrections.at[10].deci_db[MC_EAR_LEFT] = 151;
	check_locked(*world, MC_REASON_UNCALIBRATED, "uncalibrated");
}

/* T5: by which corrections it was measured stands in the record. */
static void
test_corrections_are_recorded(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	const McCorrections *own = &desk->device[MC_DEVICE_AUDIOMETER].corrections;
	g_autoptr(McVisit) visit = NULL;

	mc_desk_examine(desk, MC_EXAM_HEARING, MC_CORRECTION_NAKED);
	mc_desk_finish(desk);
	visit = mc_desk_record(desk);
	g_assert_cmpuint(visit->devices, ==, 1);
	g_assert_cmpint(own->count, ==, MC_TRANSDUCER_FREQUENCIES);
	g_assert_cmpmem(&visit->device[0].corrections, sizeof *own, own, sizeof *own);
	g_assert_cmpmem(&visit->device[0].loudspeaker_corrections, sizeof *own,
	    &desk->device[MC_DEVICE_AUDIOMETER].loudspeaker_corrections, sizeof *own);
}

/* T5, T9: whatever the glass says of its state, the recorder compares each word by itself. */
static void
test_other_words(gconstpointer kit)
{
	static const struct {
		gsize member;
		const char *word;
		McReason reason;
		const char *cause;
	} rows[] = {
	    {offsetof(McDeviceInfo, serial), "AU-OTHER", MC_REASON_NO_DEVICE, "not-enrolled"},
	    {offsetof(McDeviceInfo, firmware), "0.10.7", MC_REASON_NO_DEVICE, "firmware"},
	    {offsetof(McDeviceInfo, transducer), "OtherPhones", MC_REASON_UNCALIBRATED, "transducer"},
	    {offsetof(McDeviceInfo, transducer_serial), "X-1", MC_REASON_UNCALIBRATED, "transducer"},
	    {offsetof(McDeviceInfo, certificate), "SELF-MADE", MC_REASON_UNCALIBRATED, "record"},
	    {offsetof(McDeviceInfo, laboratory), "Nobody", MC_REASON_UNCALIBRATED, "record"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		McDesk *desk = NULL;

		set_up(&desk, kit);
		g_stpcpy((char *)&desk->device[MC_DEVICE_AUDIOMETER] + rows[i].member, rows[i].word);
		check_locked(desk, rows[i].reason, rows[i].cause);
		mc_desk_fixture_free(&desk, NULL);
	}
}

static void
test_other_loudspeakers(McDesk **world, gconstpointer unused)
{
	McDeviceInfo *device = &(*world)->device[MC_DEVICE_AUDIOMETER];

	g_strlcpy(device->loudspeaker, "Loudspeakers L20", sizeof device->loudspeaker);
	g_strlcpy(device->loudspeaker_serial, "X-2", sizeof device->loudspeaker_serial);
	check_locked(*world, MC_REASON_UNCALIBRATED, "transducer");
}

static void
test_other_dates(McDesk **world, gconstpointer unused)
{
	(*world)->device[MC_DEVICE_AUDIOMETER].calibration_expires_yyyymmdd = 21001231;
	check_locked(*world, MC_REASON_UNCALIBRATED, "record");
}

/* T9: rewritten under the certificate that was adopted. */
static void
test_other_corrections(McDesk **world, gconstpointer unused)
{
	(*world)->device[MC_DEVICE_AUDIOMETER].corrections.at[4].deci_db[MC_EAR_LEFT]--;
	check_locked(*world, MC_REASON_UNCALIBRATED, "corrections");
}

static void
test_other_usb_id(McDesk **world, gconstpointer unused)
{
	(*world)->device[MC_DEVICE_AUDIOMETER].product_id ^= 1;
	check_locked(*world, MC_REASON_NO_DEVICE, "usb-id");
}

/* A list of serial numbers alone says of no headphones that they are the right ones. */
static void
test_never_adopted(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	g_autofree char *path = g_build_filename(desk->folder, "recorder", "recorder.json", NULL);
	json_auto_t *json = json_load_file(path, 0, NULL);
	gsize i = 0;
	json_t *one = NULL;

	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_VISIT_ABORT});
	json_array_foreach(json_object_get(json, "enrolments"), i, one)
	{
		if (g_strcmp0(json_string_value(json_object_get(one, "kind")), "audiometer") == 0)
			json_object_del(one, "adopted");
	}
	g_assert_cmpint(json_dump_file(json, path, 0), ==, 0);
	mc_desk_restart(desk);
	mc_desk_arrive(desk, 0);
	check_locked(desk, MC_REASON_UNCALIBRATED, "record");
}

static void
test_locked(McDesk **world, gconstpointer unused)
{
	McDeviceInfo *device = &(*world)->device[MC_DEVICE_AUDIOMETER];

	device->state = MC_DEVICE_LOCKED;
	device->cause = MC_CAUSE_SELF_TEST;
	check_locked(*world, MC_REASON_NO_DEVICE, "self-test");
}

static void
test_too_near(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	const McExamResult *result = NULL;
	g_autoptr(McVisit) visit = NULL;

	desk->device[MC_DEVICE_VISION_TESTER].vergence_centi_dioptre = -100;
	result = mc_desk_examine(desk, MC_EXAM_ACUITY, MC_CORRECTION_NAKED);
	g_assert_true(result->reasons & MC_REASON_TOO_NEAR);
	mc_desk_restart(desk);
	mc_desk_identify(desk, 0);
	mc_desk_finish(desk);
	visit = mc_desk_record(desk);
	g_assert_true(visit->exam[0]->result.reasons & MC_REASON_TOO_NEAR);
}

/* recorder.json says what a collimator found. */
static void
collimate(McDesk *desk, gint32 centi_dioptre, gint32 expires_yyyymmdd)
{
	g_autofree char *path = g_build_filename(desk->folder, "recorder", "recorder.json", NULL);
	json_auto_t *json = json_load_file(path, 0, NULL);
	gsize i = 0;
	json_t *one = NULL;

	json_array_foreach(json_object_get(json, "enrolments"), i,
	    one) if (g_strcmp0(json_string_value(json_object_get(one, "kind")), "vision-tester") == 0)
	    json_object_set_new(one, "calibration",
	        json_pack("{ss si si si}", "certificate", "CO-9", "on", 20240101, "expires",
	            expires_yyyymmdd, "collimated_centi_dioptre", centi_dioptre));
	g_assert_cmpint(json_dump_file(json, path, 0), ==, 0);
	mc_desk_restart(desk);
}

/* C10: nearer than 3 m it measures no acuity for distance, unless a collimation record that holds
 * says that its picture stands farther off; and a record that says the opposite counts as well. */
static void
test_collimation(gconstpointer data)
{
	static const struct {
		gint32 stated, collimated, expires_yyyymmdd;
		gint32 vergence;
		gboolean too_near;
	} rows[] = {
	    {-100, -25, 20991231, -25, FALSE},
	    {-100, -25, 20250101, -100, TRUE}, /* it has run out */
	    {-20, -35, 20991231, -35, TRUE},
	    {-20, -34, 20991231, -34, FALSE},
	};

	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		McDesk *desk = mc_desk_new(data);
		gboolean holds = rows[i].expires_yyyymmdd == 20991231;
		McDeviceInfo *device = &desk->device[MC_DEVICE_VISION_TESTER];
		const McExamResult *result = NULL;
		g_autoptr(McVisit) visit = NULL;

		collimate(desk, rows[i].collimated, rows[i].expires_yyyymmdd);
		device->vergence_centi_dioptre = rows[i].stated;
		/* whoever holds the glass claims nothing */
		g_strlcpy(device->collimation, "FORGED", sizeof device->collimation);
		mc_desk_arrive(desk, 0);
		result = mc_desk_examine(desk, MC_EXAM_ACUITY, MC_CORRECTION_NAKED);
		g_assert_cmpint((result->reasons & MC_REASON_TOO_NEAR) != 0, ==, rows[i].too_near);
		mc_desk_finish(desk);
		visit = mc_desk_record(desk);
		g_assert_cmpint(
		    visit->exam[0]->plan.as.acuity.vergence_centi_dioptre, ==, rows[i].vergence);
		g_assert_cmpint(visit->device[0].vergence_centi_dioptre, ==, rows[i].vergence);
		g_assert_cmpstr(visit->device[0].collimation, ==, holds ? "CO-9" : "");
		mc_desk_free(desk);
	}
}

/* The instrument says what it can draw: no other line is presented, the result says "at least"
 * where it ends, and where the line of the limit (4.9) cannot be shown nothing is opened, with that
 * reason. */
static void
test_lines(gconstpointer data)
{
	static const struct {
		gint32 smallest, largest;
		gint32 line_deci; /* of somebody who sees everything; 0 = not examined */
	} rows[] = {{0, 0, 53}, {-300, 1000, 53}, {-100, 1000, 51}, {100, 1000, 49}, {150, 1000, 0},
	    {-300, 350, 0}};

	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		McDesk *desk = mc_desk_new(data);
		McDeviceInfo *device = &desk->device[MC_DEVICE_VISION_TESTER];
		const McExamResult *result = NULL;
		g_autoptr(McVisit) visit = NULL;

		device->smallest_milli_log_mar = rows[i].smallest;
		device->largest_milli_log_mar = rows[i].largest;
		mc_desk_arrive(desk, 0);
		result = mc_desk_examine(desk, MC_EXAM_ACUITY, MC_CORRECTION_NAKED);
		g_assert_cmpint((result->reasons & MC_REASON_NOT_SHOWN) != 0, ==, rows[i].line_deci == 0);
		g_assert_cmpint(result->presented == 0, ==, rows[i].line_deci == 0);
		if (rows[i].line_deci == 49)
			g_assert_cmpint(result->part[0].line_bound, ==, MC_BOUND_AT_LEAST);
		mc_desk_finish(desk);
		visit = mc_desk_record(desk);
		if (rows[i].line_deci > 0 && rows[i].largest > 0)
			g_assert_cmpint(
			    visit->exam[0]->plan.as.acuity.smallest_milli_log_mar, ==, rows[i].smallest);
		g_assert_cmpint(visit->device[0].smallest_milli_log_mar, ==, rows[i].smallest);
		g_assert_cmpint(visit->device[0].largest_milli_log_mar, ==, rows[i].largest);
		mc_desk_free(desk);
	}
}

/* C12: who wears an aid is not examined by headphones over it: elsewhere, says the record. */
static void
test_hearing_aid(McDesk **world, gconstpointer unused)
{
	static const McExamKind kinds[] = {MC_EXAM_HEARING, MC_EXAM_SIDE};
	McDesk *desk = *world;
	g_autoptr(McVisit) visit = NULL;

	desk->wears_hearing_aid = TRUE;
	mc_desk_choose(desk, 1u << MC_CLASS_C1 | 1u << MC_CLASS_A1);
	for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
		const McExamResult *result = mc_desk_examine(desk, kinds[i], MC_CORRECTION_NAKED);

		g_assert_cmpint(result->outcome, ==, MC_OUTCOME_NOT_DETERMINED);
		g_assert_cmphex(result->reasons, ==, MC_REASON_NO_LOUDSPEAKER);
		g_assert_cmpint(result->presented, ==, 0);
	}
	g_assert_cmpuint(mc_desk_count(desk, "audit", "device-refused"), ==, 0);
	mc_desk_examine(desk, MC_EXAM_ACUITY, MC_CORRECTION_NAKED);
	mc_desk_finish(desk);
	visit = mc_desk_record(desk);
	for (guint i = MC_REQUIREMENT_HEARING_LEFT; i <= MC_REQUIREMENT_HEARING_SIDE; i++) {
		const McRequirementVerdict *a1 = &visit->verdict[0].requirement[i];
		const McRequirementVerdict *c1 = &visit->verdict[1].requirement[i];

		g_assert_cmpint(a1->outcome, ==, MC_OUTCOME_REFER);
		g_assert_cmpint(c1->outcome, ==, MC_OUTCOME_NOT_DETERMINED);
		g_assert_cmpint(c1->basis, ==, MC_BASIS_ELSEWHERE);
		g_assert_cmphex(c1->reasons, ==, MC_REASON_NO_LOUDSPEAKER);
	}
	g_assert_false(visit->verdict[1].restriction_hearing_aid);
}

/* C12: with loudspeakers he is examined, with the flag; the record verifies. */
static void
test_by_loudspeaker(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	const McClassVerdict *c1 = NULL;
	g_autoptr(McVisit) visit = NULL;

	desk->wears_hearing_aid = TRUE;
	desk->hearing.headphones_on = FALSE;
	g_strlcpy(desk->device[MC_DEVICE_AUDIOMETER].loudspeaker, "Loudspeakers L20",
	    sizeof desk->device[MC_DEVICE_AUDIOMETER].loudspeaker);
	g_strlcpy(desk->device[MC_DEVICE_AUDIOMETER].loudspeaker_serial, "L-0231",
	    sizeof desk->device[MC_DEVICE_AUDIOMETER].loudspeaker_serial);
	mc_desk_choose(desk, 1u << MC_CLASS_C1);
	mc_desk_open(desk, MC_EXAM_HEARING, MC_CORRECTION_NAKED);
	g_assert_true(desk->reply->stimulus.as.tone.by_loudspeaker);
	g_assert_cmpint(desk->reply->stimulus.as.tone.masking_deci_db, ==, MC_NO_MASKING);
	mc_desk_examine(desk, MC_EXAM_HEARING, MC_CORRECTION_NAKED);
	mc_desk_examine(desk, MC_EXAM_SIDE, MC_CORRECTION_NAKED);
	mc_desk_examine(desk, MC_EXAM_ACUITY, MC_CORRECTION_NAKED);
	mc_desk_finish(desk);
	visit = mc_desk_record(desk);
	c1 = &visit->verdict[0];
	for (guint i = MC_REQUIREMENT_HEARING_LEFT; i <= MC_REQUIREMENT_HEARING_SIDE; i++) {
		g_assert_cmpint(c1->requirement[i].outcome, ==, MC_OUTCOME_PASS);
		g_assert_cmphex(c1->requirement[i].reasons, ==, MC_REASON_BY_LOUDSPEAKER);
	}
	g_assert_true(c1->restriction_hearing_aid);
	g_assert_cmpint(visit->exam[1]->plan.as.side.transducer, ==, MC_TRANSDUCER_LOUDSPEAKER);
	g_assert_cmpstr(visit->device[0].loudspeaker, ==, "Loudspeakers L20");
}

/* An exam is measured on one instrument: it is not exchanged in the middle. */
static void
test_exchanged_instrument(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;

	mc_desk_open(desk, MC_EXAM_ACUITY, MC_CORRECTION_NAKED);
	mc_desk_answer(desk);
	g_strlcpy(desk->device[MC_DEVICE_VISION_TESTER].serial, "VT-OTHER", 64);
	g_assert_cmpint(mc_desk_open(desk, MC_EXAM_ACUITY, MC_CORRECTION_NAKED), ==, MC_STEP_DONE);
	g_assert_true(desk->reply->result.reasons & MC_REASON_DEVICE_LOST);
}

/* The pad keeps no record of its own: recorder.json says by which calibration its delay is known.
 */
static void
calibrate_pad(McDesk *desk, gint32 latency_us, gint32 expires_yyyymmdd)
{
	g_autofree char *path = g_build_filename(desk->folder, "recorder", "recorder.json", NULL);
	json_auto_t *json = json_load_file(path, 0, NULL);
	gsize i = 0;
	json_t *one = NULL;

	json_array_foreach(json_object_get(json, "enrolments"), i,
	    one) if (g_strcmp0(json_string_value(json_object_get(one, "kind")), "response-pad") == 0)
	    json_object_set_new(one, "calibration",
	        json_pack("{ss si si si}", "certificate", "RP-7", "on", 20240101, "expires",
	            expires_yyyymmdd, "latency_us", latency_us));
	g_assert_cmpint(json_dump_file(json, path, 0), ==, 0);
	mc_desk_restart(desk);
}

typedef struct Delay {
	gint32 latency_us, expires_yyyymmdd; /* 0: no calibration at all */
	gint32 taken_off_us;
} Delay;

/* C6: times are corrected by a calibration that holds. Without one they are not, and that is said:
 * nothing is locked, for nothing is judged. */
static void
test_latency(gconstpointer data)
{
	static const Delay delays[] = {
	    {21500, 20991231, 21500},
	    {21500, 20250101, 0}, /* it has run out */
	    {0, 20991231, 0}, /* none was found: that is known, too */
	    {0, 0, 0},
	};

	for (guint i = 0; i < G_N_ELEMENTS(delays); i++) {
		McDesk *desk = mc_desk_new(data);
		gboolean known = delays[i].expires_yyyymmdd == 20991231;
		const McExamResult *result = NULL;
		gint32 median_us = 0;
		McExam uncorrected;
		g_autoptr(McVisit) visit = NULL;

		if (delays[i].expires_yyyymmdd != 0)
			calibrate_pad(desk, delays[i].latency_us, delays[i].expires_yyyymmdd);
		desk->device[MC_DEVICE_RESPONSE_PAD].calibrated_yyyymmdd = 0;
		desk->device[MC_DEVICE_RESPONSE_PAD].calibration_expires_yyyymmdd = 0;
		mc_desk_arrive(desk, 0);
		result = mc_desk_examine(desk, MC_EXAM_REACTION, MC_CORRECTION_NAKED);
		g_assert_cmphex(result->reasons, ==,
		    MC_REASON_UNSCORED | (known ? 0 : (guint32)MC_REASON_LATENCY_UNKNOWN));
		median_us = result->figures.reaction.simple.median_us;
		mc_desk_finish(desk);
		visit = mc_desk_record(desk);
		g_assert_cmpint(visit->exam[0]->plan.as.reaction.latency_us, ==,
		    known ? delays[i].latency_us : MC_LATENCY_UNKNOWN);
		g_assert_true(mc_exam_run_verify(visit->exam[0], NULL));
		/* the same answers, as an instrument of unknown delay would have them */
		visit->exam[0]->plan.as.reaction.latency_us = MC_LATENCY_UNKNOWN;
		g_assert_true(mc_exam_run_replay(visit->exam[0], &uncorrected, NULL));
		g_assert_cmpint(mc_exam_result(&uncorrected)->figures.reaction.simple.median_us - median_us,
		    ==, delays[i].taken_off_us);
		mc_desk_free(desk);
	}
}

int
main(int argc, char **argv)
{
	g_autoptr(McDeskKit) kit = NULL;

	g_test_init(&argc, &argv, NULL);
	kit = mc_desk_kit_new();
#define ADD(name, func)                                                                            \
	g_test_add("/recorder/instrument/" name, McDesk *, kit, set_up, func, mc_desk_fixture_free)
	ADD("uncalibrated", test_uncalibrated);
	ADD("never-calibrated", test_never_calibrated);
	ADD("uncorrected-T5", test_uncorrected);
	ADD("corrected-too-far-T5", test_corrected_too_far);
	ADD("corrections-are-recorded-T5", test_corrections_are_recorded);
	ADD("other-loudspeakers-T5", test_other_loudspeakers);
	ADD("other-dates-T9", test_other_dates);
	ADD("other-corrections-T9", test_other_corrections);
	ADD("other-usb-id", test_other_usb_id);
	ADD("never-adopted-T5", test_never_adopted);
	ADD("locked", test_locked);
	ADD("too-near", test_too_near);
	ADD("hearing-aid", test_hearing_aid);
	ADD("by-loudspeaker", test_by_loudspeaker);
	ADD("exchanged-instrument", test_exchanged_instrument);
#undef ADD
	g_test_add_data_func("/recorder/instrument/other-words-T5-T9", kit, test_other_words);
	g_test_add_data_func("/recorder/instrument/collimation-C10", kit, test_collimation);
	g_test_add_data_func("/recorder/instrument/lines-C10", kit, test_lines);
	g_test_add_data_func("/recorder/instrument/latency-C6", kit, test_latency);
	return g_test_run();
}
