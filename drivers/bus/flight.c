#define G_LOG_DOMAIN "medcheck-bus"
#include "drivers/bus/flight.h"

#include "app/base/error.h"
#include "drivers/usbmon/usbmon.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#define ENDPOINT_IN 0x80
#define USBTMC_HEADER 12
#define USBTMC_ANSWER 2 /* DEV_DEP_MSG_IN */
#define DESCRIPTOR_BYTES 18

typedef struct McFlightEntry {
	McFlightTransfer transfer; /* without bytes */
	gboolean may_measure; /* a digit in it may be a person's */
	guint8 kept[MC_FLIGHT_BYTES];
	guint kept_count;
} McFlightEntry;

struct McFlight {
	McFlightPayload payload;
	gboolean measures;
	McEndpoints endpoints;
	gint64 begun_us;
	McFlightEntry *ring; /* MC_FLIGHT_TRANSFERS */
	guint64 count; /* ended since the conversation began */
};

McFlight *
mc_flight_new(McFlightPayload payload)
{
	McFlight *self = g_new0(McFlight, 1);

	self->payload = payload;
	self->ring = g_new0(McFlightEntry, MC_FLIGHT_TRANSFERS);
	return self;
}

static void
wipe(McFlight *self)
{
	explicit_bzero(self->ring, MC_FLIGHT_TRANSFERS * sizeof *self->ring);
}

void
mc_flight_free(McFlight *self)
{
	if (self == NULL)
		return;
	wipe(self);
	g_free(self->ring);
	g_free(self);
}

void
mc_flight_begin(McFlight *self, const McEndpoints *endpoints)
{
	wipe(self);
	self->measures = FALSE;
	self->endpoints = *endpoints;
	self->begun_us = g_get_monotonic_time();
	self->count = 0;
}

void
mc_flight_measures(McFlight *self)
{
	self->measures = TRUE;
}

static gboolean
is_in(const McFlightTransfer *transfer)
{
	return (transfer->endpoint & ENDPOINT_IN) != 0;
}

void
mc_flight_note(McFlight *self, const McFlightTransfer *transfer)
{
	McFlightEntry *entry = &self->ring[self->count % MC_FLIGHT_TRANSFERS];
	gsize whole = is_in(transfer) ? transfer->moved : transfer->asked;

	self->count++;
	entry->transfer = *transfer;
	entry->transfer.bytes = NULL;
	entry->may_measure = self->measures && is_in(transfer) && transfer->pipe == MC_FLIGHT_BULK;
	entry->kept_count = 0;
	switch (self->payload) {
	case MC_FLIGHT_LENGTHS: return;
	case MC_FLIGHT_USBTMC: break;
	}
	if (transfer->bytes == NULL || transfer->pipe == MC_FLIGHT_ISOCHRONOUS)
		return;
	entry->kept_count = (guint)MIN(whole, MC_FLIGHT_BYTES);
	memcpy(entry->kept, transfer->bytes, entry->kept_count);
}

void
mc_flight_note_left(McFlight *self)
{
	gboolean listens = self->endpoints.interrupt_in != 0;
	gint64 now_us = g_get_monotonic_time();
	const McFlightTransfer end = {
	    .pipe = listens ? MC_FLIGHT_INTERRUPT : MC_FLIGHT_BULK,
	    .endpoint = listens ? self->endpoints.interrupt_in : self->endpoints.bulk_in[0],
	    .begun_us = now_us,
	    .ended_us = now_us,
	    .status = MC_TRANSFER_GONE,
	};

	mc_flight_note(self, &end);
}

/* ---- as a file ---- */

typedef struct McFlightFile {
	McUsbmonWriter *writer;
	guint16 bus;
	gint64 wall_minus_monotonic_us;
	guint64 id;
} McFlightFile;

static gint32
errno_of(McTransferStatus status)
{
	switch (status) {
	case MC_TRANSFER_DONE: return 0;
	case MC_TRANSFER_STALLED: return -EPIPE;
	case MC_TRANSFER_TIMED_OUT: return -ETIMEDOUT;
	case MC_TRANSFER_CANCELLED: return -ENOENT;
	case MC_TRANSFER_GONE: return -ESHUTDOWN;
	case MC_TRANSFER_OVERFLOWED: return -EOVERFLOW;
	case MC_TRANSFER_FAILED: return -EPROTO;
	}
	return -EPROTO;
}

static void
write_transfer(McFlightFile *file, const McFlightTransfer *transfer, gsize kept)
{
	McUsbmonEvent event = {
	    .id = ++file->id,
	    .pipe = (McUsbmonPipe)transfer->pipe,
	    .endpoint = transfer->endpoint,
	    .bus = file->bus,
	    .device = 1,
	    .at_wall_us = transfer->begun_us + file->wall_minus_monotonic_us,
	    .has_setup = transfer->pipe == MC_FLIGHT_CONTROL,
	    .length = (guint32)transfer->asked,
	};

	memcpy(event.setup, transfer->setup, sizeof event.setup);
	if (!is_in(transfer)) {
		event.bytes = transfer->bytes;
		event.kept = (guint32)kept;
	}
	mc_usbmon_write(file->writer, &event);
	event.is_completion = TRUE;
	event.has_setup = FALSE;
	event.at_wall_us = transfer->ended_us + file->wall_minus_monotonic_us;
	event.status = errno_of(transfer->status);
	event.length = (guint32)transfer->moved;
	event.bytes = is_in(transfer) ? transfer->bytes : NULL;
	event.kept = is_in(transfer) ? (guint32)kept : 0;
	mc_usbmon_write(file->writer, &event);
}

