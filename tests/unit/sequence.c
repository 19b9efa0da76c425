/* The loop behind every device conversation: order, clean-up, stop, no recursion. */
#include "app/base/sequence.h"
#include "app/base/error.h"

#include <gio/gio.h>

typedef struct Fixture {
	McSequence *sequence;
	GString *trace; /* one letter a row */
	guint done, spins;
	gint error_code; /* -1 = none */
	gboolean free_in_done, restart_in_done, stop_in_wait;
} Fixture;

static void
a_goes_on(McSequence *sequence, gpointer data)
{
	g_string_append_c(((Fixture *)data)->trace, 'a');
	mc_sequence_next(sequence);
}

static void
b_waits(McSequence *sequence, gpointer data)
{
	Fixture *f = data;

	g_string_append_c(f->trace, 'b');
	if (f->stop_in_wait)
		mc_sequence_stop(sequence, g_error_new(G_IO_ERROR, G_IO_ERROR_CANCELLED, "stopped"));
}

static void
c_works(McSequence *sequence, gpointer data)
{
	g_string_append_c(((Fixture *)data)->trace, 'c');
}

static void
spin(McSequence *sequence, gpointer data)
{
	Fixture *f = data;

	if (++f->spins < 200000)
		mc_sequence_go_to(sequence, 0);
	else
		mc_sequence_next(sequence);
}

static void
mute_fails(McSequence *sequence, gpointer data)
{
	g_string_append_c(((Fixture *)data)->trace, 'm');
	mc_sequence_fail(sequence, g_error_new(MC_ERROR, MC_ERROR_TIMEOUT, "mute"));
}

static void
close_row(McSequence *sequence, gpointer data)
{
	g_string_append_c(((Fixture *)data)->trace, 'x');
	mc_sequence_next(sequence);
}

static const McSequenceRow talk_rows[] = {
    {"greet", a_goes_on, FALSE},
    {"wait", b_waits, TRUE},
    {"work", c_works, FALSE},
    {"mute", mute_fails, FALSE},
    {"close", close_row, FALSE},
};
static const McSequenceTable talk = {"talk", talk_rows, G_N_ELEMENTS(talk_rows), 3};
static const McSequenceRow spin_rows[] = {{"spin", spin, FALSE}, {"close", close_row, FALSE}};
static const McSequenceTable spinning = {"spin", spin_rows, G_N_ELEMENTS(spin_rows), 1};

static void
on_done(const GError *error, gpointer data)
{
	Fixture *f = data;

	f->done++;
	f->error_code = error == NULL ? -1 : error->code;
	if (f->free_in_done)
		g_clear_pointer(&f->sequence, mc_sequence_free);
	else if (f->restart_in_done && f->done == 1)
		mc_sequence_start(f->sequence);
}

static void
set_up(Fixture *f, gconstpointer table)
{
	f->trace = g_string_new(NULL);
	f->sequence = mc_sequence_new(table, on_done, f);
}

static void
tear_down(Fixture *f, gconstpointer unused)
{
	mc_sequence_free(f->sequence);
	g_string_free(f->trace, TRUE);
}

static void
test_order(Fixture *f, gconstpointer unused)
{
	mc_sequence_start(f->sequence);
	g_assert_cmpstr(mc_sequence_row_name(f->sequence), ==, "wait");
	mc_sequence_next(f->sequence);
	g_assert_cmpint(mc_sequence_row(f->sequence), ==, 2);
	mc_sequence_next(f->sequence);
	g_assert_cmpstr(f->trace->str, ==, "abcmx");
	g_assert_cmpuint(f->done, ==, 1);
	g_assert_cmpint(f->error_code, ==, MC_ERROR_TIMEOUT);
	g_assert_false(mc_sequence_is_running(f->sequence));
}

static void
test_first_error_stays(Fixture *f, gconstpointer unused)
{
	mc_sequence_start(f->sequence);
	mc_sequence_fail(f->sequence, g_error_new(MC_ERROR, MC_ERROR_DEVICE_GONE, "gone"));
	g_assert_cmpstr(f->trace->str, ==, "abmx");
	g_assert_cmpint(f->error_code, ==, MC_ERROR_DEVICE_GONE);
}

