/* Our drivers on devices that others wrote: QEMU's serial adapter, keyboard and sound card. In the
 * guest, as the kiosk's user; what the host has to do and to see stands in tests/vm/run. */
#include "drivers/audio/driver.h"
#include "drivers/bus/hid.h"
#include "drivers/response-pad/wire.h"
#include "drivers/stature/driver.h"
#include "qemu-card.h"

#include <stdio.h>
#include <string.h>

#define PATIENCE_MS 60000
#define TRIES 20 /* of a sound: an emulated machine may be too slow for one */

typedef struct Wait {
	gboolean done, over;
	McStatureReading reading;
	GError *lost;
} Wait;

static gboolean
on_patience(gpointer data)
{
	((Wait *)data)->over = TRUE;
	return G_SOURCE_REMOVE;
}

/* Until the wait is done; or until the device is ready, if there is one. */
static void
wait_for(Wait *wait, McDevice *device, const char *what)
{
	guint source = g_timeout_add(PATIENCE_MS, on_patience, wait);

	while (!wait->over && !(device != NULL ? mc_device_is_ready(device) : wait->done))
		g_main_context_iteration(NULL, TRUE);
	if (wait->over)
		g_error("waited in vain for %s", what);
	g_source_remove(source);
}

static void
enrol(McDevice *device, McDeviceKind kind)
{
	McEnrolment enrolment = {.kind = kind,
	    .certificate = "VM-1",
	    .calibrated_yyyymmdd = 20260102,
	    .calibration_expires_yyyymmdd = 20991231};
	const McDeviceInfo *info = mc_device_shown(device);

	g_strlcpy(enrolment.serial, info->serial, sizeof enrolment.serial);
	mc_device_set_enrolments(device, &enrolment, 1);
}

/* Adopts whoever is there, as a technician would. */
static void
adopt(McDevice *device, McDeviceKind kind, const char *what)
{
	Wait wait = {.done = FALSE};
	guint source = g_timeout_add(PATIENCE_MS, on_patience, &wait);

	while (!wait.over && mc_device_shown(device)->state != MC_DEVICE_LOCKED)
		g_main_context_iteration(NULL, TRUE);
	if (wait.over)
		g_error("waited in vain for %s: %s", what,
		    mc_device_cause_name(mc_device_shown(device)->cause));
	g_source_remove(source);
	enrol(device, kind);
	wait = (Wait){.done = FALSE};
	wait_for(&wait, device, what);
}

static void
on_lost(const GError *error, gpointer data)
{
	Wait *wait = data;

	wait->lost = g_error_copy(error);
	wait->done = TRUE;
}

/* ---- the serial adapter ---- */

static void
on_measured(const McStatureReading *reading, gpointer data)
{
	Wait *wait = data;

	wait->reading = *reading;
	wait->done = TRUE;
}

static void
on_hint(McStatureHint hint, gpointer data)
{
}

static void
use_serial(McClock *clock, McBus *bus)
{
	static const McStatureListener listener = {
	    .measured = on_measured, .hint = on_hint, .lost = on_lost};
	McStature *stature = mc_stature_new(clock, bus);
	McStaturePort *port = mc_stature_port(stature);
	Wait wait = {.done = FALSE};

	mc_bus_start(bus);
	adopt(mc_stature_device(stature, 1), MC_DEVICE_STATURE, "the serial adapter");
	port->set_listener(port->self, &listener, &wait);
	port->start(port->self);
	wait_for(&wait, NULL, "a measurement");
	g_assert_no_error(wait.lost);
	g_assert_true(wait.reading.has_height && wait.reading.has_weight);
	g_assert_cmpint(wait.reading.height_mm, ==, 1725);
	g_assert_cmpint(wait.reading.weight_g, ==, 65300);
	printf("row qemu-usb-serial | stature unit's driver over FTDI | height, weight | %d mm, %d g\n",
	    wait.reading.height_mm, wait.reading.weight_g);
	mc_stature_free(stature);
}

/* ---- the keyboard ---- */

/* The host presses left, right and space in turn, for as long as this runs. */
typedef struct Keyboard {
	McHid *hid;
	McTransport *transport;
	McPadKeys down, pressed; /* pressed: ever */
	gboolean pressed_again; /* one of them once more: it was let go in between */
	Wait wait;
} Keyboard;

#define WANTED_KEYS (1u << MC_PAD_LEFT | 1u << MC_PAD_RIGHT | 1u << MC_PAD_CANNOT)

static void
on_opened(gpointer data)
{
	mc_hid_listen(((Keyboard *)data)->hid);
}

static void
on_report(const guint8 *bytes, gsize length, gpointer data)
{
	Keyboard *self = data;
	McPadKeys keys = mc_pad_keys_of_keyboard(bytes, length), fresh = keys & ~self->down;

	self->pressed_again |= (fresh & self->pressed) != 0;
	self->down = keys;
	self->pressed |= fresh;
	g_assert_cmphex(keys & ~WANTED_KEYS, ==, 0);
	self->wait.done = self->pressed == WANTED_KEYS && self->pressed_again;
}

static void
on_broken(const GError *error, gpointer data)
{
	g_error("keyboard: %s", error->message);
}

