#include "ui/widgets/breaks.h"

#define HAN_TAIL 3 /* two characters and a full stop, or a word of three */
#define HAN_LEAST 6 /* a shorter text stays as it is */
#define LATIN_TAIL 8 /* a last word of fewer characters is not left alone */
#define LATIN_LEAST 28
#define LATIN_MOST 20 /* two words that are longer may be parted: a path, say */
#define QUOTED_MOST 8 /* in Chinese */
#define LATIN_QUOTED_MOST 18
#define UNIT_MOST 4

typedef struct Words {
	gunichar *at;
	glong count;
	gboolean *glued; /* no line ends before this character */
} Words;

static gboolean
is_han(gunichar character)
{
	return g_unichar_get_script(character) == G_UNICODE_SCRIPT_HAN;
}

static void
glue(Words *words, glong from, glong to)
{
	for (glong i = from + 1; i < to; i++)
		words->glued[i] = TRUE;
}

/* The paragraph from … to: its last words. */
static void
glue_tail(Words *words, glong from, glong to)
{
	glong last = to, spaces = 0;

	while (last > from && !g_unichar_isalnum(words->at[last - 1]))
		last--;
	if (last == from)
		return;
	if (is_han(words->at[last - 1])) {
		if (to - from >= HAN_LEAST)
			glue(words, to - HAN_TAIL, to);
		return;
	}
	for (glong i = to - 1; i >= from && spaces < 2; i--) {
		if (words->at[i] != ' ')
			continue;
		spaces++;
		if (spaces == 1 && to - i > LATIN_TAIL)
			return;
		if (spaces == 2 && to - from >= LATIN_LEAST && to - i <= LATIN_MOST + 1)
			glue(words, i + 1, to);
	}
}

/* “下一个”: what is written on a button is found again in one piece. close ends what begins at
 * from.
 */
static void
glue_quoted(Words *words, glong from, gunichar close, glong most)
{
	glong to = from + 1;

	while (to < words->count && to - from <= most && words->at[to] != close)
		to++;
	if (to < words->count && words->at[to] == close)
		glue(words, from, to + 1);
}

static gboolean
begins_word(const Words *words, glong at)
{
	return at == 0 || words->at[at - 1] == ' ';
}

/* 2.4 厘米, 82 kB: from is the last digit. */
static void
glue_unit(Words *words, glong from)
{
	glong begin = from + 1, end;

	if (begin < words->count && words->at[begin] == ' ')
		begin++;
	if (begin < words->count && is_han(words->at[begin])) {
		end = begin + 1 < words->count && is_han(words->at[begin + 1]) ? begin + 2 : begin + 1;
		glue(words, from, end);
		return;
	}
	for (end = begin; end < words->count && g_unichar_isalpha(words->at[end]);)
		end++;
	if (end > begin && end - begin <= UNIT_MOST)
		glue(words, from, end);
}

static PangoAttrList *
list_of(const Words *words, const char *text)
{
	PangoAttrList *list = NULL;
	const char *here = text, *before = text, *begin = NULL;

	for (glong i = 0; i <= words->count; i++) {
		gboolean is_glued = i < words->count && words->glued[i];

		if (is_glued && begin == NULL) {
			begin = before;
		} else if (!is_glued && begin != NULL) {
			PangoAttribute *attribute = pango_attr_allow_breaks_new(FALSE);

			attribute->start_index = (guint)(begin - text);
			attribute->end_index = (guint)(here - text);
			list = list == NULL ? pango_attr_list_new() : list;
			pango_attr_list_insert(list, attribute);
			begin = NULL;
		}
		before = here;
		here = i < words->count ? g_utf8_next_char(here) : here;
	}
	return list;
}

PangoAttrList *
mc_breaks_forbidden(const char *text)
{
	Words words = {0};
	PangoAttrList *list = NULL;
	glong paragraph = 0;

	words.at = g_utf8_to_ucs4_fast(text, -1, &words.count);
	words.glued = g_new0(gboolean, (gsize)words.count + 1);
	for (glong i = 0; i <= words.count; i++) {
		if (i == words.count || words.at[i] == '\n') {
			glue_tail(&words, paragraph, i);
			paragraph = i + 1;
		} else if (words.at[i] == 0x201c) {
			glue_quoted(&words, i, 0x201d, QUOTED_MOST);
		} else if (words.at[i] == '"' && begins_word(&words, i)) {
			glue_quoted(&words, i, '"', LATIN_QUOTED_MOST);
		} else if (g_unichar_isdigit(words.at[i])) {
			glue_unit(&words, i);
		}
	}
	list = list_of(&words, text);
	g_free(words.at);
	g_free(words.glued);
	return list;
}
