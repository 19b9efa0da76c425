#ifndef MC_APP_RECORDER_CONFIG_H
#define MC_APP_RECORDER_CONFIG_H

/* recorder.json, described key by key in docs/provisioning.md. An unknown key is an error. */

#include "app/ports/recorder.h"
#include "app/record/pack.h"
#include "app/record/suite.h"

/* The screen on which colour plates are shown, as it was measured. */
typedef struct McScreenConfig {
	char calibration[MC_COLOUR_CALIBRATION_SIZE]; /* "": never measured */
	gint32 calibrated_yyyymmdd, expires_yyyymmdd;
	McPanel panel;
} McScreenConfig;

typedef struct McRecorderConfig {
	char kiosk[33], site[96], institution[96];
	guint32 classes; /* offered here, bit i = McLicenceClass i */
	guint resume_minutes; /* how long finished exams wait for the same card */
	guint staff_minutes; /* a staff session without any request ends by itself */
	guint issue_tolerance_s; /* by which the clock of who signs packs may be ahead */
	guint counter_days; /* for which the counter's list says whose check it was; 0 = never */
	guint ballast_mib; /* held back on that disk; 0 = none is */
	guint free_floor_mib; /* no visit begins with less free space under the journal */
	char backup_folder[256]; /* where the journal is copied to every night; "" = nowhere */
	gint64 glass_uid; /* who may connect; -1 = the recorder's own user */
	gboolean demonstration;
	McSuite suite; /* of its seals; the sealing key has to be of it */
	McScreenConfig screen;
	gboolean unmeasured_screen; /* one that was never measured shows plates all the same, flagged */
	gboolean movements; /* of trunk and limbs are done here */
	gint32
	    picture_kept_days; /* what the person is told of the pictures of them; 0: none is taken */
	gboolean reaction_practice; /* of memory, judgement and reaction is offered here */
	guint groups; /* whose packs are for this kiosk, too, once a signed pack has said so */
	char group[MC_PACK_GROUPS_MAX][MC_PACK_GROUP_SIZE];
	gint32 capacity[MC_CONSUMABLES]; /* when just filled; 0 = there is none of it here */
	guint enrolments;
	McEnrolment enrolment[MC_ENROLMENTS_MAX];
} McRecorderConfig;

/* MC_ERROR_BAD_INPUT names the key. Total for any bytes. */
gboolean mc_recorder_config_read(GBytes *bytes, McRecorderConfig *config, GError **error);

#endif
