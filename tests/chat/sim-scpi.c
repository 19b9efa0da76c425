/* The simulated instruments answer as docs/instrument-protocol.md says, over real libusb (T10). */

#include "drivers/sim/rig.h"
#include "tests/support/usb-host/tmc-host.h"

#include <string.h>

#define VISION 0x4d56
#define AUDIOMETER 0x4d41
#define FAST 50 /* clock rate */

typedef struct Bench {
	McSimRig *rig;
	TmcHost host;
} Bench;

static void
set_up(Bench *bench, gconstpointer product)
{
	const McSimRigOptions options = {
	    .plugged = {[MC_SIM_RIG_VISION] = TRUE, [MC_SIM_RIG_AUDIOMETER] = TRUE},
	    .clock_rate = FAST};
	g_autoptr(GError) error = NULL;

	bench->rig = mc_sim_rig_new(&options, &error);
	g_assert_no_error(error);
	tmc_host_open(&bench->host, (guint16)GPOINTER_TO_UINT(product));
}

static void
tear_down(Bench *bench, gconstpointer product)
{
	tmc_host_close(&bench->host);
	mc_sim_rig_free(bench->rig);
}

static void
command(Bench *bench, const char *line)
{
	g_autofree char *reply = mc_sim_rig_command(bench->rig, line);

	g_assert_cmpstr(reply, ==, "ok");
}

static void
assert_answer(Bench *bench, const char *query, const char *expected)
{
	g_autofree char *answer = tmc_host_query(&bench->host, query);

	g_assert_cmpstr(answer, ==, expected);
}

/* Sends a command that must be refused, and with which error. */
static void
assert_refused(Bench *bench, const char *line, const char *error)
{
	tmc_host_write(&bench->host, line);
	assert_answer(bench, "SYST:ERR?", error);
	assert_answer(bench, "SYST:ERR?", "0,\"No error\"");
}

/* Reads notifications until one has all these bits of the status byte. */
static void
wait_for_service(Bench *bench, guint8 bits)
{
	guint notification;

	do {
		notification = tmc_host_notification(&bench->host);
		g_assert_cmphex(notification >> 8, ==, 0x81);
		g_assert_cmphex(notification & 0x40, ==, 0x40);
	} while ((notification & bits) != bits);
}

/* ---- common to both ---- */

static void
test_identity(Bench *bench, gconstpointer product)
{
	gboolean vision = GPOINTER_TO_UINT(product) == VISION;

	assert_answer(bench, "*IDN?",
	    vision ? "Medcheck Simulation,VT-1,VT-000117,1.4.0"
	           : "Medcheck Simulation,AU-1,AU-000231,1.4.0");
	assert_answer(
	    bench, "cal:tran?", vision ? "\"Panel P13\",\"P-0117\"" : "\"Headphones H20\",\"H-0231\"");
	command(bench, vision ? "set vision serial=VT-9 firmware=0.9.1 calibrated=20200102 "
	                        "calibration-expires=20210102 laboratory=L certificate=C"
	                      : "set audiometer serial=VT-9 firmware=0.9.1 calibrated=20200102 "
	                        "calibration-expires=20210102 laboratory=L certificate=C");
	assert_answer(bench, "*idn?",
	    vision ? "Medcheck Simulation,VT-1,VT-9,0.9.1" : "Medcheck Simulation,AU-1,VT-9,0.9.1");
	assert_answer(bench, "CALibration:RECord?", "\"L\",\"C\",20200102,20210102");
	command(bench, vision ? "set vision calibrated=none calibration-expires=none"
	                      : "set audiometer calibrated=none calibration-expires=none");
	assert_answer(bench, ":CAL:REC?", "\"L\",\"C\",00000000,00000000");
}

