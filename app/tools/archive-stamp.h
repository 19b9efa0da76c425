#ifndef MC_APP_TOOLS_ARCHIVE_STAMP_H
#define MC_APP_TOOLS_ARCHIVE_STAMP_H

/* The part of an archive that proves when the record was there at the latest. */

#include "app/record/stamp.h"

typedef struct McArchiveStamp {
	McStampProof proof;
	gint64 stamped_wall_us[1 + MC_STAMP_RENEWALS_MAX]; /* of its links */
} McArchiveStamp;

/* The proof in the file is the record's with this digest, and its stamp holds: what cannot be
 * proven now will not be in twenty years. */
gboolean mc_archive_stamp_read(McArchiveStamp *stamp, const char *path, const char *roots_path,
    const char *digest, GError **error);
void mc_archive_stamp_clear(McArchiveStamp *stamp);

/* Of the record's own stamp and of each renewal: the name of its answer ("record.tsr",
 * "renewal-1.tsr" …) and of what leads to the root that was stamped with coreutils alone
 * ("root.sh", "root-1.sh" …), and this itself. */
typedef struct McArchiveLink {
	char answer[24], script[24];
} McArchiveLink;
McArchiveLink mc_archive_stamp_link(guint number);
GBytes *mc_archive_stamp_script(const McArchiveStamp *stamp, guint number);
/* For VERIFY.txt. */
void mc_archive_stamp_explain(const McArchiveStamp *stamp, GString *text);

#endif
