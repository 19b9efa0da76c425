#ifndef MC_APP_GATEWAY_STAMPS_SERIES_H
#define MC_APP_GATEWAY_STAMPS_SERIES_H

/* Stamps and their renewals as they stand in the store: what each renewal's tree is made of. */

#include "app/gateway/store/renewals.h"
#include "app/record/stamp.h"

typedef struct McSeries {
	GArray *stamps; /* of McSeriesStamp, in their order */
	GPtrArray *renewals; /* of McSeriesRenewal */
} McSeries;

typedef struct McSeriesStamp {
	gint64 last; /* names it */
	gint64 stamped_wall_us;
	McMerkleHash root, leaf; /* what was stamped, and its answer as a leaf */
	gint64 until_wall_us; /* mc_stamp_until() */
} McSeriesStamp;

typedef struct McSeriesRenewal {
	McSeriesStamp stamp; /* last: that of the newest stamp below it */
	gint64 first;
	GBytes *response;
	McMerkle *tree; /* of the answers below it */
} McSeriesRenewal;

/* Reads them all and holds each stamp and renewal against its root, and each renewal's root against
 * the answers below it. MC_ERROR_UNTRUSTED names what does not fit any more. trust NULL: the trees
 * alone. */
McSeries *mc_series_read(McStore *store, const McStampTrust *trust, GError **error);
void mc_series_free(McSeries *series);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McSeries, mc_series_free)

/* The leaves of the renewal that comes next, and the stamps among them: none new: *first > *last.
 */
GArray *mc_series_next_leaves(const McSeries *series, gint64 *first, gint64 *last);
/* Adds the renewals of the stamp to a proof that has its own link. FALSE: there are too many. */
gboolean mc_series_add_links(const McSeries *series, gint64 stamp_last, McStampProof *proof);
/* The end of what can be proven by the newest answers; G_MAXINT64 when there are none. Needs trust.
 */
gint64 mc_series_until(const McSeries *series);

#endif
