/* The bytes of USBTMC / USB488 and the fields of SCPI answers. */
#include "drivers/bus/scpi-answer.h"
#include "drivers/bus/scpi.h"
#include "drivers/bus/usbtmc-wire.h"

#include <string.h>

static void
test_tags(void)
{
	guint8 tag = 0;

	for (guint i = 0; i < 600; i++) {
		tag = mc_usbtmc_next_tag(tag);
		g_assert_cmpuint(tag, >=, 1);
	}
	g_assert_cmpuint(mc_usbtmc_next_tag(255), ==, 1);
	tag = 0;
	for (guint i = 0; i < 600; i++) {
		tag = mc_usbtmc_next_status_tag(tag);
		g_assert_cmpuint(tag, >=, 2);
		g_assert_cmpuint(tag, <=, 127);
	}
}

/* USBTMC 1.0 table 3: header, payload, zeros to a multiple of four. */
static void
test_message(void)
{
	static const guint8 expected[] = {1, 7, 0xf8, 0, 6, 0, 0, 0, 1, 0, 0, 0, /* */
	    '*', 'I', 'D', 'N', '?', '\n', 0, 0};
	g_autoptr(GByteArray) message = mc_usbtmc_encode_message(7, "*IDN?");
	g_autoptr(GByteArray) aligned = mc_usbtmc_encode_message(8, "*CL");

	g_assert_cmpmem(message->data, message->len, expected, sizeof expected);
	g_assert_cmpuint(aligned->len, ==, 16);
}

static void
test_request(void)
{
	static const guint8 expected[MC_USBTMC_HEADER] = {2, 1, 0xfe, 0, 0x00, 0x10};
	guint8 header[MC_USBTMC_HEADER];

	mc_usbtmc_encode_request(1, 4096, header);
	g_assert_cmpmem(header, sizeof header, expected, sizeof expected);
}

static void
test_answer(void)
{
	static const guint8 good[] = {2, 9, 0xf6, 0, 3, 0, 0, 0, 1, 0, 0, 0, '4', '2', '\n', 0};
	McUsbtmcAnswer answer;

	g_assert_cmpint(mc_usbtmc_decode_answer(good, sizeof good, 9, 100, &answer), ==, MC_USBTMC_OK);
	g_assert_cmpmem(answer.payload, answer.length, "42\n", 3);
	g_assert_true(answer.end_of_message);
	/* alignment is the device's choice */
	g_assert_cmpint(mc_usbtmc_decode_answer(good, 15, 9, 100, &answer), ==, MC_USBTMC_OK);
	for (gsize length = 0; length < 15; length++)
		g_assert_cmpint(
		    mc_usbtmc_decode_answer(good, length, 9, 100, &answer), ==, MC_USBTMC_TOO_SHORT);
	g_assert_cmpint(
	    mc_usbtmc_decode_answer(good, sizeof good, 8, 100, &answer), ==, MC_USBTMC_WRONG_TAG);
	g_assert_cmpint(
	    mc_usbtmc_decode_answer(good, sizeof good, 9, 2, &answer), ==, MC_USBTMC_TOO_LONG);
}

static void
test_answer_damaged(void)
{
	static const struct {
		guint at;
		guint8 byte;
		McUsbtmcProblem problem;
	} damages[] = {
	    {0, 1, MC_USBTMC_WRONG_MESSAGE}, {3, 1, MC_USBTMC_WRONG_MESSAGE},
	    {1, 8, MC_USBTMC_WRONG_TAG}, {2, 0, MC_USBTMC_WRONG_TAG}, {4, 5, MC_USBTMC_TOO_SHORT},
	    {7, 0xff, MC_USBTMC_TOO_LONG}, {4, 0, MC_USBTMC_TOO_LONG}, /* four bytes are no alignment */
	};
	static const guint8 good[] = {2, 9, 0xf6, 0, 3, 0, 0, 0, 1, 0, 0, 0, '4', '2', '\n', 0};
	McUsbtmcAnswer answer;

	for (guint i = 0; i < G_N_ELEMENTS(damages); i++) {
		guint8 bytes[sizeof good];

		memcpy(bytes, good, sizeof good);
		bytes[damages[i].at] = damages[i].byte;
		g_assert_cmpint(
		    mc_usbtmc_decode_answer(bytes, sizeof bytes, 9, 100, &answer), ==, damages[i].problem);
		g_assert_cmpstr(mc_usbtmc_problem_text(damages[i].problem), !=, "correct");
	}
}

