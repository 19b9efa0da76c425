/* The text on a card: whatever it is, the identity is complete and printable, or wiped. */

#include "fuzz.h"

#include "drivers/id-reader/card-text.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	McIdentity identity;
	McIdentity moved = {.sex = MC_SEX_UNKNOWN};

	if (mc_card_take_address(data, size, &moved))
		g_assert_true(g_utf8_validate(moved.address, -1, NULL) && moved.address[0] != '\0');
	if (mc_card_parse_text(data, size, &identity) != MC_CARD_FINE) {
		g_assert_true(identity.name[0] == '\0' && identity.number[0] == '\0');
		return 0;
	}
	g_assert_true(g_utf8_validate(identity.name, -1, NULL) && identity.name[0] != '\0');
	g_assert_true(g_utf8_validate(identity.address, -1, NULL));
	g_assert_true(g_utf8_validate(identity.authority, -1, NULL));
	g_assert_true(identity.birth_yyyymmdd > 0 && identity.valid_to_yyyymmdd > 0);
	return 0;
}
