#ifndef MC_APP_TOOLS_ARCHIVE_LOG_H
#define MC_APP_TOOLS_ARCHIVE_LOG_H

/* The part of an archive that proves that the gateway had the record in its log, and that a second
 * party has witnessed it. */

#include "app/record/tree-head.h"

typedef struct McArchiveLog {
	McTreeProof proof;
	McTreeHead head;
	McSuite suite; /* of the head's seal */
	gint64 witnessed_wall_us;
} McArchiveLog;

/* witness_roots NULL: the gateway's word alone. What cannot be proven now will not be in twenty
 * years. */
typedef struct McArchiveLogFiles {
	const char *proof, *gateway_roots, *witness_roots;
} McArchiveLogFiles;
gboolean mc_archive_log_read(
    McArchiveLog *log, const McArchiveLogFiles *files, const char *digest, GError **error);
void mc_archive_log_clear(McArchiveLog *log);

/* For VERIFY.txt. */
void mc_archive_log_explain(const McArchiveLog *log, GString *text);

#endif
