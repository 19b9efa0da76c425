#include "app/tools/tools.h"

#include "app/audit/audit.h"

int
mc_tool_audit_events(int argc, char **argv)
{
	g_autofree char *document = mc_audit_document();

	g_print("%s", document);
	return MC_TOOL_GOOD;
}
