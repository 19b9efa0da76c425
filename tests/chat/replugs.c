/* A plug that comes out and goes in again and again (T14, O10), of every instrument and in the
 * middle of what it does: nothing is left behind in the program, no descriptor and no byte, and
 * each time the instrument is ready anew, its physical state read again. Run by medcheck-devsim, so
 * that what the simulator itself allocates stands in another process:
 *
 *   medcheck-devsim --devices none -- chat-replugs [--replugs N] [--shelf second|third]
 */
#include "plugged.h"

#include <stdio.h>
#include <stdlib.h>

#define REPLUGS 60
#define WARM_UP 40 /* caches and pools have their size */
#define WINDOW 10 /* replugs whose least is taken: what is only on its way does not count */
#define BYTES_MAX 512
#define REPORTS 100
#define LEAK_MIN 32 /* the least that malloc() gives */

static guint replugs = REPLUGS;

/* Out in the middle of something, in again; ready at the end. Gives the milliseconds from the plug
 * to that. */
static gdouble
replug(Plugged *self)
{
	guint ready = self->ready;
	gint64 plugged_us;

	if (self->subject->use != NULL)
		self->subject->use(self->instruments);
	plugged_pull(self);
	plugged_us = g_get_monotonic_time();
	plugged_do(self, "plug", "");
	plugged_until(self, &self->ready, ready + 1);
	return (gdouble)(g_get_monotonic_time() - plugged_us) / 1000;
}

typedef struct Least {
	guint descriptors;
	gssize bytes;
} Least;

static Least
replug_some(Plugged *self, guint count, gdouble *ms)
{
	Least least = {G_MAXUINT, G_MAXSSIZE};

	for (guint i = 0; i < count; i++) {
		ms[i] = replug(self);
		least.descriptors = MIN(least.descriptors, plugged_open_descriptors());
		least.bytes = MIN(least.bytes, plugged_bytes());
	}
	return least;
}

static int
by_size(const void *a, const void *b)
{
	gdouble x = *(const gdouble *)a, y = *(const gdouble *)b;

	return (x > y) - (x < y);
}

static void
print_metrics(const Plugged *self, const gdouble *ms, const Least *first, const Least *last)
{
	const char *name = self->subject->name;

	printf("metric replugs-%s %u times\n", name, replugs);
	if (plugged_counts_bytes())
		printf("metric replug-bytes-grown-%s %zd B\n", name, last->bytes - first->bytes);
	else
		printf("# bytes of %s: not counted, a sanitizer has them\n", name);
	printf("metric replug-descriptors-grown-%s %d descriptors\n", name,
	    (int)last->descriptors - (int)first->descriptors);
	printf("metric replug-ready-p50-%s %.1f ms\n", name, ms[replugs / 2]);
	printf("metric replug-ready-max-%s %.1f ms\n", name, ms[replugs - 1]);
	fflush(stdout);
}

static void
test_replugs(gconstpointer subject)
{
	g_autofree gdouble *ms = g_new(gdouble, replugs);
	Least first, last;
	Plugged self;

	plugged_begin(&self, subject);
	plugged_do(&self, "plug", "");
	plugged_until(&self, &self.ready, self.ready + 1);
	replug_some(&self, WARM_UP - WINDOW, ms);
	first = replug_some(&self, WINDOW, ms + WARM_UP - WINDOW);
	replug_some(&self, replugs - WARM_UP - WINDOW, ms + WARM_UP);
	last = replug_some(&self, WINDOW, ms + replugs - WINDOW);
	qsort(ms, replugs, sizeof *ms, by_size);
	print_metrics(&self, ms, &first, &last);
	g_assert_cmpuint(last.descriptors, <=, first.descriptors);
	if (plugged_counts_bytes())
		g_assert_cmpint(last.bytes - first.bytes, <=, BYTES_MAX);
	plugged_pull(&self);
	plugged_end(&self);
}

/* ---- what is told at every new start, as it is now ---- */

typedef struct Now {
	guint told;
	gboolean is_so;
} Now;

static void
on_head(const McVisionConditions *conditions, gpointer data)
{
	*(Now *)data = (Now){((Now *)data)->told + 1, conditions->head_in_place};
}

static void
on_headphones(const McHearingConditions *conditions, gpointer data)
{
	*(Now *)data = (Now){((Now *)data)->told + 1, conditions->headphones_on};
}

static void
on_cover(const McPrinterState *state, gpointer data)
{
	*(Now *)data = (Now){((Now *)data)->told + 1, state->cover_open};
}

