#include "app/gateway/attempts/read.h"

#include "app/record/opening.h"
#include <string.h>

static McAttemptLink
link_of(const McStoreLinkToCount *stored, const char *visit)
{
	McAttemptLink link = {.place = stored->place, .at_wall_us = stored->at_wall_us};

	g_strlcpy(link.kiosk, stored->kiosk, sizeof link.kiosk);
	g_strlcpy(link.visit, visit, sizeof link.visit);
	return link;
}

static void
read_opening(McAttemptReader *self, const McStoreLinkToCount *stored, const json_t *body)
{
	g_autoptr(GBytes) sealed = mc_attempt_of(body);
	McOpening opening = {0};
	McAttemptLink link;

	/* A practice is none. */
	if (!mc_opening_from_json(body, &opening, NULL) || opening.exam == MC_EXAM_REACTION)
		return;
	link = link_of(stored, opening.visit_id);
	g_strlcpy(link.exam, mc_exam_kind_name(opening.exam), sizeof link.exam);
	if (sealed != NULL && !mc_attempt_person(self->keys, sealed, link.person, NULL)) {
		*link.person = '\0';
		self->unreadable++;
	}
	g_array_append_val(self->links, link);
}

/* Nothing was shown of it: an instrument was not there, or it was too near. */
static gboolean
has_begun(const McExamRun *run)
{
	for (guint i = 0; i < run->events->len; i++) {
		McExamEventKind kind = g_array_index(run->events, McExamEvent, i).kind;

		if (kind == MC_EXAM_EVENT_ANSWER || kind == MC_EXAM_EVENT_DISCARD)
			return TRUE;
	}
	return FALSE;
}

static const char *
outcome_of(const McExamRun *run)
{
	if (!has_begun(run))
		return "not-begun";
	return run->finished ? mc_outcome_name(run->result.outcome) : "unfinished";
}

static void
read_visit(McAttemptReader *self, const McStoreLinkToCount *stored, const json_t *body)
{
	g_autoptr(McVisit) visit = mc_visit_from_json(body, NULL);

	for (guint i = 0; visit != NULL && i < visit->exams; i++) {
		McAttemptLink link = link_of(stored, visit->visit_id);

		g_strlcpy(link.exam, mc_exam_kind_name(visit->exam[i]->plan.kind), sizeof link.exam);
		g_strlcpy(link.outcome, outcome_of(visit->exam[i]), sizeof link.outcome);
		g_strlcpy(link.case_id, visit->of_case.case_id, sizeof link.case_id);
		g_array_append_val(self->links, link);
	}
}

/* A visit that came to nothing: by itself, or by a clerk's hand. */
static void
read_audit(McAttemptReader *self, const McStoreLinkToCount *stored, const json_t *body)
{
	const char *event = json_string_value(json_object_get(body, "event"));
	const char *visit = json_string_value(json_object_get(body, "visit_id"));
	McAttemptLink link;

	if (event == NULL || visit == NULL ||
	    (strcmp(event, "visit-aborted") != 0 && strcmp(event, "visit-ended-by-clerk") != 0))
		return;
	link = link_of(stored, visit);
	g_strlcpy(link.outcome, "aborted", sizeof link.outcome);
	g_array_append_val(self->links, link);
}

void
mc_attempt_read(const McStoreLinkToCount *stored, gpointer reader)
{
	McAttemptReader *self = reader;
	g_autoptr(GBytes) content = mc_seal_peek(stored->envelope, NULL);
	json_auto_t *body = NULL;
	McContentHead head;

	self->last = stored->place;
	self->looked_at++;
	if (content == NULL || !mc_content_read(content, &head, &body, NULL))
		return;
	if (strcmp(stored->type, "exam-opened") == 0)
		read_opening(self, stored, body);
	else if (strcmp(stored->type, "visit") == 0)
		read_visit(self, stored, body);
	else
		read_audit(self, stored, body);
}
