#include "drivers/sim/trace/replay.h"

#include <errno.h>
#include <string.h>

/* Commands that tell where in a conversation the host is; more of them where lengths are all that
 * is known. */
#define CONTEXT_MAX 4
#define CONTEXT_MAX_LENGTHS 16
#define LINE_STATUS_BYTES 2 /* that some serial plugs put before the text */
#define ASKING_MS 50 /* a host that waits for an answer asks for it within so long */

/* USBTMC 1.0 and USB488: where a tag stands, and what begins a conversation. */
#define TMC_HEADER 12
#define TMC_MESSAGE 1
#define TMC_REQUEST 2
#define TMC_CLASS_REQUEST 0xA1
#define TMC_INITIATE_CLEAR 5
#define TMC_READ_STATUS 128
#define TMC_NOTICE_STATUS 0x80

typedef enum Phase {
	FOLLOWING, /* the device works */
	PLAYING, /* from steps[next] on */
	SILENT, /* all is played */
} Phase;

struct McSimReplay {
	McSimScript *script;
	McSimDevice *device;
	gboolean is_usbtmc;
	Phase phase;
	guint last_said; /* steps[]: the last that the host says before it breaks */
	guint trigger; /* … and where it said the same first, if it was answered the same each time */
	guint senseless; /* steps[]: from here on the host understood nothing of what it got */
	guint next;
	const McSimTransfer *models; /* the one whose turn came: the model may take its time for it */
	GPtrArray *said; /* McSimStep: what the host has said in this conversation */
	guint8 request_tag, status_tag; /* the host's latest */
};

static const McSimStep *
step_at(const McSimReplay *self, guint index)
{
	return &g_array_index(self->script->steps, McSimStep, index);
}

static gboolean
is_read_status(const McSimStep *step)
{
	return step->is_control && step->setup[0] == TMC_CLASS_REQUEST &&
	       step->setup[1] == TMC_READ_STATUS;
}

/* By what the host says one knows where it is; how often it asks for the status byte in between is
 * a matter of time alone. */
static gboolean
is_said(const McSimReplay *self, const McSimStep *step)
{
	if (step->is_control)
		return !(self->is_usbtmc && is_read_status(step));
	return !step->is_in;
}

/* The command without its numbers: "STIM:SHOW 7,LEFT" is the same as "STIM:SHOW 3,UP". */
static gsize
command_length(const McSimStep *step)
{
	gsize length = TMC_HEADER;

	while (length < step->kept && strchr(" \n", step->bytes[length]) == NULL)
		length++;
	return length;
}

static gboolean
is_same_message(const McSimStep *a, const McSimStep *b)
{
	gsize length;

	if (a->kept < TMC_HEADER || b->kept < TMC_HEADER)
		return a->kept == b->kept;
	length = command_length(a);
	return a->bytes[0] == b->bytes[0] &&
	       (a->bytes[0] != TMC_MESSAGE ||
	           (length == command_length(b) &&
	               memcmp(a->bytes + TMC_HEADER, b->bytes + TMC_HEADER, length - TMC_HEADER) == 0));
}

static gboolean
is_same(const McSimReplay *self, const McSimStep *recorded, const McSimStep *said)
{
	if (recorded->is_control != said->is_control || recorded->endpoint != said->endpoint)
		return FALSE;
	if (self->is_usbtmc && is_read_status(recorded))
		return is_read_status(said);
	if (recorded->is_control)
		return memcmp(recorded->setup, said->setup, sizeof said->setup) == 0;
	if (self->is_usbtmc)
		return is_same_message(recorded, said);
	/* of a device whose bytes are not recorded there is the length */
	return recorded->kept == 0 ? recorded->asked == said->asked
	                           : (recorded->kept <= said->kept &&
	                                 memcmp(recorded->bytes, said->bytes, recorded->kept) == 0);
}

/* With this, has the host said just what it had said in the recording? */
static gboolean
is_at_trigger(const McSimReplay *self, const McSimStep *now)
{
	guint before = self->said->len, matched = 1;
	guint wanted = self->is_usbtmc ? CONTEXT_MAX : CONTEXT_MAX_LENGTHS;

	if (!is_same(self, step_at(self, self->trigger), now))
		return FALSE;
	for (guint i = self->trigger; i > 0 && matched < wanted; i--) {
		if (!is_said(self, step_at(self, i - 1)))
			continue;
		if (matched > before ||
		    !is_same(self, step_at(self, i - 1), self->said->pdata[before - matched]))
			return FALSE;
		matched++;
	}
	return TRUE;
}

