#include "ui/words/verdicts.h"
#include "ui/words/language.h"

static const char *
part_word(McOutcome outcome)
{
	switch (outcome) {
	case MC_OUTCOME_NOT_DETERMINED: return _("no result");
	case MC_OUTCOME_PASS: return _("heard");
	case MC_OUTCOME_FAIL: return _("not heard well enough");
	case MC_OUTCOME_REFER: return _("for a doctor");
	}
	return "";
}

static char *
acuity_value(const McPartResult *part)
{
	/* No line was presented. */
	if (part->line_deci <= 0)
		return g_strdup(part->outcome == MC_OUTCOME_FAIL ? _("too low to state") : _("no result"));
	switch (part->line_bound) {
	case MC_BOUND_AT_LEAST:
		return g_strdup_printf(_("%d.%d or better"), part->line_deci / 10, part->line_deci % 10);
	case MC_BOUND_AT_MOST:
		return g_strdup_printf(_("below %d.%d"), part->line_deci / 10, part->line_deci % 10);
	case MC_BOUND_EXACT: break;
	}
	return g_strdup_printf("%d.%d", part->line_deci / 10, part->line_deci % 10);
}

char *
mc_verdict_parts(const McExamLine *line)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (guint i = 0; i < MC_SIDES; i++) {
		const McPartResult *part = &line->result.part[i];
		g_autofree char *value = NULL;

		/* The side test has one result for both ears: the outcome says it all. */
		if (!line->done || !part->examined || line->kind == MC_EXAM_SIDE)
			continue;
		value =
		    line->kind == MC_EXAM_ACUITY ? acuity_value(part) : g_strdup(part_word(part->outcome));
		g_string_append_printf(
		    text, "%s%s %s", text->len > 0 ? _("; ") : "", mc_word_side(line->kind, i), value);
	}
	return g_string_free(g_steal_pointer(&text), FALSE);
}

char *
mc_verdict_reasons(guint32 reasons)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (guint i = 0; i < MC_REASON_COUNT; i++) {
		const char *sentence = reasons & (1u << i) ? mc_word_reason((McReason)(1u << i)) : "";

		if (sentence[0] != '\0')
			g_string_append_printf(text, "%s%s", text->len > 0 ? "\n" : "", sentence);
	}
	return g_string_free(g_steal_pointer(&text), FALSE);
}

/* Another place, or a doctor who looks at what was recorded. */
static gboolean
is_for_elsewhere(const McRequirementVerdict *one)
{
	return one->basis == MC_BASIS_ELSEWHERE || one->basis == MC_BASIS_EVIDENCE;
}

/* The requirements with this outcome, with or without those for elsewhere; NULL when there is none.
 */
static char *
requirements(const McClassVerdict *verdict, McOutcome outcome, gboolean elsewhere)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (gint32 i = 0; i < verdict->requirements; i++) {
		const McRequirementVerdict *one = &verdict->requirement[i];

		if (one->outcome != outcome || is_for_elsewhere(one) != elsewhere)
			continue;
		g_string_append_printf(
		    text, "%s%s", text->len > 0 ? _(", ") : "", mc_word_requirement(one->requirement));
	}
	return text->len > 0 ? g_string_free(g_steal_pointer(&text), FALSE) : NULL;
}

static void
add_line(GStrvBuilder *lines, const char *lead, char *what)
{
	g_autofree char *owned = what;
	g_autofree char *line = NULL;

	if (owned == NULL)
		return;
	line = g_strdup_printf(_("%s: %s"), lead, owned);
	g_strv_builder_add(lines, line);
}

GStrv
mc_verdict_lines(const McClassVerdict *verdict)
{
	g_autoptr(GStrvBuilder) lines = g_strv_builder_new();

	add_line(lines, _("Not met"), requirements(verdict, MC_OUTCOME_FAIL, FALSE));
	add_line(lines, _("A doctor decides about"), requirements(verdict, MC_OUTCOME_REFER, FALSE));
	add_line(lines, _("No result for"), requirements(verdict, MC_OUTCOME_NOT_DETERMINED, FALSE));
	add_line(lines, _("Still to be examined elsewhere"),
	    requirements(verdict, MC_OUTCOME_NOT_DETERMINED, TRUE));
	add_line(lines, _("Also to be examined by a doctor elsewhere"),
	    requirements(verdict, MC_OUTCOME_REFER, TRUE));
	if (verdict->restriction_glasses)
		g_strv_builder_add(lines, _("Only with glasses or contact lenses"));
	if (verdict->restriction_hearing_aid)
		g_strv_builder_add(lines, _("Only with a hearing aid"));
	return g_strv_builder_end(lines);
}
