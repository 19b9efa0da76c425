#include "app/gateway/operator/cases.h"

#include "app/base/error.h"
#include "app/gateway/store/cases.h"
#include "app/record/case.h"
#include "app/record/time.h"
#include <string.h>

typedef struct Looking {
	GPtrArray *cases; /* of char: ids, in the order of the listing */
	GBytes *statement; /* of the last one */
} Looking;

static void
print_case(const McStoreCase *found, gpointer data)
{
	Looking *looking = data;
	gboolean is_whole = strcmp(found->state, mc_case_problem_name(MC_CASE_GOOD)) == 0;
	gboolean is_over =
	    !is_whole && mc_time_day_in_shanghai(g_get_real_time()) > found->lapses_yyyymmdd;

	g_print("%s %s until %d%s%s%s%s%s\n", found->case_id, found->state, found->lapses_yyyymmdd,
	    *found->missing != '\0' ? " missing " : "", found->missing, is_over ? " now-lapsed" : "",
	    *found->outcomes != '\0' ? " " : "", found->outcomes);
	g_ptr_array_add(looking->cases, g_strdup(found->case_id));
	g_clear_pointer(&looking->statement, g_bytes_unref);
	if (found->statement != NULL)
		looking->statement = g_bytes_ref(found->statement);
}

static void
print_part(const McStorePart *part, gpointer data)
{
	char received[MC_TIME_TEXT_SIZE];

	mc_time_write(part->received_wall_us, received);
	g_print("  part %d %s %" G_GUINT64_FORMAT " %s %s %s\n", part->part, part->kiosk, part->seq,
	    part->reference, received, part->digest);
}

static gboolean
write_statement(const Looking *looking, const char *folder, GError **error)
{
	g_autofree char *path = g_build_filename(folder, "joined.p7m", NULL);
	gsize size = 0;
	const char *data = NULL;

	if (looking->statement == NULL) {
		g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT, "its parts are no whole");
		return FALSE;
	}
	data = g_bytes_get_data(looking->statement, &size);
	return g_file_set_contents_full(
	    path, data, (gssize)size, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

static gboolean
print_one(McStore *store, const Looking *looking, const char *folder, GError **error)
{
	if (looking->cases->len == 0) {
		g_set_error(
		    error, MC_ERROR, MC_ERROR_BAD_INPUT, "no case of this id or reference has come");
		return FALSE;
	}
	for (guint i = 0; i < looking->cases->len; i++)
		if (!mc_store_each_part(store, looking->cases->pdata[i], print_part, NULL, error))
			return FALSE;
	return folder == NULL || write_statement(looking, folder, error);
}

gboolean
mc_operator_cases(const char *store_path, const char *what, const char *folder, GError **error)
{
	g_autoptr(McStore) store = mc_store_open_for_reading(store_path, error);
	g_autoptr(GPtrArray) cases = g_ptr_array_new_with_free_func(g_free);
	Looking looking = {.cases = cases};
	gboolean good = store != NULL && mc_store_each_case(store, what, print_case, &looking, error) &&
	                (what == NULL || print_one(store, &looking, folder, error));
	g_clear_pointer(&looking.statement, g_bytes_unref);
	return good;
}