static gboolean
is_string_request(const guint8 setup[8])
{
	return setup[0] == 0x80 && setup[1] == 6 && setup[3] == 3;
}

/* Of one that is listened to before anything is said to it, only by what every start asks the host
 * for: what it is called. */
static gboolean
host_begins_anew(const McSimReplay *self, const guint8 setup[8])
{
	return !is_said(self, step_at(self, 0)) && is_string_request(setup);
}

static gboolean
begins_anew(const McSimReplay *self, const McSimStep *said)
{
	if (self->is_usbtmc)
		return said->is_control && said->setup[0] == TMC_CLASS_REQUEST &&
		       said->setup[1] == TMC_INITIATE_CLEAR;
	return is_same(self, step_at(self, 0), said);
}

/* ---- what is played ---- */

static guint8
recorded_tag(const McSimReplay *self, guint before, gboolean of_status)
{
	for (guint i = before; i > 0; i--) {
		const McSimStep *step = step_at(self, i - 1);

		if (of_status && is_read_status(step))
			return step->setup[2];
		if (!of_status && !step->is_control && !step->is_in && step->kept > 1 &&
		    step->bytes[0] == TMC_REQUEST)
			return step->bytes[1];
	}
	return 0;
}

/* A tag that was right is right today; one that was wrong stays as it came. */
static void
renew_tag(const McSimReplay *self, guint index, guint8 *bytes, guint length)
{
	const McSimStep *step = step_at(self, index);
	gboolean of_status = step->is_control || length == 2;
	guint8 tag = recorded_tag(self, index + (step->is_control ? 1 : 0), of_status);

	if (!self->is_usbtmc || tag == 0 || length < 2)
		return;
	if (step->is_control && is_read_status(step) && bytes[1] == tag)
		bytes[1] = self->status_tag;
	else if (!step->is_control && length == 2 && bytes[0] == (TMC_NOTICE_STATUS | tag))
		bytes[0] = TMC_NOTICE_STATUS | self->status_tag;
	else if (!step->is_control && length >= TMC_HEADER && bytes[1] == tag &&
	         bytes[2] + tag == 0xFF) {
		bytes[1] = self->request_tag;
		bytes[2] = self->request_tag ^ 0xFF;
	}
}

static void
advance(McSimReplay *self)
{
	self->next++;
	if (self->next == self->script->steps->len)
		self->phase = SILENT;
}

static gboolean
is_unplugging(const McSimStep *step)
{
	return step->status == -ESHUTDOWN || step->status == -ENODEV;
}

/* No frame and no report; and lines, of which none is a measurement, for who listens for some. */
static void
fill_with_nonsense(guint8 *bytes, guint length)
{
	memset(bytes, 0, length);
	for (guint i = LINE_STATUS_BYTES + 1; i < length; i += 2)
		bytes[i] = '\n';
}

/* The transfer ends as steps[index] did. */
static McSimTurn
play(McSimReplay *self, guint index, McSimTransfer *transfer)
{
	const McSimStep *step = step_at(self, index);

	if (step->status == -ETIMEDOUT || step->status == -ENOENT || step->status == -ECONNRESET)
		return MC_SIM_TURN_WAIT;
	if (is_unplugging(step)) {
		mc_sim_device_unplug(self->device, 0, 0);
		return MC_SIM_TURN_WAIT;
	}
	if (step->status == 0 && !step->is_in)
		return MC_SIM_TURN_MODEL;
	/* what was not recorded is what the model says, unless that would be understood */
	if (step->status == 0 && step->kept == 0 && step->length > 0 && index < self->senseless) {
		transfer->most = step->length;
		return MC_SIM_TURN_MODEL;
	}
	transfer->actual = MIN(step->length, transfer->length);
	transfer->status = step->status;
	if (step->is_in && transfer->actual > 0) {
		fill_with_nonsense(transfer->data, transfer->actual);
		memcpy(transfer->data, step->bytes, MIN(transfer->actual, step->kept));
		renew_tag(self, index, transfer->data, transfer->actual);
	}
	return MC_SIM_TURN_DONE;
}

