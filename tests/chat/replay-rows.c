#include "replay-rows.h"

#include <string.h>

static void
use_vision(Bench *bench)
{
	bench_show(bench, MC_DIRECTION_LEFT);
}

static void
use_hearing(Bench *bench)
{
	bench_play(bench, 300);
}

static void
use_stature(Bench *bench)
{
	bench->stature->start(bench->stature->self);
}

/* Finding ends at the first card, whatever became of it. */
static void
use_reader(Bench *bench)
{
	bench->reader->start(bench->reader->self);
}

static void
use_sound_meter(Bench *bench)
{
	bench->sound_meter->measure(bench->sound_meter->self, 1000);
}

static void
use_luminance_meter(Bench *bench)
{
	bench->luminance_meter->measure(bench->luminance_meter->self, 1000);
}

static void
use_pad(Bench *bench)
{
	bench_do(bench, "pad left");
}

static void
use_pad_for_long(Bench *bench)
{
	for (guint i = 0; i < 70 && bench->pad_lost == 0; i++) {
		guint before = bench->pad_pressed;

		use_pad(bench);
		while (bench->pad_pressed == before && bench->pad_lost == 0)
			g_main_context_iteration(NULL, TRUE);
	}
}

static void
use_printer(Bench *bench)
{
	gsize size = bench->printer->width_dots(bench->printer->self) / 8 * 600;
	g_autoptr(GBytes) dots = g_bytes_new_take(g_malloc0(size), size);

	bench->printer->print(bench->printer->self, dots);
}

const char *const replay_usbtmc_faults[] = {
    "ep=82 kind=stall",
    "ep=82 kind=short arg=5",
    "ep=82 kind=zlp",
    "ep=82 kind=garbage arg=3",
    "ep=82 kind=babble",
    "ep=82 kind=proto",
    "ep=82 kind=hang",
    "ep=82 kind=unplug",
    "ep=1 kind=stall",
    "ep=83 kind=short arg=1",
    NULL,
};

/* A reference has no head or headphones that it gives notice of. */
static const char *const reference_faults[] = {
    "ep=82 kind=stall",
    "ep=82 kind=garbage arg=3",
    "ep=82 kind=hang",
    "ep=82 kind=unplug",
    "ep=1 kind=stall",
    NULL,
};

/* Bytes of these are never kept: what nobody understood is played as so many that nobody does. */
static const char *const reader_faults[] = {
    "ep=81 kind=stall",
    "ep=81 kind=short arg=5",
    "ep=81 kind=zlp count=99",
    "ep=81 kind=garbage arg=3 count=99",
    "ep=81 kind=babble",
    "ep=81 kind=proto",
    "ep=81 kind=hang",
    "ep=81 kind=unplug",
    "ep=2 kind=stall",
    "ep=2 kind=proto",
    NULL,
};
static const char *const split_reader_faults[] = {
    "ep=85 kind=stall",
    "ep=85 kind=short arg=1",
    "ep=85 kind=garbage arg=3 count=99",
    "ep=85 kind=babble",
    "ep=85 kind=proto",
    "ep=85 kind=zlp count=99",
    "ep=85 kind=hang",
    "ep=85 kind=unplug",
    "ep=81 kind=stall",
    "ep=6 kind=stall",
    "ep=6 kind=proto",
    NULL,
};
static const char *const pad_faults[] = {
    "ep=81 kind=stall",
    "ep=81 kind=babble",
    "ep=81 kind=proto",
    "ep=81 kind=unplug",
    "ep=0 kind=stall",
    "ep=0 kind=proto",
    "ep=0 kind=hang",
    NULL,
};
/* So long after it was last told something that this is no more in the recording. */
static const char *const old_pad_faults[] = {"ep=81 kind=stall skip=120", NULL};
static const char *const printer_faults[] = {
    "ep=82 kind=stall",
    "ep=82 kind=babble",
    "ep=82 kind=proto",
    "ep=82 kind=hang count=99",
    "ep=82 kind=zlp count=99",
    "ep=82 kind=unplug",
    "ep=1 kind=stall",
    "ep=1 kind=proto",
    NULL,
};

/* It understands no command: what it is told is its plug's, at the start; and what it says too soon
 * is kept there. */
#define SCALE_FAULTS(in)                                                                           \
	"ep=" in " kind=stall", "set scale text=nonsense", "ep=" in " kind=babble",                    \
	    "ep=" in " kind=proto", "ep=" in " kind=hang count=99", "ep=" in " kind=unplug",           \
	    "ep=0 kind=stall", "ep=0 kind=proto", "ep=0 kind=hang"
static const char *const cdc_faults[] = {SCALE_FAULTS("82"), NULL};
static const char *const ftdi_faults[] = {SCALE_FAULTS("81"), NULL};
static const char *const ch340_faults[] = {SCALE_FAULTS("82"), NULL};

/* All that is said to a sound card is its start, of which a self-test is another; and its sound,
 * where the bus carries any. */
