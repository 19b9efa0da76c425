#define G_LOG_DOMAIN "medcheck-bus"
#include "drivers/bus/usb-transport.h"

#include "drivers/bus/flight.h"

#include <libusb.h>
#include <string.h>

#define INTERFACES_MAX 32

typedef struct McUsbTransport {
	McTransport base; /* first: a McTransport is one of these */
	libusb_device_handle *handle;
	GPtrArray *registry;
	guint32 also_claimed; /* a bit an interface */
	guint64 last_id;
	GHashTable *transfers; /* id -> McUsbTransfer: submitted, not yet back */
	gboolean closing;
	void (*closed)(gpointer data);
	gpointer closed_data;
	guint close_source;
} McUsbTransport;

typedef struct McUsbTransfer {
	McUsbTransport *owner;
	guint64 id;
	struct libusb_transfer *usb; /* buffer after this struct's life: freed with it */
	McTransferDone done;
	gpointer data;
	gsize header; /* bytes of the buffer before the data stage: a control set-up */
	gsize capacity; /* and after it */
	gint64 begun_us; /* monotonic */
	McTransferStatus refused; /* submit failed with this: told from refused_source */
	guint refused_source;
} McUsbTransfer;

static void
transfer_free(McUsbTransfer *transfer)
{
	if (transfer->refused_source != 0)
		g_source_remove(transfer->refused_source);
	/* it may have carried somebody's card */
	explicit_bzero(transfer->usb->buffer, transfer->header + transfer->capacity);
	g_free(transfer->usb->buffer);
	libusb_free_transfer(transfer->usb);
	g_free(transfer);
}

static McTransferStatus
status_of_usb(enum libusb_transfer_status status)
{
	switch (status) {
	case LIBUSB_TRANSFER_COMPLETED: return MC_TRANSFER_DONE;
	case LIBUSB_TRANSFER_TIMED_OUT: return MC_TRANSFER_TIMED_OUT;
	case LIBUSB_TRANSFER_CANCELLED: return MC_TRANSFER_CANCELLED;
	case LIBUSB_TRANSFER_STALL: return MC_TRANSFER_STALLED;
	case LIBUSB_TRANSFER_NO_DEVICE: return MC_TRANSFER_GONE;
	case LIBUSB_TRANSFER_OVERFLOW: return MC_TRANSFER_OVERFLOWED;
	case LIBUSB_TRANSFER_ERROR: return MC_TRANSFER_FAILED;
	}
	return MC_TRANSFER_FAILED;
}

static void
let_go(McUsbTransport *self)
{
	for (gint i = 0; i < INTERFACES_MAX; i++)
		if ((self->also_claimed >> i & 1) != 0)
			libusb_release_interface(self->handle, i);
	/* the interface goes back to its kernel driver (auto-detach) */
	libusb_release_interface(self->handle, self->base.endpoints.interface_number);
	if (self->base.endpoints.management_interface >= 0)
		libusb_release_interface(self->handle, self->base.endpoints.management_interface);
	libusb_close(self->handle);
	g_ptr_array_remove_fast(self->registry, self);
	g_hash_table_unref(self->transfers);
	g_free(self);
}

/* In a source of its own: libusb must not close a device from inside its transfer's callback. */
static gboolean
on_all_back(gpointer data)
{
	McUsbTransport *self = data;
	void (*closed)(gpointer) = self->closed;
	gpointer closed_data = self->closed_data;

	self->close_source = 0;
	let_go(self);
	if (closed != NULL)
		closed(closed_data);
	return G_SOURCE_REMOVE;
}

static McFlightPipe
pipe_of(const struct libusb_transfer *usb)
{
	switch ((enum libusb_transfer_type)usb->type) {
	case LIBUSB_TRANSFER_TYPE_CONTROL: return MC_FLIGHT_CONTROL;
	case LIBUSB_TRANSFER_TYPE_ISOCHRONOUS: return MC_FLIGHT_ISOCHRONOUS;
	case LIBUSB_TRANSFER_TYPE_INTERRUPT: return MC_FLIGHT_INTERRUPT;
	case LIBUSB_TRANSFER_TYPE_BULK:
	case LIBUSB_TRANSFER_TYPE_BULK_STREAM: break;
	}
	return MC_FLIGHT_BULK;
}

static void
note_flight(McUsbTransport *self, const McUsbTransfer *transfer, McTransferStatus status)
{
	const guint8 *buffer = transfer->usb->buffer;
	McFlightTransfer note = {
	    .pipe = pipe_of(transfer->usb),
	    .endpoint = transfer->header > 0 ? buffer[0] & LIBUSB_ENDPOINT_IN : transfer->usb->endpoint,
	    .begun_us = transfer->begun_us,
	    .ended_us = g_get_monotonic_time(),
	    .status = status,
	    .asked = transfer->capacity,
	    .moved = (gsize)MAX(transfer->usb->actual_length, 0),
	    .bytes = buffer + transfer->header,
	};

	memcpy(note.setup, buffer, transfer->header);
	mc_flight_note(self->base.flight, &note);
}

