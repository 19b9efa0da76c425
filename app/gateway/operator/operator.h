#ifndef MC_APP_GATEWAY_OPERATOR_H
#define MC_APP_GATEWAY_OPERATOR_H

/* What a person at the gateway's command line asks for, beside a running gateway or without one.
 * Prints to standard output; no personal data. */

#include <glib.h>

/* A line for each record: kiosk, seq, type, reference, received_at, "gap-before" when the record
 * before it is missing, and for a visit "CLASS=OUTCOME/OUTCOME HERE" per class. */
gboolean mc_operator_list(const char *store_path, GError **error);
/* A line for each refusal: moment, kiosk, path, [codes], text, digest of the body. */
gboolean mc_operator_list_refusals(const char *store_path, GError **error);
/* Lets a kiosk that was provisioned anew begin a new journal. */
gboolean mc_operator_retire_journal(const char *store_path, const char *kiosk, GError **error);
/* Writes what it has of a kiosk's journal under way, after a number, into a folder that exists: a
 * parcel each, NUMBER.parcel, for `medcheck-recorder --restore`. The personal parts stay sealed. */
gboolean mc_operator_give_back(const char *store_path, const char *kiosk, guint64 after_seq,
    const char *folder, GError **error);
/* The same without the personal parts, the envelopes alone: NUMBER.p7m, for a study or an expert
 * (docs/validation-protocol.md). */
gboolean mc_operator_export(const char *store_path, const char *kiosk, guint64 after_seq,
    const char *folder, GError **error);
/* "STATUS CODE: meaning" for every refusal; a gateway.json with every key at its default. Both
 * return the exit status 0. */
int mc_operator_print_codes(void);
int mc_operator_print_sample(void);

#endif
