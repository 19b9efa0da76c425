#ifndef MC_APP_SPOOL_EVIDENCE_H
#define MC_APP_SPOOL_EVIDENCE_H

/* evidence/ in the spool: files that belong to records and travel after them (a photograph, a
 * clip), sealed by whoever makes them, since the courier and the gateway read none of it. The name
 * is the SHA-256 of the content in hexadecimal, which the record states: so the same file is there
 * once, and what arrives is known to be whole. DIGEST.refused is one that the gateway will not
 * take: a person is needed. */

#include <glib.h>

#define MC_EVIDENCE_DIGEST_SIZE 65

typedef struct McEvidenceBox McEvidenceBox;

/* Below the spool's folder; makes it (0700), removes half-written temporary files. */
McEvidenceBox *mc_evidence_open(const char *spool, GError **error);
void mc_evidence_close(McEvidenceBox *box);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McEvidenceBox, mc_evidence_close)

/* 64 lower-case hexadecimal digits. */
gboolean mc_evidence_is_digest(const char *text);

/* Durable when it returns. */
gboolean mc_evidence_put(
    McEvidenceBox *box, GBytes *bytes, char digest[MC_EVIDENCE_DIGEST_SIZE], GError **error);
/* Digests of what waits, in the order of their names; refused ones are not among them. */
GPtrArray *mc_evidence_list(McEvidenceBox *box, GError **error);
/* At most size bytes from offset; *total is the whole file's. NULL without error: it has gone. */
GBytes *mc_evidence_read(McEvidenceBox *box, const char *digest, guint64 offset, gsize size,
    guint64 *total, GError **error);
/* Whether the content is what the name says. */
gboolean mc_evidence_check(McEvidenceBox *box, const char *digest, gboolean *fits, GError **error);
gboolean mc_evidence_remove(McEvidenceBox *box, const char *digest, GError **error);
/* Puts it aside as DIGEST.refused. */
gboolean mc_evidence_refuse(McEvidenceBox *box, const char *digest, GError **error);

/* Calls back from the main loop after a file was put there. func NULL ends it. */
void mc_evidence_watch(McEvidenceBox *box, void (*func)(gpointer data), gpointer data);

#endif
