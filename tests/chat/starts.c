/* A start that breaks at any of its steps (O11, T2): for every instrument and every transfer of its
 * start, the program says so and lets go of all that it had opened and claimed, and the next start
 * gets one step further, to the one that breaks nowhere and is ready. A step is refused, broken by
 * the bus, never ends, or the plug comes out in the middle of it. Run by medcheck-devsim, so that
 * the simulator's own descriptors and bytes stand in another process:
 *
 *   medcheck-devsim --devices none -- chat-starts [--hangs yes|all] [--shelf second|third]
 *
 * A step that hangs costs the program's patience with it: those are a run of their own, of the
 * answers and requests alone or of all.
 */
#include "plugged.h"

#include <stdio.h>
#include <string.h>

#define STEPS_MAX 64
#define BYTES_MAX 512
/* The first gives caches and pools their size; the others do the same as each other. */
#define PASSES 3

/* Its endpoints, and how often at least a start meets each: a fault that strikes nothing shows
 * nothing. */
typedef struct Way {
	const char *subject;
	const char *endpoint;
	guint steps;
} Way;

static const Way ways[] = {
    {"vision", "0", 2},
    {"vision", "1", 18},
    {"vision", "82", 8},
    {"audiometer", "1", 22},
    {"audiometer", "82", 10},
    {"sound-card", "0", 7},
    {"reader", "2", 2},
    {"reader", "81", 2},
    {"stature", "1", 14},
    {"stature", "82", 6},
    {"scale", "0", 2},
    {"pad", "0", 2},
    {"printer", "0", 2},
    {"printer", "1", 6},
    {"printer", "82", 5},
    {"sound-meter", "82", 6},
    {"luminance-meter", "82", 6},
    {"gamepad", "0", 1},
    {"split-reader", "2", 2},
    {"split-reader", "6", 2},
    {"split-reader", "81", 2},
    {"split-reader", "85", 2},
    {"ftdi-scale", "0", 2},
    {"ch340-scale", "0", 2},
};

/* FALSE: the start has no such step. */
static gboolean
break_start(Plugged *self, const Way *way, const char *kind, guint step)
{
	g_autofree char *fault =
	    g_strdup_printf("ep=%s kind=%s skip=%u count=9999", way->endpoint, kind, step);
	guint ready = self->ready, failed = self->failed;

	plugged_do(self, "plug", "");
	plugged_do(self, "fault", fault); /* the program's loop has not run in between */
	if (strcmp(kind, "unplug") == 0)
		plugged_until_out_or(self, &self->ready, ready + 1);
	else
		plugged_until_either(self, &self->ready, ready + 1, &self->failed, failed + 1);
	if (self->ready > ready) {
		plugged_do(self, "clear", "");
		plugged_pull(self);
		return FALSE;
	}
	/* it is tried again in 2 s; until then it is let go of */
	plugged_until_closed(self);
	plugged_pull(self);
	plugged_until_absent(self);
	return TRUE;
}

typedef struct Broken {
	guint steps, pulled;
	gssize bytes; /* in use after that, at least */
} Broken;

/* Where the bus breaks a step, the plug comes out of the next start at the same one. */
static Broken
break_everywhere(Plugged *self, const Way *way, const char *kind)
{
	gboolean pulls = strcmp(kind, "proto") == 0;
	Broken broken = {.bytes = G_MAXSSIZE};

	while (break_start(self, way, kind, broken.steps)) {
		if (pulls && break_start(self, way, "unplug", broken.steps))
			broken.pulled++;
		g_assert_cmpuint(++broken.steps, <, STEPS_MAX);
		broken.bytes = MIN(broken.bytes, plugged_bytes());
	}
	return broken;
}

static void
test_way(gconstpointer data)
{
	/* what a device may refuse, a stall does not break */
	static const char *const kinds[PASSES] = {"stall", "proto", "proto"};
	const Way *way = data;
	Broken broken[PASSES];
	Plugged self;

	plugged_begin(&self, plugged_subject(way->subject));
	for (guint i = 0; i < PASSES; i++)
		broken[i] = break_everywhere(&self, way, kinds[i]);
	g_assert_cmpuint(broken[1].steps, >=, way->steps);
	/* of what is asked for last it may be shown as ready before that fails */
	g_assert_cmpuint(broken[1].pulled * 2, >=, way->steps);
	if (plugged_counts_bytes())
		g_assert_cmpint(broken[2].bytes - broken[1].bytes, <=, BYTES_MAX);
	printf("row %s | start breaks at each of %u steps on endpoint %s | nothing left open%s\n",
	    way->subject, broken[1].steps, way->endpoint,
	    plugged_counts_bytes() ? ", no byte kept" : "");
	fflush(stdout);
	plugged_end(&self);
}

static void
test_hangs(gconstpointer data)
{
	const Way *way = data;
	Broken broken;
	Plugged self;

	plugged_begin(&self, plugged_subject(way->subject));
	broken = break_everywhere(&self, way, "hang");
	g_assert_cmpuint(broken.steps * 2, >=, way->steps);
	printf("row %s | start hangs at each of %u steps on endpoint %s | nothing left open\n",
	    way->subject, broken.steps, way->endpoint);
	fflush(stdout);
	plugged_end(&self);
}

static gboolean
is_out_endpoint(const Way *way)
{
	return way->endpoint[0] != '0' && strlen(way->endpoint) == 1;
}

int
main(int argc, char **argv)
{
	const char *hangs = plugged_take_option(&argc, argv, "--hangs");
	Shelf shelf = plugged_take_shelf(&argc, argv);

	g_test_init(&argc, &argv, NULL);
	for (guint i = 0; i < G_N_ELEMENTS(ways); i++) {
		const Way *way = &ways[i];
		g_autofree char *path = g_strdup_printf(
		    "/starts/%s/endpoint-%s%s", way->subject, way->endpoint, hangs != NULL ? "/hang" : "");

		if (plugged_subject(way->subject)->shelf != shelf)
			continue;
		if (g_strcmp0(hangs, "yes") == 0 && is_out_endpoint(way))
			continue;
		g_test_add_data_func(path, way, hangs != NULL ? test_hangs : test_way);
	}
	return g_test_run();
}
