/* Frames and card text; the frames are those of the vendors' documents, the people are nobody. */
#include "drivers/id-reader/card-text.h"
#include "drivers/id-reader/wire.h"

#include <string.h>

static void
test_requests(void)
{
	static const struct {
		McReaderCommand command;
		guint8 frame[MC_READER_REQUEST];
	} requests[] = {
	    {MC_READER_STATUS, {0xAA, 0xAA, 0xAA, 0x96, 0x69, 0x00, 0x03, 0x11, 0xFF, 0xED}},
	    {MC_READER_SAM_ID, {0xAA, 0xAA, 0xAA, 0x96, 0x69, 0x00, 0x03, 0x12, 0xFF, 0xEE}},
	    {MC_READER_FIND, {0xAA, 0xAA, 0xAA, 0x96, 0x69, 0x00, 0x03, 0x20, 0x01, 0x22}},
	    {MC_READER_SELECT, {0xAA, 0xAA, 0xAA, 0x96, 0x69, 0x00, 0x03, 0x20, 0x02, 0x21}},
	    {MC_READER_READ_BASE, {0xAA, 0xAA, 0xAA, 0x96, 0x69, 0x00, 0x03, 0x30, 0x01, 0x32}},
	};

	for (guint i = 0; i < G_N_ELEMENTS(requests); i++) {
		guint8 frame[MC_READER_REQUEST];

		mc_reader_encode(requests[i].command, frame);
		g_assert_cmpmem(frame, sizeof frame, requests[i].frame, sizeof frame);
	}
}

static const guint8 found[] = {
    0xAA, 0xAA, 0xAA, 0x96, 0x69, 0x00, 0x08, 0x00, 0x00, 0x9F, 0x00, 0x00, 0x00, 0x00, 0x97};

static void
test_replies(void)
{
	static const guint8 none[] = {0xAA, 0xAA, 0xAA, 0x96, 0x69, 0x00, 0x04, 0x00, 0x00, 0x80, 0x84};
	static const guint8 failed[] = {
	    0xAA, 0xAA, 0xAA, 0x96, 0x69, 0x00, 0x04, 0x00, 0x00, 0x41, 0x45};
	McReaderReply reply;

	g_assert_cmpint(mc_reader_scan(found, sizeof found, &reply), ==, MC_READER_SCAN_REPLY);
	g_assert_cmphex(reply.status[2], ==, MC_READER_FOUND);
	g_assert_cmpuint(reply.length, ==, 4);
	g_assert_cmpint(mc_reader_scan(none, sizeof none, &reply), ==, MC_READER_SCAN_REPLY);
	g_assert_cmphex(reply.status[2], ==, MC_READER_NOT_FOUND);
	g_assert_cmpuint(reply.length, ==, 0);
	g_assert_cmpint(mc_reader_scan(failed, sizeof failed, &reply), ==, MC_READER_SCAN_REPLY);
	g_assert_cmphex(reply.status[2], ==, MC_READER_READ_FAILED);
}

static void
test_pieces(void)
{
	guint8 noisy[3 + sizeof found] = {0xAA, 0x00, 0xAA};
	McReaderReply reply;

	for (gsize length = 0; length < sizeof found; length++)
		g_assert_cmpint(mc_reader_scan(found, length, &reply), ==, MC_READER_SCAN_MORE);
	g_assert_cmpuint(mc_reader_missing(found, 0), ==, 1);
	g_assert_cmpuint(mc_reader_missing(found, 6), ==, 1);
	g_assert_cmpuint(mc_reader_missing(found, 7), ==, 8);
	g_assert_cmpuint(mc_reader_missing(found, 14), ==, 1);
	/* something before the preamble */
	memcpy(noisy + 3, found, sizeof found);
	g_assert_cmpint(mc_reader_scan(noisy, sizeof noisy, &reply), ==, MC_READER_SCAN_REPLY);
	g_assert_cmpuint(mc_reader_missing(noisy, 10), ==, 8);
}

static void
test_damaged(void)
{
	guint8 *huge = g_malloc0(MC_READER_FRAME_MAX);
	McReaderReply reply;

	for (guint i = 7; i < sizeof found; i++) {
		guint8 frame[sizeof found];

		memcpy(frame, found, sizeof found);
		frame[i] ^= 0x10;
		g_assert_cmpint(mc_reader_scan(frame, sizeof frame, &reply), ==, MC_READER_SCAN_CHECKSUM);
	}
	g_assert_cmpint(mc_reader_scan(huge, MC_READER_FRAME_MAX - 1, &reply), ==, MC_READER_SCAN_MORE);
	g_assert_cmpint(mc_reader_scan(huge, MC_READER_FRAME_MAX, &reply), ==, MC_READER_SCAN_NONSENSE);
	memcpy(huge, found, 7);
	huge[6] = 3; /* shorter than any reply */
	g_assert_cmpint(mc_reader_scan(huge, 64, &reply), ==, MC_READER_SCAN_NONSENSE);
	huge[5] = 0xff;
	g_assert_cmpint(mc_reader_scan(huge, 64, &reply), ==, MC_READER_SCAN_NONSENSE);
	g_free(huge);
}

