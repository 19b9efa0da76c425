#include "drivers/id-reader/card-text.h"

#include <string.h>

#define TYPE_OFFSET 248
#define CHARACTERS_MAX 60 /* of the longest field: an English name of 2017 */

typedef enum McCardField {
	FIELD_NAME, /* in Latin letters where the card has both */
	FIELD_NAME_2, /* goes on where the name's first field is full */
	FIELD_OTHER_NAME, /* in Chinese; taken when the first is empty */
	FIELD_SEX,
	FIELD_BIRTH,
	FIELD_ADDRESS,
	FIELD_NUMBER,
	FIELD_AUTHORITY,
	FIELD_FROM,
	FIELD_TO,
} McCardField;
#define FIELDS 10

typedef struct McCardSpan {
	guint8 offset, bytes; /* 0 bytes: the layout has no such field */
} McCardSpan;

typedef struct McCardLayout {
	gunichar2 type;
	McDocument document;
	gboolean number_has_check;
	McCardSpan span[FIELDS];
} McCardLayout;

static const McCardLayout layouts[] = {
    {' ', MC_DOCUMENT_RESIDENT, TRUE,
        {
            [FIELD_NAME] = {0, 30},
            [FIELD_SEX] = {30, 2},
            [FIELD_BIRTH] = {36, 16},
            [FIELD_ADDRESS] = {52, 70},
            [FIELD_NUMBER] = {122, 36},
            [FIELD_AUTHORITY] = {158, 30},
            [FIELD_FROM] = {188, 16},
            [FIELD_TO] = {204, 16},
        }},
    {'J', MC_DOCUMENT_RESIDENCE_HMT, TRUE,
        {
            [FIELD_NAME] = {0, 30},
            [FIELD_SEX] = {30, 2},
            [FIELD_BIRTH] = {36, 16},
            [FIELD_ADDRESS] = {52, 70},
            [FIELD_NUMBER] = {122, 36},
            [FIELD_AUTHORITY] = {158, 30},
            [FIELD_FROM] = {188, 16},
            [FIELD_TO] = {204, 16},
        }},
    {'I', MC_DOCUMENT_FOREIGNER_2017, FALSE,
        {
            [FIELD_NAME] = {0, 120},
            [FIELD_OTHER_NAME] = {158, 30},
            [FIELD_SEX] = {120, 2},
            [FIELD_NUMBER] = {122, 30},
            [FIELD_FROM] = {188, 16},
            [FIELD_TO] = {204, 16},
            [FIELD_BIRTH] = {220, 16},
            [FIELD_AUTHORITY] = {240, 8},
        }},
    {'Y', MC_DOCUMENT_FOREIGNER_2023, TRUE,
        {
            [FIELD_NAME] = {52, 70},
            [FIELD_NAME_2] = {220, 22},
            [FIELD_OTHER_NAME] = {0, 30},
            [FIELD_SEX] = {30, 2},
            [FIELD_BIRTH] = {36, 16},
            [FIELD_NUMBER] = {122, 36},
            [FIELD_FROM] = {188, 16},
            [FIELD_TO] = {204, 16},
        }},
};

const char *
mc_card_problem_text(McCardProblem problem)
{
	switch (problem) {
	case MC_CARD_FINE: return "readable";
	case MC_CARD_WRONG_LENGTH: return "its text has a wrong length";
	case MC_CARD_UNKNOWN_KIND: return "a kind of card that is not known here";
	case MC_CARD_BAD_TEXT: return "its text has characters that no card has";
	case MC_CARD_BAD_DATE: return "a date on it is no date";
	case MC_CARD_BAD_NUMBER: return "its number fails its own check";
	case MC_CARD_NO_NAME: return "it bears no name";
	}
	g_assert_not_reached();
}

static gunichar2
character(const guint8 *text, guint offset)
{
	return (gunichar2)(text[offset] | text[offset + 1] << 8);
}

static const McCardLayout *
find_layout(const guint8 *text)
{
	for (guint i = 0; i < G_N_ELEMENTS(layouts); i++)
		if (layouts[i].type == character(text, TYPE_OFFSET))
			return &layouts[i];
	return NULL;
}

/* Appends the field without the padding after it. FALSE: not UTF-16, not printable, or too long. */
static gboolean
take_text(const guint8 *text, const McCardLayout *layout, McCardField field, char *to, gsize size)
{
	McCardSpan span = layout->span[field];
	gunichar2 characters[CHARACTERS_MAX];
	glong count = 0;
	g_autofree char *utf8 = NULL;
	gboolean fits;

	for (guint i = 0; i < span.bytes / 2u; i++) {
		characters[i] = character(text, span.offset + 2 * i);
		if (characters[i] < 0x20 || (characters[i] >= 0x7f && characters[i] < 0xa0))
			return FALSE;
		if (characters[i] != ' ')
			count = (glong)i + 1;
	}
	utf8 = g_utf16_to_utf8(characters, count, NULL, NULL, NULL);
	fits = utf8 != NULL && g_strlcat(to, utf8, size) < size;
	if (utf8 != NULL)
		explicit_bzero(utf8, strlen(utf8));
	explicit_bzero(characters, sizeof characters);
	return fits;
}

