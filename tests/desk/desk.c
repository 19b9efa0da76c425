#include "tests/desk/desk.h"

#include "app/base/error.h"
#include "app/recorder/provision.h"
#include "tests/kit/provision.h"
#include "tests/kit/sample.h"
#include <jansson.h>
#include <string.h>

static void
take_adopted(McDeviceInfo *device, const McAdopted *adopted)
{
	device->vendor_id = adopted->vendor_id;
	device->product_id = adopted->product_id;
	g_strlcpy(device->transducer, adopted->transducer, sizeof device->transducer);
	g_strlcpy(
	    device->transducer_serial, adopted->transducer_serial, sizeof device->transducer_serial);
	g_strlcpy(device->laboratory, adopted->laboratory, sizeof device->laboratory);
	g_strlcpy(device->certificate, adopted->certificate, sizeof device->certificate);
	device->calibrated_yyyymmdd = adopted->calibrated_yyyymmdd;
	device->calibration_expires_yyyymmdd = adopted->calibration_expires_yyyymmdd;
}

/* The instruments that the provisioning enrolled. */
static void
set_up_instruments(McDesk *desk)
{
	g_autofree char *recorder_path = g_build_filename(desk->folder, "recorder", NULL);
	McRecorderConfig config;

	g_assert_true(mc_provision_config(recorder_path, &config, NULL, NULL));
	g_assert_cmpuint(config.enrolments, ==, MC_DEVICE_KINDS);
	for (guint i = 0; i < config.enrolments; i++) {
		const McEnrolment *enrolment = &config.enrolment[i];
		McDeviceInfo *device = &desk->device[enrolment->kind];

		device->kind = enrolment->kind;
		device->state = MC_DEVICE_READY;
		g_strlcpy(device->maker, "Medcheck", sizeof device->maker);
		g_strlcpy(device->serial, enrolment->serial, sizeof device->serial);
		g_strlcpy(device->firmware, "1.0.0", sizeof device->firmware);
		take_adopted(device, &enrolment->adopted);
	}
	desk->device[MC_DEVICE_VISION_TESTER].vergence_centi_dioptre = -20;
	desk->device[MC_DEVICE_AUDIOMETER].corrections = mc_sample_corrections();
	desk->device[MC_DEVICE_AUDIOMETER].loudspeaker_corrections =
	    mc_sample_loudspeaker_corrections();
	desk->device[MC_DEVICE_VISION_TESTER].shutters = TRUE;
	desk->vision = (McVisionConditions){TRUE, TRUE, 1000, 200};
	desk->person_present = TRUE;
	desk->hearing = (McHearingConditions){{300, 300, 300, 300}, TRUE};
}

void
mc_desk_adopt(McDesk *desk, McDeviceKind kind)
{
	g_autofree char *path = g_build_filename(desk->folder, "recorder", "recorder.json", NULL);
	json_auto_t *json = json_load_file(path, 0, NULL);
	const char *transducer = desk->device[kind].transducer;
	gsize i = 0;
	json_t *one = NULL;

	json_array_foreach(json_object_get(json, "enrolments"), i, one)
	{
		if (g_strcmp0(json_string_value(json_object_get(one, "kind")), mc_device_kind_name(kind)) ==
		    0)
			json_object_set_new(
			    json_object_get(one, "adopted"), "transducer", json_string(transducer));
	}
	g_assert_cmpint(json_dump_file(json, path, 0), ==, 0);
	mc_desk_restart(desk);
}

McDeskKit *
mc_desk_kit_new(void)
{
	return mc_desk_kit_new_suite(mc_provision_suite());
}

static McDeskKit *
kit_of(McProvision *made)
{
	McDeskKit *kit = g_new0(McDeskKit, 1);
	g_autoptr(McClock) clock = mc_clock_new_system(1);
	g_autoptr(GError) error = NULL;

	kit->folder = g_steal_pointer(&made->folder);
	g_free(made);
	mc_provision(kit->folder, clock, kit->code, &error);
	g_assert_no_error(error);
	return kit;
}

McDeskKit *
mc_desk_kit_new_suite(const char *suite)
{
	return kit_of(mc_provision_new_suite(suite));
}

McDeskKit *
mc_desk_kit_new_office(void)
{
	return kit_of(mc_provision_new_office(mc_provision_suite()));
}

void
mc_desk_kit_free(McDeskKit *kit)
{
	if (kit == NULL)
		return;
	mc_test_folder_remove(kit->folder);
	g_free(kit);
}

