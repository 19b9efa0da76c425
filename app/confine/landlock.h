#ifndef MC_APP_CONFINE_LANDLOCK_H
#define MC_APP_CONFINE_LANDLOCK_H

/* What the kernel lets a process open, by its place (Landlock). For children that load what others
 * wrote: a filter of system calls (seccomp) sees how a file is opened, and not which. */

#include <glib.h>

typedef struct McOpenable {
	const char *path; /* a file, or a folder with all that is below it; passed over where none is */
	gboolean written; /* and not only read */
} McOpenable;

/* Debian's kernel has it since 12; it may be switched off. */
gboolean mc_landlock_is_there(void);

/* From now on this thread, and every thread that it starts, opens nothing else, and makes, removes
 * and runs nothing at all. What is open stays so. TRUE also where the kernel has no Landlock: it is
 * one wall of two. FALSE: the kernel has it and would not. */
gboolean mc_landlock_confine(const McOpenable *openable, guint count);

#endif
