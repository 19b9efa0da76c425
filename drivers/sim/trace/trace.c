#include "drivers/sim/trace/trace.h"

#include "drivers/usbmon/usbmon.h"

#include <errno.h>
#include <string.h>

#define BUS 1
#define ENDPOINT_IN 0x80
#define DEVICE_BYTES 18

typedef struct Followed {
	McSimTrace *trace;
	McSimDevice *device;
	guint8 address;
} Followed;

struct McSimTrace {
	McUsbmonWriter *writer;
	GPtrArray *followed; /* Followed */
	guint64 enumerations; /* ids of what no transfer stands for count down from the top */
};

McSimTrace *
mc_sim_trace_new(const char *path, GError **error)
{
	FILE *file = fopen(path, "wb");
	McUsbmonWriter *writer = file == NULL ? NULL : mc_usbmon_writer_new(file);
	McSimTrace *self;

	if (writer == NULL) {
		g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %s", path, g_strerror(errno));
		return NULL;
	}
	self = g_new0(McSimTrace, 1);
	self->writer = writer;
	self->followed = g_ptr_array_new_with_free_func(g_free);
	return self;
}

/* After each event, so that the file is whole whenever somebody looks or the program dies. */
static void
put(McSimTrace *self, const McUsbmonEvent *event)
{
	mc_usbmon_write(self->writer, event);
	mc_usbmon_flush(self->writer);
}

static McUsbmonEvent
event_of(const Followed *followed, const McSimTransfer *transfer)
{
	gboolean is_control = transfer->pipe == MC_SIM_PIPE_CONTROL;

	return (McUsbmonEvent){
	    .id = (guint64)(guintptr)transfer,
	    .pipe = (McUsbmonPipe)transfer->pipe,
	    .endpoint = is_control ? transfer->setup[0] & ENDPOINT_IN : transfer->endpoint,
	    .bus = BUS,
	    .device = followed->address,
	    .at_wall_us = g_get_real_time(),
	};
}

static void
on_submitted(const McSimTransfer *transfer, gpointer data)
{
	const Followed *followed = data;
	McUsbmonEvent event = event_of(followed, transfer);

	event.length = transfer->length;
	event.has_setup = transfer->pipe == MC_SIM_PIPE_CONTROL;
	memcpy(event.setup, transfer->setup, sizeof event.setup);
	if ((event.endpoint & ENDPOINT_IN) == 0) {
		event.bytes = transfer->data;
		event.kept = transfer->length;
	}
	put(followed->trace, &event);
}

static void
on_completed(const McSimTransfer *transfer, gpointer data)
{
	const Followed *followed = data;
	McUsbmonEvent event = event_of(followed, transfer);

	event.is_completion = TRUE;
	event.status = transfer->status;
	event.length = transfer->actual;
	if ((event.endpoint & ENDPOINT_IN) != 0) {
		event.bytes = transfer->data;
		event.kept = transfer->actual;
	}
	put(followed->trace, &event);
}

/* A host reads the descriptors when a device is plugged in. On a bus of our own libusb finds them
 * in a file: here they stand as the kernel would have read them. */
static void
put_descriptor(Followed *followed, guint8 kind, const guint8 *bytes, guint length)
{
	McUsbmonEvent event = {
	    .id = G_MAXUINT64 - followed->trace->enumerations++,
	    .pipe = MC_USBMON_CONTROL,
	    .endpoint = ENDPOINT_IN,
	    .bus = BUS,
	    .device = followed->address,
	    .at_wall_us = g_get_real_time(),
	    .has_setup = TRUE,
	    .setup = {0x80, 6, 0, kind, 0, 0, (guint8)length, (guint8)(length >> 8)},
	    .length = length,
	};

	put(followed->trace, &event);
	event.is_completion = TRUE;
	event.has_setup = FALSE;
	event.bytes = bytes;
	event.kept = length;
	put(followed->trace, &event);
}

static void
on_plugged(gpointer data)
{
	Followed *followed = data;
	const McSimModel *model = mc_sim_device_model(followed->device);

	put_descriptor(followed, 1, model->device_descriptor, DEVICE_BYTES);
	put_descriptor(followed, 2, model->configuration, model->configuration_bytes);
}

static const McSimWatch watch = {
    .plugged = on_plugged, .submitted = on_submitted, .completed = on_completed};

void
mc_sim_trace_follow(McSimTrace *self, McSimDevice *device, guint8 address)
{
	Followed *followed = g_new0(Followed, 1);

	followed->trace = self;
	followed->device = device;
	followed->address = address;
	g_ptr_array_add(self->followed, followed);
	mc_sim_device_set_watch(device, &watch, followed);
}

void
mc_sim_trace_free(McSimTrace *self)
{
	if (self == NULL)
		return;
	g_ptr_array_unref(self->followed);
	mc_usbmon_writer_free(self->writer);
	g_free(self);
}
