#define G_LOG_DOMAIN "medcheck-device"
#include "drivers/device/private.h"

#include "app/base/error.h"
#include "drivers/device/cause.h"
#include "drivers/device/judge.h"

#include <string.h>

#define GONE_AFTER_MS 2000 /* O10 */
/* A fault that one restart repairs is not shown. T2 wants the rest in less than 2 s, and an
 * instrument has up to one for its answer. */
#define STUMBLE_MS 900
#define RETRY_FIRST_MS 2000
#define RETRY_MAX_MS 30000

static void on_retry(gpointer data);

/* ---- the board ---- */

static void
count_transfers(McDevice *self)
{
	gboolean is_open = self->transport != NULL;

	self->info.transfers = self->past_transfers + (is_open ? self->transport->transfers : 0);
	self->info.faults = self->past_faults + (is_open ? self->transport->faults : 0);
}

void
mc_device_set_state(McDevice *self, McDeviceState state, McDeviceCause cause)
{
	self->info.state = state;
	self->info.cause = cause;
	count_transfers(self);
	mc_board_publish(self->board);
}

/* ---- life ---- */

static void
schedule_open(McDevice *self)
{
	guint delay_ms;

	mc_device_choose(self);
	if (self->used == NULL || self->closing || self->transport != NULL || self->retry != 0)
		return;
	delay_ms =
	    self->failures < 2 ? 0 : MIN(RETRY_FIRST_MS << MIN(self->failures - 2, 8), RETRY_MAX_MS);
	self->retry = mc_clock_after_ms(self->clock, delay_ms, on_retry, self);
}

static void
on_closed(gpointer data)
{
	McDevice *self = data;

	self->closing = FALSE;
	if (self->info.cause != MC_CAUSE_WRONG_DEVICE)
		schedule_open(self);
}

/* One that is opened again and again leaves no record each time: what it said at first, and once
 * more after the restart, is what can be learned. */
static void
save_flight(McDevice *self, McDeviceCause cause)
{
	g_autoptr(GError) error = NULL;

	if (self->flight_folder == NULL || self->transport == NULL || self->failures >= 2)
		return;
	if (!mc_flight_save(self->flight, self->flight_folder, mc_device_kind_name(self->info.kind),
	        mc_device_cause_name(cause), mc_clock_wall_us(self->clock), cause == MC_CAUSE_PROTOCOL,
	        &error))
		g_warning("%s: %s", mc_device_kind_name(self->info.kind), error->message);
}

/* Ends the conversation, if there is one. */
static void
drop(McDevice *self, const GError *error)
{
	McTransport *transport = self->transport;

	mc_clock_cancel(self->clock, &self->retry);
	if (self->testing)
		mc_device_end_test(self, error);
	if (transport == NULL)
		return;
	self->ops->end(self->driver, error);
	self->past_transfers += transport->transfers;
	self->past_faults += transport->faults;
	self->transport = NULL;
	self->identified = FALSE;
	self->closing = TRUE;
	transport->close(transport->self, on_closed, self);
}

/* One that came since may be the one that is missed; one that was there before is not. */
static void
show_what_is_wrong(McDevice *self)
{
	if (mc_device_is_another(self))
		mc_board_release_unless_missed(self->board);
	else
		mc_board_release(self->board);
}

void
mc_device_failed(McDevice *self, const GError *error)
{
	mc_device_failed_by(self, mc_cause_of_error(error), error);
}

