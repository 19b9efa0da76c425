#ifndef MC_APP_RECORDER_CIVIL_H
#define MC_APP_RECORDER_CIVIL_H

/* What the recorder takes for civil time. The machine's clock is a witness: it may be dead (1970),
 * be set wrongly or jump. What is sure comes from others: the sealing certificate counts from its
 * first to its last day, a signed pack and a receipt were made before they came, a receipt after
 * the record that it is for; and the monotonic clock carries all of it on within a boot. A clock
 * that fits is believed; one that does not changes nothing, and where no clock is left to believe
 * only the bounds are stated. Nothing here ever refuses. */

#include "app/base/clock.h"
#include "app/record/content.h"

/* A bound holds at one moment of the monotonic clock and moves with it. */
typedef struct McCivilBound {
	gint64 wall_us; /* 0 = there is none */
	gint64 mono_us;
} McCivilBound;

/* What a recorder that starts again has to know of a clock that was not believed: the records say
 * only that it was not. */
typedef struct McCivilDoubt {
	gint64 last_us; /* what was believed before that boot; 0 = nothing */
	gboolean has_guess; /* a clock had been believed in that boot … */
	gint64 guess_drift_us; /* … with this civil time less monotonic time */
	gboolean is_doubted; /* the machine's clock contradicts what was believed once */
} McCivilDoubt;

typedef struct McCivil {
	McClock *clock; /* borrowed */
	McCivilBound floor, ceiling;
	gint64 limit_us; /* last moment of the certificate; 0 = none */
	gint64 last_us; /* what was believed before this boot; 0 = nothing */
	gboolean has_guess; /* a clock was believed in this boot … */
	gint64 guess_drift_us; /* … which had this civil time less monotonic time */
	gboolean was_synchronised; /* by a reference then */
	gboolean is_believed; /* still */
	gboolean is_doubted; /* in an earlier boot, and nobody has confirmed it since */
	gint64 raw_drift_us; /* of the machine's clock, when last looked */
} McCivil;

/* from, to: of the sealing certificate; to 0 = no end. */
void mc_civil_init(McCivil *civil, McClock *clock, gint64 from_wall_us, gint64 to_wall_us);
/* Goes on from the newest entry of the journal: what was sure then is sure now, and of the same
 * boot the monotonic clock carries on what was believed and the bounds. doubt: what was kept with
 * an entry whose time is bounded; NULL = nothing, and then the clock counts as doubted. */
void mc_civil_go_on(
    McCivil *civil, const McContentHead *newest, gboolean is_same_boot, const McCivilDoubt *doubt);
/* To be kept with an entry whose time is bounded. */
McCivilDoubt mc_civil_doubt(const McCivil *civil);

/* Looks at the machine's clock. */
McMoment mc_civil_now(McCivil *civil);
gint64 mc_civil_now_us(McCivil *civil); /* its at_wall_us */
/* Whether a moment that somebody states for something can be true, by the bounds. */
gboolean mc_civil_may_be(McCivil *civil, gint64 wall_us);

/* Somebody who is trusted says that it was this late already. */
void mc_civil_not_before(McCivil *civil, gint64 wall_us);
/* A receipt of this moment came for an entry that was made when the monotonic clock stood at
 * sealed_mono_us in this boot. */
void mc_civil_receipt(McCivil *civil, gint64 received_wall_us, gint64 sealed_mono_us);
/* Whether a receipt of this moment would teach more than its lower bound. */
gboolean mc_civil_wants_receipt(McCivil *civil, gint64 received_wall_us);

#endif