static void
transfer_ended(McUsbTransfer *transfer, McTransferStatus status)
{
	McUsbTransport *self = transfer->owner;
	gboolean is_in = (transfer->usb->endpoint & LIBUSB_ENDPOINT_IN) != 0 || transfer->header != 0;
	const guint8 *bytes = is_in ? transfer->usb->buffer + transfer->header : NULL;
	gsize length = (gsize)MAX(transfer->usb->actual_length, 0);

	/* a device that took only a part has lost the rest */
	if (!is_in && status == MC_TRANSFER_DONE && length < transfer->capacity)
		status = MC_TRANSFER_FAILED;
	g_hash_table_remove(self->transfers, &transfer->id);
	self->base.transfers++;
	if (self->base.flight != NULL && !self->closing)
		note_flight(self, transfer, status);
	if (status != MC_TRANSFER_DONE && status != MC_TRANSFER_CANCELLED)
		self->base.faults++;
	if (!self->closing)
		transfer->done(status, bytes, length, transfer->data);
	else if (mc_usb_transport_is_idle(&self->base) && self->close_source == 0)
		self->close_source = g_idle_add(on_all_back, self);
	transfer_free(transfer);
}

static void LIBUSB_CALL
on_transfer(struct libusb_transfer *usb)
{
	transfer_ended(usb->user_data, status_of_usb(usb->status));
}

/* A transfer of packets is "completed" even when some of them were not. */
static void LIBUSB_CALL
on_packets(struct libusb_transfer *usb)
{
	McTransferStatus status = status_of_usb(usb->status);

	for (int i = 0; i < usb->num_iso_packets && status == MC_TRANSFER_DONE; i++)
		status = status_of_usb(usb->iso_packet_desc[i].status);
	/* libusb counts the bytes of each packet, and none of the whole */
	if (status == MC_TRANSFER_DONE)
		usb->actual_length = usb->length;
	transfer_ended(usb->user_data, status);
}

static gboolean
on_refused(gpointer data)
{
	McUsbTransfer *transfer = data;

	transfer->refused_source = 0;
	transfer_ended(transfer, transfer->refused);
	return G_SOURCE_REMOVE;
}

static McUsbTransfer *
transfer_new(McUsbTransport *self, guint packets, gsize header, gsize length, McTransferDone done,
    gpointer data)
{
	McUsbTransfer *transfer = g_new0(McUsbTransfer, 1);

	transfer->owner = self;
	transfer->id = ++self->last_id;
	transfer->header = header;
	transfer->capacity = length;
	transfer->done = done;
	transfer->data = data;
	transfer->usb = libusb_alloc_transfer((int)packets);
	g_assert(transfer->usb != NULL);
	/* never NULL, also for nothing: an empty packet is a transfer, too */
	transfer->usb->buffer = g_malloc0(header + length + 1);
	return transfer;
}

static guint64
submit(McUsbTransport *self, McUsbTransfer *transfer)
{
	int result;

	if (self->base.flight != NULL)
		transfer->begun_us = g_get_monotonic_time();
	result = libusb_submit_transfer(transfer->usb);
	g_hash_table_insert(self->transfers, &transfer->id, transfer);
	if (result != LIBUSB_SUCCESS) {
		transfer->refused =
		    result == LIBUSB_ERROR_NO_DEVICE ? MC_TRANSFER_GONE : MC_TRANSFER_FAILED;
		transfer->usb->actual_length = 0;
		transfer->refused_source = g_idle_add(on_refused, transfer);
	}
	return transfer->id;
}

static guint64
usb_control(gpointer data, const McControlSetup *setup, const guint8 *bytes, guint16 length,
    guint timeout_ms, McTransferDone done, gpointer user_data)
{
	McUsbTransport *self = data;
	McUsbTransfer *transfer =
	    transfer_new(self, 0, LIBUSB_CONTROL_SETUP_SIZE, length, done, user_data);

	g_assert(!self->closing);
	libusb_fill_control_setup(transfer->usb->buffer, setup->request_type, setup->request,
	    setup->value, setup->index, length);
	if (bytes != NULL)
		memcpy(transfer->usb->buffer + LIBUSB_CONTROL_SETUP_SIZE, bytes, length);
	libusb_fill_control_transfer(
	    transfer->usb, self->handle, transfer->usb->buffer, on_transfer, transfer, timeout_ms);
	return submit(self, transfer);
}

static guint64
usb_send(gpointer data, guint8 endpoint, const guint8 *bytes, gsize length, guint timeout_ms,
    McTransferDone done, gpointer user_data)
{
	McUsbTransport *self = data;
	McUsbTransfer *transfer = transfer_new(self, 0, 0, length, done, user_data);

	g_assert(!self->closing && length <= G_MAXINT);
	if (length > 0)
		memcpy(transfer->usb->buffer, bytes, length);
	libusb_fill_bulk_transfer(transfer->usb, self->handle, endpoint, transfer->usb->buffer,
	    (int)length, on_transfer, transfer, timeout_ms);
	return submit(self, transfer);
}

