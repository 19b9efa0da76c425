#include "drivers/sim/rig.h"
#include "drivers/sim/bench.h"
#include "drivers/sim/umockdev/usbfs.h"
#include "drivers/sim/vhci/vhci.h"

#include <gio/gio.h>
#include <string.h>

static guint
port_of(McSimRigDevice device)
{
	return (guint)device + 1;
}

const char *
mc_sim_rig_device_name(McSimRigDevice device)
{
	static const char *const names[MC_SIM_RIG_DEVICES] = {
	    [MC_SIM_RIG_VISION] = "vision",
	    [MC_SIM_RIG_AUDIOMETER] = "audiometer",
	    [MC_SIM_RIG_READER] = "reader",
	    [MC_SIM_RIG_STATURE] = "stature",
	    [MC_SIM_RIG_SCALE] = "scale",
	    [MC_SIM_RIG_PAD] = "pad",
	    [MC_SIM_RIG_PRINTER] = "printer",
	    [MC_SIM_RIG_SOUND_METER] = "sound-meter",
	    [MC_SIM_RIG_LUMINANCE_METER] = "luminance-meter",
	    [MC_SIM_RIG_SOUND_CARD] = "sound-card",
	    [MC_SIM_RIG_ROGUE_KEYBOARD] = "rogue-keyboard",
	    [MC_SIM_RIG_ROGUE_STORAGE] = "rogue-storage",
	};

	return names[device];
}

gboolean
mc_sim_rig_device_from_name(const char *name, McSimRigDevice *device)
{
	for (guint i = 0; i < MC_SIM_RIG_DEVICES; i++) {
		*device = (McSimRigDevice)i;
		if (strcmp(mc_sim_rig_device_name(*device), name) == 0)
			return TRUE;
	}
	return FALSE;
}

/* NULL for what does not speak SCPI. */
static McSimInstrument *
instrument_of(McSimRig *self, McSimRigDevice device)
{
	switch (device) {
	case MC_SIM_RIG_VISION: return mc_sim_vision_tester_instrument(self->vision);
	case MC_SIM_RIG_AUDIOMETER: return mc_sim_audiometer_instrument(self->audiometer);
	case MC_SIM_RIG_STATURE: return mc_sim_stature_instrument(self->stature);
	case MC_SIM_RIG_SOUND_METER: return mc_sim_meter_instrument(self->sound_meter);
	case MC_SIM_RIG_LUMINANCE_METER: return mc_sim_meter_instrument(self->luminance_meter);
	case MC_SIM_RIG_READER:
	case MC_SIM_RIG_SCALE:
	case MC_SIM_RIG_PAD:
	case MC_SIM_RIG_PRINTER:
	case MC_SIM_RIG_SOUND_CARD:
	case MC_SIM_RIG_ROGUE_KEYBOARD:
	case MC_SIM_RIG_ROGUE_STORAGE: break;
	}
	return NULL;
}

McSimDevice *
mc_sim_rig_device(McSimRig *self, McSimRigDevice device)
{
	switch (device) {
	case MC_SIM_RIG_VISION:
	case MC_SIM_RIG_AUDIOMETER:
	case MC_SIM_RIG_STATURE:
	case MC_SIM_RIG_SOUND_METER:
	case MC_SIM_RIG_LUMINANCE_METER: return mc_sim_instrument_device(instrument_of(self, device));
	case MC_SIM_RIG_READER: return mc_sim_id_reader_device(self->reader);
	case MC_SIM_RIG_SCALE: return mc_sim_scale_device(self->scale);
	case MC_SIM_RIG_PAD: return mc_sim_pad_device(self->pad);
	case MC_SIM_RIG_PRINTER: return mc_sim_printer_device(self->printer);
	case MC_SIM_RIG_SOUND_CARD: return mc_sim_sound_card_device(self->sound_card);
	case MC_SIM_RIG_ROGUE_KEYBOARD: return mc_sim_pad_device(self->rogue_keyboard);
	case MC_SIM_RIG_ROGUE_STORAGE: return mc_sim_storage_device(self->rogue_storage);
	}
	g_return_val_if_reached(NULL);
}

void
mc_sim_rig_hold(McSimRig *self, McSimRigDevice device, gboolean held)
{
	self->bus->ops->set_held(self->bus, port_of(device), held);
}

void
mc_sim_rig_forbid(McSimRig *self, McSimRigDevice device, gboolean forbidden)
{
	self->bus->ops->set_forbidden(self->bus, port_of(device), forbidden);
}

