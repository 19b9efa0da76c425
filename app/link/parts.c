#include "app/link/parts.h"

#include "app/base/error.h"
#include "app/link/codec.h"
#include "app/link/words.h"
#include "app/transcript/transcript.h"
#include <string.h>

void
mc_link_text(McFields *fields, const char *name, char *out, gsize size)
{
	mc_fields_text(fields, name, out, size);
	for (const char *at = out; *at != '\0'; at++)
		if (g_ascii_iscntrl(*at)) {
			mc_fields_refuse(fields, name, "control character");
			return;
		}
}

guint64
mc_link_count(McFields *fields, const char *name)
{
	return (guint64)mc_fields_int64(fields, name, 0, G_MAXINT64);
}

guint32
mc_link_bits(McFields *fields, const char *name, guint bits)
{
	return (guint32)mc_fields_int64(fields, name, 0, (G_GINT64_CONSTANT(1) << bits) - 1);
}

static int
document_from_name(const char *name)
{
	static const char *const documents[] = {
	    "resident", "residence-hmt", "foreigner-2017", "foreigner-2023"};

	for (guint i = 0; i < G_N_ELEMENTS(documents); i++)
		if (strcmp(documents[i], name) == 0)
			return (int)i;
	return -1;
}

static const char *
document_name(McDocument document)
{
	switch (document) {
	case MC_DOCUMENT_RESIDENT: return "resident";
	case MC_DOCUMENT_RESIDENCE_HMT: return "residence-hmt";
	case MC_DOCUMENT_FOREIGNER_2017: return "foreigner-2017";
	case MC_DOCUMENT_FOREIGNER_2023: return "foreigner-2023";
	}
	g_return_val_if_reached("resident");
}

json_t *
mc_link_identity_write(const McIdentity *identity)
{
	guint size = MIN(identity->photo_bytes, (guint)sizeof identity->photo);
	g_autofree char *photo = g_base64_encode(identity->photo, size);
	json_t *json = json_pack("{ss ss si si ss ss ss si si ss}", "document",
	    document_name(identity->document), "name", identity->name, "sex", (int)identity->sex,
	    "birth", identity->birth_yyyymmdd, "number", identity->number, "address", identity->address,
	    "authority", identity->authority, "valid_from", identity->valid_from_yyyymmdd, "valid_to",
	    identity->valid_to_yyyymmdd, "photo", photo);

	explicit_bzero(photo, strlen(photo));
	return json;
}

void
mc_link_identity_read(McFields *outer, const char *name, McIdentity *identity)
{
	g_autoptr(GBytes) photo = NULL;
	g_autoptr(GError) error = NULL;
	McFields fields;

	mc_fields_begin(&fields, mc_fields_object(outer, name), "identity");
	identity->document = (McDocument)mc_fields_word(&fields, "document", document_from_name);
	mc_link_text(&fields, "name", identity->name, sizeof identity->name);
	identity->sex = (McSex)mc_fields_int32(&fields, "sex", MC_SEX_UNKNOWN, MC_SEX_FEMALE);
	identity->birth_yyyymmdd = mc_fields_int32(&fields, "birth", 0, MC_VALID_LONG_TERM);
	mc_link_text(&fields, "number", identity->number, sizeof identity->number);
	mc_link_text(&fields, "address", identity->address, sizeof identity->address);
	mc_link_text(&fields, "authority", identity->authority, sizeof identity->authority);
	identity->valid_from_yyyymmdd = mc_fields_int32(&fields, "valid_from", 0, MC_VALID_LONG_TERM);
	identity->valid_to_yyyymmdd = mc_fields_int32(&fields, "valid_to", 0, MC_VALID_LONG_TERM);
	photo = mc_fields_base64(&fields, "photo", sizeof identity->photo);
	if (photo != NULL && g_bytes_get_size(photo) > 0) {
		identity->photo_bytes = (guint)g_bytes_get_size(photo);
		memcpy(identity->photo, g_bytes_get_data(photo, NULL), identity->photo_bytes);
	}
	mc_fields_end(&fields, &error);
	mc_fields_take_error(outer, name, g_steal_pointer(&error));
}

