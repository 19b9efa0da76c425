#include "tests/support/instruments/bench.h"

#include <string.h>

/* ---- what the ports tell ---- */

static void
keep_error(Bench *self, const GError *error)
{
	self->error_code = error == NULL ? -1 : error->code;
}

static void
on_shown(gpointer data)
{
	((Bench *)data)->shown++;
}

static void
on_answered(const McOptotypeAnswer *answer, gpointer data)
{
	Bench *self = data;

	self->answered++;
	self->answer = *answer;
}

static void
on_vision_conditions(const McVisionConditions *conditions, gpointer data)
{
	Bench *self = data;

	self->vision_conditions++;
	self->head = *conditions;
}

static void
on_vision_lost(const GError *error, gpointer data)
{
	((Bench *)data)->vision_lost++;
	keep_error(data, error);
}

static void
on_finished(const McPressAnswer *presses, const McHearingConditions *conditions, gpointer data)
{
	Bench *self = data;

	self->finished++;
	self->presses = *presses;
	self->room = *conditions;
}

static void
on_pressed(McEar key, gpointer data)
{
	Bench *self = data;

	self->pressed++;
	self->key = key;
}

static void
on_hearing_conditions(const McHearingConditions *conditions, gpointer data)
{
	Bench *self = data;

	self->hearing_conditions++;
	self->now = *conditions;
}

static void
on_hearing_lost(const GError *error, gpointer data)
{
	((Bench *)data)->hearing_lost++;
	keep_error(data, error);
}

static void
on_reading(gpointer data)
{
	((Bench *)data)->reading++;
}

static void
on_card(const McIdentity *identity, gpointer data)
{
	Bench *self = data;

	self->cards++;
	self->identity = *identity;
}

static void
on_failed(const GError *error, gpointer data)
{
	Bench *self = data;

	self->failed++;
	g_strlcpy(self->failure, error->message, sizeof self->failure);
	keep_error(self, error);
}

static void
on_reader_lost(const GError *error, gpointer data)
{
	((Bench *)data)->reader_lost++;
	keep_error(data, error);
}

static void
on_measured(const McStatureReading *reading, gpointer data)
{
	Bench *self = data;

	self->measured++;
	self->stature_reading = *reading;
}

static void
on_hint(McStatureHint hint, gpointer data)
{
	((Bench *)data)->hints[hint]++;
}

static void
on_stature_lost(const GError *error, gpointer data)
{
	((Bench *)data)->stature_lost++;
	keep_error(data, error);
}

static void
on_pad_pressed(McPadKey key, gint64 at_us, gpointer data)
{
	Bench *self = data;

	g_assert_cmpint(at_us, <=, g_get_monotonic_time());
	self->pad_pressed++;
	self->pad_key = key;
}

static void
on_pad_lost(const GError *error, gpointer data)
{
	((Bench *)data)->pad_lost++;
	keep_error(data, error);
}

static void
on_printer_state(const McPrinterState *state, gpointer data)
{
	Bench *self = data;

	self->printer_states++;
	self->printer_state = *state;
}

static void
on_printed(gpointer data)
{
	((Bench *)data)->printed++;
}

static void
on_held(const McPrinterState *state, gpointer data)
{
	Bench *self = data;

	self->held++;
	self->printer_state = *state;
}

static void
on_printer_lost(const GError *error, gpointer data)
{
	((Bench *)data)->printer_lost++;
	keep_error(data, error);
}

static void
on_reference(const McReferenceReading *reading, gpointer data)
{
	Bench *self = data;

	self->references++;
	self->reference = *reading;
}

static void
on_reference_lost(const GError *error, gpointer data)
{
	((Bench *)data)->references_lost++;
	keep_error(data, error);
}

static void
on_board(McDeviceKind kind, const McDeviceInfo *info, gpointer data)
{
	Bench *self = data;

	self->told[kind]++;
	if (self->state[kind] == MC_DEVICE_READY && info->state != MC_DEVICE_READY)
		self->unsettled++;
	self->state[kind] = info->state;
	self->cause[kind] = info->cause;
}

