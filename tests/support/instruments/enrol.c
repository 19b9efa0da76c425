/* Which instruments the bench trusts. */
#include "tests/support/instruments/bench.h"

#include <string.h>

const McEnrolment bench_sound_card = {
    .kind = MC_DEVICE_AUDIOMETER,
    .serial = "UA-000118",
    .certificate = "EX-0118",
    .calibrated_yyyymmdd = 20260105,
    .calibration_expires_yyyymmdd = 20991231,
    .has_sound_card = TRUE,
    .sound_card = {.vendor_id = 0x1209,
        .product_id = 0x4d48,
        .laboratory = "Example Metrology Laboratory",
        .transducer = "HDA 200",
        .transducer_serial = "H-118",
        .volume_db_256 = -6 * 256,
        .ceiling_deci_db_hl = 800,
        .full_scale_deci_db_spl = {1100, 1100},
        .corrections = {2, {{500, {0, 0}}, {1000, {3, -4}}}}},
};

/* What they say of themselves when nothing was set (drivers/sim/rig.h). */
static const struct {
	McDeviceKind kind;
	const char *serial;
	guint16 vendor_id, product_id;
	const char *transducer, *transducer_serial; /* NULL: it does not measure */
	const char *loudspeaker, *loudspeaker_serial;
} in_the_rig[] = {
    {MC_DEVICE_VISION_TESTER, "VT-000117", 0x1209, 0x4d56, "Panel P13", "P-0117", "", ""},
    {MC_DEVICE_AUDIOMETER, "AU-000231", 0x1209, 0x4d41, "Headphones H20", "H-0231",
        "Loudspeakers L20", "L-0231"},
    {MC_DEVICE_ID_READER, "05.01-20260105-0000004711-0000000042", 0x0400, 0xc35a},
    {MC_DEVICE_STATURE, "ST-000044", 0x1209, 0x4d53, "Load cells and plate", "L-0044", "", ""},
    {MC_DEVICE_RESPONSE_PAD, "RP-000077", 0x1209, 0x4d50},
    {MC_DEVICE_PRINTER, "SP-000303", 0x1209, 0x4d52},
    {MC_DEVICE_SOUND_METER, "SL-000012", 0x1209, 0x4d4c, "Microphone M2", "M-0012", "", ""},
    {MC_DEVICE_LUMINANCE_METER, "LM-000009", 0x1209, 0x4d43, "Photometer head", "F-0009", "", ""},
};

static void
fill_adopted(McEnrolment *one, guint i)
{
	McDeviceInfo info = {.kind = in_the_rig[i].kind,
	    .vendor_id = in_the_rig[i].vendor_id,
	    .product_id = in_the_rig[i].product_id,
	    .laboratory = "Example Metrology Laboratory",
	    .certificate = "EX-0001",
	    .calibrated_yyyymmdd = 20260105,
	    .calibration_expires_yyyymmdd = 20991231};

	if (in_the_rig[i].transducer != NULL) {
		g_strlcpy(info.transducer, in_the_rig[i].transducer, sizeof info.transducer);
		g_strlcpy(
		    info.transducer_serial, in_the_rig[i].transducer_serial, sizeof info.transducer_serial);
		g_strlcpy(info.loudspeaker, in_the_rig[i].loudspeaker, sizeof info.loudspeaker);
		g_strlcpy(info.loudspeaker_serial, in_the_rig[i].loudspeaker_serial,
		    sizeof info.loudspeaker_serial);
	}
	one->has_adopted = TRUE;
	one->adopted = mc_device_adopted(&info);
	if (in_the_rig[i].kind != MC_DEVICE_AUDIOMETER)
		return;
	/* of its two tables, as the page of the protocol shows them */
	g_strlcpy(one->adopted.corrections_sha256,
	    "9ffb1999ca8b1e03dd8b646f3bacd8d1d19d41f05d689d88b7754df8e14b8e62",
	    sizeof one->adopted.corrections_sha256);
	g_strlcpy(one->adopted.loudspeaker_corrections_sha256,
	    "8c91866c378fced4a6b53c5149aef33a84a2c37cc65653c81d707679cabf8485",
	    sizeof one->adopted.loudspeaker_corrections_sha256);
}

void
bench_fill_enrolments(Bench *self)
{
	const McEnrolment scale = {MC_DEVICE_STATURE, "SC-000061", "", "EX-0061", 20260105, 20991231};
	const McEnrolment camera = {MC_DEVICE_CAMERA, "test-pattern", "", "", 0, 0};
	const guint measured = G_N_ELEMENTS(in_the_rig);

	memset(self->enrolment, 0, sizeof self->enrolment);
	for (guint i = 0; i < measured; i++) {
		self->enrolment[i].kind = in_the_rig[i].kind;
		g_strlcpy(
		    self->enrolment[i].serial, in_the_rig[i].serial, sizeof self->enrolment[i].serial);
		fill_adopted(&self->enrolment[i], i);
		if (in_the_rig[i].kind == MC_DEVICE_RESPONSE_PAD && self->gamepad)
			self->enrolment[i].adopted.product_id = 0x4d47;
	}
	self->enrolment[measured] = scale;
	self->enrolment[measured + 1] = bench_sound_card;
	self->enrolment[measured + 2] = camera;
	G_STATIC_ASSERT(G_N_ELEMENTS(in_the_rig) + 3 == G_N_ELEMENTS(self->enrolment));
}

const McEnrolment *
bench_enrolment_of(const Bench *self, McDeviceKind kind)
{
	for (guint i = 0; i < G_N_ELEMENTS(self->enrolment); i++)
		if (self->enrolment[i].kind == kind)
			return &self->enrolment[i];
	g_assert_not_reached();
}

static void
set_enrolments(Bench *self)
{
	self->devices->set_enrolments(
	    self->devices->self, self->enrolment, G_N_ELEMENTS(self->enrolment));
}

void
bench_enrol(Bench *self, const char *minimum_firmware)
{
	bench_fill_enrolments(self);
	for (guint i = 0; i < G_N_ELEMENTS(self->enrolment); i++)
		if (self->enrolment[i].calibrated_yyyymmdd == 0)
			g_strlcpy(self->enrolment[i].minimum_firmware, minimum_firmware,
			    sizeof self->enrolment[i].minimum_firmware);
	set_enrolments(self);
}

void
bench_adopt(Bench *self, McDeviceKind kind)
{
	const McDeviceInfo *info = self->devices->info(self->devices->self, kind);

	for (guint i = 0; i < G_N_ELEMENTS(self->enrolment); i++) {
		McEnrolment *one = &self->enrolment[i];

		if (one->kind != kind || strcmp(one->serial, info->serial) != 0)
			continue;
		one->has_adopted = TRUE;
		one->adopted = mc_device_adopted(info);
	}
	set_enrolments(self);
}
