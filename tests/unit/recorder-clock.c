/* T13: the clock is looked at and set by a technician, over a bus of our own with a stand-in for
 * systemd-timedated; a day's jump in the middle of a check. */

#include "tests/desk/desk.h"
#include <signal.h>
#include <sys/prctl.h>

static const char interface[] =
    "<node><interface name='org.freedesktop.timedate1'><method name='SetTime'>"
    "<arg type='x' direction='in'/><arg type='b' direction='in'/><arg type='b' direction='in'/>"
    "</method></interface></node>";

static void
end_with_us(gpointer data)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
}

/* A real bus of our own, in the place of the system's. */
static GSubprocess *
start_bus(void)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new(
	    G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
	GSubprocess *bus = NULL;
	g_autoptr(GDataInputStream) output = NULL;
	g_autofree char *address = NULL;

	g_subprocess_launcher_set_child_setup(launcher, end_with_us, NULL, NULL);
	bus = g_subprocess_launcher_spawn(launcher, &error, "dbus-daemon", "--session", "--nofork",
	    "--nopidfile", "--print-address=1", NULL);
	g_assert_no_error(error);
	output = g_data_input_stream_new(g_subprocess_get_stdout_pipe(bus));
	address = g_data_input_stream_read_line(output, NULL, NULL, &error);
	g_assert_no_error(error);
	g_assert_nonnull(address);
	g_setenv("DBUS_SYSTEM_BUS_ADDRESS", address, TRUE);
	return bus;
}

/* The other side of the bus, on a thread of its own: the recorder waits for it. */
typedef struct TimeDated {
	McDesk *desk;
	GMainContext *context;
	GMainLoop *loop;
	GThread *thread;
	GDBusNodeInfo *node;
	GMutex lock;
	GCond ready;
	gboolean is_ready, refuses;
	gint64 asked_us; /* 0 = nobody did */
} TimeDated;

static void
on_call(GDBusConnection *bus, const char *sender, const char *path, const char *name,
    const char *method, GVariant *arguments, GDBusMethodInvocation *call, gpointer data)
{
	TimeDated *self = data;
	gboolean is_relative = FALSE;
	gboolean is_interactive = FALSE;

	g_variant_get(arguments, "(xbb)", &self->asked_us, &is_relative, &is_interactive);
	g_assert_false(is_relative || is_interactive);
	if (self->refuses) {
		g_dbus_method_invocation_return_dbus_error(
		    call, "org.freedesktop.DBus.Error.AccessDenied", "not as this user");
		return;
	}
	mc_clock_move_wall_us(self->desk->clock, self->asked_us - mc_clock_wall_us(self->desk->clock));
	g_dbus_method_invocation_return_value(call, NULL);
}

static GDBusConnection *
own_name(TimeDated *self)
{
	static const GDBusInterfaceVTable table = {.method_call = on_call};
	GDBusConnection *bus =
	    g_dbus_connection_new_for_address_sync(g_getenv("DBUS_SYSTEM_BUS_ADDRESS"),
	        G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
	            G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
	        NULL, NULL, NULL);
	g_autoptr(GVariant) owned = NULL;

	g_assert_nonnull(bus);
	g_assert_cmpuint(g_dbus_connection_register_object(bus, "/org/freedesktop/timedate1",
	                     self->node->interfaces[0], &table, self, NULL, NULL),
	    !=, 0);
	owned = g_dbus_connection_call_sync(bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
	    "org.freedesktop.DBus", "RequestName",
	    g_variant_new("(su)", "org.freedesktop.timedate1", 0), NULL, G_DBUS_CALL_FLAGS_NONE, -1,
	    NULL, NULL);
	g_assert_nonnull(owned);
	return bus;
}

static gpointer
serve(gpointer data)
{
	TimeDated *self = data;
	g_autoptr(GDBusConnection) bus = NULL;

	g_main_context_push_thread_default(self->context);
	bus = own_name(self);
	g_mutex_lock(&self->lock);
	self->is_ready = TRUE;
	g_cond_signal(&self->ready);
	g_mutex_unlock(&self->lock);
	g_main_loop_run(self->loop);
	g_dbus_connection_close_sync(bus, NULL, NULL);
	g_main_context_pop_thread_default(self->context);
	return NULL;
}

static void
set_up(TimeDated *self, gconstpointer kit)
{
	self->desk = mc_desk_new(kit);
	self->node = g_dbus_node_info_new_for_xml(interface, NULL);
	self->context = g_main_context_new();
	self->loop = g_main_loop_new(self->context, FALSE);
	g_mutex_init(&self->lock);
	g_cond_init(&self->ready);
	self->thread = g_thread_new("timedated", serve, self);
	g_mutex_lock(&self->lock);
	while (!self->is_ready)
		g_cond_wait(&self->ready, &self->lock);
	g_mutex_unlock(&self->lock);
}

static void
end_service(TimeDated *self)
{
	if (self->thread == NULL)
		return;
	g_main_loop_quit(self->loop);
	g_thread_join(g_steal_pointer(&self->thread));
}

static void
tear_down(TimeDated *self, gconstpointer kit)
{
	end_service(self);
	g_main_loop_unref(self->loop);
	g_main_context_unref(self->context);
	g_dbus_node_info_unref(self->node);
	mc_desk_free(self->desk);
	g_mutex_clear(&self->lock);
	g_cond_clear(&self->ready);
}

static McRecorderRequest
to(gint64 wall_us)
{
	return (McRecorderRequest){.op = MC_RECORDER_CLOCK, .flag = TRUE, .wall_us = wall_us};
}

