#include "drivers/sim/seat.h"

typedef struct Press {
	struct McSimSeat *seat;
	McSimSide key;
	guint64 timer;
} Press;

struct McSimSeat {
	McSimWorld *world;
	McSimPlaces at;
	void (*changed)(gpointer data);
	gpointer changed_data;
	McSimPerson *person;
	gboolean present, glasses, head_in, headphones_on;
	McSimKey key; /* about to be pressed */
	guint64 key_timer;
	McSimKey lamp_key; /* about to be pressed on the response pad */
	guint64 lamp_timer;
	Press presses[MC_SIM_HANDSET_PRESSES];
	guint64 step_timer;
	gboolean stepped_by_himself;
};

static void
forget(McSimSeat *self)
{
	mc_sim_world_cancel(self->world, &self->key_timer);
	mc_sim_world_cancel(self->world, &self->lamp_timer);
	mc_sim_world_cancel(self->world, &self->step_timer);
	for (guint i = 0; i < MC_SIM_HANDSET_PRESSES; i++)
		mc_sim_world_cancel(self->world, &self->presses[i].timer);
}

/* ---- looking ---- */

static void
on_key(gpointer data)
{
	McSimSeat *self = data;

	self->key_timer = 0;
	mc_sim_vision_tester_press(self->at.vision, self->key);
}

static void
on_shown(const McSimSight *sight, gpointer data)
{
	McSimSeat *self = data;
	McSimPadAnswer answer;

	self->changed(self->changed_data);
	if (self->person == NULL || !self->present || !self->head_in)
		return;
	answer = mc_sim_person_look(self->person, sight);
	if (answer.key == MC_SIM_KEY_NONE) {
		mc_sim_seat_set_present(self, FALSE);
		return;
	}
	self->key = answer.key;
	self->key_timer = mc_sim_world_after_us(self->world, answer.after_us, on_key, self);
}

static void
on_dark(gpointer data)
{
	McSimSeat *self = data;

	mc_sim_world_cancel(self->world, &self->key_timer);
	self->changed(self->changed_data);
}

static const McSimVisionListener vision_listener = {.shown = on_shown, .dark = on_dark};

static void
on_lamp_key(gpointer data)
{
	McSimSeat *self = data;

	self->lamp_timer = 0;
	mc_sim_pad_press(self->at.pad, self->lamp_key);
}

gboolean
mc_sim_seat_lamp(McSimSeat *self, McSimKey key, gboolean choice)
{
	gint64 after_us;

	if (self->person == NULL || !self->present)
		return FALSE;
	mc_sim_world_cancel(self->world, &self->lamp_timer);
	after_us = mc_sim_person_react_us(self->person, choice);
	self->lamp_key = key;
	if (after_us >= 0)
		self->lamp_timer = mc_sim_world_after_us(self->world, after_us, on_lamp_key, self);
	return TRUE;
}

/* ---- listening ---- */

static void
on_press(gpointer data)
{
	Press *press = data;

	press->timer = 0;
	mc_sim_audiometer_press(press->seat->at.audiometer, press->key);
}

static void
on_started(const McSimSound *sound, gpointer data)
{
	McSimSeat *self = data;
	McSimHandset handset;

	self->changed(self->changed_data);
	if (self->person == NULL || !self->present || self->headphones_on == sound->in_room)
		return;
	mc_sim_person_listen(self->person, sound, &handset);
	for (guint i = 0; i < handset.presses; i++) {
		self->presses[i].key = handset.press[i].key;
		self->presses[i].timer = mc_sim_world_after_us(
		    self->world, handset.press[i].after_us, on_press, &self->presses[i]);
	}
}

static void
on_ended(gpointer data)
{
	McSimSeat *self = data;

	for (guint i = 0; i < MC_SIM_HANDSET_PRESSES; i++)
		mc_sim_world_cancel(self->world, &self->presses[i].timer);
	self->changed(self->changed_data);
}

static const McSimAudiometerListener audiometer_listener = {
    .started = on_started, .ended = on_ended};

/* ---- standing ---- */

#define STEP_US 1500000 /* until he has understood, and stands there or is off again */

static void
on_step_on(gpointer data)
{
	McSimSeat *self = data;

	self->step_timer = 0;
	self->stepped_by_himself = TRUE;
	mc_sim_seat_step_on(self, NULL);
}

