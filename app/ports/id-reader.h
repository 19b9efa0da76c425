#ifndef MC_APP_PORTS_ID_READER_H
#define MC_APP_PORTS_ID_READER_H

#include "app/base/identity.h"

typedef struct McIdReaderListener {
	/* A card was found and is being read: "leave it lying". */
	void (*reading)(gpointer data);
	/* Read and parsed. The identity is wiped after the call: copy what is kept. An expired card is
	 * read like any other. */
	void (*card)(const McIdentity *identity, gpointer data);
	/* MC_ERROR_CARD_LIFTED: gone before it was read; MC_ERROR_CARD: it lies there and cannot be
	 * read, or is of a wrong kind; MC_ERROR_PROTOCOL: wrong checksum from the reader, after its
	 * retries. Finding goes on by itself: put the card down again. */
	void (*failed)(const GError *error, gpointer data);
	/* The reader itself went. */
	void (*lost)(const GError *error, gpointer data);
} McIdReaderListener;

typedef struct McIdReaderPort McIdReaderPort;
struct McIdReaderPort {
	gpointer self;
	gboolean (*is_ready)(gpointer self);
	void (*set_listener)(gpointer self, const McIdReaderListener *listener, gpointer data);
	/* Looks for a card every 500 ms until stop(), and only then: an idle kiosk does not poll. Ends
	 * by itself after card(). */
	void (*start)(gpointer self);
	void (*stop)(gpointer self);
};

#endif
