#include "ui/staff/common.h"
#include "ui/widgets/build.h"
#include "ui/widgets/keypad.h"
#include <string.h>

static void
show(McFields *fields)
{
	for (guint i = 0; i < fields->count; i++) {
		McField *field = &fields->field[i];
		GtkWidget *box = gtk_button_get_child(GTK_BUTTON(field->button));
		g_autofree char *dots = g_strnfill(strlen(field->text), '*');
		const char *text = field->secret ? dots : field->text;

		mc_label_set(gtk_widget_get_last_child(box), text[0] != '\0' ? text : " ");
		mc_set_class(field->button, "current", i == fields->current);
	}
}

static void
key_touched(char key, gpointer data)
{
	McFields *fields = data;
	McField *field = &fields->field[fields->current];
	gsize length = strlen(field->text);
	gsize maximum = field->maximum > 0 ? field->maximum : sizeof field->text - 1;

	if (key == MC_KEY_DELETE && length > 0)
		field->text[length - 1] = '\0';
	else if (key != MC_KEY_DELETE && length < maximum)
		field->text[length] = key, field->text[length + 1] = '\0';
	show(fields);
	fields->changed(fields->data);
}

static void
field_clicked(GtkButton *button, gpointer data)
{
	McFields *fields = data;

	for (guint i = 0; i < fields->count; i++)
		if (fields->field[i].button == GTK_WIDGET(button))
			fields->current = i;
	show(fields);
}

static gboolean
key_pressed(
    GtkEventControllerKey *keys, guint value, guint code, GdkModifierType state, gpointer data)
{
	McFields *fields = data;
	gunichar character = gdk_keyval_to_unicode(value);

	if (value == GDK_KEY_BackSpace)
		key_touched(MC_KEY_DELETE, fields);
	else if (character > ' ' && character < 127)
		key_touched((char)character, fields);
	else if (value == GDK_KEY_Tab && fields->current + 1 < fields->count)
		fields->current++, show(fields);
	else
		return GDK_EVENT_PROPAGATE;
	return GDK_EVENT_STOP;
}

static GtkWidget *
field_new(McFields *fields, guint i)
{
	GtkWidget *button = gtk_button_new();
	GtkWidget *column = mc_column_new(NULL);

	mc_append(column, mc_label_new(fields->field[i].name, "field-name"));
	mc_append(column, mc_label_new(" ", "field-text"));
	gtk_button_set_child(GTK_BUTTON(button), column);
	gtk_widget_add_css_class(button, "typed");
	gtk_accessible_update_property(
	    GTK_ACCESSIBLE(button), GTK_ACCESSIBLE_PROPERTY_LABEL, fields->field[i].name, -1);
	g_signal_connect(button, "clicked", G_CALLBACK(field_clicked), fields);
	return button;
}

void
mc_fields_build(McFields *fields, GtkWidget *box, GtkWidget *keys_from)
{
	GtkWidget *row = mc_grid_new(fields->count > 2 ? 2 : fields->count, "g4");
	GtkEventController *keys = gtk_event_controller_key_new();

	for (guint i = 0; i < fields->count; i++) {
		fields->field[i].button = field_new(fields, i);
		mc_grid_add(row, fields->field[i].button);
	}
	mc_append(box, row);
	mc_append(box, mc_keypad_new(MC_KEYPAD_LETTERS, key_touched, fields));
	g_signal_connect(keys, "key-pressed", G_CALLBACK(key_pressed), fields);
	gtk_event_controller_set_propagation_phase(keys, GTK_PHASE_CAPTURE);
	gtk_widget_add_controller(keys_from, keys);
	show(fields);
}

void
mc_fields_wipe(McFields *fields, guint first)
{
	for (guint i = first; i < fields->count; i++)
		explicit_bzero(fields->field[i].text, sizeof fields->field[i].text);
	fields->current = first;
	show(fields);
}
