#include "app/gateway/intake/openings.h"

#include "app/base/error.h"
#include "app/record/opening.h"
#include <string.h>

/* How far before the first opening that the record names others are looked for: exams of a visit
 * stand close together. */
#define LOOK_BACK 128
/* How far behind a late link the visit is looked for to which it belongs. */
#define LOOK_AHEAD LOOK_BACK

typedef struct Found {
	const McVisit *visit;
	GArray *openings; /* of McOpening */
	guint64 other; /* a link that the visit names and that is no opening; 0 = none */
} Found;

static gboolean
is_named(const McVisit *visit, guint64 seq)
{
	for (guint i = 0; i < visit->exams; i++)
		if (visit->exam[i]->opened_seq == seq)
			return TRUE;
	return FALSE;
}

/* The text is canonical, and stands in its envelope as it is. */
static gboolean
says(GBytes *bytes, const char *text)
{
	gsize size = 0;
	gconstpointer data = g_bytes_get_data(bytes, &size);

	return memmem(data, size, text, strlen(text)) != NULL;
}

/* Seal and form were looked at when it was accepted. What is of other visits need not be parsed. */
static void
take_link(guint64 seq, GBytes *envelope, gpointer data)
{
	Found *found = data;
	gboolean is_wanted = is_named(found->visit, seq);
	g_autoptr(GBytes) content = NULL;
	json_auto_t *body = NULL;
	McContentHead head;
	McOpening opening = {.seq = seq};

	if (is_wanted || says(envelope, found->visit->visit_id))
		content = mc_seal_peek(envelope, NULL);
	if (content != NULL && mc_content_read(content, &head, &body, NULL) &&
	    mc_opening_from_json(body, &opening, NULL))
		g_array_append_val(found->openings, opening);
	else if (is_wanted)
		found->other = seq;
}

static guint64
first_named(const McVisit *visit, guint64 otherwise)
{
	guint64 first = otherwise;

	for (guint i = 0; i < visit->exams; i++)
		if (visit->exam[i]->opened_seq != 0)
			first = MIN(first, visit->exam[i]->opened_seq);
	return first;
}

static gboolean
read_chain(McStore *store, const McExamined *examined, Found *found, GError **error)
{
	guint64 first = first_named(found->visit, examined->head.seq);
	McStoreRange range = {.kiosk = examined->head.kiosk,
	    .journal = examined->head.journal,
	    .type = MC_STORE_OPENINGS,
	    .first = first > LOOK_BACK ? first - LOOK_BACK : 1,
	    .last = examined->head.seq - 1};

	return mc_store_links(store, &range, take_link, found, error);
}

static gboolean
is_among(const GArray *openings, guint64 seq)
{
	for (guint i = 0; i < openings->len; i++)
		if (g_array_index(openings, McOpening, i).seq == seq)
			return TRUE;
	return FALSE;
}

/* What the record names, is there, and was not among the openings. */
static gboolean
find_other(McStore *store, const McExamined *examined, Found *found, GError **error)
{
	const McContentHead *head = &examined->head;

	for (guint i = 0; i < found->visit->exams && found->other == 0; i++) {
		guint64 seq = found->visit->exam[i]->opened_seq;
		gboolean is_there = FALSE;

		if (seq == 0 || seq >= head->seq || is_among(found->openings, seq))
			continue;
		if (!mc_store_has_link(store, head->kiosk, head->journal, seq, &is_there, error))
			return FALSE;
		if (is_there)
			found->other = seq;
	}
	return TRUE;
}

static void
note_unseen(McExamined *examined, guint unseen)
{
	char *outcomes = examined->outcomes;

	if (unseen == 0)
		return;
	examined->outcomes = g_strdup_printf("%s openings-unseen=%u", outcomes, unseen);
	g_free(outcomes);
}

/* Nothing promises what lies before it. */
static gboolean
names_later_link(const McExamined *examined)
{
	for (guint i = 0; i < examined->visit->exams; i++)
		if (examined->visit->exam[i]->opened_seq >= examined->head.seq)
			return TRUE;
	return FALSE;
}