static void
on_tested(const GError *error, gpointer data)
{
	Bench *self = data;

	self->tested++;
	self->passed =
	    self->devices->info(self->devices->self, self->tested_kind)->last_self_test_passed;
	keep_error(self, error);
}

/* ---- bench ---- */

static const McVisionListener vision_listener = {
    .shown = on_shown,
    .answered = on_answered,
    .conditions = on_vision_conditions,
    .lost = on_vision_lost,
};
static const McHearingListener hearing_listener = {
    .finished = on_finished,
    .pressed = on_pressed,
    .conditions = on_hearing_conditions,
    .lost = on_hearing_lost,
};
static const McIdReaderListener reader_listener = {
    .reading = on_reading,
    .card = on_card,
    .failed = on_failed,
    .lost = on_reader_lost,
};

static const McStatureListener stature_listener = {
    .measured = on_measured,
    .hint = on_hint,
    .lost = on_stature_lost,
};

static const McResponsePadListener pad_listener = {.pressed = on_pad_pressed, .lost = on_pad_lost};
static const McPrinterListener printer_listener = {
    .state = on_printer_state,
    .printed = on_printed,
    .held = on_held,
    .lost = on_printer_lost,
};
static const McReferenceListener reference_listener = {
    .measured = on_reference, .lost = on_reference_lost};

static void
listen_to_the_rest(Bench *self)
{
	self->pad = mc_instruments_response_pad(self->instruments);
	self->printer = mc_instruments_printer(self->instruments);
	self->sound_meter = mc_instruments_sound_meter(self->instruments);
	self->luminance_meter = mc_instruments_luminance_meter(self->instruments);
	self->pad->set_listener(self->pad->self, &pad_listener, self);
	self->printer->set_listener(self->printer->self, &printer_listener, self);
	self->sound_meter->set_listener(self->sound_meter->self, &reference_listener, self);
	self->luminance_meter->set_listener(self->luminance_meter->self, &reference_listener, self);
}

static void
listen_to_all(Bench *self)
{
	self->vision = mc_instruments_vision(self->instruments);
	self->hearing = mc_instruments_hearing(self->instruments);
	self->reader = mc_instruments_id_reader(self->instruments);
	self->stature = mc_instruments_stature(self->instruments);
	self->devices = mc_instruments_devices(self->instruments);
	self->vision->set_listener(self->vision->self, &vision_listener, self);
	self->hearing->set_listener(self->hearing->self, &hearing_listener, self);
	self->reader->set_listener(self->reader->self, &reader_listener, self);
	self->stature->set_listener(self->stature->self, &stature_listener, self);
	self->devices->set_listener(self->devices->self, on_board, self);
}

/* Kind of the product to device of the rig. */
static const struct {
	McDeviceKind kind;
	McSimRigDevice device;
} in_the_rig[] = {
    {MC_DEVICE_VISION_TESTER, MC_SIM_RIG_VISION},
    {MC_DEVICE_AUDIOMETER, MC_SIM_RIG_AUDIOMETER},
    {MC_DEVICE_ID_READER, MC_SIM_RIG_READER},
    {MC_DEVICE_STATURE, MC_SIM_RIG_STATURE},
    {MC_DEVICE_RESPONSE_PAD, MC_SIM_RIG_PAD},
    {MC_DEVICE_PRINTER, MC_SIM_RIG_PRINTER},
    {MC_DEVICE_SOUND_METER, MC_SIM_RIG_SOUND_METER},
    {MC_DEVICE_LUMINANCE_METER, MC_SIM_RIG_LUMINANCE_METER},
};

static void
choose_devices(const BenchOptions *options, McSimRigOptions *rig)
{
	for (guint i = 0; i < G_N_ELEMENTS(in_the_rig); i++)
		rig->plugged[in_the_rig[i].device] = options->plugged[in_the_rig[i].kind];
	rig->plugged[MC_SIM_RIG_SCALE] = options->scale;
	rig->plugged[MC_SIM_RIG_SOUND_CARD] = options->sound_card;
	rig->scale_plug = options->scale_plug;
	rig->gamepad = options->gamepad;
	rig->plugged[MC_SIM_RIG_ROGUE_KEYBOARD] = options->rogues;
	rig->plugged[MC_SIM_RIG_ROGUE_STORAGE] = options->rogues;
}

