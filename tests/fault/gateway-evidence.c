/* B12, C17: the evidence files that came against those that the accepted records name: each state
 * by its name, in the listing and, once, among the refusals. Real TLS, store and process. */

#include "tests/support/gateway/desk.h"
#include <glib/gstdio.h>
#include <string.h>

#define KEPT_DAYS 36525
#define DAY_US ((gint64)G_TIME_SPAN_DAY)

static void
put_file(McDesk *desk, GBytes *file)
{
	char digest[MC_DIGEST_HEX_SIZE];
	g_autofree char *path = NULL;
	g_autofree char *range = NULL;
	g_auto(McAnswered) answered = {0};
	gsize size = g_bytes_get_size(file);

	mc_digest_hex(file, digest);
	path = g_strdup_printf("/v1/kiosks/K-0001/evidence/%s", digest);
	range = g_strdup_printf(
	    "Content-Range: bytes 0-%" G_GSIZE_FORMAT "/%" G_GSIZE_FORMAT, size - 1, size);
	answered = mc_client_put_with(desk->client, path, file, range);
	mc_desk_assert_status(&answered, 201);
}

static char *
path_of(McDesk *desk, GBytes *file)
{
	char digest[MC_DIGEST_HEX_SIZE];
	g_autofree char *name = NULL;

	mc_digest_hex(file, digest);
	name = g_strconcat("gateway/evidence/K-0001/", digest, NULL);
	return mc_world_path(desk->world, name);
}

/* The one line about the file says so; and so many rows were ever written. */
static void
assert_found(McDesk *desk, GBytes *file, const char *state, guint rows)
{
	g_auto(GStrv) lines = mc_world_evidence(desk->world, NULL);
	g_auto(GStrv) refusals = mc_world_refusals(desk->world);
	char digest[MC_DIGEST_HEX_SIZE];
	g_autofree char *wanted = NULL;
	guint about = 0;

	mc_digest_hex(file, digest);
	wanted = g_strdup_printf(" %s %s", digest, state);
	for (guint i = 0; lines[i] != NULL; i++) {
		about += strstr(lines[i], digest) != NULL ? 1 : 0;
		if (strstr(lines[i], digest) != NULL && strstr(lines[i], wanted) == NULL)
			g_error("%s is needed: %s", state, lines[i]);
	}
	g_assert_cmpuint(about, ==, 1);
	g_assert_cmpuint(g_strv_length(refusals), ==, rows);
	wanted = (g_free(wanted), g_strdup_printf("[evidence-%s]", state));
	if (rows > 0 && strcmp(state, "here") != 0 && strcmp(state, "awaited") != 0)
		g_assert_nonnull(strstr(refusals[rows - 1], wanted));
}

static void
begin(McDesk *desk)
{
	g_autoptr(GBytes) genesis = mc_test_chain_next(&desk->chain);

	mc_world_start_gateway(desk->world, NULL);
	mc_desk_put_last(desk, genesis, 201, NULL);
}

/* Awaited until it comes; then another file stands there, and it is noticed, once. */
static void
test_different(McDesk *desk, gconstpointer data)
{
	g_autoptr(GBytes) file = g_bytes_new_static("a sealed picture", 16);
	GBytes *const files[] = {file, NULL};
	g_autofree char *path = path_of(desk, file);
	g_autoptr(GBytes) visit = NULL;

	begin(desk);
	visit = mc_test_chain_pictures(&desk->chain, files, KEPT_DAYS, 0);
	mc_desk_put_last(desk, visit, 201, NULL);
	assert_found(desk, file, "awaited", 0);
	put_file(desk, file);
	assert_found(desk, file, "here", 0);
	g_assert_true(g_file_set_contents(path, "another picture.", 16, NULL));
	assert_found(desk, file, "different", 1);
	assert_found(desk, file, "different", 1);
	g_assert_true(g_file_set_contents(path, "a sealed picture", 16, NULL));
	assert_found(desk, file, "here", 1);
}

/* Before its record it is nobody's; the record claims it, also over a restart. */
static void
test_foreign(McDesk *desk, gconstpointer data)
{
	g_autoptr(GBytes) file = g_bytes_new_static("a sealed picture", 16);
	g_autoptr(GBytes) stranger = g_bytes_new_static("nobody's picture", 16);
	GBytes *const files[] = {file, NULL};
	g_autofree char *path = path_of(desk, stranger);
	g_autoptr(GBytes) visit = NULL;

	begin(desk);
	put_file(desk, file);
	assert_found(desk, file, "foreign", 1);
	put_file(desk, stranger);
	assert_found(desk, stranger, "foreign", 2);
	mc_world_stop_gateway(desk->world);
	mc_world_start_gateway(desk->world, NULL);
	visit = mc_test_chain_pictures(&desk->chain, files, KEPT_DAYS, 0);
	mc_desk_put_last(desk, visit, 201, NULL);
	assert_found(desk, file, "here", 2);
	assert_found(desk, stranger, "foreign", 2);
	g_assert_cmpint(g_unlink(path), ==, 0);
	{
		g_auto(GStrv) lines = mc_world_evidence(desk->world, NULL);

		g_assert_cmpuint(g_strv_length(lines), ==, 1);
	}
}

