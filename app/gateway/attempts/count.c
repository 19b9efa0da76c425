#include "app/gateway/attempts/count.h"

#include <string.h>

/* Of those before, more than a line can hold. */
#define NAMED_MAX 8

void
mc_attempts_init(McAttempts *self)
{
	self->row = g_array_new(FALSE, TRUE, sizeof(McAttempt));
}

void
mc_attempts_clear(McAttempts *self)
{
	g_array_unref(self->row);
}

static McAttempt *
row(const McAttempts *self, guint i)
{
	return &g_array_index(self->row, McAttempt, i);
}

void
mc_attempts_take(const McStoreAttempt *attempt, gpointer attempts)
{
	McAttempts *self = attempts;
	McAttempt *taken = NULL;

	g_array_set_size(self->row, self->row->len + 1);
	taken = row(self, self->row->len - 1);
	g_strlcpy(taken->person, attempt->person, sizeof taken->person);
	g_strlcpy(taken->exam, attempt->exam, sizeof taken->exam);
	g_strlcpy(taken->visit, attempt->visit, sizeof taken->visit);
	g_strlcpy(taken->kiosk, attempt->kiosk, sizeof taken->kiosk);
	g_strlcpy(taken->outcome, attempt->outcome, sizeof taken->outcome);
	g_strlcpy(taken->reference, attempt->reference, sizeof taken->reference);
	g_strlcpy(taken->digest, attempt->digest, sizeof taken->digest);
	taken->record = attempt->record;
	taken->at_wall_us = attempt->at_wall_us;
}

/* The first row of the same visit before this one, or NULL. */
static const McAttempt *
of_same_visit(const McAttempts *self, guint i)
{
	for (guint j = 0; j < i; j++)
		if (strcmp(row(self, j)->visit, row(self, i)->visit) == 0)
			return row(self, j);
	return NULL;
}

static gboolean
is_within(const McAttempt *earlier, const McAttempt *at, const McAttemptLimit *limit)
{
	return earlier->is_first &&
	       at->at_wall_us - earlier->at_wall_us < (gint64)limit->days * G_TIME_SPAN_DAY;
}

void
mc_attempts_number(McAttempts *self, const McAttemptLimit *limit)
{
	for (guint i = 0; i < self->row->len; i++) {
		McAttempt *at = row(self, i);
		const McAttempt *same = of_same_visit(self, i);

		at->is_first = same == NULL;
		at->number = same != NULL ? same->number : 1;
		for (guint j = 0; same == NULL && j < i; j++)
			at->number += is_within(row(self, j), at, limit) ? 1 : 0;
	}
}

char *
mc_attempts_mark(const McAttempts *self, const McAttempt *at, const McAttemptLimit *limit)
{
	GString *text = g_string_new(NULL);
	guint named = 0;

	g_string_printf(text, "%s:%u/%ud(", at->exam, at->number, limit->days);
	for (guint i = 0; i < self->row->len && named < NAMED_MAX; i++) {
		const McAttempt *earlier = row(self, i);

		if (earlier->at_wall_us > at->at_wall_us || strcmp(earlier->visit, at->visit) == 0 ||
		    !is_within(earlier, at, limit))
			continue;
		g_string_append_printf(
		    text, "%s%s:%s", named > 0 ? "," : "", earlier->kiosk, earlier->outcome);
		named++;
	}
	g_string_append_c(text, ')');
	return g_string_free(text, FALSE);
}