static gboolean
is_for(const McSimReplay *self, const McSimStep *step, const McSimTransfer *transfer)
{
	if (step->is_control)
		return transfer->pipe == MC_SIM_PIPE_CONTROL && self->is_usbtmc && is_read_status(step) &&
		       transfer->setup[1] == TMC_READ_STATUS;
	return transfer->pipe != MC_SIM_PIPE_CONTROL && step->endpoint == transfer->endpoint;
}

/* ---- turns ---- */

static McSimStep *
step_of(const McSimTransfer *transfer)
{
	McSimStep *step = g_new0(McSimStep, 1);

	step->is_control = transfer->pipe == MC_SIM_PIPE_CONTROL;
	step->is_in = ((step->is_control ? transfer->setup[0] : transfer->endpoint) & 0x80) != 0;
	step->endpoint = step->is_control ? 0 : transfer->endpoint;
	step->asked = transfer->length;
	memcpy(step->setup, transfer->setup, sizeof step->setup);
	if (!step->is_in && transfer->length > 0) {
		step->kept = MIN(transfer->length, MC_SIM_STEP_BYTES_MAX);
		step->bytes = g_memdup2(transfer->data, step->kept);
	}
	return step;
}

static void
said_free(gpointer data)
{
	McSimStep *step = data;

	g_free(step->bytes);
	g_free(step);
}

static void
note_tags(McSimReplay *self, const McSimStep *said)
{
	if (said->is_control && is_read_status(said))
		self->status_tag = said->setup[2];
	else if (!said->is_control && !said->is_in && said->kept > 1 && said->bytes[0] == TMC_REQUEST)
		self->request_tag = said->bytes[1];
}

/* The plug comes out also when the host waits for nothing; but under its hands when it does. */
static void
pull_plug_if_due(McSimReplay *self)
{
	if (self->phase == PLAYING && is_unplugging(step_at(self, self->next))) {
		mc_sim_device_unplug(self->device, self->is_usbtmc ? 0 : ASKING_MS, 0);
		advance(self);
	}
}

static void
begin_anew(McSimReplay *self)
{
	self->phase = FOLLOWING;
	g_ptr_array_set_size(self->said, 0);
}

static McSimTurn
begin_playing(McSimReplay *self, McSimTransfer *transfer)
{
	self->next = self->last_said;
	self->phase = PLAYING;
	advance(self);
	if (self->phase == SILENT) /* it broke at what was said */
		return play(self, self->last_said, transfer);
	pull_plug_if_due(self);
	return MC_SIM_TURN_MODEL;
}

/* As it did in the recording, and to no better an answer. */
static gboolean
says_it_again(const McSimReplay *self, const McSimStep *said)
{
	return self->phase == SILENT && self->trigger != self->last_said &&
	       is_same(self, step_at(self, self->last_said), said);
}

/* The host says something, for the first time that this transfer is looked at. */
static McSimTurn
hear(McSimReplay *self, McSimTransfer *transfer)
{
	McSimStep *said = step_of(transfer);
	gboolean breaks;

	note_tags(self, said);
	if (begins_anew(self, said))
		begin_anew(self);
	if (!is_said(self, said)) {
		said_free(said);
		return MC_SIM_TURN_MODEL;
	}
	breaks = self->phase == FOLLOWING ? is_at_trigger(self, said) : says_it_again(self, said);
	g_ptr_array_add(self->said, said);
	return breaks ? begin_playing(self, transfer) : MC_SIM_TURN_MODEL;
}

/* The host had been listening for so long that what it had said is no more in the recording. */
static gboolean
only_listens(const McSimReplay *self)
{
	return self->phase == FOLLOWING && !is_said(self, step_at(self, self->last_said));
}

static void
begin_listening(McSimReplay *self)
{
	self->next = 0;
	self->phase = PLAYING;
	pull_plug_if_due(self);
}

static McSimTurn
answer(McSimReplay *self, McSimTransfer *transfer)
{
	guint index = self->next;
	McSimTurn turn;

	if (!is_for(self, step_at(self, index), transfer))
		return transfer->pipe == MC_SIM_PIPE_CONTROL ? MC_SIM_TURN_MODEL : MC_SIM_TURN_WAIT;
	turn = play(self, index, transfer);
	self->models = turn == MC_SIM_TURN_MODEL ? transfer : NULL;
	advance(self);
	pull_plug_if_due(self);
	return turn;
}

