#ifndef MC_APP_RECORDER_CIVIL_H
#define MC_APP_RECORDER_CIVIL_H

/* What the recorder takes for civil time. The machine's clock is a witness: it may be dead (1970),
 * be set wrongly or jump. What is sure comes from others: the sealing certificate counts from its
 * first to its last day, a receipt was made before it came and after the record that it is for; and
 * the monotonic clock carries all of it on within a boot. A clock that fits is believed; one that
 * does not changes nothing, and where no clock is left to believe only the bounds are stated.
 *
 * Others' clocks may be wrong, too. A pack's moment of issue counts only while nothing better does,
 * and a receipt or a reference puts it right. A reference and a receipt that contradict each other
 * are both right or wrong alike: then no clock is believed and the bounds hold both, until a
 * receipt agrees with the reference. Nobody's word, that of the machine's own clock neither, makes
 * a moment past the sealing certificate's last day: what is sealed there can never be proven. The
 * last day itself is stated then, as a bound. Nothing here ever refuses. */

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
	gboolean is_disputed; /* a reference contradicts a receipt */
	gint64 sure_us; /* lower bound without the word of a pack; 0 = the entry's is sure */
} McCivilDoubt;

/* What was found wrong of the time, to be said in the chain. */
typedef struct McCivilNews {
	const char *reason; /* a word, see events.def; NULL = nothing */
	gint64 by_us; /* by which the lower bound moved */
} McCivilNews;

typedef struct McCivil {
	McClock *clock; /* borrowed */
	McCivilBound floor, ceiling;
	McCivilBound claim; /* lower bound on the word of a pack alone */
	gint64 first_us, limit_us; /* of the certificate; limit 0 = none */
	gint64 last_us; /* what was believed before this boot; 0 = nothing */
	gboolean has_guess; /* a clock was believed in this boot … */
	gint64 guess_drift_us; /* … which had this civil time less monotonic time */
	gboolean was_synchronised; /* by a reference then */
	gboolean is_believed; /* still */
	gboolean is_doubted; /* in an earlier boot, and nobody has confirmed it since */
	gint64 raw_drift_us; /* of the machine's clock, when last looked */
	gboolean is_disputed; /* a reference contradicts a receipt */
	gboolean is_past_told; /* a moment past the certificate's last day was news once */
	McCivilNews news;
} McCivil;

/* from, to: of the sealing certificate; to 0 = no end. */
void mc_civil_init(McCivil *civil, McClock *clock, gint64 from_wall_us, gint64 to_wall_us);
/* The chain goes on with another certificate. */
void mc_civil_certificate(McCivil *civil, gint64 from_wall_us, gint64 to_wall_us);
/* Goes on from the newest entry of the journal: what was sure then is sure now, and of the same
 * boot the monotonic clock carries on what was believed and the bounds. doubt: what was kept with
 * an entry whose time is bounded; NULL = nothing, and then the clock counts as doubted. */
void mc_civil_go_on(
    McCivil *civil, const McContentHead *newest, gboolean is_same_boot, const McCivilDoubt *doubt);
/* To be kept with an entry whose time is bounded, or whose lower bound is a pack's word. */
McCivilDoubt mc_civil_doubt(McCivil *civil);

/* Looks at the machine's clock. Never past the certificate's last day. */
McMoment mc_civil_now(McCivil *civil);
gint64 mc_civil_now_us(McCivil *civil); /* its at_wall_us */
/* Whether a moment that somebody states for something can be true, by the bounds. */
gboolean mc_civil_may_be(McCivil *civil, gint64 wall_us);

/* The lower bound without the word of a pack. */
gint64 mc_civil_sure_us(McCivil *civil);

/* A signed pack says when it was issued. Later than this it cannot have been: a reference says that
 * it is not that late yet, or a receipt, or the certificate is over by then. tolerance: by which
 * the office's clock may be ahead. */
gint64 mc_civil_latest_issue(McCivil *civil, gint64 tolerance_us);
/* It was taken: where nothing better is known it was this late already. */
void mc_civil_claim(McCivil *civil, gint64 issued_wall_us);

/* A receipt of this moment came, for an entry of another boot. */
void mc_civil_not_before(McCivil *civil, gint64 received_wall_us);
/* And for one that was made when the monotonic clock stood at sealed_mono_us in this boot. */
void mc_civil_receipt(McCivil *civil, gint64 received_wall_us, gint64 sealed_mono_us);
/* Whether a receipt of this moment would teach more than its lower bound. */
gboolean mc_civil_wants_receipt(McCivil *civil, gint64 received_wall_us);

#endif
