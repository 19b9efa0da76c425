#ifndef MC_APP_PORTS_SUPPORT_H
#define MC_APP_PORTS_SUPPORT_H

/* What a technician sends to those who mend instruments, put into a folder of this machine. There
 * is nothing of a person in it (docs/provisioning.md). */

#include <glib.h>

/* folder: its path, bytes: of all files in it; or an error: MC_ERROR_INTERNAL (the program does not
 * start),
 * MC_ERROR_STORAGE (it could not be written). */
typedef void (*McSupportMade)(
    const char *folder, guint64 bytes, const GError *error, gpointer data);

typedef struct McSupportPort McSupportPort;
struct McSupportPort {
	gpointer self;
	/* One at a time: while one is made a further call is none. made() comes from the main loop. */
	void (*make)(gpointer self, McSupportMade made, gpointer data);
};

#endif
