/* The lines of the summary. */

#include "app/flow/session-private.h"

static gboolean
requirement_is_of(McRequirement what, McExamKind kind, guint *part)
{
	*part = what == MC_REQUIREMENT_VISION_RIGHT || what == MC_REQUIREMENT_HEARING_RIGHT ? 1 : 0;
	if (kind == MC_EXAM_ACUITY)
		return what == MC_REQUIREMENT_VISION_LEFT || what == MC_REQUIREMENT_VISION_RIGHT;
	if (kind == MC_EXAM_HEARING)
		return what == MC_REQUIREMENT_HEARING_LEFT || what == MC_REQUIREMENT_HEARING_RIGHT;
	if (kind == MC_EXAM_COLOUR)
		return what == MC_REQUIREMENT_COLOUR;
	if (kind == MC_EXAM_STATURE)
		return what == MC_REQUIREMENT_STATURE;
	if (kind == MC_EXAM_LIMBS)
		return what == MC_REQUIREMENT_UPPER_LIMBS || what == MC_REQUIREMENT_LOWER_LIMBS ||
		       what == MC_REQUIREMENT_TRUNK_NECK;
	return what == MC_REQUIREMENT_HEARING_SIDE;
}

/* An exam of before the power cut, or a void one: the verdict tells its outcome side by side,
 * nothing more. */
static void
fill_from_verdict(const McSession *self, McExamKind kind, McExamResult *result)
{
	const McClassVerdict *verdict = &self->view.verdict[0];
	gboolean fails = FALSE, passes = TRUE;
	guint part;

	*result = (McExamResult){.kind = kind, .attempts = 1};
	if (kind == MC_EXAM_REACTION) {
		result->reasons = MC_REASON_UNSCORED;
		return;
	}
	for (gint32 i = 0; self->view.verdicts > 0 && i < verdict->requirements; i++) {
		const McRequirementVerdict *required = &verdict->requirement[i];

		if (!requirement_is_of(required->requirement, kind, &part))
			continue;
		result->part[part].examined = true;
		result->part[part].outcome =
		    required->outcome == MC_OUTCOME_REFER ? MC_OUTCOME_NOT_DETERMINED : required->outcome;
		result->part[part].reasons = required->reasons;
		result->reasons |= required->reasons;
		fails = fails || required->outcome == MC_OUTCOME_FAIL;
		passes = passes && required->outcome == MC_OUTCOME_PASS;
	}
	if (fails)
		result->outcome = MC_OUTCOME_FAIL;
	else if (passes && self->view.verdicts > 0)
		result->outcome = MC_OUTCOME_PASS;
}

/* The recorder found at the end that what measured it had not been calibrated on that day. */
static gboolean
is_void(const McSession *self, McExamKind kind)
{
	const McClassVerdict *verdict = &self->view.verdict[0];
	guint part;

	for (gint32 i = 0; self->view.verdicts > 0 && i < verdict->requirements; i++)
		if (requirement_is_of(verdict->requirement[i].requirement, kind, &part) &&
		    (verdict->requirement[i].reasons & MC_REASON_UNCALIBRATED) != 0)
			return TRUE;
	return FALSE;
}

static gboolean
was_run(const McSession *self, guint slot)
{
	return self->slot[slot].done || self->slot[slot].reasons != 0;
}

static void
add_line(McSession *self, McExamKind kind, McCorrection correction)
{
	const McSlot *slot = &self->slot[mc_slot_of(kind, correction)];
	McExamLine *line = &self->view.exam_line[self->view.exam_lines++];

	*line = (McExamLine){.kind = kind, .correction = correction, .done = slot->done};
	line->result = slot->result;
	line->result.kind = kind;
	if (slot->resumed || (slot->done && is_void(self, kind)))
		fill_from_verdict(self, kind, &line->result);
	else if (!slot->done)
		line->result.reasons = slot->reasons;
}

void
mc_session_exam_lines(McSession *self)
{
	self->view.exam_lines = 0;
	if (mc_session_is_asked_for(self, MC_EXAM_ACUITY))
		add_line(self, MC_EXAM_ACUITY, MC_CORRECTION_NAKED);
	if (was_run(self, MC_SLOT_GLASSES))
		add_line(self, MC_EXAM_ACUITY, MC_CORRECTION_GLASSES);
	if (mc_session_is_asked_for(self, MC_EXAM_HEARING))
		add_line(self, MC_EXAM_HEARING, MC_CORRECTION_NAKED);
	if (mc_session_is_asked_for(self, MC_EXAM_SIDE))
		add_line(self, MC_EXAM_SIDE, MC_CORRECTION_NAKED);
	if (was_run(self, MC_EXAM_COLOUR))
		add_line(self, MC_EXAM_COLOUR, MC_CORRECTION_NAKED);
	if (was_run(self, MC_EXAM_STATURE))
		add_line(self, MC_EXAM_STATURE, MC_CORRECTION_NAKED);
	if (was_run(self, MC_EXAM_LIMBS))
		add_line(self, MC_EXAM_LIMBS, MC_CORRECTION_NAKED);
	if (was_run(self, MC_EXAM_REACTION))
		add_line(self, MC_EXAM_REACTION, MC_CORRECTION_NAKED);
}
