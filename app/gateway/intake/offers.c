#include "app/gateway/intake/offers.h"

#include "app/base/file.h"
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

static GBytes *
read_offer(const char *folder, guint64 number)
{
	g_autofree char *path = g_strdup_printf("%s/%" G_GUINT64_FORMAT SUFFIX, folder, number);

	return mc_file_bytes(path, NULL);
}

/* To be cleared, also when it is none. */
static gboolean
read_pack(GBytes *envelope, McPack *pack)
{
	g_autoptr(GBytes) content = envelope == NULL ? NULL : mc_seal_peek(envelope, NULL);

	*pack = (McPack){0};
	return content != NULL && mc_pack_read(content, pack, NULL);
}

/* By the newest configuration that lies here for it. The kiosk goes by its own. */
static char **
groups_of(const char *folder, const GArray *numbers, const char *kiosk)
{
	char **groups = NULL;

	for (guint i = numbers->len; i > 0 && groups == NULL; i--) {
		g_autoptr(GBytes) envelope = read_offer(folder, g_array_index(numbers, guint64, i - 1));
		McPack pack;

		if (read_pack(envelope, &pack) && pack.kind == MC_PACK_CONFIGURATION &&
		    strcmp(pack.kiosk, kiosk) == 0)
			groups = mc_pack_groups(&pack);
		mc_pack_clear(&pack);
	}
	return groups;
}

static gboolean
is_for(GBytes *envelope, const char *folder, const GArray *numbers, const char *kiosk)
{
	McPack pack;
	gboolean is_for = FALSE;

	if (read_pack(envelope, &pack)) {
		g_auto(GStrv) groups =
		    mc_pack_is_for_group(&pack) ? groups_of(folder, numbers, kiosk) : NULL;

		is_for = mc_pack_is_for(&pack, kiosk, (const char *const *)groups);
	}
	mc_pack_clear(&pack);
	return is_for;
}

GBytes *
mc_offers_next(const char *folder, const char *kiosk, guint64 after, guint64 *number)
{
	g_autoptr(GArray) numbers = numbers_in(folder);

	*number = 0;
	for (guint i = 0; i < numbers->len; i++) {
		g_autoptr(GBytes) envelope = NULL;

		*number = g_array_index(numbers, guint64, i);
		if (*number <= after)
			continue;
		envelope = read_offer(folder, *number);
		if (envelope != NULL && is_for(envelope, folder, numbers, kiosk))
			return g_steal_pointer(&envelope);
	}
	return NULL;
}
