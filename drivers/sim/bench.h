#ifndef MC_DRIVERS_SIM_BENCH_H
#define MC_DRIVERS_SIM_BENCH_H

/* The rig from the inside. Private to this room. */

#include "drivers/sim/audiometer/audiometer.h"
#include "drivers/sim/core/bus.h"
#include "drivers/sim/id-reader/id-reader.h"
#include "drivers/sim/meter/meter.h"
#include "drivers/sim/pad/pad.h"
#include "drivers/sim/printer/printer.h"
#include "drivers/sim/rig.h"
#include "drivers/sim/rogue/storage.h"
#include "drivers/sim/scale/scale.h"
#include "drivers/sim/seat.h"
#include "drivers/sim/sound-card/sound-card.h"
#include "drivers/sim/stature/stature.h"
#include "drivers/sim/trace/replay.h"
#include "drivers/sim/trace/trace.h"
#include "drivers/sim/vision-tester/vision-tester.h"

typedef enum McSimCoupler { IN_THE_ROOM, AT_LEFT_EAR, AT_RIGHT_EAR } McSimCoupler;

/* One configuration descriptor at a time. */
#define MC_SIM_DAMAGE_BYTES_MAX 256
typedef struct McSimDamage {
	McSimDevice *device; /* NULL = all are whole */
	const McSimModel *whole;
	McSimModel broken;
	guint8 bytes[MC_SIM_DAMAGE_BYTES_MAX];
} McSimDamage;

struct McSimRig {
	McSimWorld *world;
	McSimBus *bus;
	McSimVisionTester *vision;
	McSimAudiometer *audiometer;
	McSimIdReader *reader;
	McSimStature *stature;
	McSimScale *scale;
	McSimPad *pad, *rogue_keyboard;
	McSimStorage *rogue_storage;
	McSimPrinter *printer;
	McSimMeter *sound_meter, *luminance_meter;
	McSimSoundCard *sound_card;
	McSimCoupler coupler; /* where the sound level meter stands */
	McSimSeat *seat;
	McSimTrace *trace; /* NULL = none is written */
	McSimDamage damage;
	McSimReplay *replay; /* NULL = nothing is played back */
	guint32 seed;
	guint64 revision;
	void (*changed)(gpointer data);
	gpointer changed_data;
};

McSimDevice *mc_sim_rig_device(McSimRig *rig, McSimRigDevice device);

/* Opens what the options name; the devices are made, and on the bus. Lock held. */
gboolean mc_sim_rig_open_traces(McSimRig *rig, const McSimRigOptions *options, GError **error);

/* Lock held, all of them. */
void mc_sim_rig_hold(McSimRig *rig, McSimRigDevice device, gboolean held);
void mc_sim_rig_forbid(McSimRig *rig, McSimRigDevice device, gboolean forbidden);
gboolean mc_sim_rig_set(
    McSimRig *rig, McSimRigDevice device, const char *key, const char *value, GError **error);
gboolean mc_sim_rig_heard(McSimRig *rig, McSimRigDevice device, GString *line);
void mc_sim_rig_describe(McSimRig *rig, GString *line);
/* WIDTH HEIGHT FILE: pixels of the screen, three bytes each, red first. The reply is what the
 * person reads there. */
gboolean mc_sim_rig_gaze(McSimRig *rig, char **arguments, GString *reply, GError **error);
/* "alone", or "left" or "right" of two: the lamp that a person sees light up. */
gboolean mc_sim_rig_lamp(McSimRig *rig, char **arguments, GString *reply, GError **error);
/* "pad" or "audiometer", and the key that somebody leans on until all of them are let go. */
gboolean mc_sim_rig_lean(McSimRig *rig, char **arguments, GString *reply, GError **error);
gboolean mc_sim_rig_let_go(McSimRig *rig, char **arguments, GString *reply, GError **error);
/* DEVICE OFFSET BYTE: from the next plug on its configuration descriptor has that there; or DEVICE
 * off. */
gboolean mc_sim_rig_damage(McSimRig *rig, char **arguments, GString *reply, GError **error);
/* A person's name, or "visitor". */
gboolean mc_sim_rig_seat_person(McSimRig *rig, const char *name, GError **error);
void mc_sim_rig_touch(McSimRig *rig);

/* One control line, taken apart; lock held. reply is what follows "ok". */
gboolean mc_sim_control_run(McSimRig *rig, char **words, GString *reply, GError **error);

#endif
