/* What a device says of itself when it comes, wrong in one byte. */
#include "drivers/sim/bench.h"

#include <gio/gio.h>
#include <string.h>

static void
mend(McSimDamage *damage)
{
	if (damage->device != NULL)
		mc_sim_device_set_model(damage->device, damage->whole);
	damage->device = NULL;
}

/* What the model says later (a serial number that is set) it no longer says in here. */
static void
break_byte(McSimDamage *damage, McSimDevice *device, guint offset, guint8 value)
{
	g_assert(mc_sim_device_model(device)->configuration_bytes <= sizeof damage->bytes);
	damage->device = device;
	damage->whole = mc_sim_device_model(device);
	damage->broken = *damage->whole;
	memcpy(damage->bytes, damage->whole->configuration, damage->whole->configuration_bytes);
	damage->bytes[offset] = value;
	damage->broken.configuration = damage->bytes;
	mc_sim_device_set_model(device, &damage->broken);
}

static gboolean
refuse(GError **error, const char *why)
{
	g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, why);
	return FALSE;
}

gboolean
mc_sim_rig_damage(McSimRig *rig, char **arguments, GString *reply, GError **error)
{
	McSimRigDevice which;
	McSimDevice *device;
	guint64 offset, value;

	if (!mc_sim_rig_device_from_name(arguments[0], &which))
		return refuse(error, "damage: no such device");
	mend(&rig->damage);
	device = mc_sim_rig_device(rig, which);
	if (arguments[2] == NULL)
		return strcmp(arguments[1], "off") == 0 ||
		       refuse(error, "damage DEVICE OFFSET BYTE, or off");
	if (!g_ascii_string_to_unsigned(arguments[1], 10, 0,
	        mc_sim_device_model(device)->configuration_bytes - 1, &offset, error) ||
	    !g_ascii_string_to_unsigned(arguments[2], 10, 0, G_MAXUINT8, &value, error))
		return FALSE;
	break_byte(&rig->damage, device, (guint)offset, (guint8)value);
	return TRUE;
}
