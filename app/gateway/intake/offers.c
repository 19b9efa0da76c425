#include "app/gateway/intake/offers.h"

#include "app/record/pack.h"
#include "app/record/seal.h"
#include <string.h>

#define SUFFIX ".p7m"

static gboolean
read_number(const char *name, guint64 *number)
{
	g_autofree char *digits = NULL;

	if (!g_str_has_suffix(name, SUFFIX))
		return FALSE;
	digits = g_strndup(name, strlen(name) - strlen(SUFFIX));
	return g_ascii_string_to_unsigned(digits, 10, 1, G_MAXINT64, number, NULL);
}

static gint
ascending(gconstpointer a, gconstpointer b)
{
	guint64 first = *(const guint64 *)a;
	guint64 second = *(const guint64 *)b;

	return (first > second) - (first < second);
}

static GArray *
numbers_in(const char *folder)
{
	GArray *numbers = g_array_new(FALSE, FALSE, sizeof(guint64));
	g_autoptr(GDir) listing = folder == NULL ? NULL : g_dir_open(folder, 0, NULL);
	const char *name = NULL;
	guint64 number = 0;

	while (listing != NULL && (name = g_dir_read_name(listing)) != NULL)
		if (read_number(name, &number))
			g_array_append_val(numbers, number);
	g_array_sort(numbers, ascending);
	return numbers;
}

guint64
mc_offers_newest(const char *folder)
{
	g_autoptr(GArray) numbers = numbers_in(folder);

	return numbers->len == 0 ? 0 : g_array_index(numbers, guint64, numbers->len - 1);
}

static gboolean
is_for(GBytes *envelope, const char *kiosk)
{
	g_autoptr(GBytes) content = mc_seal_peek(envelope, NULL);
	McPack pack = {0};
	gboolean is_for = content != NULL && mc_pack_read(content, &pack, NULL) &&
	                  (strcmp(pack.kiosk, "*") == 0 || strcmp(pack.kiosk, kiosk) == 0);

	mc_pack_clear(&pack);
	return is_for;
}

GBytes *
mc_offers_next(const char *folder, const char *kiosk, guint64 after, guint64 *number)
{
	g_autoptr(GArray) numbers = numbers_in(folder);

	*number = 0;
	for (guint i = 0; i < numbers->len; i++) {
		g_autofree char *path = NULL;
		g_autoptr(GBytes) envelope = NULL;
		char *data = NULL;
		gsize size = 0;

		*number = g_array_index(numbers, guint64, i);
		path = g_strdup_printf("%s/%" G_GUINT64_FORMAT SUFFIX, folder, *number);
		if (*number <= after || !g_file_get_contents(path, &data, &size, NULL))
			continue;
		envelope = g_bytes_new_take(data, size);
		if (is_for(envelope, kiosk))
			return g_steal_pointer(&envelope);
	}
	return NULL;
}
