#ifndef MC_DRIVERS_SIM_CORE_DEVICE_H
#define MC_DRIVERS_SIM_CORE_DEVICE_H

/* A simulated USB device, whatever carries it: queues of transfers per endpoint, standard requests,
 * halts, the fault table, the plug. A transport (umockdev) hands transfers down and is told of
 * their completion and of the plug. Everything here needs the world's lock held. */

#include "drivers/sim/core/fault.h"
#include "drivers/sim/core/model.h"
#include "drivers/sim/core/world.h"

typedef enum McSimPipe { /* numbers of usbfs */
	MC_SIM_PIPE_ISOCHRONOUS = 0,
	MC_SIM_PIPE_INTERRUPT = 1,
	MC_SIM_PIPE_CONTROL = 2,
	MC_SIM_PIPE_BULK = 3,
} McSimPipe;

/* One transfer. Owned by the transport, which keeps it until complete() was called. */
typedef struct McSimTransfer McSimTransfer;
struct McSimTransfer {
	McSimPipe pipe;
	guint8 endpoint; /* with 0x80 for IN; 0 for control */
	guint8 setup[8]; /* control */
	guint8 *data; /* data stage only */
	guint length;
	/* set before complete(), which only queues: it must not call back into the device */
	guint actual;
	int status; /* 0 or a negative errno */
	void (*complete)(McSimTransfer *transfer);
	/* the device's own */
	gboolean considered; /* has met the fault table */
	gboolean turned; /* a replay has seen it */
	guint most; /* bytes of the model's answer that a replay lets through */
	gboolean held; /* by a fault */
	gboolean answered; /* the model has given its reply, which waits in held_status and actual */
	int held_status;
	guint64 timer;
	struct McSimDevice *device;
};

/* The host's own requests, which faults let alone and recordings leave out. What is asked of an
 * interface is its driver's: the report descriptor of a HID device. */
static inline gboolean
mc_sim_setup_is_of_host(const guint8 setup[8])
{
	return (setup[0] & 0x60) == 0 && setup[0] != 0x81;
}

typedef struct McSimDevice McSimDevice;

typedef struct McSimPlugListener {
	void (*plugged)(gpointer data);
	void (*unplugged)(gpointer data);
} McSimPlugListener;

/* model and self must outlive the device. It begins unplugged. */
McSimDevice *mc_sim_device_new(McSimWorld *world, const McSimModel *model, gpointer self);
/* Pending transfers are completed with -ESHUTDOWN. */
void mc_sim_device_free(McSimDevice *device);

McSimWorld *mc_sim_device_world(McSimDevice *device);
const McSimModel *mc_sim_device_model(const McSimDevice *device);

/* Another one for the same self; it counts from the next plug on. */
void mc_sim_device_set_model(McSimDevice *device, const McSimModel *model);

/* ---- transport side ---- */
void mc_sim_device_set_plug_listener(
    McSimDevice *device, const McSimPlugListener *listener, gpointer data);
void mc_sim_device_submit(McSimDevice *device, McSimTransfer *transfer);
/* FALSE when it is not pending any more. */
gboolean mc_sim_device_cancel(McSimDevice *device, McSimTransfer *transfer, int status);
void mc_sim_device_clear_halt(McSimDevice *device, guint8 endpoint);
void mc_sim_device_reset(McSimDevice *device);

/* ---- who looks on ---- */
typedef struct McSimWatch {
	void (*plugged)(gpointer data);
	void (*submitted)(const McSimTransfer *transfer, gpointer data);
	void (*completed)(const McSimTransfer *transfer, gpointer data);
} McSimWatch;
void mc_sim_device_set_watch(McSimDevice *device, const McSimWatch *watch, gpointer data);

/* ---- who answers in the model's place ---- */
typedef enum McSimTurn {
	MC_SIM_TURN_MODEL, /* the model's turn */
	MC_SIM_TURN_DONE, /* status and actual are set: so it ends */
	MC_SIM_TURN_WAIT, /* not yet, or never */
} McSimTurn;
/* is_first: this transfer was not asked about before. NULL = nobody. */
typedef McSimTurn (*McSimTurnFunc)(McSimTransfer *transfer, gboolean is_first, gpointer data);
void mc_sim_device_set_turn(McSimDevice *device, McSimTurnFunc turn, gpointer data);

/* ---- model side ---- */
/* There is something for the host, or room again for its bytes. May be called from the model's own
 * callbacks. */
void mc_sim_device_kick(McSimDevice *device);
/* A model may halt an endpoint when its protocol asks for it. */
void mc_sim_device_halt(McSimDevice *device, guint8 endpoint);

/* ---- fault panel ---- */
gboolean mc_sim_device_is_plugged(const McSimDevice *device);
void mc_sim_device_plug(McSimDevice *device);
/* Wall times. after_ms: 0 = when this returns, so that a plug() right afterwards is not taken for
 * one of a device that is in; from inside the model as soon as that has ended. replug_ms counts
 * from the unplugging; 0 = stays out. */
void mc_sim_device_unplug(McSimDevice *device, guint after_ms, guint replug_ms);
gboolean mc_sim_device_add_fault(McSimDevice *device, const McSimFault *fault);
/* Also frees transfers that hang. */
void mc_sim_device_clear_faults(McSimDevice *device);

#endif
