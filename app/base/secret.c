#include "app/base/secret.h"

#include <string.h>

typedef struct McSecret {
	gsize size;
	guint8 bytes[];
} McSecret;

static void
free_secret(gpointer data)
{
	McSecret *secret = data;

	explicit_bzero(secret->bytes, secret->size);
	g_free(secret);
}

GBytes *
mc_secret_new(const guint8 *bytes, gsize size)
{
	McSecret *secret = g_malloc(sizeof *secret + size);

	secret->size = size;
	memcpy(secret->bytes, bytes, size);
	return g_bytes_new_with_free_func(secret->bytes, size, free_secret, secret);
}

void
mc_secret_empty(GArray *array)
{
	if (array->len == 0)
		return;
	explicit_bzero(array->data, array->len * g_array_get_element_size(array));
	g_array_set_size(array, 0);
}
