#ifndef MC_APP_RECORD_CONTENT_H
#define MC_APP_RECORD_CONTENT_H

/* Every link of the chain is one signed JSON object (canonical subset of RFC 8785):
 *
 *   {"at":"2026-11-24T02:15:00.123456Z","boot":hex,"body":{…},"clock":{"not_after":moment,
 *    "not_before":moment,"quality":"kept"},"journal":hex,"kiosk":"K-0001","mono_us":n,"prev":hex64,"seq":n,"type":"visit","v":1}
 *
 * type: "genesis", "visit", "exam-opened", "audit" (body.event from audit/events.def). prev =
 * SHA-256 of the previous stored envelope (the CMS bytes), all zeros before the genesis. seq counts
 * from 1 without a gap. */

#include <glib.h>
#include <jansson.h>

#define MC_CONTENT_VERSION 1
#define MC_DIGEST_HEX_SIZE 65

/* What the recorder's civil time is worth. */
typedef enum McClockQuality {
	MC_CLOCK_UNSTATED, /* no record says so */
	MC_CLOCK_SYNCHRONISED, /* steered by a reference, as the kernel has it */
	MC_CLOCK_KEPT, /* by machine or monotonic clock, and nothing known contradicts it */
	MC_CLOCK_BOUNDED, /* no clock can be believed: only the bounds say something */
} McClockQuality;
const char *mc_clock_quality_name(McClockQuality quality);

/* A moment and what is sure of it. */
typedef struct McMoment {
	gint64 at_wall_us; /* the best guess; within the bounds */
	McClockQuality quality;
	gint64 not_before_wall_us;
	gint64 not_after_wall_us; /* 0 = no bound is known */
} McMoment;

typedef struct McContentHead {
	char type[24];
	char kiosk[33];
	char journal[33]; /* 16 random bytes, hex: one per provisioning */
	guint64 seq;
	char prev[MC_DIGEST_HEX_SIZE];
	gint64 at_wall_us;
	McMoment clock;
	char boot[33];
	gint64 mono_us;
} McContentHead;

/* Takes no reference of body. Returns the exact bytes to sign, or MC_ERROR_INTERNAL when the body
 * leaves the canonical subset (a real number, a control character, a non-ASCII key). */
GBytes *mc_content_write(const McContentHead *head, json_t *body, GError **error);

/* Parses and checks that the bytes are canonical (they re-emit to themselves), the head complete,
 * no member unknown at the top level. *body gets a new reference. MC_ERROR_BAD_INPUT names the
 * place. */
gboolean mc_content_read(GBytes *bytes, McContentHead *head, json_t **body, GError **error);

/* The body of a "genesis": strict, MC_ERROR_BAD_INPUT names the member. certificate: the digest of
 * the one that sealed it, which it has to name. */
gboolean mc_genesis_check(const json_t *body, const char *certificate, GError **error);

/* The canonical form of any JSON in the subset; and its check. */
GBytes *mc_canonical_write(const json_t *json, GError **error);
json_t *mc_canonical_read(GBytes *bytes, GError **error);

/* After a "signing-key-changed" the next link is sealed with the certificate that it names: writes
 * that one's digest; leaves out alone after every other content. */
void mc_seal_next_certificate(
    const McContentHead *head, const json_t *body, char out[MC_DIGEST_HEX_SIZE]);

void mc_digest_hex(GBytes *bytes, char out[MC_DIGEST_HEX_SIZE]); /* SHA-256 */

#endif
