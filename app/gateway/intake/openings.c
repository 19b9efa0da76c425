#include "app/gateway/intake/openings.h"

#include "app/record/opening.h"

/* How far before the first opening that the record names others are looked for: exams of a visit
 * stand close together. */
#define LOOK_BACK 128

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

/* Seal and form were looked at when it was accepted. */
static void
take_link(guint64 seq, GBytes *envelope, gpointer data)
{
	Found *found = data;
	g_autoptr(GBytes) content = envelope == NULL ? NULL : mc_seal_peek(envelope, NULL);
	json_auto_t *body = NULL;
	McContentHead head;
	McOpening opening = {.seq = seq};

	if (content != NULL && mc_content_read(content, &head, &body, NULL) &&
	    mc_opening_from_json(body, &opening, NULL))
		g_array_append_val(found->openings, opening);
	else if (is_named(found->visit, seq))
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
	    .type = "exam-opened",
	    .first = first > LOOK_BACK ? first - LOOK_BACK : 1,
	    .last = examined->head.seq - 1};

	return mc_store_links(store, &range, take_link, found, error);
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

void
mc_openings_check(McStore *store, McExamined *examined, McProblems *problems)
{
	g_autoptr(GArray) openings = g_array_new(FALSE, TRUE, sizeof(McOpening));
	Found found = {.visit = examined->visit, .openings = openings};
	GError *problem = NULL;
	guint unseen = 0;

	if (examined->visit == NULL)
		return;
	if (!read_chain(store, examined, &found, &problem)) {
		mc_problems_take(problems, MC_PROBLEM_STORAGE, problem);
		return;
	}
	if (found.other != 0)
		mc_problems_add(problems, MC_PROBLEM_WRONG_OPENING,
		    "a link that the record names as the opening of an exam is none");
	if (!mc_openings_match(examined->visit, openings, &unseen, &problem))
		mc_problems_take(problems, MC_PROBLEM_WRONG_OPENING, problem);
	note_unseen(examined, unseen);
}