/* What the host read when it was plugged in: by this a reader of the file knows the device. */
static void
write_descriptor(McFlightFile *file, const McFlight *self)
{
	const McEndpoints *endpoints = &self->endpoints;
	const guint8 descriptor[DESCRIPTOR_BYTES] = {DESCRIPTOR_BYTES, 1, 0, 2, 0, 0, 0, 64,
	    (guint8)endpoints->vendor_id, (guint8)(endpoints->vendor_id >> 8),
	    (guint8)endpoints->product_id, (guint8)(endpoints->product_id >> 8),
	    (guint8)endpoints->device_release, (guint8)(endpoints->device_release >> 8),
	    endpoints->maker_string, endpoints->product_string, endpoints->serial_string, 1};
	const McFlightTransfer transfer = {
	    .pipe = MC_FLIGHT_CONTROL,
	    .endpoint = ENDPOINT_IN,
	    .setup = {0x80, 6, 0, 1, 0, 0, DESCRIPTOR_BYTES, 0}, /* GET_DESCRIPTOR, device */
	    .begun_us = self->begun_us,
	    .ended_us = self->begun_us,
	    .asked = DESCRIPTOR_BYTES,
	    .moved = DESCRIPTOR_BYTES,
	    .bytes = descriptor,
	};

	write_transfer(file, &transfer, DESCRIPTOR_BYTES);
}

/* The header of an answer is binary; where there is none, all may be text. */
static guint
header_bytes(const McFlightEntry *entry)
{
	const guint8 *kept = entry->kept;

	return entry->kept_count >= USBTMC_HEADER && kept[0] == USBTMC_ANSWER &&
	               (kept[1] ^ kept[2]) == 0xff
	           ? USBTMC_HEADER
	           : 0;
}

/* A digit of what nobody understood becomes no digit: a height that no person has would otherwise
 * be one that somebody has, or be none, and the record played back would fail no more. */
static void
write_entry(McFlightFile *file, const McFlightEntry *entry, gboolean not_understood)
{
	McFlightTransfer transfer = entry->transfer;
	guint8 shown[MC_FLIGHT_BYTES];

	memcpy(shown, entry->kept, entry->kept_count);
	for (guint i = header_bytes(entry); entry->may_measure && i < entry->kept_count; i++)
		if (g_ascii_isdigit(shown[i]))
			shown[i] = not_understood ? 'x' : '0';
	transfer.bytes = entry->kept_count > 0 ? shown : NULL;
	write_transfer(file, &transfer, entry->kept_count);
	explicit_bzero(shown, sizeof shown);
}

static void
write_all(McFlightFile *file, const McFlight *self, gboolean not_understood)
{
	guint64 first = self->count - MIN(self->count, MC_FLIGHT_TRANSFERS);

	write_descriptor(file, self);
	for (guint64 i = first; i < self->count; i++) {
		const McFlightEntry *entry = &self->ring[i % MC_FLIGHT_TRANSFERS];
		gboolean is_last = i + 1 == self->count;

		write_entry(
		    file, entry, is_last && not_understood && entry->transfer.status == MC_TRANSFER_DONE);
	}
}

/* NULL: no memory for it. */
static GBytes *
trace_of(const McFlight *self, gint64 wall_us, gboolean not_understood)
{
	char *text = NULL;
	size_t size = 0;
	FILE *stream = open_memstream(&text, &size);
	McFlightFile file = {
	    .writer = stream == NULL ? NULL : mc_usbmon_writer_new(stream),
	    .bus = (guint16)g_ascii_strtoull(self->endpoints.port, NULL, 10),
	    .wall_minus_monotonic_us = wall_us - g_get_monotonic_time(),
	};

	if (file.writer != NULL)
		write_all(&file, self, not_understood);
	mc_usbmon_writer_free(file.writer);
	return text == NULL ? NULL : g_bytes_new_with_free_func(text, size, free, text);
}

static gint
by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Names begin with the time: in their order they are in that of their age. */
static void
take_old_away(const char *folder, const char *kind)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *infix = g_strdup_printf("Z-%s-", kind);
	const char *name;

	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL)
		if (strstr(name, infix) != NULL && g_str_has_suffix(name, ".pcap"))
			g_ptr_array_add(names, g_strdup(name));
	g_ptr_array_sort(names, by_name);
	for (guint i = 0; i + MC_FLIGHT_FILES < names->len; i++) {
		g_autofree char *path = g_build_filename(folder, names->pdata[i], NULL);

		g_unlink(path);
	}
}

gboolean
mc_flight_save(McFlight *self, const char *folder, const char *kind, const char *cause,
    gint64 wall_us, gboolean not_understood, GError **error)
{
	g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(wall_us / G_USEC_PER_SEC);
	g_autofree char *stamp = g_date_time_format(time, "%Y%m%dT%H%M%SZ");
	g_autofree char *name = g_strdup_printf("%s-%s-%s.pcap", stamp, kind, cause);
	g_autofree char *path = g_build_filename(folder, name, NULL);
	g_autoptr(GBytes) trace = NULL;
	gboolean saved;

	if (self->count == 0)
		return TRUE;
	trace = trace_of(self, wall_us, not_understood);
	if (trace == NULL || g_mkdir_with_parents(folder, 0700) != 0) {
		g_set_error(error, MC_ERROR, MC_ERROR_STORAGE, "flight record: %s", g_strerror(errno));
		return FALSE;
	}
	saved = g_file_set_contents_full(path, g_bytes_get_data(trace, NULL),
	    (gssize)g_bytes_get_size(trace), G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
	take_old_away(folder, kind);
	return saved;
}
