#ifndef MC_DRIVERS_SIM_CORE_MODEL_H
#define MC_DRIVERS_SIM_CORE_MODEL_H

/* What a peripheral is to the simulated bus: its descriptors and what it does with the bytes. All
 * calls come with the world's lock held. A return value is a number of bytes, or a negative errno:
 * -EPIPE stalls, -EAGAIN leaves the transfer waiting (NAK) until mc_sim_device_kick(). */

#include <glib.h>

typedef enum McSimSpeed {
	MC_SIM_SPEED_FULL = 2, /* numbers of the kernel's usb_device_speed */
	MC_SIM_SPEED_HIGH = 3,
} McSimSpeed;

typedef struct McSimModel {
	const guint8 *device_descriptor; /* 18 bytes */
	const guint8 *configuration; /* with interfaces and endpoints */
	guint configuration_bytes;
	McSimSpeed speed;
	/* String descriptors 1 to 3, as they stand when they are asked for; NULL or "": there is none.
	 */
	const char *maker, *product, *serial;
	/* Power on, bus reset, and the plug pulled. */
	void (*reset)(gpointer self);
	/* Class and vendor requests. */
	int (*control)(gpointer self, const guint8 setup[8], guint8 *data, guint length);
	/* The host has chosen one of an interface's settings; NULL: it has no other. */
	void (*choose_setting)(gpointer self, guint8 interface_number, guint8 setting);
	/* NULL: every one is stalled. Isochronous packets come whole transfers at a time. */
	int (*out)(gpointer self, guint8 endpoint, const guint8 *data, guint length);
	int (*in)(gpointer self, guint8 endpoint, guint8 *data, guint size);
} McSimModel;

#endif
