#ifndef MC_DRIVERS_SIM_RIG_H
#define MC_DRIVERS_SIM_RIG_H

/* The whole bench: simulated peripherals on a simulated USB bus, and a simulated person in front of
 * them. In a test the rig stands in the test's own process, which must run under
 * LD_PRELOAD=libumockdev-preload.so.0 (and, with sanitizers,
 * ASAN_OPTIONS=verify_asan_link_order=0); make the rig before libusb_init() and free it after
 * libusb_exit(). One rig a process. With MEDCHECK_DEVSIM_BUS=vhci in the environment it plugs into
 * the running kernel instead, and needs no preload (drivers/sim/vhci).
 *
 *   device      control name   USB         serial
 *   vision tester  vision      1209:4d56   VT-000117   firmware 1.4.0
 *   audiometer     audiometer  1209:4d41   AU-000231   firmware 1.4.0
 *   card reader    reader      0400:c35a   05.01-20260105-0000004711-0000000042
 *   stature unit   stature     1209:4d53   ST-000044   firmware 1.2.0
 *   response pad   pad         1209:4d50 (keypad), 1209:4d47 (gamepad)   RP-000077
 *   slip printer   printer     1209:4d52   SP-000303
 *   sound meter    sound-meter      1209:4d4c   SL-000012   firmware 1.1.0
 *   luminance m.   luminance-meter  1209:4d43   LM-000009   firmware 1.0.3
 *   sound card       sound-card       1209:4d48   UA-000118   heard over vhci alone
 *   strangers      rogue-keyboard   046d:c31c, rogue-storage   0781:5567
 *   serial scale   scale       1209:4d54 (cdc), 0403:6001 (ftdi), 1a86:7523 (ch340)   SC-000061
 *
 * Everything that can happen is a line of text (drivers/sim/README.md lists them all):
 *   mc_sim_rig_command(rig, "unplug vision 0 500");                  out now, in again after 500 ms
 *   mc_sim_rig_command(rig, "fault audiometer ep=82 kind=garbage");  the next answer is rubbish
 *   mc_sim_rig_command(rig, "set vision serial=VT-9 firmware=0.9");
 */

#include <glib.h>

typedef enum McSimRigDevice {
	MC_SIM_RIG_VISION,
	MC_SIM_RIG_AUDIOMETER,
	MC_SIM_RIG_READER,
	MC_SIM_RIG_STATURE,
	MC_SIM_RIG_SCALE,
	MC_SIM_RIG_PAD,
	MC_SIM_RIG_PRINTER,
	MC_SIM_RIG_SOUND_METER,
	MC_SIM_RIG_LUMINANCE_METER,
	MC_SIM_RIG_SOUND_CARD,
	MC_SIM_RIG_ROGUE_KEYBOARD,
	MC_SIM_RIG_ROGUE_STORAGE,
} McSimRigDevice;
#define MC_SIM_RIG_DEVICES 12

/* "vision" …; of the control lines. */
const char *mc_sim_rig_device_name(McSimRigDevice device);
gboolean mc_sim_rig_device_from_name(const char *name, McSimRigDevice *device);

typedef enum McSimRigPlug { MC_SIM_RIG_CDC, MC_SIM_RIG_FTDI, MC_SIM_RIG_CH340 } McSimRigPlug;

typedef enum McSimTransport {
	MC_SIM_TRANSPORT_UMOCKDEV, /* a bus that only this process and its child see */
	MC_SIM_TRANSPORT_VHCI, /* the kernel's own bus, through vhci_hcd */
} McSimTransport;

typedef struct McSimRigOptions {
	gboolean plugged[MC_SIM_RIG_DEVICES]; /* the others wait for "plug" */
	guint clock_rate; /* 0 = 1 */
	const char *person; /* NULL = nobody sits there; "visitor" does nothing by himself */
	guint32 seed;
	gboolean split_pipes; /* the reader's second USB layout */
	McSimTransport transport;
	McSimRigPlug scale_plug; /* of its serial line */
	gboolean gamepad; /* the response pad is one */
	const char *trace; /* file for all that goes over the bus (usbmon's pcap); NULL = none */
	/* A flight record of the product, played back by the device of its ids, which is plugged in for
	 * it (drivers/sim/trace/replay.h); NULL = none. */
	const char *replay;
} McSimRigOptions;

typedef struct McSimRig McSimRig;

McSimRig *mc_sim_rig_new(const McSimRigOptions *options, GError **error);
void mc_sim_rig_free(McSimRig *rig);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McSimRig, mc_sim_rig_free)

/* "ok …" or "error why", without a line end; free with g_free(). From any thread. */
char *mc_sim_rig_command(McSimRig *rig, const char *line);

/* changed(data) after everything that "state" would show differently, from any thread and under
 * the rig's lock: only pass it on. */
void mc_sim_rig_set_listener(McSimRig *rig, void (*changed)(gpointer data), gpointer data);
/* Counts those changes. */
guint64 mc_sim_rig_revision(McSimRig *rig);

/* What was asked of the device's port so far: ioctls of its usbfs node, or transfers over vhci. A
 * client that waits without spinning asks nothing. */
typedef struct McSimRigCounts {
	guint64 requests, empty_reaps;
} McSimRigCounts;
McSimRigCounts mc_sim_rig_counts(McSimRig *rig, McSimRigDevice device);

#endif
