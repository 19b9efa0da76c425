#include "tests/support/fake-ports.h"
#include "tests/support/fake-parts.h"

#include "app/base/error.h"

#include <string.h>

gboolean
mc_fakes_fails_now(McFakes *self)
{
	if (++self->calls != self->fail_at)
		return FALSE;
	self->failed++;
	return TRUE;
}

GError *
mc_fakes_failure(void)
{
	return g_error_new_literal(MC_ERROR, MC_ERROR_INTERNAL, "fails as the test wants it");
}

/* ---- vision ---- */

static gboolean
vision_is_ready(gpointer data)
{
	McFakes *self = data;

	return self->info[MC_DEVICE_VISION_TESTER].state == MC_DEVICE_READY;
}

static void
vision_set_listener(gpointer data, const McVisionListener *listener, gpointer listener_data)
{
	McFakes *self = data;

	self->vision_listener = *listener;
	self->vision_data = listener_data;
}

typedef struct McLater {
	McFakes *self;
	gboolean vision;
} McLater;

static void
lose_later(gpointer data)
{
	g_autofree McLater *later = data;
	g_autoptr(GError) error = mc_fakes_failure();
	McFakes *self = later->self;

	if (later->vision && self->vision_listener.lost != NULL)
		self->vision_listener.lost(error, self->vision_data);
	if (!later->vision && self->hearing_listener.lost != NULL)
		self->hearing_listener.lost(error, self->hearing_data);
}

static void
lose(McFakes *self, gboolean vision)
{
	McLater *later = g_new0(McLater, 1);

	*later = (McLater){.self = self, .vision = vision};
	mc_clock_after_ms(self->clock, 0, lose_later, later);
}

static void
vision_show(gpointer data, const McOptotypeStimulus *stimulus)
{
	McFakes *self = data;

	self->shows++;
	self->shown = *stimulus;
	self->showing = !mc_fakes_fails_now(self);
	if (!self->showing)
		lose(self, TRUE);
}

static void
vision_dark(gpointer data)
{
	McFakes *self = data;

	self->showing = FALSE;
}

static void
tell_vision(McFakes *self, const McVisionConditions *conditions)
{
	self->vision_listener.conditions(conditions, self->vision_data);
	mc_fakes_run(self);
}

void
mc_fakes_head(McFakes *self, gboolean in_place, gboolean occlusion_ok)
{
	tell_vision(
	    self, &(McVisionConditions){
	              .head_in_place = in_place, .occlusion_ok = occlusion_ok, .luminance_cd_m2 = 120});
}

void
mc_fakes_distance(McFakes *self, gint32 distance_permille)
{
	tell_vision(self, &(McVisionConditions){.head_in_place = TRUE,
	                      .occlusion_ok = TRUE,
	                      .distance_permille = distance_permille,
	                      .luminance_cd_m2 = 120});
}

void
mc_fakes_luminance(McFakes *self, gint32 luminance_cd_m2)
{
	tell_vision(
	    self, &(McVisionConditions){
	              .head_in_place = TRUE, .occlusion_ok = TRUE, .luminance_cd_m2 = luminance_cd_m2});
}

void
mc_fakes_pad(McFakes *self, gboolean right)
{
	McOptotypeAnswer answer = {.direction = self->shown.direction, .reaction_us = 900000};

	g_assert_true(self->showing);
	if (!right)
		answer.direction = (McDirection)((answer.direction + 1) % MC_DIRECTIONS_STRAIGHT);
	self->showing = FALSE;
	self->vision_listener.answered(&answer, self->vision_data);
	mc_fakes_run(self);
}

/* ---- hearing ---- */

static gboolean
hearing_is_ready(gpointer data)
{
	McFakes *self = data;

	return self->info[MC_DEVICE_AUDIOMETER].state == MC_DEVICE_READY;
}

static void
hearing_set_listener(gpointer data, const McHearingListener *listener, gpointer listener_data)
{
	McFakes *self = data;

	self->hearing_listener = *listener;
	self->hearing_data = listener_data;
}

static void
hearing_play(gpointer data, const McStimulus *stimulus)
{
	McFakes *self = data;

	self->plays++;
	self->played = *stimulus;
	self->playing = !mc_fakes_fails_now(self);
	if (!self->playing)
		lose(self, FALSE);
}

static void
hearing_mute(gpointer data)
{
	McFakes *self = data;

	self->playing = FALSE;
}

static McHearingConditions
room(gboolean headphones_on, gint32 noise_deci_db_spl)
{
	McHearingConditions conditions = {.headphones_on = headphones_on};

	for (guint i = 0; i < MC_NOISE_BANDS; i++)
		conditions.noise_deci_db_spl[i] = noise_deci_db_spl;
	return conditions;
}

