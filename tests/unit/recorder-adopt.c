/* Instruments become trusted ones by a technician at the device board, and stay so as he saw them
 * (T3, T5, T9). */

#include "app/base/error.h"
#include "tests/desk/desk.h"
#include <jansson.h>
#include <string.h>

/* An unknown instrument measures from the moment a technician adopts it, and after a restart. */
static void
test_adopt(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	McDeviceInfo *device = &desk->device[MC_DEVICE_AUDIOMETER];
	McRecorderRequest adopt = {.op = MC_RECORDER_ADOPT};

	g_strlcpy(device->serial, "AU-NEW", sizeof device->serial);
	adopt.device = *device;
	mc_desk_sign_in(desk, "wei", "482916");
	mc_desk_ask(desk, &adopt);
	g_assert_cmpuint(desk->reply->hello.enrolments, ==, MC_DEVICE_KINDS + 1);
	mc_desk_ask(desk, &adopt);
	g_assert_cmpuint(desk->reply->hello.enrolments, ==, MC_DEVICE_KINDS + 1);
	adopt.device.serial[0] = '\0';
	mc_desk_refused(desk, &adopt, MC_ERROR_BAD_INPUT);
	for (guint level = MC_TEST_SILENT; level < MC_TEST_LEVELS; level++)
		mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_SELF_TEST,
		                      .device = *device,
		                      .level = (McTestLevel)level,
		                      .flag = TRUE});
	mc_desk_sign_out(desk);
	mc_desk_restart(desk);
	mc_desk_arrive(desk, 0);
	g_assert_cmpint(
	    mc_desk_examine(desk, MC_EXAM_HEARING, MC_CORRECTION_NAKED)->outcome, ==, MC_OUTCOME_PASS);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "device-adopted"), ==, 1);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "self-test"), ==, 1);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "active-test"), ==, 1);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "interactive-test"), ==, 1);
}

static const json_t *
last_adoption(GPtrArray *contents)
{
	const json_t *said = NULL;

	for (guint i = 0; i < contents->len; i++) {
		const json_t *body = g_ptr_array_index(contents, i);

		if (g_strcmp0(json_string_value(json_object_get(body, "event")), "device-adopted") == 0)
			said = body;
	}
	return said;
}

/* T5, T9: new headphones with a certificate of their own, in the place of those that recorder.json
 * names. They count when a technician has adopted them, and after a restart. */
static void
test_adopt_calibration(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	McDeviceInfo *device = &desk->device[MC_DEVICE_AUDIOMETER];
	McRecorderRequest adopt = {.op = MC_RECORDER_ADOPT};
	g_autoptr(GPtrArray) contents = NULL;
	const json_t *said = NULL;

	g_strlcpy(device->transducer_serial, "H-0400", sizeof device->transducer_serial);
	g_strlcpy(device->certificate, "EX-0400", sizeof device->certificate);
	adopt.device = *device;
	mc_desk_sign_in(desk, "wei", "482916");
	mc_desk_ask(desk, &adopt);
	g_assert_cmpuint(desk->reply->hello.enrolments, ==, MC_DEVICE_KINDS);
	g_assert_cmpstr(
	    desk->reply->hello.enrolment[MC_DEVICE_AUDIOMETER].adopted.transducer_serial, ==, "H-0400");
	g_assert_cmpstr(
	    desk->reply->hello.enrolment[MC_DEVICE_AUDIOMETER].minimum_firmware, ==, "1.0.0");
	mc_desk_ask(desk, &adopt); /* nothing new */
	g_assert_cmpuint(mc_desk_count(desk, "audit", "device-adopted"), ==, 1);
	contents = mc_desk_contents(desk);
	said = last_adoption(contents);
	g_assert_cmpstr(json_string_value(json_object_get(said, "staff")), ==, "wei");
	g_assert_cmpstr(json_string_value(json_object_get(said, "transducer_serial")), ==, "H-0400");
	g_assert_cmpstr(json_string_value(json_object_get(said, "calibration")), ==, "EX-0400");
	mc_desk_sign_out(desk);
	mc_desk_restart(desk);
	mc_desk_arrive(desk, 0);
	g_assert_cmpint(
	    mc_desk_examine(desk, MC_EXAM_HEARING, MC_CORRECTION_NAKED)->outcome, ==, MC_OUTCOME_PASS);
}

/* T3, T9: without all serial numbers, or without a calibration that holds, nothing is adopted. */
static void
test_adopt_incomplete(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	const McDeviceInfo good = desk->device[MC_DEVICE_AUDIOMETER];
	McRecorderRequest adopt = {.op = MC_RECORDER_ADOPT, .device = good};

	mc_desk_sign_in(desk, "wei", "482916");
	adopt.device.transducer_serial[0] = '\0';
	mc_desk_refused(desk, &adopt, MC_ERROR_BAD_INPUT);
	adopt.device = good;
	g_strlcpy(adopt.device.loudspeaker, "L21", sizeof adopt.device.loudspeaker);
	mc_desk_refused(desk, &adopt, MC_ERROR_BAD_INPUT);
	adopt.device = good;
	adopt.device.certificate[0] = '\0';
	mc_desk_refused(desk, &adopt, MC_ERROR_UNCALIBRATED);
	adopt.device = good;
	adopt.device.calibration_expires_yyyymmdd = 20260131;
	mc_desk_refused(desk, &adopt, MC_ERROR_UNCALIBRATED);
	adopt.device.calibrated_yyyymmdd = adopt.device.calibration_expires_yyyymmdd = 0;
	mc_desk_refused(desk, &adopt, MC_ERROR_UNCALIBRATED);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "device-adopted"), ==, 0);
	/* what does not measure needs its own number alone */
	adopt.device = desk->device[MC_DEVICE_ID_READER];
	g_strlcpy(adopt.device.serial, "R-NEW", sizeof adopt.device.serial);
	mc_desk_ask(desk, &adopt);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "device-adopted"), ==, 1);
}

int
main(int argc, char **argv)
{
	g_autoptr(McDeskKit) hired = NULL;

	g_test_init(&argc, &argv, NULL);
	hired = mc_desk_kit_new_hired();
#define ADD(name, kit, func)                                                                       \
	g_test_add(                                                                                    \
	    "/recorder/adopt/" name, McDesk *, kit, mc_desk_fixture_new, func, mc_desk_fixture_free)
	ADD("unknown-T9", hired, test_adopt);
	ADD("calibration-T5-T9", hired, test_adopt_calibration);
	ADD("incomplete-T3-T9", hired, test_adopt_incomplete);
#undef ADD
	return g_test_run();
}
