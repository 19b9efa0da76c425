#include "app/tools/tools.h"

#include "app/record/content.h"
#include "app/record/rule-pack.h"
#include "app/tools/record-file.h"
#include "app/transcript/transcript.h"

/* "-" for a bound that is not set. Free it. */
static char *
bound(gint value)
{
	return value != 0 ? g_strdup_printf("%d", value) : g_strdup("-");
}

static void
print_class(McLicenceClass licence_class, const McClassRule *rule)
{
	gint32 line_deci = 50 - rule->vision_cut_milli_log_mar / 100;
	g_autofree char *age_max = bound(rule->age_max_years);
	g_autofree char *memory = bound(rule->memory_test_from_years);
	g_autofree char *stature = bound(rule->stature_min_mm);
	const char *edge = rule->age_max_inclusive ? "inclusive" : "below";

	g_print("%-5s %3d to %-3s %-9s %-6s %d.%d    %-8s %-9s %-11s %-7s %s\n",
	    mc_licence_class_code(licence_class), rule->age_min_years, age_max,
	    rule->age_max_years == 0 ? "" : edge, memory, line_deci / 10, line_deci % 10, stature,
	    rule->monocular_allowed ? "refer" : "no", rule->hearing_aid_allowed ? "yes" : "no",
	    rule->special_institution ? "special" : "-", rule->rule_id);
}

static void
print_plan(const McExamPlan *plan)
{
	json_auto_t *json = mc_exam_plan_to_json(plan);
	const char *name = NULL;
	json_t *value = NULL;

	g_print("\n%s\n", mc_exam_kind_name(plan->kind));
	json_object_foreach(json, name, value)
	{
		char *text = json_dumps(value, JSON_ENCODE_ANY);

		g_print("  %-26s %s\n", name, text);
		free(text);
	}
}

static void
print_pack(const McRulePack *pack, const char *digest)
{
	g_print("rule pack %s version %d, valid from %d", pack->id, pack->version,
	    mc_date_to_yyyymmdd(pack->valid_from));
	if (pack->valid_to.year != 0)
		g_print(" to %d", mc_date_to_yyyymmdd(pack->valid_to));
	g_print("\nsha-256 %s\n", digest);
	g_print("born on 29 February: birthday in common years on %s\n\n",
	    pack->leap_birthday_on_march_1 ? "1 March" : "28 February");
	g_print("class age                   memory vision stature  one eye   hearing aid where   "
	        "rule\n");
	for (guint i = 0; i < MC_CLASSES; i++)
		if (pack->classes[i].present)
			print_class((McLicenceClass)i, &pack->classes[i]);
	for (guint kind = 0; kind < MC_EXAM_KINDS; kind++)
		print_plan(&pack->plans[kind]);
}

int
mc_tool_rules(int argc, char **argv)
{
	g_auto(GStrv) files = mc_tool_arguments(argc, argv, "FILE…",
	    "Prints rule packs as tables. Ages in years, stature in millimetres, vision as the 5-mark\n"
	    "of each eye.",
	    NULL, 0);

	if (files == NULL)
		return MC_TOOL_WRONG_USE;
	if (files[0] == NULL) {
		g_printerr("medcheck: rules needs a FILE, for example data/rules-cn-172.json\n");
		return MC_TOOL_WRONG_USE;
	}
	for (guint i = 0; files[i] != NULL; i++) {
		McRulePack pack;
		char digest[MC_DIGEST_HEX_SIZE];
		g_autoptr(GError) error = NULL;

		if (!mc_rule_pack_read_file(files[i], &pack, digest, &error)) {
			g_printerr("medcheck: %s\n", error->message);
			return MC_TOOL_WRONG_USE;
		}
		print_pack(&pack, digest);
	}
	return MC_TOOL_GOOD;
}