static guint64
usb_receive(gpointer data, guint8 endpoint, gsize capacity, guint timeout_ms, McTransferDone done,
    gpointer user_data)
{
	McUsbTransport *self = data;
	McUsbTransfer *transfer = transfer_new(self, 0, 0, capacity, done, user_data);

	g_assert(!self->closing && capacity <= G_MAXINT);
	libusb_fill_bulk_transfer(transfer->usb, self->handle, endpoint, transfer->usb->buffer,
	    (int)capacity, on_transfer, transfer, timeout_ms);
	if (endpoint == self->base.endpoints.interrupt_in)
		transfer->usb->type = LIBUSB_TRANSFER_TYPE_INTERRUPT;
	return submit(self, transfer);
}

static guint64
usb_stream(gpointer data, guint8 endpoint, const guint8 *bytes, const guint16 *lengths, guint count,
    McTransferDone done, gpointer user_data)
{
	McUsbTransport *self = data;
	McUsbTransfer *transfer;
	gsize total = 0;

	for (guint i = 0; i < count; i++)
		total += lengths[i];
	g_assert(!self->closing && total <= G_MAXINT);
	transfer = transfer_new(self, count, 0, total, done, user_data);
	memcpy(transfer->usb->buffer, bytes, total);
	libusb_fill_iso_transfer(transfer->usb, self->handle, endpoint, transfer->usb->buffer,
	    (int)total, (int)count, on_packets, transfer, 0);
	for (guint i = 0; i < count; i++)
		transfer->usb->iso_packet_desc[i].length = lengths[i];
	return submit(self, transfer);
}

static void
usb_cancel(gpointer data, guint64 id)
{
	McUsbTransport *self = data;
	McUsbTransfer *transfer = g_hash_table_lookup(self->transfers, &id);

	if (transfer != NULL && transfer->refused_source == 0)
		libusb_cancel_transfer(transfer->usb);
}

static gboolean
usb_clear_halt(gpointer data, guint8 endpoint)
{
	McUsbTransport *self = data;

	/* An ioctl; a CLEAR_FEATURE of our own would not reset the kernel's data toggle. */
	return libusb_clear_halt(self->handle, endpoint) == LIBUSB_SUCCESS;
}

static gboolean
usb_claim(gpointer data, guint8 interface_number)
{
	McUsbTransport *self = data;

	if (interface_number >= INTERFACES_MAX ||
	    libusb_claim_interface(self->handle, interface_number) != LIBUSB_SUCCESS)
		return FALSE;
	self->also_claimed |= 1u << interface_number;
	return TRUE;
}

static gboolean
usb_choose_setting(gpointer data, guint8 interface_number, guint8 setting)
{
	McUsbTransport *self = data;

	return libusb_set_interface_alt_setting(self->handle, interface_number, setting) ==
	       LIBUSB_SUCCESS;
}

static void
usb_close(gpointer data, void (*closed)(gpointer data), gpointer closed_data)
{
	McUsbTransport *self = data;
	GHashTableIter iter;
	gpointer value;

	g_assert(!self->closing);
	self->closing = TRUE;
	self->closed = closed;
	self->closed_data = closed_data;
	g_hash_table_iter_init(&iter, self->transfers);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		McUsbTransfer *transfer = value;

		if (transfer->refused_source == 0)
			libusb_cancel_transfer(transfer->usb);
	}
	if (mc_usb_transport_is_idle(&self->base))
		self->close_source = g_idle_add(on_all_back, self);
}

McTransport *
mc_usb_transport_new(
    libusb_device_handle *handle, const McEndpoints *endpoints, GPtrArray *registry)
{
	McUsbTransport *self = g_new0(McUsbTransport, 1);

	self->base = (McTransport){
	    .self = self,
	    .endpoints = *endpoints,
	    .control = usb_control,
	    .send = usb_send,
	    .receive = usb_receive,
	    .stream = usb_stream,
	    .cancel = usb_cancel,
	    .clear_halt = usb_clear_halt,
	    .claim = usb_claim,
	    .choose_setting = usb_choose_setting,
	    .close = usb_close,
	};
	self->handle = handle;
	self->registry = registry;
	self->transfers = g_hash_table_new(g_int64_hash, g_int64_equal);
	g_ptr_array_add(registry, self);
	return &self->base;
}

static gboolean
forget_refused(gpointer id, gpointer value, gpointer unused)
{
	McUsbTransfer *transfer = value;

	if (transfer->refused_source == 0)
		return FALSE;
	transfer_free(transfer);
	return TRUE;
}

void
mc_usb_transport_destroy(McTransport *transport)
{
	McUsbTransport *self = transport->self;

	if (self->close_source != 0)
		g_source_remove(self->close_source);
	/* those that were refused never went out: libusb will not bring them back, their source would
	 */
	g_hash_table_foreach_remove(self->transfers, forget_refused, NULL);
	let_go(self);
}

gboolean
mc_usb_transport_is_idle(const McTransport *transport)
{
	const McUsbTransport *self = transport->self;

	return self->closing && g_hash_table_size(self->transfers) == 0;
}
