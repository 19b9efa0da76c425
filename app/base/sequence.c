#include "app/base/sequence.h"

struct McSequence {
	const McSequenceTable *table;
	McSequenceDone done;
	gpointer data;
	gint row; /* -1 = not running */
	gboolean reported; /* the row under way has ended: the loop goes on */
	gboolean stopping; /* a body row is let finish, then the clean-up follows */
	gboolean looping, freed;
	GError *error;
};

McSequence *
mc_sequence_new(const McSequenceTable *table, McSequenceDone done, gpointer data)
{
	McSequence *self = g_new0(McSequence, 1);

	g_assert(table->count > 0 && table->clean_up <= table->count);
	self->table = table;
	self->done = done;
	self->data = data;
	self->row = -1;
	return self;
}

static void
destroy(McSequence *self)
{
	g_clear_error(&self->error);
	g_free(self);
}

void
mc_sequence_free(McSequence *self)
{
	if (self == NULL)
		return;
	self->freed = TRUE;
	if (!self->looping)
		destroy(self);
}

static gboolean
in_clean_up(const McSequence *self)
{
	return self->row >= (gint)self->table->clean_up;
}

static void
finish(McSequence *self)
{
	g_autoptr(GError) error = g_steal_pointer(&self->error);

	self->row = -1;
	self->stopping = FALSE;
	self->done(error, self->data);
}

static void
step(McSequence *self)
{
	if (self->stopping && !in_clean_up(self))
		self->row = (gint)self->table->clean_up;
	self->reported = FALSE;
	if (self->row < (gint)self->table->count)
		self->table->rows[self->row].run(self, self->data);
	else
		finish(self);
}

/* A stop does not wait for a row that only waits itself. */
static gboolean
is_interrupted(const McSequence *self)
{
	return self->stopping && !in_clean_up(self) && self->table->rows[self->row].waits;
}

/* Runs rows as long as they end at once. done() may start the sequence again: the loop takes that
 * up as well. */
static void
loop(McSequence *self)
{
	if (self->looping)
		return;
	self->looping = TRUE;
	while (!self->freed && self->row >= 0 && (self->reported || is_interrupted(self)))
		step(self);
	self->looping = FALSE;
	if (self->freed)
		destroy(self);
}

static void
move_to(McSequence *self, gint row)
{
	g_assert(self->row >= 0 && !self->reported);
	self->row = row;
	self->reported = TRUE;
	loop(self);
}

void
mc_sequence_start(McSequence *self)
{
	g_assert(self->row < 0);
	self->row = 0;
	self->reported = TRUE;
	loop(self);
}

gboolean
mc_sequence_is_running(const McSequence *self)
{
	return self->row >= 0;
}

gint
mc_sequence_row(const McSequence *self)
{
	return self->row < (gint)self->table->count ? self->row : -1;
}

const char *
mc_sequence_row_name(const McSequence *self)
{
	gint row = mc_sequence_row(self);

	return row < 0 ? "none" : self->table->rows[row].name;
}

void
mc_sequence_next(McSequence *self)
{
	move_to(self, self->row + 1);
}

void
mc_sequence_go_to(McSequence *self, guint row)
{
	g_assert(row < self->table->count);
	g_assert((row >= self->table->clean_up) == in_clean_up(self));
	move_to(self, (gint)row);
}

void
mc_sequence_end(McSequence *self)
{
	g_assert(!in_clean_up(self));
	move_to(self, (gint)self->table->clean_up);
}

static void
keep_first(McSequence *self, GError *error)
{
	if (self->error == NULL)
		self->error = error;
	else
		g_error_free(error);
}

void
mc_sequence_fail(McSequence *self, GError *error)
{
	keep_first(self, error);
	if (in_clean_up(self))
		move_to(self, self->row + 1);
	else
		move_to(self, (gint)self->table->clean_up);
}

void
mc_sequence_stop(McSequence *self, GError *error)
{
	if (self->row < 0 || in_clean_up(self)) {
		g_error_free(error);
		return;
	}
	keep_first(self, error);
	self->stopping = TRUE;
	loop(self);
}
