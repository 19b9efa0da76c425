/* What an exam found of an eye or an ear, in the ways in which doctors write it. */
#include "app/tools/explain.h"

#include "app/exam/notation.h"

#define SAY(tongue, chinese, english) ((tongue) == MC_TONGUE_CHINESE ? (chinese) : (english))

/* A mark or a decimal is larger where the eye is better, a size smaller. */
static const char *const bounds[] = {"", "≥ ", "≤ "};
static const char *const bounds_of_size[] = {"", "≤ ", "≥ "};

/* "≥ 5.0 (decimal ≥ 1.0, logMAR ≤ 0.00)": a line has the decimal that charts print beside it. */
static void
explain_line(McTongue tongue, const McPartResult *part)
{
	char log_mar[MC_NOTATION_SIZE];
	gint32 decimal_centi;

	if (part->line_deci == 0)
		return;
	g_print("%s%s%d.%d", SAY(tongue, "，视力 ", ", line "), bounds[part->line_bound],
	    part->line_deci / 10, part->line_deci % 10);
	if (!mc_notation_chart_decimal_centi(part->line_deci, &decimal_centi))
		return;
	mc_notation_write(MC_NOTATION_LOG_MAR, 100 * (50 - part->line_deci), log_mar);
	g_print("%s%s%.*f%s%s%s%s", SAY(tongue, "（小数 ", " (decimal "), bounds[part->line_bound],
	    decimal_centi % 10 == 0 ? 1 : 2, decimal_centi / 100.0,
	    SAY(tongue, "，logMAR ", ", logMAR "), bounds_of_size[part->line_bound], log_mar,
	    SAY(tongue, "）", ")"));
}

/* The acuity as a number, and the interval that holds it with 95 %. */
static void
explain_estimate(McTongue tongue, const McPartResult *part)
{
	char mark[MC_NOTATION_SIZE], low[MC_NOTATION_SIZE], high[MC_NOTATION_SIZE];
	char decimal[MC_NOTATION_SIZE], log_mar[MC_NOTATION_SIZE];

	if (!part->estimated)
		return;
	mc_notation_write(MC_NOTATION_FIVE_MARK, part->estimate_milli_log_mar, mark);
	/* The largest size is the lowest mark. */
	mc_notation_write(MC_NOTATION_FIVE_MARK, part->estimate_high_milli_log_mar, low);
	mc_notation_write(MC_NOTATION_FIVE_MARK, part->estimate_low_milli_log_mar, high);
	mc_notation_write(MC_NOTATION_DECIMAL, part->estimate_milli_log_mar, decimal);
	mc_notation_write(MC_NOTATION_LOG_MAR, part->estimate_milli_log_mar, log_mar);
	g_print("%s%s%s%s%s … %s%s%s%s%s%s%s%s", SAY(tongue, "，测得 ", ", measured "),
	    bounds[part->estimate_bound], mark, SAY(tongue, "（95 %：", " (95 %: "), low, high,
	    SAY(tongue, "；小数 ", "; decimal "), bounds[part->estimate_bound], decimal,
	    SAY(tongue, "，logMAR ", ", logMAR "), bounds_of_size[part->estimate_bound], log_mar,
	    SAY(tongue, "）", ")"));
}

/* Of an ear that did not pass the screening: its threshold at each tone, and their mean. */
static void
explain_thresholds(McTongue tongue, const McHearingPlan *plan, const McPartResult *part)
{
	for (gint32 i = 0; i < part->thresholds; i++) {
		gint32 threshold = part->threshold_deci_db_hl[i];

		g_print("%s%d Hz ", SAY(tongue, "，", ", "), plan->frequency_hz[i]);
		if (threshold == MC_THRESHOLD_OPEN)
			g_print("%s", SAY(tongue, "未测定", "not determined"));
		else if (threshold == MC_THRESHOLD_UNHEARD)
			g_print("%s%.1f dB HL", SAY(tongue, "听不到 ", "unheard at "),
			    plan->threshold_max_deci_db_hl / 10.0);
		else
			g_print("%.1f dB HL", threshold / 10.0);
	}
	if (part->thresholds > 0 && part->mean_deci_db_hl != MC_THRESHOLD_OPEN)
		g_print("%s%.1f dB HL", SAY(tongue, "，平均 ", ", mean "), part->mean_deci_db_hl / 10.0);
}

void
mc_explain_figures(McTongue tongue, const McExamRun *run, guint side)
{
	const McPartResult *part = &run->result.part[side];

	switch (run->plan.kind) {
	case MC_EXAM_ACUITY:
		explain_line(tongue, part);
		explain_estimate(tongue, part);
		return;
	case MC_EXAM_HEARING: explain_thresholds(tongue, &run->plan.as.hearing, part); return;
	case MC_EXAM_COLOUR:
		g_print("%s%d/%d", SAY(tongue, "，读出 ", ", read "),
		    run->result.figures.colour.right[side], part->trials);
		return;
	case MC_EXAM_SIDE:
	case MC_EXAM_STATURE:
	case MC_EXAM_LIMBS:
	case MC_EXAM_REACTION: return;
	}
}
