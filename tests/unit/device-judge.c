/* Trust, firmware, calibration (T5, T11). */
#include "drivers/device/judge.h"

#include <string.h>

static void
test_firmware(void)
{
	static const char *const rising[] = {
	    "beta", "0.9", "1.0", "1.0.1", "1.9", "1.9.9", "1.10", "2", "2.0.0.1", "10"};

	for (guint i = 0; i < G_N_ELEMENTS(rising); i++)
		for (guint j = 0; j < G_N_ELEMENTS(rising); j++) {
			gint expected = (i > j) - (i < j);
			gint order = mc_firmware_compare(rising[i], rising[j]);

			g_assert_cmpint((order > 0) - (order < 0), ==, expected);
		}
	g_assert_cmpint(mc_firmware_compare("2", "2.0"), ==, 0);
	g_assert_cmpint(mc_firmware_compare("1.4", "1.4-test"), >, 0);
	g_assert_cmpint(mc_firmware_compare("1..4", "1.4"), <, 0);
	g_assert_cmpint(mc_firmware_compare("1.", "1.0"), <, 0);
}

static void
test_date(void)
{
	g_assert_cmpint(mc_china_date(0), ==, 19700101);
	/* 2026-08-14 15:59:59 and 16:00:00 UTC */
	g_assert_cmpint(mc_china_date(G_GINT64_CONSTANT(1786723199) * G_USEC_PER_SEC), ==, 20260814);
	g_assert_cmpint(mc_china_date(G_GINT64_CONSTANT(1786723200) * G_USEC_PER_SEC), ==, 20260815);
	g_assert_cmpint(mc_china_date(G_MAXINT64), ==, 99991231);
}

static void
test_judge(void)
{
	static const McEnrolment enrolments[] = {
	    {MC_DEVICE_AUDIOMETER, "A-1", "1.4", .has_adopted = TRUE},
	    {MC_DEVICE_ID_READER, "R-1", ""},
	    {MC_DEVICE_AUDIOMETER, "", "", .has_adopted = TRUE},
	};
	McEnrolment list[G_N_ELEMENTS(enrolments)];
	static const struct {
		McDeviceKind kind;
		const char *serial, *firmware;
		gint32 on, until;
		McDeviceCause cause;
	} cases[] = {
	    {MC_DEVICE_AUDIOMETER, "A-1", "1.4", 20260101, 20270101, MC_CAUSE_NONE},
	    {MC_DEVICE_AUDIOMETER, "A-2", "1.4", 20260101, 20270101, MC_CAUSE_NOT_ENROLLED},
	    {MC_DEVICE_VISION_TESTER, "A-1", "1.4", 20260101, 20270101, MC_CAUSE_NOT_ENROLLED},
	    /* without a serial number nothing is trusted, whatever the list says */
	    {MC_DEVICE_AUDIOMETER, "", "1.4", 20260101, 20270101, MC_CAUSE_NOT_ENROLLED},
	    {MC_DEVICE_AUDIOMETER, "A-1", "1.3.9", 20260101, 20270101, MC_CAUSE_FIRMWARE},
	    {MC_DEVICE_AUDIOMETER, "A-1", "1.3.9", 0, 0, MC_CAUSE_FIRMWARE},
	    {MC_DEVICE_AUDIOMETER, "A-1", "1.4", 0, 0, MC_CAUSE_UNCALIBRATED},
	    {MC_DEVICE_AUDIOMETER, "A-1", "1.4", 20250101, 20260630, MC_CAUSE_NONE},
	    {MC_DEVICE_AUDIOMETER, "A-1", "1.4", 20250101, 20260629, MC_CAUSE_UNCALIBRATED},
	    {MC_DEVICE_ID_READER, "R-1", "1.0", 0, 0, MC_CAUSE_NONE},
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		McDeviceInfo info = {.kind = cases[i].kind,
		    .calibrated_yyyymmdd = cases[i].on,
		    .calibration_expires_yyyymmdd = cases[i].until};

		g_strlcpy(info.serial, cases[i].serial, sizeof info.serial);
		if (info.kind == MC_DEVICE_AUDIOMETER)
			info.corrections = (McCorrections){1, {{1000, {2, -3}}}};
		g_strlcpy(info.firmware, cases[i].firmware, sizeof info.firmware);
		memcpy(list, enrolments, sizeof list);
		list[0].adopted = mc_device_adopted(&info);
		g_assert_cmpint(
		    mc_judge_device(&info, list, G_N_ELEMENTS(list), 20260630), ==, cases[i].cause);
		g_assert_cmpint(mc_judge_device(&info, NULL, 0, 20260630), ==, MC_CAUSE_NOT_ENROLLED);
	}
}