static void
test_base(void)
{
	guint8 data[4 + 256 + 1024] = {1, 0, 4, 0};
	McReaderBase base;

	g_assert_true(mc_reader_parse_base(data, sizeof data, &base));
	g_assert_cmpuint(base.photo_bytes, ==, 1024);
	g_assert_true(base.photo == data + 260);
	for (gsize length = 0; length < sizeof data; length++)
		g_assert_false(mc_reader_parse_base(data, length, &base));
	data[2] = 0;
	g_assert_true(mc_reader_parse_base(data, 260, &base));
	data[0] = 2;
	g_assert_false(mc_reader_parse_base(data, 516, &base));
	data[0] = 1;
	data[2] = 5;
	g_assert_false(mc_reader_parse_base(data, sizeof data, &base));
}

static void
test_sam_id(void)
{
	static const guint8 data[16] = {
	    5, 0, 1, 0, 0x2d, 0x27, 0x35, 0x01, 0x67, 0x12, 0, 0, 42, 0, 0, 0};
	char text[64];

	g_assert_true(mc_reader_parse_sam_id(data, sizeof data, text));
	g_assert_cmpstr(text, ==, "05.01-20260653-0000004711-0000000042");
	g_assert_false(mc_reader_parse_sam_id(data, 15, text));
}

/* ---- card text ---- */

typedef struct Put {
	guint offset, bytes;
	const char *text; /* UTF-8 */
} Put;

static void
put(guint8 card[MC_CARD_TEXT_BYTES], const Put *field)
{
	glong count = 0;
	g_autofree gunichar2 *characters = g_utf8_to_utf16(field->text, -1, NULL, &count, NULL);

	g_assert_nonnull(characters);
	g_assert_cmpint(2 * count, <=, field->bytes);
	for (guint i = 0; i < field->bytes / 2; i++) {
		gunichar2 c = (glong)i < count ? characters[i] : ' ';

		card[field->offset + 2 * i] = (guint8)(c & 0xff);
		card[field->offset + 2 * i + 1] = (guint8)(c >> 8);
	}
}

static void
make_card(guint8 card[MC_CARD_TEXT_BYTES], const Put *fields, guint count)
{
	const Put blank = {0, MC_CARD_TEXT_BYTES, ""};

	put(card, &blank);
	for (guint i = 0; i < count; i++)
		put(card, &fields[i]);
}

static const Put resident[] = {
    {0, 30, "张三"},
    {30, 2, "1"},
    {32, 4, "01"},
    {36, 16, "19900307"},
    {52, 70, "北京市东城区测试路1号"},
    {122, 36, "110101199003070011"},
    {158, 30, "北京市公安局东城分局"},
    {188, 16, "20200101"},
    {204, 16, "长期"},
};

static void
test_resident(void)
{
	guint8 card[MC_CARD_TEXT_BYTES];
	McIdentity identity;

	make_card(card, resident, G_N_ELEMENTS(resident));
	g_assert_cmpint(mc_card_parse_text(card, sizeof card, &identity), ==, MC_CARD_FINE);
	g_assert_cmpint(identity.document, ==, MC_DOCUMENT_RESIDENT);
	g_assert_cmpstr(identity.name, ==, "张三");
	g_assert_cmpint(identity.sex, ==, MC_SEX_MALE);
	g_assert_cmpint(identity.birth_yyyymmdd, ==, 19900307);
	g_assert_cmpstr(identity.address, ==, "北京市东城区测试路1号");
	g_assert_cmpstr(identity.number, ==, "110101199003070011");
	g_assert_cmpstr(identity.authority, ==, "北京市公安局东城分局");
	g_assert_cmpint(identity.valid_from_yyyymmdd, ==, 20200101);
	g_assert_cmpint(identity.valid_to_yyyymmdd, ==, MC_VALID_LONG_TERM);
}

