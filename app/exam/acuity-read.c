#include "app/exam/acuity-read.h"

#include "app/exam/acuity-model.h"
#include "app/exam/fixed.h"

#define LINE_FIRST_DECI 40
#define LINE_LAST_DECI 53

/* Is a line met, more likely than not? What was decided stands. */
static bool
is_met(const McExam *exam, McEye eye, int32_t milli)
{
	const McAcuityPlan *plan = &exam->plan.as.acuity;
	const McPartResult *part = &exam->result.part[eye];

	for (int32_t i = 0; i < part->cuts; i++) {
		const McCutResult *cut = &part->cut[i];

		if (cut->outcome == MC_OUTCOME_PASS && milli >= cut->cut_milli_log_mar)
			return true;
		if (cut->outcome == MC_OUTCOME_FAIL && milli <= cut->cut_milli_log_mar)
			return false;
	}
	return mc_acuity_chance_q30(&exam->as.acuity.eye[eye], milli - plan->cut_milli_log_mar[0],
	           plan->prior_pass_permille) >= MC_FIXED_ONE_Q30 / 2;
}

/* Only lines whose size was presented: nothing is said of what was not shown. */
void
mc_acuity_read_lines(McExam *exam, McEye which)
{
	int32_t origin = exam->plan.as.acuity.cut_milli_log_mar[0];
	const McAcuityEye *eye = &exam->as.acuity.eye[which];
	McPartResult *part = &exam->result.part[which];

	part->line_bound = MC_BOUND_AT_LEAST;
	for (int32_t line = LINE_LAST_DECI; line >= LINE_FIRST_DECI; line--) {
		int32_t milli = 100 * (50 - line);

		if (milli - origin < mc_acuity_size_milli(eye->smallest) ||
		    milli - origin > mc_acuity_size_milli(eye->largest))
			continue;
		part->line_deci = line;
		if (is_met(exam, which, milli))
			return;
		part->line_bound = MC_BOUND_EXACT;
	}
	part->line_bound = part->line_deci == 0 ? MC_BOUND_EXACT : MC_BOUND_AT_MOST;
}

/* Beyond what the display shows, or at the end of the thresholds that are reckoned with, which
 * comes first where the limit lies far from the display's end. */
static McBound
bound_of_estimate(const McAcuityPlan *plan, const McPartResult *part, int32_t milli)
{
	int32_t first = plan->cut_milli_log_mar[0] + MC_ACUITY_THRESHOLD_FIRST_MILLI;
	int32_t last = first + MC_ACUITY_THRESHOLDS * MC_ACUITY_THRESHOLD_MILLI;

	if (milli < plan->smallest_milli_log_mar ||
	    part->estimate_low_milli_log_mar < first + MC_ACUITY_THRESHOLD_MILLI)
		return MC_BOUND_AT_LEAST;
	if (milli > plan->largest_milli_log_mar ||
	    part->estimate_high_milli_log_mar > last - MC_ACUITY_THRESHOLD_MILLI)
		return MC_BOUND_AT_MOST;
	return MC_BOUND_EXACT;
}

void
mc_acuity_read_estimate(McExam *exam, McEye which)
{
	const McAcuityPlan *plan = &exam->plan.as.acuity;
	const McAcuityEye *eye = &exam->as.acuity.eye[which];
	McPartResult *part = &exam->result.part[which];
	int32_t origin = plan->cut_milli_log_mar[0];
	int32_t milli = origin + mc_acuity_mean_milli(eye);

	part->estimated = true;
	part->estimate_low_milli_log_mar = origin + mc_acuity_quantile_milli(eye, 25);
	part->estimate_high_milli_log_mar = origin + mc_acuity_quantile_milli(eye, 975);
	part->estimate_bound = bound_of_estimate(plan, part, milli);
	if (milli < plan->smallest_milli_log_mar)
		milli = plan->smallest_milli_log_mar;
	if (milli > plan->largest_milli_log_mar)
		milli = plan->largest_milli_log_mar;
	part->estimate_milli_log_mar = milli;
}
