#ifndef MC_UI_WIDGETS_SYMBOL_H
#define MC_UI_WIDGETS_SYMBOL_H

/* Signs that stand beside a word, drawn in the text colour of where they stand, at the size that
 * the style sheet gives ("s8" … "s60"). Not in the accessible tree: the word is. Drawn by path and
 * not from SVG so that the first page needs no picture loader. */

#include <gtk/gtk.h>

typedef enum McSign {
	MC_SIGN_CHECK,
	MC_SIGN_CROSS,
	MC_SIGN_CARE, /* exclamation mark */
	MC_SIGN_PAUSE,
	MC_SIGN_QUESTION,
	MC_SIGN_PERSON, /* a doctor or a clerk */
	MC_SIGN_WAIT,
	MC_SIGN_DOT, /* a step to come */
	/* without a disc, for tools */
	MC_SIGN_TICK,
	MC_SIGN_BACK,
	MC_SIGN_BELL,
	MC_SIGN_STOP,
	MC_SIGN_GLOBE,
	MC_SIGN_LETTERS,
	MC_SIGN_PEN,
	MC_SIGN_ERASE,
	MC_SIGN_LEFT,
	MC_SIGN_RIGHT,
	MC_SIGN_UP,
	MC_SIGN_DOWN,
	MC_SIGN_UP_RIGHT,
	MC_SIGN_UP_LEFT,
	MC_SIGN_DOWN_LEFT,
	MC_SIGN_DOWN_RIGHT,
} McSign;

#define MC_TYPE_SYMBOL (mc_symbol_get_type())
G_DECLARE_FINAL_TYPE(McSymbol, mc_symbol, MC, SYMBOL, GtkWidget)

GtkWidget *mc_symbol_new(McSign sign, const char *classes);
void mc_symbol_set(GtkWidget *symbol, McSign sign);

#endif