void
mc_fakes_room(McFakes *self, gboolean headphones_on, gint32 noise_deci_db_spl)
{
	McHearingConditions conditions = room(headphones_on, noise_deci_db_spl);

	self->hearing_listener.conditions(&conditions, self->hearing_data);
	mc_fakes_run(self);
}

static void
press(const McStimulus *stimulus, McPressAnswer *answer)
{
	gboolean silent =
	    stimulus->kind == MC_EXAM_SIDE ? stimulus->as.side.silent : stimulus->as.tone.silent;

	if (silent)
		return;
	answer->count = 1;
	answer->press[0].at_us = 500000;
	answer->press[0].key =
	    stimulus->kind == MC_EXAM_SIDE ? stimulus->as.side.side : stimulus->as.tone.ear;
}

void
mc_fakes_handset(McFakes *self, gboolean right, gint32 noise_deci_db_spl)
{
	McHearingConditions conditions = room(!self->headphones_off, noise_deci_db_spl);
	McPressAnswer answer = {0};

	g_assert_true(self->playing);
	if (right)
		press(&self->played, &answer);
	self->playing = FALSE;
	if (answer.count > 0)
		self->hearing_listener.pressed(answer.press[0].key, self->hearing_data);
	self->hearing_listener.finished(&answer, &conditions, self->hearing_data);
	mc_fakes_run(self);
}

/* ---- reader ---- */

static gboolean
reader_is_ready(gpointer data)
{
	McFakes *self = data;

	return self->info[MC_DEVICE_ID_READER].state == MC_DEVICE_READY;
}

static void
reader_set_listener(gpointer data, const McIdReaderListener *listener, gpointer listener_data)
{
	McFakes *self = data;

	self->reader_listener = *listener;
	self->reader_data = listener_data;
}

static void
fail_card_later(gpointer data)
{
	McFakes *self = data;
	g_autoptr(GError) error = mc_fakes_failure();

	if (self->reader_listener.failed != NULL)
		self->reader_listener.failed(error, self->reader_data);
}

static void
reader_start(gpointer data)
{
	McFakes *self = data;

	self->finding = TRUE;
	if (mc_fakes_fails_now(self))
		mc_clock_after_ms(self->clock, 0, fail_card_later, self);
}

static void
reader_stop(gpointer data)
{
	McFakes *self = data;

	self->finding = FALSE;
}

McIdentity
mc_fakes_identity(void)
{
	McIdentity identity = {.document = MC_DOCUMENT_RESIDENT,
	    .name = "CANARYNAME",
	    .sex = MC_SEX_FEMALE,
	    .birth_yyyymmdd = 19490101,
	    .number = "11010519491231002X",
	    .address = "CANARYADDRESS",
	    .authority = "CANARYAUTHORITY",
	    .valid_from_yyyymmdd = 20200101,
	    .valid_to_yyyymmdd = MC_VALID_LONG_TERM,
	    .photo_bytes = 11};

	memcpy(identity.photo, "CANARYPHOTO", 11);
	return identity;
}

void
mc_fakes_card(McFakes *self, const McIdentity *identity)
{
	McIdentity copy = *identity;

	g_assert_true(self->finding);
	self->reader_listener.reading(self->reader_data);
	self->finding = FALSE;
	self->reader_listener.card(&copy, self->reader_data);
	mc_identity_wipe(&copy);
	mc_fakes_run(self);
}

/* ---- photo ---- */

static void
photo_decode(gpointer data, const guint8 *bytes, gsize length, McPhotoDone done, gpointer done_data)
{
	McFakes *self = data;

	g_assert_cmpmem(bytes, length, "CANARYPHOTO", 11);
	self->photos++;
	self->photo_done = done;
	self->photo_data = done_data;
}

static void
photo_cancel(gpointer data)
{
	McFakes *self = data;

	self->photo_cancels += self->photo_done != NULL ? 1 : 0;
	self->photo_done = NULL;
}

void
mc_fakes_photo(McFakes *self, gboolean decoded)
{
	McPhotoDone done = self->photo_done;
	g_autoptr(GError) error = decoded ? NULL : mc_fakes_failure();
	g_autoptr(GBytes) rgb = decoded ? g_bytes_new_static("abcdef", 6) : NULL;

	g_assert_nonnull(done);
	self->photo_done = NULL;
	done(rgb, decoded ? 2 : 0, decoded ? 1 : 0, error, self->photo_data);
}

/* ---- devices ---- */

static const McDeviceInfo *
devices_info(gpointer data, McDeviceKind kind)
{
	McFakes *self = data;

	return &self->info[kind];
}

static void
devices_set_listener(gpointer data, McDeviceListener listener, gpointer listener_data)
{
	McFakes *self = data;

	self->devices_listener = listener;
	self->devices_data = listener_data;
}