gboolean
mc_sim_rig_set(
    McSimRig *self, McSimRigDevice device, const char *key, const char *value, GError **error)
{
	switch (device) {
	case MC_SIM_RIG_VISION:
	case MC_SIM_RIG_AUDIOMETER:
	case MC_SIM_RIG_STATURE:
	case MC_SIM_RIG_SOUND_METER:
	case MC_SIM_RIG_LUMINANCE_METER:
		return mc_sim_instrument_set(instrument_of(self, device), key, value, error);
	case MC_SIM_RIG_READER: return mc_sim_id_reader_set(self->reader, key, value, error);
	case MC_SIM_RIG_SCALE: return mc_sim_scale_set(self->scale, key, value, error);
	case MC_SIM_RIG_PAD: return mc_sim_pad_set(self->pad, key, value, error);
	case MC_SIM_RIG_PRINTER: return mc_sim_printer_set(self->printer, key, value, error);
	case MC_SIM_RIG_SOUND_CARD: return mc_sim_sound_card_set(self->sound_card, key, value, error);
	case MC_SIM_RIG_ROGUE_KEYBOARD: return mc_sim_pad_set(self->rogue_keyboard, key, value, error);
	case MC_SIM_RIG_ROGUE_STORAGE:
		g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "no setting %s", key);
		return FALSE;
	}
	g_return_val_if_reached(FALSE);
}

gboolean
mc_sim_rig_heard(McSimRig *self, McSimRigDevice device, GString *line)
{
	McSimInstrument *instrument = instrument_of(self, device);

	if (instrument != NULL)
		mc_sim_instrument_heard(instrument, line);
	return instrument != NULL;
}

void
mc_sim_rig_describe(McSimRig *self, GString *line)
{
	g_string_append_printf(line, "revision=%" G_GUINT64_FORMAT, self->revision);
	mc_sim_seat_describe(self->seat, line);
	for (guint i = 0; i < MC_SIM_RIG_DEVICES; i++) {
		McSimInstrument *instrument = instrument_of(self, (McSimRigDevice)i);

		if (instrument != NULL)
			mc_sim_instrument_describe(instrument, line);
	}
	mc_sim_id_reader_describe(self->reader, line);
	mc_sim_scale_describe(self->scale, line);
	mc_sim_pad_describe(self->pad, "pad", line);
	mc_sim_pad_describe(self->rogue_keyboard, "rogue-keyboard", line);
	mc_sim_printer_describe(self->printer, line);
	mc_sim_sound_card_describe(self->sound_card, line);
}

gboolean
mc_sim_rig_seat_person(McSimRig *self, const char *name, GError **error)
{
	McSimPerson *person = mc_sim_person_new(name, self->seed);

	if (person == NULL && strcmp(name, "visitor") != 0) {
		g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "there is no person %s", name);
		return FALSE;
	}
	mc_sim_seat_set_person(self->seat, person);
	return TRUE;
}

void
mc_sim_rig_touch(McSimRig *self)
{
	self->revision++;
	if (self->changed != NULL)
		self->changed(self->changed_data);
}

static void
on_part_changed(gpointer data)
{
	mc_sim_rig_touch(data);
}

static void
plug_in(McSimRig *self, const gboolean plugged[MC_SIM_RIG_DEVICES])
{
	for (guint i = 0; i < MC_SIM_RIG_DEVICES; i++) {
		McSimDevice *device = mc_sim_rig_device(self, (McSimRigDevice)i);

		self->bus->ops->add(self->bus, device, port_of((McSimRigDevice)i));
		if (plugged[i])
			mc_sim_device_plug(device);
	}
}

/* The environment stands above the program: the same test binaries run over either. */
static McSimBus *
new_bus(McSimRig *self, McSimTransport wish, GError **error)
{
	if (g_strcmp0(g_getenv("MEDCHECK_DEVSIM_BUS"), "vhci") == 0)
		wish = MC_SIM_TRANSPORT_VHCI;
	switch (wish) {
	case MC_SIM_TRANSPORT_UMOCKDEV:
		return mc_sim_usbfs_new(self->world, on_part_changed, self, error);
	case MC_SIM_TRANSPORT_VHCI: return mc_sim_vhci_new(self->world, on_part_changed, self, error);
	}
	g_return_val_if_reached(NULL);
}

/* ---- what the references measure ---- */

static void
sound(gpointer data, gint octave_deci_db[MC_SIM_OCTAVES])
{
	McSimRig *self = data;

	G_STATIC_ASSERT(MC_SIM_OCTAVES == MC_SIM_AUDIOMETER_OCTAVES);
	if (self->coupler == IN_THE_ROOM)
		mc_sim_audiometer_in_room(self->audiometer, octave_deci_db);
	else
		mc_sim_audiometer_at_ear(self->audiometer,
		    self->coupler == AT_LEFT_EAR ? MC_SIM_LEFT : MC_SIM_RIGHT, octave_deci_db);
}

static double
luminance_cd_m2(gpointer data)
{
	return mc_sim_vision_tester_luminance_cd_m2(((McSimRig *)data)->vision);
}

static const McSimScene scene = {.sound = sound, .luminance_cd_m2 = luminance_cd_m2};

/* ---- life ---- */