static void
test_end(Fixture *f, gconstpointer unused)
{
	mc_sequence_start(f->sequence);
	mc_sequence_end(f->sequence);
	g_assert_cmpstr(f->trace->str, ==, "abmx");
	g_assert_cmpint(f->error_code, ==, MC_ERROR_TIMEOUT); /* of the clean-up alone */
}

static void
test_stop_while_waiting(Fixture *f, gconstpointer unused)
{
	mc_sequence_start(f->sequence);
	mc_sequence_stop(f->sequence, g_error_new(G_IO_ERROR, G_IO_ERROR_CANCELLED, "stopped"));
	g_assert_cmpstr(f->trace->str, ==, "abmx");
	g_assert_cmpint(f->error_code, ==, G_IO_ERROR_CANCELLED);
}

static void
test_stop_lets_work_finish(Fixture *f, gconstpointer unused)
{
	mc_sequence_start(f->sequence);
	mc_sequence_next(f->sequence);
	mc_sequence_stop(f->sequence, g_error_new(G_IO_ERROR, G_IO_ERROR_CANCELLED, "stopped"));
	g_assert_cmpstr(f->trace->str, ==, "abc");
	mc_sequence_next(f->sequence);
	g_assert_cmpstr(f->trace->str, ==, "abcmx");
	g_assert_cmpint(f->error_code, ==, G_IO_ERROR_CANCELLED);
}

static void
test_stop_inside_a_row(Fixture *f, gconstpointer unused)
{
	f->stop_in_wait = TRUE;
	mc_sequence_start(f->sequence);
	g_assert_cmpstr(f->trace->str, ==, "abmx");
	mc_sequence_stop(f->sequence, g_error_new(G_IO_ERROR, G_IO_ERROR_CANCELLED, "too late"));
	g_assert_cmpuint(f->done, ==, 1);
}

static void
test_restart_in_done(Fixture *f, gconstpointer unused)
{
	f->restart_in_done = TRUE;
	mc_sequence_start(f->sequence);
	mc_sequence_stop(f->sequence, g_error_new(G_IO_ERROR, G_IO_ERROR_CANCELLED, "stopped"));
	g_assert_cmpstr(f->trace->str, ==, "abmxab");
	g_assert_true(mc_sequence_is_running(f->sequence));
}

static void
test_free_in_done(Fixture *f, gconstpointer unused)
{
	f->free_in_done = TRUE;
	mc_sequence_start(f->sequence);
	mc_sequence_fail(f->sequence, g_error_new(MC_ERROR, MC_ERROR_TIMEOUT, "late"));
	g_assert_cmpuint(f->done, ==, 1);
	g_assert_null(f->sequence);
}

/* Would overflow the stack if each row called the next. */
static void
test_no_recursion(Fixture *f, gconstpointer unused)
{
	mc_sequence_start(f->sequence);
	g_assert_cmpuint(f->spins, ==, 200000);
	g_assert_cmpint(f->error_code, ==, -1);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
#define ADD(path, table, test) g_test_add(path, Fixture, table, set_up, test, tear_down)
	ADD("/sequence/order", &talk, test_order);
	ADD("/sequence/first-error-stays", &talk, test_first_error_stays);
	ADD("/sequence/end", &talk, test_end);
	ADD("/sequence/stop-while-waiting", &talk, test_stop_while_waiting);
	ADD("/sequence/stop-lets-work-finish", &talk, test_stop_lets_work_finish);
	ADD("/sequence/stop-inside-a-row", &talk, test_stop_inside_a_row);
	ADD("/sequence/restart-in-done", &talk, test_restart_in_done);
	ADD("/sequence/free-in-done", &talk, test_free_in_done);
	ADD("/sequence/no-recursion", &spinning, test_no_recursion);
	return g_test_run();
}