static void
on_called(gpointer data)
{
	McSimSeat *self = data;

	self->changed(self->changed_data);
	if (self->person != NULL && self->present && self->step_timer == 0)
		self->step_timer = mc_sim_world_after_us(self->world, STEP_US, on_step_on, self);
}

static void
on_step_off(gpointer data)
{
	McSimSeat *self = data;

	self->step_timer = 0;
	mc_sim_seat_step_off(self);
}

static void
on_done(gpointer data)
{
	McSimSeat *self = data;

	self->changed(self->changed_data);
	mc_sim_world_cancel(self->world, &self->step_timer);
	if (self->stepped_by_himself)
		self->step_timer = mc_sim_world_after_us(self->world, STEP_US, on_step_off, self);
}

static const McSimStatureListener stature_listener = {.called = on_called, .done = on_done};

void
mc_sim_seat_step_on(McSimSeat *self, const McSimBody *body)
{
	static const McSimBody visitor = {1700, 65000, FALSE};
	McSimBody own = self->person != NULL ? mc_sim_person_body(self->person) : visitor;

	if (body == NULL)
		body = &own;
	mc_sim_stature_stand(self->at.stature, body);
	mc_sim_scale_stand(self->at.scale, body);
	self->changed(self->changed_data);
}

void
mc_sim_seat_step_off(McSimSeat *self)
{
	self->stepped_by_himself = FALSE;
	mc_sim_stature_stand(self->at.stature, NULL);
	mc_sim_scale_stand(self->at.scale, NULL);
	self->changed(self->changed_data);
}

/* ---- sitting ---- */

McSimSeat *
mc_sim_seat_new(
    McSimWorld *world, const McSimPlaces *places, void (*changed)(gpointer data), gpointer data)
{
	McSimSeat *self = g_new0(McSimSeat, 1);

	self->world = world;
	self->at = *places;
	self->changed = changed;
	self->changed_data = data;
	for (guint i = 0; i < MC_SIM_HANDSET_PRESSES; i++)
		self->presses[i].seat = self;
	mc_sim_vision_tester_set_listener(places->vision, &vision_listener, self);
	mc_sim_audiometer_set_listener(places->audiometer, &audiometer_listener, self);
	mc_sim_stature_set_listener(places->stature, &stature_listener, self);
	return self;
}

void
mc_sim_seat_free(McSimSeat *self)
{
	if (self == NULL)
		return;
	forget(self);
	mc_sim_vision_tester_set_listener(self->at.vision, NULL, NULL);
	mc_sim_audiometer_set_listener(self->at.audiometer, NULL, NULL);
	mc_sim_stature_set_listener(self->at.stature, NULL, NULL);
	mc_sim_person_free(self->person);
	g_free(self);
}

void
mc_sim_seat_set_person(McSimSeat *self, McSimPerson *person)
{
	forget(self);
	mc_sim_person_free(self->person);
	self->person = person;
	self->glasses = FALSE;
	mc_sim_seat_set_present(self, TRUE);
}

void
mc_sim_seat_set_present(McSimSeat *self, gboolean present)
{
	self->present = present;
	if (!present) {
		forget(self);
		mc_sim_seat_step_off(self);
	}
	mc_sim_seat_set_head(self, present);
	mc_sim_seat_set_headphones(
	    self, present && !(self->person != NULL && mc_sim_person_wears_aids(self->person)));
	self->changed(self->changed_data);
}

void
mc_sim_seat_set_glasses(McSimSeat *self, gboolean on)
{
	self->glasses = on;
	if (self->person != NULL)
		mc_sim_person_set_glasses(self->person, on);
}

const char *
mc_sim_seat_gaze(McSimSeat *self, const McSimPicture *picture)
{
	return self->person != NULL && self->present ? mc_sim_person_gaze(self->person, picture) : NULL;
}

void
mc_sim_seat_set_head(McSimSeat *self, gboolean in)
{
	self->head_in = in;
	mc_sim_vision_tester_set_head(self->at.vision, in);
}

void
mc_sim_seat_set_headphones(McSimSeat *self, gboolean on)
{
	self->headphones_on = on;
	mc_sim_audiometer_set_headphones(self->at.audiometer, on);
}

void
mc_sim_seat_describe(McSimSeat *self, GString *line)
{
	g_string_append_printf(line, " person=%s present=%d glasses=%d",
	    self->person != NULL ? mc_sim_person_name(self->person) : "visitor", self->present ? 1 : 0,
	    self->glasses ? 1 : 0);
}
