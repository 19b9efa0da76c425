#include "drivers/sim/core/world.h"

typedef struct Timer {
	guint64 id;
	gint64 due_us; /* monotonic */
	McSimTimerFunc func;
	gpointer data;
} Timer;

struct McSimWorld {
	guint rate;
	gint64 epoch_us;
	gint64 firing_us; /* when the timer that is running was due; 0 outside of timers */
	GMutex mutex;
	GCond changed;
	GThread *thread;
	gboolean stopping;
	guint64 last_id;
	GSequence *timers; /* by due time, then by id */
};

static gint
by_due_time(gconstpointer a, gconstpointer b, gpointer unused)
{
	const Timer *left = a, *right = b;

	if (left->due_us != right->due_us)
		return left->due_us < right->due_us ? -1 : 1;
	return left->id < right->id ? -1 : left->id > right->id;
}

static Timer *
first(McSimWorld *self)
{
	GSequenceIter *begin = g_sequence_get_begin_iter(self->timers);

	return g_sequence_iter_is_end(begin) ? NULL : g_sequence_get(begin);
}

/* A timer is taken out before it runs: it may set the next one or cancel any. */
static void
fire_first(McSimWorld *self)
{
	GSequenceIter *begin = g_sequence_get_begin_iter(self->timers);
	Timer due = *(const Timer *)g_sequence_get(begin);

	g_sequence_remove(begin);
	self->firing_us = due.due_us;
	due.func(due.data);
	self->firing_us = 0;
}

static gpointer
run(gpointer data)
{
	McSimWorld *self = data;

	g_mutex_lock(&self->mutex);
	while (!self->stopping) {
		const Timer *next = first(self);

		if (next == NULL)
			g_cond_wait(&self->changed, &self->mutex);
		else if (next->due_us > g_get_monotonic_time())
			g_cond_wait_until(&self->changed, &self->mutex, next->due_us);
		else
			fire_first(self);
	}
	g_mutex_unlock(&self->mutex);
	return NULL;
}

McSimWorld *
mc_sim_world_new(guint rate)
{
	McSimWorld *self = g_new0(McSimWorld, 1);

	self->rate = MAX(rate, 1);
	self->epoch_us = g_get_monotonic_time();
	g_mutex_init(&self->mutex);
	g_cond_init(&self->changed);
	self->timers = g_sequence_new(g_free);
	self->thread = g_thread_new("world", run, self);
	return self;
}

void
mc_sim_world_free(McSimWorld *self)
{
	if (self == NULL)
		return;
	g_mutex_lock(&self->mutex);
	self->stopping = TRUE;
	g_cond_signal(&self->changed);
	g_mutex_unlock(&self->mutex);
	g_thread_join(self->thread);
	g_sequence_free(self->timers);
	g_cond_clear(&self->changed);
	g_mutex_clear(&self->mutex);
	g_free(self);
}

GMutex *
mc_sim_world_mutex(McSimWorld *self)
{
	return &self->mutex;
}

guint
mc_sim_world_rate(const McSimWorld *self)
{
	return self->rate;
}

/* While a timer runs it is the moment for which it was set: on a busy machine a person's reaction
 * must not seem slow, least of all at a high rate. */
static gint64
moment_us(const McSimWorld *self)
{
	return self->firing_us != 0 ? self->firing_us : g_get_monotonic_time();
}

gint64
mc_sim_world_now_us(const McSimWorld *self)
{
	return (moment_us(self) - self->epoch_us) * (gint64)self->rate;
}

static guint64
add_timer(McSimWorld *self, gint64 due_us, McSimTimerFunc func, gpointer data)
{
	Timer *timer = g_new0(Timer, 1);

	timer->id = ++self->last_id;
	timer->due_us = due_us;
	timer->func = func;
	timer->data = data;
	g_sequence_insert_sorted(self->timers, timer, by_due_time, NULL);
	if (first(self) == timer)
		g_cond_signal(&self->changed);
	return timer->id;
}

guint64
mc_sim_world_after_us(McSimWorld *self, gint64 world_delay_us, McSimTimerFunc func, gpointer data)
{
	gint64 delay_us = MAX(world_delay_us, 0) / (gint64)self->rate;

	return add_timer(self, moment_us(self) + delay_us, func, data);
}

guint64
mc_sim_world_after_wall_ms(McSimWorld *self, guint delay_ms, McSimTimerFunc func, gpointer data)
{
	return add_timer(self, g_get_monotonic_time() + (gint64)delay_ms * 1000, func, data);
}

void
mc_sim_world_cancel(McSimWorld *self, guint64 *id)
{
	GSequenceIter *iter = g_sequence_get_begin_iter(self->timers);

	while (*id != 0 && !g_sequence_iter_is_end(iter)) {
		const Timer *timer = g_sequence_get(iter);

		if (timer->id == *id) {
			g_sequence_remove(iter);
			break;
		}
		iter = g_sequence_iter_next(iter);
	}
	*id = 0;
}