static const McClockState *
look(McDesk *desk)
{
	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_CLOCK});
	return &desk->reply->clock;
}

/* Set, chained with his name and how far; the jump too; and what is recorded then has the date. */
static void
test_set(TimeDated *self, gconstpointer kit)
{
	McDesk *desk = self->desk;
	gint64 wanted_us = mc_clock_wall_us(desk->clock) + 2 * G_TIME_SPAN_HOUR;
	const McRecorderRequest request = to(wanted_us);

	mc_desk_refused(desk, &request, MC_ERROR_REFUSED);
	mc_desk_sign_in(desk, "lin", "731205");
	mc_desk_refused(desk, &request, MC_ERROR_REFUSED);
	mc_desk_sign_out(desk);
	mc_desk_sign_in(desk, "wei", "482916");
	g_assert_cmpint(look(desk)->trust, ==, MC_CLOCK_TRUST_KEPT);
	g_assert_cmpint(look(desk)->error_us, ==, -1);
	g_assert_cmpint(self->asked_us, ==, 0);
	mc_desk_ask(desk, &request);
	g_assert_cmpint(self->asked_us, ==, wanted_us);
	g_assert_cmpint(desk->reply->clock.machine_wall_us, ==, wanted_us);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "clock-set"), ==, 1);
	mc_desk_sign_out(desk);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "clock-jump"), ==, 1);
	mc_desk_verify_chain(desk);
}

/* Not against what is sure, and not where a time server does it; the bounds are told. */
static void
test_refused(TimeDated *self, gconstpointer kit)
{
	McDesk *desk = self->desk;
	McRecorderRequest early;
	McRecorderRequest late;
	McClockState clock;

	mc_desk_sign_in(desk, "wei", "482916");
	clock = *look(desk);
	g_assert_cmpint(clock.not_before_wall_us, >, 0);
	g_assert_cmpint(clock.not_after_wall_us, >, clock.at_wall_us);
	early = to(clock.not_before_wall_us - G_TIME_SPAN_HOUR);
	late = to(clock.not_after_wall_us + G_TIME_SPAN_HOUR);
	mc_desk_refused(desk, &early, MC_ERROR_REFUSED);
	mc_desk_refused(desk, &late, MC_ERROR_REFUSED);
	mc_clock_set_synchronised(desk->clock, TRUE);
	g_assert_cmpint(look(desk)->trust, ==, MC_CLOCK_TRUST_STEERED);
	late = to(mc_clock_wall_us(desk->clock) + G_TIME_SPAN_HOUR);
	mc_desk_refused(desk, &late, MC_ERROR_REFUSED);
	g_assert_cmpint(self->asked_us, ==, 0);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "clock-set"), ==, 0);
}

static void
assert_not_set(McDesk *desk)
{
	McRecorderRequest request = to(mc_clock_wall_us(desk->clock) + G_TIME_SPAN_HOUR);

	g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "clock: systemd-timedated does not set it*");
	mc_desk_refused(desk, &request, MC_ERROR_UNREACHABLE);
	g_test_assert_expected_messages();
	g_assert_cmpuint(mc_desk_count(desk, "audit", "clock-set"), ==, 0);
}

/* The system says no (no polkit rule), or there is nobody who sets it. */
static void
test_system_refuses(TimeDated *self, gconstpointer kit)
{
	mc_desk_sign_in(self->desk, "wei", "482916");
	self->refuses = TRUE;
	assert_not_set(self->desk);
	end_service(self);
	assert_not_set(self->desk);
}

/* A day ahead in the middle of a check: what was measured took as long as it took, the jump is
 * chained, and the check has the date on which it began. */
static void
test_day_ahead(TimeDated *self, gconstpointer kit)
{
	McDesk *desk = self->desk;
	g_autoptr(McVisit) visit = NULL;
	gint64 began_us = mc_clock_wall_us(desk->clock);
	gint64 mono_us = mc_clock_now_us(desk->clock);

	mc_desk_arrive(desk, 0);
	mc_clock_advance_ms(desk->clock, 60 * 1000);
	mc_clock_move_wall_us(desk->clock, G_TIME_SPAN_DAY);
	mc_desk_examine_all(desk);
	mc_clock_advance_ms(desk->clock, 60 * 1000);
	mc_desk_finish(desk);
	mono_us = mc_clock_now_us(desk->clock) - mono_us;
	visit = mc_desk_record(desk);
	g_assert_cmpint(visit->began_wall_us, <=, began_us + G_TIME_SPAN_MINUTE);
	g_assert_cmpint(visit->ended_wall_us - visit->began_wall_us, <=, mono_us);
	g_assert_cmpint(visit->ended_wall_us - visit->began_wall_us, >=, 2 * G_TIME_SPAN_MINUTE);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "clock-jump"), ==, 1);
	mc_desk_verify_chain(desk);
}

int
main(int argc, char **argv)
{
	g_autoptr(McDeskKit) kit = NULL;
	g_autoptr(GSubprocess) bus = NULL;
	int status = 0;

	g_test_init(&argc, &argv, NULL);
	bus = start_bus();
	kit = mc_desk_kit_new_hired();
#define ADD(name, func) g_test_add("/recorder/T13/" name, TimeDated, kit, set_up, func, tear_down)
	ADD("set", test_set);
	ADD("refused", test_refused);
	ADD("system-refuses", test_system_refuses);
	ADD("day-ahead", test_day_ahead);
#undef ADD
	status = g_test_run();
	g_subprocess_force_exit(bus);
	return status;
}
