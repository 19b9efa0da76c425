#ifndef MC_DRIVERS_SIM_SOUND_CARD_SOUND_CARD_H
#define MC_DRIVERS_SIM_SOUND_CARD_SOUND_CARD_H

/* A class-compliant sound card with headphones (USB 1209:4d48, USB Audio Class 1.0): descriptors,
 * a feature unit whose controls are set and read back, and a meter at its headphones. It is heard
 * where the bus carries isochronous transfers: the kernel's does (vhci), umockdev's does not. Lock
 * held throughout. */

#include "drivers/sim/core/device.h"

typedef struct McSimSoundCard McSimSoundCard;

McSimSoundCard *mc_sim_sound_card_new(McSimWorld *world);
void mc_sim_sound_card_free(McSimSoundCard *card);
McSimDevice *mc_sim_sound_card_device(McSimSoundCard *card);

/* "serial" (empty: none); "volume" (free; stuck: it takes none, and says so when it is asked). */
gboolean mc_sim_sound_card_set(
    McSimSoundCard *card, const char *key, const char *value, GError **error);
void mc_sim_sound_card_describe(const McSimSoundCard *card, GString *line);

#endif
