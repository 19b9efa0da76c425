#ifndef MC_TESTS_E2E_PAGE_CHECKS_H
#define MC_TESTS_E2E_PAGE_CHECKS_H

/* What must be true of any page as it stands on the glass. */

#include <gtk/gtk.h>

typedef struct McPageLimits {
	const char *name; /* of the screenshot, and in a failure */
	gdouble pixels_per_mm;
	gboolean may_scroll; /* more may stand on the page than the glass shows at once */
	gboolean entries_allowed;
} McPageLimits;

/* Runs the main loop until everything is laid out and drawn. */
void mc_pages_settle(GtkWidget *window);

/* Keeps a screenshot, then: targets of 20 mm and 3 mm apart (C4), each with a name; nothing
 * clipped, ellipsised or outside (C2); contrast of 7 or more (C3); no entry field where none may
 * be. Prints everything that is wrong before it fails. */
void mc_pages_check(GtkWidget *window, const McPageLimits *limits);

#endif