void
mc_device_failed_by(McDevice *self, McDeviceCause cause, const GError *error)
{
	g_message("%s: %s", mc_device_kind_name(self->info.kind), error->message);
	save_flight(self, cause);
	if (self->identified && !self->testing)
		self->failures_in_use++;
	drop(self, error);
	self->failures++;
	if (error->code == MC_ERROR_DEVICE_GONE) {
		/* the bus says so a moment later; if it does not, the device is tried again */
		self->failures = MAX(self->failures, 2);
		mc_board_hold(self->board, GONE_AFTER_MS);
		mc_device_set_state(self, MC_DEVICE_ABSENT, MC_CAUSE_UNPLUGGED);
	} else if (self->failures == 1) {
		mc_board_hold(self->board, STUMBLE_MS);
		mc_device_set_state(self, MC_DEVICE_FAULTY, cause);
	} else {
		mc_device_set_state(self, MC_DEVICE_FAULTY, cause);
		show_what_is_wrong(self);
		mc_device_take_turns(self);
	}
	schedule_open(self);
}

/* To the one that was chosen just now. */
static void
go_on(McDevice *self)
{
	g_autoptr(GError) error =
	    g_error_new(MC_ERROR, MC_ERROR_NOT_ENROLLED, "there is another one to be looked at");

	drop(self, error);
	mc_device_set_state(self, MC_DEVICE_STARTING, MC_CAUSE_NONE);
	schedule_open(self);
}

void
mc_device_is_wrong(McDevice *self)
{
	g_autoptr(GError) error =
	    g_error_new(MC_ERROR, MC_ERROR_PROTOCOL, "not the instrument of its id");

	save_flight(self, MC_CAUSE_WRONG_DEVICE);
	if (mc_device_pass_wrong(self)) {
		go_on(self);
		return;
	}
	mc_device_set_state(self, MC_DEVICE_FAULTY, MC_CAUSE_WRONG_DEVICE);
	drop(self, error);
	show_what_is_wrong(self);
}

/* Another unit may be on the same cable now: nothing of the last one is kept but its self-test. */
static void
forget_identity(McDevice *self)
{
	McDeviceInfo fresh = {
	    .kind = self->info.kind,
	    .last_self_test_wall_us = self->info.last_self_test_wall_us,
	    .last_self_test_passed = self->info.last_self_test_passed,
	};

	self->info = fresh;
}

static void
open_now(McDevice *self)
{
	g_autoptr(GError) error = NULL;
	McBusDevice *device = self->used;

	forget_identity(self);
	self->keeps_no_record = FALSE;
	self->info.vendor_id = mc_bus_device_vendor_id(device);
	self->info.product_id = mc_bus_device_product_id(device);
	mc_device_set_state(self, MC_DEVICE_STARTING, MC_CAUSE_NONE);
	self->transport = mc_bus_open(device, &error);
	if (self->transport == NULL) {
		mc_device_failed(self, error);
		return;
	}
	mc_flight_begin(self->flight, &self->transport->endpoints);
	self->transport->flight = self->flight;
	self->ops->begin(self->driver, self->transport);
}

static void
on_retry(gpointer data)
{
	McDevice *self = data;

	self->retry = 0;
	open_now(self);
}

static McDeviceCause
judge(McDevice *self)
{
	const McEnrolment *enrolments = (const McEnrolment *)(gpointer)self->enrolments->data;

	if (self->keeps_no_record)
		mc_judge_take_record(&self->info, enrolments, self->enrolments->len);
	return mc_judge_device(&self->info, enrolments, self->enrolments->len,
	    mc_china_date(mc_clock_wall_us(self->clock)));
}

/* Ready or locked: the board is told even if it looks the same as before a short absence. */
void
mc_device_settle(McDevice *self)
{
	McDeviceCause cause = judge(self);

	self->judged = cause;
	mc_device_set_state(self, cause == MC_CAUSE_NONE ? MC_DEVICE_READY : MC_DEVICE_LOCKED, cause);
	if (cause == MC_CAUSE_NOT_ENROLLED)
		mc_board_release_unless_missed(self->board);
	else
		mc_board_release(self->board);
	if (cause == MC_CAUSE_NONE)
		self->ops->ready(self->driver);
}

gboolean
mc_device_is_trusted(McDevice *self)
{
	return judge(self) == MC_CAUSE_NONE;
}

