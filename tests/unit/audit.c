/* The audit's catalogue: typed bodies without personal data, and a document that is never stale. */

#include "app/audit/audit.h"
#include "app/base/error.h"
#include <string.h>

static const McAuditFacts sample = {
    .visit_id = "00112233445566778899aabbccddeeff",
    .language = "zh_CN",
    .reason = "walked-away",
    .staff = "zhang01",
    .role = "clerk",
    .device = "vision-tester",
    .serial = "VT-SIM-0001",
    .cause = "not-enrolled",
    .passed = TRUE,
    .software = "medcheck 0.1.0",
    .clock_rate = 10,
    .jump_us = -5000000,
    .free_bytes = 123456789,
    .record = 42,
    .wait_seconds = 15,
    .suite = "sm2-sm3",
    .pack = "rules",
    .version = 2,
    .file_sha256 = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
    .reasons = "rollback expired",
    .certificate_sha256 = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
};

static void
test_bodies(void)
{
	for (guint i = 0; i < MC_AUDIT_EVENTS; i++) {
		g_autoptr(GError) error = NULL;
		json_auto_t *body = mc_audit_body((McAuditEvent)i, &sample, &error);
		McAuditEvent event = MC_AUDIT_PAUSED;

		g_assert_no_error(error);
		mc_audit_check(body, &event, &error);
		g_assert_no_error(error);
		g_assert_cmpint(event, ==, (int)i);
		g_assert_cmpstr(
		    json_string_value(json_object_get(body, "event")), ==, mc_audit_event_name(event));
		g_assert_nonnull(mc_audit_event_when(event));
	}
}

static void
test_a_body(void)
{
	json_auto_t *body = mc_audit_body(MC_AUDIT_VISIT_ABORTED, &sample, NULL);
	json_auto_t *expected = json_pack("{s:s, s:s, s:s}", "event", "visit-aborted", "visit_id",
	    sample.visit_id, "reason", "walked-away");

	g_assert_true(json_equal(body, expected));
}

/* B14: nothing that could be a sentence, a citizen's number or a name passes where a word stands.
 */
static void
test_no_room_for_free_text(void)
{
	static const char *const bad[] = {"", "Walked Away", "a b",
	    "110101199003070011110101199003070011", "\xe5\xbc\xa0", "a\n", NULL};

	for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
		McAuditFacts facts = sample;
		g_autoptr(GError) error = NULL;

		facts.reason = bad[i];
		g_assert_null(mc_audit_body(MC_AUDIT_VISIT_ABORTED, &facts, &error));
		g_assert_error(error, MC_ERROR, MC_ERROR_INTERNAL);
		g_assert_nonnull(strstr(error->message, "reason"));
	}
}

static void
test_optional_and_strange(void)
{
	McAuditFacts facts = {.serial = "A\x01 B", .device = "audiometer", .cause = "busy"};
	json_auto_t *refused = mc_audit_body(MC_AUDIT_STAFF_SIGN_IN_REFUSED, &facts, NULL);
	json_auto_t *lost = mc_audit_body(MC_AUDIT_DEVICE_LOST, &facts, NULL);

	g_assert_nonnull(refused);
	g_assert_null(json_object_get(refused, "staff"));
	g_assert_cmpstr(json_string_value(json_object_get(lost, "serial")), ==, "A??B");
}

static void
test_check_refuses(void)
{
	static const char *const texts[] = {"[]", "{}", "{\"event\":\"eaten\"}",
	    "{\"event\":\"help-asked\",\"name\":\"x\"}", "{\"event\":\"help-done\"}",
	    "{\"event\":\"help-done\",\"staff\":\"a b\"}", "{\"event\":\"help-done\",\"staff\":7}",
	    "{\"event\":\"record-parked\",\"record\":-1,\"reason\":\"x\"}"};

	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
		json_auto_t *json = json_loads(texts[i], 0, NULL);
		McAuditEvent event;
		g_autoptr(GError) error = NULL;

		g_assert_false(mc_audit_check(json, &event, &error));
		g_assert_error(error, MC_ERROR, MC_ERROR_BAD_INPUT);
	}
}

static void
test_document_is_current(void)
{
	g_autofree char *made = mc_audit_document();
	g_autofree char *kept = NULL;

	g_assert_true(g_file_get_contents(MC_SOURCE_DIR "/docs/audit-events.md", &kept, NULL, NULL));
	g_assert_cmpstr(made, ==, kept);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/audit/bodies", test_bodies);
	g_test_add_func("/audit/a-body", test_a_body);
	g_test_add_func("/audit/B14/no-room-for-free-text", test_no_room_for_free_text);
	g_test_add_func("/audit/optional-and-strange", test_optional_and_strange);
	g_test_add_func("/audit/check-refuses", test_check_refuses);
	g_test_add_func("/audit/document-is-current", test_document_is_current);
	return g_test_run();
}