static gboolean
take_date(const guint8 *text, const McCardLayout *layout, McCardField field, gint32 *yyyymmdd)
{
	char digits[64] = "";
	gint64 value = 0;
	gboolean is_date;

	if (!take_text(text, layout, field, digits, sizeof digits))
		return FALSE;
	if (field == FIELD_TO && strcmp(digits, "长期") == 0) {
		*yyyymmdd = MC_VALID_LONG_TERM;
		return TRUE;
	}
	is_date = strlen(digits) == 8 &&
	          g_ascii_string_to_signed(digits, 10, 10000101, 99991231, &value, NULL) &&
	          g_date_valid_dmy((GDateDay)(value % 100), (GDateMonth)(value / 100 % 100),
	              (GDateYear)(value / 10000));
	*yyyymmdd = is_date ? (gint32)value : 0;
	explicit_bzero(digits, sizeof digits);
	return is_date;
}

static gboolean
take_sex(const guint8 *text, const McCardLayout *layout, McSex *sex)
{
	gunichar2 code = character(text, layout->span[FIELD_SEX].offset);

	*sex = code == '1' ? MC_SEX_MALE : code == '2' ? MC_SEX_FEMALE : MC_SEX_UNKNOWN;
	return code == ' ' || (code >= '0' && code <= '9');
}

/* Digits and capital letters, as all four kinds have it. */
static gboolean
number_is_plausible(const McIdentity *identity, const McCardLayout *layout)
{
	for (const char *c = identity->number; *c != '\0'; c++)
		if (!g_ascii_isdigit(*c) && !g_ascii_isupper(*c))
			return FALSE;
	if (layout->number_has_check)
		return mc_identity_number_is_valid(identity->number);
	return identity->number[0] != '\0';
}

static McCardProblem
take_fields(const guint8 *text, const McCardLayout *layout, McIdentity *identity)
{
	identity->document = layout->document;
	if (!take_text(text, layout, FIELD_NAME, identity->name, sizeof identity->name) ||
	    !take_text(text, layout, FIELD_NAME_2, identity->name, sizeof identity->name))
		return MC_CARD_BAD_TEXT;
	if (identity->name[0] == '\0' &&
	    !take_text(text, layout, FIELD_OTHER_NAME, identity->name, sizeof identity->name))
		return MC_CARD_BAD_TEXT;
	if (!take_text(text, layout, FIELD_ADDRESS, identity->address, sizeof identity->address) ||
	    !take_text(
	        text, layout, FIELD_AUTHORITY, identity->authority, sizeof identity->authority) ||
	    !take_text(text, layout, FIELD_NUMBER, identity->number, sizeof identity->number) ||
	    !take_sex(text, layout, &identity->sex))
		return MC_CARD_BAD_TEXT;
	if (!take_date(text, layout, FIELD_BIRTH, &identity->birth_yyyymmdd) ||
	    !take_date(text, layout, FIELD_FROM, &identity->valid_from_yyyymmdd) ||
	    !take_date(text, layout, FIELD_TO, &identity->valid_to_yyyymmdd))
		return MC_CARD_BAD_DATE;
	if (!number_is_plausible(identity, layout))
		return MC_CARD_BAD_NUMBER;
	return identity->name[0] == '\0' ? MC_CARD_NO_NAME : MC_CARD_FINE;
}

gboolean
mc_card_take_address(const guint8 *text, gsize length, McIdentity *identity)
{
	static const McCardLayout alone = {.span = {[FIELD_ADDRESS] = {0, MC_CARD_ADDRESS_BYTES}}};
	char address[sizeof identity->address] = "";
	gboolean is_one = length == MC_CARD_ADDRESS_BYTES &&
	                  take_text(text, &alone, FIELD_ADDRESS, address, sizeof address) &&
	                  address[0] != '\0';

	if (is_one)
		g_strlcpy(identity->address, address, sizeof identity->address);
	explicit_bzero(address, sizeof address);
	return is_one;
}

McCardProblem
mc_card_parse_text(const guint8 *text, gsize length, McIdentity *identity)
{
	const McCardLayout *layout = length == MC_CARD_TEXT_BYTES ? find_layout(text) : NULL;
	McCardProblem problem;

	*identity = (McIdentity){.sex = MC_SEX_UNKNOWN};
	if (length != MC_CARD_TEXT_BYTES)
		return MC_CARD_WRONG_LENGTH;
	if (layout == NULL)
		return MC_CARD_UNKNOWN_KIND;
	problem = take_fields(text, layout, identity);
	if (problem != MC_CARD_FINE)
		mc_identity_wipe(identity);
	return problem;
}
