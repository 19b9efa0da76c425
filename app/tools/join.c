#include "app/tools/tools.h"

#include "app/base/error.h"
#include "app/record/case.h"
#include "app/record/rule-pack.h"
#include "app/tools/record-file.h"
#include <string.h>

typedef struct Join {
	char *trust, *crls, *rules;
	McRulePack pack;
	guint parts;
	McRecordFile file[MC_CASE_PARTS_MAX];
	McCasePart part[MC_CASE_PARTS_MAX];
} Join;

/* The seal by its chain, then everything that the visit states. */
static gboolean
take_part(Join *join, const char *path, McVerifier *verifier, GError **error)
{
	McRecordFile *file = &join->file[join->parts];
	McCasePart *part = &join->part[join->parts];

	join->parts++;
	if (!mc_record_file_open(file, path, verifier, error))
		return FALSE;
	if (file->visit == NULL) {
		g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED, "it is no visit but %s", file->head.type);
		return FALSE;
	}
	if (!mc_rule_pack_find(join->rules, file->visit->rule_pack_digest, &join->pack)) {
		g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED,
		    "%s does not hold the rule pack that the record names", join->rules);
		return FALSE;
	}
	if (!mc_visit_verify(file->visit, &join->pack, error))
		return FALSE;
	*part = (McCasePart){.seq = file->head.seq, .visit = file->visit};
	g_strlcpy(part->kiosk, file->head.kiosk, sizeof part->kiosk);
	g_strlcpy(part->digest, file->digest, sizeof part->digest);
	g_print("part       %d of case %s: good, sealed by %s as number %" G_GUINT64_FORMAT
	        ", digest %s\n",
	    file->visit->of_case.part, file->visit->of_case.case_id, file->by.name, file->head.seq,
	    file->digest);
	return TRUE;
}

static gboolean
take_parts(Join *join, char **files, McVerifier *verifier)
{
	for (guint i = 0; files[i] != NULL; i++) {
		g_autoptr(GError) error = NULL;

		if (take_part(join, files[i], verifier, &error))
			continue;
		g_print("\nresult     NOT GOOD: %s: %s\n", files[i], error->message);
		return FALSE;
	}
	return TRUE;
}

static void
print_whole(const McCaseWhole *whole)
{
	json_auto_t *json = mc_case_whole_to_json(whole);
	g_autoptr(GBytes) bytes = mc_canonical_write(json, NULL);
	gsize size = 0;
	const char *text = g_bytes_get_data(bytes, &size);

	for (guint i = 0; i < whole->verdicts; i++)
		g_print("verdict    %-2s %s (of what was measured in all parts: %s)\n",
		    mc_licence_class_code(whole->verdict[i].licence_class),
		    mc_outcome_name(whole->verdict[i].outcome),
		    mc_outcome_name(whole->verdict[i].outcome_here));
	g_print("joined     %.*s\n\nresult     good: one whole of %u parts\n", (int)size, text,
	    whole->parts);
}

static int
join_files(Join *join, char **files, McVerifier *verifier)
{
	McCaseWhole whole;
	McCaseProblem problem;

	if (!take_parts(join, files, verifier))
		return MC_TOOL_NOT_AS_STATED;
	problem = mc_case_join(join->part, join->parts, &join->pack, &whole);
	if (problem == MC_CASE_GOOD) {
		print_whole(&whole);
		return MC_TOOL_GOOD;
	}
	g_print("\nresult     NOT ONE WHOLE: %s: %s\n", mc_case_problem_name(problem),
	    mc_case_problem_text(problem));
	return MC_TOOL_NOT_AS_STATED;
}

static int
join_with_trust(Join *join, char **files)
{
	const char *const crls[] = {join->crls, NULL};
	guint count = g_strv_length(files);
	g_autoptr(McVerifier) verifier = NULL;
	g_autoptr(GError) error = NULL;

	if (count < 1 || count > MC_CASE_PARTS_MAX || join->trust == NULL || join->rules == NULL) {
		g_printerr("medcheck: join needs 1 to %d PARTs, --trust ROOTS and --rules DIR\n",
		    MC_CASE_PARTS_MAX);
		return MC_TOOL_WRONG_USE;
	}
	verifier = mc_verifier_new_from_file(join->trust, &error);
	if (verifier == NULL || !mc_verifier_set_crls(verifier, crls, &error)) {
		g_printerr("medcheck: %s\n", error->message);
		return MC_TOOL_WRONG_USE;
	}
	return join_files(join, files, verifier);
}

int
mc_tool_join(int argc, char **argv)
{
	g_autofree Join *join = g_new0(Join, 1);
	const McToolOption options[] = {
	    {"trust", "ROOTS", "PEM file with the root certificates to trust", &join->trust},
	    {"crls", "FILE", "PEM file with revocation lists", &join->crls},
	    {"rules", "DIR", "folder with rule packs, to judge by", &join->rules},
	};
	g_auto(GStrv) files = mc_tool_arguments(argc, argv, "PART…",
	    "Proves the parts of one case, in any order: each seal, each part's exams and verdict, "
	    "and\n"
	    "that they are of one person, for one purpose, in time, with no exam taken twice. Then\n"
	    "judges all of them as one and prints what may be stated of the whole.",
	    options, G_N_ELEMENTS(options));
	int status = files != NULL ? join_with_trust(join, files) : MC_TOOL_WRONG_USE;

	for (guint i = 0; i < join->parts; i++)
		mc_record_file_clear(&join->file[i]);
	g_free(join->trust);
	g_free(join->crls);
	g_free(join->rules);
	return status;
}
