#ifndef MC_DRIVERS_BUS_USBTMC_H
#define MC_DRIVERS_BUS_USBTMC_H

/* A USBTMC / USB488 conversation on one transport: lines out, lines in, status byte, service
 * requests. One exchange at a time; the SCPI client queues. Nothing is repaired here: whatever goes
 * wrong is reported once with broken(), and a fresh conversation, which begins with the clear, is
 * the way on. */

#include "drivers/bus/transport.h"

typedef struct McUsbtmc McUsbtmc;

typedef struct McUsbtmcListener {
	/* A service request, or the answer to mc_usbtmc_read_status(). */
	void (*status)(guint8 status_byte, gpointer data);
	/* The conversation is over: nothing is reported any more. */
	void (*broken)(const GError *error, gpointer data);
} McUsbtmcListener;

/* The transport stays the caller's. Listens for service requests from now on. */
McUsbtmc *mc_usbtmc_new(McTransport *transport, const McUsbtmcListener *listener, gpointer data);
/* Together with the transport's close() and before it: only that keeps transfers under way from
 * reporting to what is freed. No listener is called any more. */
void mc_usbtmc_free(McUsbtmc *usbtmc);

/* Clears halts and both directions' buffers (INITIATE_CLEAR, 4.2.1.6): the first thing to do. */
typedef void (*McUsbtmcCleared)(gpointer data);
void mc_usbtmc_clear(McUsbtmc *usbtmc, McUsbtmcCleared done, gpointer data);

/* answer: without the line end, at most MC_USBTMC_MESSAGE_MAX bytes, no zero byte in it; NULL when
 * none was expected. */
typedef void (*McUsbtmcAnswered)(const char *answer, gpointer data);
void mc_usbtmc_exchange(McUsbtmc *usbtmc, const char *line, gboolean expects_answer,
    guint timeout_ms, McUsbtmcAnswered done, gpointer data);
gboolean mc_usbtmc_is_busy(const McUsbtmc *usbtmc);

/* READ_STATUS_BYTE; may run beside an exchange. While the last one is not answered another call
 * asks nothing; after 500 ms without an answer it breaks the conversation. So no timer is needed
 * here. */
void mc_usbtmc_read_status(McUsbtmc *usbtmc);

#endif
