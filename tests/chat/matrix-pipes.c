/* The rest of the matrix of device, fault and cause (O11, T2, K3): where an instrument listens,
 * where it gives notice, and the second make of what is sold in two (gamepad, reader with split
 * pipes), all over. What strikes the notices is repaired by a new start; what strikes commands or
 * answers for good has its cause on the board. Prints a "row" each. */
#include "tests/support/instruments/rows.h"

typedef struct Subject {
	McDeviceKind kind;
	const char *name; /* for the rig */
	const char *shown; /* in the rows */
	const char *commands, *answers, *notices; /* endpoints; NULL: it has none */
	const char *stir[2]; /* what it gives notice of, and back again, if need be */
} Subject;

static const Subject first[] = {
    {MC_DEVICE_VISION_TESTER, "vision", "vision-tester", "1", NULL, "83",
        {"set vision power=2", "set vision power=0"}},
    {MC_DEVICE_AUDIOMETER, "audiometer", "audiometer", "1", NULL, "83",
        {"set audiometer power=2", "set audiometer power=0"}},
    {MC_DEVICE_ID_READER, "reader", "id-reader", "2", NULL, NULL, {NULL}},
    {MC_DEVICE_STATURE, "stature", "stature", "1", NULL, "83",
        {"set stature power=2", "set stature power=0"}},
    {MC_DEVICE_RESPONSE_PAD, "pad", "response-pad", NULL, NULL, "81", {"let-go"}},
    {MC_DEVICE_SOUND_METER, "sound-meter", "sound-meter", "1", NULL, "83",
        {"set sound-meter power=2", "set sound-meter power=0"}},
    {MC_DEVICE_LUMINANCE_METER, "luminance-meter", "luminance-meter", "1", NULL, "83",
        {"set luminance-meter power=2", "set luminance-meter power=0"}},
};

static const Subject second[] = {
    {MC_DEVICE_ID_READER, "reader", "id-reader (split pipes)", "2", "81", NULL, {NULL}},
    {MC_DEVICE_ID_READER, "reader", "id-reader (split pipes, second)", "6", "85", NULL, {NULL}},
    /* its start is standard requests, and one that many refuse */
    {MC_DEVICE_RESPONSE_PAD, "pad", "response-pad (gamepad)", NULL, NULL, "81", {"let-go"}},
};

typedef enum Pipe { COMMANDS, ANSWERS, NOTICES } Pipe;
static const char *const pipe_names[] = {"commands", "answers", "notices"};

typedef struct Fault {
	Pipe pipe;
	const char *kind;
	McDeviceCause cause; /* for good; of notices: NONE, a new start repairs it */
} Fault;

/* A notice that hangs is the last: told late, it would take the place of a new one. */
static const Fault faults[] = {
    {COMMANDS, "stall", MC_CAUSE_PROTOCOL},
    {COMMANDS, "hang", MC_CAUSE_NO_ANSWER},
    {COMMANDS, "proto", MC_CAUSE_PROTOCOL},
    {COMMANDS, "unplug arg=5", MC_CAUSE_UNPLUGGED},
    {ANSWERS, "stall", MC_CAUSE_PROTOCOL},
    {ANSWERS, "hang", MC_CAUSE_NO_ANSWER},
    {ANSWERS, "delay arg=4000", MC_CAUSE_NO_ANSWER},
    {ANSWERS, "short arg=2", MC_CAUSE_NO_ANSWER},
    {ANSWERS, "zlp", MC_CAUSE_NO_ANSWER},
    {ANSWERS, "garbage arg=3", MC_CAUSE_NO_ANSWER},
    {ANSWERS, "babble", MC_CAUSE_PROTOCOL},
    {ANSWERS, "proto", MC_CAUSE_PROTOCOL},
    {ANSWERS, "unplug arg=5", MC_CAUSE_UNPLUGGED},
    {NOTICES, "stall", MC_CAUSE_NONE},
    {NOTICES, "proto", MC_CAUSE_NONE},
    {NOTICES, "babble", MC_CAUSE_NONE},
    {NOTICES, "endless", MC_CAUSE_PROTOCOL},
    {NOTICES, "hang", MC_CAUSE_NONE},
};

typedef struct Shelf {
	const Subject *subjects;
	guint count;
	BenchOptions options;
	Bench *bench; /* one for all rows */
} Shelf;

