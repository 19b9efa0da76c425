#include "drivers/sim/bench.h"

#include <gio/gio.h>
#include <string.h>

typedef gboolean (*Handler)(McSimRig *rig, char **arguments, GString *reply, GError **error);

typedef struct Verb {
	const char *name;
	guint min_arguments, max_arguments;
	Handler run;
} Verb;

static gboolean refuse(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);

static gboolean
refuse(GError **error, const char *format, ...)
{
	g_autofree char *message = NULL;
	va_list arguments;

	va_start(arguments, format);
	message = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, message);
	return FALSE;
}

static gboolean
find_device(const char *name, McSimRigDevice *device, GError **error)
{
	return mc_sim_rig_device_from_name(name, device) || refuse(error, "no device %s", name);
}

static gboolean
read_number(const char *what, const char *text, guint base, guint max, guint *value, GError **error)
{
	guint64 wide;

	if (!g_ascii_string_to_unsigned(text, base, 0, max, &wide, NULL))
		return refuse(error, "%s wants a number up to %u", what, max);
	*value = (guint)wide;
	return TRUE;
}

/* ---- the plug ---- */

static gboolean
plug(McSimRig *rig, char **arguments, GString *reply, GError **error)
{
	McSimRigDevice device;

	if (!find_device(arguments[0], &device, error))
		return FALSE;
	mc_sim_device_plug(mc_sim_rig_device(rig, device));
	return TRUE;
}

static gboolean
unplug(McSimRig *rig, char **arguments, GString *reply, GError **error)
{
	McSimRigDevice device;
	guint times_ms[2] = {0, 0};

	if (!find_device(arguments[0], &device, error))
		return FALSE;
	for (guint i = 0; i < 2 && arguments[1 + i] != NULL; i++)
		if (!read_number("unplug", arguments[1 + i], 10, G_MAXINT32, &times_ms[i], error))
			return FALSE;
	mc_sim_device_unplug(mc_sim_rig_device(rig, device), times_ms[0], times_ms[1]);
	return TRUE;
}

/* The whole device loses its power: it leaves the bus and comes back as after switching on. */
static gboolean
power_cycle(McSimRig *rig, char **arguments, GString *reply, GError **error)
{
	McSimRigDevice device;
	guint off_ms = 500;

	if (!find_device(arguments[0], &device, error) ||
	    (arguments[1] != NULL &&
	        !read_number("power-cycle", arguments[1], 10, G_MAXINT32, &off_ms, error)))
		return FALSE;
	mc_sim_device_unplug(mc_sim_rig_device(rig, device), 0, MAX(off_ms, 1));
	return TRUE;
}

static gboolean
on_or_off(const char *word, gboolean *value, GError **error)
{
	*value = strcmp(word, "on") == 0;
	return *value || strcmp(word, "off") == 0 || refuse(error, "on or off, not %s", word);
}

static gboolean
hold(McSimRig *rig, char **arguments, GString *reply, GError **error)
{
	McSimRigDevice device;
	gboolean held;

	if (!find_device(arguments[0], &device, error) || !on_or_off(arguments[1], &held, error))
		return FALSE;
	mc_sim_rig_hold(rig, device, held);
	return TRUE;
}

static gboolean
forbid(McSimRig *rig, char **arguments, GString *reply, GError **error)
{
	McSimRigDevice device;
	gboolean forbidden;

	if (!find_device(arguments[0], &device, error) || !on_or_off(arguments[1], &forbidden, error))
		return FALSE;
	mc_sim_rig_forbid(rig, device, forbidden);
	return TRUE;
}

/* ---- faults ---- */

#define GARBAGE_BYTES_MAX 65536

/* The bytes that come instead of an answer. */
static gboolean
read_garbage(const char *path, GBytes **bytes, GError **error)
{
	char *content = NULL;
	gsize size = 0;

	if (*bytes != NULL)
		return refuse(error, "one file= is enough");
	if (!g_file_get_contents(path, &content, &size, error))
		return FALSE;
	*bytes = g_bytes_new_take(content, size);
	return size <= GARBAGE_BYTES_MAX ||
	       refuse(error, "file= of more than %d bytes", GARBAGE_BYTES_MAX);
}

