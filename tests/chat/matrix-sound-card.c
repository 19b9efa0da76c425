/* The rows of a class-compliant sound card in the matrix of device, fault and cause (O11, K3):
 * what befalls it on the wire, who has it, whether anybody measured it, and what it does with its
 * levels. What its stream of sound does is shown on the kernel's bus alone; what it plays is
 * measured more closely at QEMU's card (tests/vm). Prints a "row" each. */
#include "tests/support/instruments/rows.h"

#include "app/base/error.h"

#include <string.h>

#define TRIES 40 /* of a sound: an emulated machine may be too slow for one */

typedef struct Fault {
	const char *name;
	McDeviceState state;
	McDeviceCause cause;
} Fault;

/* All that is said to it is requests for its levels. A level that it was told and does not give
 * back is not a fault of the wire: it fails its test, and at a start it is not the instrument that
 * was measured. */
static const Fault faults[] = {
    {"stall", MC_DEVICE_FAULTY, MC_CAUSE_PROTOCOL},
    {"hang", MC_DEVICE_FAULTY, MC_CAUSE_NO_ANSWER},
    {"delay arg=100", MC_DEVICE_READY, MC_CAUSE_NONE},
    {"delay arg=4000", MC_DEVICE_FAULTY, MC_CAUSE_NO_ANSWER},
    {"short arg=1", MC_DEVICE_FAULTY, MC_CAUSE_PROTOCOL},
    {"zlp", MC_DEVICE_FAULTY, MC_CAUSE_PROTOCOL},
    {"garbage arg=123456789", MC_DEVICE_FAULTY, MC_CAUSE_SELF_TEST},
    {"babble", MC_DEVICE_FAULTY, MC_CAUSE_PROTOCOL},
    {"proto", MC_DEVICE_FAULTY, MC_CAUSE_PROTOCOL},
    {"unplug arg=5", MC_DEVICE_ABSENT, MC_CAUSE_UNPLUGGED},
};

static const BenchOptions plugged = {.sound_card = TRUE, .clock_rate = 10};

static void
expect(Bench *bench, const char *what, McDeviceState state, McDeviceCause cause)
{
	bench_until_state(bench, MC_DEVICE_AUDIOMETER, state, cause);
	rows_tell(bench, MC_DEVICE_AUDIOMETER, "sound-card", what);
}

/* A new plug is a new chance. */
static void
replug(Bench *bench)
{
	if (bench->state[MC_DEVICE_AUDIOMETER] != MC_DEVICE_ABSENT)
		bench_do(bench, "unplug sound-card");
	bench_until_rig(bench, "sound-card.plugged=0");
	bench_do(bench, "plug sound-card");
	bench_until_ready(bench, MC_DEVICE_AUDIOMETER);
}

static Bench *
bench_with(const char *command)
{
	BenchOptions options = plugged;

	options.commands[0] = command;
	return bench_new(&options);
}

static void
test_wire(gconstpointer data)
{
	const Fault *fault = data;
	g_autofree char *line = g_strconcat("fault sound-card ep=0 count=999 kind=", fault->name, NULL);
	g_autoptr(Bench) bench = bench_new(&plugged);

	bench_until_ready(bench, MC_DEVICE_AUDIOMETER);
	bench_do(bench, line);
	bench_self_test(bench, MC_DEVICE_AUDIOMETER); /* something to say on the wire */
	bench_until(bench, &bench->tested, 1);
	expect(bench, fault->name, fault->state, fault->cause);
	bench_do(bench, "clear sound-card");
	replug(bench);
}

/* Everything that could alter a level is as it was when the unit was measured. */
static void
test_levels(void)
{
	g_autoptr(Bench) bench = bench_new(&plugged);
	const McDeviceInfo *info;

	expect(bench, "plugged in", MC_DEVICE_READY, MC_CAUSE_NONE);
	info = bench->devices->info(bench->devices->self, MC_DEVICE_AUDIOMETER);
	g_assert_cmpstr(info->serial, ==, "UA-000118");
	g_assert_cmpstr(info->laboratory, ==, "Example Metrology Laboratory");
	g_assert_cmpint(info->corrections.at[1].deci_db[MC_EAR_RIGHT], ==, -4);
	bench_until_rig(bench, "sound-card.mute=0");
	bench_until_rig(bench, "sound-card.left-db-256=-1536");
	bench_until_rig(bench, "sound-card.right-db-256=-1536");
	bench_until_rig(bench, "sound-card.rate=48000");
}