/* T5: nobody knows how loud it is. */
static void
test_corrections(void)
{
	McEnrolment enrolment = {MC_DEVICE_AUDIOMETER, "A-1", "", .has_adopted = TRUE};
	static const McCorrections good = {1, {{1000, {2, -3}}}}, far = {1, {{1000, {2, -300}}}};
	McDeviceInfo info = {.kind = MC_DEVICE_AUDIOMETER,
	    .serial = "A-1",
	    .calibrated_yyyymmdd = 20260101,
	    .calibration_expires_yyyymmdd = 20270101,
	    .corrections = good};

	enrolment.adopted = mc_device_adopted(&info);
	g_strlcpy(enrolment.adopted.loudspeaker, "L20", sizeof enrolment.adopted.loudspeaker);
	mc_corrections_digest(&good, enrolment.adopted.loudspeaker_corrections_sha256);
	g_assert_cmpint(mc_judge_device(&info, &enrolment, 1, 20260630), ==, MC_CAUSE_NONE);
	g_strlcpy(info.loudspeaker, "L20", sizeof info.loudspeaker);
	g_assert_cmpint(mc_judge_device(&info, &enrolment, 1, 20260630), ==, MC_CAUSE_UNCALIBRATED);
	info.loudspeaker_corrections = far;
	g_assert_cmpint(mc_judge_device(&info, &enrolment, 1, 20260630), ==, MC_CAUSE_UNCALIBRATED);
	info.loudspeaker_corrections = good;
	g_assert_cmpint(mc_judge_device(&info, &enrolment, 1, 20260630), ==, MC_CAUSE_NONE);
	info.corrections.count = 0;
	g_assert_cmpint(mc_judge_device(&info, &enrolment, 1, 20260630), ==, MC_CAUSE_UNCALIBRATED);
	info.corrections = far;
	g_assert_cmpint(mc_judge_device(&info, &enrolment, 1, 20260630), ==, MC_CAUSE_UNCALIBRATED);
}

/* ---- T5, T9: it is the one that was adopted, with all that belongs to it ---- */

static McDeviceInfo
audiometer(void)
{
	return (McDeviceInfo){.kind = MC_DEVICE_AUDIOMETER,
	    .vendor_id = 0x1209,
	    .product_id = 0x4d41,
	    .serial = "A-1",
	    .transducer = "H20",
	    .transducer_serial = "H-1",
	    .loudspeaker = "L20",
	    .loudspeaker_serial = "L-1",
	    .laboratory = "Laboratory",
	    .certificate = "C-1",
	    .calibrated_yyyymmdd = 20260101,
	    .calibration_expires_yyyymmdd = 20270101,
	    .corrections = {1, {{1000, {2, -3}}}},
	    .loudspeaker_corrections = {1, {{1000, {2, -3}}}}};
}

