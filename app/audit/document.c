#include "app/audit/audit.h"

#include "app/audit/members.h"
#include <string.h>

static const char head[] =
    "# The audit: every event that a kiosk chains\n\n"
    "Made from `app/audit/events.def`; do not edit. `medcheck audit-events` prints it.\n\n"
    "An audit entry is a signed link of the kiosk's chain like a visit (see record-format.md): "
    "its\n"
    "content has the type `audit` and this body. Moment, kiosk, boot and place in the chain stand "
    "in\n"
    "the content's head. No member carries the data of a citizen.\n\n"
    "| event | when | members of the body besides `event` |\n"
    "| --- | --- | --- |\n";

static const char members_head[] =
    "\n## The members of the body: `audit`\n\n"
    "| member | unit | source | meaning |\n"
    "| --- | --- | --- | --- |\n"
    "| `event` | [event](#the-audit-every-event-that-a-kiosk-chains) | recorder | what happened "
    "|\n";

static void
append_members(GString *out, McAuditEvent event)
{
	const char *separator = "";

	for (guint i = 0; i < MC_AUDIT_MEMBERS; i++) {
		const McAuditMember *member = &mc_audit_members[i];

		if ((mc_audit_event_members(event) & member->bit) == 0)
			continue;
		g_string_append_printf(
		    out, "%s`%s`%s", separator, member->name, member->optional ? " (if known)" : "");
		separator = ", ";
	}
	if (separator[0] == '\0')
		g_string_append(out, "none");
}

static gboolean
is_first_of_its_name(guint index)
{
	for (guint i = 0; i < index; i++)
		if (strcmp(mc_audit_members[i].name, mc_audit_members[index].name) == 0)
			return FALSE;
	return TRUE;
}

static void
append_meanings(GString *out)
{
	g_string_append(out, members_head);
	for (guint i = 0; i < MC_AUDIT_MEMBERS; i++) {
		const McAuditMember *member = &mc_audit_members[i];

		if (is_first_of_its_name(i))
			g_string_append_printf(out, "| `%s` | %s | %s | %s |\n", member->name, member->unit,
			    member->source, member->meaning);
	}
}

char *
mc_audit_document(void)
{
	GString *out = g_string_new(head);

	for (guint i = 0; i < MC_AUDIT_EVENTS; i++) {
		McAuditEvent event = (McAuditEvent)i;

		g_string_append_printf(
		    out, "| `%s` | %s | ", mc_audit_event_name(event), mc_audit_event_when(event));
		append_members(out, event);
		g_string_append(out, " |\n");
	}
	append_meanings(out);
	return g_string_free(out, FALSE);
}
