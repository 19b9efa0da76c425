/* Who one is, by name and PIN; the very first time by the code that was printed at provisioning. */

#include "ui/staff/common.h"
#include "ui/staff/pages.h"
#include "ui/widgets/build.h"
#include "ui/words/language.h"
#include <string.h>

enum { NAME, PIN, CODE };
/* The recorder takes digits, and no more than 12 of them. */
#define PIN_SHORTEST 6
#define PIN_LONGEST 12

typedef struct SignIn {
	McFields fields;
	McSheet *sheet;
	GtkWidget *note;
	gboolean first, waiting;
} SignIn;

static void
changed(gpointer data)
{
	SignIn *own = data;
	const McField *field = own->fields.field;

	mc_sheet_set_forward_ready(own->sheet,
	    !own->waiting && field[NAME].text[0] != '\0' &&
	        (own->first ? strlen(field[PIN].text) >= PIN_SHORTEST && field[CODE].text[0] != '\0'
	                    : field[PIN].text[0] != '\0'));
}

static void
sign_in(gpointer data)
{
	SignIn *own = data;
	McField *field = own->fields.field;
	McAct act = {.kind = own->first ? MC_ACT_FIRST_PIN : MC_ACT_SIGN_IN,
	    .text = field[NAME].text,
	    .secret = field[PIN].text,
	    .code = own->first ? field[CODE].text : NULL,
	    .number = own->first ? MC_STAFF_TECHNICIAN : MC_STAFF_NONE};

	mc_stage_act(mc_sheet_stage(own->sheet), &act);
	mc_fields_wipe(&own->fields, PIN);
	changed(own);
}

static void
build(McSheet *sheet, const McView *view)
{
	SignIn *own = mc_sheet_own(sheet);
	GtkWidget *body = mc_sheet_body(sheet);

	own->sheet = sheet;
	own->first = !view->hello.staff_exists;
	own->fields = (McFields){.count = own->first ? 3 : 2, .changed = changed, .data = own};
	own->fields.field[NAME] = (McField){.name = _("Name"), .maximum = MC_STAFF_NAME_SIZE - 1};
	own->fields.field[PIN] = (McField){.name = own->first ? _("New PIN, 6 to 12 digits") : _("PIN"),
	    .secret = TRUE,
	    .maximum = PIN_LONGEST};
	own->fields.field[CODE] = (McField){.name = _("One-time code"), .maximum = MC_CODE_SIZE - 1};
	mc_sheet_set_title(sheet, _("Staff"));
	mc_sheet_set_lead(sheet,
	    own->first ? _("There is no staff yet. The one-time code was printed when the kiosk was "
	                   "set up.")
	               : _("Every sign-in is recorded."));
	own->note = mc_label_new("", "note bad");
	mc_append(body, own->note);
	mc_fields_build(&own->fields, body, GTK_WIDGET(sheet));
	mc_sheet_set_forward_func(sheet, _("Sign in"), sign_in, own);
}

static void
update(McSheet *sheet, const McView *view)
{
	SignIn *own = mc_sheet_own(sheet);
	g_autofree char *text = NULL;

	own->waiting = view->sign_in_wait_seconds > 0;
	if (own->waiting)
		text = g_strdup_printf(
		    _("That was not right. The next try is in %u seconds."), view->sign_in_wait_seconds);
	else if (view->sign_in_refused)
		text = g_strdup(_("That was not right. Please try again."));
	else
		text = mc_staff_trouble(view, MC_AUDIENCE_TECHNICIAN);
	gtk_widget_set_visible(own->note, text[0] != '\0');
	mc_label_set(own->note, text);
	changed(own);
}

const McSheetKind mc_page_sign_in = {
    .page = MC_PAGE_STAFF_SIGN_IN,
    .tools = MC_TOOL_STAFF | MC_TOOL_BACK | MC_TOOL_APPEARANCE,
    .build = build,
    .update = update,
    .own_size = sizeof(SignIn),
};