void
mc_device_keeps_no_record(McDevice *self)
{
	self->keeps_no_record = TRUE;
}

void
mc_device_identified(McDevice *self)
{
	g_assert(self->transport != NULL && !self->identified);
	if (judge(self) == MC_CAUSE_NOT_ENROLLED && mc_device_pass_stranger(self)) {
		go_on(self);
		return;
	}
	self->identified = TRUE;
	mc_flight_measures(self->flight);
	/* a start that works repairs nothing of what broke in use */
	self->failures = self->failures_in_use;
	if (strcmp(self->tested_serial, self->info.serial) != 0)
		self->info.last_self_test_wall_us = 0;
	mc_device_settle(self);
}

void
mc_device_worked(McDevice *self)
{
	self->failures = self->failures_in_use = 0;
}

/* ---- bus ---- */

static void
on_arrived(McBusDevice *device, gpointer data)
{
	McDevice *self = data;
	gboolean waits = self->retry != 0 && self->failures > 0;

	g_ptr_array_add(self->present, device);
	mc_device_worked(self); /* a plug is a new chance */
	if (waits) { /* for another try of one that does not work, which may be nobody's */
		mc_clock_cancel(self->clock, &self->retry);
		mc_device_take_turns(self);
	}
	if (mc_device_prefers_other(self))
		go_on(self);
	else
		schedule_open(self);
}

static void
on_left(McBusDevice *device, gpointer data)
{
	McDevice *self = data;
	g_autoptr(GError) error = NULL;

	mc_device_forget(self, device);
	if (self->used != device)
		return;
	self->used = NULL;
	error = g_error_new(
	    MC_ERROR, MC_ERROR_DEVICE_GONE, "%s: unplugged", mc_device_kind_name(self->info.kind));
	if (self->transport != NULL) { /* else it is known already: one line in the log (O10) */
		g_message("%s", error->message);
		mc_flight_note_left(self->flight);
		save_flight(self, MC_CAUSE_UNPLUGGED);
	}
	drop(self, error);
	mc_board_miss(self->board, GONE_AFTER_MS);
	mc_device_set_state(self, MC_DEVICE_ABSENT, MC_CAUSE_UNPLUGGED);
	mc_device_worked(self);
	schedule_open(self);
}

static const McBusListener bus_listener = {.arrived = on_arrived, .left = on_left};

McDevice *
mc_device_new(const McDeviceOps *ops, gpointer driver, McClock *clock, McBus *bus)
{
	McDevice *self = g_new0(McDevice, 1);

	self->ops = ops;
	self->driver = driver;
	self->clock = clock;
	self->info.kind = ops->kind;
	self->info.cause = MC_CAUSE_UNPLUGGED;
	self->board = mc_board_new(&self->info, clock);
	self->flight = mc_flight_new(ops->flight);
	self->present = g_ptr_array_new();
	self->strangers = g_ptr_array_new();
	self->wrong = g_ptr_array_new();
	self->behind = g_ptr_array_new();
	self->notices = mc_notices_new();
	self->enrolments = g_array_new(FALSE, FALSE, sizeof(McEnrolment));
	if (bus != NULL)
		mc_bus_watch(bus, ops->ids, &bus_listener, self);
	return self;
}

void
mc_device_free(McDevice *self)
{
	if (self == NULL)
		return;
	mc_clock_cancel(self->clock, &self->retry);
	mc_board_free(self->board);
	if (self->enrolments_source != 0)
		g_source_remove(self->enrolments_source);
	mc_notices_free(self->notices);
	if (self->transport != NULL)
		self->transport->close(self->transport->self, NULL, NULL);
	g_ptr_array_unref(self->present);
	g_ptr_array_unref(self->strangers);
	g_ptr_array_unref(self->wrong);
	g_ptr_array_unref(self->behind);
	g_array_unref(self->enrolments);
	mc_flight_free(self->flight);
	g_free(self->flight_folder);
	g_free(self);
}

