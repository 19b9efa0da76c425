/* A sealed personal part from strangers, at the authority's own program; or a mark of an opening,
 * at the counter's. */

#include "fuzz.h"

#include "app/record/attempt.h"
#include "app/record/seal.h"
#include <glib.h>

#define CORPUS MC_SOURCE_DIR "/tests/fuzz/" MC_CORPUS "/"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(GBytes) sealed = g_bytes_new(data, size);
	const McAttemptKeys counter = {.key_path = CORPUS "authority.key"};
	char person[MC_ATTEMPT_PERSON_SIZE];
	g_autoptr(GBytes) clear = mc_open_sealed(CORPUS "authority.key", sealed, NULL);

	/* Nobody has ever sealed a person's mark to this key. */
	g_assert_false(mc_attempt_person(&counter, sealed, person, NULL));
	/* What opens is what was sealed. */
	if (clear != NULL)
		g_assert_cmpmem(g_bytes_get_data(clear, NULL), g_bytes_get_size(clear), "0123456789", 10);
	return 0;
}