static void
test_common(Bench *bench, gconstpointer product)
{
	g_autofree char *earlier = NULL, *later = NULL;

	assert_answer(bench, "*ESR?", "128"); /* power on */
	assert_answer(bench, "*ESR?", "0");
	tmc_host_write(&bench->host, "*SRE 127");
	assert_answer(bench, "*SRE?", "63"); /* bit 6 cannot be enabled */
	tmc_host_write(&bench->host, "*ESE 60");
	assert_answer(bench, "*ESE?", "60");
	assert_answer(bench, "*OPC?", "1");
	tmc_host_write(&bench->host, "*OPC");
	assert_answer(bench, "*ESR?", "1");
	tmc_host_write(&bench->host, "*RST");
	assert_answer(bench, "*SRE?", "0");
	earlier = tmc_host_query(&bench->host, "SYST:TIME?");
	later = tmc_host_query(&bench->host, "SYSTem:TIME?");
	g_assert_cmpint(g_ascii_strtoll(earlier, NULL, 10), <, g_ascii_strtoll(later, NULL, 10));
	assert_answer(bench, "*TST?", "0");
}

static void
test_errors(Bench *bench, gconstpointer product)
{
	assert_refused(bench, "FROB:NICATE", "-113,\"Undefined header\"");
	assert_refused(bench, "SYSTE:ERR", "-113,\"Undefined header\"");
	assert_refused(bench, "*SRE", "-109,\"Missing parameter\"");
	assert_refused(bench, "*SRE 1,2", "-108,\"Parameter not allowed\"");
	assert_refused(bench, "*SRE one", "-104,\"Data type error\"");
	assert_refused(bench, "*SRE 256", "-222,\"Data out of range\"");
	assert_answer(bench, "*ESR?", "176"); /* power on, command and execution errors */
	tmc_host_write(&bench->host, "FROB");
	assert_answer(bench, "*STB?", "4");
	tmc_host_write(&bench->host, "*CLS");
	assert_answer(bench, "*STB?", "0");
	/* a question that nobody waited for is dropped when the next comes */
	tmc_host_write(&bench->host, "*IDN?");
	assert_answer(bench, "*OPC?", "1");
	assert_answer(bench, "SYST:ERR?", "-410,\"Query INTERRUPTED\"");
	for (guint i = 0; i < 20; i++)
		tmc_host_write(&bench->host, "FROB");
	for (guint i = 0; i < 15; i++)
		assert_answer(bench, "SYST:ERR?", "-113,\"Undefined header\"");
	assert_answer(bench, "SYST:ERR?", "-350,\"Queue overflow\"");
}

static void
test_oversized_message(Bench *bench, gconstpointer product)
{
	char line[1900];

	memset(line, 'A', sizeof line - 1);
	line[sizeof line - 1] = '\0';
	assert_refused(bench, line, "-363,\"Input buffer overrun\"");
}

/* A host that asks for an answer without a question gets none, and a clear frees the endpoint. */
static void
test_unterminated(Bench *bench, gconstpointer product)
{
	char answer[64];
	guint8 status;

	g_assert_cmpint(
	    tmc_host_try_read(&bench->host, answer, sizeof answer, 50), ==, LIBUSB_ERROR_TIMEOUT);
	g_assert_cmpint(
	    libusb_control_transfer(bench->host.handle, 0xa1, 5, 0, 0, &status, 1, 1000), ==, 1);
	assert_answer(bench, "SYST:ERR?", "-420,\"Query UNTERMINATED\"");
}

static void
test_bad_header_halts(Bench *bench, gconstpointer product)
{
	guint8 header[12] = {1, 5, 5, 0, 1, 0, 0, 0, 1};
	int sent;

	g_assert_cmpint(libusb_bulk_transfer(bench->host.handle, TMC_OUT, header, 12, &sent, 1000), ==,
	    LIBUSB_ERROR_PIPE);
	g_assert_cmpint(libusb_clear_halt(bench->host.handle, TMC_OUT), ==, 0);
	assert_answer(bench, "*OPC?", "1");
}

