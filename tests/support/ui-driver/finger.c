#include "tests/support/ui-driver/ui-driver.h"
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/XTest.h>
#include <stdio.h>

static Display *
open_display(void)
{
	Display *display = XOpenDisplay(NULL);

	g_assert_nonnull(display);
	return display;
}

void
mc_finger_tap(gint x, gint y)
{
	Display *display = open_display();

	XTestFakeMotionEvent(display, -1, x, y, CurrentTime);
	XTestFakeButtonEvent(display, 1, True, CurrentTime);
	XTestFakeButtonEvent(display, 1, False, CurrentTime);
	XSync(display, False);
	XCloseDisplay(display);
}

void
mc_finger_tap_node(AtspiAccessible *node)
{
	g_autoptr(AtspiComponent) component = atspi_accessible_get_component_iface(node);
	AtspiRect *extents = atspi_component_get_extents(component, ATSPI_COORD_TYPE_WINDOW, NULL);

	g_assert_nonnull(extents);
	mc_finger_tap(extents->x + extents->width / 2, extents->y + extents->height / 2);
	g_free(extents);
}

void
mc_finger_key(guint keysym, const guint *modifiers)
{
	Display *display = open_display();
	guint held = 0;

	for (; modifiers != NULL && modifiers[held] != 0; held++)
		XTestFakeKeyEvent(display, XKeysymToKeycode(display, modifiers[held]), True, CurrentTime);
	XTestFakeKeyEvent(display, XKeysymToKeycode(display, keysym), True, CurrentTime);
	XTestFakeKeyEvent(display, XKeysymToKeycode(display, keysym), False, CurrentTime);
	while (held > 0)
		XTestFakeKeyEvent(
		    display, XKeysymToKeycode(display, modifiers[--held]), False, CurrentTime);
	XSync(display, False);
	XCloseDisplay(display);
}

void
mc_finger_screenshot(const char *file)
{
	Display *display = open_display();
	gint width = DisplayWidth(display, 0), height = DisplayHeight(display, 0);
	XImage *image = XGetImage(
	    display, DefaultRootWindow(display), 0, 0, (guint)width, (guint)height, AllPlanes, ZPixmap);
	FILE *out = fopen(file, "wb");

	g_assert_nonnull(image);
	g_assert_nonnull(out);
	fprintf(out, "P6 %d %d 255\n", width, height);
	for (gint y = 0; y < height; y++)
		for (gint x = 0; x < width; x++) {
			gulong pixel = XGetPixel(image, x, y);

			fputc((int)(pixel >> 16 & 0xff), out);
			fputc((int)(pixel >> 8 & 0xff), out);
			fputc((int)(pixel & 0xff), out);
		}
	fclose(out);
	XDestroyImage(image);
	XCloseDisplay(display);
}
