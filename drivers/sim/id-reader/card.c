#include "drivers/sim/id-reader/card.h"
#include "drivers/sim/core/fault.h"

#include <string.h>

/* Offset and size of a field in bytes. */
typedef struct Field {
	guint offset, bytes;
	const char *text;
} Field;

typedef struct Sample {
	const char *name;
	const Field *fields;
	guint count;
} Sample;

/* What differs between resident cards. */
typedef struct Resident {
	const char *name, *holder, *sex, *birth, *number, *from, *to;
} Resident;

#define TYPE_OFFSET 248
#define PHOTO_SEED 20260105

static const char address[] = "北京市东城区示例街道1号";
static const char authority[] = "示例市公安局";

static const Field moved_to = {0, MC_SIM_CARD_ADDRESS_BYTES, "上海市黄浦区示例里弄2号"};

static const Resident residents[] = {
    {"sharp", "测试甲", "1", "19900307", "110101199003070011", "20200101", "20400101"},
    {"needs-glasses", "测试乙", "1", "19900307", "110101199003070011", "20200101", "20400101"},
    {"one-line-weak", "测试丙", "1", "19900307", "110101199003070011", "20200101", "20400101"},
    {"deaf-one-ear", "测试丁", "1", "19900307", "110101199003070011", "20200101", "20400101"},
    {"guesser", "测试戊", "1", "19900307", "110101199003070011", "20200101", "20400101"},
    {"leaves", "测试己", "1", "19900307", "110101199003070011", "20200101", "20400101"},
    {"elder", "测试癸", "2", "19500301", "110101195003010029", "20100101", "长期"},
    {"expired", "测试庚", "1", "19900307", "110101199003070011", "20050101", "20150101"},
    {"moved", "测试壬", "1", "19900307", "110101199003070011", "20200101", "20400101"},
    {"long-term", "测试辛", "2", "19491231", "11010519491231002X", "20100101", "长期"},
};

static const Field permit[] = {
    {0, 30, "测试港"},
    {30, 2, "2"},
    {36, 16, "19950101"},
    {52, 70, address},
    {122, 36, "810000199501010023"},
    {158, 30, authority},
    {188, 16, "20240101"},
    {204, 16, "20290101"},
    {220, 18, "H00000001"},
    {238, 4, "01"},
    {TYPE_OFFSET, 2, "J"},
};

static const Field foreigner_2017[] = {
    {0, 120, "SAMPLE, ALEX"},
    {120, 2, "1"},
    {122, 30, "CAN110000010101"},
    {152, 6, "CAN"},
    {158, 30, "示例"},
    {188, 16, "20190101"},
    {204, 16, "20290101"},
    {220, 16, "19700101"},
    {236, 4, "01"},
    {240, 8, "1100"},
    {TYPE_OFFSET, 2, "I"},
};

static const Field foreigner_2023[] = {
    {0, 30, "示例"},
    {30, 2, "1"},
    {32, 4, "00"},
    {36, 16, "19700101"},
    {52, 70, "SAMPLE, ALEXANDER MAXIMILIAN BENEDI"},
    {122, 36, "999999197001010017"},
    {188, 16, "20240101"},
    {204, 16, "20340101"},
    {220, 22, "CT"},
    {242, 6, "CAN"},
    {TYPE_OFFSET, 2, "Y"},
};

static const Sample samples[] = {
    {"j", permit, G_N_ELEMENTS(permit)},
    {"i", foreigner_2017, G_N_ELEMENTS(foreigner_2017)},
    {"y", foreigner_2023, G_N_ELEMENTS(foreigner_2023)},
};

/* Little endian, whatever this machine is. */
static void
write_field(guint8 *text, const Field *field)
{
	glong units = 0;
	g_autofree gunichar2 *utf16 = g_utf8_to_utf16(field->text, -1, NULL, &units, NULL);

	for (guint i = 0; utf16 != NULL && i < (guint)units && 2 * i < field->bytes; i++) {
		text[field->offset + 2 * i] = (guint8)utf16[i];
		text[field->offset + 2 * i + 1] = (guint8)(utf16[i] >> 8);
	}
}

static void
write_resident(guint8 *text, const Resident *resident)
{
	const Field fields[] = {
	    {0, 30, resident->holder},
	    {30, 2, resident->sex},
	    {32, 4, "01"},
	    {36, 16, resident->birth},
	    {52, 70, address},
	    {122, 36, resident->number},
	    {158, 30, authority},
	    {188, 16, resident->from},
	    {204, 16, resident->to},
	    {TYPE_OFFSET, 2, " "},
	};

	for (guint i = 0; i < G_N_ELEMENTS(fields); i++)
		write_field(text, &fields[i]);
}

static gboolean
write_by_name(guint8 *text, const char *name)
{
	for (guint i = 0; i < G_N_ELEMENTS(residents); i++) {
		if (strcmp(residents[i].name, name) != 0)
			continue;
		write_resident(text, &residents[i]);
		return TRUE;
	}
	for (guint i = 0; i < G_N_ELEMENTS(samples); i++) {
		if (strcmp(samples[i].name, name) != 0)
			continue;
		for (guint k = 0; k < samples[i].count; k++)
			write_field(text, &samples[i].fields[k]);
		return TRUE;
	}
	return FALSE;
}

gboolean
mc_sim_card_make(McSimCard *card, const char *name)
{
	for (guint i = 0; i < MC_SIM_CARD_TEXT_BYTES; i += 2) {
		card->text[i] = ' ';
		card->text[i + 1] = 0;
	}
	memset(card->photo, 0, sizeof card->photo);
	mc_sim_fault_scramble(card->photo, sizeof card->photo, PHOTO_SEED);
	card->has_moved = strcmp(name, "moved") == 0;
	for (guint i = 0; i < MC_SIM_CARD_ADDRESS_BYTES; i += 2) {
		card->address[i] = ' ';
		card->address[i + 1] = 0;
	}
	if (card->has_moved)
		write_field(card->address, &moved_to);
	return write_by_name(card->text, name);
}
