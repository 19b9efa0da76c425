#include "app/tools/record-file.h"

#include "app/base/error.h"
#include "app/base/file.h"
#include "app/record/parcel.h"
#include <string.h>

#define FILE_SIZE_MAX (4u * 1024 * 1024)

static GBytes *
read_file(const char *path, GError **error)
{
	g_autoptr(GError) problem = NULL;
	g_autoptr(GBytes) bytes = mc_file_bytes(path, &problem);

	if (bytes == NULL) {
		g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT, "%s", problem->message);
		return NULL;
	}
	if (g_bytes_get_size(bytes) == 0 || g_bytes_get_size(bytes) > FILE_SIZE_MAX) {
		g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT, "a record is 1 byte to 4 MiB long");
		return NULL;
	}
	return g_steal_pointer(&bytes);
}

/* What is no parcel is an envelope that is not well formed: its own reader knows why. */
static void
take_apart(McRecordFile *file, GBytes *bytes)
{
	McParcel parcel = {0};

	if (!mc_parcel_read(bytes, &parcel, NULL))
		parcel.envelope = g_bytes_ref(bytes);
	file->envelope = g_steal_pointer(&parcel.envelope);
	file->personal = g_steal_pointer(&parcel.personal);
}

GBytes *
mc_record_file_personal(const char *path, GError **error)
{
	g_autoptr(GBytes) bytes = read_file(path, error);
	McParcel parcel = {0};
	GBytes *personal = NULL;

	if (bytes == NULL)
		return NULL;
	if (mc_parcel_read(bytes, &parcel, NULL))
		personal = g_steal_pointer(&parcel.personal);
	mc_parcel_clear(&parcel);
	return personal != NULL ? personal : g_steal_pointer(&bytes);
}

static gboolean
check_seal(McRecordFile *file, GBytes *content, McVerifier *verifier, GError **error)
{
	g_autoptr(GBytes) proven = NULL;

	if (verifier == NULL)
		return TRUE;
	proven = mc_seal_verify(verifier, file->envelope, file->head.at_wall_us, &file->by, error);
	if (proven == NULL)
		return FALSE;
	file->is_proven = TRUE;
	if (!g_bytes_equal(proven, content) || strcmp(file->by.name, file->head.kiosk) != 0) {
		g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED,
		    "the content names kiosk %s, but %s sealed it", file->head.kiosk, file->by.name);
		return FALSE;
	}
	return mc_seal_is_of_then(&file->by, &file->head, error);
}

static gboolean
read_content(McRecordFile *file, McVerifier *verifier, GError **error)
{
	g_autoptr(GBytes) content = mc_seal_peek(file->envelope, error);
	g_autoptr(GError) problem = NULL;

	if (content == NULL)
		return FALSE;
	if (!mc_content_read(content, &file->head, &file->body, &problem)) {
		/* A forged byte in the content is a broken signature first of all. */
		g_autoptr(GBytes) proven = verifier != NULL ? mc_seal_verify(verifier, file->envelope,
		                                                  g_get_real_time(), NULL, error)
		                                            : NULL;

		if (proven != NULL || verifier == NULL)
			g_propagate_error(error, g_steal_pointer(&problem));
		return FALSE;
	}
	if (!check_seal(file, content, verifier, error))
		return FALSE;
	if (strcmp(file->head.type, "visit") != 0)
		return TRUE;
	file->visit = mc_visit_from_json(file->body, error);
	return file->visit != NULL;
}

gboolean
mc_record_file_open(McRecordFile *file, const char *path, McVerifier *verifier, GError **error)
{
	g_autoptr(GBytes) bytes = read_file(path, error);

	*file = (McRecordFile){.path = path};
	if (bytes == NULL)
		return FALSE;
	take_apart(file, bytes);
	mc_digest_hex(file->envelope, file->digest);
	return read_content(file, verifier, error);
}

gboolean
mc_record_file_take(
    McRecordFile *file, GBytes *envelope, GBytes *personal, McVerifier *verifier, GError **error)
{
	*file = (McRecordFile){.envelope = g_bytes_ref(envelope)};
	if (personal != NULL)
		file->personal = g_bytes_ref(personal);
	mc_digest_hex(envelope, file->digest);
	return read_content(file, verifier, error);
}

void
mc_record_file_clear(McRecordFile *file)
{
	g_clear_pointer(&file->envelope, g_bytes_unref);
	g_clear_pointer(&file->personal, g_bytes_unref);
	g_clear_pointer(&file->body, json_decref);
	g_clear_pointer(&file->visit, mc_visit_free);
}

char *
mc_record_file_local_time(gint64 wall_us)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_offset(8 * 3600);
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(wall_us / G_USEC_PER_SEC);
	g_autoptr(GDateTime) local = utc != NULL ? g_date_time_to_timezone(utc, zone) : NULL;

	return local != NULL ? g_date_time_format(local, "%Y-%m-%d %H:%M:%S") : g_strdup("?");
}

char **
mc_tool_arguments(int argc, char **argv, const char *parameters, const char *summary,
    const McToolOption *options, gsize count)
{
	g_autoptr(GOptionContext) context = g_option_context_new(parameters);
	g_autofree GOptionEntry *entries = g_new0(GOptionEntry, count + 2);
	g_auto(GStrv) files = NULL;
	g_autoptr(GError) error = NULL;

	for (gsize i = 0; i < count; i++)
		entries[i] = (GOptionEntry){options[i].name, 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME,
		    options[i].value, options[i].what, options[i].argument};
	entries[count] = (GOptionEntry){
	    G_OPTION_REMAINING, 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME_ARRAY, &files, NULL, NULL};
	g_option_context_set_summary(context, summary);
	g_option_context_add_main_entries(context, entries, NULL);
	if (!g_option_context_parse(context, &argc, &argv, &error)) {
		g_printerr("medcheck: %s\n", error->message);
		return NULL;
	}
	return files != NULL ? g_steal_pointer(&files) : g_new0(char *, 1);
}
