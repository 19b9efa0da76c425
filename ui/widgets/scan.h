#ifndef MC_UI_WIDGETS_SCAN_H
#define MC_UI_WIDGETS_SCAN_H

/* A long code that a scanner types, as a keyboard does, with Enter at its end; who has no scanner
 * can type it. No entry field, so no menu, no selection and no clipboard. */

#include <gtk/gtk.h>

#define MC_SCAN_SIZE 512
typedef void (*McScanFunc)(const char *text, gpointer data);

typedef struct McScan {
	char text[MC_SCAN_SIZE];
	gsize length; /* of what was typed, also beyond what fits: that is no code */
	GtkWidget *field;
	GtkEventController *keys; /* of the window, while the field shows */
	McScanFunc func;
	gpointer data;
} McScan;

/* The field. While it shows, it hears the keys of the whole window, wherever the focus is: nobody
 * touches a field before he scans. scan starts zeroed and lives as long. */
GtkWidget *mc_scan_new(McScan *scan, McScanFunc func, gpointer data);

#endif
