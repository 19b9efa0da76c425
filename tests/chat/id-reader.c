/* The card reader's driver against the simulated reader, over real libusb, in both USB layouts. The
 * people on the cards are nobody. */
#include "tests/support/instruments/bench.h"

#include "app/base/error.h"

#include <string.h>

static const BenchOptions single = {.plugged = {[MC_DEVICE_ID_READER] = TRUE}, .clock_rate = 10};
static const BenchOptions split = {
    .plugged = {[MC_DEVICE_ID_READER] = TRUE}, .clock_rate = 10, .split_pipes = TRUE};

static const char *const faults[] = {
    "ep=2 kind=stall",
    "ep=2 kind=proto",
    "ep=81 kind=stall",
    "ep=81 kind=short arg=5",
    "ep=81 kind=zlp",
    "ep=81 kind=garbage arg=3",
    "ep=81 kind=babble",
    "ep=81 kind=proto",
    "ep=81 kind=delay arg=100",
    "ep=81 kind=unplug arg=5 replug=100",
};

static void
start(Bench *bench)
{
	bench_until_ready(bench, MC_DEVICE_ID_READER);
	bench->reader->start(bench->reader->self);
}

static void
test_card(gconstpointer options)
{
	g_autoptr(Bench) bench = bench_new(options);

	start(bench);
	bench_do(bench, "card put sharp");
	bench_until(bench, &bench->cards, 1);
	g_assert_cmpuint(bench->reading, ==, 1);
	g_assert_cmpint(bench->identity.document, ==, MC_DOCUMENT_RESIDENT);
	g_assert_true(mc_identity_number_is_valid(bench->identity.number));
	g_assert_cmpstr(bench->identity.name, !=, "");
	g_assert_cmpuint(bench->identity.photo_bytes, ==, 1024);
	/* it ended by itself, and starts again for the next one */
	bench_do(bench, "card lift");
	bench_do(bench, "card put expired");
	bench->reader->start(bench->reader->self);
	bench_until(bench, &bench->cards, 2);
	g_assert_cmpint(bench->identity.valid_to_yyyymmdd, <, 20260101);
	g_assert_cmpuint(bench->failed + bench->reader_lost, ==, 0);
}

static void
test_kinds(void)
{
	static const struct {
		const char *command;
		McDocument document;
	} cards[] = {
	    {"card put long-term", MC_DOCUMENT_RESIDENT},
	    {"card put j", MC_DOCUMENT_RESIDENCE_HMT},
	    {"card put i", MC_DOCUMENT_FOREIGNER_2017},
	    {"card put y", MC_DOCUMENT_FOREIGNER_2023},
	};
	g_autoptr(Bench) bench = bench_new(&single);

	for (guint i = 0; i < G_N_ELEMENTS(cards); i++) {
		start(bench);
		bench_do(bench, cards[i].command);
		bench_until(bench, &bench->cards, i + 1);
		g_assert_cmpint(bench->identity.document, ==, cards[i].document);
		g_assert_cmpstr(bench->identity.name, !=, "");
		g_assert_cmpint(bench->identity.birth_yyyymmdd, !=, 0);
		if (i == 0)
			g_assert_cmpint(bench->identity.valid_to_yyyymmdd, ==, MC_VALID_LONG_TERM);
		bench_do(bench, "card lift");
	}
}

/* The additional address in the chip is newer than the one on its face. */
static void
test_address(gconstpointer options)
{
	g_autoptr(Bench) bench = bench_new(options);

	start(bench);
	bench_do(bench, "card put sharp");
	bench_until(bench, &bench->cards, 1);
	g_assert_cmpstr(bench->identity.address, ==, "北京市东城区示例街道1号");
	bench_do(bench, "card lift");
	start(bench);
	bench_do(bench, "card put moved");
	bench_until(bench, &bench->cards, 2);
	g_assert_cmpstr(bench->identity.address, ==, "上海市黄浦区示例里弄2号");
	g_assert_cmpuint(bench->failed + bench->reader_lost, ==, 0);
}

static void
test_lifted(gconstpointer options)
{
	g_autoptr(Bench) bench = bench_new(options);

	start(bench);
	bench_do(bench, "card put sharp");
	bench_until(bench, &bench->reading, 1);
	bench_do(bench, "card lift");
	bench_until(bench, &bench->failed, 1);
	g_assert_cmpint(bench->error_code, ==, MC_ERROR_CARD_LIFTED);
	bench_do(bench, "card put sharp"); /* finding went on */
	bench_until(bench, &bench->cards, 1);
}