json_t *
mc_link_device_write(const McDeviceInfo *device)
{
	return json_pack(
	    "{ss ss ss si si ss ss ss ss ss ss ss ss so so ss ss si si si si si ss sb sI sb sI sI}",
	    "kind", mc_device_kind_name(device->kind), "state", mc_device_state_name(device->state),
	    "cause", mc_device_cause_name(device->cause), "vendor_id", (int)device->vendor_id,
	    "product_id", (int)device->product_id, "maker", device->maker, "model", device->model,
	    "serial", device->serial, "firmware", device->firmware, "transducer", device->transducer,
	    "transducer_serial", device->transducer_serial, "loudspeaker", device->loudspeaker,
	    "loudspeaker_serial", device->loudspeaker_serial, "corrections",
	    mc_corrections_to_json(&device->corrections), "loudspeaker_corrections",
	    mc_corrections_to_json(&device->loudspeaker_corrections), "laboratory", device->laboratory,
	    "certificate", device->certificate, "calibrated", device->calibrated_yyyymmdd,
	    "calibration_expires", device->calibration_expires_yyyymmdd, "vergence_centi_dioptre",
	    device->vergence_centi_dioptre, "smallest_milli_log_mar", device->smallest_milli_log_mar,
	    "largest_milli_log_mar", device->largest_milli_log_mar, "collimation", device->collimation,
	    "shutters", device->shutters, "last_self_test_wall_us",
	    (json_int_t)device->last_self_test_wall_us, "last_self_test_passed",
	    device->last_self_test_passed, "transfers", (json_int_t)device->transfers, "faults",
	    (json_int_t)device->faults);
}

static void
corrections_read(McFields *fields, const char *name, McCorrections *corrections)
{
	GError *error = NULL;

	mc_corrections_from_json(
	    mc_fields_array(fields, name, MC_TRANSDUCER_FREQUENCIES), corrections, &error);
	mc_fields_take_error(fields, name, error);
}

void
mc_link_device_read(McFields *outer, const char *name, McDeviceInfo *device)
{
	g_autoptr(GError) error = NULL;
	McFields fields;

	mc_fields_begin(&fields, mc_fields_object(outer, name), "device");
	device->kind = (McDeviceKind)mc_fields_word(&fields, "kind", mc_device_kind_from_name);
	device->state = (McDeviceState)mc_fields_word(&fields, "state", mc_device_state_from_name);
	device->cause = (McDeviceCause)mc_fields_word(&fields, "cause", mc_device_cause_from_name);
	device->vendor_id = (guint16)mc_fields_int32(&fields, "vendor_id", 0, G_MAXUINT16);
	device->product_id = (guint16)mc_fields_int32(&fields, "product_id", 0, G_MAXUINT16);
	mc_link_text(&fields, "maker", device->maker, sizeof device->maker);
	mc_link_text(&fields, "model", device->model, sizeof device->model);
	mc_link_text(&fields, "serial", device->serial, sizeof device->serial);
	mc_link_text(&fields, "firmware", device->firmware, sizeof device->firmware);
	mc_link_text(&fields, "transducer", device->transducer, sizeof device->transducer);
	mc_link_text(
	    &fields, "transducer_serial", device->transducer_serial, sizeof device->transducer_serial);
	mc_link_text(&fields, "loudspeaker", device->loudspeaker, sizeof device->loudspeaker);
	mc_link_text(&fields, "loudspeaker_serial", device->loudspeaker_serial,
	    sizeof device->loudspeaker_serial);
	corrections_read(&fields, "corrections", &device->corrections);
	corrections_read(&fields, "loudspeaker_corrections", &device->loudspeaker_corrections);
	mc_link_text(&fields, "laboratory", device->laboratory, sizeof device->laboratory);
	mc_link_text(&fields, "certificate", device->certificate, sizeof device->certificate);
	device->calibrated_yyyymmdd = mc_fields_int32(&fields, "calibrated", 0, MC_VALID_LONG_TERM);
	device->calibration_expires_yyyymmdd =
	    mc_fields_int32(&fields, "calibration_expires", 0, MC_VALID_LONG_TERM);
	device->vergence_centi_dioptre =
	    mc_fields_int32(&fields, "vergence_centi_dioptre", -10000, 10000);
	device->smallest_milli_log_mar =
	    mc_fields_int32(&fields, "smallest_milli_log_mar", -1000, 2000);
	device->largest_milli_log_mar = mc_fields_int32(&fields, "largest_milli_log_mar", -1000, 2000);
	mc_link_text(&fields, "collimation", device->collimation, sizeof device->collimation);
	device->shutters = mc_fields_bool(&fields, "shutters");
	device->last_self_test_wall_us =
	    mc_fields_int64(&fields, "last_self_test_wall_us", 0, G_MAXINT64);
	device->last_self_test_passed = mc_fields_bool(&fields, "last_self_test_passed");
	device->transfers = mc_link_count(&fields, "transfers");
	device->faults = mc_link_count(&fields, "faults");
	mc_fields_end(&fields, &error);
	mc_fields_take_error(outer, name, g_steal_pointer(&error));
}

