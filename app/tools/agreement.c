#include "app/tools/agreement.h"

#include <math.h>

McAgreement
mc_agreement(const double *first, const double *second, guint pairs, double effective)
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
	if (effective > 0.0) {
		agreement.bias_error = 1.96 * agreement.sd * sqrt(1.0 / effective);
		agreement.limit_error = 1.96 * agreement.sd * sqrt(3.0 / effective);
	}
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
mc_share(guint events, guint of, double effective)
{
	McShare share = {.events = events, .of = of, .effective = effective, .high = 1.0};
	guint whole = (guint)effective, low_events, high_events;

	if (of == 0 || whole == 0)
		return share;
	share.share = (double)events / of;
	low_events = (guint)floor(share.share * whole);
	high_events = (guint)ceil(share.share * whole);
	share.low = low_events == 0 ? 0.0 : share_at(low_events, whole, 0.025);
	share.high = high_events == whole ? 1.0 : share_at(high_events + 1, whole, 0.975);
	return share;
}

double
mc_effective_size(gconstpointer const *whose, guint count)
{
	static const double correlation = 0.3;
	double effective = 0.0;

	for (guint i = 0; i < count; i++) {
		guint same = 0;

		for (guint k = 0; k < count; k++)
			same += whose[k] == whose[i];
		effective += 1.0 / (1.0 + correlation * (same - 1));
	}
	return effective;
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