static void
test_notice(void)
{
	static const struct {
		guint8 bytes[2];
		McUsbtmcNotice notice;
		guint8 tag;
	} cases[] = {
	    {{0x81, 0x45}, MC_USBTMC_NOTICE_SERVICE, 1},
	    {{0x82, 0x45}, MC_USBTMC_NOTICE_STATUS, 2},
	    {{0xff, 0x45}, MC_USBTMC_NOTICE_STATUS, 127},
	    {{0x80, 0x45}, MC_USBTMC_NOTICE_INVALID, 0},
	    {{0x7f, 0x45}, MC_USBTMC_NOTICE_OTHER, 0},
	};
	guint8 tag = 0, status_byte = 0;

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_assert_cmpint(
		    mc_usbtmc_decode_notice(cases[i].bytes, 2, &tag, &status_byte), ==, cases[i].notice);
		if (cases[i].tag == 0)
			continue;
		g_assert_cmpuint(tag, ==, cases[i].tag);
		g_assert_cmphex(status_byte, ==, 0x45);
	}
	g_assert_cmpint(mc_usbtmc_decode_notice(cases[0].bytes, 1, &tag, &status_byte), ==,
	    MC_USBTMC_NOTICE_INVALID);
	g_assert_cmpint(
	    mc_usbtmc_decode_notice(NULL, 0, &tag, &status_byte), ==, MC_USBTMC_NOTICE_INVALID);
}

static void
test_fields(void)
{
	static const char *const words[] = {"NONE", "LEFT", NULL};
	McScpiFields fields;
	gint64 number = 0;
	guint word = 0;
	char text[8];

	g_assert_true(mc_scpi_split("left, -12 ,\"a,\"\"b\",,+7", &fields));
	g_assert_cmpuint(fields.count, ==, 5);
	g_assert_true(mc_scpi_word(&fields, 0, words, &word));
	g_assert_cmpuint(word, ==, 1);
	g_assert_true(mc_scpi_int(&fields, 1, -12, 0, &number));
	g_assert_cmpint(number, ==, -12);
	g_assert_false(mc_scpi_int(&fields, 1, -11, 0, &number));
	g_assert_true(mc_scpi_text(&fields, 2, text, sizeof text));
	g_assert_cmpstr(text, ==, "a,\"b");
	g_assert_false(mc_scpi_text(&fields, 2, text, 4)); /* does not fit */
	g_assert_false(mc_scpi_int(&fields, 2, 0, 9, &number)); /* quoted */
	g_assert_false(mc_scpi_int(&fields, 3, 0, 9, &number)); /* empty */
	g_assert_true(mc_scpi_int(&fields, 4, 0, 9, &number));
	g_assert_false(mc_scpi_int(&fields, 5, 0, 9, &number)); /* not there */
	g_assert_false(mc_scpi_word(&fields, 1, words, &word));
	g_assert_false(mc_scpi_word(&fields, 5, words, &word));
}

/* Laboratories write their names as they are; no byte of it can deceive whoever reads it. */
static void
test_local_text(void)
{
	static const char *const bad[] = {
	    "\xe7\x9c", /* breaks off in a character */
	    "\xc0\x80", /* a zero in disguise */
	    "\xed\xa0\x80", /* half a surrogate */
	    "A\x1b[2J", /* control characters */
	    "A\tB", "A\xc2\x85", "A\xe2\x80\xaeZ", /* turns the writing round */
	    "A\xe2\x80\xa8Z", /* another line */
	    "\xee\x80\x80", /* private use */
	};
	static const char name[] = "\"省计量院 \"\"甲\"\"\"";
	McScpiFields fields;
	char text[24];

	g_assert_true(mc_scpi_split(name, &fields));
	g_assert_true(mc_scpi_local_text(&fields, 0, text, sizeof text));
	g_assert_cmpstr(text, ==, "省计量院 \"甲\"");
	g_assert_false(mc_scpi_local_text(&fields, 0, text, 18)); /* does not fit */
	g_assert_cmpstr(text, ==, "");
	g_assert_false(mc_scpi_local_text(&fields, 1, text, sizeof text)); /* not there */
	g_assert_false(mc_scpi_text(&fields, 0, text, sizeof text)); /* no ASCII */
	g_assert_cmpstr(text, ==, "");
	for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_assert_true(mc_scpi_split(bad[i], &fields));
		g_assert_false(mc_scpi_local_text(&fields, 0, text, sizeof text));
		g_assert_cmpstr(text, ==, "");
	}
}

