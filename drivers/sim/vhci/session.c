#include "drivers/sim/vhci/session.h"
#include "drivers/sim/vhci/kernel.h"
#include "drivers/sim/vhci/usbip.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define LENGTH_MAX (16u << 20) /* more than usbfs lets anyone ask for */
#define ATTACH_TRIES 2000
#define ATTACH_WAIT_US 5000
#define DESCRIPTOR_ENDPOINT 5

struct McVhciSession {
	McSimDevice *device;
	guint port;
	McSimBusCounts *counts;
	int ours, theirs; /* ends of the socket pair */
	GThread *thread;
	GQueue flying; /* Submission */
	gboolean ending; /* the plug is pulled: nothing is said any more */
	gboolean over;
};

typedef struct Submission {
	McSimTransfer transfer; /* first: complete() gets back to the rest by it */
	McVhciSession *session;
	guint32 number;
	guint8 *descriptors; /* of isochronous packets */
	guint32 packets;
	gboolean is_in;
	gboolean unlinked; /* its own reply is not wanted any more */
} Submission;

static GMutex *
lock_of(McVhciSession *self)
{
	return mc_sim_world_mutex(mc_sim_device_world(self->device));
}

/* ---- the socket ---- */

static gboolean
read_all(int file, guint8 *bytes, gsize count)
{
	while (count > 0) {
		ssize_t got = read(file, bytes, count);

		if (got <= 0)
			return FALSE;
		bytes += got;
		count -= (gsize)got;
	}
	return TRUE;
}

/* A socket whose other end is gone says so to the thread that reads it. */
static void
write_all(int file, const guint8 *bytes, gsize count)
{
	while (count > 0) {
		ssize_t put = send(file, bytes, count, MSG_NOSIGNAL);

		if (put <= 0)
			return;
		bytes += put;
		count -= (gsize)put;
	}
}

static void
reply(Submission *submission)
{
	McSimTransfer *transfer = &submission->transfer;
	guint8 header[MC_USBIP_HEADER];

	mc_usbip_encode_submitted(
	    submission->number, transfer->status, transfer->actual, submission->packets, header);
	mc_usbip_encode_packets(
	    submission->descriptors, submission->packets, transfer->status, transfer->actual);
	write_all(submission->session->ours, header, sizeof header);
	if (submission->is_in)
		write_all(submission->session->ours, transfer->data, transfer->actual);
	write_all(submission->session->ours, submission->descriptors,
	    (gsize)submission->packets * MC_USBIP_PACKET);
}

static void
on_complete(McSimTransfer *transfer)
{
	Submission *submission = (Submission *)transfer;
	McVhciSession *self = submission->session;

	g_queue_remove(&self->flying, submission);
	/* What an unplugging ends is left to the kernel. Told of it first, a client would open the
	 * dying device again before it is told that it is gone. */
	if (!submission->unlinked && !self->ending && transfer->status != -ESHUTDOWN)
		reply(submission);
	g_free(transfer->data);
	g_free(submission->descriptors);
	g_free(submission);
}

/* ---- what the kernel asks ---- */

static gboolean
find_pipe(const McSimModel *model, guint8 endpoint, McSimPipe *pipe)
{
	static const McSimPipe pipes[] = {MC_SIM_PIPE_CONTROL, MC_SIM_PIPE_ISOCHRONOUS,
	    MC_SIM_PIPE_BULK, MC_SIM_PIPE_INTERRUPT}; /* by bmAttributes */
	const guint8 *at = model->configuration, *end = at + model->configuration_bytes;

	*pipe = MC_SIM_PIPE_CONTROL;
	for (; endpoint != 0 && at < end; at += at[0]) {
		if (at[1] != DESCRIPTOR_ENDPOINT || at[2] != endpoint)
			continue;
		*pipe = pipes[at[3] & 3];
		return TRUE;
	}
	return endpoint == 0;
}

/* vhci_hcd does not carry a bus reset. What follows one does: Linux asks for 64 bytes of the
 * device descriptor only before it has given an address. */
static gboolean
follows_bus_reset(const McUsbipRequest *request)
{
	static const guint8 first_question[8] = {0x80, 6, 0, 1, 0, 0, 64, 0};

	return request->endpoint == 0 &&
	       memcmp(request->setup, first_question, sizeof first_question) == 0;
}

/* Takes data and descriptors over. */
static void
submit(McVhciSession *self, const McUsbipRequest *request, guint8 *data, guint8 *descriptors)
{
	Submission *submission = g_new0(Submission, 1);
	McSimTransfer *transfer = &submission->transfer;

	submission->session = self;
	submission->number = request->number;
	submission->is_in = request->is_in;
	submission->descriptors = descriptors;
	submission->packets = request->packets;
	transfer->endpoint = request->endpoint;
	transfer->data = data;
	transfer->length = request->length;
	transfer->complete = on_complete;
	memcpy(transfer->setup, request->setup, sizeof transfer->setup);
	g_queue_push_tail(&self->flying, submission);
	self->counts->requests++;
	if (!find_pipe(mc_sim_device_model(self->device), request->endpoint, &transfer->pipe)) {
		transfer->status = -EPIPE;
		on_complete(transfer);
		return;
	}
	if (follows_bus_reset(request))
		mc_sim_device_reset(self->device);
	mc_sim_device_submit(self->device, transfer);
}

