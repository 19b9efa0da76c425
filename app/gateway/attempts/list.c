#include "app/gateway/attempts/list.h"

#include "app/gateway/attempts/count.h"
#include "app/record/time.h"
#include <string.h>

/* Enough to tell persons apart on a page. */
#define SHOWN_DIGITS 16

typedef struct List {
	const McAttemptSettings *settings;
	const McAttemptQuestion *question;
	McAttempts attempts; /* of the person and exam whose rows are coming */
} List;

static void
print_row(const McAttempt *at, const McAttemptLimit *limit)
{
	char moment[MC_TIME_TEXT_SIZE];

	mc_time_write(at->at_wall_us, moment);
	g_print("%.*s %s %u/%ud %s %s %s %s %s\n", SHOWN_DIGITS, at->person, at->exam, at->number,
	    limit->days, at->number > limit->most ? "over" : "within", moment, at->kiosk, at->reference,
	    at->outcome);
}

static gboolean
is_asked_for(const List *list, const McAttemptLimit *limit)
{
	const McAttemptQuestion *question = list->question;
	gboolean is_over = FALSE, is_named = question->reference == NULL;

	for (guint i = 0; i < list->attempts.row->len; i++) {
		const McAttempt *at = &g_array_index(list->attempts.row, McAttempt, i);

		is_over = is_over || at->number > limit->most;
		is_named = is_named || strcmp(at->reference, question->reference) == 0;
		if (question->exam != NULL && strcmp(at->exam, question->exam) != 0)
			return FALSE;
	}
	return is_named && (is_over || question->even_within);
}

static void
print_person(List *list)
{
	GArray *row = list->attempts.row;
	McAttemptLimit limit = {0};

	if (row->len == 0)
		return;
	limit = mc_attempt_limit(list->settings, g_array_index(row, McAttempt, 0).exam);
	mc_attempts_number(&list->attempts, &limit);
	for (guint i = 0; is_asked_for(list, &limit) && i < row->len; i++)
		print_row(&g_array_index(row, McAttempt, i), &limit);
	g_array_set_size(row, 0);
}

static void
take(const McStoreAttempt *attempt, gpointer data)
{
	List *list = data;
	const GArray *row = list->attempts.row;
	const McAttempt *last = row->len > 0 ? &g_array_index(row, McAttempt, row->len - 1) : NULL;

	if (last != NULL &&
	    (strcmp(last->person, attempt->person) != 0 || strcmp(last->exam, attempt->exam) != 0))
		print_person(list);
	mc_attempts_take(attempt, &list->attempts);
}

gboolean
mc_attempts_list(McStore *store, const McAttemptSettings *settings,
    const McAttemptQuestion *question, GError **error)
{
	List list = {.settings = settings, .question = question};
	gint64 unknown = 0;
	gboolean good = FALSE;

	mc_attempts_init(&list.attempts);
	good = mc_store_each_attempt(store, NULL, take, &list, error);
	if (good)
		print_person(&list);
	mc_attempts_clear(&list.attempts);
	if (!good || !mc_store_count_unknown(store, &unknown, error))
		return FALSE;
	if (unknown > 0)
		g_print("%" G_GINT64_FORMAT " openings of nobody that is known\n", unknown);
	return TRUE;
}