static gboolean
read_fault_word(McSimFault *fault, const char *word, gboolean *has_kind, GError **error)
{
	const struct {
		const char *key;
		guint *value;
	} numbers[] = {
	    {"skip=", &fault->skip},
	    {"count=", &fault->count},
	    {"arg=", &fault->argument},
	    {"replug=", &fault->replug_ms},
	};
	guint endpoint = 0;

	for (guint i = 0; i < G_N_ELEMENTS(numbers); i++)
		if (g_str_has_prefix(word, numbers[i].key))
			return read_number(numbers[i].key, word + strlen(numbers[i].key), 10, G_MAXINT32,
			    numbers[i].value, error);
	if (g_str_has_prefix(word, "file="))
		return read_garbage(word + strlen("file="), &fault->instead, error);
	if (g_str_has_prefix(word, "ep=")) {
		if (!read_number("ep=", word + 3, 16, 0xff, &endpoint, error))
			return FALSE;
		fault->endpoint = (guint8)endpoint;
		return TRUE;
	}
	if (!g_str_has_prefix(word, "kind="))
		return refuse(error, "fault does not know %s", word);
	*has_kind = mc_sim_fault_kind_from_name(word + 5, &fault->kind);
	return *has_kind || refuse(error, "no fault of %s", word);
}

/* Not a fault of the bus but of the reader: its replies carry a wrong check byte. */
static gboolean
break_checks(McSimRig *rig, McSimRigDevice device, const McSimFault *fault, GError **error)
{
	if (device != MC_SIM_RIG_READER)
		return refuse(error, "only the reader has checksums");
	mc_sim_id_reader_break_checks(rig->reader, fault->skip, fault->count);
	return TRUE;
}

static gboolean
read_and_add_fault(McSimRig *rig, char **arguments, McSimFault *fault, GError **error)
{
	McSimRigDevice device;
	gboolean has_kind = FALSE, is_checksum = FALSE;

	if (!find_device(arguments[0], &device, error))
		return FALSE;
	for (guint i = 1; arguments[i] != NULL; i++) {
		if (strcmp(arguments[i], "kind=checksum") == 0)
			is_checksum = TRUE;
		else if (!read_fault_word(fault, arguments[i], &has_kind, error))
			return FALSE;
	}
	if (is_checksum)
		return break_checks(rig, device, fault, error);
	if (!has_kind)
		return refuse(error, "fault wants kind=…");
	return mc_sim_device_add_fault(mc_sim_rig_device(rig, device), fault) ||
	       refuse(error, "the fault table is full");
}

static gboolean
add_fault(McSimRig *rig, char **arguments, GString *reply, GError **error)
{
	McSimFault fault = {.count = 1};
	gboolean done = read_and_add_fault(rig, arguments, &fault, error);

	g_clear_pointer(&fault.instead, g_bytes_unref); /* the device keeps its own */
	return done;
}

static gboolean
clear_faults(McSimRig *rig, char **arguments, GString *reply, GError **error)
{
	McSimRigDevice device;

	if (!find_device(arguments[0], &device, error))
		return FALSE;
	mc_sim_device_clear_faults(mc_sim_rig_device(rig, device));
	return TRUE;
}

/* ---- hands on the instruments ---- */

static gboolean
key(McSimRig *rig, char **arguments, GString *reply, GError **error)
{
	McSimKey value;

	if (!mc_sim_key_from_name(arguments[0], &value) || value == MC_SIM_KEY_NONE)
		return refuse(error, "the pad has no key %s", arguments[0]);
	mc_sim_vision_tester_press(rig->vision, value);
	return TRUE;
}

static gboolean
pad(McSimRig *rig, char **arguments, GString *reply, GError **error)
{
	McSimKey value;

	if (!mc_sim_key_from_name(arguments[0], &value) || value == MC_SIM_KEY_NONE)
		return refuse(error, "the pad has no key %s", arguments[0]);
	mc_sim_pad_press(rig->pad, value);
	return TRUE;
}

