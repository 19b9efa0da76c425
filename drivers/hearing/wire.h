#ifndef MC_DRIVERS_HEARING_WIRE_H
#define MC_DRIVERS_HEARING_WIRE_H

/* The audiometer's own lines (docs/instrument-protocol.md); pure functions. */

#include "app/exam/transducer.h"
#include "app/ports/hearing.h"
#include "drivers/bus/scpi-answer.h"

/* bits of the status byte */
#define MC_HEARING_OVER 0x01
#define MC_HEARING_BUTTON 0x02
#define MC_HEARING_CONDITIONS 0x08

/* No plan goes higher, whatever an instrument could do. */
#define MC_HEARING_CEILING_DECI_DB_HL 800

/* What is common to a tone and a side stimulus. */
typedef struct McHearingOrder {
	gint32 id; /* 1 … 2147483647 */
	McEar ear;
	gint32 frequency_hz, level_deci_db_hl, masking_deci_db;
	gint32 gap_ms, duration_ms, window_ms;
	gboolean silent;
	gboolean by_loudspeaker;
} McHearingOrder;

/* FALSE for a stimulus that is not heard. */
gboolean mc_hearing_order_from_stimulus(
    const McStimulus *stimulus, gint32 id, McHearingOrder *order);
/* Level and masking, each where it plays. */
gboolean mc_hearing_order_is_within(const McHearingOrder *order, gint32 ceiling_deci_db_hl);
/* Of gap, tone and window; a plan beyond ten minutes is the instrument's to refuse. */
guint mc_hearing_order_length_ms(const McHearingOrder *order);
/* "SOUR:PRES 7,LEFT,1000,300,OFF,800,1000,1000,TONE"; 96 bytes are enough. */
void mc_hearing_encode_present(const McHearingOrder *order, char *line, gsize size);

typedef struct McHearingResult {
	gint32 id; /* 0 = no presentation was waiting */
	McPressAnswer presses;
	gint32 noise_deci_db_spl[MC_NOISE_BANDS];
} McHearingResult;

/* SENS:PRES? */
gboolean mc_hearing_parse_result(const char *text, McHearingResult *result);
/* SENS:BUTT?; *pressed FALSE for NONE */
gboolean mc_hearing_parse_button(const char *text, gboolean *pressed, McEar *key);
/* SENS:COND? */
gboolean mc_hearing_parse_conditions(const char *text, McHearingConditions *conditions);
/* CAL:SPE?: of the pair of loudspeakers; both empty: none */
gboolean mc_hearing_take_loudspeaker(
    const McScpiFields *fields, char *model, gsize model_size, char *serial, gsize serial_size);
/* CAL:CORR? and CAL:SPE:CORR?: FALSE for what is no such list. Whether it can be used is judged
 * later (mc_corrections_are_usable()): a list of a calibration gone wrong is still an answer. */
gboolean mc_hearing_take_corrections(const McScpiFields *fields, McCorrections *corrections);
/* CAL:CEIL?: 0 … 1200 */
gboolean mc_hearing_take_ceiling(const McScpiFields *fields, gint32 *deci_db_hl);

#endif
