#ifndef MC_APP_GATEWAY_STAMPS_STAMPER_H
#define MC_APP_GATEWAY_STAMPS_STAMPER_H

/* Has the accepted records stamped: one time stamp over the root of the Merkle tree of all that
 * have none yet. Works beside the gateway, in a process of its own: it delays no answer, and what a
 * stranger's TSA sends never comes near the gateway's keys. */

#include "app/base/clock.h"
#include "app/gateway/settings/stamps.h"
#include "app/gateway/store/stamps.h"
#include "app/record/stamp.h"

typedef struct McStamper {
	McStampSettings settings;
	McStampTrust *trust;
	McStore *store;
	McClock *clock;
} McStamper;

/* STATE/gateway: stamps.json, tsa-roots.pem, store.db. */
gboolean mc_stamper_open(McStamper *stamper, const char *folder, GError **error);
void mc_stamper_clear(McStamper *stamper);

/* Asks, checks and keeps one stamp. *count: the records under it; 0 = all have one already. On an
 * error nothing is kept and the same records come next time. */
gboolean mc_stamper_step(McStamper *stamper, guint *count, GError **error);

/* Evidence renewal: a stamp over the stamps that no renewal covers yet and over the newest renewal,
 * when the first of their certificates ends within renew_before_days (even_if_not_due: in any
 * case). All that is there is held against its roots first. *count: the answers under it; 0 = none
 * was due. */
gboolean mc_stamper_renew(
    McStamper *stamper, gboolean even_if_not_due, guint *count, GError **error);

/* Every so often, and after a failure with a wait that grows and is drawn (full jitter). Never
 * returns; the process may be ended at any time. */
G_NORETURN void mc_stamper_run(McStamper *stamper);

/* "PLACE-PLACE MOMENT ROOT" for each stamp, "renewal NUMBER MOMENT ROOT" for each renewal, and how
 * many records wait for a stamp. */
gboolean mc_stamper_list(McStore *store, GError **error);
/* The proofs of a kiosk's records of the journal under way, after a number, into a folder that
 * exists: NUMBER.stamp.json each, for `medcheck archive --stamp`. */
typedef struct McStampWish {
	const char *kiosk, *folder;
	guint64 after_seq;
} McStampWish;
gboolean mc_stamper_give(McStore *store, const McStampWish *wish, guint *count, GError **error);

#endif