static Shelf shelves[] = {
    {first, G_N_ELEMENTS(first),
        {.plugged = {[MC_DEVICE_VISION_TESTER] = TRUE,
             [MC_DEVICE_AUDIOMETER] = TRUE,
             [MC_DEVICE_ID_READER] = TRUE,
             [MC_DEVICE_STATURE] = TRUE,
             [MC_DEVICE_RESPONSE_PAD] = TRUE,
             [MC_DEVICE_SOUND_METER] = TRUE,
             [MC_DEVICE_LUMINANCE_METER] = TRUE},
            .clock_rate = 10},
        NULL},
    {second, G_N_ELEMENTS(second),
        {.plugged = {[MC_DEVICE_ID_READER] = TRUE, [MC_DEVICE_RESPONSE_PAD] = TRUE},
            .split_pipes = TRUE,
            .gamepad = TRUE,
            .clock_rate = 10},
        NULL},
};

static const char *
endpoint_of(const Subject *subject, Pipe pipe)
{
	switch (pipe) {
	case COMMANDS: return subject->commands;
	case ANSWERS: return subject->answers;
	case NOTICES: break;
	}
	return subject->notices;
}

static void
tell(Bench *bench, const Subject *subject, const char *what)
{
	rows_tell(bench, subject->kind, subject->shown, what);
}

static void
strike(Bench *bench, const Subject *subject, const Fault *fault)
{
	g_autofree char *line = g_strdup_printf("fault %s ep=%s count=999 kind=%s", subject->name,
	    endpoint_of(subject, fault->pipe), fault->kind);

	bench_do(bench, line);
}

static void
mend(Bench *bench, const Subject *subject)
{
	g_autofree char *clear = g_strconcat("clear ", subject->name, NULL);
	g_autofree char *plug = g_strconcat("plug ", subject->name, NULL);
	g_autofree char *cycle = g_strconcat("power-cycle ", subject->name, " 300", NULL);

	bench_do(bench, clear);
	if (bench->cause[subject->kind] == MC_CAUSE_UNPLUGGED)
		bench_do(bench, plug);
	if (bench->cause[subject->kind] == MC_CAUSE_SELF_TEST)
		bench_do(bench, cycle);
	bench_until_ready(bench, subject->kind);
}

/* A frame that is no frame is passed over; one whose body is another than its sum says is heard,
 * and no answer to a test. */
static McDeviceCause
cause_of(const Subject *subject, const Fault *fault)
{
	gboolean is_body = fault->pipe == ANSWERS && g_str_equal(subject->answers, "85");

	return is_body && g_str_has_prefix(fault->kind, "garbage") ? MC_CAUSE_SELF_TEST : fault->cause;
}

static void
strike_for_good(Bench *bench, const Subject *subject, const Fault *fault)
{
	g_autofree char *what = g_strdup_printf("%s: %s", pipe_names[fault->pipe], fault->kind);
	McDeviceCause cause = cause_of(subject, fault);

	strike(bench, subject, fault);
	bench_self_test(bench, subject->kind); /* something to say on the wire */
	bench_until_state(bench, subject->kind,
	    cause == MC_CAUSE_UNPLUGGED ? MC_DEVICE_ABSENT : MC_DEVICE_FAULTY, cause);
	tell(bench, subject, what);
	mend(bench, subject);
}

/* A notice that hangs is as if nobody gave it; any other fault of it is a new start. */
static void
strike_notices(Bench *bench, const Subject *subject, const Fault *fault)
{
	gboolean hangs = g_str_equal(fault->kind, "hang");
	g_autofree char *what = g_strdup_printf(
	    "%s: %s%s", pipe_names[fault->pipe], fault->kind, hangs ? "" : ", and started again");
	guint told = bench->told[subject->kind];

	strike(bench, subject, fault);
	bench_do(bench, subject->stir[0]);
	if (subject->stir[1] != NULL)
		bench_do(bench, subject->stir[1]);
	if (!hangs)
		bench_until(bench, &bench->told[subject->kind], told + 1);
	bench_until_ready(bench, subject->kind);
	tell(bench, subject, what);
	mend(bench, subject);
}

/* Notices at the pace of the bus, each as it should be: also the new start has them. */
static void
strike_without_end(Bench *bench, const Subject *subject, const Fault *fault)
{
	strike(bench, subject, fault);
	bench_do(bench, subject->stir[0]);
	bench_do(bench, subject->stir[1]);
	bench_until_state(bench, subject->kind, MC_DEVICE_FAULTY, fault->cause);
	tell(bench, subject, "notices: without end");
	mend(bench, subject);
}

/* Pads that report at every poll are sold by the thousand. Of the instruments the two that show or
 * sound something: the bus is slow, and all have the same code for it. */
static gboolean
is_struck_by(const Subject *subject, const Fault *fault)
{
	if (g_str_equal(fault->kind, "endless"))
		return subject->kind == MC_DEVICE_VISION_TESTER || subject->kind == MC_DEVICE_AUDIOMETER;
	return endpoint_of(subject, fault->pipe) != NULL;
}

