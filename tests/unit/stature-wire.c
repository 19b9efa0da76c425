/* What height and weight units say. */
#include "drivers/stature/wire.h"

#include <string.h>

static void
test_result(void)
{
	static const char *const bad[] = {"", "OK", "OK,1725", "OK,0,0", "OK,1725,65300,1",
	    "FINE,1725,65300", "OK,-1,65300", "OK,1725,999999", "OK,100,65300", "OK,1725,10", "OK,x,1"};
	McStatureEnd end;
	McStatureReading reading;

	g_assert_true(mc_stature_parse_result("OK,1725,65300", &end, &reading));
	g_assert_cmpint(end, ==, MC_STATURE_END_OK);
	g_assert_cmpint(reading.height_mm, ==, 1725);
	g_assert_cmpint(reading.weight_g, ==, 65300);
	g_assert_true(mc_stature_parse_result("OK,1725,0", &end, &reading));
	g_assert_true(reading.has_height);
	g_assert_false(reading.has_weight);
	g_assert_true(mc_stature_parse_result("moved,0,0", &end, &reading));
	g_assert_cmpint(end, ==, MC_STATURE_END_MOVED);
	for (guint i = 0; i < G_N_ELEMENTS(bad); i++)
		g_assert_false(mc_stature_parse_result(bad[i], &end, &reading));
}

static void
test_line(void)
{
	static const struct {
		const char *line;
		gint32 height_mm, weight_g; /* 0 = not in it */
	} good[] = {
	    {"W:065.3 H:172.5", 1725, 65300},
	    {"H:172.5 W:065.3", 1725, 65300},
	    {"  w: 65 \t h: 172 ", 1720, 65000},
	    {"W:002.0", 0, 2000},
	    {"H:260.0", 2600, 0},
	};
	static const char *const bad[] = {"", " ", "W:065.3 H:172.5 W:065.3", "W:065.3H", "X:1.0",
	    "W:065.35", "W:065.", "W:.3", "W:1.9", "W:500.1", "H:29.9", "H:260.1", "W:0000065.3",
	    "W:99999999999999999999", "W:-65.3", "W 65.3", "W:", "065.3"};
	McStatureReading reading;

	for (guint i = 0; i < G_N_ELEMENTS(good); i++) {
		g_assert_true(mc_stature_parse_line(good[i].line, strlen(good[i].line), &reading));
		g_assert_cmpint(reading.has_height, ==, good[i].height_mm != 0);
		g_assert_cmpint(reading.has_weight, ==, good[i].weight_g != 0);
		g_assert_cmpint(reading.height_mm, ==, good[i].height_mm);
		g_assert_cmpint(reading.weight_g, ==, good[i].weight_g);
	}
	for (guint i = 0; i < G_N_ELEMENTS(bad); i++)
		g_assert_false(mc_stature_parse_line(bad[i], strlen(bad[i]), &reading));
}

static guint
count(const char *text, McStatureLine kind)
{
	McStatureLines lines = {0};
	McStatureReading reading;
	guint found = 0;

	for (const char *at = text; *at != '\0'; at++)
		found += mc_stature_take_byte(&lines, (guint8)*at, &reading) == kind ? 1 : 0;
	return found;
}

/* The first line end only puts the reader in step: what stood before it may be half a line that
 * looks whole ("5.3 H:172.5" of "W:065.3 H:172.5"). */
static void
test_stream(void)
{
	g_autofree char *long_line = g_strnfill(200, 'W');
	g_autofree char *text = g_strconcat("\n", long_line, "\nW:65.3\n", NULL);

	g_assert_cmpuint(count("H:172.5\r\nW:65.3\r\n", MC_STATURE_LINE_READING), ==, 1);
	g_assert_cmpuint(count("\nW:65.3\nH:172.5\n", MC_STATURE_LINE_READING), ==, 2);
	g_assert_cmpuint(count("rubbish\nrubbish\n\n\nW:65.3", MC_STATURE_LINE_NONSENSE), ==, 1);
	g_assert_cmpuint(count(text, MC_STATURE_LINE_NONSENSE), ==, 2);
	g_assert_cmpuint(count(text, MC_STATURE_LINE_READING), ==, 1);
}

/* Whoever talks on and on without an end is told off again and again: nothing waits for him for
 * ever, whatever he says. */
static void
test_endless(void)
{
	static const char *const said[] = {"x", "\n", "\r\n", "W:065.3 ", "W:065.3 H:172.5"};

	for (guint i = 0; i < G_N_ELEMENTS(said); i++) {
		McStatureLines lines = {0};
		McStatureReading reading;
		guint more = 0, nonsense = 0;

		for (guint j = 0; j < 100000; j++) {
			guint8 byte = (guint8)said[i][j % strlen(said[i])];
			McStatureLine line = mc_stature_take_byte(&lines, byte, &reading);

			more = line == MC_STATURE_LINE_MORE ? more + 1 : 0;
			nonsense += line == MC_STATURE_LINE_NONSENSE ? 1 : 0;
			g_assert_cmpuint(more, <, MC_STATURE_UNSAID_MAX);
			g_assert_cmpint(line, !=, MC_STATURE_LINE_READING);
		}
		g_assert_cmpuint(nonsense, >=, 100000 / MC_STATURE_UNSAID_MAX);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/stature/result", test_result);
	g_test_add_func("/stature/line", test_line);
	g_test_add_func("/stature/stream", test_stream);
	g_test_add_func("/stature/endless", test_endless);
	return g_test_run();
}
