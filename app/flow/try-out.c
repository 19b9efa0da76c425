/* T2: what an instrument is tried with beyond the test that it makes of itself, of which nothing is
 * seen or heard. Active: it does once what it is for, and nobody has to be there. Interactive: the
 * technician does with it what a person would. Only while no visit is there; the listener of its
 * port is taken for so long, and given back. */

#include "app/flow/delays.h"
#include "app/flow/session-private.h"

#include "app/base/error.h"

#define SIZE_MILLI_LOG_MAR 1000 /* a large one, for whoever has no glasses at hand */
#define TONE_HZ 1000
#define TONE_DECI_DB_HL 400
#define STRIP_ROWS 160

static void finish(McSession *self, gboolean passed);

/* ---- what the instruments tell ---- */

static void
on_lost(const GError *error, gpointer data)
{
	McSession *self = data;

	g_message("try-out: %s", error->message);
	finish(self, FALSE);
}

static void
on_shown(gpointer data)
{
	McSession *self = data;

	if (self->try_out.level == MC_TEST_ACTIVE)
		finish(self, TRUE);
}

static void
on_answered(const McOptotypeAnswer *answer, gpointer data)
{
	McSession *self = data;

	finish(self, self->try_out.level == MC_TEST_INTERACTIVE && !answer->cannot_see &&
	                 answer->direction == self->try_out.direction);
}

static void
on_vision_conditions(const McVisionConditions *conditions, gpointer data)
{
	mc_presenter_vision_listener.conditions(conditions, &((McSession *)data)->presenter);
}

static const McVisionListener vision_listener = {.shown = on_shown,
    .answered = on_answered,
    .conditions = on_vision_conditions,
    .lost = on_lost};

static void
on_finished(const McPressAnswer *presses, const McHearingConditions *room, gpointer data)
{
	McSession *self = data;
	gboolean heard = FALSE;

	for (gint32 i = 0; i < presses->count; i++)
		heard =
		    heard || (presses->press[i].at_us > 0 && presses->press[i].key == self->try_out.ear);
	finish(self, self->try_out.level == MC_TEST_ACTIVE || heard);
}

static void
on_pressed(McEar key, gpointer data)
{
	mc_session_touch(data);
}

static void
on_hearing_conditions(const McHearingConditions *conditions, gpointer data)
{
	mc_presenter_hearing_listener.conditions(conditions, &((McSession *)data)->presenter);
}

static const McHearingListener hearing_listener = {.finished = on_finished,
    .pressed = on_pressed,
    .conditions = on_hearing_conditions,
    .lost = on_lost};

static void
on_reading(gpointer data)
{
}

/* Whose it is, is nobody's business here. */
static void
on_card(const McIdentity *identity, gpointer data)
{
	finish(data, TRUE);
}

static const McIdReaderListener reader_listener = {
    .reading = on_reading, .card = on_card, .failed = on_lost, .lost = on_lost};

static void
on_measured(const McStatureReading *reading, gpointer data)
{
	finish(data, TRUE);
}

static void
on_hint(McStatureHint hint, gpointer data)
{
}

static const McStatureListener stature_listener = {
    .measured = on_measured, .hint = on_hint, .lost = on_lost};

static void
on_key(McPadKey key, gint64 at_us, gpointer data)
{
	finish(data, TRUE);
}

static const McResponsePadListener pad_listener = {.pressed = on_key, .lost = on_lost};

static void
on_printer_state(const McPrinterState *state, gpointer data)
{
}

static void
on_printed(gpointer data)
{
	finish(data, TRUE);
}

/* Somebody may see to it while the time lasts. */
static void
on_held(const McPrinterState *state, gpointer data)
{
}

static const McPrinterListener printer_listener = {
    .state = on_printer_state, .printed = on_printed, .held = on_held, .lost = on_lost};

/* ---- what they do ---- */

static void
show(McSession *self)
{
	McVisionPort *port = self->ports.vision;
	const McOptotypeStimulus stimulus = {.eye = MC_EYE_RIGHT,
	    .optotype = MC_OPTOTYPE_TUMBLING_E,
	    .direction = self->try_out.direction,
	    .size_milli_log_mar = SIZE_MILLI_LOG_MAR};

	port->set_listener(port->self, &vision_listener, self);
	port->show(port->self, &stimulus);
}

static void
play(McSession *self)
{
	McHearingPort *port = self->ports.hearing;
	gboolean waits = self->try_out.level == MC_TEST_INTERACTIVE;
	const McStimulus stimulus = {.kind = MC_EXAM_HEARING,
	    .as.tone = {.ear = self->try_out.ear,
	        .frequency_hz = TONE_HZ,
	        .level_deci_db_hl = TONE_DECI_DB_HL,
	        .masking_deci_db = MC_NO_MASKING,
	        .gap_ms = waits ? 1500 : 200,
	        .duration_ms = 1000,
	        .window_ms = waits ? 2000 : 200}};

	port->set_listener(port->self, &hearing_listener, self);
	port->play(port->self, &stimulus);
}

/* Stripes across, a millimetre each: a dot of the head that is worn out leaves a white line. */
static void
print_strip(McSession *self)
{
	McPrinterPort *port = self->ports.printer;
	gsize row = port->width_dots(port->self) / 8;
	guint8 *dots = g_malloc0(row * STRIP_ROWS);
	g_autoptr(GBytes) strip = g_bytes_new_take(dots, row * STRIP_ROWS);

	for (gsize i = 0; i < row * STRIP_ROWS; i++)
		dots[i] = i / row / 8 % 2 == 0 ? 0xff : 0x00;
	port->set_listener(port->self, &printer_listener, self);
	port->print(port->self, strip);
}