static void
test_bad_fields(void)
{
	static const char *const bad[] = {"\"abc", "\"abc\"d", "1,\"", "1,\"a\"\""};
	g_autofree char *many = g_strnfill(MC_SCPI_FIELDS_MAX, ',');
	McScpiFields fields;
	gint64 number = 0;

	for (guint i = 0; i < G_N_ELEMENTS(bad); i++)
		g_assert_false(mc_scpi_split(bad[i], &fields));
	/* GLib takes a vertical tab for no white space, and strtoll() skips it */
	g_assert_true(mc_scpi_split("\v7,-\v7,\v-7", &fields));
	for (guint i = 0; i < fields.count; i++)
		g_assert_false(mc_scpi_int(&fields, i, -9, 9, &number));
	g_assert_false(mc_scpi_split(many, &fields));
	g_assert_true(mc_scpi_split(many + 1, &fields));
	g_assert_cmpuint(fields.count, ==, MC_SCPI_FIELDS_MAX);
	g_assert_true(mc_scpi_split("", &fields));
	g_assert_cmpuint(fields.count, ==, 1);
	g_assert_true(mc_scpi_split("1.5,0x7,1e3,99999999999999999999,+-3", &fields));
	for (guint i = 0; i < fields.count; i++)
		g_assert_false(mc_scpi_int(&fields, i, G_MININT64, G_MAXINT64, &number));
}

static void
test_error_queue(void)
{
	gint number = 0;
	char text[MC_SCPI_ERROR_TEXT];
	g_autofree char *longest = g_strnfill(255, 'e');
	g_autofree char *full = g_strdup_printf("-300,\"%s\"", longest);
	g_autofree char *over = g_strdup_printf("-300,\"%sx\"", longest);

	g_assert_true(mc_scpi_parse_error("0,\"No error\"", &number, text));
	g_assert_cmpint(number, ==, 0);
	g_assert_true(mc_scpi_parse_error("-222,\"Data out of range\"", &number, text));
	g_assert_cmpint(number, ==, -222);
	g_assert_cmpstr(text, ==, "Data out of range");
	g_assert_false(mc_scpi_parse_error("-222", &number, text));
	g_assert_false(mc_scpi_parse_error("-222,unquoted", &number, text));
	g_assert_false(mc_scpi_parse_error("", &number, text));
	g_assert_true(mc_scpi_parse_error(full, &number, text)); /* as long as SCPI allows */
	g_assert_cmpstr(text, ==, longest);
	g_assert_false(mc_scpi_parse_error(over, &number, text));
	g_assert_false(mc_scpi_parse_error("-300,\"\xe9\x94\x99\"", &number, text)); /* no ASCII */
}

static void
test_power_word(void)
{
	guint missing = 9;

	g_assert_true(mc_scpi_parse_power("0", &missing));
	g_assert_cmpuint(missing, ==, 0);
	g_assert_true(mc_scpi_parse_power("3", &missing));
	g_assert_cmpuint(missing, ==, MC_POWER_MAINS | MC_POWER_INSIDE);
	g_assert_false(mc_scpi_parse_power("4", &missing));
	g_assert_false(mc_scpi_parse_power("-1", &missing));
	g_assert_false(mc_scpi_parse_power("1,1", &missing));
	g_assert_false(mc_scpi_parse_power("", &missing));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/usbtmc/tags", test_tags);
	g_test_add_func("/usbtmc/message", test_message);
	g_test_add_func("/usbtmc/request", test_request);
	g_test_add_func("/usbtmc/answer", test_answer);
	g_test_add_func("/usbtmc/answer-damaged", test_answer_damaged);
	g_test_add_func("/usbtmc/notice", test_notice);
	g_test_add_func("/scpi/fields", test_fields);
	g_test_add_func("/scpi/local-text", test_local_text);
	g_test_add_func("/scpi/bad-fields", test_bad_fields);
	g_test_add_func("/scpi/error-queue", test_error_queue);
	g_test_add_func("/scpi/power-word", test_power_word);
	return g_test_run();
}