/* ---- for the driver and the ports ---- */

void
mc_device_keep_flights(McDevice *self, const char *folder)
{
	g_free(self->flight_folder);
	self->flight_folder = g_strdup(folder);
}

McDeviceInfo *
mc_device_info(McDevice *self)
{
	return &self->info;
}

/* A calibration runs out while the kiosk stands: no timer, it is looked at when it matters. */
static void
lock_if_expired(McDevice *self)
{
	McDeviceCause cause;

	if (self->info.state != MC_DEVICE_READY)
		return;
	cause = judge(self);
	if (cause != MC_CAUSE_NONE)
		mc_device_set_state(self, MC_DEVICE_LOCKED, cause);
}

gboolean
mc_device_is_ready(McDevice *self)
{
	lock_if_expired(self);
	return self->info.state == MC_DEVICE_READY && !self->testing;
}

GError *
mc_device_why_not(McDevice *self)
{
	McErrorCode code = self->testing && self->info.state == MC_DEVICE_READY
	                       ? MC_ERROR_REFUSED
	                       : mc_device_cause_error(self->info.cause);

	return g_error_new(MC_ERROR, (gint)code, "%s: %s, %s", mc_device_kind_name(self->info.kind),
	    mc_device_state_name(self->info.state), mc_device_cause_name(self->info.cause));
}

const McDeviceInfo *
mc_device_shown(McDevice *self)
{
	lock_if_expired(self);
	count_transfers(self);
	return mc_board_shown(self->board, self->info.transfers, self->info.faults);
}

void
mc_device_set_listener(McDevice *self, McDeviceListener listener, gpointer data)
{
	mc_board_set_listener(self->board, listener, data);
}

/* Later, because the end of a conversation is told to the port's listener. */
static gboolean
on_enrolments(gpointer data)
{
	McDevice *self = data;
	g_autoptr(GError) error = NULL;

	gboolean again = self->again, wanted = mc_device_wants_used(self);

	self->enrolments_source = 0;
	self->again = FALSE;
	g_ptr_array_set_size(self->strangers, 0);
	if (wanted && !again && (!self->identified || judge(self) == self->judged)) {
		if (self->used == NULL)
			schedule_open(self); /* the driver may want one now that it left alone before */
		else if (self->identified && self->judged == MC_CAUSE_NOT_ENROLLED &&
		         mc_device_pass_stranger(self))
			go_on(self); /* another one may be meant */
		return G_SOURCE_REMOVE;
	}
	error = g_error_new(MC_ERROR, MC_ERROR_NOT_ENROLLED, "the list of trusted instruments changed");
	if (!wanted)
		self->used = NULL;
	mc_device_choose(self);
	drop(self, error);
	mc_device_set_state(self, self->used == NULL ? MC_DEVICE_ABSENT : MC_DEVICE_STARTING,
	    self->used == NULL ? MC_CAUSE_UNPLUGGED : MC_CAUSE_NONE);
	schedule_open(self);
	return G_SOURCE_REMOVE;
}

static void
look_at_enrolments(McDevice *self)
{
	if (self->enrolments_source == 0)
		self->enrolments_source = g_idle_add(on_enrolments, self);
}

void
mc_device_start_again(McDevice *self)
{
	self->again = TRUE;
	look_at_enrolments(self);
}

void
mc_device_set_enrolments(McDevice *self, const McEnrolment *enrolments, guint count)
{
	g_array_set_size(self->enrolments, 0);
	g_array_append_vals(self->enrolments, enrolments, count);
	look_at_enrolments(self);
}

void
mc_device_wants(McDevice *self, McDeviceCause cause)
{
	g_assert(cause == MC_CAUSE_NONE || mc_device_cause_wants_a_hand(cause));
	if (self->info.state == MC_DEVICE_READY)
		mc_device_set_state(self, MC_DEVICE_READY, cause);
}
