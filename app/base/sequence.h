#ifndef MC_APP_BASE_SEQUENCE_H
#define MC_APP_BASE_SEQUENCE_H

/* A conversation with a device as a table of named rows, run one after another by a loop (no
 * recursion, however many rows end at once). A row starts its work and reports later, or at once,
 * with exactly one of mc_sequence_next(), _go_to() and _fail(). The last rows are the clean-up:
 * they run whatever happened before, "mute" and "dark" among them, and a failure in one of them
 * does not skip the next. The first error is the one that is reported. */

#include <glib.h>

typedef struct McSequence McSequence;

typedef struct McSequenceRow {
	const char *name;
	void (*run)(McSequence *sequence, gpointer data);
	/* The row has nothing under way and only waits for an event: mc_sequence_stop() ends it at
	 * once. Any other row is let finish, because its work would report into a later row. */
	gboolean waits;
} McSequenceRow;

typedef struct McSequenceTable {
	const char *name;
	const McSequenceRow *rows;
	guint count;
	guint clean_up; /* index of the first clean-up row; count when there is none */
} McSequenceTable;

/* After the last row; error is NULL when all went well, else the first one (MC_ERROR domain, or
 * G_IO_ERROR_CANCELLED from the stop). The sequence may be freed or started again in here. */
typedef void (*McSequenceDone)(const GError *error, gpointer data);

McSequence *mc_sequence_new(const McSequenceTable *table, McSequenceDone done, gpointer data);
/* At any time: drops a running sequence without another call. Whoever frees it in the middle sees
 * to it that the row's work does not report any more. */
void mc_sequence_free(McSequence *sequence);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McSequence, mc_sequence_free)

/* From row 0. done() may be called before it returns. A programming error while it runs. */
void mc_sequence_start(McSequence *sequence);
gboolean mc_sequence_is_running(const McSequence *sequence);
/* The row that is under way, -1 when not running. */
gint mc_sequence_row(const McSequence *sequence);
const char *mc_sequence_row_name(const McSequence *sequence);

void mc_sequence_next(McSequence *sequence);
/* To a row of the same part: a body row from the body, a clean-up row from the clean-up. */
void mc_sequence_go_to(McSequence *sequence, guint row);
/* Nothing is left to do but the clean-up. From the body. */
void mc_sequence_end(McSequence *sequence);
/* Takes the error; goes on with the clean-up. */
void mc_sequence_fail(McSequence *sequence, GError *error);

/* Takes the error, which becomes the sequence's unless it had one: clean-up follows as soon as the
 * row under way allows. Harmless in the clean-up and when not running. */
void mc_sequence_stop(McSequence *sequence, GError *error);

#endif
