#include "app/exam/notation.h"

#include <stddef.h>

#define LINE_FIRST_DECI 40

/* What the chart prints: 10^(L - 5) with one significant digit too few to compute it back. */
static const int32_t chart_centi[] = {10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100, 120, 150, 200};
#define LINES ((int32_t)(sizeof chart_centi / sizeof chart_centi[0]))

/* 10^(n / 1000) · 2^24 by the decimal digits of n. */
static const int64_t power_q24[3][10] = {
    {16777216, 21121264, 26590095, 33474947, 42142461, 53054215, 66791300, 84085265, 105857077,
        133266164},
    {16777216, 17168008, 17567902, 17977111, 18395852, 18824346, 19262821, 19711510, 20170650,
        20640485},
    {16777216, 16815891, 16854656, 16893510, 16932454, 16971487, 17010610, 17049824, 17089128,
        17128522},
};

/* Of the nearest, halves away from zero; by > 0. */
static int32_t
rounded(int64_t value, int64_t by)
{
	return (int32_t)((value >= 0 ? value + by / 2 : value - by / 2) / by);
}

int32_t
mc_notation_five_mark_centi(int32_t milli_log_mar)
{
	return rounded(5000 - (int64_t)milli_log_mar, 10);
}

int32_t
mc_notation_from_five_mark_centi(int32_t five_mark_centi)
{
	int64_t milli = 5000 - 10 * (int64_t)five_mark_centi;

	return milli > INT32_MAX ? INT32_MAX : milli < INT32_MIN ? INT32_MIN : (int32_t)milli;
}

/* 10^(-milli / 1000) in 2^-24 of a thousandth. */
static int64_t
decimal_q24(int32_t milli_log_mar)
{
	int32_t limited = milli_log_mar < -3000 ? -3000 : milli_log_mar > 3000 ? 3000 : milli_log_mar;
	int32_t up = 3000 - limited; /* 0 … 6 000: thousandths of 10^(up / 1000) */
	int64_t result = power_q24[0][up / 100 % 10];

	result = result * power_q24[1][up / 10 % 10] >> 24;
	result = result * power_q24[2][up % 10] >> 24;
	for (int32_t tens = up / 1000; tens > 0; tens--)
		result *= 10;
	return result;
}

int32_t
mc_notation_decimal_milli(int32_t milli_log_mar)
{
	return rounded(decimal_q24(milli_log_mar), INT64_C(1) << 24);
}

int32_t
mc_notation_from_decimal_milli(int32_t decimal_milli)
{
	int32_t low = -3000, high = 3000;
	int64_t wanted = (int64_t)decimal_milli << 24;

	if (decimal_milli >= 1000000)
		return low;
	if (decimal_milli <= 1)
		return high;
	/* The largest size whose acuity still reaches the value. */
	while (low < high) {
		int32_t middle = low + (high - low + 1) / 2;

		if (decimal_q24(middle) >= wanted)
			low = middle;
		else
			high = middle - 1;
	}
	return decimal_q24(low) - wanted <= wanted - decimal_q24(low + 1) ? low : low + 1;
}

bool
mc_notation_chart_decimal_centi(int32_t line_deci, int32_t *decimal_centi)
{
	if (line_deci < LINE_FIRST_DECI || line_deci >= LINE_FIRST_DECI + LINES)
		return false;
	*decimal_centi = chart_centi[line_deci - LINE_FIRST_DECI];
	return true;
}

bool
mc_notation_line_of_chart_decimal(int32_t decimal_centi, int32_t *line_deci)
{
	for (int32_t i = 0; i < LINES; i++) {
		if (chart_centi[i] != decimal_centi)
			continue;
		*line_deci = LINE_FIRST_DECI + i;
		return true;
	}
	return false;
}

/* A number of hundredths, with one or two digits behind the point. */
static void
write_centi(int64_t centi, bool short_form, char *text)
{
	char digits[MC_NOTATION_SIZE];
	int64_t rest = centi < 0 ? -centi : centi;
	bool drop = short_form && rest % 10 == 0;
	int count = 0;

	rest = drop ? rest / 10 : rest;
	for (int i = 0; i < (drop ? 2 : 3) || rest > 0; i++) {
		if (i == (drop ? 1 : 2))
			digits[count++] = '.';
		digits[count++] = (char)('0' + rest % 10);
		rest /= 10;
	}
	if (centi < 0)
		*text++ = '-';
	while (count > 0)
		*text++ = digits[--count];
	*text = '\0';
}

void
mc_notation_write(McNotation notation, int32_t milli_log_mar, char text[MC_NOTATION_SIZE])
{
	switch (notation) {
	case MC_NOTATION_FIVE_MARK:
		write_centi(mc_notation_five_mark_centi(milli_log_mar), true, text);
		return;
	case MC_NOTATION_DECIMAL:
		write_centi(rounded(decimal_q24(milli_log_mar), 10 * (INT64_C(1) << 24)), false, text);
		return;
	case MC_NOTATION_LOG_MAR: write_centi(rounded(milli_log_mar, 10), false, text); return;
	}
	text[0] = '\0';
}
