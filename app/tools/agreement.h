#ifndef MC_APP_TOOLS_AGREEMENT_H
#define MC_APP_TOOLS_AGREEMENT_H

/* Agreement statistics of a validation study. Pure; floating point. */

#include <glib.h>

/* Bland and Altman 1986: differences second minus first. */
typedef struct McAgreement {
	guint pairs;
	double bias, sd;
	double low, high; /* 95 % limits of agreement */
	double limit_error; /* half of the 95 % interval of a limit: 1.96 sd sqrt(3 / n) */
} McAgreement;

McAgreement mc_agreement(const double *first, const double *second, guint pairs);

/* Exact (Clopper and Pearson) 95 % interval of a share; 0 and 1 when there is nothing. */
typedef struct McShare {
	guint events, of;
	double share, low, high;
} McShare;

McShare mc_share(guint events, guint of);

/* Cohen's kappa with quadratic weights of two ratings on one scale of whole steps; NAN when all
 * stand on one step. */
double mc_weighted_kappa(const double *first, const double *second, guint pairs);

#endif
