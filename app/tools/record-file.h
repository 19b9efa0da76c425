#ifndef MC_APP_TOOLS_RECORD_FILE_H
#define MC_APP_TOOLS_RECORD_FILE_H

/* A record as a file: an envelope (.p7m) or a parcel (.parcel), taken apart. */

#include "app/record/content.h"
#include "app/record/seal.h"
#include "app/record/visit.h"

typedef struct McRecordFile {
	const char *path; /* borrowed */
	GBytes *envelope;
	GBytes *personal; /* sealed; parcels of visits only */
	char digest[MC_DIGEST_HEX_SIZE]; /* of the envelope */
	McContentHead head;
	json_t *body;
	McVisit *visit; /* of type "visit", else NULL */
	gboolean is_proven;
	McSealedBy by; /* once it is proven */
} McRecordFile;

/* verifier NULL: without any proof, file->is_proven stays FALSE. Otherwise the seal as of the
 * moment that the content states, and that the content names the kiosk that sealed it. */
gboolean mc_record_file_open(
    McRecordFile *file, const char *path, McVerifier *verifier, GError **error);
/* The same of an envelope and a sealed personal part (or NULL) that lie elsewhere. */
gboolean mc_record_file_take(
    McRecordFile *file, GBytes *envelope, GBytes *personal, McVerifier *verifier, GError **error);
/* The sealed personal part alone, from a parcel or a file of its own. */
GBytes *mc_record_file_personal(const char *path, GError **error);
void mc_record_file_clear(McRecordFile *file);

/* "2026-11-24 10:15:00" in Asia/Shanghai. Free it. */
char *mc_record_file_local_time(gint64 wall_us);

/* Common to the commands: parses options and takes the files that follow. NULL after a message on
 * standard error. */
typedef struct McToolOption {
	const char *name, *argument, *what;
	char **value;
} McToolOption;
char **mc_tool_arguments(int argc, char **argv, const char *parameters, const char *summary,
    const McToolOption *options, gsize count);

#endif
