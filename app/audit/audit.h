#ifndef MC_APP_AUDIT_AUDIT_H
#define MC_APP_AUDIT_AUDIT_H

/* The bodies of contents of type "audit": an enumerated catalogue (events.def, from which
 * docs/audit-events.md is made), for the authority. The log is another thing. There is no member
 * for free text and none for the data of a citizen. */

#include <glib.h>
#include <jansson.h>

typedef enum McAuditEvent {
#define MC_AUDIT_EVENT(constant, id, when, members) MC_AUDIT_##constant,
#include "app/audit/events.def"
#undef MC_AUDIT_EVENT
} McAuditEvent;
/* How many there are: the rows of the table, counted once more. */
enum {
#define MC_AUDIT_EVENT(constant, id, when, members) MC_AUDIT_COUNT_##constant,
#include "app/audit/events.def"
#undef MC_AUDIT_EVENT
	MC_AUDIT_EVENTS
};

/* What an event may say. Each event takes the members that its row names and leaves the others
 * alone. A word is lower-case letters, digits and hyphens, at most 32 of them. */
#define MC_AUDIT_FINDINGS_SIZE 481
typedef struct McAuditFacts {
	const char *visit_id; /* 32 hexadecimal digits */
	const char *language; /* letters and "_" */
	const char *reason; /* word: why it was aborted, or why the gateway refused */
	const char *staff; /* name of a staff member: letters, digits, "._-" */
	const char *role; /* word */
	const char *device; /* word: mc_device_kind_name() */
	const char *serial; /* of the instrument; what is not printable ASCII becomes "?" */
	const char *transducer_serial, *calibration; /* of what measures, in the same letters */
	const char *cause; /* word: mc_device_cause_name() */
	gboolean passed;
	const char *software; /* "medcheck 0.1.0" */
	guint clock_rate;
	gint64 jump_us; /* positive: forward */
	gint64 moved_us; /* of the time's lower bound, positive: forward */
	gint64 free_bytes; /* on the journal's disk, -1: not known */
	guint64 record; /* sequence number */
	guint wait_seconds; /* until the next try */
	const char *suite; /* word: mc_suite_name() */
	const char *certificate_sha256; /* of its DER, 64 hexadecimal digits */
	guint copy; /* of the slip, 1 = the first print */
	guint day; /* yyyymmdd, Asia/Shanghai */
	guint visits, added; /* how many */
	const char *pack; /* word: mc_pack_kind_name(), or "unknown" */
	guint64 version; /* of the pack */
	const char *file_sha256; /* of the file inside, 64 hexadecimal digits */
	const char *reasons; /* words with a space between */
	const char
	    *wrong; /* which members of a file are wrong and why, as many as have room; or NULL */
	guint wrong_count; /* how many are */
	guint64 tpm_counter; /* 0 = not known */
} McAuditFacts;

/* {"event":id, …}. MC_ERROR_INTERNAL when a member of the event is missing or malformed. */
json_t *mc_audit_body(McAuditEvent event, const McAuditFacts *facts, GError **error);

/* For readers: total and strict; MC_ERROR_BAD_INPUT names the member. */
gboolean mc_audit_check(const json_t *body, McAuditEvent *event, GError **error);

const char *mc_audit_event_name(McAuditEvent event);
int mc_audit_event_from_name(const char *name); /* -1 when unknown */
const char *mc_audit_event_when(McAuditEvent event);

/* Whether a staff member can be named so: 1 to 32 bytes of letters and digits of any script, "._-".
 */
gboolean mc_audit_name_is_valid(const char *name);

/* docs/audit-events.md, free it. */
char *mc_audit_document(void);

#endif
