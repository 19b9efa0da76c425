#ifndef MC_APP_RECORDER_RECORDER_H
#define MC_APP_RECORDER_RECORDER_H

/* The keeper of the visit's truth, without its socket: one function takes a request and has the
 * reply ready when it returns; everything that the reply says is durable then. */

#include "app/base/clock.h"
#include "app/ports/recorder.h"

typedef struct McRecorder McRecorder;

typedef struct McRecorderSetup {
	const char *state_path; /* the folder that docs/provisioning.md describes */
	McClock *clock; /* borrowed */
	const char *kill_at; /* see kill-point.h; NULL = none. Refused unless it is a demonstration */
	/* Wished for when nobody is there, because a new sealing key has come that systemd unseals at a
	 * start only. NULL: nobody would start it again. */
	void (*start_again)(gpointer data);
	gpointer data;
} McRecorderSetup;

/* Opens the journal, rebuilds the visit in progress, chains "recorder-started". The error names the
 * file at fault. */
McRecorder *mc_recorder_new(const McRecorderSetup *setup, GError **error);
void mc_recorder_free(McRecorder *recorder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McRecorder, mc_recorder_free)

/* Large: keep it on the heap. reply->line stays good until the next request. FALSE: nothing of the
 * request was done; only op and wait_seconds of the reply mean something. */
gboolean mc_recorder_handle(
    McRecorder *recorder, const McRecorderRequest *request, McRecorderReply *reply, GError **error);

/* What the glass should hear without asking: record_state() and changed(). */
void mc_recorder_set_listener(
    McRecorder *recorder, const McRecorderListener *listener, gpointer data);

/* The glass is gone: whoever of the staff was signed in there is signed out. The visit stays. */
void mc_recorder_glass_left(McRecorder *recorder);

/* Copies the journal into the configured folder, chained. MC_ERROR_REFUSED: no folder is
 * configured, or a visit is running. */
gboolean mc_recorder_backup(McRecorder *recorder, GError **error);

/* For the kill point just before a reply is sent. */
void mc_recorder_before_reply(McRecorder *recorder);

/* Who may connect: a user id, or -1 for the recorder's own. */
gint64 mc_recorder_glass_uid(const McRecorder *recorder);

#endif
