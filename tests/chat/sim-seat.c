/* The person answers at the instruments, as somebody in front of real ones would (T10). */

#include "drivers/sim/rig.h"
#include "tests/support/usb-host/tmc-host.h"

#include <string.h>

#define VISION 0x4d56
#define AUDIOMETER 0x4d41
#define SIGHTS 20

typedef struct Bench {
	McSimRig *rig;
	TmcHost host;
} Bench;

static void
set_up(Bench *bench, const char *person, guint16 product)
{
	const McSimRigOptions options = {
	    .plugged = {[MC_SIM_RIG_VISION] = TRUE, [MC_SIM_RIG_AUDIOMETER] = TRUE},
	    .clock_rate = 400,
	    .person = person,
	    .seed = 7};
	g_autoptr(GError) error = NULL;

	bench->rig = mc_sim_rig_new(&options, &error);
	g_assert_no_error(error);
	tmc_host_open(&bench->host, product);
}

static void
tear_down(Bench *bench)
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

static void
wait_for_service(Bench *bench, guint8 bit)
{
	while ((tmc_host_notification(&bench->host) & bit) == 0)
		continue;
}

/* ---- looking ---- */

static char **
look(Bench *bench, const char *direction, gint size)
{
	g_autofree char *line = g_strdup_printf("STIM:OPT E,%s,%d,LEFT", direction, size);
	g_autofree char *answer = NULL;

	tmc_host_write(&bench->host, line);
	wait_for_service(bench, 0x01);
	answer = tmc_host_query(&bench->host, "SENS:ANSW?");
	return g_strsplit(answer, ",", -1);
}

/* How many of SIGHTS answers are right. */
static guint
count_right(Bench *bench, gint size)
{
	static const char *const directions[] = {"RIGHT", "UP", "LEFT", "DOWN"};
	guint right = 0;

	for (guint i = 0; i < SIGHTS; i++) {
		g_auto(GStrv) parts = look(bench, directions[i % 4], size);
		gint64 reaction_us;

		right += strcmp(parts[0], directions[i % 4]) == 0;
		reaction_us = g_ascii_strtoll(parts[2], NULL, 10) - g_ascii_strtoll(parts[1], NULL, 10);
		/* scaled time: people are as slow as ever */
		g_assert_cmpint(reaction_us, >, 180000);
		g_assert_cmpint(reaction_us, <, 10000000);
	}
	return right;
}

static void
test_looking(void)
{
	Bench bench;

	set_up(&bench, "needs-glasses", VISION);
	tmc_host_write(&bench.host, "*SRE 1");
	g_assert_cmpuint(count_right(&bench, 900), >=, SIGHTS - 3);
	g_assert_cmpuint(count_right(&bench, 100), <=, SIGHTS / 2);
	command(&bench, "glasses on");
	g_assert_cmpuint(count_right(&bench, 300), >=, SIGHTS - 3);
	command(&bench, "person sharp");
	g_assert_cmpuint(count_right(&bench, 300), >=, SIGHTS - 3);
	tear_down(&bench);
}

/* Who leans in sees finer lines, as in front of any real panel. */
static void
test_distance(void)
{
	Bench bench;

	set_up(&bench, "one-line-weak", VISION);
	tmc_host_write(&bench.host, "*SRE 1");
	g_assert_cmpuint(count_right(&bench, 0), <=, SIGHTS * 2 / 3);
	command(&bench, "set vision distance=250");
	g_assert_cmpuint(count_right(&bench, 0), >=, SIGHTS - 3);
	command(&bench, "set vision distance=4000");
	g_assert_cmpuint(count_right(&bench, 600), <=, SIGHTS * 2 / 3);
	tear_down(&bench);
}

/* A tester whose picture stands at a metre finds a short-sighted person sharp. */
static void
test_vergence(void)
{
	Bench bench;

	set_up(&bench, "myope", VISION);
	tmc_host_write(&bench.host, "*SRE 1");
	g_assert_cmpuint(count_right(&bench, 100), <=, SIGHTS * 2 / 3);
	command(&bench, "set vision vergence=-100");
	g_assert_cmpuint(count_right(&bench, 100), >=, SIGHTS - 3);
	command(&bench, "person elder");
	g_assert_cmpuint(count_right(&bench, 100), <=, SIGHTS * 2 / 3);
	command(&bench, "set vision vergence=-20");
	g_assert_cmpuint(count_right(&bench, 100), >=, SIGHTS - 3);
	tear_down(&bench);
}

