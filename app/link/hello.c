/* The parts that only replies have. */

#include "app/link/parts.h"

#include "app/base/error.h"
#include "app/link/words.h"
#include "app/stock/stock.h"
#include "app/transcript/transcript.h"

#define COUNT_MAX 1000000
#define YEARS_MAX 150
#define DATE_MIN 19000101
#define DATE_MAX 99991231

static json_t *
record_write(const McEnrolment *enrolment)
{
	json_t *json = json_pack("{ss si si}", "certificate", enrolment->certificate, "on",
	    enrolment->calibrated_yyyymmdd, "expires", enrolment->calibration_expires_yyyymmdd);

	if (enrolment->has_latency)
		json_object_set_new(json, "latency_us", json_integer(enrolment->latency_us));
	if (enrolment->has_collimation)
		json_object_set_new(
		    json, "collimated_centi_dioptre", json_integer(enrolment->collimated_centi_dioptre));
	if (enrolment->has_sound_card)
		json_object_set_new(json, "sound_card", mc_link_sound_card_write(&enrolment->sound_card));
	return json;
}

static json_t *
adopted_write(const McAdopted *adopted)
{
	return json_pack("{si si ss ss ss ss ss ss si si ss ss}", "vendor_id", (int)adopted->vendor_id,
	    "product_id", (int)adopted->product_id, "transducer", adopted->transducer,
	    "transducer_serial", adopted->transducer_serial, "loudspeaker", adopted->loudspeaker,
	    "loudspeaker_serial", adopted->loudspeaker_serial, "laboratory", adopted->laboratory,
	    "certificate", adopted->certificate, "on", adopted->calibrated_yyyymmdd, "expires",
	    adopted->calibration_expires_yyyymmdd, "corrections_sha256", adopted->corrections_sha256,
	    "loudspeaker_corrections_sha256", adopted->loudspeaker_corrections_sha256);
}

json_t *
mc_link_enrolments_write(const McEnrolment *enrolment, guint count)
{
	json_t *list = json_array();

	for (guint i = 0; i < MIN(count, MC_ENROLMENTS_MAX); i++) {
		json_t *entry = json_pack("{ss ss ss}", "kind", mc_device_kind_name(enrolment[i].kind),
		    "serial", enrolment[i].serial, "minimum_firmware", enrolment[i].minimum_firmware);

		if (enrolment[i].calibrated_yyyymmdd != 0)
			json_object_set_new(entry, "calibration", record_write(&enrolment[i]));
		if (enrolment[i].has_adopted)
			json_object_set_new(entry, "adopted", adopted_write(&enrolment[i].adopted));
		json_array_append_new(list, entry);
	}
	return list;
}

/* What was never used is left out. */
static json_t *
uses_write(const guint64 *uses)
{
	json_t *json = json_object();

	for (guint i = 0; i < MC_DEVICE_KINDS; i++)
		if (uses[i] > 0)
			json_object_set_new(
			    json, mc_device_kind_name((McDeviceKind)i), json_integer((json_int_t)uses[i]));
	return json;
}

static json_t *
run_out_write(const McHello *hello)
{
	json_t *list = json_array();

	for (guint i = 0; i < hello->run_outs; i++)
		json_array_append_new(list, json_pack("{ss sI}", "pack", hello->run_out[i].pack, "version",
		                                (json_int_t)hello->run_out[i].version));
	return list;
}