/* One message may come in several transfers, one answer may leave in several. */
static void
test_pieces(Bench *bench, gconstpointer product)
{
	guint8 first[16] = {1, 9, (guint8)~9, 0, 4, 0, 0, 0, 0, 0, 0, 0, '*', 'O', 'P', 'C'};
	guint8 last[16] = {1, 10, (guint8)~10, 0, 2, 0, 0, 0, 1, 0, 0, 0, '?', '\n'};
	guint8 ask[12] = {2, 11, (guint8)~11, 0, 1, 0, 0, 0};
	guint8 reply[64];
	int count;

	g_assert_cmpint(
	    libusb_bulk_transfer(bench->host.handle, TMC_OUT, first, 16, &count, 1000), ==, 0);
	g_assert_cmpint(
	    libusb_bulk_transfer(bench->host.handle, TMC_OUT, last, 16, &count, 1000), ==, 0);
	g_assert_cmpint(
	    libusb_bulk_transfer(bench->host.handle, TMC_OUT, ask, 12, &count, 1000), ==, 0);
	g_assert_cmpint(
	    libusb_bulk_transfer(bench->host.handle, TMC_IN, reply, 64, &count, 1000), ==, 0);
	g_assert_cmpint(count, ==, 13);
	g_assert_cmpint(reply[12], ==, '1');
	g_assert_cmpint(reply[8], ==, 0); /* the line end is still to come */
	ask[1] = 12;
	ask[2] = (guint8)~12;
	g_assert_cmpint(
	    libusb_bulk_transfer(bench->host.handle, TMC_OUT, ask, 12, &count, 1000), ==, 0);
	g_assert_cmpint(
	    libusb_bulk_transfer(bench->host.handle, TMC_IN, reply, 64, &count, 1000), ==, 0);
	g_assert_cmpint(reply[12], ==, '\n');
	g_assert_cmpint(reply[8], ==, 1);
}

static void
test_capabilities(Bench *bench, gconstpointer product)
{
	guint8 reply[24];

	g_assert_cmpint(
	    libusb_control_transfer(bench->host.handle, 0xa1, 7, 0, 0, reply, 24, 1000), ==, 24);
	g_assert_cmpint(reply[0], ==, 1);
	g_assert_cmphex(reply[15] & 0x04, ==, 0x04); /* SR1 */
	g_assert_cmphex(reply[15] & 0x08, ==, 0x08); /* SCPI */
}

/* ---- vision tester ---- */

static void
test_vision_calibration(Bench *bench, gconstpointer product)
{
	assert_answer(bench, "CAL:VERG?", "-20");
	assert_answer(bench, "CAL:SHUT?", "1");
	command(bench, "set vision vergence=-100 shutters=0");
	assert_answer(bench, "CAL:VERG?", "-100");
	assert_answer(bench, "CAL:SHUT?", "0");
}

/* A line that the panel cannot draw is refused and stays dark; which those are it says itself. */
static void
test_vision_lines(Bench *bench, gconstpointer product)
{
	assert_answer(bench, "CAL:LINE?", "-300,1000");
	command(bench, "set vision pixel=800000");
	assert_answer(bench, "CAL:LINE?", "50,1000");
	tmc_host_write(&bench->host, "STIM:OPT E,LEFT,0,RIGHT");
	assert_answer(bench, "SYST:ERR?", "-222,\"Data out of range\"");
	assert_answer(bench, "STIM:STAT?", "0");
	tmc_host_write(&bench->host, "STIM:OPT E,LEFT,50,RIGHT");
	assert_answer(bench, "SYST:ERR?", "0,\"No error\"");
	/* the panel holds 5 strokes of 432 pixels */
	command(bench, "set vision pixel=20000");
	assert_answer(bench, "CAL:LINE?", "-300,750");
	tmc_host_write(&bench->host, "STIM:OPT E,LEFT,800,RIGHT");
	assert_answer(bench, "SYST:ERR?", "-222,\"Data out of range\"");
}

static void
test_vision_answer(Bench *bench, gconstpointer product)
{
	g_autofree char *answer = NULL;
	g_auto(GStrv) parts = NULL;

	tmc_host_write(&bench->host, "*SRE 9");
	tmc_host_write(&bench->host, "STIM:OPT E,LEFT,300,RIGHT");
	wait_for_service(bench, 0x08);
	assert_answer(bench, "STIM:STAT?", "1");
	assert_answer(bench, "SENS:ANSW?", "NONE,0,0");
	command(bench, "key up");
	wait_for_service(bench, 0x01);
	assert_answer(bench, "STIM:STAT?", "0"); /* dark by the time it is reported */
	g_assert_cmphex(tmc_host_status(&bench->host) & 0x09, ==, 0x01);
	answer = tmc_host_query(&bench->host, "SENS:ANSW?");
	parts = g_strsplit(answer, ",", -1);
	g_assert_cmpuint(g_strv_length(parts), ==, 3);
	g_assert_cmpstr(parts[0], ==, "UP");
	g_assert_cmpint(g_ascii_strtoll(parts[1], NULL, 10), <, g_ascii_strtoll(parts[2], NULL, 10));
	/* read and cleared */
	assert_answer(bench, "SENS:ANSW?", "NONE,0,0");
	g_assert_cmphex(tmc_host_status(&bench->host) & 0x09, ==, 0x00);
}