static void
test_nobody_there(void)
{
	Bench bench;

	set_up(&bench, "sharp", VISION);
	assert_answer(&bench, "SENS:COND?", "1,1,120,1000");
	command(&bench, "walk-away");
	assert_answer(&bench, "SENS:COND?", "0,1,120,1000");
	tmc_host_write(&bench.host, "*SRE 5");
	tmc_host_write(&bench.host, "STIM:OPT E,UP,900,LEFT");
	/* until the guard takes us for dead */
	wait_for_service(&bench, 0x04);
	assert_answer(&bench, "SENS:ANSW?", "NONE,0,0");
	tmc_host_write(&bench.host, "*CLS");
	command(&bench, "come-back");
	assert_answer(&bench, "SENS:COND?", "1,1,120,1000");
	g_strfreev(look(&bench, "UP", 900));
	tear_down(&bench);
}

static void
test_leaves(void)
{
	Bench bench;

	set_up(&bench, "leaves", VISION);
	tmc_host_write(&bench.host, "*SRE 3");
	assert_answer(&bench, "SENS:COND?", "1,1,120,1000");
	for (guint i = 0; i < 8; i++)
		g_strfreev(look(&bench, "UP", 600));
	tmc_host_write(&bench.host, "STIM:OPT E,UP,600,LEFT");
	wait_for_service(&bench, 0x02);
	assert_answer(&bench, "SENS:COND?", "0,1,120,1000");
	assert_answer(&bench, "SENS:ANSW?", "NONE,0,0");
	tear_down(&bench);
}

/* ---- listening ---- */

/* How many of SIGHTS presentations were answered by this key after the onset. */
static guint
count_presses(Bench *bench, const char *sound, const char *key)
{
	guint count = 0;

	for (guint i = 0; i < SIGHTS; i++) {
		g_autofree char *line =
		    g_strdup_printf("SOUR:PRES %u,%s,1500,1500,1500,%s", i + 1, sound, "TONE");
		g_autofree char *answer = NULL;
		g_auto(GStrv) parts = NULL;

		tmc_host_write(&bench->host, line);
		wait_for_service(bench, 0x01);
		answer = tmc_host_query(&bench->host, "SENS:PRES?");
		parts = g_strsplit(answer, ",", -1);
		for (guint k = 0; k < (guint)g_ascii_strtoull(parts[1], NULL, 10); k++)
			count += parts[2 + 2 * k][0] != '-' && strcmp(parts[3 + 2 * k], key) == 0;
	}
	return count;
}

static void
test_listening(void)
{
	Bench bench;

	set_up(&bench, "deaf-one-ear", AUDIOMETER);
	tmc_host_write(&bench.host, "*SRE 1");
	g_assert_cmpuint(count_presses(&bench, "LEFT,1000,400,OFF", "LEFT"), >=, SIGHTS - 3);
	g_assert_cmpuint(count_presses(&bench, "RIGHT,1000,400,OFF", "RIGHT"), <=, 2);
	/* through the head to the good ear, and no more when that one is masked */
	g_assert_cmpuint(count_presses(&bench, "RIGHT,1000,790,OFF", "LEFT"), >=, SIGHTS - 3);
	g_assert_cmpuint(count_presses(&bench, "RIGHT,1000,790,500", "LEFT"), <=, 2);
	command(&bench, "headphones off");
	g_assert_cmpuint(count_presses(&bench, "LEFT,1000,400,OFF", "LEFT"), ==, 0);
	command(&bench, "person sharp");
	g_assert_cmpuint(count_presses(&bench, "RIGHT,1000,400,OFF", "RIGHT"), >=, SIGHTS - 3);
	/* one that is 20 dB too loud is heard, whatever it was asked for */
	g_assert_cmpuint(count_presses(&bench, "RIGHT,1000,-80,OFF", "RIGHT"), <=, 2);
	command(&bench, "set audiometer output-error=200");
	g_assert_cmpuint(count_presses(&bench, "RIGHT,1000,-80,OFF", "RIGHT"), >=, SIGHTS - 3);
	tear_down(&bench);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/sim/seat/looking", test_looking);
	g_test_add_func("/sim/seat/distance-T10", test_distance);
	g_test_add_func("/sim/seat/vergence-T10", test_vergence);
	g_test_add_func("/sim/seat/nobody-there", test_nobody_there);
	g_test_add_func("/sim/seat/leaves", test_leaves);
	g_test_add_func("/sim/seat/listening", test_listening);
	return g_test_run();
}
