#include "app/base/clock.h"

#include <sys/timex.h>

/* The kernel lets its bound grow to this and then says no more. */
#define ERROR_MAX_US (16 * (gint64)G_USEC_PER_SEC)

typedef struct McTimer {
	McClock *clock;
	guint64 id;
	gint64 due_us;
	McClockFunc func;
	gpointer data;
	guint source; /* system clock: the GLib source that will fire it */
} McTimer;

struct McClock {
	guint rate;
	gboolean manual;
	gint64 now_us, wall_us; /* manual */
	gboolean synchronised; /* manual */
	guint64 last_id;
	GHashTable *timers; /* id -> McTimer, owned */
};

static McClock *
clock_new(guint rate, gboolean manual)
{
	McClock *self = g_new0(McClock, 1);

	self->rate = rate;
	self->manual = manual;
	self->timers = g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, g_free);
	return self;
}

McClock *
mc_clock_new_system(guint rate)
{
	return clock_new(MAX(rate, 1), FALSE);
}

McClock *
mc_clock_new_manual(gint64 wall_us)
{
	McClock *self = clock_new(1, TRUE);

	self->wall_us = wall_us;
	return self;
}

void
mc_clock_free(McClock *self)
{
	GHashTableIter iter;
	gpointer value;

	if (self == NULL)
		return;
	g_hash_table_iter_init(&iter, self->timers);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		McTimer *timer = value;

		if (timer->source != 0)
			g_source_remove(timer->source);
	}
	g_hash_table_unref(self->timers);
	g_free(self);
}

guint
mc_clock_rate(const McClock *self)
{
	return self->rate;
}

gint64
mc_clock_now_us(McClock *self)
{
	if (self->manual)
		return self->now_us;
	return g_get_monotonic_time() * (gint64)self->rate;
}

gint64
mc_clock_wall_us(McClock *self)
{
	return self->manual ? self->wall_us + self->now_us : g_get_real_time();
}

gboolean
mc_clock_is_synchronised(McClock *self, gint64 *error_max_us)
{
	struct timex state = {0};
	int code = self->manual ? TIME_ERROR : adjtimex(&state);
	gboolean is_synchronised =
	    self->synchronised || (code >= 0 && code != TIME_ERROR && (state.status & STA_UNSYNC) == 0);

	*error_max_us =
	    is_synchronised && !self->manual && state.maxerror < ERROR_MAX_US ? state.maxerror : -1;
	return is_synchronised;
}

/* Takes the timer out first: its function may set another or cancel any. */
static void
fire(McClock *self, const McTimer *timer)
{
	McTimer due = *timer;

	g_hash_table_remove(self->timers, &due.id);
	due.func(due.data);
}

static gboolean
on_source(gpointer data)
{
	McTimer *timer = data;

	timer->source = 0;
	fire(timer->clock, timer);
	return G_SOURCE_REMOVE;
}

guint64
mc_clock_after_ms(McClock *self, guint delay_ms, McClockFunc func, gpointer data)
{
	McTimer *timer = g_new0(McTimer, 1);

	timer->clock = self;
	timer->id = ++self->last_id;
	timer->due_us = mc_clock_now_us(self) + (gint64)delay_ms * 1000;
	timer->func = func;
	timer->data = data;
	if (!self->manual)
		timer->source = g_timeout_add(delay_ms / self->rate, on_source, timer);
	g_hash_table_insert(self->timers, &timer->id, timer);
	return timer->id;
}

void
mc_clock_cancel(McClock *self, guint64 *id)
{
	McTimer *timer = g_hash_table_lookup(self->timers, id);

	if (timer != NULL) {
		if (timer->source != 0)
			g_source_remove(timer->source);
		g_hash_table_remove(self->timers, id);
	}
	*id = 0;
}

static McTimer *
earliest(McClock *self)
{
	McTimer *first = NULL;
	GHashTableIter iter;
	gpointer value;

	g_hash_table_iter_init(&iter, self->timers);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		McTimer *timer = value;

		if (first == NULL || timer->due_us < first->due_us ||
		    (timer->due_us == first->due_us && timer->id < first->id))
			first = timer;
	}
	return first;
}

void
mc_clock_advance_ms(McClock *self, guint ms)
{
	gint64 until_us = self->now_us + (gint64)ms * 1000;
	McTimer *timer;

	g_return_if_fail(self->manual);
	while ((timer = earliest(self)) != NULL && timer->due_us <= until_us) {
		self->now_us = MAX(self->now_us, timer->due_us);
		fire(self, timer);
	}
	self->now_us = until_us;
}

void
mc_clock_move_wall_us(McClock *self, gint64 by_us)
{
	g_return_if_fail(self->manual);
	self->wall_us += by_us;
}

void
mc_clock_set_synchronised(McClock *self, gboolean is_synchronised)
{
	g_return_if_fail(self->manual);
	self->synchronised = is_synchronised;
}
