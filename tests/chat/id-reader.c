/* The card reader's driver against the simulated reader, over real libusb, in both USB layouts. The
 * people on the cards are nobody. */
#include "tests/support/instruments/bench.h"

#include "app/base/error.h"

static const BenchOptions single = {.plugged = {[MC_DEVICE_ID_READER] = TRUE}, .clock_rate = 10};
static const BenchOptions split = {
    .plugged = {[MC_DEVICE_ID_READER] = TRUE}, .clock_rate = 10, .split_pipes = TRUE};

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

static void
test_lifted(gconstpointer options)
{
	g_autoptr(Bench) bench = bench_new(options);

	start(bench);
	bench_do(bench, "card put sharp");
	bench_until(bench, &bench->reading, 1);
	bench_do(bench, "card lift");
	bench_until(bench, &bench->failed, 1);
	g_assert_cmpint(bench->error_code, ==, MC_ERROR_CARD);
	bench_do(bench, "card put sharp"); /* finding went on */
	bench_until(bench, &bench->cards, 1);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_data_func("/id-reader/single/card", &single, test_card);
	g_test_add_data_func("/id-reader/split/card", &split, test_card);
	g_test_add_func("/id-reader/kinds", test_kinds);
	g_test_add_data_func("/id-reader/single/lifted", &single, test_lifted);
	g_test_add_data_func("/id-reader/split/lifted", &split, test_lifted);
	return g_test_run();
}