static void
listen_to_head(McInstruments *instruments, Now *now)
{
	static const McVisionListener listener = {.conditions = on_head};
	McVisionPort *port = mc_instruments_vision(instruments);

	port->set_listener(port->self, &listener, now);
}

static void
listen_to_headphones(McInstruments *instruments, Now *now)
{
	static const McHearingListener listener = {.conditions = on_headphones};
	McHearingPort *port = mc_instruments_hearing(instruments);

	port->set_listener(port->self, &listener, now);
}

static void
listen_to_cover(McInstruments *instruments, Now *now)
{
	static const McPrinterListener listener = {.state = on_cover};
	McPrinterPort *port = mc_instruments_printer(instruments);

	port->set_listener(port->self, &listener, now);
}

typedef struct Physical {
	const char *subject;
	const char *is_so, *is_not; /* how it is brought about */
	void (*listen)(McInstruments *instruments, Now *now);
} Physical;

static const Physical physical[] = {
    {"vision", "head in", "head out", listen_to_head},
    {"audiometer", "headphones on", "headphones off", listen_to_headphones},
    {"printer", "set printer cover=open", "set printer cover=closed", listen_to_cover},
};

/* While the plug is out it changes: what was true before counts no more. */
static void
test_state_anew(gconstpointer data)
{
	const Physical *one = data;
	Now now = {0};
	Plugged self;

	plugged_begin(&self, plugged_subject(one->subject));
	one->listen(self.instruments, &now);
	for (guint i = 0; i < 4; i++) {
		guint told = now.told;
		gboolean is_so = i % 2 == 0;

		plugged_say(&self, is_so ? one->is_so : one->is_not);
		plugged_do(&self, "plug", "");
		plugged_until(&self, &now.told, told + 1);
		g_assert_cmpint(now.is_so, ==, is_so);
		plugged_pull(&self);
	}
	plugged_end(&self);
}

/* … bytes allocated while so many came. */
static gssize
least_in_reports(Plugged *self)
{
	const McDeviceInfo *info = self->devices->info(self->devices->self, MC_DEVICE_RESPONSE_PAD);
	guint64 begun = info->transfers;
	gssize least = G_MAXSSIZE;

	while (info->transfers < begun + REPORTS) {
		g_main_context_iteration(NULL, TRUE);
		info = self->devices->info(self->devices->self, MC_DEVICE_RESPONSE_PAD);
		least = MIN(least, plugged_bytes());
	}
	return least;
}

/* A pad that reports at every poll: nothing is kept of what says nothing new (O11). */
static void
test_bus_rate(void)
{
	gssize first, last = 0;
	Plugged self;

	plugged_begin(&self, plugged_subject("pad"));
	plugged_do(&self, "plug", "");
	plugged_until(&self, &self.ready, self.ready + 1);
	plugged_do(&self, "fault", "ep=81 kind=endless");
	plugged_say(&self, "lean pad left");
	first = least_in_reports(&self);
	for (guint i = 0; i < 3; i++)
		last = least_in_reports(&self);
	printf("metric pad-bytes-grown %zd B\n", last - first);
	g_assert_cmpint(last - first, <=, BYTES_MAX);
	plugged_say(&self, "let-go");
	plugged_pull(&self);
	plugged_end(&self);
}

int
main(int argc, char **argv)
{
	const char *count = plugged_take_option(&argc, argv, "--replugs");
	Shelf shelf = plugged_take_shelf(&argc, argv);

	g_test_init(&argc, &argv, NULL);
	if (count != NULL)
		replugs = (guint)g_ascii_strtoull(count, NULL, 10);
	g_assert_cmpuint(replugs, >=, WARM_UP + WINDOW);
	g_assert_cmpuint((replugs - WARM_UP) * LEAK_MIN, >, BYTES_MAX); /* would be found */
	for (guint i = 0; shelf == SHELF_FIRST && i < G_N_ELEMENTS(physical); i++) {
		g_autofree char *path = g_strconcat("/replugs/state-anew/", physical[i].subject, NULL);

		g_test_add_data_func(path, &physical[i], test_state_anew);
	}
	if (shelf == SHELF_FIRST)
		g_test_add_func("/replugs/bus-rate", test_bus_rate);
	for (guint i = 0; i < plugged_subject_count; i++) {
		g_autofree char *path = g_strconcat("/replugs/", plugged_subjects[i].name, NULL);

		if (plugged_subjects[i].shelf != shelf)
			continue;
		g_test_add_data_func(path, &plugged_subjects[i], test_replugs);
	}
	return g_test_run();
}
