#ifndef MC_DRIVERS_SIM_PAD_PAD_H
#define MC_DRIVERS_SIM_PAD_PAD_H

/* HID devices with answer keys: a keypad that speaks the boot protocol (USB 1209:4D50), a gamepad
 * (1209:4D47), and a keyboard that has no business at a kiosk (046D:C31C). Lock held throughout. */

#include "drivers/sim/core/device.h"
#include "drivers/sim/senses/senses.h"

typedef enum McSimPadKind {
	MC_SIM_PAD_KEYBOARD,
	MC_SIM_PAD_GAMEPAD,
	MC_SIM_PAD_ROGUE
} McSimPadKind;
#define MC_SIM_PAD_KINDS 3

typedef struct McSimPad McSimPad;

McSimPad *mc_sim_pad_new(McSimWorld *world, McSimPadKind kind);
void mc_sim_pad_free(McSimPad *pad);
McSimDevice *mc_sim_pad_device(McSimPad *pad);

/* Down and up again. */
void mc_sim_pad_press(McSimPad *pad, McSimKey key);
/* Down, and said to be down again and again, as keyboards do, until everything is let go. */
void mc_sim_pad_lean(McSimPad *pad, McSimKey key);
void mc_sim_pad_let_go(McSimPad *pad);

/* "serial"; "ids" (vendor:product, hexadecimal), from the next plug on */
gboolean mc_sim_pad_set(McSimPad *pad, const char *key, const char *value, GError **error);
void mc_sim_pad_describe(McSimPad *pad, const char *name, GString *line);

#endif
