#ifndef MC_APP_LINK_PARTS_H
#define MC_APP_LINK_PARTS_H

/* The nested objects of requests and replies. Readers report through the fields of the object that
 * holds them; writers return a new reference or NULL when a text is no UTF-8. */

#include "app/json/fields.h"
#include "app/ports/recorder.h"

json_t *mc_link_identity_write(const McIdentity *identity);
void mc_link_identity_read(McFields *outer, const char *name, McIdentity *identity);
json_t *mc_link_device_write(const McDeviceInfo *device);
void mc_link_device_read(McFields *outer, const char *name, McDeviceInfo *device);
json_t *mc_link_vision_write(const McVisionConditions *conditions);
void mc_link_vision_read(McFields *outer, const char *name, McVisionConditions *conditions);
json_t *mc_link_hearing_write(const McHearingConditions *conditions);
void mc_link_hearing_read(McFields *outer, const char *name, McHearingConditions *conditions);

/* Member "enrolments" of the object; the reader fills at most MC_ENROLMENTS_MAX. */
json_t *mc_link_sound_card_write(const McSoundCardRecord *card);
void mc_link_sound_card_read(McFields *outer, const char *name, McSoundCardRecord *card);

json_t *mc_link_enrolments_write(const McEnrolment *enrolment, guint count);
void mc_link_enrolments_read(McFields *outer, McEnrolment *enrolment, guint *count);
json_t *mc_link_hello_write(const McHello *hello);
void mc_link_hello_read(McFields *outer, const char *name, McHello *hello);
json_t *mc_link_choices_write(const McChoices *choices);
void mc_link_choices_read(McFields *outer, const char *name, McChoices *choices);
json_t *mc_link_record_write(const McRecordState *record);
void mc_link_record_read(McFields *outer, const char *name, McRecordState *record);
json_t *mc_link_line_write(const McRecorderLine *line);
void mc_link_line_read(McFields *outer, const char *name, const json_t *json, McRecorderLine *line);
json_t *mc_link_verdict_write(const McClassVerdict *verdict);
void mc_link_verdict_read(
    McFields *outer, const char *name, const json_t *json, McClassVerdict *verdict);
json_t *mc_link_slip_write(const McSlip *slip);
void mc_link_slip_read(McFields *outer, const char *name, McSlip *slip);
json_t *mc_link_status_write(const McSlipStatus *status);
void mc_link_status_read(McFields *outer, const char *name, McSlipStatus *status);
json_t *mc_link_clock_write(const McClockState *clock);
void mc_link_clock_read(McFields *outer, const char *name, McClockState *clock);
json_t *mc_link_case_write(const McCaseNote *note);
void mc_link_case_read(McFields *outer, const char *name, McCaseNote *note);

/* Member "noise_deci_db_spl" or, in hello, "noise_limit_deci_db_spl": one number an octave. */
void mc_link_noise_read(McFields *fields, const char *name, gint32 level_deci_db[MC_NOISE_BANDS]);

/* Copies a text; one with control characters is refused: it could not stand in a record. */
void mc_link_text(McFields *fields, const char *name, char *out, gsize size);
/* 0 or a number up to the largest that JSON carries. */
guint64 mc_link_count(McFields *fields, const char *name);
guint32 mc_link_bits(McFields *fields, const char *name, guint bits);

/* A line of JSON, without its end; NULL with an error when json is NULL or the line too long.
 * Takes json's reference. */
char *mc_link_line_of(json_t *json, GError **error);

#endif
