#ifndef MC_APP_RECORD_PARCEL_H
#define MC_APP_RECORD_PARCEL_H

/* What travels: an envelope and, with a visit, its sealed personal part. The bytes of the outbox
 * file and of the upload's body are the same: the envelope's DER and after it that of the personal
 * part; nothing else. What comes back is in receipt.h. */

#include "app/record/content.h"

typedef struct McParcel {
	GBytes *envelope;
	GBytes *personal; /* or NULL */
} McParcel;

void mc_parcel_clear(McParcel *parcel);
GBytes *mc_parcel_write(const McParcel *parcel);
/* Where the one ends and the other begins; what they hold is not looked into. MC_ERROR_BAD_INPUT;
 * total for any bytes. */
gboolean mc_parcel_read(GBytes *bytes, McParcel *parcel, GError **error);

/* Reference number that a person reads and types: "MC-K0001-000042-7" (kiosk, sequence, check
 * digit). */
void mc_reference_write(const char *kiosk, guint64 seq, char out[48]);
/* The check character (ISO 7064 MOD 37,36: a digit or a letter) fits. */
gboolean mc_reference_is_valid(const char *text);
/* QR on glass and slip, an anchor against a cut tail: "MC1/<kiosk>/<seq>/<first 32 hex of the
 * digest>". Free it. */
char *mc_qr_text(const char *kiosk, guint64 seq, const char *digest_hex);

typedef struct McAnchor {
	char kiosk[33];
	guint64 seq;
	char digest_begins[33]; /* first 32 hexadecimal digits */
} McAnchor;
/* Such a text, as a scanner reads it. MC_ERROR_BAD_INPUT; total for any text. */
gboolean mc_qr_read(const char *text, McAnchor *anchor, GError **error);

#endif