json_t *
mc_link_hello_write(const McHello *hello)
{
	const gint32 *noise = hello->noise_limit_deci_db_spl;
	json_t *json = json_pack(
	    "{ss ss ss ss si si sb ss sb sb sI si so sb ss sb sb sb s[iiii] ss si si si si}", "kiosk",
	    hello->kiosk, "site", hello->site, "institution", hello->institution, "rule_pack",
	    hello->rule_pack_id, "rule_pack_version", hello->rule_pack_version, "classes",
	    (int)hello->classes, "paused", hello->paused, "storage", mc_storage_name(hello->storage),
	    "online", hello->online, "staff_exists", hello->staff_exists, "pending",
	    (json_int_t)hello->pending, "help_requests", (int)hello->help_requests, "enrolments",
	    mc_link_enrolments_write(hello->enrolment, hello->enrolments), "resumable",
	    hello->resumable, "visit", hello->visit_id, "identified", hello->identified,
	    "demonstration", hello->demonstration, "rolled_back", hello->rolled_back,
	    "noise_limit_deci_db_spl", noise[0], noise[1], noise[2], noise[3], "optotype",
	    mc_optotype_name(hello->optotype), "distance_apart_permille",
	    hello->distance_apart_permille, "luminance_min_cd_m2", hello->luminance_min_cd_m2,
	    "luminance_max_cd_m2", hello->luminance_max_cd_m2, "today", hello->today_yyyymmdd);

	if (hello->run_outs > 0)
		json_object_set_new(json, "run_out", run_out_write(hello));
	if (hello->colour_offered) {
		json_object_set_new(json, "colour", mc_exam_plan_to_json(&hello->colour));
		json_object_set_new(json, "colour_calibrated", json_boolean(hello->colour_calibrated));
	}
	if (hello->movements > 0)
		json_object_set_new(json, "movements", json_integer(hello->movements));
	if (hello->picture_kept_days > 0)
		json_object_set_new(json, "picture_kept_days", json_integer(hello->picture_kept_days));
	json_object_set_new(json, "stock", mc_stock_write(hello->stock));
	json_object_set_new(json, "uses", uses_write(hello->uses));
	if (hello->reaction_from_years > 0)
		json_object_set_new(json, "reaction_from_years", json_integer(hello->reaction_from_years));
	return json;
}

static void
record_read(McFields *outer, McEnrolment *enrolment)
{
	g_autoptr(GError) error = NULL;
	McFields fields;

	mc_fields_begin_list(&fields, mc_fields_object(outer, "calibration"), "calibration");
	mc_link_text(&fields, "certificate", enrolment->certificate, sizeof enrolment->certificate);
	enrolment->calibrated_yyyymmdd = mc_fields_int32(&fields, "on", DATE_MIN, DATE_MAX);
	enrolment->calibration_expires_yyyymmdd =
	    mc_fields_int32(&fields, "expires", DATE_MIN, DATE_MAX);
	enrolment->has_latency = mc_fields_has(&fields, "latency_us");
	if (enrolment->has_latency)
		enrolment->latency_us = mc_fields_int32(&fields, "latency_us", 0, MC_LATENCY_MAX_US);
	enrolment->has_collimation = mc_fields_has(&fields, "collimated_centi_dioptre");
	if (enrolment->has_collimation && enrolment->kind != MC_DEVICE_VISION_TESTER)
		mc_fields_refuse(&fields, "collimated_centi_dioptre", "only of a vision tester");
	else if (enrolment->has_collimation)
		enrolment->collimated_centi_dioptre =
		    mc_fields_int32(&fields, "collimated_centi_dioptre", -500, 0);
	enrolment->has_sound_card = mc_fields_has(&fields, "sound_card");
	if (enrolment->has_sound_card && enrolment->kind != MC_DEVICE_AUDIOMETER)
		mc_fields_refuse(&fields, "sound_card", "only in the place of an audiometer");
	else if (enrolment->has_sound_card)
		mc_link_sound_card_read(&fields, "sound_card", &enrolment->sound_card);
	mc_fields_end(&fields, &error);
	mc_fields_take_error(outer, "calibration", g_steal_pointer(&error));
}

