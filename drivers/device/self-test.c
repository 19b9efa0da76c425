/* The test that an instrument makes of itself, and its place on the board. */

#include "drivers/device/private.h"

#include "app/base/error.h"

#include <string.h>

void
mc_device_end_test(McDevice *self, const GError *error)
{
	self->testing = FALSE;
	mc_notices_tell(self->notices, self->tested, self->tested_data, error);
}

void
mc_device_self_test(McDevice *self, McDeviceDone done, gpointer data)
{
	g_autoptr(GError) error = NULL;

	if (self->testing) {
		error = g_error_new(MC_ERROR, MC_ERROR_REFUSED, "self-test: one is running");
	} else if (!self->identified) {
		error = mc_device_why_not(self);
	} else {
		self->testing = TRUE;
		self->tested = done;
		self->tested_data = data;
		if (self->ops->self_test(self->driver))
			return;
		self->testing = FALSE;
		error = g_error_new(MC_ERROR, MC_ERROR_REFUSED, "self-test: a presentation is running");
	}
	mc_notices_tell(self->notices, done, data, error);
}

void
mc_device_self_tested(McDevice *self, gboolean passed)
{
	g_assert(self->testing);
	self->info.last_self_test_wall_us = mc_clock_wall_us(self->clock);
	self->info.last_self_test_passed = passed;
	g_strlcpy(self->tested_serial, self->info.serial, sizeof self->tested_serial);
	/* published before it is told: who hears of it reads the result */
	if (!passed)
		mc_device_set_state(self, MC_DEVICE_FAULTY, MC_CAUSE_SELF_TEST);
	else if (self->info.cause == MC_CAUSE_SELF_TEST)
		mc_device_settle(self);
	else
		mc_board_publish(self->board);
	mc_device_end_test(self, NULL);
}
