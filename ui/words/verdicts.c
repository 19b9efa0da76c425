#include "ui/words/verdicts.h"

#include "app/exam/notation.h"
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

static const char *
plates_word(McOutcome outcome)
{
	switch (outcome) {
	case MC_OUTCOME_NOT_DETERMINED: return _("no result");
	case MC_OUTCOME_PASS: return _("read");
	case MC_OUTCOME_FAIL: return _("not read");
	case MC_OUTCOME_REFER: return _("for a doctor");
	}
	return "";
}

static char *
line_value(const McPartResult *part)
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

/* A number beyond the display's end is no better known than the line, which says so. */
static char *
acuity_value(const McPartResult *part)
{
	g_autofree char *line = line_value(part);
	char mark[MC_NOTATION_SIZE], low[MC_NOTATION_SIZE], high[MC_NOTATION_SIZE];

	if (!part->estimated || part->estimate_bound != MC_BOUND_EXACT)
		return g_steal_pointer(&line);
	mc_notation_write(MC_NOTATION_FIVE_MARK, part->estimate_milli_log_mar, mark);
	/* the largest size is the lowest mark */
	mc_notation_write(MC_NOTATION_FIVE_MARK, part->estimate_high_milli_log_mar, low);
	mc_notation_write(MC_NOTATION_FIVE_MARK, part->estimate_low_milli_log_mar, high);
	return g_strdup_printf(
	    _("%s (measured %s; with 95 %% certainty %s to %s)"), line, mark, low, high);
}

static char *
stature_parts(const McExamResult *result)
{
	const McStatureFigures *figures = &result->figures.stature;
	g_autofree char *height = mc_word_height(figures->height_mm);
	g_autofree char *apart = mc_word_height(figures->spread_mm);

	/* an exam of before a power cut has no figures on the glass */
	if (figures->height_mm <= 0)
		return g_strdup("");
	return g_strdup_printf(_("%s; the measurements are %s apart"), height, apart);
}

static char *
limbs_parts(const McExamResult *result)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (guint i = 0; i < MC_MOVEMENTS; i++)
		if (result->figures.limbs.movement[i] == MC_MOVEMENT_NOT_DONE)
			g_string_append_printf(text, "%s%s", text->len > 0 ? _("; ") : _("Could not be done: "),
			    mc_word_movement((McMovement)i));
	return g_string_free(g_steal_pointer(&text), FALSE);
}

static void
add_time(GString *text, McReactionTask task, const McReactionTimes *times)
{
	if (times->counted == 0)
		return;
	g_string_append(text, text->len > 0 ? _("; ") : "");
	g_string_append_printf(
	    text, _("%s %d ms"), mc_word_reaction_task(task), (times->median_us + 500) / 1000);
}

static void
add_right(GString *text, McReactionTask task, gint32 right, gint32 trials)
{
	if (trials == 0)
		return;
	g_string_append(text, text->len > 0 ? _("; ") : "");
	g_string_append_printf(text, _("%s %d of %d"), mc_word_reaction_task(task), right, trials);
}

static char *
reaction_parts(const McExamResult *result)
{
	const McReactionFigures *figures = &result->figures.reaction;
	g_autoptr(GString) text = g_string_new(NULL);

	add_time(text, MC_REACTION_SIMPLE, &figures->simple);
	add_time(text, MC_REACTION_CHOICE, &figures->choice);
	add_right(text, MC_REACTION_MEMORY, figures->memory_right, figures->memory_trials);
	add_right(text, MC_REACTION_JUDGEMENT, figures->judgement_right, figures->judgement_trials);
	return g_string_free(g_steal_pointer(&text), FALSE);
}

/* Undecided on the edge, or evidence alone, is no failure of anybody, and plates that were read on
 * a screen which nobody measured prove little: a doctor decides. */
McOutcome
mc_verdict_outcome(const McExamLine *line)
{
	McOutcome outcome = line->done ? line->result.outcome : MC_OUTCOME_NOT_DETERMINED;
	guint32 doctors = MC_REASON_BORDERLINE | MC_REASON_FOR_DOCTOR;

	if (outcome == MC_OUTCOME_PASS && (line->result.reasons & MC_REASON_PANEL_ASSUMED) != 0)
		return MC_OUTCOME_REFER;
	return outcome == MC_OUTCOME_NOT_DETERMINED && (line->result.reasons & doctors) != 0
	           ? MC_OUTCOME_REFER
	           : outcome;
}

/* What is required of a height, the class says. */
const char *
mc_verdict_word(const McExamLine *line)
{
	McOutcome outcome = mc_verdict_outcome(line);

	if (line->kind == MC_EXAM_REACTION)
		return line->done ? _("Practice, not scored") : _("Left out");
	if (!line->done)
		return _("Not measured here");
	return line->kind == MC_EXAM_STATURE && outcome == MC_OUTCOME_PASS ? _("Measured")
	                                                                   : mc_word_outcome(outcome);
}

char *
mc_verdict_parts(const McExamLine *line)
{
	g_autoptr(GString) text = g_string_new(NULL);

	if (line->done && line->kind == MC_EXAM_STATURE)
		return stature_parts(&line->result);
	if (line->done && line->kind == MC_EXAM_LIMBS)
		return limbs_parts(&line->result);
	if (line->done && line->kind == MC_EXAM_REACTION)
		return reaction_parts(&line->result);
	for (guint i = 0; i < MC_SIDES; i++) {
		const McPartResult *part = &line->result.part[i];
		g_autofree char *value = NULL;

		/* The side test has one result for both ears: the outcome says it all. */
		if (!line->done || !part->examined || line->kind == MC_EXAM_SIDE)
			continue;
		if (line->kind == MC_EXAM_ACUITY)
			value = acuity_value(part);
		else
			value = g_strdup(line->kind == MC_EXAM_COLOUR ? plates_word(part->outcome)
			                                              : part_word(part->outcome));
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
