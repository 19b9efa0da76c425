#include "app/record/passport.h"

#include "app/json/shape.h"
#include "app/transcript/transcript.h"
#include <string.h>

static const McShape shape[] = {
    MC_SHAPE(McDeviceInfo, maker, MC_SHAPE_TEXT),
    MC_SHAPE(McDeviceInfo, model, MC_SHAPE_TEXT),
    MC_SHAPE(McDeviceInfo, serial, MC_SHAPE_TEXT),
    MC_SHAPE(McDeviceInfo, firmware, MC_SHAPE_TEXT),
    MC_SHAPE(McDeviceInfo, transducer, MC_SHAPE_TEXT),
    MC_SHAPE(McDeviceInfo, transducer_serial, MC_SHAPE_TEXT),
    MC_SHAPE(McDeviceInfo, loudspeaker, MC_SHAPE_TEXT),
    MC_SHAPE(McDeviceInfo, loudspeaker_serial, MC_SHAPE_TEXT),
    MC_SHAPE(McDeviceInfo, laboratory, MC_SHAPE_TEXT),
    MC_SHAPE(McDeviceInfo, certificate, MC_SHAPE_TEXT),
    MC_SHAPE(McDeviceInfo, calibrated_yyyymmdd, MC_SHAPE_INT32),
    MC_SHAPE(McDeviceInfo, calibration_expires_yyyymmdd, MC_SHAPE_INT32),
    MC_SHAPE(McDeviceInfo, vergence_centi_dioptre, MC_SHAPE_INT32),
    MC_SHAPE(McDeviceInfo, shutters, MC_SHAPE_GBOOLEAN),
    MC_SHAPE(McDeviceInfo, last_self_test_wall_us, MC_SHAPE_INT64),
    MC_SHAPE(McDeviceInfo, last_self_test_passed, MC_SHAPE_GBOOLEAN),
};

static void
make_printable(char *text, gsize size)
{
	text[size - 1] = '\0';
	for (char *at = text; *at != '\0'; at++)
		if ((guchar)*at < 0x20 || *at == 0x7f)
			*at = '?';
	for (const char *end = NULL; !g_utf8_validate(text, -1, &end);)
		text[end - text] = '?';
}

/* Only what was collimated has it. */
static void
write_collimation(json_t *json, const McDeviceInfo *device)
{
	if (device->collimation[0] != '\0')
		json_object_set_new(json, "collimation", json_string(device->collimation));
}

/* Only what shows optotypes, and has said which, has them. */
static void
write_lines(json_t *json, const McDeviceInfo *device)
{
	if (device->smallest_milli_log_mar == device->largest_milli_log_mar)
		return;
	json_object_set_new(
	    json, "smallest_milli_log_mar", json_integer(device->smallest_milli_log_mar));
	json_object_set_new(json, "largest_milli_log_mar", json_integer(device->largest_milli_log_mar));
}

static void
read_lines(McFields *fields, McDeviceInfo *device)
{
	if (!mc_fields_has(fields, "smallest_milli_log_mar"))
		return;
	device->smallest_milli_log_mar = mc_fields_int32(fields, "smallest_milli_log_mar", -1000, 2000);
	device->largest_milli_log_mar =
	    mc_fields_int32(fields, "largest_milli_log_mar", device->smallest_milli_log_mar + 1, 2000);
}

/* Only what makes sounds has them. */
static void
write_corrections(json_t *json, const char *name, const McCorrections *corrections)
{
	if (corrections->count > 0)
		json_object_set_new(json, name, mc_corrections_to_json(corrections));
}

static void
read_corrections(McFields *fields, const char *name, McCorrections *corrections)
{
	GError *error = NULL;

	if (!mc_fields_has(fields, name))
		return;
	mc_corrections_from_json(
	    mc_fields_array(fields, name, MC_TRANSDUCER_FREQUENCIES), corrections, &error);
	mc_fields_take_error(fields, name, error);
}

json_t *
mc_passport_to_json(const McDeviceInfo *device)
{
	json_t *json = json_object();
	McDeviceInfo copy = *device;

	for (gsize i = 0; i < G_N_ELEMENTS(shape); i++)
		if (shape[i].kind == MC_SHAPE_TEXT)
			make_printable((char *)&copy + shape[i].offset, shape[i].size);
	make_printable(copy.collimation, sizeof copy.collimation);
	json_object_set_new(json, "kind", json_string(mc_device_kind_name(device->kind)));
	json_object_set_new(json, "vendor_id", json_integer(device->vendor_id));
	json_object_set_new(json, "product_id", json_integer(device->product_id));
	mc_shape_write(json, shape, G_N_ELEMENTS(shape), &copy);
	write_collimation(json, &copy);
	write_lines(json, &copy);
	write_corrections(json, "corrections", &device->corrections);
	write_corrections(json, "loudspeaker_corrections", &device->loudspeaker_corrections);
	return json;
}

static int
kind_from_name(const char *name)
{
	for (guint kind = 0; kind < MC_DEVICE_KINDS; kind++)
		if (strcmp(mc_device_kind_name((McDeviceKind)kind), name) == 0)
			return (int)kind;
	return -1;
}

gboolean
mc_passport_from_json(const json_t *json, McDeviceInfo *device, GError **error)
{
	McFields fields;

	memset(device, 0, sizeof *device);
	mc_fields_begin(&fields, json, "device");
	device->kind = (McDeviceKind)mc_fields_word(&fields, "kind", kind_from_name);
	device->vendor_id = (guint16)mc_fields_int32(&fields, "vendor_id", 0, G_MAXUINT16);
	device->product_id = (guint16)mc_fields_int32(&fields, "product_id", 0, G_MAXUINT16);
	mc_shape_read(&fields, shape, G_N_ELEMENTS(shape), device);
	if (mc_fields_has(&fields, "collimation"))
		mc_fields_text(&fields, "collimation", device->collimation, sizeof device->collimation);
	read_lines(&fields, device);
	read_corrections(&fields, "corrections", &device->corrections);
	read_corrections(&fields, "loudspeaker_corrections", &device->loudspeaker_corrections);
	return mc_fields_end(&fields, error);
}

gboolean
mc_passport_equal(const McDeviceInfo *left, const McDeviceInfo *right)
{
	json_auto_t *one = mc_passport_to_json(left);
	json_auto_t *other = mc_passport_to_json(right);

	return json_equal(one, other);
}

gboolean
mc_passport_measures(McDeviceKind kind, McExamKind exam)
{
	switch (exam) {
	case MC_EXAM_ACUITY: return kind == MC_DEVICE_VISION_TESTER;
	case MC_EXAM_HEARING:
	case MC_EXAM_SIDE: return kind == MC_DEVICE_AUDIOMETER;
	case MC_EXAM_STATURE: return kind == MC_DEVICE_STATURE;
	case MC_EXAM_REACTION: return kind == MC_DEVICE_RESPONSE_PAD;
	case MC_EXAM_LIMBS: return kind == MC_DEVICE_CAMERA;
	case MC_EXAM_COLOUR: return FALSE;
	}
	return FALSE;
}