static void
unlink_submission(McVhciSession *self, const McUsbipRequest *request)
{
	guint8 header[MC_USBIP_HEADER];
	Submission *submission = NULL;

	for (GList *item = self->flying.head; item != NULL && submission == NULL; item = item->next)
		if (((Submission *)item->data)->number == request->unlink_number)
			submission = item->data;
	mc_usbip_encode_unlinked(request->number, submission != NULL ? -ECONNRESET : 0, header);
	if (submission != NULL) {
		submission->unlinked = TRUE;
		mc_sim_device_cancel(self->device, &submission->transfer, -ECONNRESET);
	}
	write_all(self->ours, header, sizeof header);
}

/* FALSE when it said nothing that can be understood. Lock held. */
static gboolean
handle(McVhciSession *self, const McUsbipRequest *request, guint8 **data, guint8 **descriptors)
{
	switch (request->command) {
	case MC_USBIP_SUBMIT:
		submit(self, request, g_steal_pointer(data), g_steal_pointer(descriptors));
		return TRUE;
	case MC_USBIP_UNLINK: unlink_submission(self, request); return TRUE;
	default: return FALSE;
	}
}

/* What follows the header of a submission. */
static gboolean
read_rest(McVhciSession *self, const McUsbipRequest *request, guint8 **data, guint8 **descriptors)
{
	gsize described = (gsize)request->packets * MC_USBIP_PACKET;

	if (request->length > LENGTH_MAX || request->packets > MC_USBIP_PACKETS_MAX)
		return FALSE;
	*data = g_malloc0(request->length + 1);
	*descriptors = g_malloc0(described + 1);
	return (request->is_in || read_all(self->ours, *data, request->length)) &&
	       read_all(self->ours, *descriptors, described);
}

static gboolean
serve_one(McVhciSession *self)
{
	guint8 header[MC_USBIP_HEADER];
	g_autofree guint8 *data = NULL, *descriptors = NULL;
	McUsbipRequest request;
	gboolean goes_on;

	if (!read_all(self->ours, header, sizeof header))
		return FALSE;
	mc_usbip_decode(header, &request);
	if (request.command == MC_USBIP_SUBMIT && !read_rest(self, &request, &data, &descriptors))
		return FALSE;
	g_mutex_lock(lock_of(self));
	goes_on = !self->ending && handle(self, &request, &data, &descriptors);
	g_mutex_unlock(lock_of(self));
	return goes_on;
}

/* ---- the thread ---- */

static gboolean
is_ending(McVhciSession *self)
{
	gboolean ending;

	g_mutex_lock(lock_of(self));
	ending = self->ending;
	g_mutex_unlock(lock_of(self));
	return ending;
}

/* The port may still be occupied by the device that was pulled out a moment ago. */
static gboolean
attach(McVhciSession *self)
{
	McSimSpeed speed = mc_sim_device_model(self->device)->speed;

	for (guint i = 0; i < ATTACH_TRIES && !is_ending(self); i++) {
		if (mc_vhci_kernel_attach(self->port, speed, self->theirs))
			return TRUE;
		g_usleep(ATTACH_WAIT_US);
	}
	if (!is_ending(self))
		g_critical("vhci_hcd does not take a device at its port %u", self->port);
	return FALSE;
}

static gpointer
run(gpointer data)
{
	McVhciSession *self = data;
	Submission *submission;
	gboolean attached = attach(self);

	close(self->theirs); /* the kernel has a reference of its own */
	while (attached && serve_one(self))
		continue;
	g_mutex_lock(lock_of(self));
	/* the kernel hung up first, or there is nothing left */
	self->ending = TRUE;
	while ((submission = g_queue_peek_head(&self->flying)) != NULL)
		mc_sim_device_cancel(self->device, &submission->transfer, -ESHUTDOWN);
	self->over = TRUE;
	g_mutex_unlock(lock_of(self));
	return NULL;
}

McVhciSession *
mc_vhci_session_new(McSimDevice *device, guint port, McSimBusCounts *counts)
{
	McVhciSession *self = g_new0(McVhciSession, 1);
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
		g_error("socket pair: %s", g_strerror(errno));
	self->device = device;
	self->port = port;
	self->counts = counts;
	self->ours = ends[0];
	self->theirs = ends[1];
	g_queue_init(&self->flying);
	self->thread = g_thread_new("vhci-port", run, self);
	return self;
}

void
mc_vhci_session_end(McVhciSession *self)
{
	self->ending = TRUE;
	shutdown(self->ours, SHUT_RDWR);
}

gboolean
mc_vhci_session_is_over(const McVhciSession *self)
{
	return self->over;
}

void
mc_vhci_session_free(McVhciSession *self)
{
	g_thread_join(self->thread);
	close(self->ours);
	g_free(self);
}
