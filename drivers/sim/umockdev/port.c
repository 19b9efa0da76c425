#include "drivers/sim/umockdev/port.h"

#include <errno.h>
#include <linux/usbdevice_fs.h>
#include <stddef.h>
#include <string.h>
#include <sys/ioctl.h>

#define CONTROL_SETUP_BYTES 8

/* A transfer as usbfs knows it: the client's struct usbdevfs_urb and its buffer, both mirrored by
 * umockdev until the client reaps them. */
typedef struct McSimUrb {
	McSimTransfer transfer; /* first: complete() gets back to the rest by it */
	McSimPort *port;
	UMockdevIoctlClient *client;
	UMockdevIoctlData *urb, *buffer;
	gulong client_address; /* by which the client names it in DISCARDURB */
	const UMockdevIoctlBase *plugging; /* the port's handler at the time; never followed */
} McSimUrb;

static void
urb_free(McSimUrb *self)
{
	g_clear_object(&self->buffer);
	g_clear_object(&self->urb);
	g_clear_object(&self->client);
	g_free(self);
}

/* What clients of an earlier plugging have not collected yet does not make today's node ready. */
static void
update_ready(McSimPort *self)
{
	gboolean ready = FALSE;

	for (GList *item = self->done.head; item != NULL && !ready; item = item->next)
		ready = ((const McSimUrb *)item->data)->plugging == self->handler;
	mc_sim_node_set_ready(&self->node, ready);
}

static void
on_complete(McSimTransfer *transfer)
{
	McSimUrb *urb = (McSimUrb *)transfer;
	McSimPort *self = urb->port;

	g_queue_remove(&self->flying, urb);
	g_queue_push_tail(&self->done, urb);
	update_ready(self);
}

/* ---- clients that are gone: umockdev 0.17 tells nobody, so the living are looked through whenever
 * somebody opens or claims ---- */

static void
drop_client(McSimPort *self, const UMockdevIoctlClient *client)
{
	GList *next;

	if (self->owner == client)
		self->owner = NULL;
	for (GList *item = self->flying.head; item != NULL; item = next) {
		McSimUrb *urb = item->data;

		next = item->next;
		if (urb->client == client)
			mc_sim_device_cancel(self->device, &urb->transfer, -ENOENT);
	}
	for (GList *item = self->done.head; item != NULL; item = next) {
		McSimUrb *urb = item->data;

		next = item->next;
		if (urb->client != client)
			continue;
		g_queue_delete_link(&self->done, item);
		urb_free(urb);
	}
	update_ready(self);
}

static UMockdevIoctlClient *
find_vanished(GQueue *urbs)
{
	for (GList *item = urbs->head; item != NULL; item = item->next) {
		const McSimUrb *urb = item->data;

		if (!umockdev_ioctl_client_get_connected(urb->client))
			return urb->client;
	}
	return NULL;
}

void
mc_sim_port_sweep(McSimPort *self)
{
	UMockdevIoctlClient *client;

	while ((client = find_vanished(&self->flying)) != NULL ||
	       (client = find_vanished(&self->done)) != NULL)
		drop_client(self, client);
	if (self->owner != NULL && !umockdev_ioctl_client_get_connected(self->owner))
		self->owner = NULL;
}

void
mc_sim_port_drop_all(McSimPort *self)
{
	McSimUrb *urb;

	while ((urb = g_queue_peek_head(&self->flying)) != NULL)
		drop_client(self, urb->client);
	while ((urb = g_queue_pop_head(&self->done)) != NULL)
		urb_free(urb);
	self->owner = NULL;
}

/* ---- ioctls: 0 or a negative errno ---- */

/* The argument as a structure of the caller's; NULL when the client gave no such memory. */
static gpointer
argument(UMockdevIoctlClient *client, gsize bytes)
{
	UMockdevIoctlData *pointer = umockdev_ioctl_client_get_arg(client);
	g_autoptr(GObject) data = (GObject *)umockdev_ioctl_data_resolve(pointer, 0, bytes, NULL);

	/* the parent keeps what was resolved */
	return data != NULL ? ((UMockdevIoctlData *)data)->data : NULL;
}

static long
claim(McSimPort *self, UMockdevIoctlClient *client, guint interface, gboolean claims)
{
	if (interface >= mc_sim_device_model(self->device)->configuration[4])
		return -ENOENT;
	mc_sim_port_sweep(self);
	if (claims && (self->held || (self->owner != NULL && self->owner != client)))
		return -EBUSY;
	if (claims)
		self->owner = client;
	else if (self->owner == client)
		self->owner = NULL;
	return 0;
}

