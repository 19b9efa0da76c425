#include "plugged.h"

#include <gio/gunixsocketaddress.h>
#include <malloc.h>
#include <stdio.h>
#include <string.h>

#define PATIENCE_MS 60000

/* ---- the subjects ---- */

static void
use_vision(McInstruments *instruments)
{
	McVisionPort *port = mc_instruments_vision(instruments);
	const McOptotypeStimulus stimulus = {
	    .eye = MC_EYE_RIGHT,
	    .optotype = MC_OPTOTYPE_TUMBLING_E,
	    .direction = MC_DIRECTION_LEFT,
	    .size_milli_log_mar = 300,
	};

	port->show(port->self, &stimulus);
}

static void
use_audiometer(McInstruments *instruments)
{
	McHearingPort *port = mc_instruments_hearing(instruments);
	const McStimulus stimulus = {
	    .kind = MC_EXAM_HEARING,
	    .as.tone = {.ear = MC_EAR_LEFT,
	        .frequency_hz = 1000,
	        .level_deci_db_hl = 300,
	        .masking_deci_db = MC_NO_MASKING,
	        .gap_ms = 200,
	        .duration_ms = 300,
	        .window_ms = 300},
	};

	port->play(port->self, &stimulus);
}

static void
use_reader(McInstruments *instruments)
{
	McIdReaderPort *port = mc_instruments_id_reader(instruments);

	port->start(port->self);
}

static void
use_stature(McInstruments *instruments)
{
	McStaturePort *port = mc_instruments_stature(instruments);

	port->start(port->self);
}

static void
use_printer(McInstruments *instruments)
{
	McPrinterPort *port = mc_instruments_printer(instruments);
	gsize size = port->width_dots(port->self) / 8 * 600;
	g_autoptr(GBytes) dots = g_bytes_new_take(g_malloc0(size), size);

	port->print(port->self, dots);
}

static void
use_sound_meter(McInstruments *instruments)
{
	McReferencePort *port = mc_instruments_sound_meter(instruments);

	port->measure(port->self, 1000);
}

static void
use_luminance_meter(McInstruments *instruments)
{
	McReferencePort *port = mc_instruments_luminance_meter(instruments);

	port->measure(port->self, 1000);
}

const Subject plugged_subjects[] = {
    {"vision", MC_DEVICE_VISION_TESTER, use_vision},
    {"audiometer", MC_DEVICE_AUDIOMETER, use_audiometer},
    {"sound-card", MC_DEVICE_AUDIOMETER, NULL, .is_sound_card = TRUE},
    {"reader", MC_DEVICE_ID_READER, use_reader},
    {"stature", MC_DEVICE_STATURE, use_stature},
    {"scale", MC_DEVICE_STATURE, use_stature},
    {"pad", MC_DEVICE_RESPONSE_PAD, NULL},
    {"printer", MC_DEVICE_PRINTER, use_printer},
    {"sound-meter", MC_DEVICE_SOUND_METER, use_sound_meter},
    {"luminance-meter", MC_DEVICE_LUMINANCE_METER, use_luminance_meter},
    {"gamepad", MC_DEVICE_RESPONSE_PAD, NULL, FALSE, SHELF_SECOND, "pad", 0x4d47},
    {"split-reader", MC_DEVICE_ID_READER, use_reader, FALSE, SHELF_SECOND, "reader"},
    {"ftdi-scale", MC_DEVICE_STATURE, use_stature, FALSE, SHELF_SECOND, "scale", 0x6001},
    {"ch340-scale", MC_DEVICE_STATURE, use_stature, FALSE, SHELF_THIRD, "scale", 0x7523},
};
const guint plugged_subject_count = G_N_ELEMENTS(plugged_subjects);

const Subject *
plugged_subject(const char *name)
{
	for (guint i = 0; i < plugged_subject_count; i++)
		if (strcmp(plugged_subjects[i].name, name) == 0)
			return &plugged_subjects[i];
	g_error("no subject %s", name);
}

const char *
plugged_take_option(int *argc, char **argv, const char *name)
{
	for (int i = 1; i + 1 < *argc; i++) {
		const char *value = argv[i + 1];

		if (strcmp(argv[i], name) != 0)
			continue;
		memmove(argv + i, argv + i + 2, (gsize)(*argc - i - 1) * sizeof *argv);
		*argc -= 2;
		return value;
	}
	return NULL;
}