/* A stranger at his own keyboard. */
static gboolean
rogue(McSimRig *rig, char **arguments, GString *reply, GError **error)
{
	McSimKey value;

	if (!mc_sim_key_from_name(arguments[0], &value) || value == MC_SIM_KEY_NONE)
		return refuse(error, "no key %s", arguments[0]);
	mc_sim_pad_press(rig->rogue_keyboard, value);
	return TRUE;
}

static gboolean
slip(McSimRig *rig, char **arguments, GString *reply, GError **error)
{
	if (strcmp(arguments[0], "save") != 0)
		return refuse(error, "slip save PATH");
	return mc_sim_printer_save(rig->printer, arguments[1], error);
}

static gboolean
heard(McSimRig *rig, char **arguments, GString *reply, GError **error)
{
	McSimRigDevice device;

	if (!find_device(arguments[0], &device, error))
		return FALSE;
	return mc_sim_rig_heard(rig, device, reply) ||
	       refuse(error, "%s does not speak SCPI", arguments[0]);
}

static gboolean
couple(McSimRig *rig, char **arguments, GString *reply, GError **error)
{
	static const char *const places[] = {"room", "left", "right", NULL};

	for (guint i = 0; places[i] != NULL; i++)
		if (strcmp(places[i], arguments[0]) == 0) {
			rig->coupler = (McSimCoupler)i;
			return TRUE;
		}
	return refuse(error, "couple room, left or right");
}

static gboolean
press(McSimRig *rig, char **arguments, GString *reply, GError **error)
{
	McSimSide side;

	if (!mc_sim_side_from_name(arguments[0], &side))
		return refuse(error, "the handset has no key %s", arguments[0]);
	mc_sim_audiometer_press(rig->audiometer, side);
	return TRUE;
}

static gboolean
card(McSimRig *rig, char **arguments, GString *reply, GError **error)
{
	guint after_ms = 0;

	if (strcmp(arguments[0], "lift") == 0) {
		if (arguments[1] != NULL &&
		    !read_number("card lift", arguments[1], 10, G_MAXINT32, &after_ms, error))
			return FALSE;
		mc_sim_id_reader_lift(rig->reader, after_ms);
		return TRUE;
	}
	if (strcmp(arguments[0], "put") != 0 || arguments[1] == NULL)
		return refuse(error, "card put NAME, or card lift");
	return mc_sim_id_reader_put(rig->reader, arguments[1]) ||
	       refuse(error, "there is no card %s, or one is lying there", arguments[1]);
}

/* ---- the person ---- */

static gboolean
person(McSimRig *rig, char **arguments, GString *reply, GError **error)
{
	return mc_sim_rig_seat_person(rig, arguments[0], error);
}

static gboolean
walk_away(McSimRig *rig, char **arguments, GString *reply, GError **error)
{
	mc_sim_seat_set_present(rig->seat, FALSE);
	return TRUE;
}

static gboolean
come_back(McSimRig *rig, char **arguments, GString *reply, GError **error)
{
	mc_sim_seat_set_present(rig->seat, TRUE);
	return TRUE;
}

static gboolean
glasses(McSimRig *rig, char **arguments, GString *reply, GError **error)
{
	gboolean on;

	if (!on_or_off(arguments[0], &on, error))
		return FALSE;
	mc_sim_seat_set_glasses(rig->seat, on);
	return TRUE;
}

static gboolean
head(McSimRig *rig, char **arguments, GString *reply, GError **error)
{
	gboolean in = strcmp(arguments[0], "in") == 0;

	if (!in && strcmp(arguments[0], "out") != 0)
		return refuse(error, "in or out, not %s", arguments[0]);
	mc_sim_seat_set_head(rig->seat, in);
	return TRUE;
}

static gboolean
headphones(McSimRig *rig, char **arguments, GString *reply, GError **error)
{
	gboolean on;

	if (!on_or_off(arguments[0], &on, error))
		return FALSE;
	mc_sim_seat_set_headphones(rig->seat, on);
	return TRUE;
}

