#include "app/tools/tools.h"

#include "app/tools/record-file.h"
#include "app/tools/validation.h"
#include <math.h>

static const char *const names[MC_STUDIES] = {"acuity", "hearing", "stature", "colour"};
static const char *const units[MC_STUDIES] = {"logMAR", "dB", "mm", ""};

static void
print_agreement(const char *study, const char *what, const char *unit, const McAgreement *agreement)
{
	if (agreement->pairs == 0)
		return;
	g_print("metric %s_%s_pairs %u pairs\n", study, what, agreement->pairs);
	g_print("metric %s_%s_bias %.4f %s\n", study, what, agreement->bias, unit);
	g_print("metric %s_%s_sd %.4f %s\n", study, what, agreement->sd, unit);
	g_print("metric %s_%s_limit_low %.4f %s\n", study, what, agreement->low, unit);
	g_print("metric %s_%s_limit_high %.4f %s\n", study, what, agreement->high, unit);
	g_print("metric %s_%s_bias_error %.4f %s\n", study, what, agreement->bias_error, unit);
	g_print("metric %s_%s_limit_error %.4f %s\n", study, what, agreement->limit_error, unit);
}

static void
print_share(const char *study, const char *what, const McShare *share)
{
	if (share->of == 0)
		return;
	g_print("metric %s_%s %.4f 1\n", study, what, share->share);
	g_print("metric %s_%s_low %.4f 1\nmetric %s_%s_high %.4f 1\n", study, what, share->low, study,
	    what, share->high);
	g_print("metric %s_%s_of %u parts\n", study, what, share->of);
	g_print("metric %s_%s_count_as %.1f parts\n", study, what, share->effective);
}

static void
print_study(McStudy study, const McStudyResult *result)
{
	if (result->rows == 0)
		return;
	g_print("metric %s_rows %u rows\n", names[study], result->rows);
	g_print("metric %s_without_reference %u rows\n", names[study], result->without_reference);
	g_print("metric %s_without_exam %u rows\n", names[study], result->without_exam);
	print_agreement(names[study], "reference", units[study], &result->reference);
	print_agreement(names[study], "retest", units[study], &result->retest);
	print_share(names[study], "bound_kept", &result->bounded);
	if (!isnan(result->kappa))
		g_print("metric %s_kappa %.4f 1\n", names[study], result->kappa);
	print_share(names[study], "sensitivity", &result->sensitivity);
	print_share(names[study], "specificity", &result->specificity);
	print_share(names[study], "undecided", &result->undecided);
}

/* The visits of the records; each stays owned by the array. */
static gboolean
read_records(char **paths, GPtrArray *visits)
{
	for (guint i = 0; paths[i] != NULL; i++) {
		McRecordFile file;
		g_autoptr(GError) error = NULL;
		gboolean good = mc_record_file_open(&file, paths[i], NULL, &error);

		if (!good || file.visit == NULL)
			g_printerr("medcheck: %s: %s\n", paths[i], good ? "no visit in it" : error->message);
		else
			g_ptr_array_add(visits, g_steal_pointer(&file.visit));
		mc_record_file_clear(&file);
		if (!good)
			return FALSE;
	}
	return TRUE;
}

int
mc_tool_validate(int argc, char **argv)
{
	g_auto(GStrv) files = mc_tool_arguments(argc, argv, "DATASHEET.csv RECORD…",
	    "Agreement of records with a study's reference measurements, as "
	    "docs/validation-protocol.md\n"
	    "asks: Bland-Altman limits, weighted kappa, sensitivity and specificity with exact 95 %\n"
	    "intervals. Seals are not checked here: verify them first.",
	    NULL, 0);
	g_autoptr(GPtrArray) visits = g_ptr_array_new_with_free_func((GDestroyNotify)mc_visit_free);
	g_autofree char *sheet = NULL;
	g_autoptr(GError) error = NULL;
	McStudyResult result[MC_STUDIES];

	if (files == NULL)
		return MC_TOOL_WRONG_USE;
	if (files[0] == NULL || files[1] == NULL) {
		g_printerr("medcheck: validate needs a DATASHEET and RECORDs\n");
		return MC_TOOL_WRONG_USE;
	}
	if (!read_records(files + 1, visits))
		return MC_TOOL_WRONG_USE;
	if (!g_file_get_contents(files[0], &sheet, NULL, &error) ||
	    !mc_validation_run(sheet, visits, result, &error)) {
		g_printerr("medcheck: %s: %s\n", files[0], error->message);
		return MC_TOOL_WRONG_USE;
	}
	for (guint i = 0; i < MC_STUDIES; i++)
		print_study((McStudy)i, &result[i]);
	return MC_TOOL_GOOD;
}
