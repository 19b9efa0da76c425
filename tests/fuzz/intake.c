/* What a kiosk, or whoever holds its connection key, can send to the gateway: a parcel; once under
 * the seal, any content; and what it says of its consumables. */

#include "fuzz.h"

#include "app/gateway/intake/examine.h"
#include "app/stock/stock.h"
#include <string.h>

#define FOLDER MC_SOURCE_DIR "/tests/fuzz/net/"

typedef struct Judge {
	McVerifier *kiosks;
	McPacks *packs;
	gint64 now_wall_us;
} Judge;

/* Seeds that are no longer read lead nowhere: net-corpus makes them anew. */
static void
assert_seed_is_read(const Judge *by)
{
	g_autoptr(McProblems) problems = mc_problems_new();
	g_autoptr(GBytes) bytes = NULL;
	g_autoptr(McVisit) visit = NULL;
	McDelivery delivery = {.kiosk = "K-0001", .seq = 2, .received_wall_us = by->now_wall_us};
	McExamined examined;
	char *text = NULL;
	gsize size = 0;

	g_assert_true(g_file_get_contents(FOLDER "intake/visit", &text, &size, NULL));
	bytes = g_bytes_new_take(text, size);
	delivery.body = bytes;
	g_assert_true(mc_examine_head(by->kiosks, &delivery, &examined, problems));
	visit = mc_visit_from_json(examined.body, NULL);
	g_assert_nonnull(visit);
	mc_examined_clear(&examined);
}

static const Judge *
judge(void)
{
	static Judge one;
	g_autofree char *moment = NULL;

	if (one.packs != NULL)
		return &one;
	one.kiosks = mc_verifier_new_from_file(FOLDER "roots.pem", NULL);
	g_assert_nonnull(one.kiosks);
	g_assert_true(g_file_get_contents(FOLDER "moment", &moment, NULL, NULL));
	one.now_wall_us = g_ascii_strtoll(moment, NULL, 10);
	one.packs = mc_packs_load(MC_SOURCE_DIR "/data", NULL);
	g_assert_nonnull(one.packs);
	assert_seed_is_read(&one);
	return &one;
}

/* A refusal is always one that can be told. */
static void
tell(McProblems *problems)
{
	g_autoptr(GBytes) told = mc_problems_json(problems);
	gsize size = 0;
	const char *text = g_bytes_get_data(told, &size);
	json_auto_t *json = json_loadb(text, size, 0, NULL);

	g_assert_nonnull(json);
	g_assert_true(mc_problems_count(problems) == 0 || mc_problems_status(problems) >= 400);
}

static void
examine_parcel(const Judge *by, GBytes *bytes)
{
	g_autoptr(McProblems) problems = mc_problems_new();
	const McDelivery delivery = {
	    .kiosk = "K-0001", .seq = 2, .body = bytes, .received_wall_us = by->now_wall_us};
	McExamined examined;

	if (mc_examine_head(by->kiosks, &delivery, &examined, problems))
		mc_examine_body(by->packs, TRUE, &examined, problems);
	else
		g_assert_cmpuint(mc_problems_count(problems), >, 0);
	tell(problems);
	mc_examined_clear(&examined);
}

static void
examine_content(const Judge *by, GBytes *bytes)
{
	g_autoptr(McProblems) problems = mc_problems_new();
	McExamined examined = {0};

	if (mc_content_read(bytes, &examined.head, &examined.body, NULL))
		mc_examine_body(by->packs, TRUE, &examined, problems);
	tell(problems);
	mc_examined_clear(&examined);
}

/* What is taken is kept as it was meant. */
static void
take_stock(GBytes *bytes)
{
	McStock stock[MC_CONSUMABLES], kept[MC_CONSUMABLES];
	g_autoptr(GBytes) message = NULL;
	g_autoptr(GError) error = NULL;

	if (!mc_stock_message_read(bytes, stock, &error)) {
		g_assert_nonnull(error);
		return;
	}
	for (guint i = 0; i < MC_CONSUMABLES; i++) {
		g_assert_cmpint(stock[i].left, >=, MC_STOCK_UNKNOWN);
		g_assert_true(stock[i].left <= stock[i].capacity);
	}
	message = mc_stock_message_write(stock);
	g_assert_true(mc_stock_message_read(message, kept, NULL));
	g_assert_cmpmem(stock, sizeof stock, kept, sizeof kept);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char content[] = "{\"at\"";
	g_autoptr(GBytes) bytes = g_bytes_new(data, size);

	take_stock(bytes);
	if (size >= sizeof content - 1 && memcmp(data, content, sizeof content - 1) == 0)
		examine_content(judge(), bytes);
	else
		examine_parcel(judge(), bytes);
	return 0;
}
