/* The kernel's own drivers have our instruments first, as on every computer (T2, O10, O11): ours
 * take them from usbhid, snd-usb-audio, ftdi_sio, cdc_acm, ch341, usblp and usbtmc, work, and give
 * them back at the end; who else has one is named. And a stranger's keyboard and memory stick stay
 * with the kernel, or where its settings are the package's, are nobody's, under a pad's ids too
 * (T12). In the guest, over vhci_hcd, with these modules loaded. Prints a "row"
 * each. */
#include "tests/support/instruments/bench.h"

#include <stdio.h>
#include <string.h>

#define DEVICES "/sys/bus/usb/devices"
#define PATIENCE_US (60 * G_USEC_PER_SEC)

typedef struct Subject {
	const char *module, *name; /* name: for the rig */
	guint16 vendor_id, product_id;
	guint interfaces;
	BenchOptions options;
	McDeviceKind kind;
	const char *before; /* its self-test; NULL = nothing is wanted for it */
	void (*use)(Bench *bench); /* what it is for; NULL: its self-test is that */
	gboolean has_no_serial; /* known by its port */
} Subject;

/* ---- used ---- */

static void
use_pad(Bench *bench)
{
	bench_do(bench, "pad up");
	bench_until(bench, &bench->pad_pressed, 1);
	g_assert_cmpint(bench->pad_key, ==, MC_PAD_UP);
}

static void
use_printer(Bench *bench)
{
	gsize size = bench->printer->width_dots(bench->printer->self) / 8 * 60;
	g_autoptr(GBytes) dots = g_bytes_new_take(g_malloc0(size), size);

	bench->printer->print(bench->printer->self, dots);
	bench_until(bench, &bench->printed, 1);
}

/* The whole of a conversation, service requests and all. */
static void
use_vision(Bench *bench)
{
	bench_do(bench, "head in");
	bench_show(bench, MC_DIRECTION_LEFT);
	bench_until(bench, &bench->shown, 1);
	bench_do(bench, "key left");
	bench_until(bench, &bench->answered, 1);
	g_assert_cmpint(bench->answer.direction, ==, MC_DIRECTION_LEFT);
}

static const Subject subjects[] = {
    {"usbhid", "pad", 0x1209, 0x4d50, 1, {.plugged = {[MC_DEVICE_RESPONSE_PAD] = TRUE}},
        MC_DEVICE_RESPONSE_PAD, NULL, use_pad},
    {"usbhid", "pad", 0x1209, 0x4d47, 1,
        {.plugged = {[MC_DEVICE_RESPONSE_PAD] = TRUE}, .gamepad = TRUE}, MC_DEVICE_RESPONSE_PAD,
        NULL, use_pad},
    {"snd-usb-audio", "sound-card", 0x1209, 0x4d48, 2, {.sound_card = TRUE}, MC_DEVICE_AUDIOMETER,
        NULL},
    {"ftdi_sio", "scale", 0x0403, 0x6001, 1, {.scale = TRUE, .scale_plug = MC_SIM_RIG_FTDI},
        MC_DEVICE_STATURE, "step on 1725 65300"},
    {"cdc_acm", "scale", 0x1209, 0x4d54, 2, {.scale = TRUE, .scale_plug = MC_SIM_RIG_CDC},
        MC_DEVICE_STATURE, "step on 1725 65300"},
    {"ch341", "scale", 0x1a86, 0x7523, 1, {.scale = TRUE, .scale_plug = MC_SIM_RIG_CH340},
        MC_DEVICE_STATURE, "step on 1725 65300", NULL, TRUE},
    {"usblp", "printer", 0x1209, 0x4d52, 1, {.plugged = {[MC_DEVICE_PRINTER] = TRUE}},
        MC_DEVICE_PRINTER, NULL, use_printer},
    {"usbtmc", "vision", 0x1209, 0x4d56, 1, {.plugged = {[MC_DEVICE_VISION_TESTER] = TRUE}},
        MC_DEVICE_VISION_TESTER, NULL, use_vision},
};

