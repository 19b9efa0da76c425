/* The whole registry with QEMU's sound card in the place of an audiometer, and a simulated pad and
 * sound level meter beside it: which card is taken, what its board says, who presses, who listens.
 */
#include "tests/support/instruments/bench.h"

#include "app/base/error.h"
#include "drivers/audio/driver.h"
#include "qemu-card.h"

#include <stdio.h>

#define TRIES 40 /* of a sound: an emulated machine may be too slow for one */

static void
enrol(Bench *bench, const McEnrolment *sound_card)
{
	const McEnrolment list[] = {*bench_enrolment_of(bench, MC_DEVICE_RESPONSE_PAD),
	    *bench_enrolment_of(bench, MC_DEVICE_SOUND_METER), *sound_card};

	bench->devices->set_enrolments(bench->devices->self, list, G_N_ELEMENTS(list));
}

static const McDeviceInfo *
board(Bench *bench)
{
	return bench->devices->info(bench->devices->self, MC_DEVICE_AUDIOMETER);
}

/* Silent, so that nothing is added to the recording that the host measures. */
static void
play(Bench *bench)
{
	const McStimulus stimulus = {
	    .kind = MC_EXAM_HEARING,
	    .as.tone = {.ear = MC_EAR_LEFT,
	        .frequency_hz = 1000,
	        .level_deci_db_hl = 400,
	        .masking_deci_db = MC_NO_MASKING,
	        .silent = TRUE,
	        .gap_ms = 600,
	        .duration_ms = 200,
	        .window_ms = 100},
	};

	bench->hearing->play(bench->hearing->self, &stimulus);
}

/* FALSE: this machine was too slow for it. The key goes down in the gap. */
static gboolean
hear(Bench *bench)
{
	guint finished = bench->finished, lost = bench->hearing_lost, pressed = bench->pressed;

	bench_until_ready(bench, MC_DEVICE_AUDIOMETER);
	play(bench);
	bench_do(bench, "pad left");
	bench_until(bench, &bench->pressed, pressed + 1);
	g_assert_cmpint(bench->key, ==, MC_EAR_LEFT);
	while (bench->finished == finished && bench->hearing_lost == lost)
		g_main_context_iteration(NULL, TRUE);
	return bench->finished > finished;
}

static void
hear_at_last(Bench *bench)
{
	guint tries = 0;

	while (!hear(bench))
		g_assert_cmpuint(++tries, <, TRIES);
}

/* Nobody's instrument is not even opened: it may be the kiosk's voice. */
static void
leave_alone(Bench *bench)
{
	McEnrolment instrument = {MC_DEVICE_AUDIOMETER, "AU-000231", ""};

	enrol(bench, &instrument);
	bench_until_ready(bench, MC_DEVICE_SOUND_METER);
	bench_until_ready(bench, MC_DEVICE_RESPONSE_PAD);
	g_assert_cmpint(board(bench)->state, ==, MC_DEVICE_ABSENT);
	g_assert_cmpuint(board(bench)->transfers, ==, 0);
}

static void
refuse_strangers(Bench *bench)
{
	McEnrolment wrong = qemu_card;

	g_strlcpy(wrong.serial, "SC-0002", sizeof wrong.serial);
	enrol(bench, &wrong);
	bench_until_state(bench, MC_DEVICE_AUDIOMETER, MC_DEVICE_LOCKED, MC_CAUSE_NOT_ENROLLED);
	wrong = qemu_card;
	wrong.calibration_expires_yyyymmdd = 20260103;
	enrol(bench, &wrong);
	bench_until_state(bench, MC_DEVICE_AUDIOMETER, MC_DEVICE_LOCKED, MC_CAUSE_UNCALIBRATED);
	wrong = qemu_card;
	wrong.sound_card.corrections.count = 0;
	enrol(bench, &wrong);
	bench_until_state(bench, MC_DEVICE_AUDIOMETER, MC_DEVICE_LOCKED, MC_CAUSE_UNCALIBRATED);
}

static void
serve(Bench *bench)
{
	enrol(bench, &qemu_card);
	bench_until_ready(bench, MC_DEVICE_AUDIOMETER);
	g_assert_cmpstr(board(bench)->serial, ==, "SC-0001");
	g_assert_cmpstr(board(bench)->laboratory, ==, "Example Metrology Laboratory");
	g_assert_cmpstr(board(bench)->certificate, ==, "VM-1");
	g_assert_cmpint(board(bench)->corrections.at[1].deci_db[MC_EAR_RIGHT], ==, -4);
	hear_at_last(bench);
	g_assert_cmpint(bench->presses.count, ==, 1);
	g_assert_cmpint(bench->presses.press[0].key, ==, MC_EAR_LEFT);
	g_assert_cmpint(bench->presses.press[0].at_us, <, 0);
	/* the meter's octaves from 500 Hz: the simulated room */
	g_assert_cmpint(bench->room.noise_deci_db_spl[0], ==, 320);
	g_assert_cmpint(bench->room.noise_deci_db_spl[3], ==, 220);
	g_assert_cmpuint(bench->hearing_conditions, >=, 1);
}

/* Nobody listens to the room: it counts as too loud. */
static void
lose_meter(Bench *bench)
{
	bench_do(bench, "unplug sound-meter");
	bench_until_state(bench, MC_DEVICE_SOUND_METER, MC_DEVICE_ABSENT, MC_CAUSE_UNPLUGGED);
	hear_at_last(bench);
	g_assert_cmpint(bench->room.noise_deci_db_spl[0], ==, MC_AUDIO_ROOM_UNKNOWN_DECI_DB_SPL);
}

static void
let_go(Bench *bench)
{
	McEnrolment instrument = {MC_DEVICE_AUDIOMETER, "AU-000231", ""};

	enrol(bench, &instrument);
	bench_until_state(bench, MC_DEVICE_AUDIOMETER, MC_DEVICE_ABSENT, MC_CAUSE_UNPLUGGED);
	play(bench);
	bench_until(bench, &bench->hearing_lost, bench->hearing_lost + 1);
	g_assert_cmpint(bench->error_code, ==, MC_ERROR_DEVICE_GONE);
}

int
main(int argc, char **argv)
{
	static const BenchOptions options = {
	    .plugged = {[MC_DEVICE_RESPONSE_PAD] = TRUE, [MC_DEVICE_SOUND_METER] = TRUE},
	    .not_enrolled = TRUE};
	g_autoptr(Bench) bench = bench_new(&options);

	leave_alone(bench);
	refuse_strangers(bench);
	serve(bench);
	lose_meter(bench);
	let_go(bench);
	printf("row qemu-usb-audio | the kiosk's registry | not named, another serial, run out, no "
	       "corrections, in use with pad and sound level meter, without the meter | left alone, "
	       "not-enrolled, uncalibrated, uncalibrated, keys and room taken, room unknown\n");
	return 0;
}
