#include "app/link/memory.h"

#include <jansson.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

static void
wipe_and_free(void *memory)
{
	if (memory != NULL)
		explicit_bzero(memory, malloc_usable_size(memory));
	free(memory);
}

void
mc_link_wipe_freed_json(void)
{
	json_set_alloc_funcs(malloc, wipe_and_free);
}
