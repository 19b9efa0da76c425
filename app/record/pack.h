#ifndef MC_APP_RECORD_PACK_H
#define MC_APP_RECORD_PACK_H

/* What a kiosk is told from outside, signed: an envelope (seal.h) of the operator's office over
 *
 *   {"effective":moment,"expires":moment,"file":base64,"for":"K-0001"|"@north"|"*","issued":moment,
 *    "kind":"rules","type":"pack","v":1,"version":n}
 *
 * version counts up for each kind, whoever a pack is for: one kiosk, a group or every one. So none
 * of the three is a way back past another, and an older one is never taken again. expires bounds
 * how long somebody can hold back a newer one. */

#include "app/record/content.h"

typedef enum McPackKind {
	MC_PACK_CONFIGURATION, /* a recorder.json */
	MC_PACK_RULES, /* a rule pack */
	MC_PACK_STAFF, /* a list of persons with the digests of their PINs */
	MC_PACK_DEVICES, /* {"enrolments":[…]}: the instruments that are trusted */
	MC_PACK_REVOCATIONS, /* lists of revoked certificates of gateway and office (PEM) */
} McPackKind;
#define MC_PACK_KINDS 5
const char *mc_pack_kind_name(McPackKind kind);
int mc_pack_kind_from_name(const char *name); /* -1 */

typedef struct McPack {
	McPackKind kind;
	char kiosk[33]; /* "*" = every one, "@north" = those of a group */
	gint64 version; /* from 1 */
	gint64 issued_wall_us, effective_wall_us, expires_wall_us;
	GBytes *file;
} McPack;
void mc_pack_clear(McPack *pack);

#define MC_PACK_GROUPS_MAX 8 /* that one kiosk is in */
#define MC_PACK_GROUP_SIZE 32
/* Letters, digits, "._-". */
gboolean mc_pack_group_is_valid(const char *name);
gboolean mc_pack_is_for_group(const McPack *pack);
/* groups: that the kiosk is in, NULL at the end; NULL = none. */
gboolean mc_pack_is_for(const McPack *pack, const char *kiosk, const char *const *groups);
/* The groups that a configuration puts its kiosk in; what is no list of names names none. Free it.
 */
char **mc_pack_groups(const McPack *pack);

GBytes *mc_pack_write(const McPack *pack, GError **error);
gboolean mc_pack_read(GBytes *content, McPack *pack, GError **error);

/* All that speaks against it, as bits; 0 = nothing. */
typedef enum McPackProblem {
	MC_PACK_BAD_SEAL = 1 << 0, /* not signed by the office */
	MC_PACK_BAD_CONTENT = 1 << 1, /* signed, and in no form that is known */
	MC_PACK_OTHER_KIOSK = 1 << 2,
	MC_PACK_ROLLBACK = 1 << 3, /* not newer than what was taken already */
	MC_PACK_EXPIRED = 1 << 4,
	MC_PACK_BAD_TIMES = 1 << 5, /* it ends before it begins, or was issued in time to come */
	MC_PACK_BAD_FILE = 1 << 6, /* the file inside is not good for its kind */
} McPackProblem;
/* Who looks at it, and when. */
typedef struct McPackLook {
	const char *kiosk;
	const char *const *groups; /* that it is in, NULL at the end; NULL = none */
	gint64 taken_version; /* of its kind, 0 = none yet */
	gint64 now_wall_us;
	gint64 latest_issue_wall_us; /* who says that it was issued later has no good clock */
} McPackLook;
/* Not the file: that is its reader's. */
guint mc_pack_problems(const McPack *pack, const McPackLook *look);
/* "rollback expired": words in the order of the bits. Free it. */
char *mc_pack_problem_words(guint problems);

#endif
