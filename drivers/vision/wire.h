#ifndef MC_DRIVERS_VISION_WIRE_H
#define MC_DRIVERS_VISION_WIRE_H

/* The vision tester's own lines (docs/instrument-protocol.md); pure functions. */

#include "app/exam/types.h"
#include "app/ports/vision.h"
#include "drivers/bus/scpi-answer.h"

/* bits of the status byte */
#define MC_VISION_ANSWER 0x01
#define MC_VISION_CONDITIONS 0x02
#define MC_VISION_SHOWN 0x08

/* "STIM:OPT E,LEFT,300,RIGHT"; 64 bytes are enough. */
void mc_vision_encode_show(const McOptotypeStimulus *stimulus, char *line, gsize size);

typedef enum McVisionKey {
	MC_VISION_KEY_NONE,
	MC_VISION_KEY_DIRECTION,
	MC_VISION_KEY_CANNOT,
} McVisionKey;

typedef struct McVisionReply {
	McVisionKey key;
	McOptotypeAnswer answer; /* without meaning for NONE */
} McVisionReply;

/* SENS:ANSW?; FALSE also for an answer before its onset. */
gboolean mc_vision_parse_answer(const char *text, McVisionReply *reply);
/* SENS:COND? */
gboolean mc_vision_parse_conditions(const char *text, McVisionConditions *conditions);
/* CAL:VERG?: -1000 … 0 hundredths of a dioptre; CAL:SHUT?: 0 or 1 */
gboolean mc_vision_take_vergence(const McScpiFields *fields, gint32 *centi_dioptre);
/* CAL:LINE?: smallest, largest; -1000 … 2000 milli-logMAR */
gboolean mc_vision_take_lines(
    const McScpiFields *fields, gint32 *smallest_milli_log_mar, gint32 *largest_milli_log_mar);
gboolean mc_vision_take_shutters(const McScpiFields *fields, gboolean *shutters);

#endif
