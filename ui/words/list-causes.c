/* Prints the catalogue of device causes with its words in both languages: docs/device-causes.md is
 * its output, and a test compares the two. */
#include "ui/words/causes.h"
#include "ui/words/language.h"

#include <stdio.h>

static const char *const audiences[MC_AUDIENCES] = {
    [MC_AUDIENCE_CITIZEN] = "citizen",
    [MC_AUDIENCE_CLERK] = "clerk",
    [MC_AUDIENCE_TECHNICIAN] = "technician",
};

static void
print_cause(McDeviceCause cause)
{
	printf("\n## `%s`\n%s A port that is asked meanwhile answers with `%s`.\n\n",
	    mc_device_cause_name(cause), mc_device_cause_when(cause),
	    mc_error_code_name(mc_device_cause_error(cause)));
	printf("| who reads it |");
	for (guint i = 0; i < MC_LANGUAGES; i++)
		printf(" %s |", mc_language_own_name(mc_language_at(i)));
	printf("\n| --- | --- | --- |\n");
	for (guint i = 0; i < MC_AUDIENCES; i++) {
		printf("| %s |", audiences[i]);
		for (guint j = 0; j < MC_LANGUAGES; j++) {
			mc_language_set(mc_language_at(j));
			printf(" %s |", mc_word_cause(cause, (McAudience)i));
		}
		printf("\n");
	}
}

/* list-causes SHARE_DIR, which holds locale/ */
int
main(int argc, char **argv)
{
	if (argc != 2) {
		fprintf(stderr, "usage: list-causes SHARE_DIR\n");
		return 2;
	}
	mc_language_start(argv[1]);
	printf("# What can be wrong with an instrument\n\n"
	       "Made from `app/ports/device-causes.def` and `ui/po`; do not edit. `list-causes` prints "
	       "it.\n\n"
	       "The board names one cause for each instrument. Its id stands in the log, in the audit\n"
	       "(`device-lost`, `device-refused`) and on the sockets; its words on the glass. "
	       "`tests/vm/run`\n"
	       "prints which fault of a simulated instrument leads to which cause.\n");
	for (guint i = 0; i < MC_CAUSES; i++)
		print_cause((McDeviceCause)i);
	return 0;
}
