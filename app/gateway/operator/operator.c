#include "app/gateway/operator/operator.h"

#include "app/gateway/intake/problem.h"
#include "app/gateway/settings/settings.h"
#include "app/gateway/store/store.h"
#include "app/record/parcel.h"
#include "app/record/time.h"

static void
print_record(const McStoreRecord *record, gboolean gap, gpointer data)
{
	char received[MC_TIME_TEXT_SIZE];
	g_autofree char *part = g_strdup_printf(" case=%s/%d", record->case_id, record->part);

	mc_time_write(record->received_wall_us, received);
	g_print("%s %" G_GUINT64_FORMAT " %s %s %s%s%s%s%s%s%s\n", record->kiosk, record->seq,
	    record->type, record->reference, received, gap ? " gap-before" : "",
	    *record->outcomes != '\0' ? " " : "", record->outcomes, record->part > 0 ? part : "",
	    *record->attempts != '\0' ? " " : "", record->attempts);
}

gboolean
mc_operator_list(const char *store_path, GError **error)
{
	g_autoptr(McStore) store = mc_store_open_for_reading(store_path, error);

	return store != NULL && mc_store_each(store, print_record, NULL, error);
}

static void
print_refusal(const McStoreRefusal *refusal, gpointer data)
{
	char at[MC_TIME_TEXT_SIZE];

	mc_time_write(refusal->at_wall_us, at);
	g_print("%s %s %s [%s] %s (body %s)\n", at, *refusal->kiosk != '\0' ? refusal->kiosk : "-",
	    *refusal->path != '\0' ? refusal->path : "-", refusal->codes, refusal->text,
	    *refusal->digest != '\0' ? refusal->digest : "-");
}

gboolean
mc_operator_list_refusals(const char *store_path, GError **error)
{
	g_autoptr(McStore) store = mc_store_open_for_reading(store_path, error);

	return store != NULL && mc_store_each_refusal(store, print_refusal, NULL, error);
}

gboolean
mc_operator_retire_journal(const char *store_path, const char *kiosk, GError **error)
{
	g_autoptr(McStore) store = mc_store_open(store_path, error);

	return store != NULL && mc_store_retire_journal(store, kiosk, error);
}

static gboolean
write_file(const char *folder, guint64 seq, const char *ending, GBytes *bytes, GError **error)
{
	g_autofree char *path = g_strdup_printf("%s/%" G_GUINT64_FORMAT ".%s", folder, seq, ending);
	gsize size = 0;
	const char *data = g_bytes_get_data(bytes, &size);

	return g_file_set_contents_full(
	    path, data, (gssize)size, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

static gboolean
write_parcel(guint64 seq, GBytes *envelope, GBytes *personal, gpointer folder, GError **error)
{
	const McParcel parcel = {.envelope = envelope, .personal = personal};
	g_autoptr(GBytes) bytes = mc_parcel_write(&parcel);

	return write_file(folder, seq, "parcel", bytes, error);
}

static gboolean
write_envelope(guint64 seq, GBytes *envelope, GBytes *personal, gpointer folder, GError **error)
{
	return write_file(folder, seq, "p7m", envelope, error);
}

static gboolean
write_each(const char *store_path, const char *kiosk, guint64 after_seq, const char *folder,
    McStoreParcel each, GError **error)
{
	g_autoptr(McStore) store = mc_store_open_for_reading(store_path, error);

	return store != NULL &&
	       mc_store_each_parcel(store, kiosk, after_seq, each, (gpointer)folder, error);
}

gboolean
mc_operator_give_back(const char *store_path, const char *kiosk, guint64 after_seq,
    const char *folder, GError **error)
{
	return write_each(store_path, kiosk, after_seq, folder, write_parcel, error);
}

gboolean
mc_operator_export(const char *store_path, const char *kiosk, guint64 after_seq, const char *folder,
    GError **error)
{
	return write_each(store_path, kiosk, after_seq, folder, write_envelope, error);
}

int
mc_operator_print_codes(void)
{
	for (guint i = 0; i < MC_PROBLEM_CODES; i++)
		g_print("%u %s: %s\n", mc_problem_code_status((McProblemCode)i),
		    mc_problem_code_name((McProblemCode)i), mc_problem_code_meaning((McProblemCode)i));
	return 0;
}

int
mc_operator_print_sample(void)
{
	g_autofree char *sample = mc_gateway_settings_sample();

	g_print("%s\n", sample);
	return 0;
}