static void
check_visit(McStore *store, McExamined *examined, McProblems *problems)
{
	g_autoptr(GArray) openings = g_array_new(FALSE, TRUE, sizeof(McOpening));
	Found found = {.visit = examined->visit, .openings = openings};
	GError *problem = NULL;
	guint unseen = 0;

	if (!read_chain(store, examined, &found, &problem) ||
	    !find_other(store, examined, &found, &problem)) {
		mc_problems_take(problems, MC_PROBLEM_STORAGE, problem);
		return;
	}
	if (found.other != 0 || names_later_link(examined))
		mc_problems_add(problems, MC_PROBLEM_WRONG_OPENING,
		    "a link that the record names as the opening of an exam is none");
	if (!mc_openings_match(examined->visit, openings, &unseen, &problem))
		mc_problems_take(problems, MC_PROBLEM_WRONG_OPENING, problem);
	note_unseen(examined, unseen);
}

/* ---- a link that comes after its visit ---- */

typedef struct Late {
	guint64 seq;
	GArray *openings; /* itself, of McOpening; none if it is no opening */
	char named[48]; /* how a record names it as an opening */
	GError *problem; /* of the first visit that it does not fit */
} Late;

/* Parsing every visit behind it would let a kiosk keep the gateway busy. */
static gboolean
may_concern(const Late *late, GBytes *content)
{
	return says(content, late->named) ||
	       (late->openings->len > 0 &&
	           says(content, g_array_index(late->openings, McOpening, 0).visit_id));
}

static void
hold_against(Late *late, const McVisit *visit)
{
	guint unseen = 0;

	if (late->openings->len > 0)
		mc_openings_match(visit, late->openings, &unseen, &late->problem);
	else if (is_named(visit, late->seq))
		g_set_error(&late->problem, MC_ERROR, MC_ERROR_UNTRUSTED,
		    "an accepted record names it as the opening of an exam, and it is none");
}

static void
take_visit(guint64 seq, GBytes *envelope, gpointer data)
{
	Late *late = data;
	g_autoptr(GBytes) content = late->problem != NULL ? NULL : mc_seal_peek(envelope, NULL);
	g_autoptr(McVisit) visit = NULL;
	json_auto_t *body = NULL;
	McContentHead head;

	if (content != NULL && may_concern(late, content) &&
	    mc_content_read(content, &head, &body, NULL))
		visit = mc_visit_from_json(body, NULL);
	if (visit != NULL)
		hold_against(late, visit);
}

static void
check_link(McStore *store, const McExamined *examined, McProblems *problems)
{
	g_autoptr(GArray) openings = g_array_new(FALSE, TRUE, sizeof(McOpening));
	Late late = {.seq = examined->head.seq, .openings = openings};
	McOpening opening = {.seq = late.seq};
	GError *problem = NULL;
	McStoreRange range = {.kiosk = examined->head.kiosk,
	    .journal = examined->head.journal,
	    .type = MC_STORE_VISITS,
	    .first = late.seq + 1,
	    .last = late.seq + LOOK_AHEAD};

	if (strcmp(examined->head.type, "exam-opened") == 0 &&
	    mc_opening_from_json(examined->body, &opening, NULL))
		g_array_append_val(openings, opening);
	g_snprintf(late.named, sizeof late.named, "\"opened_seq\":%" G_GUINT64_FORMAT ",", late.seq);
	if (!mc_store_links(store, &range, take_visit, &late, &problem))
		mc_problems_take(problems, MC_PROBLEM_STORAGE, problem);
	if (late.problem != NULL)
		mc_problems_take(problems, MC_PROBLEM_WRONG_OPENING, late.problem);
}

void
mc_openings_check(McStore *store, McExamined *examined, McProblems *problems)
{
	if (examined->visit != NULL)
		check_visit(store, examined, problems);
	else
		check_link(store, examined, problems);
}