static void
test_vision_dark(Bench *bench, gconstpointer product)
{
	g_autofree char *state = NULL;

	tmc_host_write(&bench->host, "*SRE 8");
	tmc_host_write(&bench->host, "STIM:OPT C,DOWN,-100,LEFT");
	wait_for_service(bench, 0x08);
	state = mc_sim_rig_command(bench->rig, "state");
	g_assert_nonnull(
	    strstr(state, "vision.kind=C vision.direction=DOWN vision.size=-100 vision.eye=LEFT"));
	tmc_host_write(&bench->host, "STIM:DARK");
	assert_answer(bench, "STIM:STAT?", "0");
	/* a key while it is dark is nobody's answer */
	command(bench, "key left");
	assert_answer(bench, "SENS:ANSW?", "NONE,0,0");
	/* the self-test is done in the dark */
	tmc_host_write(&bench->host, "STIM:OPT E,DOWN,0,LEFT");
	wait_for_service(bench, 0x08);
	assert_answer(bench, "*TST?", "0");
	assert_answer(bench, "STIM:STAT?", "0");
}

static void
test_vision_refusals(Bench *bench, gconstpointer product)
{
	assert_refused(bench, "STIM:OPT X,LEFT,0,LEFT", "-224,\"Illegal parameter value\"");
	assert_refused(bench, "STIM:OPT E,CANNOT,0,LEFT", "-224,\"Illegal parameter value\"");
	assert_refused(bench, "STIM:OPT E,LEFT,0,BOTH", "-224,\"Illegal parameter value\"");
	assert_refused(bench, "STIM:OPT E,LEFT,big,LEFT", "-104,\"Data type error\"");
	assert_refused(bench, "STIM:OPT E,LEFT,1500,LEFT", "-222,\"Data out of range\"");
	assert_refused(bench, "STIM:OPT E,LEFT,-900,LEFT", "-222,\"Data out of range\"");
	assert_refused(bench, "STIM:OPT E,LEFT,0", "-109,\"Missing parameter\"");
	assert_answer(bench, "STIM:STAT?", "0");
}

static void
test_vision_conditions(Bench *bench, gconstpointer product)
{
	assert_answer(bench, "SENS:COND?", "0,1,120,1000");
	tmc_host_write(&bench->host, "*SRE 2");
	command(bench, "head in");
	wait_for_service(bench, 0x02);
	assert_answer(bench, "SENS:COND?", "1,1,120,1000");
	command(bench, "set vision occlusion=0 luminance=40");
	wait_for_service(bench, 0x02);
	assert_answer(bench, "SENS:COND?", "1,0,40,1000");
	command(bench, "set vision distance=920");
	wait_for_service(bench, 0x02);
	assert_answer(bench, "SENS:COND?", "1,0,40,920");
	g_assert_cmphex(tmc_host_status(&bench->host) & 0x02, ==, 0);
}

/* The guard counts wall time: the host's own silence, at any clock rate. */
static void
test_vision_silence(Bench *bench, gconstpointer product)
{
	tmc_host_write(&bench->host, "*SRE 12");
	tmc_host_write(&bench->host, "STIM:OPT E,LEFT,300,RIGHT");
	wait_for_service(bench, 0x08);
	wait_for_service(bench, 0x04);
	assert_answer(bench, "STIM:STAT?", "0");
	assert_answer(bench, "SYST:ERR?", "-365,\"Time out error\"");
	assert_answer(bench, "SENS:ANSW?", "NONE,0,0");
}

/* ---- audiometer ---- */