static void
test_stuck(void)
{
	g_autoptr(Bench) bench = bench_with("set sound-card volume=stuck");

	expect(bench, "a volume that cannot be set", MC_DEVICE_FAULTY, MC_CAUSE_WRONG_DEVICE);
	bench_do(bench, "set sound-card volume=free");
	replug(bench);
}

/* umockdev's carries no isochronous packets. */
static gboolean
bus_carries_sound(void)
{
	return g_strcmp0(g_getenv("MEDCHECK_DEVSIM_BUS"), "vhci") == 0;
}

/* At the card's ear, in tenths of dB of full scale. */
static gint64
heard(Bench *bench, const char *ear)
{
	g_autofree char *state = mc_sim_rig_command(bench->rig, "state");
	g_autofree char *key = g_strdup_printf(" sound-card.%s=-", ear);
	const char *word = strstr(state, key);

	g_assert_nonnull(word);
	return -g_ascii_strtoll(word + strlen(key), NULL, 10);
}

/* TRUE when it was heard to its end. */
static gboolean
play(Bench *bench)
{
	guint finished = bench->finished, lost = bench->hearing_lost;

	bench_play(bench, 700);
	while (bench->finished == finished && bench->hearing_lost == lost)
		g_main_context_iteration(NULL, TRUE);
	return bench->finished > finished;
}

/* 70 dB HL are 75.5 dB SPL in an HDA 200 at 1000 Hz; this one wants 0.3 dB more, and the card's
 * full scale is 110 dB SPL. */
static void
hear(Bench *bench)
{
	for (guint tries = 0; !play(bench); tries++) {
		g_assert_cmpint(bench->error_code, ==, MC_ERROR_TIMEOUT);
		g_assert_cmpuint(tries, <, TRIES);
	}
	g_assert_cmpint(heard(bench, "left"), ==, 755 + 3 - 1100);
	g_assert_cmpint(heard(bench, "right"), <, -800);
	bench_until_rig(bench, "sound-card.setting=0");
}

/* In the middle of the tone, or at its first packet. */
static void
break_off(Bench *bench)
{
	guint tries = 0;

	if (bus_carries_sound())
		bench_do(bench, "fault sound-card ep=01 kind=proto skip=20 count=9999");
	do {
		g_assert_cmpuint(++tries, <, TRIES);
		g_assert_false(play(bench));
	} while (bench->error_code == MC_ERROR_TIMEOUT);
	g_assert_cmpint(bench->error_code, ==, MC_ERROR_PROTOCOL);
}

/* Its requests all work, and no packet of sound gets through. One presentation is lost, and then
 * silence does not come through either. When it does, the card plays as before. */
static void
test_stream(void)
{
	g_autoptr(Bench) bench = bench_new(&plugged);
	guint finished;

	bench_until_ready(bench, MC_DEVICE_AUDIOMETER);
	if (bus_carries_sound())
		hear(bench);
	finished = bench->finished;
	break_off(bench);
	expect(bench, "sound breaks off", MC_DEVICE_FAULTY, MC_CAUSE_STREAM);
	g_assert_false(play(bench));
	g_assert_cmpint(bench->error_code, ==, MC_ERROR_PROTOCOL);
	g_assert_cmpuint(bench->finished, ==, finished);
	bench_until_rig(bench, "sound-card.left=silent");
	if (!bus_carries_sound())
		return;
	bench_do(bench, "clear sound-card");
	expect(bench, "silence comes through", MC_DEVICE_READY, MC_CAUSE_NONE);
	g_assert_cmpint(heard(bench, "left"), <, -800);
	hear(bench);
}