static void
test_other_kinds(void)
{
	static const Put j[] = {{0, 30, "陈四"}, {30, 2, "2"}, {36, 16, "19950101"},
	    {122, 36, "810000199501010023"}, {188, 16, "20240101"}, {204, 16, "20290101"},
	    {220, 18, "H12345678"}, {248, 2, "J"}};
	static const Put i[] = {{0, 120, "DOE, JANE MARIA"}, {120, 2, "2"},
	    {122, 30, "FRA110090010101"}, {152, 6, "FRA"}, {158, 30, "简"}, {188, 16, "20180101"},
	    {204, 16, "20280101"}, {220, 16, "19900101"}, {240, 8, "1500"}, {248, 2, "I"}};
	static const Put y[] = {{0, 30, "约翰"}, {30, 2, "1"}, {36, 16, "19700101"},
	    {52, 70, "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHI"}, {122, 36, "999999197001010017"},
	    {188, 16, "20240101"}, {204, 16, "20340101"}, {220, 22, "JKLMNOPQRST"}, {248, 2, "Y"}};
	guint8 card[MC_CARD_TEXT_BYTES];
	McIdentity identity;

	make_card(card, j, G_N_ELEMENTS(j));
	g_assert_cmpint(mc_card_parse_text(card, sizeof card, &identity), ==, MC_CARD_FINE);
	g_assert_cmpint(identity.document, ==, MC_DOCUMENT_RESIDENCE_HMT);
	g_assert_cmpint(identity.sex, ==, MC_SEX_FEMALE);
	make_card(card, i, G_N_ELEMENTS(i));
	g_assert_cmpint(mc_card_parse_text(card, sizeof card, &identity), ==, MC_CARD_FINE);
	g_assert_cmpint(identity.document, ==, MC_DOCUMENT_FOREIGNER_2017);
	g_assert_cmpstr(identity.name, ==, "DOE, JANE MARIA");
	g_assert_cmpstr(identity.number, ==, "FRA110090010101");
	g_assert_cmpint(identity.birth_yyyymmdd, ==, 19900101);
	make_card(card, y, G_N_ELEMENTS(y));
	g_assert_cmpint(mc_card_parse_text(card, sizeof card, &identity), ==, MC_CARD_FINE);
	g_assert_cmpint(identity.document, ==, MC_DOCUMENT_FOREIGNER_2023);
	g_assert_cmpstr(identity.name, ==, "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMNOPQRST");
	make_card(card, y, 3); /* a Chinese name alone */
	put(card, &y[4]);
	put(card, &y[5]);
	put(card, &y[6]);
	put(card, &y[8]);
	g_assert_cmpint(mc_card_parse_text(card, sizeof card, &identity), ==, MC_CARD_FINE);
	g_assert_cmpstr(identity.name, ==, "约翰");
}

static void
test_bad_cards(void)
{
	static const struct {
		Put damage;
		McCardProblem problem;
	} damages[] = {
	    {{248, 2, "X"}, MC_CARD_UNKNOWN_KIND},
	    {{0, 30, ""}, MC_CARD_NO_NAME},
	    {{0, 30, "张\n三"}, MC_CARD_BAD_TEXT},
	    {{30, 2, "x"}, MC_CARD_BAD_TEXT},
	    {{36, 16, "19900230"}, MC_CARD_BAD_DATE},
	    {{36, 16, "1990"}, MC_CARD_BAD_DATE},
	    {{36, 16, "长期"}, MC_CARD_BAD_DATE},
	    {{188, 16, "20201301"}, MC_CARD_BAD_DATE},
	    {{204, 16, "永久"}, MC_CARD_BAD_DATE},
	    {{122, 36, "110101199003070012"}, MC_CARD_BAD_NUMBER},
	    {{122, 36, ""}, MC_CARD_BAD_NUMBER},
	    {{122, 36, "11010119900307001x"}, MC_CARD_BAD_NUMBER},
	};
	static const McIdentity wiped = {.name = ""};
	guint8 card[MC_CARD_TEXT_BYTES];
	McIdentity identity;

	for (guint i = 0; i < G_N_ELEMENTS(damages); i++) {
		make_card(card, resident, G_N_ELEMENTS(resident));
		put(card, &damages[i].damage);
		g_assert_cmpint(mc_card_parse_text(card, sizeof card, &identity), ==, damages[i].problem);
		g_assert_cmpmem(&identity, sizeof identity, &wiped, sizeof wiped);
		g_assert_cmpstr(mc_card_problem_text(damages[i].problem), !=, "readable");
	}
	make_card(card, resident, G_N_ELEMENTS(resident));
	for (gsize length = 0; length < sizeof card; length++)
		g_assert_cmpint(mc_card_parse_text(card, length, &identity), ==, MC_CARD_WRONG_LENGTH);
	card[1] = 0xd8; /* half a surrogate pair */
	g_assert_cmpint(mc_card_parse_text(card, sizeof card, &identity), ==, MC_CARD_BAD_TEXT);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/frame/requests", test_requests);
	g_test_add_func("/frame/replies", test_replies);
	g_test_add_func("/frame/pieces", test_pieces);
	g_test_add_func("/frame/damaged", test_damaged);
	g_test_add_func("/frame/base", test_base);
	g_test_add_func("/frame/sam-id", test_sam_id);
	g_test_add_func("/card/resident", test_resident);
	g_test_add_func("/card/other-kinds", test_other_kinds);
	g_test_add_func("/card/bad", test_bad_cards);
	return g_test_run();
}