static void
make_peripherals(McSimRig *self, const McSimRigOptions *options)
{
	self->stature = mc_sim_stature_new(self->world);
	self->scale = mc_sim_scale_new(self->world, (McSimLineChip)options->scale_plug);
	self->pad =
	    mc_sim_pad_new(self->world, options->gamepad ? MC_SIM_PAD_GAMEPAD : MC_SIM_PAD_KEYBOARD);
	self->rogue_keyboard = mc_sim_pad_new(self->world, MC_SIM_PAD_ROGUE);
	self->rogue_storage = mc_sim_storage_new(self->world);
	self->printer = mc_sim_printer_new(self->world, on_part_changed, self);
	self->sound_card = mc_sim_sound_card_new(self->world);
	self->sound_meter = mc_sim_meter_new(self->world, MC_SIM_METER_SOUND, &scene, self);
	self->luminance_meter = mc_sim_meter_new(self->world, MC_SIM_METER_LUMINANCE, &scene, self);
}

McSimRig *
mc_sim_rig_new(const McSimRigOptions *options, GError **error)
{
	McSimRig *self = g_new0(McSimRig, 1);
	gboolean fine = TRUE;

	self->seed = options->seed;
	self->world = mc_sim_world_new(options->clock_rate);
	self->bus = new_bus(self, options->transport, error);
	if (self->bus == NULL) {
		mc_sim_rig_free(self);
		return NULL;
	}
	g_mutex_lock(mc_sim_world_mutex(self->world));
	self->vision = mc_sim_vision_tester_new(self->world);
	self->audiometer = mc_sim_audiometer_new(self->world);
	self->reader = mc_sim_id_reader_new(self->world, options->split_pipes, on_part_changed, self);
	make_peripherals(self, options);
	self->seat = mc_sim_seat_new(self->world,
	    &(McSimPlaces){self->vision, self->audiometer, self->stature, self->scale, self->pad},
	    on_part_changed, self);
	if (options->person != NULL)
		fine = mc_sim_rig_seat_person(self, options->person, error);
	plug_in(self, options->plugged);
	fine = fine && mc_sim_rig_open_traces(self, options, error);
	g_mutex_unlock(mc_sim_world_mutex(self->world));
	if (!fine) {
		mc_sim_rig_free(self);
		return NULL;
	}
	self->bus->ops->settle(self->bus);
	return self;
}

void
mc_sim_rig_free(McSimRig *self)
{
	if (self == NULL)
		return;
	if (self->bus != NULL)
		self->bus->ops->free(self->bus);
	g_mutex_lock(mc_sim_world_mutex(self->world));
	g_clear_pointer(&self->replay, mc_sim_replay_free);
	mc_sim_seat_free(self->seat);
	mc_sim_vision_tester_free(self->vision);
	mc_sim_audiometer_free(self->audiometer);
	mc_sim_id_reader_free(self->reader);
	mc_sim_stature_free(self->stature);
	mc_sim_scale_free(self->scale);
	mc_sim_pad_free(self->pad);
	mc_sim_pad_free(self->rogue_keyboard);
	mc_sim_storage_free(self->rogue_storage);
	mc_sim_printer_free(self->printer);
	mc_sim_sound_card_free(self->sound_card);
	mc_sim_meter_free(self->sound_meter);
	mc_sim_meter_free(self->luminance_meter);
	mc_sim_trace_free(self->trace);
	g_mutex_unlock(mc_sim_world_mutex(self->world));
	mc_sim_world_free(self->world);
	g_free(self);
}

char *
mc_sim_rig_command(McSimRig *self, const char *line)
{
	g_autoptr(GString) reply = g_string_new(NULL);
	g_autoptr(GError) error = NULL;
	g_auto(GStrv) words = NULL;
	gboolean done;

	if (!g_shell_parse_argv(line, NULL, &words, &error))
		return g_strdup_printf("error %s", error->message);
	g_mutex_lock(mc_sim_world_mutex(self->world));
	done = mc_sim_control_run(self, words, reply, &error);
	g_mutex_unlock(mc_sim_world_mutex(self->world));
	self->bus->ops->settle(self->bus);
	if (!done)
		return g_strdup_printf("error %s", error->message);
	return reply->len > 0 ? g_strdup_printf("ok %s", g_strstrip(reply->str)) : g_strdup("ok");
}

void
mc_sim_rig_set_listener(McSimRig *self, void (*changed)(gpointer data), gpointer data)
{
	g_mutex_lock(mc_sim_world_mutex(self->world));
	self->changed = changed;
	self->changed_data = data;
	g_mutex_unlock(mc_sim_world_mutex(self->world));
}

guint64
mc_sim_rig_revision(McSimRig *self)
{
	guint64 revision;

	g_mutex_lock(mc_sim_world_mutex(self->world));
	revision = self->revision;
	g_mutex_unlock(mc_sim_world_mutex(self->world));
	return revision;
}

McSimRigCounts
mc_sim_rig_counts(McSimRig *self, McSimRigDevice device)
{
	McSimBusCounts counts;

	g_mutex_lock(mc_sim_world_mutex(self->world));
	counts = self->bus->ops->counts(self->bus, port_of(device));
	g_mutex_unlock(mc_sim_world_mutex(self->world));
	return (McSimRigCounts){.requests = counts.requests, .empty_reaps = counts.empty_reaps};
}