/* ---- what the kernel says ---- */

static guint
attribute(const char *device, const char *name)
{
	g_autofree char *path = g_build_filename(DEVICES, device, name, NULL);
	g_autofree char *text = NULL;

	if (!g_file_get_contents(path, &text, NULL, NULL))
		return 0;
	return (guint)g_ascii_strtoull(text, NULL, 16);
}

/* Its name in the kernel's list, "3-6"; NULL = it is not there. Free with g_free(). */
static char *
device_of(guint16 vendor_id, guint16 product_id)
{
	g_autoptr(GDir) folder = g_dir_open(DEVICES, 0, NULL);
	const char *name;

	while (folder != NULL && (name = g_dir_read_name(folder)) != NULL)
		if (strchr(name, ':') == NULL && attribute(name, "idVendor") == vendor_id &&
		    attribute(name, "idProduct") == product_id)
			return g_strdup(name);
	return NULL;
}

/* Whose the interface is; NULL = nobody's. Free with g_free(). */
static char *
driver_of(const char *device, guint interface)
{
	g_autofree char *path = g_strdup_printf(DEVICES "/%s:1.%u/driver", device, interface);
	g_autofree char *target = g_file_read_link(path, NULL);

	return target == NULL ? NULL : g_path_get_basename(target);
}

static gboolean
has_all(const Subject *subject, const char *driver)
{
	g_autofree char *device = device_of(subject->vendor_id, subject->product_id);

	for (guint i = 0; device != NULL && i < subject->interfaces; i++) {
		g_autofree char *found = driver_of(device, i);

		if (g_strcmp0(found, driver) != 0)
			return FALSE;
	}
	return device != NULL;
}

/* The kernel binds by itself and tells nobody of us. */
static void
until_bound(Bench *bench, const Subject *subject)
{
	gint64 until_us = g_get_monotonic_time() + PATIENCE_US;

	while (!has_all(subject, subject->module)) {
		if (g_get_monotonic_time() > until_us)
			g_error("%s never gets %s", subject->module, subject->name);
		bench_for(bench, 5);
	}
}

/* ---- taken, and given back ---- */

/* One without a serial number is adopted where it is. */
static void
until_ready(Bench *bench, const Subject *subject)
{
	McEnrolment enrolment = {subject->kind, "", "", "EX-0061", 20260105, 20991231};

	if (subject->has_no_serial) {
		bench_until_state(bench, subject->kind, MC_DEVICE_LOCKED, MC_CAUSE_NOT_ENROLLED);
		g_strlcpy(enrolment.serial,
		    bench->devices->info(bench->devices->self, subject->kind)->serial,
		    sizeof enrolment.serial);
		bench->devices->set_enrolments(bench->devices->self, &enrolment, 1);
	}
	bench_until_ready(bench, subject->kind);
}

static void
take_and_give_back(Bench *bench, const Subject *subject)
{
	until_bound(bench, subject);
	bench_start_drivers(bench);
	until_ready(bench, subject);
	g_assert_true(has_all(subject, "usbfs"));
	if (subject->before != NULL)
		bench_do(bench, subject->before);
	bench_self_test(bench, subject->kind);
	bench_until(bench, &bench->tested, 1);
	g_assert_cmpint(bench->error_code, ==, -1);
	if (subject->use != NULL)
		subject->use(bench);
	bench_stop_drivers(bench);
	/* at once: it is ours to do, and not the kernel's to find out */
	g_assert_true(has_all(subject, subject->module));
	printf("row %s | taken from %s | ready, tested, used, given back\n", subject->name,
	    subject->module);
	fflush(stdout);
}

