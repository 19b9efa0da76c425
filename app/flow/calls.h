#ifndef MC_APP_FLOW_CALLS_H
#define MC_APP_FLOW_CALLS_H

/* What the visit asks of the recorder: one request at a time, kept until it is answered. When the
 * recorder goes away (blip, restart, power) the same request is sent again after it came back and
 * knows the visit again; the recorder says where it stands, so nothing counts twice. */

#include "app/base/clock.h"
#include "app/ports/recorder.h"

typedef struct McCallsEvents {
	/* HELLO was answered: after each (re)connection, before anything else goes on. */
	void (*hello)(const McHello *hello, gpointer data);
	/* It does not answer, or does again; only what happens while a visit needs it. */
	void (*away)(gboolean is_away, gpointer data);
	/* It did not come back in time, or does not know the visit any more. */
	void (*failed)(const GError *error, gpointer data);
} McCallsEvents;

/* What the recorder knows of the visit, so that it can be told again after it came back: a journal
 * remembers the visit, but no person. */
typedef enum McKnown { MC_KNOWN_NOTHING, MC_KNOWN_BEGUN, MC_KNOWN_PERSON } McKnown;

typedef struct McCalls {
	McRecorderPort *port;
	McClock *clock;
	const McCallsEvents *events;
	gpointer data;
	gboolean connected, greeted, away;
	gboolean held;
	McKnown known;
	gboolean must_identify, reopening;
	char language[8];
	McIdentity identity; /* personal: of the person to identify again */
	gint32 identity_source;
	char case_code[MC_CASE_CODE_SIZE]; /* with which the visit goes on; given again as well */
	gboolean pending, sent;
	McRecorderRequest request; /* personal */
	McRecorderReplyFunc done;
	gpointer done_data;
	gboolean has_before;
	McRecorderRequest before;
	gboolean abort_owed;
	McAbortReason abort;
	guint64 retry, wait;
} McCalls;

void mc_calls_init(McCalls *calls, McRecorderPort *port, McClock *clock,
    const McCallsEvents *events, gpointer data);
void mc_calls_clear(McCalls *calls);

/* From the port's listener, and once at the start. */
void mc_calls_connected(McCalls *calls, gboolean is_connected);

/* Something is asked and not answered yet: nothing else may be. */
gboolean mc_calls_busy(const McCalls *calls);
/* done() hears every error but MC_ERROR_UNREACHABLE, which is waited out. */
void mc_calls_ask(
    McCalls *calls, const McRecorderRequest *request, McRecorderReplyFunc done, gpointer data);

/* A picture, told just before what is asked next, and again each time that this is sent again: a
 * recorder that went away between the two has not kept it, perhaps, and takes it once. Whether it
 * takes it nobody waits for. The picture is referenced. */
void mc_calls_tell_before(McCalls *calls, const McRecorderRequest *request);

/* The recorder knows the visit since BEGIN, and the person since IDENTIFY (identity is copied). */
void mc_calls_begun(McCalls *calls);
void mc_calls_identified(McCalls *calls, const McIdentity *identity, gint32 source);

/* The visit is over: forgets what is outstanding and wipes. */
void mc_calls_end(McCalls *calls);
/* The same, and the recorder is told why; later, if it is away now. Not for what it never began. */
void mc_calls_abort(McCalls *calls, McAbortReason reason);

/* While staff is in, the recorder takes nothing from the citizen's side: what is asked waits. */
void mc_calls_hold(McCalls *calls, gboolean is_held);

/* Fire and forget. */
void mc_calls_tell(McCalls *calls, const McRecorderRequest *request);

#endif
