#ifndef MC_TESTS_E2E_SCREENSHOT_H
#define MC_TESTS_E2E_SCREENSHOT_H

#include <gtk/gtk.h>

typedef struct McScreenshot McScreenshot;

/* The window as it is drawn. It must be laid out. */
McScreenshot *mc_screenshot_take(GtkWidget *window);
void mc_screenshot_free(McScreenshot *picture);
void mc_screenshot_save(const McScreenshot *picture, const char *file);

/* Contrast (WCAG 2.1) between the commonest colour in a rectangle and the one that stands out most
 * from it: of text, where the rectangle is a label. 21 where it lies outside. */
gdouble mc_screenshot_contrast(const McScreenshot *picture, const graphene_rect_t *rectangle);

#endif
