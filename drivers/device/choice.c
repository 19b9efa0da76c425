/* Which of several on the bus: that of the kiosk, whoever was plugged in first. */

#include "drivers/device/private.h"

typedef gboolean (*Excluded)(McDevice *self, McBusDevice *device);

static gboolean
is_wanted(McDevice *self, McBusDevice *device)
{
	return self->ops->wants == NULL ||
	       self->ops->wants(
	           self->driver, mc_bus_device_vendor_id(device), mc_bus_device_product_id(device));
}

static gboolean
is_wrong(McDevice *self, McBusDevice *device)
{
	return g_ptr_array_find(self->wrong, device, NULL);
}

static gboolean
is_refused(McDevice *self, McBusDevice *device)
{
	return is_wrong(self, device) || g_ptr_array_find(self->strangers, device, NULL);
}

/* The first one behind the one that is used, all the way round and that one last. */
static McBusDevice *
next_of(McDevice *self, Excluded excluded)
{
	guint count = self->present->len, used = 0;
	gboolean has_used = self->used != NULL && g_ptr_array_find(self->present, self->used, &used);

	for (guint i = 0; i < count; i++) {
		McBusDevice *device = self->present->pdata[(has_used ? used + 1 + i : i) % count];

		if (is_wanted(self, device) && (excluded == NULL || !excluded(self, device)))
			return device;
	}
	return NULL;
}

gboolean
mc_device_wants_used(McDevice *self)
{
	return self->used == NULL || is_wanted(self, self->used);
}

void
mc_device_choose(McDevice *self)
{
	if (self->used == NULL)
		self->used = next_of(self, is_refused);
	if (self->used == NULL)
		self->used = next_of(self, is_wrong);
	if (self->used == NULL)
		self->used = next_of(self, NULL);
}

void
mc_device_take_turns(McDevice *self)
{
	McBusDevice *next = next_of(self, is_refused);

	if (next != NULL)
		self->used = next;
}

static gboolean
go_on_to(McDevice *self, McBusDevice *next)
{
	if (next == NULL || next == self->used)
		return FALSE;
	self->used = next;
	return TRUE;
}

static void
add(GPtrArray *devices, McBusDevice *device)
{
	if (!g_ptr_array_find(devices, device, NULL))
		g_ptr_array_add(devices, device);
}

gboolean
mc_device_pass_stranger(McDevice *self)
{
	add(self->strangers, self->used);
	return go_on_to(self, next_of(self, is_refused));
}

gboolean
mc_device_pass_wrong(McDevice *self)
{
	McBusDevice *next;

	add(self->wrong, self->used);
	next = next_of(self, is_refused);
	return go_on_to(self, next != NULL ? next : next_of(self, is_wrong));
}

gboolean
mc_device_prefers_other(McDevice *self)
{
	return self->used != NULL && is_refused(self, self->used) &&
	       go_on_to(self, next_of(self, is_refused));
}

gboolean
mc_device_is_another(McDevice *self)
{
	return g_ptr_array_find(self->behind, self->used, NULL);
}

void
mc_device_forget(McDevice *self, McBusDevice *device)
{
	gboolean was_behind = g_ptr_array_remove(self->behind, device);

	g_ptr_array_remove(self->present, device);
	g_ptr_array_remove(self->strangers, device);
	g_ptr_array_remove(self->wrong, device);
	if (device != self->used || was_behind)
		return;
	g_ptr_array_set_size(self->behind, 0);
	g_ptr_array_extend(self->behind, self->present, NULL, NULL);
}
