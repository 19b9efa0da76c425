#ifndef MC_UI_STAFF_CLERK_H
#define MC_UI_STAFF_CLERK_H

#include "ui/sheet/sheet.h"
#include "ui/widgets/scan.h"

/* The clerk types what stands on the person's document after having compared the holder. The name
 * may need an input method, so this one page of the staff has an entry. */
typedef struct McClerkIdentity {
	McSheet *sheet;
	GtkWidget *name, *number, *problem, *done;
	char digits[19]; /* of the 18-character number */
	void (*left)(gpointer data); /* done or cancelled */
	gpointer data;
} McClerkIdentity;

/* typed must live as long as the widget, starts zeroed, and is wiped with the sheet. */
GtkWidget *mc_clerk_identity_new(
    McClerkIdentity *typed, McSheet *sheet, void (*left)(gpointer data), gpointer data);

/* The clerk gives the code of an unfinished check for the person who waits (C18). */
typedef struct McClerkCase {
	McSheet *sheet;
	McScan scan;
	GtkWidget *trouble;
	void (*left)(gpointer data);
	gpointer data;
} McClerkCase;

/* given as typed above. */
GtkWidget *mc_clerk_case_new(
    McClerkCase *given, McSheet *sheet, void (*left)(gpointer data), gpointer data);
void mc_clerk_case_update(McClerkCase *given, const McView *view);

#endif
