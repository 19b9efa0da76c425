/* medcheck support-bundle: what a technician sends when an instrument fails, and nothing of a
 * person. Nothing is copied because it lies there: each part is made of members that are named
 * here. */

#include "app/tools/tools.h"

#include "app/base/error.h"
#include "app/journal/journal.h"
#include "app/tools/record-file.h"
#include <glib/gstdio.h>
#include <string.h>
#include <sys/utsname.h>

#define FLIGHTS_MAX 128
#define FLIGHT_BYTES_MAX (1024 * 1024)
#define EVENTS_MAX 2000

typedef struct Bundle {
	char *state, *journal, *out;
} Bundle;

static gboolean
put(const Bundle *bundle, const char *name, const char *text, gsize size, GError **error)
{
	g_autofree char *path = g_build_filename(bundle->out, name, NULL);

	return g_file_set_contents_full(
	    path, text, (gssize)size, G_FILE_SET_CONTENTS_CONSISTENT, 0644, error);
}

/* Takes value. */
static gboolean
put_json(const Bundle *bundle, const char *name, json_t *value, GError **error)
{
	char *text = json_dumps(value, JSON_INDENT(2) | JSON_SORT_KEYS);
	gboolean fine = put(bundle, name, text, strlen(text), error);

	json_decref(value);
	free(text);
	return fine;
}

/* ---- flight records ---- */

static gboolean
copy_flight(const Bundle *bundle, const char *folder, const char *name, GError **error)
{
	g_autofree char *from = g_build_filename(folder, name, NULL);
	g_autofree char *to = g_build_filename("flights", name, NULL);
	g_autofree char *bytes = NULL;
	GStatBuf about;
	gsize size = 0;

	/* no links, no pipes, nothing that a kiosk would not have written */
	if (g_lstat(from, &about) != 0 || !S_ISREG(about.st_mode) || about.st_size > FLIGHT_BYTES_MAX)
		return TRUE;
	return g_file_get_contents(from, &bytes, &size, error) && put(bundle, to, bytes, size, error);
}

static gboolean
copy_flights(const Bundle *bundle, guint *count, GError **error)
{
	g_autofree char *from = g_build_filename(bundle->state, "kiosk", "flights", NULL);
	g_autofree char *to = g_build_filename(bundle->out, "flights", NULL);
	g_autoptr(GDir) dir = g_dir_open(from, 0, NULL);
	const char *name;

	if (g_mkdir_with_parents(to, 0755) != 0) {
		g_set_error(error, MC_ERROR, MC_ERROR_STORAGE, "%s cannot be made", to);
		return FALSE;
	}
	while (dir != NULL && *count < FLIGHTS_MAX && (name = g_dir_read_name(dir)) != NULL) {
		if (!g_str_has_suffix(name, ".pcap"))
			continue;
		if (!copy_flight(bundle, from, name, error))
			return FALSE;
		++*count;
	}
	return TRUE;
}

/* ---- instruments: those that the configuration names ---- */

static json_t *
trusted(const Bundle *bundle)
{
	static const char *const members[] = {"kind", "serial", "minimum_firmware"};
	g_autofree char *path = g_build_filename(bundle->state, "recorder", "recorder.json", NULL);
	json_t *config = json_load_file(path, JSON_REJECT_DUPLICATES, NULL), *entry;
	json_t *list = json_array();
	size_t index;

	json_array_foreach(json_object_get(config, "enrolments"), index, entry)
	{
		json_t *row = json_object();

		for (guint i = 0; i < G_N_ELEMENTS(members); i++)
			json_object_set(row, members[i], json_object_get(entry, members[i]));
		json_array_append_new(list, row);
	}
	json_decref(config);
	return list;
}

/* ---- events ---- */

/* Who did something, whose visit or record it was: not for those who mend instruments. */
static json_t *
event_of(const McRecordFile *file)
{
	static const char *const members[] = {"event", "device", "serial", "cause", "passed",
	    "software", "clock_rate", "jump_us", "free_bytes", "wait_seconds", "pack", "version"};
	static const char *const whose[] = {"visit_id", "record"};
	g_autofree char *at = mc_record_file_local_time(file->head.at_wall_us);
	json_t *event = json_object();

	for (guint i = 0; i < G_N_ELEMENTS(whose); i++)
		if (json_object_get(file->body, whose[i]) != NULL) {
			json_decref(event);
			return NULL;
		}
	for (guint i = 0; i < G_N_ELEMENTS(members); i++)
		json_object_set(event, members[i], json_object_get(file->body, members[i]));
	json_object_set_new(event, "at", json_string(at));
	return event;
}

