#ifndef MC_APP_COURIER_TRANSPORT_H
#define MC_APP_COURIER_TRANSPORT_H

/* One request at a time over mutual TLS 1.3, on the GLib main loop. As an ops table, so that the
 * courier's decisions are tested without a network. */

#include <glib.h>

/* More than any pack; receipts and refusals are far smaller. */
#define MC_TRANSPORT_REPLY_BYTES_MAX (3u * 1024 * 1024)

typedef struct McTransportReply {
	guint status; /* HTTP status; 0 = no answer, see problem */
	guint retry_after_s; /* 0 = none */
	GBytes *body; /* borrowed, never NULL when there is a status */
	const char *problem; /* why there is no answer, in English; else NULL */
} McTransportReply;

typedef struct McTransportCalls {
	/* Some of the body has left, and not all: any number of times before sent, NULL = nobody asks.
	 * Nothing may be begun or cancelled in here. */
	void (*sending)(gpointer data);
	/* The last byte of the request has left. At most once, before done. Nothing may be begun or
	 * cancelled in here. */
	void (*sent)(gpointer data);
	/* Exactly once, unless cancelled. A new request may be begun in here. */
	void (*done)(const McTransportReply *reply, gpointer data);
} McTransportCalls;

typedef struct McTransportBody {
	const char *type;
	const char *header; /* one more, "Name: value"; NULL = none */
	GBytes *bytes;
} McTransportBody;

typedef struct McTransport McTransport;

typedef struct McTransportOps {
	/* The calls come later, from the main loop. The strings are copied, the bytes kept. */
	void (*put)(McTransport *transport, const char *url, const McTransportBody *body,
	    const McTransportCalls *calls, gpointer data);
	void (*get)(
	    McTransport *transport, const char *url, const McTransportCalls *calls, gpointer data);
	void (*cancel)(McTransport *transport);
	void (*free)(McTransport *transport);
} McTransportOps;

struct McTransport {
	const McTransportOps *ops;
};

typedef struct McTransportSettings {
	const char *key_path, *certificate_path, *ca_path; /* PEM; no other root is trusted */
	const char *proxy; /* "http://HOST:PORT" that tunnels to the gateway; NULL = none */
	guint request_timeout_ms; /* for what a fast line needs, see mc_transport_limit_ms() */
	guint bandwidth_max; /* bytes a second, each way; 0 = as fast as it goes */
} McTransportSettings;

/* How long a request with so many bytes may take: at a bandwidth that is held down on purpose they
 * need their time. */
guint mc_transport_limit_ms(const McTransportSettings *settings, gsize size);

/* By libcurl. */
McTransport *mc_transport_new(const McTransportSettings *settings, GError **error);

#endif
