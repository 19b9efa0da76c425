/* Signed content: what is read is canonical and writes itself again; visits are judged again. And
 * the personal part, once it is opened. */

#include "fuzz.h"

#include "app/audit/audit.h"
#include "app/record/content.h"
#include "app/record/opening.h"
#include "app/record/personal.h"
#include "app/record/rule-pack.h"
#include "app/record/visit.h"
#include <string.h>

static void
try_visit(json_t *body)
{
	g_autoptr(McVisit) visit = mc_visit_from_json(body, NULL);
	json_auto_t *again = NULL;
	McRulePack pack;
	char digest[MC_DIGEST_HEX_SIZE];

	if (visit == NULL)
		return;
	again = mc_visit_to_json(visit);
	g_assert_true(json_equal(again, body));
	g_assert_true(
	    mc_rule_pack_read_file(MC_SOURCE_DIR "/data/rules-cn-172-1.json", &pack, digest, NULL));
	mc_visit_verify(visit, &pack, NULL);
}

static void
try_opening(json_t *body)
{
	McOpening opening = {0};
	json_auto_t *again = NULL;

	if (!mc_opening_from_json(body, &opening, NULL))
		return;
	again = mc_opening_to_json(&opening);
	g_assert_true(json_equal(again, body));
}

static void
try_personal(GBytes *bytes)
{
	McPersonal personal;
	g_autoptr(GBytes) again = NULL;

	if (!mc_personal_read(bytes, &personal, NULL))
		return;
	again = mc_personal_write(&personal, NULL);
	g_assert_true(again != NULL && g_bytes_equal(again, bytes));
	mc_personal_clear(&personal);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(GBytes) bytes = g_bytes_new(data, size);
	g_autoptr(GBytes) again = NULL;
	json_auto_t *body = NULL;
	McContentHead head;
	McAuditEvent event;

	try_personal(bytes);
	if (!mc_content_read(bytes, &head, &body, NULL))
		return 0;
	again = mc_content_write(&head, body, NULL);
	g_assert_nonnull(again);
	g_assert_true(g_bytes_equal(again, bytes));
	mc_audit_check(body, &event, NULL);
	mc_genesis_check(body, head.prev, NULL);
	try_visit(body);
	try_opening(body);
	return 0;
}