static Bench *
bench_of(Shelf *shelf)
{
	if (shelf->bench == NULL)
		shelf->bench = bench_new(&shelf->options);
	for (guint i = 0; i < shelf->count; i++)
		bench_until_ready(shelf->bench, shelf->subjects[i].kind);
	return shelf->bench;
}

static void
test_pipe(gconstpointer data)
{
	Shelf *shelf = (Shelf *)data;
	Bench *bench = bench_of(shelf);

	for (guint i = 0; i < G_N_ELEMENTS(faults); i++)
		for (guint j = 0; j < shelf->count; j++) {
			if (!is_struck_by(&shelf->subjects[j], &faults[i]))
				continue;
			if (g_str_equal(faults[i].kind, "endless"))
				strike_without_end(bench, &shelf->subjects[j], &faults[i]);
			else if (faults[i].pipe == NOTICES)
				strike_notices(bench, &shelf->subjects[j], &faults[i]);
			else
				strike_for_good(bench, &shelf->subjects[j], &faults[i]);
		}
	g_clear_pointer(&shelf->bench, bench_free);
}

static void
expect_second(Bench *bench, const char *what, McDeviceState state, McDeviceCause cause)
{
	static const Subject *const both[] = {&second[0], &second[2]};

	for (guint i = 0; i < G_N_ELEMENTS(both); i++) {
		bench_until_state(bench, both[i]->kind, state, cause);
		tell(bench, both[i], what);
	}
}

static void
do_second(Bench *bench, const char *verb, const char *rest)
{
	static const char *const names[] = {"reader", "pad"};

	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *line = g_strconcat(verb, " ", names[i], " ", rest, NULL);

		bench_do(bench, line);
	}
}

/* The second makes come, go and are trusted as the first (matrix.c). */
static void
test_second(void)
{
	g_autoptr(Bench) bench = bench_new(&shelves[1].options);

	expect_second(bench, "plugged in", MC_DEVICE_READY, MC_CAUSE_NONE);
	do_second(bench, "unplug", "");
	expect_second(bench, "plug out", MC_DEVICE_ABSENT, MC_CAUSE_UNPLUGGED);
	do_second(bench, "hold", "on");
	do_second(bench, "plug", "");
	expect_second(bench, "another program has it", MC_DEVICE_FAULTY, MC_CAUSE_BUSY);
	do_second(bench, "hold", "off");
	expect_second(bench, "the other program has ended", MC_DEVICE_READY, MC_CAUSE_NONE);
	do_second(bench, "power-cycle", "8000");
	expect_second(bench, "switched off", MC_DEVICE_ABSENT, MC_CAUSE_UNPLUGGED);
	expect_second(bench, "switched on again", MC_DEVICE_READY, MC_CAUSE_NONE);
	bench->devices->set_enrolments(bench->devices->self, NULL, 0);
	expect_second(
	    bench, "serial number that nobody enrolled", MC_DEVICE_LOCKED, MC_CAUSE_NOT_ENROLLED);
	bench_enrol(bench, "99.0");
	expect_second(bench, "older firmware than is wanted", MC_DEVICE_LOCKED, MC_CAUSE_FIRMWARE);
}

/* What a reader says in frames whose sums are wrong is not believed: neither in its test nor at its
 * start. */
static void
test_checksum(void)
{
	const BenchOptions options = {.plugged = {[MC_DEVICE_ID_READER] = TRUE}, .clock_rate = 10};
	static const Subject reader = {
	    MC_DEVICE_ID_READER, "reader", "id-reader", NULL, NULL, NULL, {NULL}};
	g_autoptr(Bench) bench = bench_new(&options);

	bench_until_ready(bench, MC_DEVICE_ID_READER);
	bench_do(bench, "set reader checksum=wrong");
	bench_self_test(bench, MC_DEVICE_ID_READER);
	bench_until_state(bench, MC_DEVICE_ID_READER, MC_DEVICE_FAULTY, MC_CAUSE_SELF_TEST);
	tell(bench, &reader, "wrong checksums in its test");
	bench_do(bench, "power-cycle reader 300");
	bench_until_state(bench, MC_DEVICE_ID_READER, MC_DEVICE_FAULTY, MC_CAUSE_PROTOCOL);
	tell(bench, &reader, "wrong checksums at the start");
	bench_do(bench, "set reader checksum=right");
	bench_until_ready(bench, MC_DEVICE_ID_READER);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_data_func("/matrix/pipes/first", &shelves[0], test_pipe);
	g_test_add_data_func("/matrix/pipes/second", &shelves[1], test_pipe);
	g_test_add_func("/matrix/pipes/second-make", test_second);
	g_test_add_func("/matrix/pipes/checksum", test_checksum);
	return g_test_run();
}
