#ifndef MC_APP_RECORDER_BALLAST_H
#define MC_APP_RECORDER_BALLAST_H

/* Room on the journal's disk that is held back for the day on which the disk is full: a file beside
 * the journal, as large as it says, thrown overboard when a write is refused, so that the running
 * visit can still be recorded. It holds zeros. */

#include <glib.h>

typedef struct McBallast {
	char *path; /* NULL: none is held back */
	gint64 bytes;
	gboolean is_there;
} McBallast;

/* Looks whether it is there, whole. Takes path. */
void mc_ballast_init(McBallast *ballast, char *path, gint64 bytes);
void mc_ballast_clear(McBallast *ballast); /* the memory only */
/* FALSE: there was none, and nothing is won by trying again. */
gboolean mc_ballast_drop(McBallast *ballast);
/* Takes the room from the disk, all of it or nothing. MC_ERROR_STORAGE. */
gboolean mc_ballast_take_in(McBallast *ballast, GError **error);

#endif