/* What does not measure has a USB id alone; who has no loudspeakers names none. */
static void
adopted_read(McFields *outer, McAdopted *adopted)
{
	const struct {
		const char *name;
		char *out;
		gsize size;
	} texts[] = {
	    {"transducer", adopted->transducer, sizeof adopted->transducer},
	    {"transducer_serial", adopted->transducer_serial, sizeof adopted->transducer_serial},
	    {"loudspeaker", adopted->loudspeaker, sizeof adopted->loudspeaker},
	    {"loudspeaker_serial", adopted->loudspeaker_serial, sizeof adopted->loudspeaker_serial},
	    {"laboratory", adopted->laboratory, sizeof adopted->laboratory},
	    {"certificate", adopted->certificate, sizeof adopted->certificate},
	    {"corrections_sha256", adopted->corrections_sha256, sizeof adopted->corrections_sha256},
	    {"loudspeaker_corrections_sha256", adopted->loudspeaker_corrections_sha256,
	        sizeof adopted->loudspeaker_corrections_sha256},
	};
	g_autoptr(GError) error = NULL;
	McFields fields;

	mc_fields_begin(&fields, mc_fields_object(outer, "adopted"), "adopted");
	adopted->vendor_id = (guint16)mc_fields_int32(&fields, "vendor_id", 0, G_MAXUINT16);
	adopted->product_id = (guint16)mc_fields_int32(&fields, "product_id", 0, G_MAXUINT16);
	for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
		if (mc_fields_has(&fields, texts[i].name))
			mc_link_text(&fields, texts[i].name, texts[i].out, texts[i].size);
	if (mc_fields_has(&fields, "on"))
		adopted->calibrated_yyyymmdd = mc_fields_int32(&fields, "on", 0, DATE_MAX);
	if (mc_fields_has(&fields, "expires"))
		adopted->calibration_expires_yyyymmdd = mc_fields_int32(&fields, "expires", 0, DATE_MAX);
	mc_fields_end(&fields, &error);
	mc_fields_take_error(outer, "adopted", g_steal_pointer(&error));
}

static void
enrolment_read(McFields *outer, gsize index, const json_t *json, McEnrolment *enrolment)
{
	g_autofree char *place = g_strdup_printf("enrolments[%" G_GSIZE_FORMAT "]", index);
	g_autoptr(GError) error = NULL;
	McFields fields;

	mc_fields_begin_list(&fields, json, "enrolment");
	enrolment->kind = (McDeviceKind)mc_fields_word(&fields, "kind", mc_device_kind_from_name);
	mc_link_text(&fields, "serial", enrolment->serial, sizeof enrolment->serial);
	mc_link_text(&fields, "minimum_firmware", enrolment->minimum_firmware,
	    sizeof enrolment->minimum_firmware);
	if (mc_fields_has(&fields, "calibration"))
		record_read(&fields, enrolment);
	enrolment->has_adopted = mc_fields_has(&fields, "adopted");
	if (enrolment->has_adopted)
		adopted_read(&fields, &enrolment->adopted);
	mc_fields_end(&fields, &error);
	mc_fields_take_error(outer, place, g_steal_pointer(&error));
}

void
mc_link_enrolments_read(McFields *outer, McEnrolment *enrolment, guint *count)
{
	const json_t *list = mc_fields_array(outer, "enrolments", MC_ENROLMENTS_MAX);

	*count = 0;
	for (gsize i = 0; i < json_array_size(list); i++)
		enrolment_read(outer, i, json_array_get(list, i), &enrolment[(*count)++]);
}

static void
uses_read(McFields *outer, guint64 *uses)
{
	g_autoptr(GError) error = NULL;
	McFields fields;

	if (!mc_fields_has(outer, "uses"))
		return;
	mc_fields_begin(&fields, mc_fields_object(outer, "uses"), "uses");
	for (guint i = 0; i < MC_DEVICE_KINDS; i++) {
		const char *kind = mc_device_kind_name((McDeviceKind)i);

		if (mc_fields_has(&fields, kind))
			uses[i] = mc_link_count(&fields, kind);
	}
	mc_fields_end(&fields, &error);
	mc_fields_take_error(outer, "uses", g_steal_pointer(&error));
}

