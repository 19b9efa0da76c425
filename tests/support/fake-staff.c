#include "tests/support/fake-parts.h"

/* The recorder's side of whoever signs in. */

static GError *
sign_in(McFakes *self, const McRecorderRequest *request, McRecorderReply *reply)
{
	if (!g_str_equal(request->pin, "2468")) {
		reply->wait_seconds = self->wait_seconds;
		return mc_fakes_refused("wrong PIN");
	}
	self->staff = g_str_equal(request->staff_name, "clerk") ? MC_STAFF_CLERK : MC_STAFF_TECHNICIAN;
	reply->role = self->staff;
	return NULL;
}

GError *
mc_fakes_staff_request(McFakes *self, const McRecorderRequest *request, McRecorderReply *reply)
{
	if (request->op == MC_RECORDER_STAFF_SIGN_IN)
		return sign_in(self, request, reply);
	if (request->op == MC_RECORDER_STAFF_FIRST_PIN) {
		self->hello.staff_exists = TRUE;
		/* the very first one is signed in by it */
		if (self->staff == MC_STAFF_NONE)
			self->staff = MC_STAFF_TECHNICIAN;
		reply->role = self->staff;
		return NULL;
	}
	if (self->staff == MC_STAFF_NONE)
		return mc_fakes_refused("nobody is signed in");
	switch ((gint)request->op) {
	case MC_RECORDER_STAFF_SIGN_OUT: self->staff = MC_STAFF_NONE; break;
	case MC_RECORDER_SET_PAUSED: self->hello.paused = request->flag; break;
	case MC_RECORDER_HELP_DONE: self->hello.help_requests--; break;
	case MC_RECORDER_ADOPT: self->hello.enrolments++; break;
	case MC_RECORDER_CLOCK:
		reply->clock.trust = MC_CLOCK_TRUST_KEPT;
		reply->clock.at_wall_us = request->flag ? request->wall_us : 1;
		break;
	default:
		reply->lines = 2;
		reply->line = self->line;
		break;
	}
	reply->hello = self->hello;
	return NULL;
}