/* Takes the client's control set-up packet off the front of the buffer. */
static gboolean
split_control(McSimTransfer *transfer)
{
	if (transfer->pipe != MC_SIM_PIPE_CONTROL)
		return TRUE;
	if (transfer->length < CONTROL_SETUP_BYTES)
		return FALSE;
	memcpy(transfer->setup, transfer->data, CONTROL_SETUP_BYTES);
	transfer->data += CONTROL_SETUP_BYTES;
	transfer->length -= CONTROL_SETUP_BYTES;
	transfer->endpoint = 0;
	return TRUE;
}

static McSimUrb *
urb_new(McSimPort *self, UMockdevIoctlClient *client)
{
	UMockdevIoctlData *pointer = umockdev_ioctl_client_get_arg(client);
	const struct usbdevfs_urb *urb;
	McSimUrb *result = g_new0(McSimUrb, 1);

	result->port = self;
	result->plugging = self->handler;
	result->client = g_object_ref(client);
	result->urb = umockdev_ioctl_data_resolve(pointer, 0, sizeof *urb, NULL);
	if (result->urb == NULL)
		goto bad;
	urb = (const struct usbdevfs_urb *)(gpointer)result->urb->data;
	result->client_address = result->urb->client_addr;
	result->transfer.pipe = (McSimPipe)urb->type;
	result->transfer.endpoint = urb->endpoint;
	result->transfer.complete = on_complete;
	if (urb->type == USBDEVFS_URB_TYPE_ISO || urb->buffer_length < 0)
		goto bad;
	result->transfer.length = (guint)urb->buffer_length;
	if (urb->buffer_length > 0) {
		result->buffer = umockdev_ioctl_data_resolve(
		    result->urb, offsetof(struct usbdevfs_urb, buffer), (gsize)urb->buffer_length, NULL);
		if (result->buffer == NULL)
			goto bad;
		result->transfer.data = result->buffer->data;
	}
	if (split_control(&result->transfer))
		return result;
bad:
	urb_free(result);
	return NULL;
}

static long
submit(McSimPort *self, UMockdevIoctlClient *client)
{
	McSimUrb *urb = urb_new(self, client);

	if (urb == NULL)
		return -EINVAL;
	g_queue_push_tail(&self->flying, urb);
	mc_sim_device_submit(self->device, &urb->transfer);
	return 0;
}

static long
discard(McSimPort *self, UMockdevIoctlClient *client)
{
	gulong address;

	memcpy(&address, umockdev_ioctl_client_get_arg(client)->data, sizeof address);
	for (GList *item = self->flying.head; item != NULL; item = item->next) {
		McSimUrb *urb = item->data;

		if (urb->client == client && urb->client_address == address)
			return mc_sim_device_cancel(self->device, &urb->transfer, -ENOENT) ? 0 : -EINVAL;
	}
	return -EINVAL;
}

static McSimUrb *
take_done(McSimPort *self, const UMockdevIoctlClient *client)
{
	for (GList *item = self->done.head; item != NULL; item = item->next) {
		McSimUrb *urb = item->data;

		if (urb->client != client)
			continue;
		g_queue_delete_link(&self->done, item);
		update_ready(self);
		return urb;
	}
	return NULL;
}

static long
reap(McSimPort *self, UMockdevIoctlClient *client)
{
	UMockdevIoctlData *pointer = umockdev_ioctl_client_get_arg(client);
	g_autoptr(GObject) data = NULL;
	struct usbdevfs_urb *result;
	McSimUrb *urb = take_done(self, client);

	if (urb == NULL) {
		self->counts.empty_reaps++;
		return -EAGAIN;
	}
	result = (struct usbdevfs_urb *)(gpointer)urb->urb->data;
	result->status = urb->transfer.status;
	result->actual_length = (int)urb->transfer.actual;
	data = (GObject *)umockdev_ioctl_data_resolve(pointer, 0, sizeof(gpointer), NULL);
	if (data != NULL) /* set_ptr takes the reference over */
		umockdev_ioctl_data_set_ptr((UMockdevIoctlData *)data, 0, g_object_ref(urb->urb));
	urb_free(urb);
	return data != NULL ? 0 : -EFAULT;
}

static long
set_capabilities(UMockdevIoctlClient *client)
{
	guint32 *capabilities = argument(client, sizeof *capabilities);

	if (capabilities == NULL)
		return -EFAULT;
	*capabilities = USBDEVFS_CAP_ZERO_PACKET | USBDEVFS_CAP_NO_PACKET_SIZE_LIM |
	                USBDEVFS_CAP_REAP_AFTER_DISCONNECT | USBDEVFS_CAP_BULK_SCATTER_GATHER |
	                USBDEVFS_CAP_BULK_CONTINUATION;
	return 0;
}

/* Those that take one number: an interface or an endpoint. */
static long
handle_number(McSimPort *self, UMockdevIoctlClient *client, gulong request)
{
	const guint32 *number = argument(client, sizeof *number);

	if (number == NULL)
		return -EFAULT;
	if (request == USBDEVFS_CLAIMINTERFACE || request == USBDEVFS_RELEASEINTERFACE)
		return claim(self, client, *number, request == USBDEVFS_CLAIMINTERFACE);
	mc_sim_device_clear_halt(self->device, (guint8)*number);
	return 0;
}