Shelf
plugged_take_shelf(int *argc, char **argv)
{
	const char *name = plugged_take_option(argc, argv, "--shelf");

	if (name == NULL || strcmp(name, "first") == 0)
		return SHELF_FIRST;
	if (strcmp(name, "second") == 0)
		return SHELF_SECOND;
	g_assert_cmpstr(name, ==, "third");
	return SHELF_THIRD;
}

static const char *
device_of(const Plugged *self)
{
	return self->subject->device != NULL ? self->subject->device : self->subject->name;
}

/* ---- the simulator ---- */

static void
connect_control(Plugged *self)
{
	g_autoptr(GSocketClient) client = g_socket_client_new();
	g_autoptr(GSocketAddress) address =
	    g_unix_socket_address_new(g_getenv("MEDCHECK_DEVSIM_CONTROL"));
	g_autoptr(GError) error = NULL;

	self->control = g_socket_client_connect(client, G_SOCKET_CONNECTABLE(address), NULL, &error);
	g_assert_no_error(error);
	self->replies =
	    g_data_input_stream_new(g_io_stream_get_input_stream(G_IO_STREAM(self->control)));
}

/* What it replies. */
static char *
say(Plugged *self, const char *line)
{
	GOutputStream *output = g_io_stream_get_output_stream(G_IO_STREAM(self->control));
	g_autofree char *text = g_strconcat(line, "\n", NULL);
	g_autoptr(GError) error = NULL;
	char *reply;

	g_output_stream_write_all(output, text, strlen(text), NULL, NULL, &error);
	g_assert_no_error(error);
	reply = g_data_input_stream_read_line(self->replies, NULL, NULL, &error);
	g_assert_no_error(error);
	if (!g_str_has_prefix(reply, "ok"))
		g_error("%s: %s", line, reply);
	return reply;
}

void
plugged_say(Plugged *self, const char *line)
{
	g_free(say(self, line));
}

void
plugged_do(Plugged *self, const char *verb, const char *rest)
{
	g_autofree char *line = g_strdup_printf("%s %s %s", verb, device_of(self), rest);

	plugged_say(self, line);
}

static gboolean
is_out(Plugged *self)
{
	g_autofree char *word = g_strdup_printf(" %s.plugged=0", device_of(self));
	g_autofree char *state = say(self, "state");

	return strstr(state, word) != NULL;
}

/* ---- waiting ---- */

/* umockdev's library keeps a socket to the simulator beside each open node, and under load now and
 * then one after the node was closed. An open instrument is a node; sockets the drivers make none.
 */
static gboolean
is_counted(const char *descriptor)
{
	g_autofree char *path = g_build_filename("/proc/self/fd", descriptor, NULL);
	g_autofree char *target = g_file_read_link(path, NULL);

	return target != NULL && !g_str_has_prefix(target, "socket:");
}

guint
plugged_open_descriptors(void)
{
	g_autoptr(GDir) folder = g_dir_open("/proc/self/fd", 0, NULL);
	const char *name;
	guint count = 0;

	while (folder != NULL && (name = g_dir_read_name(folder)) != NULL)
		count += is_counted(name) ? 1 : 0;
	return count;
}

static gboolean
on_patience(gpointer data)
{
	const Plugged *self = data;

	g_error("waited in vain: %s ready %u, failed %u; %u descriptors, %u at the beginning",
	    self->subject->name, self->ready, self->failed, plugged_open_descriptors(),
	    self->descriptors);
	return G_SOURCE_REMOVE;
}

static gboolean
on_look_again(gpointer data)
{
	return G_SOURCE_CONTINUE;
}

void
plugged_until_either(Plugged *self, const guint *a, guint a_value, const guint *b, guint b_value)
{
	guint source = g_timeout_add(PATIENCE_MS, on_patience, self);

	while (*a < a_value && *b < b_value)
		g_main_context_iteration(NULL, TRUE);
	g_source_remove(source);
}

void
plugged_until(Plugged *self, const guint *counter, guint value)
{
	plugged_until_either(self, counter, value, counter, value);
}

/* Of a descriptor that is closed nobody tells: it is looked at again and again. */
static void
until_none_is_open(Plugged *self)
{
	guint look = g_timeout_add(1, on_look_again, NULL);

	while (plugged_open_descriptors() > self->descriptors)
		g_main_context_iteration(NULL, TRUE);
	g_source_remove(look);
}

/* After the first failure a start follows at once: it is over only when that has had its turn. */
void
plugged_until_closed(Plugged *self)
{
	guint patience = g_timeout_add(PATIENCE_MS, on_patience, self);

	do {
		until_none_is_open(self);
		while (g_main_context_iteration(NULL, FALSE))
			;
	} while (plugged_open_descriptors() > self->descriptors);
	g_source_remove(patience);
}

