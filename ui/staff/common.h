#ifndef MC_UI_STAFF_COMMON_H
#define MC_UI_STAFF_COMMON_H

/* What the staff's pages share. */

#include "ui/sheet/sheet.h"
#include "ui/words/causes.h"

/* Ways between the technician's pages; the current one is marked. */
GtkWidget *mc_staff_tabs_new(McSheet *sheet, McPage current);

/* What was refused last, or why nothing can be stored or begun; "" = neither. Free it. */
char *mc_staff_trouble(const McView *view, McAudience audience);
/* The same as a note; hidden while there is nothing. */
GtkWidget *mc_staff_note_new(void);
void mc_staff_note_set(GtkWidget *note, const McView *view);

/* Local time of day, with the date where it is not today's: "14:05", "11-24 14:05". Free with
 * g_free(). */
char *mc_staff_time(gint64 wall_us, gint32 today_yyyymmdd);
/* "2026-11-24"; "–" for 0. */
char *mc_staff_date(gint32 yyyymmdd);

/* Whole days from one date to another; 0 when either is none. */
gint mc_staff_days_between(gint32 from_yyyymmdd, gint32 to_yyyymmdd);

/* ---- typed fields, without an entry widget: text is kept here and wiped with the page ---- */

#define MC_FIELDS_MAX 4
#define MC_FIELD_SIZE 33

typedef struct McField {
	const char *name;
	gboolean secret; /* shown as dots */
	gsize maximum; /* characters; 0 = the buffer's */
	char text[MC_FIELD_SIZE];
	GtkWidget *button;
} McField;

typedef struct McFields {
	guint count, current;
	McField field[MC_FIELDS_MAX];
	void (*changed)(gpointer data);
	gpointer data;
} McFields;

/* Adds fields and a keypad with letters and digits to box; a keyboard works too. fields, with names
 * and count filled in, must live as long as the box. */
void mc_fields_build(McFields *fields, GtkWidget *box, GtkWidget *keys_from);
/* All from this one on; it is the one that is typed into next. */
void mc_fields_wipe(McFields *fields, guint first);

#endif
