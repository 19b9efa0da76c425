#include "app/exam/fixed.h"

/* 2^-(2^-i) · 2^30 for i = 1 … 16. */
static const int64_t root_q30[16] = {
    759250125,
    902905651,
    984625594,
    1028218693,
    1050733751,
    1062175491,
    1067942999,
    1070838486,
    1072289173,
    1073015252,
    1073378477,
    1073560135,
    1073650976,
    1073696399,
    1073719111,
    1073730468,
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
	int64_t result = MC_FIXED_ONE_Q30;

	if (down <= 0)
		return MC_FIXED_ONE_Q30;
	if (down >> 16 >= 31)
		return 0;
	for (int i = 0; i < 16; i++)
		if (down & (1 << (15 - i)))
			result = (result * root_q30[i] + (MC_FIXED_ONE_Q30 >> 1)) >> 30;
	return result >> (down >> 16);
}
