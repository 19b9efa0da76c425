#ifndef MC_UI_WIDGETS_KEYPAD_H
#define MC_UI_WIDGETS_KEYPAD_H

/* Keys on the glass: it keeps no text, it only says which key was touched. There is no entry field
 * on a citizen's page, so no menu, no selection and no clipboard either. */

#include <gtk/gtk.h>

typedef enum McKeypadLayout {
	MC_KEYPAD_DIGITS,
	MC_KEYPAD_DIGITS_WIDE,
	MC_KEYPAD_NUMBER_X,
	MC_KEYPAD_LETTERS
} McKeypadLayout;

/* key is a printable ASCII character, or MC_KEY_DELETE. */
#define MC_KEY_DELETE '\b'
typedef void (*McKeypadFunc)(char key, gpointer data);

GtkWidget *mc_keypad_new(McKeypadLayout layout, McKeypadFunc func, gpointer data);

#endif