/* Another program has taken it from the kernel before: there is nothing that we could detach. */
static void
find_it_taken(Bench *bench, const Subject *subject)
{
	g_autofree char *hold = g_strdup_printf("hold %s on", subject->name);
	g_autofree char *let_go = g_strdup_printf("hold %s off", subject->name);

	bench_do(bench, hold);
	g_assert_true(has_all(subject, "usbfs"));
	bench_start_drivers(bench);
	bench_until_state(bench, subject->kind, MC_DEVICE_FAULTY, MC_CAUSE_BUSY);
	printf("row %s | another program has it from %s | %s\n", subject->name, subject->module,
	    mc_device_cause_name(MC_CAUSE_BUSY));
	bench_do(bench, let_go);
	until_ready(bench, subject);
	fflush(stdout);
}

static void
test_subject(gconstpointer data)
{
	const Subject *subject = data;
	g_autoptr(Bench) bench = bench_new_without_drivers(&subject->options);

	take_and_give_back(bench, subject);
	find_it_taken(bench, subject);
}

/* ---- strangers ---- */

static const struct {
	McSimRigDevice device;
	guint16 vendor_id, product_id;
	const char *module;
} strangers[] = {
    {MC_SIM_RIG_ROGUE_KEYBOARD, 0x046d, 0xc31c, "usbhid"},
    {MC_SIM_RIG_ROGUE_STORAGE, 0x0781, 0x5567, "usb-storage"},
};

/* Whose it is by the settings of this machine: the module's that wants it, or nobody's, because its
 * port is closed to it. */
static gboolean
has_owner(guint i, const char *owner)
{
	g_autofree char *device = device_of(strangers[i].vendor_id, strangers[i].product_id);
	g_autofree char *driver = device == NULL ? NULL : driver_of(device, 0);

	if (device == NULL)
		return FALSE;
	return g_strcmp0(owner, attribute(device, "authorized") == 0 ? "nobody" : driver) == 0;
}

static void
until_owned(Bench *bench, guint i, const char *owner)
{
	gint64 until_us = g_get_monotonic_time() + PATIENCE_US;

	while (!has_owner(i, owner)) {
		if (g_get_monotonic_time() > until_us)
			g_error("%s never is %s's", mc_sim_rig_device_name(strangers[i].device), owner);
		bench_for(bench, 5);
	}
}

static guint64
requests_of_strangers(Bench *bench)
{
	guint64 requests = 0;

	for (guint i = 0; i < G_N_ELEMENTS(strangers); i++)
		requests += mc_sim_rig_counts(bench->rig, strangers[i].device).requests;
	return requests;
}

/* Whoever has them keeps them; and where nobody does, nothing goes over the bus to them. */
static void
test_strangers(void)
{
	const gboolean guarded = g_getenv("MC_GUARDED") != NULL;
	/* no rule lets us at them */
	const BenchOptions options = {.plugged = {[MC_DEVICE_RESPONSE_PAD] = TRUE},
	    .commands = {"forbid rogue-keyboard on", "forbid rogue-storage on", "plug rogue-keyboard",
	        "plug rogue-storage"}};
	g_autoptr(Bench) bench = bench_new_without_drivers(&options);
	guint64 requests;

	for (guint i = 0; i < G_N_ELEMENTS(strangers); i++)
		until_owned(bench, i, guarded ? "nobody" : strangers[i].module);
	requests = requests_of_strangers(bench);
	bench_start_drivers(bench);
	bench_until_ready(bench, MC_DEVICE_RESPONSE_PAD);
	bench_do(bench, "rogue left");
	bench_do(bench, "pad up"); /* whoever heard the one has heard the other before */
	bench_until(bench, &bench->pad_pressed, 1);
	g_assert_cmpint(bench->pad_key, ==, MC_PAD_UP);
	if (guarded)
		g_assert_cmpuint(requests_of_strangers(bench), ==, requests);
	for (guint i = 0; i < G_N_ELEMENTS(strangers); i++) {
		const char *owner = guarded ? "nobody" : strangers[i].module;

		g_assert_true(has_owner(i, owner));
		printf("row %s | beside a pad that is in use | is %s's and stays so\n",
		    mc_sim_rig_device_name(strangers[i].device), owner);
	}
	/* what else stands on the machine's bus may be there, and is nobody's that we know */
	for (guint kind = 0; kind < MC_DEVICE_KINDS; kind++)
		g_assert_true(kind == MC_DEVICE_RESPONSE_PAD ||
		              bench->devices->info(bench->devices->self, (McDeviceKind)kind)->state !=
		                  MC_DEVICE_READY);
}

