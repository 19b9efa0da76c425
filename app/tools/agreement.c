#include "app/tools/agreement.h"

#include <math.h>

McAgreement
mc_agreement(const double *first, const double *second, guint pairs)
{
	McAgreement agreement = {.pairs = pairs};
	double squares = 0.0;

	for (guint i = 0; i < pairs; i++)
		agreement.bias += (second[i] - first[i]) / pairs;
	for (guint i = 0; i < pairs; i++) {
		double apart = second[i] - first[i] - agreement.bias;

		squares += apart * apart;
	}
	if (pairs > 1)
		agreement.sd = sqrt(squares / (pairs - 1));
	agreement.low = agreement.bias - 1.96 * agreement.sd;
	agreement.high = agreement.bias + 1.96 * agreement.sd;
	if (pairs > 0)
		agreement.limit_error = 1.96 * agreement.sd * sqrt(3.0 / pairs);
	return agreement;
}

/* P(at least `events` of `of`) at a share. */
static double
tail(guint events, guint of, double share)
{
	double sum = 0.0;

	for (guint k = events; k <= of; k++)
		sum += exp(lgamma(of + 1.0) - lgamma(k + 1.0) - lgamma(of - k + 1.0) + k * log(share) +
		           (of - k) * log1p(-share));
	return sum;
}

/* The share at which P(at least events) is so large; it rises with the share. */
static double
share_at(guint events, guint of, double probability)
{
	double low = 0.0, high = 1.0;

	for (int i = 0; i < 60; i++) {
		double middle = (low + high) / 2;

		if (tail(events, of, middle) < probability)
			low = middle;
		else
			high = middle;
	}
	return (low + high) / 2;
}

McShare
mc_share(guint events, guint of)
{
	McShare share = {.events = events, .of = of, .high = 1.0};

	if (of == 0)
		return share;
	share.share = (double)events / of;
	share.low = events == 0 ? 0.0 : share_at(events, of, 0.025);
	share.high = events == of ? 1.0 : share_at(events + 1, of, 0.975);
	return share;
}

/* With quadratic weights kappa needs means and squares only: 1 - sum of squared differences over
 * what independent ratings of the same spreads would have. */
double
mc_weighted_kappa(const double *first, const double *second, guint pairs)
{
	double mean_a = 0, mean_b = 0, squares_a = 0, squares_b = 0, apart = 0, expected;

	for (guint i = 0; i < pairs; i++) {
		mean_a += first[i] / pairs;
		mean_b += second[i] / pairs;
	}
	for (guint i = 0; i < pairs; i++) {
		squares_a += (first[i] - mean_a) * (first[i] - mean_a) / pairs;
		squares_b += (second[i] - mean_b) * (second[i] - mean_b) / pairs;
		apart += (first[i] - second[i]) * (first[i] - second[i]) / pairs;
	}
	expected = squares_a + squares_b + (mean_a - mean_b) * (mean_a - mean_b);
	return expected > 0.0 ? 1.0 - apart / expected : (double)NAN;
}
