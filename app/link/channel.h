#ifndef MC_APP_LINK_CHANNEL_H
#define MC_APP_LINK_CHANNEL_H

/* Lines over a connected unix socket, either end, on the default main context. What was read or
 * written is wiped from our memory as soon as it is done with: persons pass through here. */

#include <gio/gio.h>

typedef struct McChannel McChannel;

typedef struct McChannelListener {
	/* Without its end and zero-terminated after length; only for the time of the call. The channel
	 * may be freed from inside. */
	void (*line)(const char *line, gsize length, gpointer data);
	/* The peer went, sent a line over MC_LINK_LINE_MAX, or does not read. Called once, from the
	 * main loop; nothing follows. */
	void (*closed)(const GError *cause, gpointer data);
} McChannelListener;

/* Takes no reference from the caller: it makes its own. */
McChannel *mc_channel_new(GSocket *socket, const McChannelListener *listener, gpointer data);
void mc_channel_free(McChannel *channel);

/* Adds the line's end. What cannot be written now is written when the socket takes it. */
void mc_channel_send(McChannel *channel, const char *line);

/* Whether the other end has gone already, although the main loop has not come to see it. */
gboolean mc_channel_peer_is_gone(McChannel *channel);

#endif