static long
handle_disconnect_claim(McSimPort *self, UMockdevIoctlClient *client)
{
	const struct usbdevfs_disconnect_claim *wish = argument(client, sizeof *wish);

	return wish != NULL ? claim(self, client, wish->interface, TRUE) : -EFAULT;
}

static long
handle_request(McSimPort *self, UMockdevIoctlClient *client, gulong request)
{
	switch (request) {
	case USBDEVFS_REAPURB:
	case USBDEVFS_REAPURBNDELAY: return reap(self, client);
	case USBDEVFS_SUBMITURB: return submit(self, client);
	case USBDEVFS_DISCARDURB: return discard(self, client);
	case USBDEVFS_GET_CAPABILITIES: return set_capabilities(client);
	case USBDEVFS_GET_SPEED: return mc_sim_device_model(self->device)->speed;
	case USBDEVFS_DISCONNECT_CLAIM: return handle_disconnect_claim(self, client);
	case USBDEVFS_CLAIMINTERFACE:
	case USBDEVFS_RELEASEINTERFACE:
	case USBDEVFS_CLEAR_HALT:
	case USBDEVFS_RESETEP: return handle_number(self, client, request);
	case USBDEVFS_RESET: mc_sim_device_reset(self->device); return 0;
	case USBDEVFS_SETINTERFACE: /* every model has one configuration, and none can play */
	case USBDEVFS_SETCONFIGURATION: return 0;
	case USBDEVFS_GETDRIVER: /* no kernel driver is bound */
	case USBDEVFS_IOCTL: return -ENODATA;
	default: return -ENOTTY;
	}
}

/* ---- the door ---- */

struct McSimDoor {
	GMutex mutex; /* taken before the world's */
	McSimPort *port; /* NULL = shut */
};

/* The port, with the world's lock; NULL when there is none any more. */
static McSimPort *
enter(McSimDoor *door)
{
	g_mutex_lock(&door->mutex);
	if (door->port != NULL)
		g_mutex_lock(mc_sim_world_mutex(door->port->world));
	return door->port;
}

static void
leave(McSimDoor *door)
{
	if (door->port != NULL)
		g_mutex_unlock(mc_sim_world_mutex(door->port->world));
	g_mutex_unlock(&door->mutex);
}

static void
on_client_connected(UMockdevIoctlBase *base, UMockdevIoctlClient *client, gpointer data)
{
	McSimDoor *door = data;
	McSimPort *self = enter(door);

	if (self != NULL)
		mc_sim_port_sweep(self);
	leave(door);
}

static long
answer(McSimPort *self, const UMockdevIoctlBase *base, UMockdevIoctlClient *client)
{
	gulong request = umockdev_ioctl_client_get_request(client);
	gboolean reaps = request == USBDEVFS_REAPURB || request == USBDEVFS_REAPURBNDELAY;
	long result = -ENODEV;

	self->counts.requests++;
	/* after an unplug the clients of that time may only collect what was in flight */
	if (self->handler == base || reaps)
		result = handle_request(self, client, request);
	return self->handler != base && result == -EAGAIN ? -ENODEV : result;
}

static gboolean
on_ioctl(UMockdevIoctlBase *base, UMockdevIoctlClient *client, gpointer data)
{
	McSimDoor *door = data;
	McSimPort *self = enter(door);
	long result = self != NULL ? answer(self, base, client) : -ENODEV;

	leave(door);
	umockdev_ioctl_client_complete(client, result < 0 ? -1 : result, result < 0 ? (int)-result : 0);
	return TRUE;
}

static void
door_clear(gpointer data)
{
	g_mutex_clear(&((McSimDoor *)data)->mutex);
}

static void
door_unref(gpointer data, GClosure *unused)
{
	g_atomic_rc_box_release_full(data, door_clear);
}

void
mc_sim_port_open_door(McSimPort *self)
{
	self->door = g_atomic_rc_box_new0(McSimDoor);
	g_mutex_init(&self->door->mutex);
	self->door->port = self;
}

void
mc_sim_port_listen(McSimPort *self, UMockdevIoctlBase *handler)
{
	g_signal_connect_data(handler, "handle-ioctl", G_CALLBACK(on_ioctl),
	    g_atomic_rc_box_acquire(self->door), door_unref, 0);
	g_signal_connect_data(handler, "client-connected", G_CALLBACK(on_client_connected),
	    g_atomic_rc_box_acquire(self->door), door_unref, 0);
}

void
mc_sim_port_shut_door(McSimPort *self)
{
	McSimDoor *door = g_steal_pointer(&self->door);

	g_mutex_lock(&door->mutex);
	door->port = NULL;
	g_mutex_unlock(&door->mutex);
	door_unref(door, NULL);
}
