/* The report that people look at: of ours and of each peer a row in the tables and a line in every
 * chart, charts that can be opened, and what they show is what was measured. C14. */
#include "tests/bench/comparison/comparison.h"
#include "tests/bench/comparison/retest.h"
#include "tests/bench/comparison/sheet.h"

#include <cairo.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>

#define RUNS 40
#define PNG_WIDTH 1800
#define PNG_HEIGHT 1120

typedef struct Folder {
	char *path;
} Folder;

static void
set_up(Folder *folder, gconstpointer unused)
{
	folder->path = g_dir_make_tmp("figures-XXXXXX", NULL);
	g_assert_nonnull(folder->path);
}

static void
tear_down(Folder *folder, gconstpointer unused)
{
	g_autoptr(GDir) dir = g_dir_open(folder->path, 0, NULL);
	const char *name;

	while ((name = g_dir_read_name(dir)) != NULL) {
		g_autofree char *path = g_build_filename(folder->path, name, NULL);

		g_remove(path);
	}
	g_rmdir(folder->path);
	g_free(folder->path);
}

/* Ours passes all from the limit on, the other one everybody, after more trials. */
static McMeasured
measure(void *user, int procedure, double distance, McDice *dice)
{
	if (procedure == 1)
		return (McMeasured){MC_PEER_PASS, 24};
	return (McMeasured){distance > -0.01 ? MC_PEER_PASS : MC_PEER_FAIL, 9};
}

static McSheet
sheet_of_two(void)
{
	return (McSheet){.exam = "sample",
	    .people = "Nobody.",
	    .distance_label = "better than required (logMAR)",
	    .trials_label = "mean trials",
	    .first_distance = -0.3,
	    .distance_step = 0.05,
	    .distance_decimals = 1,
	    .shown = {2, 4, 6, 8, 10},
	    .trials_top = 40,
	    .trials_step = 5,
	    .procedures = 2,
	    .procedure = {{"Ours", "ours"}, {"A peer", "peer"}},
	    .measure = measure};
}

static char *
text_of(const Folder *folder, const char *name)
{
	g_autofree char *path = g_build_filename(folder->path, name, NULL);
	char *text = NULL;

	g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
	return text;
}

static guint
count_of(const char *text, const char *part)
{
	guint count = 0;

	while ((text = strstr(text, part)) != NULL) {
		count++;
		text++;
	}
	return count;
}

/* How many of its points have this colour. */
static guint
points_of(cairo_surface_t *picture, guint32 rgb)
{
	const guint8 *data = cairo_image_surface_get_data(picture);
	int stride = cairo_image_surface_get_stride(picture);
	guint count = 0;

	for (int y = 0; y < PNG_HEIGHT; y++)
		for (int x = 0; x < PNG_WIDTH; x++)
			count += (((const guint32 *)(const void *)(data + y * stride))[x] & 0xffffff) == rgb;
	return count;
}

/* The first two series', as plot.c has them; limits are drawn in the second. */
#define BLUE 0x0073b3
#define VERMILION 0xd75e00

/* Both forms of one chart, in which these two colours stand. */
static void
assert_chart(const Folder *folder, const char *name, guint32 one, guint32 other)
{
	g_autofree char *svg_name = g_strconcat(name, ".svg", NULL);
	g_autofree char *png_name = g_strconcat(name, ".png", NULL);
	g_autofree char *svg = text_of(folder, svg_name);
	g_autofree char *path = g_build_filename(folder->path, png_name, NULL);
	cairo_surface_t *picture = cairo_image_surface_create_from_png(path);

	g_assert_true(g_str_has_prefix(svg, "<?xml"));
	g_assert_true(g_str_has_suffix(g_strchomp(svg), "</svg>"));
	g_assert_cmpint(cairo_surface_status(picture), ==, CAIRO_STATUS_SUCCESS);
	g_assert_cmpint(cairo_image_surface_get_width(picture), ==, PNG_WIDTH);
	g_assert_cmpint(cairo_image_surface_get_height(picture), ==, PNG_HEIGHT);
	g_assert_cmpuint(points_of(picture, one), >, 50);
	g_assert_cmpuint(points_of(picture, other), >, 50);
	cairo_surface_destroy(picture);
}

static void
test_sheet(Folder *folder, gconstpointer unused)
{
	static const char *const charts[] = {"sample-pass", "sample-trials", "sample-agreement",
	    "sample-contradicted", "sample-verdicts-ours", "sample-verdicts-peer"};
	static McSheet sheet;
	g_autofree char *csv = NULL, *markdown = NULL;

	sheet = sheet_of_two();
	mc_sheet_fill(&sheet, RUNS);
	g_assert_true(mc_sheet_write(&sheet, folder->path, RUNS));
	csv = text_of(folder, "sample.csv");
	g_assert_cmpuint(count_of(csv, "\n"), ==, 1 + 2 * MC_SHEET_DISTANCES);
	g_assert_nonnull(strstr(csv, "\"Ours\",-0.10,0.00000,1.00000,0.00000,9.000,1.00000,0.00000\n"));
	g_assert_nonnull(strstr(csv, "\"Ours\",0.10,1.00000,0.00000,0.00000,9.000,"));
	g_assert_nonnull(strstr(csv, "\"A peer\",-0.10,1.00000,0.00000,0.00000,24.000,"));
	markdown = text_of(folder, "sample.md");
	g_assert_nonnull(strstr(markdown, "| procedure | -0.2 | -0.1 |"));
	g_assert_nonnull(strstr(markdown, "| A peer | 1.000 / 0.000 / 24.0 / 0.000 |"));
	for (guint i = 0; i < G_N_ELEMENTS(charts); i++)
		assert_chart(folder, charts[i], BLUE, VERMILION);
}