static void
test_adopted(void)
{
	static const struct {
		gsize offset;
		const char *text;
		McDeviceCause cause;
	} texts[] = {
	    {offsetof(McDeviceInfo, transducer), "Other", MC_CAUSE_TRANSDUCER},
	    {offsetof(McDeviceInfo, transducer_serial), "X-1", MC_CAUSE_TRANSDUCER},
	    {offsetof(McDeviceInfo, transducer_serial), "", MC_CAUSE_TRANSDUCER},
	    {offsetof(McDeviceInfo, loudspeaker), "Other", MC_CAUSE_TRANSDUCER},
	    {offsetof(McDeviceInfo, loudspeaker_serial), "X-1", MC_CAUSE_TRANSDUCER},
	    {offsetof(McDeviceInfo, loudspeaker), "", MC_CAUSE_NONE}, /* taken away */
	    {offsetof(McDeviceInfo, laboratory), "Nobody", MC_CAUSE_RECORD},
	    {offsetof(McDeviceInfo, certificate), "SELF-MADE", MC_CAUSE_RECORD},
	    {offsetof(McDeviceInfo, maker), "Other", MC_CAUSE_NONE},
	};
	McDeviceInfo info = audiometer();
	McEnrolment enrolment = {MC_DEVICE_AUDIOMETER, "A-1", "", .has_adopted = TRUE};

	enrolment.adopted = mc_device_adopted(&info);
	g_assert_cmpint(mc_judge_device(&info, &enrolment, 1, 20260630), ==, MC_CAUSE_NONE);
	for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
		info = audiometer();
		g_strlcpy((char *)&info + texts[i].offset, texts[i].text, sizeof info.maker);
		g_assert_cmpint(mc_judge_device(&info, &enrolment, 1, 20260630), ==, texts[i].cause);
	}
	info = audiometer();
	info.calibrated_yyyymmdd--;
	g_assert_cmpint(mc_judge_device(&info, &enrolment, 1, 20260630), ==, MC_CAUSE_RECORD);
	info = audiometer();
	info.calibration_expires_yyyymmdd++;
	g_assert_cmpint(mc_judge_device(&info, &enrolment, 1, 20260630), ==, MC_CAUSE_RECORD);
	/* a table that changes under the same certificate, by a tenth of a decibel at one frequency */
	info = audiometer();
	info.corrections.at[0].deci_db[MC_EAR_RIGHT]++;
	g_assert_cmpint(mc_judge_device(&info, &enrolment, 1, 20260630), ==, MC_CAUSE_CORRECTIONS);
	info = audiometer();
	info.loudspeaker_corrections.at[0].frequency_hz = 2000;
	g_assert_cmpint(mc_judge_device(&info, &enrolment, 1, 20260630), ==, MC_CAUSE_CORRECTIONS);
	info.loudspeaker[0] = '\0'; /* taken away */
	g_assert_cmpint(mc_judge_device(&info, &enrolment, 1, 20260630), ==, MC_CAUSE_NONE);
	info = audiometer();
	enrolment.adopted.corrections_sha256[0] = '\0'; /* adopted with none */
	g_assert_cmpint(mc_judge_device(&info, &enrolment, 1, 20260630), ==, MC_CAUSE_CORRECTIONS);
	enrolment.adopted = mc_device_adopted(&info);
	info = audiometer();
	info.vendor_id ^= 1;
	g_assert_cmpint(mc_judge_device(&info, &enrolment, 1, 20260630), ==, MC_CAUSE_USB_ID);
	/* of what measures a serial number alone is not enough */
	info = audiometer();
	enrolment.has_adopted = FALSE;
	g_assert_cmpint(mc_judge_device(&info, &enrolment, 1, 20260630), ==, MC_CAUSE_RECORD);
}

/* What keeps no record has the one of its enrolment, and that alone. */
static void
test_record_in_the_list(void)
{
	McEnrolment scale = {MC_DEVICE_STATURE, "S-1", "", "EX-61", 20260105, 20270101};
	McEnrolment card = {MC_DEVICE_AUDIOMETER, "U-1", "", "EX-118", 20260105, 20270101,
	    .has_sound_card = TRUE,
	    .sound_card = {.vendor_id = 1,
	        .product_id = 2,
	        .laboratory = "Laboratory",
	        .transducer = "HDA 200",
	        .transducer_serial = "H-9"}};
	McDeviceInfo info = {.kind = MC_DEVICE_STATURE, .serial = "S-1", .transducer = "FTDI"};

	mc_judge_take_record(&info, &scale, 1);
	g_assert_cmpint(mc_judge_device(&info, &scale, 1, 20260630), ==, MC_CAUSE_NONE);
	g_strlcpy(info.certificate, "SELF-MADE", sizeof info.certificate);
	g_assert_cmpint(mc_judge_device(&info, &scale, 1, 20260630), ==, MC_CAUSE_RECORD);
	info = audiometer();
	g_strlcpy(info.serial, "U-1", sizeof info.serial);
	info.vendor_id = 1;
	info.product_id = 2;
	g_assert_cmpint(mc_judge_device(&info, &card, 1, 20260630), ==, MC_CAUSE_TRANSDUCER);
	info.product_id = 3;
	g_assert_cmpint(mc_judge_device(&info, &card, 1, 20260630), ==, MC_CAUSE_USB_ID);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/judge/firmware", test_firmware);
	g_test_add_func("/judge/date", test_date);
	g_test_add_func("/judge/device", test_judge);
	g_test_add_func("/judge/corrections-T5", test_corrections);
	g_test_add_func("/judge/adopted-T5-T9", test_adopted);
	g_test_add_func("/judge/record-in-the-list", test_record_in_the_list);
	return g_test_run();
}
