/* Adds a person, who is asked for nothing but a name, a role and a PIN. */

#include "ui/staff/common.h"
#include "ui/staff/pages.h"
#include "ui/widgets/build.h"
#include "ui/widgets/tile.h"
#include "ui/words/language.h"
#include "ui/words/words.h"
#include <string.h>

enum { NAME, PIN, PIN_AGAIN };
/* The recorder takes digits, and no more than 12 of them. */
#define PIN_SHORTEST 6
#define PIN_LONGEST 12

typedef struct People {
	McFields fields;
	McSheet *sheet;
	GtkWidget *note, *role[MC_STAFF_TECHNICIAN + 1];
	McStaffRole chosen;
} People;

static void
changed(gpointer data)
{
	People *own = data;
	const McField *field = own->fields.field;

	mc_tile_select(own->role[MC_STAFF_CLERK], own->chosen == MC_STAFF_CLERK);
	mc_tile_select(own->role[MC_STAFF_TECHNICIAN], own->chosen == MC_STAFF_TECHNICIAN);
	mc_sheet_set_forward_ready(own->sheet, field[NAME].text[0] != '\0' &&
	                                           strlen(field[PIN].text) >= PIN_SHORTEST &&
	                                           strcmp(field[PIN].text, field[PIN_AGAIN].text) == 0);
}

static void
role_clicked(GtkButton *button, gpointer data)
{
	People *own = data;

	own->chosen =
	    GTK_WIDGET(button) == own->role[MC_STAFF_CLERK] ? MC_STAFF_CLERK : MC_STAFF_TECHNICIAN;
	changed(own);
}

static void
add_person(gpointer data)
{
	People *own = data;
	McAct act = {.kind = MC_ACT_FIRST_PIN,
	    .text = own->fields.field[NAME].text,
	    .secret = own->fields.field[PIN].text,
	    .number = own->chosen};

	mc_stage_act(mc_sheet_stage(own->sheet), &act);
	mc_fields_wipe(&own->fields, NAME);
	changed(own);
}

static void
build(McSheet *sheet, const McView *view)
{
	People *own = mc_sheet_own(sheet);
	GtkWidget *body = mc_sheet_body(sheet);
	GtkWidget *roles = mc_grid_new(2, "g4");

	own->sheet = sheet;
	own->chosen = MC_STAFF_CLERK;
	own->fields = (McFields){.count = 3, .changed = changed, .data = own};
	own->fields.field[NAME] = (McField){.name = _("Name"), .maximum = MC_STAFF_NAME_SIZE - 1};
	own->fields.field[PIN] =
	    (McField){.name = _("New PIN, 6 to 12 digits"), .secret = TRUE, .maximum = PIN_LONGEST};
	own->fields.field[PIN_AGAIN] =
	    (McField){.name = _("The PIN once more"), .secret = TRUE, .maximum = PIN_LONGEST};
	mc_sheet_set_title(sheet, _("Add a person"));
	own->note = mc_staff_note_new();
	for (gint role = MC_STAFF_CLERK; role <= MC_STAFF_TECHNICIAN; role++) {
		own->role[role] = mc_tile_new(mc_word_role((McStaffRole)role), NULL, NULL);
		g_signal_connect(own->role[role], "clicked", G_CALLBACK(role_clicked), own);
		mc_grid_add(roles, own->role[role]);
	}
	mc_append(body, mc_staff_tabs_new(sheet, MC_PAGE_TECHNICIAN_PEOPLE));
	mc_append(body, own->note);
	mc_append(body, roles);
	mc_fields_build(&own->fields, body, GTK_WIDGET(sheet));
	mc_sheet_set_forward_func(sheet, _("Add"), add_person, own);
	changed(own);
}

static void
update(McSheet *sheet, const McView *view)
{
	People *own = mc_sheet_own(sheet);

	mc_staff_note_set(own->note, view);
}

const McSheetKind mc_page_people = {
    .page = MC_PAGE_TECHNICIAN_PEOPLE,
    .tools = MC_TOOL_STAFF | MC_TOOL_STOP | MC_TOOL_APPEARANCE,
    .build = build,
    .update = update,
    .own_size = sizeof(People),
};
