/* A pack that is read can be judged by: every class, without facts. */

#include "fuzz.h"

#include "app/record/content.h"
#include "app/record/rule-pack.h"
#include <string.h>

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(GBytes) bytes = g_bytes_new(data, size);
	McRulePack pack;
	char digest[MC_DIGEST_HEX_SIZE];
	McFacts facts;
	McClassVerdict verdict;

	if (!mc_rule_pack_read(bytes, &pack, digest, NULL))
		return 0;
	memset(&facts, 0, sizeof facts);
	facts.birth_known = true;
	facts.birth = (McDate){1996, 2, 29};
	facts.today = (McDate){2026, 2, 28};
	for (guint i = 0; i < MC_CLASSES; i++)
		mc_rules_judge(&pack, (McLicenceClass)i, &facts, &verdict);
	for (guint kind = 0; kind < MC_EXAM_KINDS; kind++)
		g_assert_null(mc_exam_plan_problem(&pack.plans[kind]).field);
	return 0;
}