static const char *const unguarded[] = {
    "set vision guard=off",
    "set audiometer guard=off",
    "set stature guard=off",
    "set sound-meter guard=off",
    "set luminance-meter guard=off",
};

Bench *
bench_new_without_drivers(const BenchOptions *options)
{
	McSimRigOptions rig_options = {.clock_rate = options->clock_rate,
	    .split_pipes = options->split_pipes,
	    .trace = options->trace,
	    .replay = options->replay};
	g_autoptr(GError) error = NULL;
	Bench *self = g_new0(Bench, 1);

	self->options = *options;
	self->error_code = -1;
	self->gamepad = options->gamepad;
	choose_devices(options, &rig_options);
	self->rig = mc_sim_rig_new(&rig_options, &error);
	g_assert_no_error(error);
	for (guint i = 0; i < G_N_ELEMENTS(unguarded) && !options->guarded; i++)
		bench_do(self, unguarded[i]);
	for (guint i = 0; i < G_N_ELEMENTS(options->commands) && options->commands[i] != NULL; i++)
		bench_do(self, options->commands[i]);
	self->manual = options->wall_us != 0;
	self->clock = self->manual ? mc_clock_new_manual(options->wall_us)
	                           : mc_clock_new_system(MAX(options->clock_rate, 1));
	return self;
}

static void
add_camera(Bench *self)
{
	g_autofree char *program =
	    g_build_filename(g_getenv("MC_BUILD"), "bin", "medcheck-camera", NULL);

	mc_instruments_add_camera(self->instruments, self->clock, program, "test");
}

void
bench_start_drivers(Bench *self)
{
	g_autoptr(GError) error = NULL;

	self->instruments = mc_instruments_new(self->clock, &error);
	g_assert_no_error(error);
	if (self->options.camera)
		add_camera(self);
	mc_instruments_keep_flights(self->instruments, self->options.flights);
	listen_to_all(self);
	listen_to_the_rest(self);
	bench_fill_enrolments(self);
	if (!self->options.not_enrolled)
		bench_enrol(self, "");
}

void
bench_stop_drivers(Bench *self)
{
	g_clear_pointer(&self->instruments, mc_instruments_free);
}

Bench *
bench_new(const BenchOptions *options)
{
	Bench *self = bench_new_without_drivers(options);

	bench_start_drivers(self);
	return self;
}

void
bench_free(Bench *self)
{
	bench_stop_drivers(self);
	mc_clock_free(self->clock);
	mc_sim_rig_free(self->rig);
	mc_identity_wipe(&self->identity);
	g_free(self);
}

void
bench_do(Bench *self, const char *line)
{
	g_autofree char *reply = mc_sim_rig_command(self->rig, line);

	if (!g_str_has_prefix(reply, "ok"))
		g_error("%s: %s", line, reply);
}

/* ---- stimuli ---- */

void
bench_show(Bench *self, McDirection direction)
{
	bench_show_optotype(self, MC_OPTOTYPE_TUMBLING_E, direction);
}

void
bench_show_optotype(Bench *self, McOptotype optotype, McDirection direction)
{
	const McOptotypeStimulus stimulus = {
	    .eye = MC_EYE_RIGHT,
	    .optotype = optotype,
	    .direction = direction,
	    .size_milli_log_mar = 300,
	};

	self->vision->show(self->vision->self, &stimulus);
}

void
bench_play(Bench *self, gint32 level_deci_db_hl)
{
	const McStimulus stimulus = {
	    .kind = MC_EXAM_HEARING,
	    .as.tone =
	        {
	            .ear = MC_EAR_LEFT,
	            .frequency_hz = 1000,
	            .level_deci_db_hl = level_deci_db_hl,
	            .masking_deci_db = MC_NO_MASKING,
	            .gap_ms = 200,
	            .duration_ms = 300,
	            .window_ms = 300,
	        },
	};

	self->hearing->play(self->hearing->self, &stimulus);
}

void
bench_self_test(Bench *self, McDeviceKind kind)
{
	self->tested_kind = kind;
	self->devices->self_test(self->devices->self, kind, on_tested, self);
}
