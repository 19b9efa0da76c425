/* Content, parcel, personal part, reference: what is written returns, and only that. */

#include "app/base/error.h"
#include "app/json/hex.h"
#include "app/record/parcel.h"
#include "app/record/personal.h"
#include "app/record/time.h"
#include <string.h>

static const McContentHead sample_head = {
    .type = "audit",
    .kiosk = "K-0001",
    .journal = "000102030405060708090a0b0c0d0e0f",
    .seq = 42,
    .prev = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
    .at_wall_us = G_GINT64_CONSTANT(1795486500123456),
    .boot = "f0e0d0c0b0a090807060504030201000",
    .mono_us = 123456789,
    .clock = {.at_wall_us = G_GINT64_CONSTANT(1795486500123456),
        .quality = MC_CLOCK_KEPT,
        .not_before_wall_us = G_GINT64_CONSTANT(1795486500000000)},
};

static GBytes *
write_sample(void)
{
	json_auto_t *body = json_pack("{s:s}", "event", "paused");
	g_autoptr(GError) error = NULL;
	GBytes *bytes = mc_content_write(&sample_head, body, &error);

	g_assert_no_error(error);
	return bytes;
}

static void
test_content(void)
{
	static const char expected[] =
	    "{\"at\":\"2026-11-24T02:15:00.123456Z\",\"body\":{\"event\":\"paused\"},"
	    "\"boot\":\"f0e0d0c0b0a090807060504030201000\","
	    "\"clock\":{\"not_before\":\"2026-11-24T02:15:00.000000Z\",\"quality\":\"kept\"},"
	    "\"journal\":\"000102030405060708090a0b0c0d0e0f\",\"kiosk\":\"K-0001\","
	    "\"mono_us\":123456789,"
	    "\"prev\":\"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\","
	    "\"seq\":42,\"type\":\"audit\",\"v\":1}";
	g_autoptr(GBytes) bytes = write_sample();
	McContentHead head;
	json_auto_t *body = NULL;
	g_autoptr(GError) error = NULL;

	g_assert_cmpmem(
	    g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), expected, sizeof expected - 1);
	mc_content_read(bytes, &head, &body, &error);
	g_assert_no_error(error);
	g_assert_cmpmem(&head, sizeof head, &sample_head, sizeof sample_head);
	g_assert_cmpstr(json_string_value(json_object_get(body, "event")), ==, "paused");
}

static void
replace(const char *from, const char *to, const char *cause)
{
	g_autoptr(GBytes) bytes = write_sample();
	g_autofree char *text = g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
	g_auto(GStrv) parts = g_strsplit(text, from, 2);
	g_autofree char *forged = g_strjoinv(to, parts);
	g_autoptr(GBytes) forged_bytes = g_bytes_new(forged, strlen(forged));
	McContentHead head;
	json_t *body = NULL;
	g_autoptr(GError) error = NULL;

	g_assert_cmpuint(g_strv_length(parts), ==, 2);
	g_assert_false(mc_content_read(forged_bytes, &head, &body, &error));
	g_assert_error(error, MC_ERROR, MC_ERROR_BAD_INPUT);
	g_assert_nonnull(strstr(error->message, cause));
}

static void
test_bad_content(void)
{
	replace("\"seq\":42", "\"seq\":0", "content.seq");
	replace("\"seq\":42", "\"seq\":\"42\"", "content.seq");
	replace("\"v\":1", "\"v\":2", "content.v");
	replace("\"v\":1", "\"v\":1,\"x\":1", "content.x");
	replace(",\"v\":1", "", "content.v");
	replace("02:15:00.123456Z", "02:15:00Z", "content.at");
	replace("2026-11-24", "2026-11-31", "content.at");
	replace("\"clock\":{\"not_before\":\"2026-11-24T02:15:00.000000Z\",\"quality\":\"kept\"},", "",
	    "content.clock: missing");
	replace("\"kept\"", "\"unstated\"", "content.clock: clock.quality");
	replace("\"K-0001\"", "\"K 0001\"", "content.kiosk");
	replace("\"K-0001\"", "\"\"", "content.kiosk");
	replace("\"audit\"", "\"a/b\"", "content.type");
	replace("\"audit\"", "\"review\"", "content.type");
	replace("{\"event\":\"paused\"}", "[]", "content.body");
	replace("\"prev\":\"0", "\"prev\":\"A", "content.prev");
	replace("{\"at\"", "{ \"at\"", "canonical");
}

