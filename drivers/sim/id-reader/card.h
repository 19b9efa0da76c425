#ifndef MC_DRIVERS_SIM_ID_READER_CARD_H
#define MC_DRIVERS_SIM_ID_READER_CARD_H

/* Cards that belong to nobody: the four layouts of a card's text block (256 bytes UTF-16LE) with
 * numbers that only pass the check digit. Pure. */

#include <glib.h>

#define MC_SIM_CARD_TEXT_BYTES 256
#define MC_SIM_CARD_PHOTO_BYTES 1024
#define MC_SIM_CARD_ADDRESS_BYTES 70

typedef struct McSimCard {
	guint8 text[MC_SIM_CARD_TEXT_BYTES];
	guint8 photo[MC_SIM_CARD_PHOTO_BYTES]; /* a pattern, no picture */
	gboolean has_moved; /* an additional address was written into the chip */
	guint8 address[MC_SIM_CARD_ADDRESS_BYTES];
} McSimCard;

/* The name of a person ("sharp" …), or "expired", "long-term" (over 70), "moved" (with an
 * additional address), "j", "i", "y". FALSE when
 * there is no such card. */
gboolean mc_sim_card_make(McSimCard *card, const char *name);

#endif