static void
read_colour(McFields *fields, McHello *hello)
{
	GError *error = NULL;
	const json_t *plan = NULL;

	hello->colour_offered = mc_fields_has(fields, "colour");
	if (!hello->colour_offered)
		return;
	plan = mc_fields_object(fields, "colour");
	if (plan != NULL && !mc_exam_plan_from_json(plan, &hello->colour, &error))
		mc_fields_take_error(fields, "colour", error);
	else if (plan != NULL && (hello->colour.kind != MC_EXAM_COLOUR ||
	                             mc_exam_plan_problem(&hello->colour).field != NULL))
		mc_fields_refuse(fields, "colour", "no plan of a colour exam");
	hello->colour_calibrated = mc_fields_bool(fields, "colour_calibrated");
}

static void
run_out_read(McFields *outer, McHello *hello)
{
	const json_t *list = mc_fields_array(outer, "run_out", MC_RUN_OUT_MAX);

	for (gsize i = 0; i < json_array_size(list) && mc_fields_good(outer); i++) {
		McRunOut *one = &hello->run_out[hello->run_outs++];
		GError *error = NULL;
		McFields fields;

		mc_fields_begin(&fields, json_array_get(list, i), "pack");
		mc_link_text(&fields, "pack", one->pack, sizeof one->pack);
		one->version = mc_fields_int64(&fields, "version", 1, G_MAXINT64);
		mc_fields_end(&fields, &error);
		mc_fields_take_error(outer, "run_out", error);
	}
}

void
mc_link_hello_read(McFields *outer, const char *name, McHello *hello)
{
	g_autoptr(GError) error = NULL;
	McFields fields;

	mc_fields_begin(&fields, mc_fields_object(outer, name), "hello");
	mc_link_text(&fields, "kiosk", hello->kiosk, sizeof hello->kiosk);
	mc_link_text(&fields, "site", hello->site, sizeof hello->site);
	mc_link_text(&fields, "institution", hello->institution, sizeof hello->institution);
	mc_link_text(&fields, "rule_pack", hello->rule_pack_id, sizeof hello->rule_pack_id);
	hello->rule_pack_version = mc_fields_int32(&fields, "rule_pack_version", 0, COUNT_MAX);
	hello->classes = mc_link_bits(&fields, "classes", MC_CLASSES);
	hello->paused = mc_fields_bool(&fields, "paused");
	hello->storage = (McStorage)mc_fields_word(&fields, "storage", mc_storage_from_name);
	hello->rolled_back = mc_fields_bool(&fields, "rolled_back");
	hello->online = mc_fields_bool(&fields, "online");
	hello->staff_exists = mc_fields_bool(&fields, "staff_exists");
	hello->pending = mc_link_count(&fields, "pending");
	hello->help_requests = (guint)mc_fields_int32(&fields, "help_requests", 0, COUNT_MAX);
	mc_link_enrolments_read(&fields, hello->enrolment, &hello->enrolments);
	hello->resumable = mc_fields_bool(&fields, "resumable");
	mc_link_text(&fields, "visit", hello->visit_id, sizeof hello->visit_id);
	hello->identified = mc_fields_bool(&fields, "identified");
	hello->demonstration = mc_fields_bool(&fields, "demonstration");
	if (mc_fields_has(&fields, "run_out"))
		run_out_read(&fields, hello);
	read_colour(&fields, hello);
	if (mc_fields_has(&fields, "movements"))
		hello->movements = mc_fields_int32(&fields, "movements", 1, MC_MOVEMENTS);
	if (mc_fields_has(&fields, "picture_kept_days"))
		hello->picture_kept_days =
		    mc_fields_int32(&fields, "picture_kept_days", 1, MC_PICTURE_DAYS_MAX);
	mc_stock_read(&fields, hello->stock);
	uses_read(&fields, hello->uses);
	if (mc_fields_has(&fields, "reaction_from_years"))
		hello->reaction_from_years = mc_fields_int32(&fields, "reaction_from_years", 1, YEARS_MAX);
	mc_link_noise_read(&fields, "noise_limit_deci_db_spl", hello->noise_limit_deci_db_spl);
	hello->optotype = (McOptotype)mc_fields_word(&fields, "optotype", mc_optotype_from_name);
	hello->distance_apart_permille = mc_fields_int32(&fields, "distance_apart_permille", 0, 1000);
	hello->luminance_min_cd_m2 = mc_fields_int32(&fields, "luminance_min_cd_m2", 0, 100000);
	hello->luminance_max_cd_m2 = mc_fields_int32(&fields, "luminance_max_cd_m2", 0, 100000);
	hello->today_yyyymmdd = mc_fields_int32(&fields, "today", 0, MC_VALID_LONG_TERM);
	mc_fields_end(&fields, &error);
	mc_fields_take_error(outer, name, g_steal_pointer(&error));
}

