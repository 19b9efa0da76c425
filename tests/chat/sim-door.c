/* umockdev's thread outlives its test bed and still tells what it has begun: it must find nobody
 * once the port is gone (T8). */

#include "drivers/sim/umockdev/port.h"

#include <string.h>

/* Nobody in person: umockdev's own handler, the last one, says that it misses him. */
static void
somebody_connects(UMockdevIoctlBase *handler)
{
	g_test_expect_message(NULL, G_LOG_LEVEL_CRITICAL, "*'client != NULL' failed");
	g_signal_emit_by_name(handler, "client-connected", NULL);
	g_test_assert_expected_messages();
}

static void
test_shut(void)
{
	McSimPort port = {.world = mc_sim_world_new(1), .node = {-1, -1}};
	UMockdevIoctlBase *handler = umockdev_ioctl_base_new();

	mc_sim_port_open_door(&port);
	mc_sim_port_listen(&port, handler);
	somebody_connects(handler);
	mc_sim_port_shut_door(&port);
	mc_sim_world_free(port.world);
	memset(&port, 0xaa, sizeof port); /* no address that anybody could follow */
	somebody_connects(handler);
	g_object_unref(handler);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/sim/door/shut", test_shut);
	return g_test_run();
}