static void
devices_set_enrolments(gpointer data, const McEnrolment *enrolments, guint count)
{
	McFakes *self = data;

	self->enrolments = count;
}

static void
devices_self_test(gpointer data, McDeviceKind kind, McDeviceDone done, gpointer done_data)
{
	McFakes *self = data;

	self->self_test_done[kind] = done;
	self->self_test_data[kind] = done_data;
}

void
mc_fakes_device(McFakes *self, McDeviceKind kind, McDeviceState state, McDeviceCause cause)
{
	self->info[kind].state = state;
	self->info[kind].cause = cause;
	if (state != MC_DEVICE_READY && kind == MC_DEVICE_VISION_TESTER)
		self->showing = FALSE;
	if (state != MC_DEVICE_READY && kind == MC_DEVICE_AUDIOMETER)
		self->playing = FALSE;
	if (state != MC_DEVICE_READY && kind == MC_DEVICE_STATURE)
		self->measuring = FALSE;
	if (state != MC_DEVICE_READY && kind == MC_DEVICE_CAMERA)
		mc_fakes_camera_gone(self);
	self->devices_listener(kind, &self->info[kind], self->devices_data);
	mc_fakes_run(self);
}

/* ---- voice ---- */

static void
voice_say(gpointer data, const char *prompt_id, const char *language)
{
	McFakes *self = data;

	self->said = prompt_id;
	g_strlcpy(self->said_language, language, sizeof self->said_language);
}

static void
voice_hush(gpointer data)
{
	McFakes *self = data;

	self->said = NULL;
}

/* ---- all together ---- */

static void
init_devices(McFakes *self)
{
	static const char *const serials[MC_DEVICE_KINDS] = {
	    "VT-1", "AU-1", "ID-1", "ST-1", "RP-1", "SP-1", "SL-1", "LM-1", "CM-1"};

	for (guint i = 0; i < MC_DEVICE_KINDS; i++) {
		McDeviceInfo *info = &self->info[i];

		info->kind = (McDeviceKind)i;
		info->state = MC_DEVICE_READY;
		info->calibration_expires_yyyymmdd = 20261231;
		g_strlcpy(info->serial, serials[i], sizeof info->serial);
	}
	self->devices = (McDevicesPort){.self = self,
	    .info = devices_info,
	    .set_listener = devices_set_listener,
	    .set_enrolments = devices_set_enrolments,
	    .self_test = devices_self_test};
}

McFakes *
mc_fakes_new(void)
{
	McFakes *self = g_new0(McFakes, 1);

	self->clock = mc_clock_new_manual(MC_FAKE_WALL_US);
	init_devices(self);
	mc_fakes_init_recorder(self);
	self->vision = (McVisionPort){.self = self,
	    .is_ready = vision_is_ready,
	    .set_listener = vision_set_listener,
	    .show = vision_show,
	    .dark = vision_dark};
	self->hearing = (McHearingPort){.self = self,
	    .is_ready = hearing_is_ready,
	    .set_listener = hearing_set_listener,
	    .play = hearing_play,
	    .mute = hearing_mute};
	self->id_reader = (McIdReaderPort){.self = self,
	    .is_ready = reader_is_ready,
	    .set_listener = reader_set_listener,
	    .start = reader_start,
	    .stop = reader_stop};
	self->photo = (McPhotoPort){.self = self, .decode = photo_decode, .cancel = photo_cancel};
	mc_fakes_init_stature(self);
	mc_fakes_init_pad(self);
	mc_fakes_init_camera(self);
	mc_fakes_init_printer(self);
	self->voice = (McVoicePort){.self = self, .say = voice_say, .hush = voice_hush};
	return self;
}

void
mc_fakes_free(McFakes *self)
{
	if (self == NULL)
		return;
	mc_fakes_clear_recorder(self);
	g_clear_pointer(&self->paper, g_bytes_unref);
	mc_clock_free(self->clock);
	g_free(self);
}

McSessionPorts
mc_fakes_ports(McFakes *self)
{
	mc_fakes_draw_for(self);
	return (McSessionPorts){.clock = self->clock,
	    .recorder = &self->recorder,
	    .vision = &self->vision,
	    .hearing = &self->hearing,
	    .stature = &self->stature,
	    .response_pad = &self->response_pad,
	    .camera = &self->camera,
	    .id_reader = &self->id_reader,
	    .devices = &self->devices,
	    .voice = &self->voice,
	    .printer = &self->printer,
	    .photo = &self->photo,
	    .draw_slip = mc_fakes_draw_slip};
}

void
mc_fakes_pass_ms(McFakes *self, guint ms)
{
	for (guint passed = 0; passed < ms; passed += 100) {
		mc_fakes_run(self);
		mc_clock_advance_ms(self->clock, MIN(100, ms - passed));
	}
	mc_fakes_run(self);
}
