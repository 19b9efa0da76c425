#include "app/exam/fixed.h"

/* 2^-(n / 16^(d + 1)) · 2^30 by the hexadecimal digits of a fraction, d = 0 being its first. */
static const int64_t power_q30[4][16] = {
    {1073741824, 1028218693, 984625594, 942880699, 902905651, 864625413, 827968132, 792865000,
        759250125, 727060411, 696235434, 666717336, 638450708, 611382493, 585461881, 560640218},
    {1073741824, 1070838486, 1067942999, 1065055341, 1062175491, 1059303428, 1056439131, 1053582579,
        1050733751, 1047892626, 1045059183, 1042233401, 1039415261, 1036604740, 1033801819,
        1031006477},
    {1073741824, 1073560135, 1073378477, 1073196849, 1073015252, 1072833686, 1072652151, 1072470646,
        1072289173, 1072107729, 1071926317, 1071744935, 1071563584, 1071382264, 1071200974,
        1071019715},
    {1073741824, 1073730468, 1073719111, 1073707755, 1073696399, 1073685043, 1073673687, 1073662331,
        1073650976, 1073639620, 1073628265, 1073616910, 1073605554, 1073594199, 1073582844,
        1073571490},
};

int32_t
mc_fixed_log2(int64_t x_q30)
{
	uint64_t m = x_q30 > 0 ? (uint64_t)x_q30 : 1;
	int32_t result = 0;

	while (m < (uint64_t)MC_FIXED_ONE_Q30) {
		m <<= 1;
		result -= 1 << 16;
	}
	/* Squaring a number in [1, 2) doubles its logarithm: each overflow past 2 is one bit of it. */
	for (int bit = 15; bit >= 0; bit--) {
		m = m * m >> 30;
		if (m >= 2 * (uint64_t)MC_FIXED_ONE_Q30) {
			m >>= 1;
			result += 1 << bit;
		}
	}
	return result;
}

int64_t
mc_fixed_exp2(int64_t y_q16)
{
	int64_t down = -y_q16;
	int64_t result;

	if (down <= 0)
		return MC_FIXED_ONE_Q30;
	if (down >> 16 >= 31)
		return 0;
	result = power_q30[0][down >> 12 & 15];
	result = result * power_q30[1][down >> 8 & 15] >> 30;
	result = result * power_q30[2][down >> 4 & 15] >> 30;
	result = result * power_q30[3][down & 15] >> 30;
	return result >> (down >> 16);
}

int64_t
mc_fixed_ratio(int64_t num, int64_t den)
{
	if (den == 0)
		return 0;
	while (den >> 33 != 0) {
		num >>= 1;
		den >>= 1;
	}
	return (num << 30) / den;
}

int64_t
mc_fixed_root(int64_t square)
{
	int64_t root = 0;

	for (int64_t bit = INT64_C(1) << 31; bit > 0; bit >>= 1) {
		int64_t next = root + bit;

		if (next <= INT64_C(3037000499) && next * next <= square)
			root = next;
	}
	return root;
}