static void
take_event(McJournal *journal, guint64 seq, json_t *list)
{
	g_autoptr(GError) error = NULL;
	McJournalEntry entry = {0};
	McRecordFile file = {0};
	json_t *event = NULL;

	if (!mc_journal_get(journal, seq, TRUE, &entry, &error))
		return;
	if (mc_record_file_take(&file, entry.envelope, NULL, NULL, &error))
		event = event_of(&file);
	if (event != NULL)
		json_array_append_new(list, event);
	mc_record_file_clear(&file);
	mc_journal_entry_clear(&entry);
}

/* NULL with a sentence: the recorder runs, or there is no journal. The bundle goes without. */
static json_t *
events(const Bundle *bundle, GError **error)
{
	g_autofree char *own = g_build_filename(bundle->state, "recorder", "journal.db", NULL);
	g_autoptr(McJournal) journal =
	    mc_journal_open(bundle->journal != NULL ? bundle->journal : own, FALSE, error);
	g_autoptr(GPtrArray) entries = NULL;
	json_t *list;

	if (journal == NULL)
		return NULL;
	entries = mc_journal_list(journal, "audit", 0, EVENTS_MAX, error);
	if (entries == NULL)
		return NULL;
	list = json_array();
	for (guint i = 0; i < entries->len; i++)
		take_event(journal, ((const McJournalEntry *)entries->pdata[i])->seq, list);
	return list;
}

/* ---- the whole ---- */

static json_t *
versions(void)
{
	g_autofree char *system = g_get_os_info(G_OS_INFO_KEY_PRETTY_NAME);
	g_autofree char *glib =
	    g_strdup_printf("%u.%u.%u", glib_major_version, glib_minor_version, glib_micro_version);
	struct utsname kernel;

	uname(&kernel);
	return json_pack("{s:s, s:s*, s:s, s:s, s:s}", "medcheck", MC_VERSION, "system", system,
	    "kernel", kernel.release, "machine", kernel.machine, "glib", glib);
}

static const char explanation[] =
    "What is needed to find out why an instrument failed, and nothing of a person.\n\n"
    "flights/       the last transfers before each failure (pcap of usbmon: tshark -r FILE);\n"
    "               medcheck-devsim --replay FILE -- PROGRAM plays one back\n"
    "devices.json   the instruments that the configuration trusts\n"
    "events.json    what the journal says of instruments and of the recorder, newest first:\n"
    "               without staff, visits and records\n"
    "versions.json  of the program and of the system\n";

static gboolean
gather(const Bundle *bundle, guint *flights, GError **error)
{
	g_autoptr(GError) without = NULL;
	json_t *list;

	if (!copy_flights(bundle, flights, error) ||
	    !put(bundle, "README.txt", explanation, strlen(explanation), error) ||
	    !put_json(bundle, "versions.json", versions(), error) ||
	    !put_json(bundle, "devices.json", trusted(bundle), error))
		return FALSE;
	list = events(bundle, &without);
	if (list != NULL)
		return put_json(bundle, "events.json", list, error);
	g_printerr("medcheck: without events: %s; --journal takes a backup\n", without->message);
	return TRUE;
}

static int
bundle_up(const Bundle *bundle)
{
	g_autoptr(GError) error = NULL;
	guint flights = 0;

	if (bundle->state == NULL || bundle->out == NULL) {
		g_printerr("medcheck: support-bundle needs --state DIR and --out DIR\n");
		return MC_TOOL_WRONG_USE;
	}
	if (!g_file_test(bundle->state, G_FILE_TEST_IS_DIR)) {
		g_printerr("medcheck: %s: no such folder\n", bundle->state);
		return MC_TOOL_WRONG_USE;
	}
	if (!gather(bundle, &flights, &error)) {
		g_printerr("medcheck: %s\n", error->message);
		return MC_TOOL_NOT_AS_STATED;
	}
	g_print("%s: %u flight records; README.txt says what is what\n", bundle->out, flights);
	return MC_TOOL_GOOD;
}

int
mc_tool_support_bundle(int argc, char **argv)
{
	Bundle bundle = {0};
	const McToolOption options[] = {
	    {"state", "DIR", "folder of the provisioning", &bundle.state},
	    {"journal", "FILE", "a backup of the journal, while the recorder runs", &bundle.journal},
	    {"out", "DIR", "folder to put it into; made when it is not there", &bundle.out},
	};
	g_auto(GStrv) files = mc_tool_arguments(argc, argv, "",
	    "Gathers flight records, versions, events and the list of instruments for those who mend\n"
	    "instruments. There is nothing of a person in it.",
	    options, G_N_ELEMENTS(options));
	int status = files != NULL && files[0] == NULL ? bundle_up(&bundle) : MC_TOOL_WRONG_USE;

	g_free(bundle.state);
	g_free(bundle.journal);
	g_free(bundle.out);
	return status;
}
