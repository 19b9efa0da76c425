/* medcheck verify on what stands beside a record: the openings of its exams, its pictures. */

#include "tool-kit.h"

#include "app/record/opening.h"
#include <glib/gstdio.h>

/* The openings of the exams from link 40 on, then the visit that names them; the tool is given the
 * files from `first` on. change: of the visit after it was promised. */
static void
verify_promised(McToolWorld *world, void (*change)(McVisit *visit), guint first)
{
	g_autoptr(McVisit) visit = mc_sample_visit(&world->pack, world->pack_digest, 11, 980);
	g_autoptr(GPtrArray) arguments = g_ptr_array_new_with_free_func(g_free);
	char digest[MC_DIGEST_HEX_SIZE];

	g_ptr_array_add(arguments, g_strdup("verify"));
	g_ptr_array_add(arguments, g_strdup("--trust"));
	g_ptr_array_add(arguments, g_strdup(world->roots));
	g_strlcpy(digest, mc_tool_no_previous, sizeof digest);
	for (guint i = 0; i < visit->exams; i++)
		visit->exam[i]->opened_seq = 40 + i;
	for (guint i = 0; i <= visit->exams; i++) {
		gboolean is_opening = i < visit->exams;
		g_autofree char *name = g_strdup_printf("%u.p7m", 40 + i);
		g_autofree char *path = NULL;
		McOpening opening;
		json_auto_t *body = NULL;
		g_autoptr(GBytes) envelope = NULL;

		if (is_opening)
			mc_opening_of(visit->visit_id, visit->exam[i], &opening);
		else if (change != NULL)
			change(visit);
		body = is_opening ? mc_opening_to_json(&opening) : mc_visit_to_json(visit);
		envelope = mc_tool_seal(
		    world, 40 + i, digest, is_opening ? "exam-opened" : "visit", "K-0001", body);
		mc_digest_hex(envelope, digest);
		path = mc_tool_keep(world, name, envelope);
		if (i >= first)
			g_ptr_array_add(arguments, g_steal_pointer(&path));
	}
	g_ptr_array_add(arguments, NULL);
	mc_tool_run(world, (const char *const *)arguments->pdata);
}

static void
swap_openings(McVisit *visit)
{
	visit->exam[1]->opened_seq = 42;
	visit->exam[2]->opened_seq = 41;
}

static void
name_one_twice(McVisit *visit)
{
	visit->exam[2]->opened_seq = 41;
}

/* B12: seeds were promised before the first stimulus; verify holds the record to it. */
static void
test_promises(McToolWorld *world, gconstpointer data)
{
	verify_promised(world, NULL, 0);
	g_assert_cmpint(world->status, ==, 0);
	mc_tool_assert_says(world, "exams ran by what the chain promised");
	verify_promised(world, NULL, 1);
	g_assert_cmpint(world->status, ==, 0);
	mc_tool_assert_says(world, "openings   NOT matched for 1 of");
	verify_promised(world, swap_openings, 0);
	g_assert_cmpint(world->status, ==, 1);
	mc_tool_assert_says(
	    world, "exam 2 (hearing) names link 42 as its opening: it is of another exam");
	verify_promised(world, name_one_twice, 0);
	g_assert_cmpint(world->status, ==, 1);
}

/* C17: the sealed files beside the record: all there and the same, one missing, one another. */
static void
test_pictures(McToolWorld *world, gconstpointer data)
{
	g_autoptr(McVisit) visit = mc_sample_visit(&world->pack, world->pack_digest, 11, 980);
	g_autofree char *folder = mc_provision_path(world->provision, "pictures");
	g_autoptr(GBytes) envelope = NULL;
	g_autofree char *path = NULL;
	g_autofree char *second = NULL;
	json_auto_t *body = NULL;

	mc_sample_pictures(visit);
	g_assert_cmpint(g_mkdir(folder, 0700), ==, 0);
	for (guint i = 0; i < 2; i++) {
		g_autoptr(GBytes) sealed = g_bytes_new_static(i == 0 ? "first" : "other", 5);

		mc_digest_hex(sealed, visit->evidence[i].digest);
		g_free(second);
		second = g_build_filename(folder, visit->evidence[i].digest, NULL);
		g_assert_true(g_file_set_contents(second, i == 0 ? "first" : "other", 5, NULL));
	}
	body = mc_visit_to_json(visit);
	envelope = mc_tool_seal(world, 42, mc_tool_no_previous, "visit", "K-0001", body);
	path = mc_tool_keep(world, "rec.p7m", envelope);
	MEDCHECK(world, "verify", path, "--trust", world->roots, "--rules", mc_tool_rules);
	g_assert_cmpint(world->status, ==, 0);
	mc_tool_assert_says(world, "pictures   2 named, NOT compared");
	MEDCHECK(world, "verify", path, "--trust", world->roots, "--evidence", folder);
	g_assert_cmpint(world->status, ==, 0);
	mc_tool_assert_says(world, "pictures   good: 2, each the file that the record names");
	g_assert_true(g_file_set_contents(second, "0ther", 5, NULL));
	MEDCHECK(world, "verify", path, "--trust", world->roots, "--evidence", folder);
	g_assert_cmpint(world->status, ==, 1);
	mc_tool_assert_says(world, "is another file than the record names");
	g_assert_cmpint(g_unlink(second), ==, 0);
	MEDCHECK(world, "verify", path, "--trust", world->roots, "--evidence", folder);
	g_assert_cmpint(world->status, ==, 1);
	mc_tool_assert_says(world, "which the record names, is missing");
	MEDCHECK(world, "explain", path);
	mc_tool_assert_says(world, visit->evidence[1].digest);
	mc_tool_assert_says(world, "本人同意拍照；告知的保存期为 180 天。共 2 张");
	mc_tool_assert_says(world, "kept for 180 days. There are 2");
	MEDCHECK(world, "replay", path);
	mc_tool_assert_says(world, visit->evidence[1].digest);
}

/* The calibration of the screen that colours were seen on is said with those of the instruments. */
static void
test_screen(McToolWorld *world, gconstpointer data)
{
	g_autoptr(McVisit) visit = mc_sample_visit(&world->pack, world->pack_digest, 11, 980);
	g_autoptr(GBytes) envelope = NULL;
	g_autofree char *path = NULL;
	json_auto_t *body = NULL;

	mc_sample_screen(visit, &world->pack);
	body = mc_visit_to_json(visit);
	envelope = mc_tool_seal(world, 42, mc_tool_no_previous, "visit", "K-0001", body);
	path = mc_tool_keep(world, "rec.p7m", envelope);
	MEDCHECK(world, "verify", path, "--trust", world->roots, "--rules", mc_tool_rules);
	g_assert_cmpint(world->status, ==, 0);
	MEDCHECK(world, "explain", path);
	mc_tool_assert_says(world, "屏幕 SCR-SIM-0001，校准于 20260901，有效至 20270901");
	mc_tool_assert_says(world, "screen SCR-SIM-0001, calibrated 20260901, valid to 20270901");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
#define ADD(path, function)                                                                        \
	g_test_add("/tool-verify/" path, McToolWorld, NULL, mc_tool_set_up, function, mc_tool_tear_down)
	ADD("B12/promises", test_promises);
	ADD("C17/pictures", test_pictures);
	ADD("T7/screen", test_screen);
	return g_test_run();
}
