#ifndef MC_DRIVERS_ID_READER_START_H
#define MC_DRIVERS_ID_READER_START_H

/* The first conversation with a reader: throw away what is left of the last one, ask its USB
 * strings, its status, and for its SAM number when it has no USB serial number. */

#include "app/ports/devices.h"
#include "drivers/id-reader/link.h"

typedef struct McReaderStart McReaderStart;

/* error NULL: info is filled in. */
typedef void (*McReaderStarted)(const GError *error, gpointer data);

/* When the link breaks it is freed without a call. */
McReaderStart *mc_reader_start_new(McTransport *transport, McReaderLink *link, McDeviceInfo *info,
    McReaderStarted done, gpointer data);
void mc_reader_start_free(McReaderStart *start);
/* done comes from the main loop. */
void mc_reader_start_run(McReaderStart *start);

#endif
