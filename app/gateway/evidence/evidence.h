#ifndef MC_APP_GATEWAY_EVIDENCE_EVIDENCE_H
#define MC_APP_GATEWAY_EVIDENCE_EVIDENCE_H

/* Files that belong to records, as the kiosks send them: FOLDER/KIOSK/DIGEST when whole, under the
 * SHA-256 of the content, and DIGEST.part until then. Parts come in order. A part is not flushed by
 * itself: after a power cut there may be less of it than was said, or other bytes, and then the
 * digest does not fit and it begins anew. What is said to be whole is on the disk. */

#include <glib.h>

typedef struct McEvidenceLimits {
	const char *folder; /* made when it is needed */
	guint64 file_max_bytes;
	guint64 kiosk_max_bytes; /* all files and parts of one kiosk */
} McEvidenceLimits;

typedef struct McEvidencePart {
	const char *kiosk; /* a name without '/' that does not begin with '.' */
	const char *digest; /* 64 lower-case hexadecimal digits */
	guint64 offset, total; /* of the whole file, total > 0 */
	GBytes *bytes; /* not beyond total */
} McEvidencePart;

typedef enum McEvidenceFate {
	MC_EVIDENCE_PART, /* have says from where it goes on, also when this part did not fit there */
	MC_EVIDENCE_WHOLE, /* now */
	MC_EVIDENCE_KNOWN, /* it was whole before */
	MC_EVIDENCE_WRONG_DIGEST, /* all bytes came and are others; none is kept */
	MC_EVIDENCE_TOO_LARGE,
	MC_EVIDENCE_FULL, /* the kiosk's share is used up */
} McEvidenceFate;

/* How much of it is here. MC_ERROR_STORAGE. */
gboolean mc_evidence_look(const McEvidenceLimits *limits, const char *kiosk, const char *digest,
    guint64 *have, gboolean *is_whole, GError **error);
/* FALSE only with MC_ERROR_STORAGE; then what was there before is there still, or less of it. */
gboolean mc_evidence_add(const McEvidenceLimits *limits, const McEvidencePart *part,
    McEvidenceFate *fate, guint64 *have, GError **error);

#endif