/* Once is asked again and nobody notices; three times is told, and finding goes on. */
static void
test_checksum(gconstpointer options)
{
	g_autoptr(Bench) bench = bench_new(options);

	start(bench);
	bench_do(bench, "fault reader kind=checksum count=2");
	bench_do(bench, "card put sharp");
	bench_until(bench, &bench->cards, 1);
	g_assert_cmpuint(bench->failed, ==, 0);
	bench_do(bench, "card lift");
	bench->reader->start(bench->reader->self);
	bench_do(bench, "fault reader kind=checksum count=3");
	bench_until(bench, &bench->failed, 1);
	g_assert_cmpint(bench->error_code, ==, MC_ERROR_PROTOCOL);
	bench_do(bench, "card put sharp");
	bench_until(bench, &bench->cards, 2);
	g_assert_cmpuint(bench->reader_lost, ==, 0);
}

static void
test_refused_card(void)
{
	static const char *const statuses[] = {"31", "32", "33", "40", "41"};
	g_autoptr(Bench) bench = bench_new(&single);

	start(bench);
	for (guint i = 0; i < G_N_ELEMENTS(statuses); i++) {
		g_autofree char *line = g_strconcat("set reader read-status=", statuses[i], NULL);

		bench_do(bench, line);
		bench_do(bench, "card put sharp");
		bench_until(bench, &bench->failed, i + 1);
		g_assert_cmpint(bench->error_code, ==, MC_ERROR_CARD);
		g_assert_null(strstr(bench->failure, "sharp"));
		bench_do(bench, "card lift");
	}
	g_assert_nonnull(strstr(bench->failure, "lies there"));
	bench_do(bench, "set reader read-status=90");
	bench_do(bench, "card put sharp");
	bench_until(bench, &bench->cards, 1);
}

/* Only between start() and stop() is anything on the wire. */
static void
test_stop(void)
{
	g_autoptr(Bench) bench = bench_new(&single);
	guint64 transfers;

	bench_until_ready(bench, MC_DEVICE_ID_READER);
	bench_do(bench, "card put sharp");
	transfers = bench->devices->info(bench->devices->self, MC_DEVICE_ID_READER)->transfers;
	bench_for(bench, 200);
	g_assert_cmpuint(
	    bench->devices->info(bench->devices->self, MC_DEVICE_ID_READER)->transfers, ==, transfers);
	bench->reader->start(bench->reader->self);
	bench_until(bench, &bench->reading, 1);
	bench->reader->stop(bench->reader->self);
	bench_for(bench, 200);
	g_assert_cmpuint(bench->cards, ==, 0);
	bench_do(bench, "card lift"); /* a card that was read is not found again where it lies */
	bench_do(bench, "card put sharp");
	bench->reader->start(bench->reader->self);
	bench->reader->stop(bench->reader->self);
	bench->reader->start(bench->reader->self);
	bench_until(bench, &bench->cards, 1);
	g_assert_cmpuint(bench->failed, ==, 0);
}

static void
test_fault(gconstpointer fault)
{
	g_autofree char *line = g_strconcat("fault reader ", fault, NULL);

	for (guint split_pipes = 0; split_pipes < 2; split_pipes++) {
		g_autoptr(Bench) bench = bench_new(split_pipes == 0 ? &single : &split);

		start(bench);
		bench_do(bench, "card put sharp");
		bench_until(bench, &bench->reading, 1);
		bench_do(bench, line);
		bench_until_either(bench, &bench->cards, &bench->reader_lost);
		if (bench->cards == 1)
			continue;
		/* it goes on looking by itself, but the reader thinks that it has read this card */
		bench_do(bench, "card lift");
		bench_do(bench, "card put sharp");
		bench_until(bench, &bench->cards, 1);
		g_assert_cmpuint(bench->failed, ==, 0);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_data_func("/id-reader/single/card", &single, test_card);
	g_test_add_data_func("/id-reader/split/card", &split, test_card);
	g_test_add_data_func("/id-reader/address/single", &single, test_address);
	g_test_add_data_func("/id-reader/address/split", &split, test_address);
	g_test_add_func("/id-reader/kinds", test_kinds);
	g_test_add_data_func("/id-reader/single/lifted", &single, test_lifted);
	g_test_add_data_func("/id-reader/split/lifted", &split, test_lifted);
	g_test_add_data_func("/id-reader/single/checksum", &single, test_checksum);
	g_test_add_data_func("/id-reader/split/checksum", &split, test_checksum);
	g_test_add_func("/id-reader/refused-card", test_refused_card);
	g_test_add_func("/id-reader/stop", test_stop);
	for (guint i = 0; i < G_N_ELEMENTS(faults); i++) {
		g_autofree char *words = g_strdelimit(g_strdup(faults[i]), " =", '-');
		g_autofree char *path = g_strconcat("/id-reader/fault/", words, NULL);

		g_test_add_data_func(path, faults[i], test_fault);
	}
	return g_test_run();
}
