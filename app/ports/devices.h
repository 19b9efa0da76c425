#ifndef MC_APP_PORTS_DEVICES_H
#define MC_APP_PORTS_DEVICES_H

/* What every instrument shows of itself, whatever it measures: the device board, enrolment,
 * calibration, self-test. */

#include "app/base/error.h"
#include "app/exam/transducer.h"

#include <glib.h>

typedef enum McDeviceKind {
	MC_DEVICE_VISION_TESTER,
	MC_DEVICE_AUDIOMETER,
	MC_DEVICE_ID_READER,
	MC_DEVICE_STATURE, /* height and weight */
	MC_DEVICE_RESPONSE_PAD,
	MC_DEVICE_PRINTER, /* of the slip */
	MC_DEVICE_SOUND_METER, /* the technician's references */
	MC_DEVICE_LUMINANCE_METER,
	MC_DEVICE_CAMERA, /* of the booth */
} McDeviceKind;
#define MC_DEVICE_KINDS 9

/* It measures, so it is not used without a calibration that holds. */
gboolean mc_device_kind_is_calibrated(McDeviceKind kind);
/* A kiosk may go without: one that was never there is not missed. */
gboolean mc_device_kind_is_optional(McDeviceKind kind);

/* How far a test of it goes (T2). */
typedef enum McTestLevel {
	MC_TEST_SILENT, /* nothing is seen or heard of it */
	MC_TEST_ACTIVE, /* it does once what it is for; nobody has to be there */
	MC_TEST_INTERACTIVE, /* … and the technician what a person would */
} McTestLevel;
#define MC_TEST_LEVELS 3
gboolean mc_device_kind_has_test(McDeviceKind kind, McTestLevel level);

typedef enum McDeviceState {
	MC_DEVICE_ABSENT, /* gone for 2 s, or never seen */
	MC_DEVICE_STARTING, /* on the bus, being opened and identified */
	MC_DEVICE_READY,
	MC_DEVICE_FAULTY, /* cause says why */
	MC_DEVICE_LOCKED, /* works, but its exam is not allowed: not enrolled, firmware, calibration */
} McDeviceState;

/* Told apart because each has its own way on (O11): the rows of app/ports/device-causes.def. */
typedef enum McDeviceCause {
#define MC_DEVICE_CAUSE(constant, ...) MC_CAUSE_##constant,
#include "app/ports/device-causes.def"
#undef MC_DEVICE_CAUSE
} McDeviceCause;
#define MC_CAUSES 22

/* "vision-tester", "ready", "no-answer" …: the words of log, record and sockets. */
const char *mc_device_kind_name(McDeviceKind kind);
const char *mc_device_state_name(McDeviceState state);
const char *mc_device_cause_name(McDeviceCause cause);
/* When a device has it, in a sentence for documents. */
const char *mc_device_cause_when(McDeviceCause cause);
/* A technician who looks at the instrument can end it by adopting what he sees. */
gboolean mc_device_cause_can_be_adopted(McDeviceCause cause);
/* It is ready all the same: somebody has to see to it, and it goes on by itself. */
gboolean mc_device_cause_wants_a_hand(McDeviceCause cause);
/* What a port that is asked meanwhile answers with. */
McErrorCode mc_device_cause_error(McDeviceCause cause);

/* As the instrument reports it; strings "" when unknown. Copied into the record's measurement
 * passport. */
typedef struct McDeviceInfo {
	McDeviceKind kind;
	McDeviceState state;
	McDeviceCause cause;
	guint16 vendor_id, product_id;
	char maker[64], model[64], serial[64], firmware[32];
	char transducer[64],
	    transducer_serial[64]; /* audiometer: headphones; vision tester: display panel */
	char loudspeaker[64], loudspeaker_serial[64]; /* audiometer: a pair in the room, "" = none */
	/* audiometer: which the instrument adds by itself, for these headphones and loudspeakers */
	McCorrections corrections, loudspeaker_corrections;
	char laboratory[64], certificate[64];
	gint32 calibrated_yyyymmdd, calibration_expires_yyyymmdd; /* 0 = none */
	gint32 vergence_centi_dioptre; /* vision tester: optical distance, 5 m = -20 */
	/* vision tester: the collimation record that this distance was taken from; "" = as the
	 * instrument itself states it. The recorder's to say, by the enrolment. */
	char collimation[64];
	/* vision tester: the finest and the coarsest line that it draws honestly; equal: unknown */
	gint32 smallest_milli_log_mar, largest_milli_log_mar;
	gboolean shutters; /* vision tester: per-eye shutters */
	gint64 last_self_test_wall_us; /* 0 = not yet */
	gboolean last_self_test_passed;
	guint64 transfers, faults; /* since start */
} McDeviceInfo;

