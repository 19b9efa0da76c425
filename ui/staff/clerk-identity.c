#include "ui/staff/clerk.h"
#include "ui/widgets/build.h"
#include "ui/widgets/keypad.h"
#include "ui/words/language.h"
#include <string.h>

#define NUMBER_LENGTH 18

static gboolean
is_complete(McClerkIdentity *typed)
{
	return gtk_entry_get_text_length(GTK_ENTRY(typed->name)) > 0 &&
	       mc_identity_number_is_valid(typed->digits);
}

static void
show(McClerkIdentity *typed)
{
	gboolean full = strlen(typed->digits) == NUMBER_LENGTH;

	mc_label_set(typed->number, typed->digits[0] != '\0' ? typed->digits : " ");
	gtk_widget_set_visible(typed->problem, full && !mc_identity_number_is_valid(typed->digits));
	gtk_widget_set_sensitive(typed->done, is_complete(typed));
}

static void
name_changed(GtkEditable *editable, gpointer data)
{
	show(data);
}

static void
key_touched(char key, gpointer data)
{
	McClerkIdentity *typed = data;
	gsize length = strlen(typed->digits);

	if (key == MC_KEY_DELETE && length > 0)
		typed->digits[length - 1] = '\0';
	/* X is a check character: only the last one. */
	else if (key != MC_KEY_DELETE && length < NUMBER_LENGTH &&
	         (key != 'X' || length == NUMBER_LENGTH - 1))
		typed->digits[length] = key, typed->digits[length + 1] = '\0';
	show(typed);
}

/* What was typed does not wait for the next person. */
static void
leave(McClerkIdentity *typed)
{
	explicit_bzero(typed->digits, sizeof typed->digits);
	gtk_editable_set_text(GTK_EDITABLE(typed->name), "");
	typed->left(typed->data);
}

static void
cancelled(GtkButton *button, gpointer data)
{
	leave(data);
}

/* GB 11643: characters 7 to 14 are the date of birth, the 17th is odd for men. */
static void
done_clicked(GtkButton *button, gpointer data)
{
	McClerkIdentity *typed = data;
	McIdentity identity = {.document = MC_DOCUMENT_RESIDENT};
	char birth[9] = {0};

	if (!is_complete(typed))
		return;
	memcpy(birth, typed->digits + 6, 8);
	identity.birth_yyyymmdd = (gint32)g_ascii_strtoll(birth, NULL, 10);
	identity.sex = (typed->digits[16] - '0') % 2 ? MC_SEX_MALE : MC_SEX_FEMALE;
	g_strlcpy(identity.number, typed->digits, sizeof identity.number);
	g_strlcpy(
	    identity.name, gtk_editable_get_text(GTK_EDITABLE(typed->name)), sizeof identity.name);
	mc_stage_act(mc_sheet_stage(typed->sheet),
	    &(McAct){.kind = MC_ACT_IDENTITY_BY_CLERK, .identity = &identity});
	mc_identity_wipe(&identity);
	explicit_bzero(birth, sizeof birth);
	leave(typed);
}

GtkWidget *
mc_clerk_identity_new(
    McClerkIdentity *typed, McSheet *sheet, void (*left)(gpointer data), gpointer data)
{
	GtkWidget *column = mc_column_new("g4");
	GtkWidget *cancel = mc_button_new(_("Cancel"), "quit");

	typed->sheet = sheet;
	typed->left = left;
	typed->data = data;
	typed->name = gtk_entry_new();
	typed->number = mc_label_new(" ", "field mono");
	typed->problem =
	    mc_label_new(_("This number is not valid. Please compare it once more."), "note bad");
	typed->done = mc_button_new(_("I have compared the holder with the document"), "second");
	gtk_accessible_update_property(
	    GTK_ACCESSIBLE(typed->name), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Name"), -1);
	g_signal_connect(typed->name, "changed", G_CALLBACK(name_changed), typed);
	g_signal_connect(typed->done, "clicked", G_CALLBACK(done_clicked), typed);
	g_signal_connect(cancel, "clicked", G_CALLBACK(cancelled), typed);
	mc_append(column, mc_heading_new(_("Identity by the clerk"), "huge"));
	mc_append(column,
	    mc_label_new(_("It is recorded that you, and not the reader, vouch for it."), "soft"));
	mc_append(column, mc_label_new(_("Name"), "strong"));
	mc_append(column, typed->name);
	mc_append(column, mc_label_new(_("Number of the identity card"), "strong"));
	mc_append(column, typed->number);
	mc_append(column, typed->problem);
	mc_append(column, mc_keypad_new(MC_KEYPAD_NUMBER_X, key_touched, typed));
	mc_append(column, typed->done);
	mc_append(column, cancel);
	show(typed);
	return column;
}
