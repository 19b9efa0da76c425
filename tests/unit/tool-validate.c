/* medcheck validate as a doctor runs it: a spreadsheet's file and sealed records. */
#include "tool-kit.h"

#include <string.h>

static void
name_it(McVisit *visit)
{
	g_strlcpy(visit->visit_id, "0123456789abcdef0123456789abcdef", sizeof visit->visit_id);
}

static void
validate(McToolWorld *world, const char *rows)
{
	g_autofree char *record = mc_tool_keep_visit(world, name_it);
	g_autofree char *text =
	    g_strconcat("visit,exam,part,correction,limit,reference_value,reference_outcome,retest\r\n",
	        rows, NULL);
	g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
	g_autofree char *sheet = mc_tool_keep(world, "sheet.csv", bytes);

	MEDCHECK(world, "validate", sheet, record);
}

static void
test_table(McToolWorld *world, gconstpointer data)
{
	validate(world, "0123456789abcdef0123456789abcdef,acuity,left,naked,49,53,pass,\r\n"
	                "0123456789abcdef0123456789abcdef,hearing,left,,,10,pass,\r\n"
	                "0123456789abcdef0123456789abcdef,stature,person,,,1700,,\r\n");
	g_assert_cmpint(world->status, ==, 0);
	mc_tool_assert_says(world, "metric acuity_bound_kept 1.0000 1\n");
	mc_tool_assert_says(world, "metric acuity_specificity 1.0000 1\n");
	mc_tool_assert_says(world, "metric hearing_bound_kept 1.0000 1\n");
	mc_tool_assert_says(world, "metric stature_reference_pairs 1 pairs\n");
	g_assert_null(strstr(world->out, "colour"));
}

static void
test_refused(McToolWorld *world, gconstpointer data)
{
	validate(world, "00,acuity,left,naked,49,53,pass,\r\n");
	g_assert_cmpint(world->status, !=, 0);
	g_assert_nonnull(strstr(world->err, "row 2: no record of this visit"));
	MEDCHECK(world, "validate");
	g_assert_nonnull(strstr(world->err, "DATASHEET"));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add(
	    "/tool-validate/table", McToolWorld, NULL, mc_tool_set_up, test_table, mc_tool_tear_down);
	g_test_add("/tool-validate/refused", McToolWorld, NULL, mc_tool_set_up, test_refused,
	    mc_tool_tear_down);
	return g_test_run();
}