#define SOUND_BREAKS "ep=1 kind=proto skip=20"
static const char *const sound_card_faults[] = {
    "ep=0 kind=stall skip=1",
    "ep=0 kind=babble skip=2",
    "ep=0 kind=proto skip=3",
    "ep=0 kind=hang skip=1",
    "ep=0 kind=zlp skip=2",
    SOUND_BREAKS,
    NULL,
};

#define SOMEBODY "step on 1720 65300"
/* A scale that is silent is given minutes. A pad's keys are told by our own clock. */
const ReplayInstrument replay_instruments[] = {
    [REPLAY_VISION] = {"vision", MC_DEVICE_VISION_TESTER, "head in", use_vision,
        replay_usbtmc_faults, 10},
    {"audiometer", MC_DEVICE_AUDIOMETER, "headphones on", use_hearing, replay_usbtmc_faults, 10},
    {"stature", MC_DEVICE_STATURE, SOMEBODY, use_stature, replay_usbtmc_faults, 10},
    {"reader", MC_DEVICE_ID_READER, "card put sharp", use_reader, reader_faults, 10},
    [REPLAY_SPLIT_READER] = {"reader", MC_DEVICE_ID_READER, "card put sharp", use_reader,
        split_reader_faults, 10, .has_split_pipes = TRUE},
    {"scale", MC_DEVICE_STATURE, SOMEBODY, use_stature, cdc_faults, 100, .is_scale = TRUE,
        .plug = MC_SIM_RIG_CDC},
    {"scale", MC_DEVICE_STATURE, SOMEBODY, use_stature, ftdi_faults, 100, .is_scale = TRUE,
        .plug = MC_SIM_RIG_FTDI},
    {"scale", MC_DEVICE_STATURE, SOMEBODY, use_stature, ch340_faults, 100, .is_scale = TRUE,
        .plug = MC_SIM_RIG_CH340},
    {"sound-meter", MC_DEVICE_SOUND_METER, NULL, use_sound_meter, reference_faults, 10},
    {"luminance-meter", MC_DEVICE_LUMINANCE_METER, NULL, use_luminance_meter, reference_faults, 10},
    {"pad", MC_DEVICE_RESPONSE_PAD, NULL, use_pad, pad_faults, 1},
    {"pad", MC_DEVICE_RESPONSE_PAD, NULL, use_pad, pad_faults, 1, .is_gamepad = TRUE},
    {"pad", MC_DEVICE_RESPONSE_PAD, NULL, use_pad_for_long, old_pad_faults, 1},
    {"printer", MC_DEVICE_PRINTER, NULL, use_printer, printer_faults, 10},
    {"sound-card", MC_DEVICE_AUDIOMETER, NULL, use_hearing, sound_card_faults, 10,
        .is_sound_card = TRUE},
};

const guint replay_instrument_count = G_N_ELEMENTS(replay_instruments);

char *
replay_fault_line(const ReplayInstrument *instrument, const char *fault, const char *more)
{
	return g_str_has_prefix(fault, "set ")
	           ? g_strdup(fault)
	           : g_strdup_printf("fault %s %s%s", instrument->name, fault, more);
}

/* Standing there, it says nothing before somebody asks it for something. */
gboolean
replay_strikes_at_start(const ReplayInstrument *instrument, const char *fault)
{
	/* a gamepad's start has one request for the fault to strike, which it may refuse */
	if (instrument->is_gamepad && g_str_has_suffix(fault, "stall"))
		return FALSE;
	if (instrument->kind == MC_DEVICE_RESPONSE_PAD || instrument->is_sound_card ||
	    instrument->is_scale)
		return g_str_has_prefix(fault, "ep=0");
	return !g_str_has_prefix(fault, "ep=83");
}

gboolean
replay_strikes_in_use(const ReplayInstrument *instrument, const char *fault)
{
	if (instrument->is_sound_card)
		return strcmp(fault, SOUND_BREAKS) == 0 &&
		       g_strcmp0(g_getenv("MEDCHECK_DEVSIM_BUS"), "vhci") == 0;
	/* one frame that is spoilt is a card that is not read, and no fault of the reader's */
	if (instrument->has_split_pipes && strstr(fault, "garbage") != NULL)
		return FALSE;
	if (instrument->is_scale)
		return !g_str_has_prefix(fault, "ep=0");
	return instrument->kind != MC_DEVICE_RESPONSE_PAD || g_str_has_prefix(fault, "ep=81");
}

const char *
replay_manner_of(const ReplayInstrument *instrument)
{
	static const char *const plugs[] = {
	    [MC_SIM_RIG_CDC] = "-cdc", [MC_SIM_RIG_FTDI] = "-ftdi", [MC_SIM_RIG_CH340] = "-ch340"};

	if (instrument->is_scale)
		return plugs[instrument->plug];
	if (instrument->is_gamepad)
		return "-game";
	return instrument->has_split_pipes ? "-split" : "";
}
