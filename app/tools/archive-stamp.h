#ifndef MC_APP_TOOLS_ARCHIVE_STAMP_H
#define MC_APP_TOOLS_ARCHIVE_STAMP_H

/* The part of an archive that proves when the record was there at the latest. */

#include "app/record/stamp.h"

typedef struct McArchiveStamp {
	McStampProof proof;
	gint64 stamped_wall_us;
} McArchiveStamp;

/* The proof in the file is the record's with this digest, and its stamp holds: what cannot be
 * proven now will not be in twenty years. */
gboolean mc_archive_stamp_read(McArchiveStamp *stamp, const char *path, const char *roots_path,
    const char *digest, GError **error);
void mc_archive_stamp_clear(McArchiveStamp *stamp);

/* root.sh: with coreutils alone, from record.p7m to the root that was stamped. */
GBytes *mc_archive_stamp_script(const McArchiveStamp *stamp);
/* For VERIFY.txt. */
void mc_archive_stamp_explain(const McArchiveStamp *stamp, GString *text);

#endif