static void
refuse_genesis(const char *member, json_t *value)
{
	char certificate[MC_DIGEST_HEX_SIZE] = "";
	char configuration[MC_DIGEST_HEX_SIZE] = "";
	json_auto_t *body = NULL;
	g_autoptr(GError) error = NULL;

	memset(certificate, 'a', sizeof certificate - 1);
	memset(configuration, 'b', sizeof configuration - 1);
	body = json_pack("{ss ss ss}", "certificate_sha256", certificate, "configuration_sha256",
	    configuration, "software", "medcheck 0.1.0");
	g_assert_true(mc_genesis_check(body, certificate, &error));
	g_assert_no_error(error);
	if (value != NULL)
		json_object_set_new(body, member, value);
	else
		json_object_del(body, member);
	g_assert_false(mc_genesis_check(body, certificate, &error));
	g_assert_error(error, MC_ERROR, MC_ERROR_BAD_INPUT);
	g_assert_nonnull(strstr(error->message, member));
}

/* What the chain begins with: three members, and the certificate is the one that sealed it. */
static void
test_genesis(void)
{
	static const char other[] = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

	refuse_genesis("certificate_sha256", NULL);
	refuse_genesis("certificate_sha256", json_string(other));
	refuse_genesis("configuration_sha256", json_integer(7));
	refuse_genesis("software", NULL);
	refuse_genesis("remark", json_string("more"));
}

static void
test_unsignable_body(void)
{
	json_auto_t *body = json_pack("{s:f}", "size", 4.9);
	g_autoptr(GError) error = NULL;

	g_assert_null(mc_content_write(&sample_head, body, &error));
	g_assert_error(error, MC_ERROR, MC_ERROR_INTERNAL);
}

static void
test_time(void)
{
	static const gint64 moments_us[] = {0, 1, 999999, G_GINT64_CONSTANT(1795486500123456),
	    G_GINT64_CONSTANT(951782400000000), G_GINT64_CONSTANT(253402300799999999)};
	static const char *const bad[] = {"", "2026-11-24T02:15:00Z", "2026-11-24T02:15:60.000000Z",
	    "1969-12-31T23:59:59.000000Z", "2026-02-29T00:00:00.000000Z", "2026-11-24 02:15:00.000000Z",
	    "2026-11-24T02:15:00.000000z"};
	char text[MC_TIME_TEXT_SIZE];
	gint64 moment_us = 0;

	for (gsize i = 0; i < G_N_ELEMENTS(moments_us); i++) {
		mc_time_write(moments_us[i], text);
		g_assert_true(mc_time_read(text, &moment_us));
		g_assert_cmpint(moment_us, ==, moments_us[i]);
	}
	for (gsize i = 0; i < G_N_ELEMENTS(bad); i++)
		g_assert_false(mc_time_read(bad[i], &moment_us));
	mc_time_write(-1, text);
	g_assert_cmpstr(text, ==, "");
	mc_time_write(G_MAXINT64, text);
	g_assert_cmpstr(text, ==, "");
}

static void
test_parcel(void)
{
	g_autoptr(GBytes) envelope = g_bytes_new_static("\x30\x01\x07", 3);
	g_autoptr(GBytes) personal = g_bytes_new_static("\x30\x00", 2);
	McParcel parcel = {.envelope = envelope, .personal = personal};
	g_autoptr(GError) error = NULL;

	for (guint with_personal = 0; with_personal < 2; with_personal++) {
		g_autoptr(GBytes) bytes = NULL;
		McParcel again;

		parcel.personal = with_personal ? personal : NULL;
		bytes = mc_parcel_write(&parcel);
		mc_parcel_read(bytes, &again, &error);
		g_assert_no_error(error);
		g_assert_true(g_bytes_equal(again.envelope, envelope));
		g_assert_cmpint(again.personal != NULL, ==, (int)with_personal);
		g_assert_true(!with_personal || g_bytes_equal(again.personal, personal));
		mc_parcel_clear(&again);
	}
}

static void
test_bad_parcels(void)
{
	/* None, none whole, one of no stated length, another type, another class, a primitive one; a
	 * good one with a bad or half a second, or with two more. */
	static const char *const forms[] = {"", "30", "3001", "30800000", "0401ff", "b00107", "100107",
	    "30010700", "3001073001", "300107040107", "30010730003000"};

	for (gsize i = 0; i < G_N_ELEMENTS(forms); i++) {
		guint8 form[8];
		gsize size = strlen(forms[i]) / 2;
		g_autoptr(GBytes) bytes =
		    mc_hex_read(forms[i], form, size) ? g_bytes_new(form, size) : NULL;
		McParcel parcel;
		g_autoptr(GError) error = NULL;

		g_assert_false(mc_parcel_read(bytes, &parcel, &error));
		g_assert_error(error, MC_ERROR, MC_ERROR_BAD_INPUT);
		g_assert_null(parcel.envelope);
	}
}

