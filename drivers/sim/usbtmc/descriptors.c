#include "drivers/sim/usbtmc/descriptors.h"
#include "drivers/sim/usbtmc/usbtmc.h"

#include <string.h>

#define PACKET_LOW (MC_SIM_TMC_PACKET_BYTES & 0xff)
#define PACKET_HIGH (MC_SIM_TMC_PACKET_BYTES >> 8)

const guint8 mc_sim_descriptors_configuration[MC_SIM_CONFIGURATION_BYTES] = {
    9, 2, MC_SIM_CONFIGURATION_BYTES, 0, 1, 1, 0, 0x80, 250, /* one configuration, 500 mA */
    9, 4, 0, 0, 3, 0xfe, 0x03, 0x01, 0, /* interface: application, test and measurement, USB488 */
    7, 5, MC_SIM_TMC_BULK_OUT, 2, PACKET_LOW, PACKET_HIGH, 0, /* */
    7, 5, MC_SIM_TMC_BULK_IN, 2, PACKET_LOW, PACKET_HIGH, 0, /* */
    7, 5, MC_SIM_TMC_INTERRUPT_IN, 3, 8, 0, 4, /* every 1 ms */
};

void
mc_sim_descriptors_fill(guint8 device_descriptor[18], guint16 product_id)
{
	static const guint8 common[18] = {
	    18, 1, 0x00, 0x02, 0, 0, 0, 64, /* USB 2.0, class in the interface */
	    0x09, 0x12, 0, 0, /* vendor 1209, product below */
	    0x00, 0x01, 1, 2, 3, 1, /* strings: maker, model, serial */
	};

	memcpy(device_descriptor, common, sizeof common);
	device_descriptor[10] = (guint8)product_id;
	device_descriptor[11] = (guint8)(product_id >> 8);
}