/* "on" as whoever sits there, "on HEIGHT-MM WEIGHT-G", "sway", "off". */
static gboolean
step(McSimRig *rig, char **arguments, GString *reply, GError **error)
{
	McSimBody body = {1700, 65000, strcmp(arguments[0], "sway") == 0};
	guint height_mm = 0, weight_g = 0;

	if (strcmp(arguments[0], "off") == 0) {
		mc_sim_seat_step_off(rig->seat);
		return TRUE;
	}
	if (!body.sways && strcmp(arguments[0], "on") != 0)
		return refuse(error, "on, sway or off, not %s", arguments[0]);
	if (arguments[1] == NULL) {
		mc_sim_seat_step_on(rig->seat, body.sways ? &body : NULL);
		return TRUE;
	}
	if (arguments[2] == NULL)
		return refuse(error, "step on HEIGHT-MM WEIGHT-G");
	if (!read_number("height", arguments[1], 10, 3000, &height_mm, error) ||
	    !read_number("weight", arguments[2], 10, 400000, &weight_g, error))
		return FALSE;
	body.height_mm = (gint)height_mm;
	body.weight_g = (gint)weight_g;
	mc_sim_seat_step_on(rig->seat, &body);
	return TRUE;
}

static gboolean
set(McSimRig *rig, char **arguments, GString *reply, GError **error)
{
	McSimRigDevice device;

	if (!find_device(arguments[0], &device, error))
		return FALSE;
	for (guint i = 1; arguments[i] != NULL; i++) {
		g_auto(GStrv) pair = g_strsplit(arguments[i], "=", 2);

		if (g_strv_length(pair) != 2)
			return refuse(error, "set wants key=value, not %s", arguments[i]);
		if (!mc_sim_rig_set(rig, device, pair[0], pair[1], error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
state(McSimRig *rig, char **arguments, GString *reply, GError **error)
{
	mc_sim_rig_describe(rig, reply);
	return TRUE;
}

static const Verb verbs[] = {
    {"plug", 1, 1, plug},
    {"unplug", 1, 3, unplug},
    {"power-cycle", 1, 2, power_cycle},
    {"hold", 2, 2, hold},
    {"forbid", 2, 2, forbid},
    {"fault", 2, 8, add_fault},
    {"clear", 1, 1, clear_faults},
    {"damage", 2, 3, mc_sim_rig_damage},
    {"key", 1, 1, key},
    {"press", 1, 1, press},
    {"lean", 2, 2, mc_sim_rig_lean},
    {"let-go", 0, 0, mc_sim_rig_let_go},
    {"card", 1, 2, card},
    {"person", 1, 1, person},
    {"walk-away", 0, 0, walk_away},
    {"come-back", 0, 0, come_back},
    {"glasses", 1, 1, glasses},
    {"head", 1, 1, head},
    {"headphones", 1, 1, headphones},
    {"gaze", 3, 3, mc_sim_rig_gaze},
    {"lamp", 1, 1, mc_sim_rig_lamp},
    {"step", 1, 3, step},
    {"pad", 1, 1, pad},
    {"rogue", 1, 1, rogue},
    {"slip", 2, 2, slip},
    {"couple", 1, 1, couple},
    {"heard", 1, 1, heard},
    {"set", 2, 16, set},
    {"state", 0, 0, state},
};

gboolean
mc_sim_control_run(McSimRig *rig, char **words, GString *reply, GError **error)
{
	guint arguments = g_strv_length(words) - 1;

	for (guint i = 0; i < G_N_ELEMENTS(verbs); i++) {
		if (strcmp(verbs[i].name, words[0]) != 0)
			continue;
		if (arguments < verbs[i].min_arguments || arguments > verbs[i].max_arguments)
			return refuse(error, "%s: wrong number of words", words[0]);
		if (!verbs[i].run(rig, words + 1, reply, error))
			return FALSE;
		if (verbs[i].run != state)
			mc_sim_rig_touch(rig);
		return TRUE;
	}
	return refuse(error, "unknown command %s", words[0]);
}