static void
test_audiometer_calibration(Bench *bench, gconstpointer product)
{
	assert_answer(bench, "CAL:CEIL?", "800");
	assert_refused(
	    bench, "SOUR:PRES 7,LEFT,1001,300,OFF,0,100,100,TONE", "-221,\"Settings conflict\"");
	command(bench, "set audiometer corrections=none");
	assert_answer(bench, "CAL:CORR?", "0");
	assert_refused(
	    bench, "SOUR:PRES 7,LEFT,1000,300,OFF,0,100,100,TONE", "-221,\"Settings conflict\"");
}

static void
test_audiometer_presentation(Bench *bench, gconstpointer product)
{
	g_autofree char *answer = NULL, *state = NULL;
	g_auto(GStrv) parts = NULL;

	tmc_host_write(&bench->host, "*SRE 3");
	tmc_host_write(&bench->host, "SOUR:PRES 7,RIGHT,1000,400,300,60000,1500,1500,TONE");
	assert_answer(bench, "SENS:PRES?", "0,0,320,280,240,220"); /* not over yet */
	state = mc_sim_rig_command(bench->rig, "state");
	g_assert_nonnull(strstr(state, "audiometer.ear=RIGHT audiometer.frequency=1000 "
	                               "audiometer.level=400 audiometer.silent=0 "));
	g_assert_nonnull(strstr(state, " audiometer.masking=300"));
	command(bench, "press left");
	wait_for_service(bench, 0x02);
	answer = tmc_host_query(&bench->host, "SENS:BUTT?");
	g_assert_true(g_str_has_prefix(answer, "LEFT,"));
	assert_answer(bench, "SENS:BUTT?", "NONE,0");
	wait_for_service(bench, 0x01);
	g_free(answer);
	answer = tmc_host_query(&bench->host, "SENS:PRES?");
	parts = g_strsplit(answer, ",", -1);
	g_assert_cmpuint(g_strv_length(parts), ==, 8);
	g_assert_cmpstr(parts[0], ==, "7");
	g_assert_cmpstr(parts[1], ==, "1");
	g_assert_cmpint(g_ascii_strtoll(parts[2], NULL, 10), <, 0); /* before the onset */
	g_assert_cmpint(g_ascii_strtoll(parts[2], NULL, 10), >, -60000000);
	g_assert_cmpstr(parts[3], ==, "LEFT");
	g_assert_cmpstr(parts[4], ==, "320");
	assert_answer(bench, "SENS:PRES?", "0,0,320,280,240,220");
}

static void
test_audiometer_noise(Bench *bench, gconstpointer product)
{
	assert_answer(bench, "SENS:COND?", "0,320,280,240,220");
	tmc_host_write(&bench->host, "*SRE 9");
	command(bench, "headphones on");
	wait_for_service(bench, 0x08);
	assert_answer(bench, "SENS:COND?", "1,320,280,240,220");
	/* a lorry passes while the tone plays */
	tmc_host_write(&bench->host, "SOUR:PRES 8,LEFT,500,400,OFF,0,1000,1000,SILENT");
	command(bench, "set audiometer noise=700");
	command(bench, "set audiometer noise=250");
	wait_for_service(bench, 0x01);
	assert_answer(bench, "SENS:PRES?", "8,0,700,700,700,700");
	assert_answer(bench, "SENS:COND?", "1,250,250,250,250");
}

static void
test_audiometer_refusals(Bench *bench, gconstpointer product)
{
	static const struct {
		const char *arguments, *error;
	} refused[] = {
	    {"1,LEFT,1000,801,OFF,0,1000,1000,TONE", "-222,\"Data out of range\""},
	    {"1,LEFT,1000,400,801,0,1000,1000,TONE", "-222,\"Data out of range\""},
	    {"0,LEFT,1000,400,OFF,0,1000,1000,TONE", "-222,\"Data out of range\""},
	    {"1,LEFT,99,400,OFF,0,1000,1000,TONE", "-222,\"Data out of range\""},
	    {"1,MIDDLE,1000,400,OFF,0,1000,1000,TONE", "-224,\"Illegal parameter value\""},
	    {"1,LEFT,1000,400,OFF,0,1000,1000,MUSIC", "-224,\"Illegal parameter value\""},
	    {"1,LEFT,1000,loud,OFF,0,1000,1000,TONE", "-104,\"Data type error\""},
	    {"1,LEFT,1000,400,OFF,0,1000,1000", "-109,\"Missing parameter\""},
	};
	g_autofree char *state = NULL;

	for (guint i = 0; i < G_N_ELEMENTS(refused); i++) {
		g_autofree char *line = g_strconcat("SOUR:PRES ", refused[i].arguments, NULL);

		assert_refused(bench, line, refused[i].error);
	}
	state = mc_sim_rig_command(bench->rig, "state");
	g_assert_nonnull(strstr(state, "audiometer.on=0"));
}

