#ifndef MC_DRIVERS_CAMERA_WIRE_H
#define MC_DRIVERS_CAMERA_WIRE_H

/* Between the kiosk and medcheck-camera, over a pair of stream sockets. The kiosk writes commands
 * of one byte; the child answers with a head of 48 bytes, after a still's head with its JPEG.
 *
 *   0  'M' 'C'          4  cause            10  length of the JPEG, 4 bytes
 *   2  kind             5  0                14  0 0
 *   3  state            6  width, 2 bytes   16  SHA-256 of the JPEG, 32 bytes
 *                       8  height, 2 bytes
 *
 * Numbers have their low byte first; what a kind does not use is 0. Readers are total for any
 * bytes: the child looks at what a stranger's camera says, so nothing it says is believed. */

#include "app/ports/camera.h"

#define MC_CAMERA_HEAD_BYTES 48

typedef enum McCameraCommand {
	MC_CAMERA_START = 'S', /* -> state RUNNING, or FAULT */
	MC_CAMERA_STILL = 'T', /* -> still; state when it is not running */
	MC_CAMERA_STOP = 'X', /* -> state READY */
} McCameraCommand;

typedef enum McCameraKind { MC_CAMERA_KIND_STATE = 1, MC_CAMERA_KIND_STILL = 2 } McCameraKind;

typedef enum McCameraState {
	MC_CAMERA_READY = 1, /* opened; it sees nothing */
	MC_CAMERA_RUNNING = 2,
	MC_CAMERA_FAULT = 3, /* the last thing that the child says */
} McCameraState;

typedef enum McCameraCause {
	MC_CAMERA_CAUSE_NONE,
	MC_CAMERA_CAUSE_GONE, /* no such node, or unplugged */
	MC_CAMERA_CAUSE_BUSY,
	MC_CAMERA_CAUSE_PERMISSION,
	MC_CAMERA_CAUSE_WRONG, /* no camera, or one without a picture that we take */
	MC_CAMERA_CAUSE_SILENT, /* it runs and no picture comes */
	MC_CAMERA_CAUSE_BROKEN, /* the pipeline failed, or a still is over the limit */
} McCameraCause;
#define MC_CAMERA_CAUSES 7

typedef struct McCameraHead {
	McCameraKind kind;
	McCameraState state;
	McCameraCause cause; /* NONE but for FAULT */
	guint width, height, length; /* 0 but for a still */
	guint8 digest[MC_CAMERA_DIGEST_BYTES];
} McCameraHead;

void mc_camera_head_write(const McCameraHead *head, guint8 bytes[MC_CAMERA_HEAD_BYTES]);
/* FALSE unless everything in it is in its bounds. */
gboolean mc_camera_head_read(const guint8 bytes[MC_CAMERA_HEAD_BYTES], McCameraHead *head);

void mc_camera_digest(const guint8 *bytes, gsize length, guint8 digest[MC_CAMERA_DIGEST_BYTES]);

/* Puts the child's bytes together, in whatever pieces they come. */
typedef struct McCameraReader {
	McCameraHead head;
	gsize have; /* of head and picture */
	gboolean is_broken;
	guint8 head_bytes[MC_CAMERA_HEAD_BYTES];
	guint8 picture[MC_CAMERA_STILL_BYTES_MAX]; /* personal */
} McCameraReader;

typedef enum McCameraRead {
	MC_CAMERA_MORE, /* all was taken and more is needed */
	MC_CAMERA_MESSAGE, /* head (and picture) are whole: take them before the next call */
	MC_CAMERA_BROKEN, /* this is not the protocol, and never will be again */
} McCameraRead;

/* *used: how many of the bytes were taken. A picture has the length and digest that its head says,
 * and begins and ends as a JPEG does. */
McCameraRead mc_camera_reader_take(
    McCameraReader *reader, const guint8 *bytes, gsize length, gsize *used);
/* Wipes. */
void mc_camera_reader_clear(McCameraReader *reader);

#endif
