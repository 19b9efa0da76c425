#include "app/confine/landlock.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The C library of Debian 12 has no functions for these. */

static int
version(void)
{
	return (int)syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

static int
new_ruleset(void)
{
	/* all that the first version knows, and what it refused anyhow in the second */
	struct landlock_ruleset_attr handled = {
	    .handled_access_fs = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE |
	                         LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR |
	                         LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
	                         LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR |
	                         LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |
	                         LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
	                         LANDLOCK_ACCESS_FS_MAKE_SYM};

	return (int)syscall(SYS_landlock_create_ruleset, &handled, sizeof handled, 0);
}

static gboolean
permit(int ruleset, const McOpenable *openable)
{
	struct landlock_path_beneath_attr rule = {
	    .parent_fd = open(openable->path, O_PATH | O_CLOEXEC),
	    .allowed_access = LANDLOCK_ACCESS_FS_READ_FILE,
	};
	struct stat about;
	gboolean fine;

	if (rule.parent_fd < 0)
		return TRUE;
	fine = fstat(rule.parent_fd, &about) == 0;
	if (fine && S_ISDIR(about.st_mode))
		rule.allowed_access |= LANDLOCK_ACCESS_FS_READ_DIR;
	if (openable->written)
		rule.allowed_access |= LANDLOCK_ACCESS_FS_WRITE_FILE;
	fine =
	    fine && syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
	close(rule.parent_fd);
	return fine;
}

gboolean
mc_landlock_is_there(void)
{
	return version() > 0;
}

gboolean
mc_landlock_confine(const McOpenable *openable, guint count)
{
	gboolean fine = TRUE;
	int ruleset;

	if (!mc_landlock_is_there())
		return TRUE;
	ruleset = new_ruleset();
	if (ruleset < 0)
		return FALSE;
	for (guint i = 0; fine && i < count; i++)
		fine = permit(ruleset, &openable[i]);
	fine = fine && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
	       syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
	close(ruleset);
	return fine;
}
