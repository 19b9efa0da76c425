/* C2: words of the glass are broken where a reader would break them. Laid out by Pango at every
 * width from three characters to the whole text. */

#include "ui/widgets/breaks.h"

#include <pango/pangocairo.h>
#include <string.h>

#define EM 20

static PangoLayout *
layout_new(PangoContext *context, const char *text)
{
	PangoLayout *layout = pango_layout_new(context);
	PangoFontDescription *font = pango_font_description_from_string("Noto Sans CJK SC");
	PangoAttrList *forbidden = mc_breaks_forbidden(text);

	pango_font_description_set_absolute_size(font, EM * PANGO_SCALE);
	pango_layout_set_font_description(layout, font);
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_text(layout, text, -1);
	pango_layout_set_attributes(layout, forbidden);
	g_clear_pointer(&forbidden, pango_attr_list_unref);
	pango_font_description_free(font);
	return layout;
}

/* Some line begins with these words. */
static gboolean
a_line_begins_with(PangoLayout *layout, const char *words)
{
	const char *text = pango_layout_get_text(layout);

	for (gint i = 1; i < pango_layout_get_line_count(layout); i++)
		if (g_str_has_prefix(text + pango_layout_get_line_readonly(layout, i)->start_index, words))
			return TRUE;
	return FALSE;
}

static const struct {
	const char *text, *never;
	gint least_em; /* the narrowest column that can hold the longest unbroken words */
} cases[] = {
    {"这里没有测量的项目，请到别处检查。", "查。", 4},
    {"普通三轮摩托车", "车", 4},
    {"两次分别是 172.5 厘米和 170.1 厘米，相差 2.4 厘米，需要再测第三次。", "米", 6},
    {"照片保存 180 天。不拍照也可以做，但医生还需要当面看您做动作。", "天", 6},
    {"摄像头会自动拍照；点“下一个”就马上拍。", "个", 7},
    {"摄像头会自动拍照；点“下一个”就马上拍。", "一个", 7},
    {"第一行到这里。\n第二行也到这里为止。", "止。", 4},
    {"If you cannot do one, touch \"I cannot do this\". That is all right.", "do this", 11},
    {"It goes on by itself; nothing is lost and nothing counts against you.", "you.", 9},
    {"已存放在 /var/lib/medcheck/kiosk/support/20261126T035812Z（82 kB）。", "B", 16},
    {"It lies in a folder of the kiosk (82 kB), from which it is taken.", "kB", 9},
};

static void
test_never(void)
{
	PangoContext *context = pango_font_map_create_context(pango_cairo_font_map_get_default());

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		PangoLayout *layout = layout_new(context, cases[i].text);
		gint broken = 0;

		for (gint width = cases[i].least_em * EM; width < 60 * EM; width += EM / 4) {
			pango_layout_set_width(layout, width * PANGO_SCALE);
			broken += pango_layout_get_line_count(layout) > 1 ? 1 : 0;
			if (a_line_begins_with(layout, cases[i].never))
				g_error("\"%s\": a line begins with \"%s\" at %d", cases[i].text, cases[i].never,
				    width);
		}
		g_assert_cmpint(broken, >, 0);
		g_object_unref(layout);
	}
	g_object_unref(context);
}

/* Short words, and what is long on purpose, are Pango's. */
static void
test_free(void)
{
	static const char *const free_texts[] = {
	    "", "听力", "重新隐藏", "Colour vision", "“", "\"", "“没引号", "…", "1", "1 ", "\n\n"};

	for (guint i = 0; i < G_N_ELEMENTS(free_texts); i++)
		g_assert_null(mc_breaks_forbidden(free_texts[i]));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/breaks/C2/never", test_never);
	g_test_add_func("/breaks/C2/free", test_free);
	return g_test_run();
}
