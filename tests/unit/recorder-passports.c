/* C18: each exam leads to the passport of the instrument that measured it, as it was then; and one
 * that comes back in the middle of an exam is asked again whether it may measure. */

#include "tests/desk/desk.h"
#include <jansson.h>
#include <string.h>

static json_t *
enrolment_of(json_t *config, const char *kind)
{
	gsize i = 0;
	json_t *one = NULL;

	json_array_foreach(json_object_get(config, "enrolments"), i, one)
	{
		if (g_strcmp0(json_string_value(json_object_get(one, "kind")), kind) == 0)
			return one;
	}
	g_assert_not_reached();
}

/* recorder.json names one more like the first. */
static void
enrol_second_tester(McDesk *desk)
{
	g_autofree char *path = g_build_filename(desk->folder, "recorder", "recorder.json", NULL);
	json_auto_t *config = json_load_file(path, 0, NULL);
	json_t *second = json_deep_copy(enrolment_of(config, "vision-tester"));

	json_object_set_new(second, "serial", json_string("VT-SECOND"));
	json_array_append_new(json_object_get(config, "enrolments"), second);
	g_assert_cmpint(json_dump_file(config, path, 0), ==, 0);
	mc_desk_restart(desk);
}

/* The visit waits for its card meanwhile: while it runs nothing is adopted. */
static void
adopt_other_headphones(McDesk *desk)
{
	McDeviceInfo *device = &desk->device[MC_DEVICE_AUDIOMETER];

	mc_desk_begin(desk);
	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_VISIT_ABORT});
	g_strlcpy(device->transducer_serial, "H-SECOND", sizeof device->transducer_serial);
	mc_desk_sign_in(desk, "wei", "482916");
	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_ADOPT, .device = *device});
	mc_desk_sign_out(desk);
	mc_desk_begin(desk);
	g_assert_true(mc_desk_identify(desk, 0));
}

static const McDeviceInfo *
passport_of(const McVisit *visit, guint exam)
{
	g_assert_cmpuint(visit->exam[exam]->passport, >, 0);
	g_assert_cmpuint(visit->exam[exam]->passport, <=, visit->devices);
	return &visit->device[visit->exam[exam]->passport - 1];
}

/* The first tester dies after the naked eyes; with glasses it is the other one. */
static void
test_two_testers(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	McDeviceInfo *tester = &desk->device[MC_DEVICE_VISION_TESTER];
	char first[sizeof tester->serial];
	g_autoptr(McVisit) visit = NULL;

	enrol_second_tester(desk);
	mc_desk_arrive(desk, 0);
	g_strlcpy(first, tester->serial, sizeof first);
	desk->right_permille = 200;
	mc_desk_examine(desk, MC_EXAM_ACUITY, MC_CORRECTION_NAKED);
	g_strlcpy(tester->serial, "VT-SECOND", sizeof tester->serial);
	tester->vergence_centi_dioptre = -25;
	desk->right_permille = 1000;
	mc_desk_examine(desk, MC_EXAM_ACUITY, MC_CORRECTION_GLASSES);
	mc_desk_examine(desk, MC_EXAM_STATURE, MC_CORRECTION_NAKED);
	mc_desk_finish(desk);
	visit = mc_desk_record(desk);
	g_assert_cmpuint(visit->devices, ==, 3);
	g_assert_cmpstr(visit->exam[0]->device_serial, ==, first);
	g_assert_cmpstr(passport_of(visit, 0)->serial, ==, first);
	g_assert_cmpint(passport_of(visit, 0)->vergence_centi_dioptre, ==, -20);
	g_assert_cmpstr(passport_of(visit, 1)->serial, ==, "VT-SECOND");
	g_assert_cmpint(passport_of(visit, 1)->vergence_centi_dioptre, ==, -25);
	g_assert_cmpint(visit->exam[1]->result.outcome, ==, MC_OUTCOME_PASS);
	g_assert_cmpint(passport_of(visit, 2)->kind, ==, MC_DEVICE_STATURE);
}

/* The same electronics, other headphones, adopted in between. */
static void
test_two_headphones(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	McDeviceInfo *device = &desk->device[MC_DEVICE_AUDIOMETER];
	char first[sizeof device->transducer_serial];
	g_autoptr(McVisit) visit = NULL;

	g_strlcpy(first, device->transducer_serial, sizeof first);
	mc_desk_arrive(desk, 0);
	mc_desk_examine(desk, MC_EXAM_HEARING, MC_CORRECTION_NAKED);
	adopt_other_headphones(desk);
	mc_desk_examine(desk, MC_EXAM_SIDE, MC_CORRECTION_NAKED);
	mc_desk_finish(desk);
	visit = mc_desk_record(desk);
	g_assert_cmpuint(visit->devices, ==, 2);
	g_assert_cmpstr(visit->exam[0]->device_serial, ==, visit->exam[1]->device_serial);
	g_assert_cmpstr(passport_of(visit, 0)->transducer_serial, ==, first);
	g_assert_cmpstr(passport_of(visit, 1)->transducer_serial, ==, "H-SECOND");
}

