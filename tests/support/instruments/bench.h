#ifndef MC_TESTS_SUPPORT_INSTRUMENTS_BENCH_H
#define MC_TESTS_SUPPORT_INSTRUMENTS_BENCH_H

/* The product's drivers over real libusb on the simulated bus, with a record of everything that the
 * ports told. Waiting is for conditions: a test that waits in vain ends after a minute, with a
 * failure.
 */

#include "drivers/registry/instruments.h"
#include "drivers/sim/rig.h"

typedef struct BenchOptions {
	gboolean plugged[MC_DEVICE_KINDS];
	gboolean not_enrolled, split_pipes;
	gboolean sound_card; /* in the place of an audiometer */
	gboolean scale; /* the stature unit on a serial line is plugged in */
	McSimRigPlug scale_plug;
	gboolean gamepad, rogues;
	gboolean guarded; /* instruments make themselves safe when the driver is silent; else it must */
	gboolean camera; /* its test pattern, in a process of its own */
	guint clock_rate; /* 0 = 1 */
	gint64
	    wall_us; /* not 0: a manual clock that stands there; its timers fire when it is advanced */
	const char *commands[4]; /* to the rig, before the drivers start */
	const char *flights; /* folder of the flight records; NULL = none are kept */
	const char *replay; /* a flight record that the rig plays back; NULL = none */
	const char *trace; /* file for what goes over the bus; NULL = none */
} BenchOptions;

typedef struct Bench {
	BenchOptions options;
	McSimRig *rig;
	McClock *clock;
	gboolean manual; /* clock */
	McInstruments *instruments;
	McVisionPort *vision;
	McHearingPort *hearing;
	McIdReaderPort *reader;
	McStaturePort *stature;
	McResponsePadPort *pad;
	McPrinterPort *printer;
	McReferencePort *sound_meter, *luminance_meter;
	McDevicesPort *devices;
	/* vision */
	guint shown, answered, vision_conditions, vision_lost;
	McOptotypeAnswer answer;
	McVisionConditions head;
	/* hearing */
	guint finished, pressed, hearing_conditions, hearing_lost;
	McPressAnswer presses;
	McHearingConditions room; /* of finished() */
	McHearingConditions now; /* of conditions() */
	McEar key;
	/* reader */
	guint reading, cards, failed, reader_lost;
	McIdentity identity;
	char failure[128];
	/* stature */
	guint measured, hints[2], stature_lost;
	McStatureReading stature_reading;
	/* response pad */
	guint pad_pressed, pad_lost;
	McPadKey pad_key;
	/* printer */
	guint printer_states, printed, held, printer_lost;
	McPrinterState printer_state; /* of state() or held() */
	/* references */
	guint references, references_lost;
	McReferenceReading reference;
	/* board */
	guint told[MC_DEVICE_KINDS];
	McDeviceState state[MC_DEVICE_KINDS]; /* as last told */
	McDeviceCause cause[MC_DEVICE_KINDS];
	guint unsettled; /* times that the board told of something READY that it is so no longer */
	guint tested;
	McDeviceKind tested_kind; /* of the last self-test */
	gboolean passed; /* as it stood there when that was told */
	McEnrolment enrolment[11]; /* bench_enrol() */
	gboolean gamepad; /* is the response pad */
	gint error_code; /* of the last lost(), failed() or self-test; -1 = none */
} Bench;

Bench *bench_new(const BenchOptions *options);
/* The devices alone, for who looks at them while no driver of ours has them. */
Bench *bench_new_without_drivers(const BenchOptions *options);
void bench_start_drivers(Bench *bench);
/* They let go of everything, as when the kiosk ends. */
void bench_stop_drivers(Bench *bench);
void bench_free(Bench *bench);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Bench, bench_free)

/* The laboratory's record of the simulated sound card. */
extern const McEnrolment bench_sound_card;

/* All instruments of the rig, as they are when nothing was set. */
void bench_enrol(Bench *bench, const char *minimum_firmware);
/* The same, told to nobody: bench_new() does it. */
void bench_fill_enrolments(Bench *bench);
/* The first of the kind, before anything was adopted. */
const McEnrolment *bench_enrolment_of(const Bench *bench, McDeviceKind kind);
/* What the board shows of the kind, as a technician does it. */
void bench_adopt(Bench *bench, McDeviceKind kind);

/* One control line, which must succeed. */
void bench_do(Bench *bench, const char *line);

/* Runs the main loop until *counter ≥ value. */
void bench_until(Bench *bench, const guint *counter, guint value);
void bench_until_ready(Bench *bench, McDeviceKind kind);
void bench_until_state(Bench *bench, McDeviceKind kind, McDeviceState state, McDeviceCause cause);
/* Until the first of them is not 0. */
void bench_until_either(Bench *bench, const guint *a, const guint *b);
/* … until its port says that it is ready, whatever the board shows. */
void bench_until_usable(Bench *bench, McDeviceKind kind);
/* … until the rig's "state" has the word. */
void bench_until_rig(Bench *bench, const char *word);
/* Runs it for so long: only to see that something does not happen. */
void bench_for(Bench *bench, guint ms);
/* When the loop would wake with nothing happening; -1 = never. */
gint bench_next_timer_ms(void);

void bench_show(Bench *bench, McDirection direction); /* an E */
void bench_show_optotype(Bench *bench, McOptotype optotype, McDirection direction);
void bench_play(Bench *bench, gint32 level_deci_db_hl);
void bench_self_test(Bench *bench, McDeviceKind kind);

#endif
