#ifndef MC_APP_TOOLS_OBSERVE_PROOFS_H
#define MC_APP_TOOLS_OBSERVE_PROOFS_H

/* Bars that no scenario of people can say: geometry of optotypes, what can be foreseen of the next
 * direction, what plates leave to their dichromat, and what a decision costs. */

#include <glib.h>

typedef struct McProof {
	const char *name, *unit;
	double at_most, value;
} McProof;

#define MC_PROOFS 10

/* Without values. */
void mc_proofs_name(McProof proofs[MC_PROOFS]);

/* A minute of one core. Returns what 100 000 exams took on two cores, in seconds of the clock,
 * which say little where other things run. */
double mc_proofs_take(McProof proofs[MC_PROOFS]);

gboolean mc_proof_holds(const McProof *proof);

#endif
