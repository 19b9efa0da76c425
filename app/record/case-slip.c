#include "app/record/case-slip.h"

#include "app/base/error.h"
#include "app/json/hex.h"
#include "app/record/personal.h"
#include <string.h>

#define MARK "MCC1"
#define PARTS 13
#define TEXT_MAX 512
#define SUM_DIGITS 8

void
mc_case_slip_of(const McVisit *visit, const guint8 salt[32], const char *digest, McCaseSlip *slip)
{
	*slip = (McCaseSlip){.part = visit->of_case.part,
	    .lapses = visit->of_case.lapses,
	    .classes = visit->classes,
	    .wears_hearing_aid = visit->wears_hearing_aid,
	    .missing = visit->of_case.missing};
	g_strlcpy(slip->case_id, visit->of_case.case_id, sizeof slip->case_id);
	memcpy(slip->salt, salt, sizeof slip->salt);
	g_strlcpy(slip->digest, digest, sizeof slip->digest);
	g_strlcpy(slip->pack_begins, visit->rule_pack_digest, sizeof slip->pack_begins);
	g_strlcpy(slip->business, visit->business, sizeof slip->business);
	g_strlcpy(slip->person_begins, visit->of_case.person, sizeof slip->person_begins);
}

static void
write_sum(const char *text, char out[SUM_DIGITS + 1])
{
	g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);

	g_strlcpy(out, sum, SUM_DIGITS + 1);
}

static char *
set_to_words(guint32 set, guint count, const char *(*name)(guint one))
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < count; i++)
		if (set & 1u << i)
			g_string_append_printf(text, "%s%s", text->len > 0 ? "." : "", name(i));
	return g_string_free(text, FALSE);
}

/* In the order of the enumeration, each once, at least one. */
static gboolean
set_from_words(const char *text, int (*find)(const char *name), guint32 *set)
{
	g_auto(GStrv) words = g_strsplit(text, ".", 32);
	int last = -1;

	*set = 0;
	for (guint i = 0; words[i] != NULL; i++) {
		int one = find(words[i]);

		if (one <= last)
			return FALSE;
		*set |= 1u << one;
		last = one;
	}
	return *set != 0;
}

static const char *
class_name(guint one)
{
	return mc_licence_class_code((McLicenceClass)one);
}

static const char *
kind_name(guint one)
{
	return mc_exam_kind_name((McExamKind)one);
}

char *
mc_case_slip_write(const McCaseSlip *slip)
{
	char salt[65], sum[SUM_DIGITS + 1];
	g_autofree char *classes = set_to_words(slip->classes, MC_CLASSES, class_name);
	g_autofree char *missing = set_to_words(slip->missing, MC_EXAM_KINDS, kind_name);
	g_autofree char *text = NULL;
	char *whole = NULL;

	mc_hex_write(slip->salt, sizeof slip->salt, salt);
	text = g_strdup_printf(MARK "/%s/%s/%s/%d/%d/%s/%s/%s/%d/%s/%s", slip->case_id, salt,
	    slip->digest, slip->part, mc_date_to_yyyymmdd(slip->lapses), slip->pack_begins, classes,
	    slip->business, slip->wears_hearing_aid ? 1 : 0, missing, slip->person_begins);
	write_sum(text, sum);
	whole = g_strdup_printf("%s/%s", text, sum);
	explicit_bzero(text, strlen(text));
	explicit_bzero(salt, sizeof salt);
	return whole;
}

static gboolean
read_hex(const char *text, char *out, gsize size)
{
	return strspn(text, "0123456789abcdef") == size - 1 && g_strlcpy(out, text, size) == size - 1;
}

/* One spelling: digits alone, no leading zero. */
static gboolean
read_number(const char *text, gint64 maximum, gint32 *out)
{
	guint64 number = 0;

	if (!g_ascii_isdigit(text[0]) || (text[0] == '0' && text[1] != '\0') ||
	    !g_ascii_string_to_unsigned(text, 10, 0, (guint64)maximum, &number, NULL))
		return FALSE;
	*out = (gint32)number;
	return TRUE;
}

static gboolean
read_business(const char *text, char *out, gsize size)
{
	for (const char *at = text; *at != '\0'; at++)
		if (!g_ascii_isupper(*at))
			return FALSE;
	return text[0] != '\0' && g_strlcpy(out, text, size) < size;
}

static gboolean
read_parts(char **part, McCaseSlip *slip)
{
	gint32 day = 0, aid = 0;

	if (strcmp(part[0], MARK) != 0 || !read_hex(part[1], slip->case_id, sizeof slip->case_id) ||
	    !mc_hex_read(part[2], slip->salt, sizeof slip->salt) ||
	    !read_hex(part[3], slip->digest, sizeof slip->digest))
		return FALSE;
	if (!read_number(part[4], MC_CASE_PARTS_MAX - 1, &slip->part) || slip->part == 0 ||
	    !read_number(part[5], 99991231, &day) || !mc_date_from_yyyymmdd(day, &slip->lapses) ||
	    !read_hex(part[6], slip->pack_begins, sizeof slip->pack_begins))
		return FALSE;
	if (!set_from_words(part[7], mc_licence_class_from_code, &slip->classes) ||
	    !read_business(part[8], slip->business, sizeof slip->business) ||
	    !read_number(part[9], 1, &aid) ||
	    !set_from_words(part[10], mc_exam_kind_from_name, &slip->missing) ||
	    !read_hex(part[11], slip->person_begins, sizeof slip->person_begins))
		return FALSE;
	slip->wears_hearing_aid = aid == 1;
	return TRUE;
}

static gboolean
is_whole(const char *text)
{
	const char *last = strrchr(text, '/');
	g_autofree char *before = last != NULL ? g_strndup(text, (gsize)(last - text)) : NULL;
	char sum[SUM_DIGITS + 1];

	if (before == NULL)
		return FALSE;
	write_sum(before, sum);
	return strcmp(sum, last + 1) == 0;
}

gboolean
mc_case_slip_read(const char *text, McCaseSlip *slip, GError **error)
{
	g_auto(GStrv) part = NULL;

	memset(slip, 0, sizeof *slip);
	if (strnlen(text, TEXT_MAX + 1) <= TEXT_MAX && is_whole(text)) {
		part = g_strsplit(text, "/", PARTS + 1);
		if (g_strv_length(part) == PARTS && read_parts(part, slip))
			return TRUE;
	}
	memset(slip, 0, sizeof *slip);
	g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT,
	    "no code of an unfinished check, or one that was misread");
	return FALSE;
}

gboolean
mc_case_slip_continue(const McCaseSlip *slip, const char *number, McCaseMark *mark)
{
	*mark = (McCaseMark){.part = slip->part + 1, .lapses = slip->lapses, .missing = slip->missing};
	g_strlcpy(mark->case_id, slip->case_id, sizeof mark->case_id);
	g_strlcpy(mark->after, slip->digest, sizeof mark->after);
	mc_personal_case_person(slip->case_id, number, slip->salt, mark->person);
	return strncmp(mark->person, slip->person_begins, sizeof slip->person_begins - 1) == 0;
}
