#include "drivers/sim/trace/script.h"

#include "drivers/sim/core/device.h"
#include "drivers/usbmon/usbmon.h"

#include <string.h>

#define ENDPOINT_IN 0x80
#define DESCRIPTOR_BYTES 18
#define DESCRIPTOR_VENDOR 8
#define DESCRIPTOR_PRODUCT 10

typedef struct Reading {
	McSimScript *script;
	GHashTable *open; /* id -> McSimStep: submitted, not yet over */
	gboolean known; /* the device's descriptor was there */
} Reading;

static void
step_free(gpointer data)
{
	McSimStep *step = data;

	g_free(step->bytes);
	g_free(step);
}

static void
step_clear(gpointer data)
{
	g_free(((McSimStep *)data)->bytes);
}

static void
take_bytes(McSimStep *step, const McUsbmonEvent *event)
{
	if (event->kept == 0 || step->bytes != NULL)
		return;
	step->kept = MIN(event->kept, MC_SIM_STEP_BYTES_MAX);
	step->bytes = g_memdup2(event->bytes, step->kept);
}

static void
take_submission(Reading *self, const McUsbmonEvent *event)
{
	McSimStep *step;

	/* a sane host has a few under way, not hundreds */
	if (g_hash_table_size(self->open) >= MC_SIM_STEPS_MAX)
		return;
	step = g_new0(McSimStep, 1);
	step->is_control = event->pipe == MC_USBMON_CONTROL;
	step->is_in = (event->endpoint & ENDPOINT_IN) != 0;
	step->endpoint = step->is_control ? 0 : event->endpoint;
	step->asked = event->length;
	memcpy(step->setup, event->setup, sizeof step->setup);
	if (!step->is_in)
		take_bytes(step, event);
	g_hash_table_replace(self->open, g_memdup2(&event->id, sizeof event->id), step);
}

/* GET_DESCRIPTOR of the device: who this is, and no step. */
static gboolean
take_identity(Reading *self, const McSimStep *step)
{
	if (!step->is_control || step->setup[0] != 0x80 || step->setup[1] != 6 || step->setup[3] != 1 ||
	    step->kept < DESCRIPTOR_BYTES)
		return FALSE;
	self->script->vendor_id =
	    (guint16)(step->bytes[DESCRIPTOR_VENDOR] | step->bytes[DESCRIPTOR_VENDOR + 1] << 8);
	self->script->product_id =
	    (guint16)(step->bytes[DESCRIPTOR_PRODUCT] | step->bytes[DESCRIPTOR_PRODUCT + 1] << 8);
	self->known = TRUE;
	return TRUE;
}

static void
take_completion(Reading *self, const McUsbmonEvent *event)
{
	McSimStep *open = g_hash_table_lookup(self->open, &event->id);
	McSimStep step;

	if (open == NULL) /* it began before the recording */
		return;
	step = *open;
	open->bytes = NULL;
	g_hash_table_remove(self->open, &event->id);
	step.status = event->status;
	step.length = event->length;
	if (step.is_in)
		take_bytes(&step, event);
	if (take_identity(self, &step) || (step.is_control && mc_sim_setup_is_of_host(step.setup)) ||
	    self->script->steps->len >= MC_SIM_STEPS_MAX)
		step_clear(&step);
	else
		g_array_append_val(self->script->steps, step);
}

static void
take(const McUsbmonEvent *event, gpointer data)
{
	if (event->is_completion)
		take_completion(data, event);
	else
		take_submission(data, event);
}

McSimScript *
mc_sim_script_parse(gconstpointer file, gsize size, GError **error)
{
	g_autoptr(McSimScript) script = g_new0(McSimScript, 1);
	g_autoptr(GHashTable) open =
	    g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, step_free);
	g_autofree char *problem = NULL;
	Reading reading = {.script = script, .open = open};

	script->steps = g_array_new(FALSE, FALSE, sizeof(McSimStep));
	g_array_set_clear_func(script->steps, step_clear);
	if (!mc_usbmon_read(file, size, take, &reading, &problem)) {
		g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "no flight record: %s", problem);
		return NULL;
	}
	if (!reading.known || script->steps->len == 0) {
		g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
		    "a flight record begins with the device's descriptor and has a transfer; this has not");
		return NULL;
	}
	return g_steal_pointer(&script);
}

McSimScript *
mc_sim_script_load(const char *path, GError **error)
{
	g_autofree char *bytes = NULL;
	gsize size = 0;

	if (!g_file_get_contents(path, &bytes, &size, error))
		return NULL;
	return mc_sim_script_parse(bytes, size, error);
}

void
mc_sim_script_free(McSimScript *self)
{
	if (self == NULL)
		return;
	g_array_unref(self->steps);
	g_free(self);
}
