#ifndef MC_APP_RECORDER_STAFF_H
#define MC_APP_RECORDER_STAFF_H

/* Who of the staff may sign in, and who is signed in. PINs and the one-time code are kept as scrypt
 * digests. Wrong tries make the next one wait: from the fifth on 15 s, doubling to an hour, per
 * name; the count and the wait survive a restart. */

#include "app/ports/recorder.h"
#include "app/recorder/store.h"

typedef struct McStaffPerson {
	char name[MC_STAFF_NAME_SIZE];
	McStaffRole role;
	guint8 salt[16], digest[32];
} McStaffPerson;

/* Of one name; unknown names share one ("?"), the one-time code has its own ("!"). */
typedef struct McStaffTries {
	char name[MC_STAFF_NAME_SIZE];
	guint wrong;
	gint64 at_wall_us; /* of the last wrong one */
	gint64 until_us; /* monotonic: no try before */
} McStaffTries;

typedef struct McStaff {
	GArray *people; /* of McStaffPerson */
	GArray *tries; /* of McStaffTries */
	gboolean has_code;
	guint8 code_salt[16], code_digest[32];
	McStaffRole role; /* signed in now */
	char name[MC_STAFF_NAME_SIZE];
	gint64 active_us; /* monotonic: last request of the session */
	gboolean has_expired; /* the last session ended by itself: said once */
} McStaff;

gboolean mc_staff_init(McStaff *staff, McStore *store, GError **error);
void mc_staff_clear(McStaff *staff); /* wipes */

/* 4 to 12 digits. */
gboolean mc_staff_pin_is_valid(const char *pin);

/* One try. Counts it before it looks, so that a kill in between gains nothing. MC_ERROR_REFUSED:
 * wrong, or too early; *wait_seconds until the next try. */
McStaffPerson *mc_staff_check_pin(McStaff *staff, McStore *store, const char *name, const char *pin,
    guint *wait_seconds, GError **error);
gboolean mc_staff_check_code(
    McStaff *staff, McStore *store, const char *code, guint *wait_seconds, GError **error);

/* Adds to the batch what stands after this person was added or given a new PIN. Applied with
 * mc_staff_put() once the batch is committed. */
gboolean mc_staff_make(
    McStaffPerson *person, const char *name, McStaffRole role, const char *pin, GError **error);
/* A whole list, as a signed pack brings it: [{"digest","name","role","salt"},…]. NULL:
 * MC_ERROR_BAD_INPUT. */
GArray *mc_staff_read_people(GBytes *bytes, GError **error);
void mc_staff_batch_people(const GArray *people, McBatch *batch);
void mc_staff_take_people(McStaff *staff, GArray **people); /* instead of those known so far */
void mc_staff_batch_put(const McStaff *staff, const McStaffPerson *person, McBatch *batch);
void mc_staff_put(McStaff *staff, const McStaffPerson *person);
gboolean mc_staff_knows(const McStaff *staff, const char *name);
/* No room for one more name. */
gboolean mc_staff_is_full(const McStaff *staff, const char *name);

/* The value under which provisioning keeps a new one-time code; free it. NULL when there is no
 * randomness. The code is written to out, MC_CODE_SIZE bytes. */
char *mc_staff_new_code(char *out, GError **error);

#endif
