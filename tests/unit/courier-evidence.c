/* C17: evidence files are second class: in parts from where the gateway has them, never before a
 * record, and gone from the spool only when the gateway has all of them. */

#include "courier-kit.h"
#include <string.h>

#define PART (128 * 1024)

static char *
put_file(McCourierKit *kit, gsize size, guint8 fill)
{
	char digest[MC_EVIDENCE_DIGEST_SIZE];
	g_autofree guint8 *bytes = g_malloc(size + 1);
	g_autoptr(GBytes) file = NULL;
	g_autoptr(GError) error = NULL;

	memset(bytes, fill, size);
	file = g_bytes_new(bytes, size);
	g_assert_true(mc_evidence_put(kit->evidence, file, digest, &error));
	g_assert_no_error(error);
	return g_strdup(digest);
}

static guint
waiting(McCourierKit *kit)
{
	g_autoptr(GPtrArray) list = mc_evidence_list(kit->evidence, NULL);

	return list->len;
}

/* As the gateway says it. */
static void
answer_state(McCourierKit *kit, const char *digest, gsize have, gboolean is_whole)
{
	g_autofree char *text =
	    g_strdup_printf("{\"digest\":\"%s\",\"have\":%" G_GSIZE_FORMAT ",\"v\":1,\"whole\":%s}",
	        digest, have, is_whole ? "true" : "false");
	g_autoptr(GBytes) body = g_bytes_new(text, strlen(text));

	mc_courier_kit_answer(kit, is_whole ? 201 : 202, 0, body);
}

static void
expect_part(McCourierKit *kit, const char *digest, const char *range)
{
	g_autofree char *url = g_strconcat("https://a/v1/kiosks/K-0001/evidence/", digest, NULL);

	g_assert_cmpstr(kit->fake.url, ==, url);
	g_assert_cmpstr(kit->fake.key, ==, range);
}

/* A heartbeat may come first. */
static void
advance(McCourierKit *kit, guint ms)
{
	mc_clock_advance_ms(kit->clock, ms);
	if (kit->fake.url != NULL && g_str_has_suffix(kit->fake.url, "/head"))
		mc_courier_kit_answer(kit, 200, 0, NULL);
}

/* Asked how much is there, then sent in parts, then gone. */
static void
test_parts(McCourierKit *kit, gconstpointer data)
{
	g_autofree char *digest = put_file(kit, 300000, 'a');

	mc_courier_kit_start(kit);
	expect_part(kit, digest, NULL);
	answer_state(kit, digest, 0, FALSE);
	expect_part(kit, digest, "bytes 0-131071/300000");
	g_assert_cmpuint(g_bytes_get_size(kit->fake.body), ==, PART);
	answer_state(kit, digest, PART, FALSE);
	expect_part(kit, digest, "bytes 131072-262143/300000");
	answer_state(kit, digest, (gsize)2 * PART, FALSE);
	expect_part(kit, digest, "bytes 262144-299999/300000");
	g_assert_cmpuint(waiting(kit), ==, 1);
	answer_state(kit, digest, 300000, TRUE);
	g_assert_cmpuint(waiting(kit), ==, 0);
	g_assert_null(kit->fake.url);
}

/* What the gateway has already is not sent a second time. */
static void
test_resumes(McCourierKit *kit, gconstpointer data)
{
	g_autofree char *digest = put_file(kit, 300000, 'a');

	mc_courier_kit_start(kit);
	answer_state(kit, digest, 290000, FALSE);
	expect_part(kit, digest, "bytes 290000-299999/300000");
	answer_state(kit, digest, 300000, TRUE);
	g_assert_cmpuint(waiting(kit), ==, 0);
}

/* A record ends the part under way, and evidence goes on after it where it was. */
static void
test_record_overtakes(McCourierKit *kit, gconstpointer data)
{
	g_autofree char *digest = put_file(kit, 300000, 'a');
	g_autoptr(GBytes) receipt = NULL;
	guint cancels = 0;

	mc_courier_kit_start(kit);
	answer_state(kit, digest, 0, FALSE);
	expect_part(kit, digest, "bytes 0-131071/300000");
	cancels = kit->fake.cancels;
	mc_courier_kit_fill_outbox(kit, 1);
	while (kit->fake.cancels == cancels)
		g_main_context_iteration(NULL, TRUE);
	g_assert_cmpstr(kit->fake.url, ==, "https://a/v1/kiosks/K-0001/records/1");
	receipt = mc_courier_kit_receipt(kit, 1, kit->fake.key);
	mc_courier_kit_answer(kit, 201, 0, receipt);
	expect_part(kit, digest, NULL);
	answer_state(kit, digest, PART, FALSE);
	expect_part(kit, digest, "bytes 131072-262143/300000");
}

/* As long as records wait, no evidence goes. */
static void
test_records_first(McCourierKit *kit, gconstpointer data)
{
	g_free(put_file(kit, 1000, 'a'));
	mc_courier_kit_fill_outbox(kit, 1);
	mc_courier_kit_start(kit);
	g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "*record 1 waits*");
	mc_courier_kit_answer(kit, 503, 300, NULL);
	g_test_assert_expected_messages();
	mc_clock_advance_ms(kit->clock, 299 * 1000);
	g_assert_null(kit->fake.url);
	mc_clock_advance_ms(kit->clock, 3 * 1000);
	g_assert_cmpstr(kit->fake.url, ==, "https://b/v1/kiosks/K-0001/records/1");
}

