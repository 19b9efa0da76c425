#ifndef MC_APP_LINK_CODEC_H
#define MC_APP_LINK_CODEC_H

/* What goes over the socket between glass and recorder: one compact JSON object per line.
 *
 *   glass     {"id":7,"op":"exam-answer","visit":hex32,…}
 *   recorder  {"id":7,"op":"exam-answer","ok":true,…}
 *             {"id":7,"error":{"code":"refused","message":text,"wait_seconds":n}}
 *             {"event":"ready"}, {"event":"busy"}, {"event":"changed","hello":{…}},
 *             {"event":"record-state","record":{…}}
 *
 * Each operation has its own members; all of them are needed and no other is taken. Readers are
 * total for any bytes. A line that carries a person is wiped by whoever holds it. */

#include "app/ports/recorder.h"

#define MC_LINK_LINE_MAX (256 * 1024)
#define MC_LINK_SIGNATURE_MAX (128 * 1024)
#define MC_LINK_PICTURE_MAX (160 * 1024) /* as large as a still may be, see ports/camera.h */
#define MC_LINK_LINES_MAX 400 /* of a list */

typedef struct McLinkRequest {
	gint64 id;
	McRecorderRequest
	    request; /* identity, signature_strokes and picture point to what is owned here */
	McIdentity identity;
	GBytes *signature_strokes;
	GBytes *picture;
} McLinkRequest;

/* Wipes. */
void mc_link_request_clear(McLinkRequest *request);

/* The line without its end; NULL with MC_ERROR_BAD_INPUT when something in it is no UTF-8 or too
 * long. Wipe and free it. */
char *mc_link_request_write(gint64 id, const McRecorderRequest *request, GError **error);
/* On error the id is kept when it could be read, so that the sender can be told; else 0. */
gboolean mc_link_request_read(
    const char *line, gsize length, McLinkRequest *request, GError **error);

typedef enum McLinkMessageKind {
	MC_LINK_READY, /* the recorder listens to this connection */
	MC_LINK_BUSY, /* another glass is connected; the connection is closed after it */
	MC_LINK_REPLY,
	MC_LINK_ERROR,
	MC_LINK_CHANGED,
	MC_LINK_RECORD_STATE,
} McLinkMessageKind;

typedef struct McLinkMessage {
	McLinkMessageKind kind;
	gint64 id; /* REPLY, ERROR */
	McRecorderReply reply; /* REPLY; CHANGED: hello; RECORD_STATE: record; ERROR: wait_seconds */
	GArray *lines; /* what reply.line points to */
	GError *error;
} McLinkMessage;

/* Large: keep it on the heap. */
McLinkMessage *mc_link_message_new(McLinkMessageKind kind);
void mc_link_message_free(McLinkMessage *message);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McLinkMessage, mc_link_message_free)

char *mc_link_message_write(const McLinkMessage *message, GError **error);
McLinkMessage *mc_link_message_read(const char *line, gsize length, GError **error);
/* Without copying the reply into a message. */
char *mc_link_reply_write(gint64 id, const McRecorderReply *reply, GError **error);
char *mc_link_error_write(gint64 id, const GError *problem, guint wait_seconds);

#endif
