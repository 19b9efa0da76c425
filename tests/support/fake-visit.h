#ifndef MC_TESTS_SUPPORT_FAKE_VISIT_H
#define MC_TESTS_SUPPORT_FAKE_VISIT_H

/* A citizen who does what the page says: one step after the other on a session over fake ports. */

#include "tests/support/fake-ports.h"

typedef struct McWalk {
	McFakes *fakes;
	McSession *session;
	McIdentity identity; /* the card that she puts down */
	gboolean has_glasses, wears_hearing_aid;
	guint changes; /* all that the listener heard */
	gboolean pages[MC_PAGES]; /* seen */
} McWalk;

McWalk *mc_walk_new(void);
McWalk *mc_walk_new_demonstration(void);
/* The k-th call of a port fails. */
McWalk *mc_walk_new_failing(guint k);
void mc_walk_free(McWalk *walk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McWalk, mc_walk_free)

/* One thing that the page asks for, and time for its consequences. */
void mc_walk_step(McWalk *walk);
/* Steps until the page shows; fails after 400 steps. */
void mc_walk_to(McWalk *walk, McPage page);
/* Until the page shows for the exam; practice: the practice page of it. */
void mc_walk_to_exam(McWalk *walk, McExamKind kind, gboolean practice);
/* … and a stimulus is on. */
void mc_walk_to_stimulus(McWalk *walk, McExamKind kind, gboolean practice);
/* The instrument goes; it comes back, starts and is ready. */
void mc_walk_unplug(McWalk *walk, McDeviceKind kind);
void mc_walk_plug(McWalk *walk, McDeviceKind kind);

#endif