/* ---- a keyboard with a pad's ids ---- */

static guint
count_pads(const char *driver)
{
	g_autoptr(GDir) folder = g_dir_open(DEVICES, 0, NULL);
	const char *name;
	guint count = 0;

	while (folder != NULL && (name = g_dir_read_name(folder)) != NULL) {
		g_autofree char *interface = g_strdup_printf(DEVICES "/%s/%s:1.0", name, name);
		g_autofree char *found = driver_of(name, 0);

		if (attribute(name, "idVendor") == 0x1209 && attribute(name, "idProduct") == 0x4d50 &&
		    g_file_test(interface, G_FILE_TEST_IS_DIR) && g_strcmp0(found, driver) == 0)
			count++;
	}
	return count;
}

/* What types, or has buttons, to the kernel and whoever draws the screen. */
static guint
count_inputs(void)
{
	g_autoptr(GDir) folder = g_dir_open("/sys/class/input", 0, NULL);
	const char *name;
	guint count = 0;

	while (folder != NULL && (name = g_dir_read_name(folder)) != NULL) {
		g_autofree char *path = g_build_filename("/sys/class/input", name, "id/vendor", NULL);
		g_autofree char *vendor = NULL;

		if (g_file_get_contents(path, &vendor, NULL, NULL) &&
		    g_ascii_strtoull(vendor, NULL, 16) == 0x1209)
			count++;
	}
	return count;
}

/* The guard cannot tell it from a pad and lets it in; usbhid is told to leave the ids alone, so it
 * types nothing, neither beside the pad that our driver uses nor when our driver has ended. */
static void
test_pretender(void)
{
	const BenchOptions options = {.plugged = {[MC_DEVICE_RESPONSE_PAD] = TRUE},
	    .commands = {"set rogue-keyboard ids=1209:4d50 serial=RP-000099", "plug rogue-keyboard"}};
	g_autoptr(Bench) bench = bench_new_without_drivers(&options);
	gint64 until_us = g_get_monotonic_time() + PATIENCE_US;

	while (count_pads(NULL) < 2) {
		if (g_get_monotonic_time() > until_us)
			g_error("the two with a pad's ids are not let in, or usbhid has them");
		bench_for(bench, 5);
	}
	bench_start_drivers(bench);
	bench_until_ready(bench, MC_DEVICE_RESPONSE_PAD);
	bench_do(bench, "rogue left");
	bench_do(bench, "pad up");
	bench_until(bench, &bench->pad_pressed, 1);
	g_assert_cmpint(bench->pad_key, ==, MC_PAD_UP);
	g_assert_cmpuint(count_pads("usbfs"), ==, 1);
	g_assert_cmpuint(count_pads(NULL), ==, 1);
	g_assert_cmpuint(count_inputs(), ==, 0);
	bench_until_rig(bench, "rogue-keyboard.listened=0");
	bench_stop_drivers(bench);
	g_assert_cmpuint(count_pads(NULL), ==, 2);
	g_assert_cmpuint(count_inputs(), ==, 0);
	printf("row rogue-keyboard | a pad's ids, beside a pad that is in use | is nobody's, and types "
	       "nothing\n");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (guint i = 0; i < G_N_ELEMENTS(subjects); i++) {
		g_autofree char *path = g_strdup_printf("/bound/%s/%04x-%04x", subjects[i].module,
		    subjects[i].vendor_id, subjects[i].product_id);

		g_test_add_data_func(path, &subjects[i], test_subject);
	}
	g_test_add_func("/strangers/T12", test_strangers);
	if (g_getenv("MC_GUARDED") != NULL)
		g_test_add_func("/strangers/pretender-T12", test_pretender);
	return g_test_run();
}