/* Evidence that waits holds no record up. */
static void
test_waits_alone(McCourierKit *kit, gconstpointer data)
{
	g_free(put_file(kit, 1000, 'a'));
	mc_courier_kit_start(kit);
	g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "evidence * waits: the gateway answers 507*");
	mc_courier_kit_answer(kit, 507, 300, NULL);
	g_test_assert_expected_messages();
	g_assert_null(kit->fake.url);
	mc_courier_kit_fill_outbox(kit, 1);
	while (kit->fake.url == NULL)
		g_main_context_iteration(NULL, TRUE);
	g_assert_cmpstr(kit->fake.url, ==, "https://a/v1/kiosks/K-0001/records/1");
}

/* Its bytes are not those of its name: put aside for a person; the others flow. Spoilt on the way
 * or at the gateway's: sent again from the beginning. */
static void
test_refused(McCourierKit *kit, gconstpointer data)
{
	static const char refusal[] =
	    "{\"problems\":[{\"code\":\"wrong-digest\",\"text\":\"other bytes\"}],\"v\":1}";
	g_autoptr(GBytes) body = g_bytes_new_static(refusal, sizeof refusal - 1);
	g_autofree char *digest = put_file(kit, 1000, 'a');
	g_autofree char *path = mc_provision_path(kit->provision, "spool/evidence");
	g_autofree char *file = g_build_filename(path, digest, NULL);
	g_autofree char *aside = g_strconcat(file, ".refused", NULL);

	mc_courier_kit_start(kit);
	answer_state(kit, digest, 0, FALSE);
	g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "evidence * waits: *from the beginning*");
	mc_courier_kit_answer(kit, 422, 0, body);
	g_test_assert_expected_messages();
	g_assert_cmpuint(waiting(kit), ==, 1);
	advance(kit, 2000);
	answer_state(kit, digest, 0, FALSE);
	expect_part(kit, digest, "bytes 0-999/1000");
	g_assert_true(g_file_set_contents(file, "other", 5, NULL));
	g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "evidence * is put aside*wrong-digest*");
	mc_courier_kit_answer(kit, 422, 0, body);
	g_test_assert_expected_messages();
	g_assert_cmpuint(waiting(kit), ==, 0);
	g_assert_true(g_file_test(aside, G_FILE_TEST_EXISTS));
	g_assert_null(kit->fake.url);
}

/* An answer that is not about this file takes nothing out of the spool. */
static void
test_other_answers(McCourierKit *kit, gconstpointer data)
{
	static const char *const answers[] = {"", "<html>", "{\"have\":1000,\"whole\":true}",
	    "{\"digest\":\"00\",\"have\":1000,\"whole\":true}"};

	g_free(put_file(kit, 1000, 'a'));
	mc_courier_kit_start(kit);
	g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "*the answer is not about this file*");
	for (guint i = 0; i < G_N_ELEMENTS(answers); i++) {
		g_autoptr(GBytes) body = g_bytes_new_static(answers[i], strlen(answers[i]));

		mc_courier_kit_answer(kit, 201, 0, body);
		g_assert_cmpuint(waiting(kit), ==, 1);
		advance(kit, 0);
		g_assert_null(kit->fake.url);
		advance(kit, 600 * 1000);
		g_assert_nonnull(kit->fake.url);
	}
	g_test_assert_expected_messages();
}

/* The gateway lost its part: from the beginning, and not at once. */
static void
test_lost_part(McCourierKit *kit, gconstpointer data)
{
	g_autofree char *digest = put_file(kit, 300000, 'a');

	mc_courier_kit_start(kit);
	answer_state(kit, digest, PART, FALSE);
	g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "*less of it than was sent*");
	answer_state(kit, digest, 0, FALSE);
	g_test_assert_expected_messages();
	g_assert_null(kit->fake.url);
	advance(kit, 2000);
	answer_state(kit, digest, 0, FALSE);
	expect_part(kit, digest, "bytes 0-131071/300000");
}

/* Hours of evidence keep the heartbeat going (O2), and a held line gets small parts. */
static void
test_beat_between(McCourierKit *kit, gconstpointer data)
{
	g_autofree char *digest = put_file(kit, 300000, 'a');

	kit->settings.bandwidth_max_bytes_per_s = 2048;
	mc_courier_kit_start(kit);
	answer_state(kit, digest, 0, FALSE);
	expect_part(kit, digest, "bytes 0-8191/300000");
	mc_clock_advance_ms(kit->clock, 60 * 1000);
	answer_state(kit, digest, 8192, FALSE);
	g_assert_cmpstr(kit->fake.url, ==, "https://a/v1/kiosks/K-0001/head");
	mc_courier_kit_answer(kit, 200, 0, NULL);
	expect_part(kit, digest, "bytes 8192-16383/300000");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
#define ADD(name, func)                                                                            \
	g_test_add("/courier/evidence/" name, McCourierKit, NULL, mc_courier_kit_set_up, func,         \
	    mc_courier_kit_tear_down)
	ADD("parts", test_parts);
	ADD("resumes", test_resumes);
	ADD("record-overtakes", test_record_overtakes);
	ADD("records-first", test_records_first);
	ADD("waits-alone", test_waits_alone);
	ADD("refused", test_refused);
	ADD("other-answers", test_other_answers);
	ADD("lost-part", test_lost_part);
	ADD("beat-between", test_beat_between);
#undef ADD
	return g_test_run();
}
