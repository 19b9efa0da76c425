/* Who is on the bus, as the drivers are told it: once when it comes and once when it goes, also of
 * one that is plugged in while the program starts (T2, O10). */
#include "drivers/bus/bus.h"
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

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/bus/plugged-in-while-starting", test_plugged_in_while_starting);
	return g_test_run();
}
