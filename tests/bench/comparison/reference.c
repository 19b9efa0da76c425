/* Peers that are not what they say they are would make any comparison worthless. */
#include "tests/bench/peers/reference.h"

#include "tests/bench/comparison/comparison.h"

#include <stdio.h>

bool
mc_compare_references(void)
{
	McReference references[MC_REFERENCES];
	bool all_hold = true;

	mc_references_take(references);
	for (int i = 0; i < MC_REFERENCES; i++) {
		const McReference *one = &references[i];
		bool holds = mc_reference_holds(one);

		printf("metric %s %.4f %s\n", one->name, one->value, one->unit);
		printf("metric %s_at_least %.4f %s\n", one->name, one->expected - one->within, one->unit);
		printf("metric %s_at_most %.4f %s\n", one->name, one->expected + one->within, one->unit);
		printf("#   %-6s %s\n", holds ? "holds" : "BROKEN", one->name);
		all_hold = all_hold && holds;
	}
	return all_hold;
}
