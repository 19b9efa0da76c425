#ifndef MC_TESTS_SUPPORT_UI_DRIVER_UI_DRIVER_H
#define MC_TESTS_SUPPORT_UI_DRIVER_UI_DRIVER_H

/* Another program's glass from outside: found by accessible role and name, pressed by the
 * accessibility action or by a real pointer, typed at by a real keyboard. Every wait has a
 * condition; what does not come within the patience fails the test with a word of what it was. */

#include <atspi/atspi.h>

/* libatspi 2.46 has none. */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AtspiAccessible, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AtspiAction, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AtspiComponent, g_object_unref)

typedef struct McUiDriver McUiDriver;

/* Waits until the process stands in the accessible tree. */
McUiDriver *mc_ui_driver_new(GPid pid);
void mc_ui_driver_free(McUiDriver *driver);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McUiDriver, mc_ui_driver_free)

/* Runs the main loop until the condition is true. */
typedef gboolean (*McUiCondition)(gpointer data);
void mc_ui_wait(const char *what, McUiCondition condition, gpointer data);

/* Now; NULL when there is none. name NULL: any. The caller unrefs. */
AtspiAccessible *mc_ui_look(McUiDriver *driver, AtspiRole role, const char *name);
/* Waits for it. */
AtspiAccessible *mc_ui_find(McUiDriver *driver, AtspiRole role, const char *name);
/* Waits until it is gone. */
void mc_ui_gone(McUiDriver *driver, AtspiRole role, const char *name);

/* The action of a push button. */
void mc_ui_press(McUiDriver *driver, const char *name);

typedef struct McUiNode {
	AtspiRole role;
	char *name;
	AtspiRect extents; /* of the content, in the window */
} McUiNode;
/* Everything on the glass, in order: GArray of McUiNode, freed with its names by g_array_unref().
 */
GArray *mc_ui_nodes(McUiDriver *driver);

/* ---- finger.c: a real pointer and keyboard through XTest, in pixels of the screen ---- */

void mc_finger_tap(gint x, gint y);
void mc_finger_tap_node(AtspiAccessible *node);
/* keysym of X11/keysymdef.h; modifiers are held meanwhile, 0 ends the list. */
void mc_finger_key(guint keysym, const guint *modifiers);
/* The whole screen as PNG-free PPM, for who looks at a failure. */
void mc_finger_screenshot(const char *file);

#endif