static void
on_keyboard(McBusDevice *device, gpointer data)
{
	static const McHidListener listener = {
	    .opened = on_opened, .report = on_report, .broken = on_broken};
	g_autoptr(GError) error = NULL;
	Keyboard *self = data;

	self->transport = mc_bus_open(device, &error);
	g_assert_no_error(error);
	self->hid = mc_hid_new(self->transport, &listener, self);
	g_assert_true(mc_hid_is_keyboard(self->hid));
	mc_hid_open(self->hid);
}

static void
on_keyboard_left(McBusDevice *device, gpointer data)
{
}

static void
use_keyboard(McClock *clock, McBus *bus)
{
	static const McUsbId ids[] = {{0x0627, 0x0001, 3, 1}, {0}};
	static const McBusListener listener = {.arrived = on_keyboard, .left = on_keyboard_left};
	Keyboard self = {.hid = NULL};

	mc_bus_watch(bus, ids, &listener, &self);
	mc_bus_start(bus);
	wait_for(&self.wait, NULL, "keys");
	printf("row qemu-usb-kbd | HID code and pad's keys | left, right, cannot | pressed, let go, "
	       "pressed again\n");
	mc_hid_free(self.hid);
	self.transport->close(self.transport->self, NULL, NULL);
}

/* ---- the sound card ---- */

/* What the host measures in the recording; it knows this list, too. */
static const McToneStimulus sounds[] = {
    {.ear = MC_EAR_LEFT,
        .frequency_hz = 1000,
        .level_deci_db_hl = 700,
        .masking_deci_db = MC_NO_MASKING},
    {.ear = MC_EAR_RIGHT,
        .frequency_hz = 500,
        .level_deci_db_hl = 600,
        .masking_deci_db = MC_NO_MASKING},
    {.ear = MC_EAR_LEFT, .frequency_hz = 4000, .level_deci_db_hl = 550, .masking_deci_db = 400},
    {.ear = MC_EAR_RIGHT,
        .frequency_hz = 1000,
        .level_deci_db_hl = 200,
        .masking_deci_db = MC_NO_MASKING,
        .silent = TRUE},
};

static void
on_finished(const McPressAnswer *presses, const McHearingConditions *room, gpointer data)
{
	((Wait *)data)->done = TRUE;
}

static void
on_pressed(McEar key, gpointer data)
{
}

static void
on_conditions(const McHearingConditions *conditions, gpointer data)
{
}

/* FALSE: this machine was too slow. */
static gboolean
play(McHearingPort *port, const McToneStimulus *tone)
{
	static const McHearingListener listener = {.finished = on_finished,
	    .pressed = on_pressed,
	    .conditions = on_conditions,
	    .lost = on_lost};
	McStimulus stimulus = {.kind = MC_EXAM_HEARING, .as.tone = *tone};
	Wait wait = {.done = FALSE};

	stimulus.as.tone.gap_ms = 300;
	stimulus.as.tone.duration_ms = 1200;
	stimulus.as.tone.window_ms = 300;
	port->set_listener(port->self, &listener, &wait);
	port->play(port->self, &stimulus);
	wait_for(&wait, NULL, "the end of a sound");
	if (wait.lost == NULL)
		return TRUE;
	printf("sound lost: %s\n", wait.lost->message);
	fflush(stdout);
	g_clear_error(&wait.lost);
	return FALSE;
}

static void
use_sound(McClock *clock, McBus *bus)
{
	McAudio *audio = mc_audio_new(clock, bus);
	McHearingPort *port = mc_audio_port(audio);
	McStimulus loud = {.kind = MC_EXAM_HEARING, .as.tone = sounds[0]};
	Wait wait = {.done = FALSE};
	static const McHearingListener lost_listener = {.lost = on_lost};

	mc_bus_start(bus);
	mc_audio_set_enrolments(audio, &qemu_card, 1);
	wait_for(&wait, mc_audio_device(audio), "the sound card");
	for (guint i = 0; i < G_N_ELEMENTS(sounds); i++) {
		guint tries = 0;

		while (!play(port, &sounds[i]))
			if (++tries == TRIES)
				g_error("sound %u cannot be played here", i);
			else
				wait_for(&wait, mc_audio_device(audio), "the sound card, once more");
		printf("sound %u played after %u tries\n", i, tries);
	}
	loud.as.tone.level_deci_db_hl = 801;
	loud.as.tone.duration_ms = 100;
	port->set_listener(port->self, &lost_listener, &wait);
	port->play(port->self, &loud);
	wait_for(&wait, NULL, "a refusal");
	g_assert_nonnull(wait.lost);
	g_assert_true(mc_audio_is_mute(audio));
	printf(
	    "row qemu-usb-audio | sound card's driver | isochronous sound, levels set and read back | "
	    "played; above the ceiling: %s\n",
	    wait.lost->message);
	g_clear_error(&wait.lost);
	mc_audio_free(audio);
}

int
main(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(McClock) clock = mc_clock_new_system(1);
	McBus *bus = mc_bus_new(&error);

	g_assert_no_error(error);
	if (argc == 2 && strcmp(argv[1], "serial") == 0)
		use_serial(clock, bus);
	else if (argc == 2 && strcmp(argv[1], "sound") == 0)
		use_sound(clock, bus);
	else if (argc == 2 && strcmp(argv[1], "keyboard") == 0)
		use_keyboard(clock, bus);
	else
		g_error("vm-others serial|keyboard|sound");
	mc_bus_free(bus);
	return 0;
}
