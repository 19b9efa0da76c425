/* A kiosk without a single instrument, or without USB at all: every port works and says so. */
#include "drivers/registry/instruments.h"
#include "app/base/error.h"

typedef struct Told {
	guint lost;
	gint code;
} Told;

static void
on_lost(const GError *error, gpointer data)
{
	Told *told = data;

	told->lost++;
	told->code = error->code;
}

static void
wait_for(const guint *counter, guint value)
{
	while (*counter < value)
		g_main_context_iteration(NULL, TRUE);
}

static void
test_nothing_there(void)
{
	static const McVisionListener vision_listener = {.lost = on_lost};
	static const McHearingListener hearing_listener = {.lost = on_lost};
	static const McIdReaderListener reader_listener = {.lost = on_lost};
	static const McOptotypeStimulus optotype = {.eye = MC_EYE_LEFT};
	static const McStimulus tone = {.kind = MC_EXAM_HEARING};
	g_autoptr(McClock) clock = mc_clock_new_system(1);
	g_autoptr(GError) error = NULL;
	g_autoptr(McInstruments) instruments = NULL;
	McVisionPort *vision;
	McHearingPort *hearing;
	McIdReaderPort *reader;
	McDevicesPort *devices;
	Told told = {0, -1};

	instruments = mc_instruments_new(clock, &error);
	g_assert_no_error(error);
	vision = mc_instruments_vision(instruments);
	hearing = mc_instruments_hearing(instruments);
	reader = mc_instruments_id_reader(instruments);
	devices = mc_instruments_devices(instruments);
	vision->set_listener(vision->self, &vision_listener, &told);
	hearing->set_listener(hearing->self, &hearing_listener, &told);
	reader->set_listener(reader->self, &reader_listener, &told);
	for (guint kind = 0; kind < MC_DEVICE_KINDS; kind++) {
		const McDeviceInfo *info = devices->info(devices->self, (McDeviceKind)kind);

		g_assert_cmpint(info->state, ==, MC_DEVICE_ABSENT);
		g_assert_cmpint(info->cause, ==, MC_CAUSE_UNPLUGGED);
		g_assert_cmpint(info->kind, ==, kind);
	}
	g_assert_false(vision->is_ready(vision->self));
	vision->dark(vision->self);
	hearing->mute(hearing->self);
	vision->show(vision->self, &optotype);
	g_assert_cmpuint(told.lost, ==, 0); /* never from inside a call */
	wait_for(&told.lost, 1);
	g_assert_cmpint(told.code, ==, MC_ERROR_DEVICE_GONE);
	hearing->play(hearing->self, &tone);
	wait_for(&told.lost, 2);
	reader->start(reader->self);
	wait_for(&told.lost, 3);
	devices->self_test(devices->self, MC_DEVICE_VISION_TESTER, on_lost, &told);
	wait_for(&told.lost, 4);
	vision->show(vision->self, &optotype);
	vision->dark(vision->self); /* nothing is told after this */
	g_main_context_iteration(NULL, FALSE);
	g_assert_cmpuint(told.lost, ==, 4);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/instruments/nothing-there", test_nothing_there);
	return g_test_run();
}