json_t *
mc_link_vision_write(const McVisionConditions *conditions)
{
	return json_pack("{sb sb si si}", "head_in_place", conditions->head_in_place, "occlusion_ok",
	    conditions->occlusion_ok, "distance_permille", conditions->distance_permille,
	    "luminance_cd_m2", conditions->luminance_cd_m2);
}

void
mc_link_vision_read(McFields *outer, const char *name, McVisionConditions *conditions)
{
	g_autoptr(GError) error = NULL;
	McFields fields;

	mc_fields_begin(&fields, mc_fields_object(outer, name), "vision");
	conditions->head_in_place = mc_fields_bool(&fields, "head_in_place");
	conditions->occlusion_ok = mc_fields_bool(&fields, "occlusion_ok");
	conditions->distance_permille = mc_fields_int32(&fields, "distance_permille", 0, 10000);
	conditions->luminance_cd_m2 = mc_fields_int32(&fields, "luminance_cd_m2", -1, 100000);
	mc_fields_end(&fields, &error);
	mc_fields_take_error(outer, name, g_steal_pointer(&error));
}

json_t *
mc_link_hearing_write(const McHearingConditions *conditions)
{
	const gint32 *noise = conditions->noise_deci_db_spl;

	return json_pack("{sb s[iiii]}", "headphones_on", conditions->headphones_on,
	    "noise_deci_db_spl", noise[0], noise[1], noise[2], noise[3]);
}

void
mc_link_noise_read(McFields *fields, const char *name, gint32 level_deci_db[MC_NOISE_BANDS])
{
	const json_t *bands = mc_fields_array(fields, name, MC_NOISE_BANDS);

	if (bands != NULL && json_array_size(bands) != MC_NOISE_BANDS)
		mc_fields_refuse(fields, name, "four bands are needed");
	for (gsize i = 0; mc_fields_good(fields) && i < MC_NOISE_BANDS; i++) {
		const json_t *band = json_array_get(bands, i);
		json_int_t level = json_integer_value(band);

		if (!json_is_integer(band) || level < -1000 || level > 2000)
			mc_fields_refuse(fields, name, "out of bounds");
		level_deci_db[i] = (gint32)level;
	}
}

void
mc_link_hearing_read(McFields *outer, const char *name, McHearingConditions *conditions)
{
	g_autoptr(GError) error = NULL;
	McFields fields;

	mc_fields_begin(&fields, mc_fields_object(outer, name), "hearing");
	conditions->headphones_on = mc_fields_bool(&fields, "headphones_on");
	mc_link_noise_read(&fields, "noise_deci_db_spl", conditions->noise_deci_db_spl);
	mc_fields_end(&fields, &error);
	mc_fields_take_error(outer, name, g_steal_pointer(&error));
}

json_t *
mc_link_choices_write(const McChoices *choices)
{
	return json_pack("{ss sI sb sb sI}", "business", choices->business, "classes",
	    (json_int_t)choices->classes, "has_glasses", choices->has_glasses, "wears_hearing_aid",
	    choices->wears_hearing_aid, "declared", (json_int_t)choices->declared);
}

void
mc_link_choices_read(McFields *outer, const char *name, McChoices *choices)
{
	g_autoptr(GError) error = NULL;
	McFields fields;

	mc_fields_begin(&fields, mc_fields_object(outer, name), "choices");
	mc_link_text(&fields, "business", choices->business, sizeof choices->business);
	choices->classes = mc_link_bits(&fields, "classes", MC_CLASSES);
	choices->has_glasses = mc_fields_bool(&fields, "has_glasses");
	choices->wears_hearing_aid = mc_fields_bool(&fields, "wears_hearing_aid");
	choices->declared = mc_link_bits(&fields, "declared", 10);
	mc_fields_end(&fields, &error);
	mc_fields_take_error(outer, name, g_steal_pointer(&error));
}

char *
mc_link_line_of(json_t *json, GError **error)
{
	char *line = json == NULL ? NULL : json_dumps(json, JSON_COMPACT);
	gsize length = line == NULL ? 0 : strlen(line);

	json_decref(json);
	if (line == NULL) {
		g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT, "link: a text is not UTF-8");
		return NULL;
	}
	if (length < MC_LINK_LINE_MAX)
		return line;
	explicit_bzero(line, length);
	free(line);
	g_set_error(
	    error, MC_ERROR, MC_ERROR_BAD_INPUT, "link: longer than %d bytes", MC_LINK_LINE_MAX);
	return NULL;
}