/* Nor does the simulator tell that. */
void
plugged_until_out_or(Plugged *self, const guint *counter, guint value)
{
	guint look = g_timeout_add(1, on_look_again, NULL);

	while (!is_out(self) && (counter == NULL || *counter < value))
		g_main_context_iteration(NULL, TRUE);
	g_source_remove(look);
}

void
plugged_pull(Plugged *self)
{
	/* told twice, the simulator would pull what is plugged in next */
	if (!is_out(self))
		plugged_do(self, "unplug", "");
	plugged_until_out_or(self, NULL, 0);
	plugged_until_closed(self);
}

/* What libusb knows of the one that went is freed with the news, and is not to be counted. */
void
plugged_until_absent(Plugged *self)
{
	guint patience = g_timeout_add(PATIENCE_MS, on_patience, self);

	while (self->devices->info(self->devices->self, self->subject->kind)->state != MC_DEVICE_ABSENT)
		g_main_context_iteration(NULL, TRUE);
	g_source_remove(patience);
}

/* ---- what may not grow ---- */

gboolean
plugged_counts_bytes(void)
{
#ifdef MC_SANITIZED
	return FALSE;
#else
	return TRUE;
#endif
}

gssize
plugged_bytes(void)
{
	gssize bytes = (gssize)mallinfo2().uordblks;

	g_assert_true(bytes > 0 || !plugged_counts_bytes());
	return bytes;
}

/* ---- life ---- */

static void
on_board(McDeviceKind kind, const McDeviceInfo *info, gpointer data)
{
	Plugged *self = data;

	if (kind != self->subject->kind)
		return;
	if (info->state == MC_DEVICE_READY)
		self->ready++;
	if (info->state == MC_DEVICE_FAULTY || info->state == MC_DEVICE_LOCKED)
		self->failed++;
}

/* What keeps no record of its own has the one that stands here. */
static void
enrol(Plugged *self, const McDeviceInfo *info)
{
	self->enrolment = (McEnrolment){
	    .kind = self->subject->kind,
	    .certificate = "EX-1",
	    .calibrated_yyyymmdd = 20260105,
	    .calibration_expires_yyyymmdd = 20991231,
	    .has_sound_card = self->subject->is_sound_card,
	    .sound_card = {.vendor_id = 0x1209,
	        .product_id = 0x4d48,
	        .laboratory = "Example Metrology Laboratory",
	        .transducer = "HDA 200",
	        .volume_db_256 = -6 * 256,
	        .ceiling_deci_db_hl = 800,
	        .full_scale_deci_db_spl = {1100, 1100},
	        .corrections = {1, {{1000, {0, 0}}}}},
	};
	self->enrolment.has_adopted = TRUE;
	self->enrolment.adopted = mc_device_adopted(info);
	g_strlcpy(self->enrolment.serial, info->serial, sizeof self->enrolment.serial);
	self->devices->set_enrolments(self->devices->self, &self->enrolment, 1);
}

static void
begin(Plugged *self, const Subject *subject)
{
	g_autoptr(GError) error = NULL;

	*self = (Plugged){.subject = subject};
	connect_control(self);
	self->clock = mc_clock_new_system(1);
	self->instruments = mc_instruments_new(self->clock, &error);
	g_assert_no_error(error);
	self->devices = mc_instruments_devices(self->instruments);
	self->devices->set_listener(self->devices->self, on_board, self);
	self->descriptors = plugged_open_descriptors();
	enrol(self, &(McDeviceInfo){.kind = subject->kind});
}

static void
adopt(Plugged *self)
{
	const McDeviceInfo *info;

	plugged_until(self, &self->failed, 1); /* not enrolled: who is it? */
	info = self->devices->info(self->devices->self, self->subject->kind);
	if (self->subject->product_id != 0)
		g_assert_cmphex(info->product_id, ==, self->subject->product_id);
	enrol(self, info);
}

void
plugged_begin(Plugged *self, const Subject *subject)
{
	begin(self, subject);
	plugged_do(self, "plug", "");
	adopt(self);
	plugged_until(self, &self->ready, 1);
	plugged_pull(self);
}

void
plugged_begin_with_what_is_there(Plugged *self, const Subject *subject)
{
	begin(self, subject);
	adopt(self);
}

void
plugged_end(Plugged *self)
{
	mc_instruments_free(self->instruments);
	mc_clock_free(self->clock);
	g_object_unref(self->replies);
	g_object_unref(self->control);
}
