/* Every wait has a condition, and an end for those that never come. */

#include "tests/support/instruments/bench.h"

#include <string.h>

#define PATIENCE_MS 60000

static gboolean
on_patience(gpointer data)
{
	*(gboolean *)data = TRUE;
	return G_SOURCE_REMOVE;
}

static void
wait_until(Bench *self, gboolean (*is_so)(Bench *, gconstpointer), gconstpointer what)
{
	gboolean over = FALSE;
	guint source = g_timeout_add(PATIENCE_MS, on_patience, &over);

	while (!is_so(self, what) && !over) {
		if (self->manual)
			mc_clock_advance_ms(self->clock, 0);
		g_main_context_iteration(NULL, TRUE);
	}
	if (over)
		g_error("waited in vain: vision %u/%u, hearing %u/%u, reader %u/%u", self->state[0],
		    self->cause[0], self->state[1], self->cause[1], self->state[2], self->cause[2]);
	g_source_remove(source);
}

typedef struct Counted {
	const guint *counter;
	guint value;
} Counted;

static gboolean
is_counted(Bench *self, gconstpointer what)
{
	const Counted *counted = what;

	return *counted->counter >= counted->value;
}

void
bench_until(Bench *self, const guint *counter, guint value)
{
	Counted counted = {counter, value};

	wait_until(self, is_counted, &counted);
}

typedef struct Settled {
	McDeviceKind kind;
	McDeviceState state;
	McDeviceCause cause;
} Settled;

static gboolean
is_settled(Bench *self, gconstpointer what)
{
	const Settled *settled = what;
	const McDeviceInfo *info = self->devices->info(self->devices->self, settled->kind);

	return info->state == settled->state && info->cause == settled->cause;
}

void
bench_until_state(Bench *self, McDeviceKind kind, McDeviceState state, McDeviceCause cause)
{
	Settled settled = {kind, state, cause};

	wait_until(self, is_settled, &settled);
}

void
bench_until_ready(Bench *self, McDeviceKind kind)
{
	bench_until_state(self, kind, MC_DEVICE_READY, MC_CAUSE_NONE);
}

typedef struct Either {
	const guint *a, *b;
} Either;

static gboolean
is_either(Bench *self, gconstpointer what)
{
	const Either *either = what;

	return *either->a > 0 || *either->b > 0;
}

void
bench_until_either(Bench *self, const guint *a, const guint *b)
{
	Either either = {a, b};

	wait_until(self, is_either, &either);
}

static gboolean
is_usable(Bench *self, gconstpointer what)
{
	switch (*(const McDeviceKind *)what) {
	case MC_DEVICE_VISION_TESTER: return self->vision->is_ready(self->vision->self);
	case MC_DEVICE_AUDIOMETER: return self->hearing->is_ready(self->hearing->self);
	case MC_DEVICE_ID_READER: return self->reader->is_ready(self->reader->self);
	case MC_DEVICE_STATURE: return self->stature->is_ready(self->stature->self);
	case MC_DEVICE_RESPONSE_PAD: return self->pad->is_ready(self->pad->self);
	case MC_DEVICE_PRINTER: return self->printer->is_ready(self->printer->self);
	case MC_DEVICE_SOUND_METER: return self->sound_meter->is_ready(self->sound_meter->self);
	case MC_DEVICE_LUMINANCE_METER:
		return self->luminance_meter->is_ready(self->luminance_meter->self);
	case MC_DEVICE_CAMERA: break; /* none on a bus */
	}
	g_assert_not_reached();
}

void
bench_until_usable(Bench *self, McDeviceKind kind)
{
	wait_until(self, is_usable, &kind);
}

static gboolean
is_in_rig(Bench *self, gconstpointer what)
{
	g_autofree char *state = mc_sim_rig_command(self->rig, "state");
	g_auto(GStrv) words = g_strsplit(state, " ", -1);

	return g_strv_contains((const char *const *)words, what);
}

static gboolean
on_look_again(gpointer data)
{
	return G_SOURCE_CONTINUE; /* only wakes the loop */
}

void
bench_until_rig(Bench *self, const char *word)
{
	guint source = g_timeout_add(5, on_look_again, NULL);

	wait_until(self, is_in_rig, word);
	g_source_remove(source);
}

void
bench_for(Bench *self, guint ms)
{
	gboolean over = FALSE;

	g_timeout_add(ms, on_patience, &over);
	while (!over)
		g_main_context_iteration(NULL, TRUE);
}

gint
bench_next_timer_ms(void)
{
	GMainContext *context = g_main_context_default();
	gint priority = 0, timeout_ms = 0;

	g_assert_true(g_main_context_acquire(context));
	g_main_context_prepare(context, &priority);
	g_main_context_query(context, priority, &timeout_ms, NULL, 0);
	g_main_context_check(context, priority, NULL, 0);
	g_main_context_release(context);
	return timeout_ms;
}
