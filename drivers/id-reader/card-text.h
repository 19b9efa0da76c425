#ifndef MC_DRIVERS_ID_READER_CARD_TEXT_H
#define MC_DRIVERS_ID_READER_CARD_TEXT_H

/* The 256 bytes of text on a card, UTF-16LE padded with spaces, in its four layouts; one table of
 * offsets for each (README.md of this folder). A pure, total function. */

#include "app/base/identity.h"

#define MC_CARD_TEXT_BYTES 256

typedef enum McCardProblem {
	MC_CARD_FINE,
	MC_CARD_WRONG_LENGTH,
	MC_CARD_UNKNOWN_KIND, /* the type flag is none of ' ', J, I, Y */
	MC_CARD_BAD_TEXT, /* half a surrogate pair, or a control character */
	MC_CARD_BAD_DATE,
	MC_CARD_BAD_NUMBER, /* its check character is wrong, or it is empty */
	MC_CARD_NO_NAME,
} McCardProblem;
/* Names no content of the card. */
const char *mc_card_problem_text(McCardProblem problem);

/* Fills in everything but the photo. On a problem the identity is wiped. */
McCardProblem mc_card_parse_text(const guint8 *text, gsize length, McIdentity *identity);

/* The additional address (30 03): 70 bytes, what a chip got written when its holder moved. It takes
 * the place of the one on the card's face. FALSE, and nothing is changed, when it is none or blank.
 */
#define MC_CARD_ADDRESS_BYTES 70
gboolean mc_card_take_address(const guint8 *text, gsize length, McIdentity *identity);

#endif