/* Two of one record: one came and its last day is over, one never came. What the person was told is
 * kept: the file goes, and once more is nothing. */
static void
test_over(McDesk *desk, gconstpointer data)
{
	g_autoptr(GBytes) here = g_bytes_new_static("a sealed picture", 16);
	g_autoptr(GBytes) lost = g_bytes_new_static("one more picture", 16);
	GBytes *const files[] = {here, lost, NULL};
	g_autofree char *path = path_of(desk, here);
	g_autoptr(GBytes) visit = NULL;
	g_auto(GStrv) lines = NULL;
	g_auto(GStrv) again = NULL;

	begin(desk);
	visit = mc_test_chain_pictures(&desk->chain, files, 1, g_get_real_time() - 3 * DAY_US);
	mc_desk_put_last(desk, visit, 201, NULL);
	put_file(desk, here);
	lines = mc_world_evidence(desk->world, NULL);
	g_assert_cmpuint(g_strv_length(lines), ==, 2);
	g_assert_nonnull(strstr(lines[0], " over until "));
	g_assert_nonnull(strstr(lines[1], " removed until "));
	g_assert_true(g_file_test(path, G_FILE_TEST_EXISTS));
	again = mc_world_evidence(desk->world, "--remove-over");
	g_assert_nonnull(strstr(again[0], " removed until "));
	g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
	g_strfreev(again);
	again = mc_world_evidence(desk->world, "--remove-over");
	g_strfreev(lines);
	lines = mc_world_refusals(desk->world);
	g_assert_cmpuint(g_strv_length(lines), ==, 3);
	g_assert_nonnull(strstr(lines[2], "[evidence-removed]"));
}

/* What has not come when it is due is missed. */
static void
test_missing(McDesk *desk, gconstpointer data)
{
	g_autoptr(GBytes) file = g_bytes_new_static("a sealed picture", 16);
	GBytes *const files[] = {file, NULL};
	g_autoptr(GBytes) visit = NULL;
	g_auto(GStrv) lines = NULL;
	g_auto(GStrv) refusals = NULL;

	begin(desk);
	visit = mc_test_chain_pictures(&desk->chain, files, KEPT_DAYS, 0);
	mc_desk_put_last(desk, visit, 201, NULL);
	assert_found(desk, file, "awaited", 0);
	lines = mc_world_evidence(desk->world, "--due-hours=0");
	g_assert_nonnull(strstr(lines[0], " missing until "));
	refusals = mc_world_refusals(desk->world);
	g_assert_cmpuint(g_strv_length(refusals), ==, 1);
	g_assert_nonnull(strstr(refusals[0], "[evidence-missing]"));
	/* late is not too late */
	put_file(desk, file);
	assert_found(desk, file, "here", 1);
}

#define CASE(path, function)                                                                       \
	g_test_add("/gateway/evidence/" path, McDesk, NULL, mc_desk_set_up, function, mc_desk_tear_down)

/* S6: the same picture handed in for two visits, each time sealed anew: the second record is
 * accepted, marked with the first one's reference, and noted; a third one with its own is not. */
static void
test_duplicate(McDesk *desk, gconstpointer data)
{
	static const char *const sealed[] = {"sealed once", "sealed twice", "sealed thrice"};
	g_autoptr(GBytes) picture = g_bytes_new_static("the same picture", 16);
	g_autoptr(GBytes) other = g_bytes_new_static("another picture", 15);
	g_auto(GStrv) lines = NULL;
	g_auto(GStrv) refusals = NULL;

	begin(desk);
	for (guint i = 0; i < G_N_ELEMENTS(sealed); i++) {
		g_autoptr(GBytes) file = g_bytes_new_static(sealed[i], strlen(sealed[i]));
		GBytes *const files[] = {file, NULL};
		GBytes *const taken[] = {i < 2 ? picture : other, NULL};
		g_autoptr(GBytes) visit = mc_test_chain_taken(&desk->chain, files, taken);

		mc_desk_put_last(desk, visit, 201, NULL);
		mc_desk_put_last(desk, visit, 200, NULL);
	}
	lines = mc_world_list(desk->world);
	g_assert_cmpuint(g_strv_length(lines), ==, 4);
	g_assert_null(strstr(lines[1], "picture="));
	g_assert_nonnull(strstr(lines[2], " picture=MC-K0001-000002-"));
	g_assert_null(strstr(lines[3], "picture="));
	refusals = mc_world_refusals(desk->world);
	g_assert_cmpuint(g_strv_length(refusals), ==, 1);
	g_assert_nonnull(strstr(refusals[0], "[duplicate-picture]"));
	g_assert_nonnull(strstr(refusals[0], "MC-K0001-000003-"));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	CASE("different", test_different);
	CASE("S6/duplicate", test_duplicate);
	CASE("foreign", test_foreign);
	CASE("over", test_over);
	CASE("missing", test_missing);
	return g_test_run();
}
