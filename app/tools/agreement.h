#ifndef MC_APP_TOOLS_AGREEMENT_H
#define MC_APP_TOOLS_AGREEMENT_H

/* Agreement statistics of a validation study. Pure; floating point.
 *
 * effective: as how many independent observations they count for the intervals, since the two eyes
 * of a person resemble each other; at most their number. */

#include <glib.h>

/* Bland and Altman 1986: differences second minus first. */
typedef struct McAgreement {
	guint pairs;
	double bias, sd;
	double low, high; /* 95 % limits of agreement */
	double bias_error; /* half of the 95 % interval of the bias: 1.96 sd sqrt(1 / n) */
	double limit_error; /* … and of a limit: 1.96 sd sqrt(3 / n) */
} McAgreement;

McAgreement mc_agreement(const double *first, const double *second, guint pairs, double effective);

/* Exact (Clopper and Pearson) 95 % interval of a share; 0 and 1 when there is nothing. Where they
 * count as fewer, the interval is that of so many whole observations with no better share. */
typedef struct McShare {
	guint events, of;
	double effective;
	double share, low, high;
} McShare;

McShare mc_share(guint events, guint of, double effective);

/* Of whom each observation is (compared as addresses): those of one person are taken as correlated
 * by .3 (the design effect of Kish 1965, 1 + .3 (m - 1) for m of one person). */
double mc_effective_size(gconstpointer const *whose, guint count);

/* Cohen's kappa with quadratic weights of two ratings on one scale of whole steps; NAN when all
 * stand on one step. */
double mc_weighted_kappa(const double *first, const double *second, guint pairs);

#endif
