/* An answer that comes while the driver is being told that there is none yet (T2, T10): it is not
 * left lying until the status byte is asked for again. */
#include "tests/support/instruments/bench.h"

#include "drivers/usbmon/usbmon.h"
#include "tests/kit/provision.h"

#include <string.h>

#define NOTIFICATIONS 0x83
#define READ_STATUS 128

/* What went over the bus so far, in words that a test asks for. */
typedef struct Seen {
	guint notifications; /* asked for by the host */
	guint questions; /* SENS:ANSW? */
	gboolean polled; /* the status byte was asked for after the first of them was answered */
	gboolean answered; /* the first of them */
} Seen;

static void
take(const McUsbmonEvent *event, gpointer data)
{
	Seen *seen = data;
	gboolean is_question =
	    event->kept > 0 && memmem(event->bytes, event->kept, "SENS:ANSW?", 10) != NULL;

	if (!event->is_completion && event->endpoint == NOTIFICATIONS)
		seen->notifications++;
	if (!event->is_completion && is_question)
		seen->questions++;
	if (seen->questions == 0)
		return;
	if (event->is_completion && event->kept > 0 &&
	    memmem(event->bytes, event->kept, "NONE,0,0", 8) != NULL)
		seen->answered = TRUE;
	if (seen->answered && seen->questions == 1 && event->has_setup &&
	    event->setup[1] == READ_STATUS)
		seen->polled = TRUE;
}

static Seen
look(const char *path)
{
	g_autofree char *bytes = NULL, *problem = NULL;
	Seen seen = {0};
	gsize size = 0;

	g_assert_true(g_file_get_contents(path, &bytes, &size, NULL));
	g_assert_true(mc_usbmon_read(bytes, size, take, &seen, &problem));
	return seen;
}

/* The instrument says "over" when nothing is; while the answer to the driver's question hangs, the
 * person presses a key, and the instrument says so. */
static void
test_stale(void)
{
	static const guint8 over[] = {0x81, 0x41};
	char *folder = mc_test_folder_new();
	g_autofree char *trace = g_build_filename(folder, "trace.pcap", NULL);
	g_autofree char *notice = g_build_filename(folder, "notice", NULL);
	g_autofree char *fault = g_strdup_printf("fault vision ep=83 kind=garbage file=%s", notice);
	const BenchOptions options = {
	    .plugged = {[MC_DEVICE_VISION_TESTER] = TRUE}, .commands = {"head in"}, .trace = trace};
	Bench *bench = bench_new(&options);
	guint before;

	g_assert_true(g_file_set_contents(notice, (const char *)over, sizeof over, NULL));
	bench_until_ready(bench, MC_DEVICE_VISION_TESTER);
	bench_show(bench, MC_DIRECTION_LEFT);
	bench_until(bench, &bench->shown, 1);
	bench_do(bench, "fault vision ep=82 kind=hang");
	bench_do(bench, fault);
	bench_do(bench, "head out");
	while (look(trace).questions == 0)
		g_main_context_iteration(NULL, FALSE);
	before = look(trace).notifications;
	bench_do(bench, "key left");
	while (look(trace).notifications == before) /* the driver has heard of it */
		g_main_context_iteration(NULL, FALSE);
	bench_do(bench, "clear vision");
	bench_until_either(bench, &bench->answered, &bench->vision_lost);
	g_assert_cmpuint(bench->answered, ==, 1);
	g_assert_true(look(trace).answered);
	g_assert_false(look(trace).polled);
	bench_free(bench);
	mc_test_folder_remove(folder);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/wake-up/stale", test_stale);
	return g_test_run();
}
