#ifndef MC_APP_RECORDER_PACK_FILE_H
#define MC_APP_RECORDER_PACK_FILE_H

/* The files that packs carry, as far as they can be judged without a kiosk: by the office before it
 * signs, and by whoever looks into a pack. */

#include "app/ports/recorder.h"
#include "app/record/pack.h"

/* MC_ERROR_BAD_INPUT lists all that is wrong, by member, with MC_FIELDS_BETWEEN between. */
gboolean mc_pack_file_check(McPackKind kind, GBytes *file, GError **error);

/* {"enrolments":[…]} into MC_ENROLMENTS_MAX of them. */
gboolean mc_pack_file_devices(
    GBytes *file, McEnrolment *enrolment, guint *enrolments, GError **error);

#endif