static bool
twice(void *user, McDice *dice, double stated[2])
{
	const bool *has_number = user;

	stated[0] = mc_dice_uniform(dice) - 0.5;
	stated[1] = stated[0] + 0.1 * mc_dice_normal(dice);
	return *has_number;
}

static void
test_retest(Folder *folder, gconstpointer unused)
{
	bool has_number = true;
	McRetest retest = {.exam = "sample",
	    .id = "ours",
	    .label = "Ours",
	    .says = "",
	    .people = 300,
	    .who = "nobodies.",
	    .unit = "logMAR",
	    .low = -0.6,
	    .high = 0.6,
	    .apart = 0.5,
	    .x_step = 0.2,
	    .y_step = 0.1,
	    .decimals = 1,
	    .twice = twice,
	    .user = &has_number};
	g_autofree char *none = g_build_filename(folder->path, "sample-retest-none.svg", NULL);

	g_assert_true(mc_retest_write(&retest, folder->path));
	/* its points let the paper through */
	assert_chart(folder, "sample-retest-ours", VERMILION, VERMILION);
	has_number = false;
	retest.id = "none";
	g_assert_true(mc_retest_write(&retest, folder->path));
	g_assert_false(g_file_test(none, G_FILE_TEST_EXISTS));
}

/* Nobody has many people here: what counts is that everything named is compared, in one run. */
static void
assert_compared(const Folder *folder, const char *exam, const char *const *procedures, guint count)
{
	g_autofree char *table_name = g_strconcat(exam, ".md", NULL);
	g_autofree char *table = text_of(folder, table_name);

	g_assert_cmpuint(count_of(table, "\n| "), ==, count + 2); /* the head, and what parts it */
	for (guint i = 0; i < count; i++) {
		g_autofree char *row = g_strconcat("\n| ", procedures[i], " |", NULL);

		g_assert_nonnull(strstr(table, row));
	}
}

static void
test_peers(Folder *folder, gconstpointer unused)
{
	static const char *const acuity[] = {"Medcheck", "Best PEST, 18 trials", "Best PEST, 24 trials",
	    "QUEST+, 24 trials", "3 of 5 (ISO 8596)", "2 of 3 (kiosks)", "3 of 3 (kiosks)",
	    "optimum (limit)"};
	static const char *const hearing[] = {
	    "Medcheck", "Hughson-Westlake", "ISO, three of five", "ISO, two of three"};
	static const char *const charts[] = {"acuity-pass", "acuity-trials", "acuity-agreement",
	    "acuity-retest-best_pest_18", "acuity-retest-quest_plus", "hearing-pass", "hearing-trials",
	    "hearing-agreement"};

	g_assert_true(mc_compare_hearing(folder->path, 2));
	g_assert_true(mc_compare_acuity(folder->path, 4));
	assert_compared(folder, "acuity", acuity, G_N_ELEMENTS(acuity));
	assert_compared(folder, "hearing", hearing, G_N_ELEMENTS(hearing));
	for (guint i = 0; i < G_N_ELEMENTS(charts); i++) {
		g_autofree char *svg_name = g_strconcat(charts[i], ".svg", NULL);
		g_autofree char *png_name = g_strconcat(charts[i], ".png", NULL);
		g_autofree char *svg = text_of(folder, svg_name);
		g_autofree char *png = g_build_filename(folder->path, png_name, NULL);

		g_assert_nonnull(strstr(svg, "</svg>"));
		g_assert_true(g_file_test(png, G_FILE_TEST_IS_REGULAR));
	}
}

/* A report that could not be written is no report. */
static void
test_no_folder(Folder *folder, gconstpointer unused)
{
	g_autofree char *nowhere = g_build_filename(folder->path, "nowhere", NULL);
	static McSheet sheet;

	sheet = sheet_of_two();
	mc_sheet_fill(&sheet, 2);
	g_assert_false(mc_sheet_write(&sheet, nowhere, 2));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add("/figures/sheet-C14", Folder, NULL, set_up, test_sheet, tear_down);
	g_test_add("/figures/retest-C14", Folder, NULL, set_up, test_retest, tear_down);
	g_test_add("/figures/peers-C14", Folder, NULL, set_up, test_peers, tear_down);
	g_test_add("/figures/no-folder", Folder, NULL, set_up, test_no_folder, tear_down);
	return g_test_run();
}