static char *
copy_of(const McDeskKit *kit)
{
	char *folder = mc_test_folder_new();
	g_autofree char *from = g_strconcat(kit->folder, "/.", NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(GSubprocess) process =
	    g_subprocess_new(G_SUBPROCESS_FLAGS_NONE, &error, "cp", "-a", from, folder, NULL);

	g_assert_no_error(error);
	g_subprocess_wait_check(process, NULL, &error);
	g_assert_no_error(error);
	return folder;
}

McDesk *
mc_desk_new_bare(const McDeskKit *kit, McClock *clock)
{
	McDesk *desk = g_new0(McDesk, 1);

	desk->clock = clock;
	desk->reply = g_new0(McRecorderReply, 1);
	desk->right_permille = 1000;
	desk->random = g_rand_new_with_seed(20261124);
	desk->folder = copy_of(kit);
	g_strlcpy(desk->code, kit->code, sizeof desk->code);
	set_up_instruments(desk);
	return desk;
}

McDesk *
mc_desk_new(const McDeskKit *kit)
{
	/* A little ahead: the certificates of the provisioning are valid from its seconds on. */
	gint64 now_us = g_get_real_time() + G_TIME_SPAN_MINUTE;
	McDesk *desk = mc_desk_new_bare(kit, mc_clock_new_manual(now_us));
	g_autoptr(GError) error = NULL;

	mc_desk_start(desk, &error);
	g_assert_no_error(error);
	return desk;
}

void
mc_desk_free(McDesk *desk)
{
	if (desk == NULL)
		return;
	mc_desk_stop(desk);
	mc_desk_kill_program(desk);
	g_clear_pointer(&desk->link, mc_link_free);
	mc_clock_free(desk->clock);
	g_clear_error(&desk->error);
	g_rand_free(desk->random);
	g_free(desk->reply);
	g_free(desk->lines);
	mc_test_folder_remove(desk->folder);
	g_free(desk);
}

void
mc_desk_fixture_new(McDesk **desk, gconstpointer kit)
{
	*desk = mc_desk_new(kit);
}

void
mc_desk_fixture_free(McDesk **desk, gconstpointer unused)
{
	mc_desk_free(*desk);
}

static void
on_changed(const McHello *hello, gpointer data)
{
	((McDesk *)data)->changed++;
}

static void
on_record_state(const McRecordState *state, gpointer data)
{
	McDesk *desk = data;

	desk->states++;
	desk->last_state = *state;
}

gboolean
mc_desk_start(McDesk *desk, GError **error)
{
	static const McRecorderListener listener = {
	    .changed = on_changed, .record_state = on_record_state};
	McRecorderSetup setup = {.state_path = desk->folder, .clock = desk->clock};

	g_assert_null(desk->recorder);
	desk->recorder = mc_recorder_new(&setup, error);
	if (desk->recorder == NULL)
		return FALSE;
	mc_recorder_set_listener(desk->recorder, &listener, desk);
	return TRUE;
}

void
mc_desk_stop(McDesk *desk)
{
	g_clear_pointer(&desk->recorder, mc_recorder_free);
}

void
mc_desk_configure(McDesk *desk, json_t *members)
{
	g_autofree char *path = g_build_filename(desk->folder, "recorder", "recorder.json", NULL);
	json_auto_t *json = json_load_file(path, 0, NULL);

	g_assert_nonnull(json);
	g_assert_cmpint(json_object_update(json, members), ==, 0);
	json_decref(members);
	g_assert_cmpint(json_dump_file(json, path, 0), ==, 0);
}

void
mc_desk_restart(McDesk *desk)
{
	g_autoptr(GError) error = NULL;

	mc_desk_stop(desk);
	mc_desk_start(desk, &error);
	g_assert_no_error(error);
}

/* The lines of a list live only until the next request. */
static void
keep_lines(McDesk *desk)
{
	g_free(desk->lines);
	desk->lines = g_memdup2(desk->reply->line, desk->reply->lines * sizeof(McRecorderLine));
	desk->reply->line = desk->lines;
}

gboolean
mc_desk_try(McDesk *desk, const McRecorderRequest *request)
{
	McRecorderRequest filled = *request;
	gboolean is_granted = FALSE;

	g_clear_error(&desk->error);
	if (desk->recorder == NULL)
		return mc_desk_insist(desk, request);
	if (filled.visit_id[0] == '\0')
		g_strlcpy(filled.visit_id, desk->visit_id, sizeof filled.visit_id);
	is_granted = mc_recorder_handle(desk->recorder, &filled, desk->reply, &desk->error);
	g_assert_cmpint(is_granted, ==, desk->error == NULL);
	keep_lines(desk);
	return is_granted;
}

void
mc_desk_ask(McDesk *desk, const McRecorderRequest *request)
{
	gboolean is_granted = mc_desk_try(desk, request);

	for (guint i = 0; !is_granted && i < desk->patience; i++) {
		if (!g_error_matches(desk->error, MC_ERROR, MC_ERROR_STORAGE))
			break;
		is_granted = mc_desk_try(desk, request);
	}
	g_assert_no_error(desk->error);
}

void
mc_desk_refused(McDesk *desk, const McRecorderRequest *request, McErrorCode code)
{
	g_assert_false(mc_desk_try(desk, request));
	g_assert_error(desk->error, MC_ERROR, (gint)code);
}