json_t *
mc_link_record_write(const McRecordState *record)
{
	return json_pack("{sI ss sb ss ss ss sI sI si si}", "seq", (json_int_t)record->seq, "state",
	    mc_receipt_state_name(record->state), "was_sent", record->was_sent, "reference",
	    record->reference, "qr", record->qr, "digest", record->digest, "recorded_wall_us",
	    (json_int_t)record->recorded_wall_us, "accepted_wall_us",
	    (json_int_t)record->accepted_wall_us, "earliest", record->earliest_yyyymmdd, "latest",
	    record->latest_yyyymmdd);
}

void
mc_link_record_read(McFields *outer, const char *name, McRecordState *record)
{
	g_autoptr(GError) error = NULL;
	McFields fields;

	mc_fields_begin(&fields, mc_fields_object(outer, name), "record");
	record->seq = mc_link_count(&fields, "seq");
	record->state = (McReceiptState)mc_fields_word(&fields, "state", mc_receipt_state_from_name);
	record->was_sent = mc_fields_bool(&fields, "was_sent");
	mc_link_text(&fields, "reference", record->reference, sizeof record->reference);
	mc_link_text(&fields, "qr", record->qr, sizeof record->qr);
	mc_link_text(&fields, "digest", record->digest, sizeof record->digest);
	record->recorded_wall_us = mc_fields_int64(&fields, "recorded_wall_us", 0, G_MAXINT64);
	record->accepted_wall_us = mc_fields_int64(&fields, "accepted_wall_us", 0, G_MAXINT64);
	record->earliest_yyyymmdd = mc_fields_int32(&fields, "earliest", 0, MC_VALID_LONG_TERM);
	record->latest_yyyymmdd = mc_fields_int32(&fields, "latest", 0, MC_VALID_LONG_TERM);
	mc_fields_end(&fields, &error);
	mc_fields_take_error(outer, name, g_steal_pointer(&error));
}

json_t *
mc_link_line_write(const McRecorderLine *line)
{
	json_t *json = json_pack("{sI sI ss ss ss ss}", "seq", (json_int_t)line->seq, "at_wall_us",
	    (json_int_t)line->at_wall_us, "type", line->type, "event", line->event, "reference",
	    line->reference, "state", mc_receipt_state_name(line->state));

	if (json != NULL && line->name[0] != '\0')
		json_object_set_new(json, "name", json_string(line->name));
	if (json != NULL && line->number[0] != '\0')
		json_object_set_new(json, "number", json_string(line->number));
	return json;
}

void
mc_link_line_read(McFields *outer, const char *name, const json_t *json, McRecorderLine *line)
{
	g_autoptr(GError) error = NULL;
	McFields fields;

	mc_fields_begin(&fields, json, "line");
	line->seq = mc_link_count(&fields, "seq");
	line->at_wall_us = mc_fields_int64(&fields, "at_wall_us", 0, G_MAXINT64);
	mc_link_text(&fields, "type", line->type, sizeof line->type);
	mc_link_text(&fields, "event", line->event, sizeof line->event);
	mc_link_text(&fields, "reference", line->reference, sizeof line->reference);
	line->state = (McReceiptState)mc_fields_word(&fields, "state", mc_receipt_state_from_name);
	if (mc_fields_has(&fields, "name"))
		mc_link_text(&fields, "name", line->name, sizeof line->name);
	if (mc_fields_has(&fields, "number"))
		mc_link_text(&fields, "number", line->number, sizeof line->number);
	mc_fields_end(&fields, &error);
	mc_fields_take_error(outer, name, g_steal_pointer(&error));
}

