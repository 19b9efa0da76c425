#ifndef MC_DRIVERS_ID_READER_LINK_H
#define MC_DRIVERS_ID_READER_LINK_H

/* One request, one reply, over either USB layout: a single pipe each way, or split pipes (frame
 * header on the first, body on the second). */

#include "drivers/bus/transport.h"
#include "drivers/id-reader/wire.h"

typedef struct McReaderLink McReaderLink;

/* reply: valid during the call; NULL when its checksum was wrong: ask again. */
typedef void (*McReaderReplied)(const McReaderReply *reply, gpointer data);
/* No reply in time, or bytes that are no frame: the conversation is over. */
typedef void (*McReaderBroken)(const GError *error, gpointer data);
typedef void (*McReaderDrained)(gpointer data);

McReaderLink *mc_reader_link_new(McTransport *transport, McReaderBroken broken, gpointer data);
/* Together with the transport's close() and before it. */
void mc_reader_link_free(McReaderLink *link);

/* Throws away what an earlier conversation left unread. */
void mc_reader_link_drain(McReaderLink *link, McReaderDrained done, gpointer data);

/* One at a time; timeout: of each transfer, real time. */
void mc_reader_link_ask(McReaderLink *link, McReaderCommand command, guint timeout_ms,
    McReaderReplied done, gpointer data);
/* Wipes the reply that was just handed over: it may be somebody's card. */
void mc_reader_link_forget(McReaderLink *link);

#endif