/* A class-compliant sound card with headphones in the place of an audiometer: it keeps no record
 * and corrects nothing, so what the laboratory measured stands with its enrolment, and the host
 * applies it. Other sound cards are left alone: one of them may be the kiosk's voice. */
typedef struct McSoundCardRecord {
	guint16 vendor_id, product_id;
	char laboratory[64];
	char transducer[64], transducer_serial[64]; /* headphones */
	gint32 volume_db_256; /* at which it was measured, as the audio class counts: 256 = 1 dB */
	gint32 ceiling_deci_db_hl;
	gint32 full_scale_deci_db_spl[MC_SIDES]; /* of a sine of full scale, in each ear */
	McCorrections corrections;
	/* By how much noise that hides a tone lies above it, at each of the frequencies that have a
	 * reference, when the laboratory states it; else as app/exam/transducer.h has it. */
	gboolean has_masking;
	gint32 masking_above_tone_deci_db[MC_TRANSDUCER_FREQUENCIES];
} McSoundCardRecord;

/* Hexadecimal, with its end: of the table as CAL:CORR? has it, "count{,frequency,left,right}". */
#define MC_CORRECTIONS_DIGEST 65

/* What an instrument said of itself when it was enrolled, or adopted on the device board. */
typedef struct McAdopted {
	guint16 vendor_id, product_id;
	/* the rest counts of what measures alone */
	char transducer[64], transducer_serial[64];
	char loudspeaker[64], loudspeaker_serial[64];
	char laboratory[64], certificate[64];
	gint32 calibrated_yyyymmdd, calibration_expires_yyyymmdd;
	/* audiometer: of the tables by frequency; "" = none */
	char corrections_sha256[MC_CORRECTIONS_DIGEST],
	    loudspeaker_corrections_sha256[MC_CORRECTIONS_DIGEST];
} McAdopted;

/* Which instruments are trusted at this kiosk; set from the signed configuration and by adoption.
 */
typedef struct McEnrolment {
	McDeviceKind kind;
	char serial[64];
	char minimum_firmware[32]; /* "" = any; compared as dotted numbers */
	/* Of a device that measures and keeps no record of its own; 0 = none. Where the device keeps
	 * one, that counts. */
	char certificate[64];
	gint32 calibrated_yyyymmdd, calibration_expires_yyyymmdd;
	gboolean has_latency; /* response pad: that record says what display and key add to a time */
	gint32 latency_us;
	/* vision tester: that record says at which distance a collimator found the picture */
	gboolean has_collimation;
	gint32 collimated_centi_dioptre;
	gboolean has_sound_card; /* audiometer: it is one, and not an instrument with its own record */
	McSoundCardRecord sound_card;
	gboolean has_adopted;
	McAdopted adopted;
} McEnrolment;

/* "" for an empty one. */
void mc_corrections_digest(const McCorrections *corrections, char digest[MC_CORRECTIONS_DIGEST]);
McAdopted mc_device_adopted(const McDeviceInfo *info);
/* What the laboratory measured stands with the enrolment: the device itself keeps no record, and
 * names no transducer. */
gboolean mc_enrolment_is_a_record(const McEnrolment *enrolment, const McDeviceInfo *info);
/* MC_CAUSE_NONE, or what of the instrument is another than was adopted. What measures and was
 * enrolled by its serial number alone is another until somebody adopts it: nobody has said which
 * transducer and which calibration are meant. */
McDeviceCause mc_enrolment_difference(const McEnrolment *enrolment, const McDeviceInfo *info);

typedef void (*McDeviceListener)(McDeviceKind kind, const McDeviceInfo *info, gpointer data);
typedef void (*McDeviceDone)(const GError *error, gpointer data);

typedef struct McDevicesPort McDevicesPort;
struct McDevicesPort {
	gpointer self;
	/* Never NULL; valid until the next call. ABSENT when nothing of the kind was seen. */
	const McDeviceInfo *(*info)(gpointer self, McDeviceKind kind);
	/* Called whenever the board changes (state, cause, test result), never from inside a call of
	 * the port. */
	void (*set_listener)(gpointer self, McDeviceListener listener, gpointer data);
	/* Replaces the list; a device that is now trusted, or no longer, is restarted accordingly. */
	void (*set_enrolments)(gpointer self, const McEnrolment *enrolments, guint count);
	/* *TST? or its like; done once, also on loss. The result stands in info. */
	void (*self_test)(gpointer self, McDeviceKind kind, McDeviceDone done, gpointer data);
};

#endif
