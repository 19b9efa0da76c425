/* Who is on the bus, as the drivers are told it: once when it comes and once when it goes, also of
 * one that is plugged in while the program starts (T2, O10); and a device whose descriptors are
 * damaged is opened, or there is a reason why not (T11). */
#include "drivers/bus/bus.h"
#include "app/base/error.h"
#include "drivers/sim/rig.h"

#define VENDOR 0x1209
#define VISION 0x4d56

typedef struct Told {
	guint arrived, left;
} Told;

static void
on_arrived(McBusDevice *device, gpointer data)
{
	g_assert_cmphex(mc_bus_device_product_id(device), ==, VISION);
	((Told *)data)->arrived++;
}

static void
on_left(McBusDevice *device, gpointer data)
{
	((Told *)data)->left++;
}

static void
say(McSimRig *rig, const char *line)
{
	g_autofree char *reply = mc_sim_rig_command(rig, line);

	g_assert_cmpstr(reply, ==, "ok");
}

/* libusb has it in its list and in its news. */
static void
test_plugged_in_while_starting(void)
{
	static const McUsbId ids[] = {{VENDOR, VISION, 0, 0}, {0}};
	static const McBusListener listener = {.arrived = on_arrived, .left = on_left};
	const McSimRigOptions options = {0};
	g_autoptr(GError) error = NULL;
	McSimRig *rig = mc_sim_rig_new(&options, &error);
	McBus *bus = mc_bus_new(&error);
	Told told = {0};

	g_assert_no_error(error);
	mc_bus_watch(bus, ids, &listener, &told);
	say(rig, "plug vision");
	mc_bus_start(bus);
	for (guint i = 1; i <= 3; i++) {
		while (told.arrived < i)
			g_main_context_iteration(NULL, TRUE);
		say(rig, "unplug vision");
		while (told.left < i)
			g_main_context_iteration(NULL, TRUE);
		g_assert_cmpuint(told.arrived, ==, i);
		say(rig, "plug vision");
	}
	mc_bus_free(bus);
	mc_sim_rig_free(rig);
}

/* ---- descriptors ---- */

typedef struct Damaged {
	const char *name; /* for the rig */
	McUsbId ids[2];
	guint bytes; /* of its configuration */
	guint values; /* of wrong_bytes that are tried in each */
} Damaged;

static const Damaged damaged[] = {
    {"pad", {{VENDOR, 0x4d50, 3, 1}, {0}}, 34, 3},
    {"scale", {{VENDOR, 0x4d54, 0x0a, 0}, {0}}, 67, 1},
    {"sound-card", {{VENDOR, 0x4d48, 1, 1}, {0}}, 110, 1},
};
static const guint8 wrong_bytes[] = {0x00, 0xff, 0x7f};

typedef struct Seen {
	guint arrived, opened, refused;
	guint sentinel_arrived, sentinel_left;
	McTransport *transport;
} Seen;

static void
on_damaged(McBusDevice *device, gpointer data)
{
	Seen *seen = data;
	g_autoptr(GError) error = NULL;

	seen->arrived++;
	seen->transport = mc_bus_open(device, &error);
	if (seen->transport != NULL) {
		seen->opened++;
		return;
	}
	/* it names an interface that is not there, or none that is of use */
	if (g_str_has_prefix(error->message, "claim: "))
		g_assert_cmpint(error->code, !=, MC_ERROR_BUSY);
	else
		g_assert_error(error, MC_ERROR, MC_ERROR_PROTOCOL);
	seen->refused++;
}

static void
on_damaged_left(McBusDevice *device, gpointer data)
{
}

static void
on_sentinel(McBusDevice *device, gpointer data)
{
	((Seen *)data)->sentinel_arrived++;
}

static void
on_sentinel_left(McBusDevice *device, gpointer data)
{
	((Seen *)data)->sentinel_left++;
}

/* Whoever is plugged in behind it is heard of after it: then it was looked at. */
static void
plug_and_pull(McSimRig *rig, const Damaged *one, Seen *seen)
{
	guint arrived = seen->sentinel_arrived, left = seen->sentinel_left;
	g_autofree char *plug = g_strconcat("plug ", one->name, NULL);
	g_autofree char *unplug = g_strconcat("unplug ", one->name, NULL);

	say(rig, plug);
	say(rig, "plug vision");
	while (seen->sentinel_arrived == arrived)
		g_main_context_iteration(NULL, TRUE);
	if (seen->transport != NULL)
		seen->transport->close(seen->transport->self, NULL, NULL);
	seen->transport = NULL;
	say(rig, unplug);
	say(rig, "unplug vision");
	while (seen->sentinel_left == left)
		g_main_context_iteration(NULL, TRUE);
}

/* Each byte of its configuration in turn. libusb passes over what it cannot take apart at all. */
static void
test_damaged(gconstpointer data)
{
	static const McUsbId sentinel[] = {{VENDOR, VISION, 0, 0}, {0}};
	static const McBusListener sentinel_listener = {
	    .arrived = on_sentinel, .left = on_sentinel_left};
	static const McBusListener listener = {.arrived = on_damaged, .left = on_damaged_left};
	const Damaged *one = data;
	const McSimRigOptions options = {0};
	g_autoptr(GError) error = NULL;
	McSimRig *rig = mc_sim_rig_new(&options, &error);
	McBus *bus = mc_bus_new(&error);
	g_autofree char *whole = g_strdup_printf("damage %s off", one->name);
	Seen seen = {0};

	g_assert_no_error(error);
	mc_bus_watch(bus, one->ids, &listener, &seen);
	mc_bus_watch(bus, sentinel, &sentinel_listener, &seen);
	mc_bus_start(bus);
	for (guint i = 0; i < one->bytes * one->values; i++) {
		g_autofree char *line = g_strdup_printf(
		    "damage %s %u %u", one->name, i / one->values, wrong_bytes[i % one->values]);

		say(rig, line);
		plug_and_pull(rig, one, &seen);
	}
	g_test_message("%u came, %u opened, %u refused", seen.arrived, seen.opened, seen.refused);
	g_assert_cmpuint(seen.opened, >, 0);
	g_assert_cmpuint(seen.refused, >, 0);
	say(rig, whole);
	seen.opened = 0;
	plug_and_pull(rig, one, &seen);
	g_assert_cmpuint(seen.opened, ==, 1);
	mc_bus_free(bus);
	mc_sim_rig_free(rig);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (guint i = 0; i < G_N_ELEMENTS(damaged); i++) {
		g_autofree char *path = g_strconcat("/bus/damaged/", damaged[i].name, "-T11", NULL);

		g_test_add_data_func(path, &damaged[i], test_damaged);
	}
	g_test_add_func("/bus/plugged-in-while-starting", test_plugged_in_while_starting);
	return g_test_run();
}