json_t *
mc_link_verdict_write(const McClassVerdict *verdict)
{
	json_t *requirements = json_array();

	for (gint32 i = 0; i < CLAMP(verdict->requirements, 0, MC_REQUIREMENTS); i++) {
		const McRequirementVerdict *one = &verdict->requirement[i];

		json_array_append_new(
		    requirements, json_pack("{si ss si so ss}", "requirement", (int)one->requirement,
		                      "outcome", mc_outcome_name(one->outcome), "basis", (int)one->basis,
		                      "reasons", mc_reasons_to_json(one->reasons), "rule", one->rule_id));
	}
	return json_pack("{ss ss ss sb sb so}", "class", mc_licence_class_code(verdict->licence_class),
	    "outcome", mc_outcome_name(verdict->outcome), "outcome_here",
	    mc_outcome_name(verdict->outcome_here), "glasses", (int)verdict->restriction_glasses,
	    "hearing_aid", (int)verdict->restriction_hearing_aid, "requirements", requirements);
}

static void
requirement_read(McFields *outer, const json_t *json, McRequirementVerdict *one)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GError) reasons_error = NULL;
	const json_t *reasons = NULL;
	McFields fields;

	mc_fields_begin(&fields, json, "requirement");
	one->requirement =
	    (McRequirement)mc_fields_int32(&fields, "requirement", 0, MC_REQUIREMENTS - 1);
	one->outcome = (McOutcome)mc_fields_word(&fields, "outcome", mc_outcome_from_name);
	one->basis = (McDecisionBasis)mc_fields_int32(&fields, "basis", 0, MC_BASIS_NOT_REQUIRED);
	reasons = mc_fields_array(&fields, "reasons", MC_REASON_COUNT);
	if (reasons != NULL && !mc_reasons_from_json(reasons, &one->reasons, &reasons_error))
		mc_fields_take_error(&fields, "reasons", g_steal_pointer(&reasons_error));
	mc_link_text(&fields, "rule", one->rule_id, sizeof one->rule_id);
	mc_fields_end(&fields, &error);
	mc_fields_take_error(outer, "requirements", g_steal_pointer(&error));
}

void
mc_link_verdict_read(McFields *outer, const char *name, const json_t *json, McClassVerdict *verdict)
{
	g_autoptr(GError) error = NULL;
	const json_t *requirements = NULL;
	McFields fields;

	mc_fields_begin(&fields, json, "verdict");
	verdict->licence_class =
	    (McLicenceClass)mc_fields_word(&fields, "class", mc_licence_class_from_code);
	verdict->outcome = (McOutcome)mc_fields_word(&fields, "outcome", mc_outcome_from_name);
	verdict->outcome_here =
	    (McOutcome)mc_fields_word(&fields, "outcome_here", mc_outcome_from_name);
	verdict->restriction_glasses = mc_fields_bool(&fields, "glasses");
	verdict->restriction_hearing_aid = mc_fields_bool(&fields, "hearing_aid");
	requirements = mc_fields_array(&fields, "requirements", MC_REQUIREMENTS);
	for (gsize i = 0; mc_fields_good(&fields) && i < json_array_size(requirements); i++)
		requirement_read(&fields, json_array_get(requirements, i),
		    &verdict->requirement[verdict->requirements++]);
	mc_fields_end(&fields, &error);
	mc_fields_take_error(outer, name, g_steal_pointer(&error));
}
