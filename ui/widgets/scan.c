#include "ui/widgets/scan.h"
#include "ui/widgets/build.h"
#include <string.h>

#define SHOWN 24 /* of the end: whoever types sees what he does */

static void
show(McScan *scan)
{
	gsize length = strlen(scan->text);
	const char *end = length > SHOWN ? scan->text + length - SHOWN : scan->text;
	g_autofree char *text = g_strdup_printf("%s%s", length > SHOWN ? "…" : "", end);

	mc_label_set(scan->field, text[0] != '\0' ? text : " ");
}

static void
forget(McScan *scan)
{
	explicit_bzero(scan->text, sizeof scan->text);
	scan->length = 0;
	show(scan);
}

static void
type(McScan *scan, char character)
{
	if (scan->length + 1 < sizeof scan->text)
		scan->text[scan->length] = character;
	scan->length++;
	show(scan);
}

static void
take_back(McScan *scan)
{
	if (scan->length > 0)
		scan->length--;
	if (scan->length + 1 < sizeof scan->text)
		scan->text[scan->length] = '\0';
	show(scan);
}

/* Enter with nothing typed is for the button that has the focus (C5), the space bar always. */
static gboolean
key_pressed(
    GtkEventControllerKey *keys, guint value, guint code, GdkModifierType state, gpointer data)
{
	McScan *scan = data;
	gunichar character = gdk_keyval_to_unicode(value);
	gboolean is_end = value == GDK_KEY_Return || value == GDK_KEY_KP_Enter;
	char text[MC_SCAN_SIZE];

	if (is_end && scan->length == 0)
		return GDK_EVENT_PROPAGATE;
	if (is_end) {
		g_strlcpy(text, scan->length < sizeof text ? scan->text : "", sizeof text);
		forget(scan);
		scan->func(text, scan->data);
		explicit_bzero(text, sizeof text);
	} else if (value == GDK_KEY_BackSpace) {
		take_back(scan);
	} else if (character > ' ' && character < 127) {
		type(scan, (char)character);
	} else {
		return GDK_EVENT_PROPAGATE;
	}
	return GDK_EVENT_STOP;
}

static void
shown(GtkWidget *field, gpointer data)
{
	McScan *scan = data;

	forget(scan);
	scan->keys = gtk_event_controller_key_new();
	g_signal_connect(scan->keys, "key-pressed", G_CALLBACK(key_pressed), scan);
	gtk_event_controller_set_propagation_phase(scan->keys, GTK_PHASE_CAPTURE);
	gtk_widget_add_controller(GTK_WIDGET(gtk_widget_get_root(field)), scan->keys);
}

static void
hidden(GtkWidget *field, gpointer data)
{
	McScan *scan = data;

	gtk_widget_remove_controller(gtk_event_controller_get_widget(scan->keys), scan->keys);
	scan->keys = NULL;
	forget(scan);
}

GtkWidget *
mc_scan_new(McScan *scan, McScanFunc func, gpointer data)
{
	scan->field = mc_label_new(" ", "field mono");
	scan->func = func;
	scan->data = data;
	g_signal_connect(scan->field, "map", G_CALLBACK(shown), scan);
	g_signal_connect(scan->field, "unmap", G_CALLBACK(hidden), scan);
	return scan->field;
}