static void
begin(McSession *self)
{
	const McSessionPorts *ports = &self->ports;

	switch (self->try_out.kind) {
	case MC_DEVICE_VISION_TESTER: show(self); return;
	case MC_DEVICE_AUDIOMETER: play(self); return;
	case MC_DEVICE_PRINTER: print_strip(self); return;
	case MC_DEVICE_ID_READER:
		ports->id_reader->set_listener(ports->id_reader->self, &reader_listener, self);
		ports->id_reader->start(ports->id_reader->self);
		return;
	case MC_DEVICE_STATURE:
		ports->stature->set_listener(ports->stature->self, &stature_listener, self);
		ports->stature->start(ports->stature->self);
		return;
	case MC_DEVICE_RESPONSE_PAD:
		ports->response_pad->set_listener(ports->response_pad->self, &pad_listener, self);
		return;
	case MC_DEVICE_SOUND_METER:
	case MC_DEVICE_LUMINANCE_METER:
	case MC_DEVICE_CAMERA: return; /* has none: mc_device_kind_has_test() */
	}
}

/* Dark, mute, at rest, whatever became of it; and to whom it was before. */
static void
give_back(McSession *self)
{
	const McSessionPorts *ports = &self->ports;

	switch (self->try_out.kind) {
	case MC_DEVICE_VISION_TESTER: ports->vision->dark(ports->vision->self); break;
	case MC_DEVICE_AUDIOMETER: ports->hearing->mute(ports->hearing->self); break;
	case MC_DEVICE_PRINTER:
		ports->printer->cancel(ports->printer->self);
		mc_session_slip_listen(self);
		return;
	case MC_DEVICE_ID_READER:
		ports->id_reader->stop(ports->id_reader->self);
		mc_session_card_init(self);
		return;
	case MC_DEVICE_STATURE: ports->stature->stop(ports->stature->self); break;
	case MC_DEVICE_RESPONSE_PAD:
	case MC_DEVICE_SOUND_METER:
	case MC_DEVICE_LUMINANCE_METER:
	case MC_DEVICE_CAMERA: break;
	}
	mc_presenter_listen(&self->presenter);
}

/* ---- begin and end ---- */

static void
on_result_chained(const McRecorderReply *reply, const GError *error, gpointer data)
{
	mc_session_staff_error(((McDeviceHandle *)data)->session, error);
}

static void
chain(McSession *self, gboolean passed)
{
	McRecorderPort *recorder = self->ports.recorder;
	McDeviceKind kind = self->try_out.kind;
	McRecorderRequest request = {.op = MC_RECORDER_SELF_TEST,
	    .device = self->view.devices[kind],
	    .level = self->try_out.level,
	    .flag = passed};

	request.device.kind = kind;
	recorder->request(recorder->self, &request, on_result_chained, &self->device[kind]);
}

static void
end(McSession *self)
{
	mc_clock_cancel(self->ports.clock, &self->try_out.timer);
	give_back(self);
	self->try_out.running = self->view.try_out.running = FALSE;
}

static void
finish(McSession *self, gboolean passed)
{
	McTryOutView *view = &self->view.try_out;

	end(self);
	view->last[self->try_out.kind][self->try_out.level].wall_us =
	    mc_clock_wall_us(self->ports.clock);
	view->last[self->try_out.kind][self->try_out.level].passed = passed;
	chain(self, passed);
	mc_session_refresh(self, MC_CHANGE_VIEW);
}

static void
on_patience(gpointer data)
{
	McSession *self = data;

	self->try_out.timer = 0;
	finish(self, FALSE);
}

void
mc_session_try_out(McSession *self, gint64 kind, gboolean together)
{
	McTestLevel level = together ? MC_TEST_INTERACTIVE : MC_TEST_ACTIVE;
	gboolean prints = kind == MC_DEVICE_PRINTER && self->slip.seq != 0;

	if (kind < 0 || kind >= MC_DEVICE_KINDS || self->try_out.running || prints ||
	    !mc_device_kind_has_test((McDeviceKind)kind, level))
		return;
	if (self->view.visit_suspended || self->view.devices[kind].state != MC_DEVICE_READY) {
		g_autoptr(GError) error =
		    g_error_new(MC_ERROR, MC_ERROR_REFUSED, "try-out: a visit, or it is not ready");

		mc_session_staff_error(self, error);
		return;
	}
	self->try_out.running = TRUE;
	self->try_out.kind = (McDeviceKind)kind;
	self->try_out.level = level;
	self->try_out.direction = (McDirection)g_random_int_range(0, MC_DIRECTIONS_STRAIGHT);
	self->try_out.ear = (McEar)g_random_int_range(0, MC_SIDES);
	self->view.try_out.running = TRUE;
	self->view.try_out.kind = self->try_out.kind;
	self->view.try_out.level = level;
	self->try_out.timer =
	    mc_clock_after_ms(self->ports.clock, mc_delay_ms(MC_DELAY_TRY_OUT), on_patience, self);
	begin(self);
	mc_session_refresh(self, MC_CHANGE_VIEW);
}

/* The technician goes: it says nothing of the instrument. */
void
mc_session_try_out_stop(McSession *self)
{
	if (self->try_out.running)
		end(self);
}