static void
test_reference(void)
{
	static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	char reference[48];
	gsize length = 0;
	guint swaps = 0;

	mc_reference_write("K-0001", 42, reference);
	g_assert_true(g_str_has_prefix(reference, "MC-K0001-000042-"));
	g_assert_true(mc_reference_is_valid(reference));
	length = strlen(reference);
	for (gsize at = 3; at < length; at++)
		for (const char *other = alphabet; *other != '\0' && reference[at] != '-'; other++) {
			g_autofree char *wrong = g_strdup(reference);

			wrong[at] = *other;
			g_assert_cmpint(mc_reference_is_valid(wrong), ==, *other == reference[at]);
		}
	for (guint64 seq = 120000; seq < 120100; seq++) {
		mc_reference_write("K-0001", seq, reference);
		memcpy(reference + 9, (char[]){reference[10], reference[9]}, 2);
		swaps += !mc_reference_is_valid(reference);
	}
	g_assert_cmpuint(swaps, >=, 95);
	g_assert_false(mc_reference_is_valid(""));
	g_assert_false(mc_reference_is_valid("MC--"));
	mc_reference_write("a-very-long-kiosk-name-of-32-byte", G_MAXUINT64, reference);
	g_assert_true(mc_reference_is_valid(reference));
}

static void
test_qr(void)
{
	g_autofree char *text = mc_qr_text("K-0001", 42, sample_head.prev);

	g_assert_cmpstr(text, ==, "MC1/K-0001/42/00112233445566778899aabbccddeeff");
}

static void
fill_personal(McPersonal *personal)
{
	memset(personal, 0, sizeof *personal);
	g_strlcpy(personal->identity.name, "\xe5\xbc\xa0\xe4\xb8\x89", sizeof personal->identity.name);
	g_strlcpy(personal->identity.number, "110101199003070011", sizeof personal->identity.number);
	personal->identity.sex = MC_SEX_MALE;
	personal->identity.birth_yyyymmdd = 19900307;
	personal->identity.valid_to_yyyymmdd = MC_VALID_LONG_TERM;
	personal->identity.photo_bytes = 1024;
	memset(personal->identity.photo, 0xa5, sizeof personal->identity.photo);
	g_strlcpy(personal->phone, "13800000000", sizeof personal->phone);
	memset(personal->salt, 7, sizeof personal->salt);
	personal->signature_strokes = g_bytes_new_static("[[1,2,3]]", 9);
}

static void
test_personal(void)
{
	McPersonal personal;
	McPersonal again;
	g_autoptr(GBytes) bytes = NULL;
	g_autoptr(GBytes) salted = NULL;
	char commitment[MC_DIGEST_HEX_SIZE];
	char other[MC_DIGEST_HEX_SIZE];
	g_autoptr(GError) error = NULL;

	fill_personal(&personal);
	bytes = mc_personal_write(&personal, &error);
	g_assert_no_error(error);
	mc_personal_read(bytes, &again, &error);
	g_assert_no_error(error);
	g_assert_cmpmem(
	    &again.identity, sizeof again.identity, &personal.identity, sizeof personal.identity);
	g_assert_cmpstr(again.phone, ==, personal.phone);
	g_assert_cmpmem(again.salt, 32, personal.salt, 32);
	g_assert_true(g_bytes_equal(again.signature_strokes, personal.signature_strokes));
	mc_personal_clear(&again);
	/* Another salt, another commitment: it cannot be guessed from the number. */
	mc_digest_hex(bytes, commitment);
	personal.salt[0] ^= 1;
	salted = mc_personal_write(&personal, &error);
	mc_digest_hex(salted, other);
	g_assert_cmpstr(commitment, !=, other);
	mc_personal_clear(&personal);
	for (gsize i = 0; i < sizeof personal; i++)
		g_assert_cmpuint(((const guint8 *)&personal)[i], ==, 0);
}

static void
test_bad_personal(void)
{
	static const char *const texts[] = {
	    "{}", "[]", "{\"v\":1}", "{\"number\":\"110101199003070011\"}"};

	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autoptr(GBytes) bytes = g_bytes_new(texts[i], strlen(texts[i]));
		McPersonal personal;
		g_autoptr(GError) error = NULL;

		g_assert_false(mc_personal_read(bytes, &personal, &error));
		g_assert_error(error, MC_ERROR, MC_ERROR_BAD_INPUT);
		g_assert_null(strstr(error->message, "1101"));
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/content/B1/returns", test_content);
	g_test_add_func("/content/B1/bad", test_bad_content);
	g_test_add_func("/content/B1/genesis", test_genesis);
	g_test_add_func("/content/unsignable-body", test_unsignable_body);
	g_test_add_func("/content/time", test_time);
	g_test_add_func("/parcel/returns", test_parcel);
	g_test_add_func("/parcel/bad", test_bad_parcels);
	g_test_add_func("/reference/C15/check-character", test_reference);
	g_test_add_func("/reference/qr", test_qr);
	g_test_add_func("/personal/returns", test_personal);
	g_test_add_func("/personal/B14/bad", test_bad_personal);
	return g_test_run();
}
