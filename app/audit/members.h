#ifndef MC_APP_AUDIT_MEMBERS_H
#define MC_APP_AUDIT_MEMBERS_H

/* Inside the room: the members of audit bodies, described once for writer, reader and document. */

#include "app/audit/audit.h"

typedef enum McAuditMemberKind {
	MC_AUDIT_MEMBER_WORD,
	MC_AUDIT_MEMBER_NAME,
	MC_AUDIT_MEMBER_LANGUAGE,
	MC_AUDIT_MEMBER_SERIAL,
	MC_AUDIT_MEMBER_SOFTWARE,
	MC_AUDIT_MEMBER_HEX,
	MC_AUDIT_MEMBER_DIGEST,
	MC_AUDIT_MEMBER_WORDS,
	MC_AUDIT_MEMBER_FINDINGS,
	MC_AUDIT_MEMBER_BOOL,
	MC_AUDIT_MEMBER_UINT,
	MC_AUDIT_MEMBER_INT64,
	MC_AUDIT_MEMBER_UINT64,
	MC_AUDIT_MEMBER_COUNTER, /* 0 = not known, and left out */
} McAuditMemberKind;

typedef struct McAuditMember {
	guint bit;
	const char *name;
	gsize offset; /* in McAuditFacts */
	McAuditMemberKind kind;
	gboolean optional;
	const char *unit, *source, *meaning;
} McAuditMember;

#define MC_AUDIT_MEMBERS 32
extern const McAuditMember mc_audit_members[MC_AUDIT_MEMBERS];
guint mc_audit_event_members(McAuditEvent event); /* bits */

#endif