/* What reported the same has one passport, however many exams it measured. */
static void
test_one_for_all(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	g_autoptr(McVisit) visit = NULL;

	mc_desk_arrive(desk, 0);
	mc_desk_examine_all(desk);
	mc_desk_finish(desk);
	visit = mc_desk_record(desk);
	g_assert_cmpuint(visit->devices, ==, 2);
	g_assert_true(passport_of(visit, 1) == passport_of(visit, 2));
	g_assert_true(passport_of(visit, 0) != passport_of(visit, 1));
}

static char *
last_refusal(McDesk *desk)
{
	g_autoptr(GPtrArray) contents = mc_desk_contents(desk);
	char *cause = NULL;

	for (guint i = 0; i < contents->len; i++) {
		const json_t *body = g_ptr_array_index(contents, i);

		if (g_strcmp0(json_string_value(json_object_get(body, "event")), "device-refused") != 0)
			continue;
		g_free(cause);
		cause = g_strdup(json_string_value(json_object_get(body, "cause")));
	}
	return cause;
}

static void
come_back_by_other_headphones(McDesk *desk)
{
	g_strlcpy(desk->device[MC_DEVICE_AUDIOMETER].transducer_serial, "H-SECOND",
	    sizeof desk->device[MC_DEVICE_AUDIOMETER].transducer_serial);
}

static void
come_back_uncalibrated(McDesk *desk)
{
	desk->device[MC_DEVICE_AUDIOMETER].calibration_expires_yyyymmdd = 20200101;
}

static void
come_back_out_of_service(McDesk *desk)
{
	desk->device[MC_DEVICE_AUDIOMETER].state = MC_DEVICE_LOCKED;
	desk->device[MC_DEVICE_AUDIOMETER].cause = MC_CAUSE_SELF_TEST;
}

static void
come_back_as_it_was(McDesk *desk)
{
	mc_desk_restart(desk);
	mc_desk_identify(desk, 0);
}

/* An exam that is open goes on where it stands only on what opened it, in a state in which it could
 * be opened; else it is over, with the reason in the record and the refusal in the chain. */
static void
test_returns(gconstpointer kit)
{
	static const struct {
		void (*come_back)(McDesk *desk);
		McReason reason;
		const char *cause;
	} rows[] = {
	    {come_back_as_it_was, MC_REASON_NONE, NULL},
	    {come_back_by_other_headphones, MC_REASON_UNCALIBRATED, "transducer"},
	    {adopt_other_headphones, MC_REASON_DEVICE_LOST, NULL},
	    {come_back_uncalibrated, MC_REASON_UNCALIBRATED, "uncalibrated"},
	    {come_back_out_of_service, MC_REASON_NO_DEVICE, "self-test"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		McDesk *desk = NULL;
		g_autofree char *cause = NULL;
		g_autoptr(McVisit) visit = NULL;

		mc_desk_fixture_new(&desk, kit);
		mc_desk_arrive(desk, 0);
		mc_desk_open(desk, MC_EXAM_HEARING, MC_CORRECTION_NAKED);
		mc_desk_answer(desk);
		rows[i].come_back(desk);
		mc_desk_examine(desk, MC_EXAM_HEARING, MC_CORRECTION_NAKED);
		g_assert_cmphex(desk->reply->result.reasons, ==, (guint32)rows[i].reason);
		mc_desk_finish(desk);
		visit = mc_desk_record(desk);
		g_assert_cmpint(visit->exam[0]->result.outcome == MC_OUTCOME_PASS, ==,
		    rows[i].reason == MC_REASON_NONE);
		g_assert_cmpuint(visit->devices, ==, 1);
		cause = last_refusal(desk);
		g_assert_cmpstr(cause, ==, rows[i].cause);
		mc_desk_fixture_free(&desk, NULL);
	}
}

int
main(int argc, char **argv)
{
	g_autoptr(McDeskKit) kit = NULL;

	g_test_init(&argc, &argv, NULL);
	kit = mc_desk_kit_new_hired();
#define ADD(name, func)                                                                            \
	g_test_add("/recorder/passports/" name, McDesk *, kit, mc_desk_fixture_new, func,              \
	    mc_desk_fixture_free)
	ADD("two-testers-C18", test_two_testers);
	ADD("two-headphones-C18", test_two_headphones);
	ADD("one-for-all", test_one_for_all);
#undef ADD
	g_test_add_data_func("/recorder/passports/returns-T9", kit, test_returns);
	return g_test_run();
}
