#ifndef MC_TESTS_SUPPORT_FAKE_VISIT_H
#define MC_TESTS_SUPPORT_FAKE_VISIT_H

/* A citizen who does what the page says: one step after the other on a session over fake ports. */

#include "tests/support/fake-ports.h"

typedef struct McWalk {
	McFakes *fakes;
	McSession *session;
	McIdentity identity; /* the card that she puts down */
	gboolean has_glasses, wears_hearing_aid;
	const char *code; /* of an earlier part, on her slip */
	guint changes; /* all that the listener heard */
	gboolean pages[MC_PAGES]; /* seen */
} McWalk;

McWalk *mc_walk_new(void);
McWalk *mc_walk_new_demonstration(void);
/* The k-th call of a port fails. */
McWalk *mc_walk_new_failing(guint k);
void mc_walk_free(McWalk *walk);
/* She comes with the code of an earlier part, after which this is missing. */
void mc_walk_come_with_code(McWalk *walk, const char *code, guint32 missing);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McWalk, mc_walk_free)

/* One thing that the page asks for, and time for its consequences. */
void mc_walk_step(McWalk *walk);
/* Steps until the page shows; fails after 400 steps. */
void mc_walk_to(McWalk *walk, McPage page);
/* Until the page shows for the exam; practice: the practice page of it. */
void mc_walk_to_exam(McWalk *walk, McExamKind kind, gboolean practice);
/* … and a stimulus is on. */
void mc_walk_to_stimulus(McWalk *walk, McExamKind kind, gboolean practice);
/* The line of the summary that the exam has in this visit, or NULL. */
const McExamLine *mc_walk_find_line(McWalk *walk, McExamKind kind);
/* The same; fails without one. */
const McExamLine *mc_walk_line(McWalk *walk, McExamKind kind);
/* The picture stands on the screen, and this figure is touched. */
void mc_walk_touch(McWalk *walk, gint32 figure);
/* The instrument goes; it comes back, starts and is ready. */
void mc_walk_unplug(McWalk *walk, McDeviceKind kind);
void mc_walk_plug(McWalk *walk, McDeviceKind kind);

#endif
