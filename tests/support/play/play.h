#ifndef MC_TESTS_SUPPORT_PLAY_PLAY_H
#define MC_TESTS_SUPPORT_PLAY_PLAY_H

/* Persons at a kiosk whose recorder, courier and gateway are the real programs, and one thing
 * that goes wrong. What ends by itself is started again, as the service manager does it; what was
 * refused for the disk's sake is asked again, as the glass does it. */

#include "tests/desk/desk.h"
#include "tests/support/chaos/chaos.h"
#include "tests/support/failing/ledger.h"

typedef enum McWhom { MC_WHOM_RECORDER, MC_WHOM_COURIER, MC_WHOM_GATEWAY } McWhom;
#define MC_WHOMS 3

typedef struct McMishap {
	McWhom whom;
	const char *kill_at; /* "visit-finish.after-commit:1", or NULL */
	McCallKind kind; /* the call from `at` on fails `count` times with `error`; at 0 = none */
	guint at, count;
	gboolean full_at_restart; /* … from the first call on after it was killed */
	int error;
	/* Of that program's civil time. The courier's and the gateway's is set right when all visits
	 * are made and none could be sent: it made the other side's certificate look expired. */
	gint64 wall_shift_s;
	guint flip_seed; /* a bit of each parcel flips before the courier starts; 0 = none */
	guint chaos_seed; /* a bad network between courier and gateway; 0 = a good one */
	guint visits; /* how many there are; 0 = MC_PLAY_VISITS */
} McMishap;

typedef struct McOutcomeRow {
	guint made; /* visits of which the glass was told that they are recorded */
	guint recorded, sent, accepted; /* as the recorder's journal has them at the end */
	guint doubled; /* a second record of a visit, or of a link of the chain at the gateway */
	guint lost; /* made, and not at the gateway; or links of the chain that are not there */
	guint restarts;
	guint calls[MC_CALL_KINDS]; /* made by the one that it happened to */
	guint failed; /* of them */
	guint mischiefs; /* connections that the network spoiled */
	guint parked; /* parcels that a person had to see to */
} McOutcomeRow;

#define MC_PLAY_VISITS 3
guint mc_play_visits(const McMishap *mishap);

/* Aborts the test when the play does not come to its end: then something is lost for good. */
void mc_play(const McDeskKit *kit, const McMishap *mishap, McOutcomeRow *row);

#endif