static McSimTurn
on_turn(McSimTransfer *transfer, gboolean is_first, gpointer data)
{
	McSimReplay *self = data;
	gboolean is_control = transfer->pipe == MC_SIM_PIPE_CONTROL;
	gboolean is_in = ((is_control ? transfer->setup[0] : transfer->endpoint) & 0x80) != 0;

	if (is_control && mc_sim_setup_is_of_host(transfer->setup)) {
		if (host_begins_anew(self, transfer->setup))
			begin_anew(self);
		return MC_SIM_TURN_MODEL;
	}
	if (!is_first && transfer == self->models)
		return MC_SIM_TURN_MODEL;
	if (is_first && (is_control || !is_in)) {
		McSimTurn turn = hear(self, transfer);

		if (turn != MC_SIM_TURN_MODEL || !is_control || self->phase != PLAYING)
			return turn;
	}
	if (is_in && !is_control && only_listens(self))
		begin_listening(self);
	switch (self->phase) {
	case FOLLOWING: return MC_SIM_TURN_MODEL;
	case PLAYING: return is_in ? answer(self, transfer) : MC_SIM_TURN_MODEL;
	case SILENT: return is_in && !is_control ? MC_SIM_TURN_WAIT : MC_SIM_TURN_MODEL;
	}
	g_return_val_if_reached(MC_SIM_TURN_MODEL);
}

/* ---- life ---- */

static guint
said_before(const McSimReplay *self, guint index)
{
	do
		index--;
	while (index > 0 && !is_said(self, step_at(self, index)));
	return index;
}

static gboolean
is_like(const McSimStep *a, const McSimStep *b)
{
	return a->endpoint == b->endpoint && a->is_control == b->is_control && a->status == b->status;
}

/* What was said at earlier got the answers that it got at last. */
static gboolean
went_the_same(const McSimReplay *self, guint earlier)
{
	guint answers = self->script->steps->len - self->last_said;

	if (earlier + answers > self->trigger ||
	    !is_same(self, step_at(self, earlier), step_at(self, self->last_said)))
		return FALSE;
	for (guint i = 1; i < answers; i++) {
		const McSimStep *a = step_at(self, earlier + i);
		const McSimStep *b = step_at(self, self->last_said + i);

		if (!is_like(a, b) || a->length != b->length)
			return FALSE;
	}
	return TRUE;
}

/* The host broke at something that came whole: it made no sense; nor did what came just before it
 * from a device that speaks without being asked. */
static void
find_senseless(McSimReplay *self)
{
	const McSimStep *said = step_at(self, self->last_said), *last;
	gboolean is_asked = !said->is_control && !said->is_in;

	self->senseless = self->script->steps->len;
	last = step_at(self, self->senseless - 1);
	if (last->is_control || !last->is_in || last->status != 0)
		return;
	self->senseless--;
	while (self->senseless > 0 && !is_asked && is_like(step_at(self, self->senseless - 1), last))
		self->senseless--;
}

/* A host may ask three times for what makes no sense before it gives up. */
static void
find_trigger(McSimReplay *self)
{
	guint count = self->script->steps->len;

	self->trigger = self->last_said;
	/* where bytes are known the same question has another answer each time */
	if (self->is_usbtmc || self->senseless == count)
		return;
	for (guint i = self->trigger; i > 0;) {
		i = said_before(self, i);
		if (went_the_same(self, i))
			self->trigger = i;
		else if (step_at(self, i)->endpoint == step_at(self, self->last_said)->endpoint)
			return;
	}
}

McSimReplay *
mc_sim_replay_new(McSimScript *script, McSimDevice *device)
{
	McSimReplay *self = g_new0(McSimReplay, 1);
	const guint8 *interface = mc_sim_device_model(device)->configuration + 9;

	self->script = script;
	self->device = device;
	self->is_usbtmc = interface[5] == 0xFE && interface[6] == 3;
	self->said = g_ptr_array_new_with_free_func(said_free);
	self->last_said = said_before(self, script->steps->len);
	find_senseless(self);
	find_trigger(self);
	mc_sim_device_set_turn(device, on_turn, self);
	return self;
}

void
mc_sim_replay_free(McSimReplay *self)
{
	if (self == NULL)
		return;
	mc_sim_device_set_turn(self->device, NULL, NULL);
	g_ptr_array_unref(self->said);
	mc_sim_script_free(self->script);
	g_free(self);
}