static void
test_plug_and_hold(void)
{
	g_autoptr(Bench) bench = bench_with("hold sound-card on");

	expect(bench, "another program has it", MC_DEVICE_FAULTY, MC_CAUSE_BUSY);
	bench_do(bench, "hold sound-card off");
	expect(bench, "the other program has ended", MC_DEVICE_READY, MC_CAUSE_NONE);
	bench_do(bench, "unplug sound-card");
	expect(bench, "plug out", MC_DEVICE_ABSENT, MC_CAUSE_UNPLUGGED);
	bench_do(bench, "plug sound-card");
	bench_until_ready(bench, MC_DEVICE_AUDIOMETER);
	bench_do(bench, "power-cycle sound-card 8000");
	expect(bench, "switched off", MC_DEVICE_ABSENT, MC_CAUSE_UNPLUGGED);
	expect(bench, "switched on again", MC_DEVICE_READY, MC_CAUSE_NONE);
}

static void
enrol(Bench *bench, const McEnrolment *card)
{
	bench->devices->set_enrolments(bench->devices->self, card, card == NULL ? 0 : 1);
}

/* One that nobody names may be the kiosk's voice: it is not even opened. */
static void
test_trust(void)
{
	g_autoptr(Bench) bench = bench_new(&plugged);
	McEnrolment card = bench_sound_card;

	bench_until_ready(bench, MC_DEVICE_AUDIOMETER);
	enrol(bench, NULL);
	expect(bench, "named by no enrolment", MC_DEVICE_ABSENT, MC_CAUSE_UNPLUGGED);
	g_strlcpy(card.serial, "UA-000119", sizeof card.serial);
	enrol(bench, &card);
	expect(bench, "another serial number", MC_DEVICE_LOCKED, MC_CAUSE_NOT_ENROLLED);
	card = bench_sound_card;
	g_strlcpy(card.minimum_firmware, "99.0", sizeof card.minimum_firmware);
	enrol(bench, &card);
	expect(bench, "older firmware than is wanted", MC_DEVICE_LOCKED, MC_CAUSE_FIRMWARE);
	card = bench_sound_card;
	card.calibration_expires_yyyymmdd = 20260106;
	enrol(bench, &card);
	expect(bench, "its record has run out", MC_DEVICE_LOCKED, MC_CAUSE_UNCALIBRATED);
	card = bench_sound_card;
	card.sound_card.corrections.count = 0;
	enrol(bench, &card);
	expect(bench, "no corrections", MC_DEVICE_LOCKED, MC_CAUSE_UNCALIBRATED);
	enrol(bench, &bench_sound_card);
	bench_until_ready(bench, MC_DEVICE_AUDIOMETER);
}

static void
test_permission(void)
{
	BenchOptions options = {
	    .clock_rate = 10, .commands = {"forbid sound-card on", "plug sound-card"}};
	g_autoptr(Bench) bench = NULL;

	if (bus_carries_sound()) {
		g_test_skip("the rules let this user in");
		return;
	}
	bench = bench_new(&options);
	expect(bench, "no rule lets the user in", MC_DEVICE_FAULTY, MC_CAUSE_PERMISSION);
}

/* Runs last. */
static void
test_every_cause(void)
{
	rows_expect_every(ROWS_MATRIX_SOUND_CARD);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/matrix/sound-card/levels", test_levels);
	for (guint i = 0; i < G_N_ELEMENTS(faults); i++) {
		g_autofree char *path = g_strconcat("/matrix/sound-card/wire/", faults[i].name, NULL);

		g_test_add_data_func(g_strdelimit(path, " =", '-'), &faults[i], test_wire);
	}
	g_test_add_func("/matrix/sound-card/stream-T2-O11", test_stream);
	g_test_add_func("/matrix/sound-card/stuck", test_stuck);
	g_test_add_func("/matrix/sound-card/plug-and-hold", test_plug_and_hold);
	g_test_add_func("/matrix/sound-card/trust", test_trust);
	g_test_add_func("/matrix/sound-card/permission", test_permission);
	g_test_add_func("/matrix/sound-card/every-cause-O11", test_every_cause);
	return g_test_run();
}
