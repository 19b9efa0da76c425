#ifndef MC_APP_RECORDER_TAKEN_H
#define MC_APP_RECORDER_TAKEN_H

/* What the recorder keeps of the packs that it took: one counter for each kind, whoever they were
 * for. */

#include "app/recorder/state.h"

/* What stays of the packs that were taken. */
typedef struct McTaken {
	gint64 version[MC_PACK_KINDS];
	gint64 expires_wall_us[MC_PACK_KINDS]; /* 0 = none was taken */
	char envelope[MC_PACK_KINDS][MC_DIGEST_HEX_SIZE]; /* its digest: it may come twice */
	char file[MC_PACK_KINDS]
	         [MC_DIGEST_HEX_SIZE]; /* of the file inside; "": of before it was kept */
} McTaken;

gboolean mc_taken_read(McJournal *journal, McTaken *taken, GError **error);
/* The configuration of this digest came as a pack of the office's: no hand has written it. */
gboolean mc_taken_is_signed(const McTaken *taken, const char *configuration_sha256);
void mc_taken_batch(const McTaken *taken, McBatch *batch);
/* The groups that the kiosk is in, NULL at the end; borrowed. A configuration that a hand has
 * written puts it in none: membership is the office's to say, as the packs are. */
void mc_taken_groups(
    const McRecorder *self, const McTaken *taken, const char *groups[MC_PACK_GROUPS_MAX + 1]);

#endif