static void
test_audiometer_mute(Bench *bench, gconstpointer product)
{
	g_autofree char *state = NULL;

	tmc_host_write(&bench->host, "SOUR:PRES 9,LEFT,500,400,OFF,60000,1000,1000,TONE");
	assert_refused(
	    bench, "SOUR:PRES 10,LEFT,500,400,OFF,0,1000,1000,TONE", "-221,\"Settings conflict\"");
	tmc_host_write(&bench->host, "SOUR:MUTE");
	assert_answer(bench, "SENS:PRES?", "0,0,320,280,240,220");
	state = mc_sim_rig_command(bench->rig, "state");
	g_assert_nonnull(strstr(state, "audiometer.on=0"));
}

static void
test_audiometer_silence(Bench *bench, gconstpointer product)
{
	tmc_host_write(&bench->host, "*SRE 4");
	/* 60 s at the bench's rate last 1.2 s: three times that is long enough to be taken for dead */
	tmc_host_write(&bench->host, "SOUR:PRES 9,LEFT,500,400,OFF,60000,60000,60000,TONE");
	wait_for_service(bench, 0x04);
	assert_answer(bench, "SYST:ERR?", "-365,\"Time out error\"");
	assert_answer(bench, "SENS:PRES?", "0,0,320,280,240,220");
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		guint product;
		void (*run)(Bench *bench, gconstpointer product);
	} tests[] = {
	    {"/sim/vision/identity", VISION, test_identity},
	    {"/sim/audiometer/identity", AUDIOMETER, test_identity},
	    {"/sim/vision/common", VISION, test_common},
	    {"/sim/audiometer/common", AUDIOMETER, test_common},
	    {"/sim/vision/errors", VISION, test_errors},
	    {"/sim/audiometer/errors", AUDIOMETER, test_errors},
	    {"/sim/tmc/oversized", VISION, test_oversized_message},
	    {"/sim/tmc/unterminated", VISION, test_unterminated},
	    {"/sim/tmc/bad-header", VISION, test_bad_header_halts},
	    {"/sim/tmc/pieces", VISION, test_pieces},
	    {"/sim/tmc/capabilities", AUDIOMETER, test_capabilities},
	    {"/sim/vision/calibration", VISION, test_vision_calibration},
	    {"/sim/vision/lines", VISION, test_vision_lines},
	    {"/sim/vision/answer", VISION, test_vision_answer},
	    {"/sim/vision/dark", VISION, test_vision_dark},
	    {"/sim/vision/refusals", VISION, test_vision_refusals},
	    {"/sim/vision/conditions", VISION, test_vision_conditions},
	    {"/sim/vision/silence", VISION, test_vision_silence},
	    {"/sim/audiometer/calibration", AUDIOMETER, test_audiometer_calibration},
	    {"/sim/audiometer/presentation", AUDIOMETER, test_audiometer_presentation},
	    {"/sim/audiometer/noise", AUDIOMETER, test_audiometer_noise},
	    {"/sim/audiometer/refusals", AUDIOMETER, test_audiometer_refusals},
	    {"/sim/audiometer/mute", AUDIOMETER, test_audiometer_mute},
	    {"/sim/audiometer/silence", AUDIOMETER, test_audiometer_silence},
	};

	g_test_init(&argc, &argv, NULL);
	for (guint i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].path, Bench, GUINT_TO_POINTER(tests[i].product), set_up, tests[i].run,
		    tear_down);
	return g_test_run();
}
