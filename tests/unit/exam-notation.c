/* 5-mark, decimal and logMAR: exact to the printed digit, both ways. */
#include "app/exam/notation.h"

#include <glib.h>
#include <math.h>

static void
test_numbers_agree_with_the_library(void)
{
	for (gint32 milli = -3000; milli <= 3000; milli++) {
		double exact = 1000.0 * pow(10.0, -milli / 1000.0);
		double printed = mc_notation_decimal_milli(milli);

		/* Of the nearest: but for ties that no number of this list is. */
		g_assert_cmpfloat(fabs(printed - exact), <=, 0.5 + 1e-6 * exact);
	}
}

static void
test_back_again(void)
{
	for (gint32 milli = -1000; milli <= 2000; milli += 10)
		g_assert_cmpint(
		    mc_notation_from_five_mark_centi(mc_notation_five_mark_centi(milli)), ==, milli);
	/* Three digits of a decimal acuity tell sizes a twentieth of a line apart. */
	for (gint32 milli = -500; milli <= 1000; milli += 50)
		g_assert_cmpint(
		    ABS(mc_notation_from_decimal_milli(mc_notation_decimal_milli(milli)) - milli), <=, 2);
	for (gint32 decimal = 50; decimal <= 3000; decimal++)
		g_assert_cmpint(
		    mc_notation_from_decimal_milli(decimal), ==, lround(-1000.0 * log10(decimal / 1000.0)));
}

static void
test_chart(void)
{
	static const gint32 printed[] = {10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100, 120, 150, 200};
	gint32 value = 0;

	for (gint32 i = 0; i < (gint32)G_N_ELEMENTS(printed); i++) {
		g_assert_true(mc_notation_chart_decimal_centi(40 + i, &value));
		g_assert_cmpint(value, ==, printed[i]);
		/* The chart's number is never more than one tenth of a line off the true one. */
		g_assert_cmpint(ABS(mc_notation_from_decimal_milli(10 * value) - 100 * (10 - i)), <=, 30);
		g_assert_true(mc_notation_line_of_chart_decimal(printed[i], &value));
		g_assert_cmpint(value, ==, 40 + i);
	}
	g_assert_false(mc_notation_chart_decimal_centi(39, &value));
	g_assert_false(mc_notation_chart_decimal_centi(54, &value));
	g_assert_false(mc_notation_line_of_chart_decimal(79, &value));
}

static void
test_text(void)
{
	static const struct {
		gint32 milli;
		const char *five_mark, *decimal, *log_mar;
	} rows[] = {
	    {0, "5.0", "1.00", "0.00"},
	    {100, "4.9", "0.79", "0.10"},
	    {50, "4.95", "0.89", "0.05"},
	    {-50, "5.05", "1.12", "-0.05"},
	    {-300, "5.3", "2.00", "-0.30"},
	    {1000, "4.0", "0.10", "1.00"},
	    {-4, "5.0", "1.01", "0.00"},
	    {5, "5.0", "0.99", "0.01"},
	    {INT32_MIN, "2147488.65", "1000.00", "-2147483.65"},
	    {INT32_MAX, "-2147478.65", "0.00", "2147483.65"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		char text[MC_NOTATION_SIZE];

		mc_notation_write(MC_NOTATION_FIVE_MARK, rows[i].milli, text);
		g_assert_cmpstr(text, ==, rows[i].five_mark);
		mc_notation_write(MC_NOTATION_DECIMAL, rows[i].milli, text);
		g_assert_cmpstr(text, ==, rows[i].decimal);
		mc_notation_write(MC_NOTATION_LOG_MAR, rows[i].milli, text);
		g_assert_cmpstr(text, ==, rows[i].log_mar);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/notation/decimal", test_numbers_agree_with_the_library);
	g_test_add_func("/notation/back", test_back_again);
	g_test_add_func("/notation/chart", test_chart);
	g_test_add_func("/notation/text", test_text);
	return g_test_run();
}
