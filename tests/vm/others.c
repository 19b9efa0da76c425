/* Our drivers on devices that others wrote: QEMU's serial adapter, keyboard and sound card. In the
 * guest, as the kiosk's user; what the host has to do and to see stands in tests/vm/run. */
#include "drivers/audio/driver.h"
#include "drivers/response-pad/driver.h"
#include "drivers/stature/driver.h"
#include "qemu-card.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/input.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

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
	mc_bus_free(bus);
}

/* ---- the keyboard ---- */

/* The host presses left, right and space in turn, for as long as this runs. */
static const McPadKey pad_keys[] = {MC_PAD_LEFT, MC_PAD_RIGHT, MC_PAD_CANNOT};
static const guint16 kernel_keys[] = {KEY_LEFT, KEY_RIGHT, KEY_SPACE};
#define KEYS_HOST G_N_ELEMENTS(pad_keys)
#define KEYS_WANTED (2 * KEYS_HOST + 1) /* each was let go, too, to be pressed again */
G_STATIC_ASSERT(KEYS_HOST == G_N_ELEMENTS(kernel_keys));

typedef struct Keys {
	guint next; /* of the host's; which one it begins with nobody knows */
	guint pressed;
	Wait wait;
} Keys;

static void
take_key(Keys *keys, guint key)
{
	if (keys->pressed > 0)
		g_assert_cmpuint(key, ==, keys->next);
	keys->next = (key + 1) % KEYS_HOST;
	keys->wait.done = ++keys->pressed >= KEYS_WANTED;
}

static void
on_pressed_key(McPadKey key, gint64 at_us, gpointer data)
{
	for (guint i = 0; i < KEYS_HOST; i++)
		if (pad_keys[i] == key) {
			take_key(data, i);
			return;
		}
	g_error("nobody presses the pad's %u", key);
}

static void
on_pad_lost(const GError *error, gpointer data)
{
	g_error("keyboard: %s", error->message);
}

/* The kernel's own node for it; NULL: to the kernel there is no such keyboard. Free with g_free().
 */
static char *
kernel_keyboard(void)
{
	g_autoptr(GDir) folder = g_dir_open("/sys/class/input", 0, NULL);
	const char *name;

	while (folder != NULL && (name = g_dir_read_name(folder)) != NULL) {
		g_autofree char *path = g_build_filename("/sys/class/input", name, "device/name", NULL);
		g_autofree char *text = NULL;

		if (g_str_has_prefix(name, "event") && g_file_get_contents(path, &text, NULL, NULL) &&
		    strstr(text, "QEMU USB Keyboard") != NULL)
			return g_build_filename("/dev/input", name, NULL);
	}
	return NULL;
}

/* As soon as the rules let this user at it. */
static int
open_kernel_keyboard(void)
{
	gint64 until_us = g_get_monotonic_time() + PATIENCE_MS * G_GINT64_CONSTANT(1000);
	int file = -1;

	while (file < 0) {
		g_autofree char *node = kernel_keyboard();

		file = node == NULL ? -1 : open(node, O_RDONLY | O_CLOEXEC);
		if (file < 0 && g_get_monotonic_time() > until_us)
			g_error("the kernel has no keyboard: %s", node == NULL ? "no node" : g_strerror(errno));
		if (file < 0)
			g_usleep(20000);
	}
	return file;
}

/* The kernel's driver has it, and who reads its node hears each key go down and up. */
static void
hear_by_kernel(int file)
{
	struct pollfd ready = {.fd = file, .events = POLLIN};
	struct input_event event;
	Keys keys = {.next = 0};
	guint let_go = 0;

	while (!keys.wait.done) {
		g_assert_cmpint(poll(&ready, 1, PATIENCE_MS), ==, 1);
		g_assert_cmpint(read(file, &event, sizeof event), ==, sizeof event);
		if (event.type == EV_KEY && event.value == 0)
			let_go++;
		for (guint i = 0; i < KEYS_HOST; i++)
			if (event.type == EV_KEY && event.value == 1 && event.code == kernel_keys[i])
				take_key(&keys, i);
	}
	g_assert_cmpuint(let_go + 1, >=, keys.pressed);
}

/* The response pad's driver, which the id of this keyboard was given to. */
static void
hear_by_driver(McClock *clock, McBus *bus)
{
	static const McUsbId ids[] = {{0x0627, 0x0001, 3, 1}, {0}};
	static const McResponsePadListener listener = {.pressed = on_pressed_key, .lost = on_pad_lost};
	McResponsePad *pad = mc_response_pad_new(clock, bus, ids);
	McResponsePadPort *port = mc_response_pad_port(pad);
	Keys keys = {.next = 0};

	port->set_listener(port->self, &listener, &keys);
	mc_bus_start(bus);
	adopt(mc_response_pad_device(pad), MC_DEVICE_RESPONSE_PAD, "the keyboard");
	wait_for(&keys.wait, NULL, "keys");
	mc_response_pad_free(pad);
}

/* Whoever read the kernel's node before gets nothing while the driver has the keyboard. */
static void
use_keyboard(McClock *clock, McBus *bus)
{
	int file = open_kernel_keyboard();
	struct input_event event;
	g_autofree char *node = NULL;

	hear_by_kernel(file);
	hear_by_driver(clock, bus);
	g_assert_cmpint(read(file, &event, sizeof event), ==, -1);
	g_assert_cmpint(errno, ==, ENODEV);
	close(file);
	node = kernel_keyboard(); /* the bus still has it */
	g_assert_null(node);
	mc_bus_free(bus);
	file = open_kernel_keyboard();
	hear_by_kernel(file);
	close(file);
	printf(
	    "row qemu-usb-kbd | response pad's driver | left, right, cannot | pressed, let go, pressed "
	    "again; the kernel's usbhid heard them before and after, not meanwhile\n");
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
	mc_bus_free(bus);
}

/* Each ends its bus. */
static const struct {
	const char *name;
	void (*use)(McClock *clock, McBus *bus);
} uses[] = {{"serial", use_serial}, {"sound", use_sound}, {"keyboard", use_keyboard}};

int
main(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(McClock) clock = mc_clock_new_system(1);
	McBus *bus = mc_bus_new(&error);

	g_assert_no_error(error);
	for (guint i = 0; i < G_N_ELEMENTS(uses); i++)
		if (argc == 2 && strcmp(argv[1], uses[i].name) == 0) {
			uses[i].use(clock, bus);
			return 0;
		}
	g_error("vm-others serial|sound|keyboard");
}
