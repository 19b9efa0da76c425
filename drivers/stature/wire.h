#ifndef MC_DRIVERS_STATURE_WIRE_H
#define MC_DRIVERS_STATURE_WIRE_H

/* What height and weight units say: answers of those that speak SCPI (docs/instrument-protocol.md),
 * and the text lines of those on a serial line. Pure functions. */

#include "app/ports/stature.h"
#include "drivers/bus/scpi-answer.h"

/* bits of the status byte */
#define MC_STATURE_OVER 0x01
#define MC_STATURE_CONDITIONS 0x02
#define MC_STATURE_RUNNING 0x08

/* What a person can be; anything else is nonsense and not a measurement. */
#define MC_STATURE_HEIGHT_MIN_MM 300
#define MC_STATURE_HEIGHT_MAX_MM 2600
#define MC_STATURE_WEIGHT_MIN_G 2000
#define MC_STATURE_WEIGHT_MAX_G 500000

typedef enum McStatureEnd {
	MC_STATURE_END_OK,
	MC_STATURE_END_NONE, /* nothing was measured since the last FETC? */
	MC_STATURE_END_EMPTY, /* nobody came */
	MC_STATURE_END_MOVED,
	MC_STATURE_END_LEFT,
} McStatureEnd;

/* FETC?: FALSE when it is not what the page says; the reading has a meaning for OK alone. */
gboolean mc_stature_parse_result(const char *text, McStatureEnd *end, McStatureReading *reading);
/* CAL:RANG? */
gboolean mc_stature_take_range(const McScpiFields *fields, gint32 *heaviest_g);

typedef struct McStatureConditions {
	gboolean occupied;
	gint32 load_g; /* of an empty scale: how far its zero is off */
} McStatureConditions;

/* SENS:COND? */
gboolean mc_stature_parse_conditions(const char *text, McStatureConditions *conditions);

/* One line of a serial unit without its end: "W:065.3 H:172.5" in kilograms and centimetres, either
 * of them alone, any order, blanks as they please. FALSE for everything else. */
gboolean mc_stature_parse_line(const char *line, gsize length, McStatureReading *reading);

/* Lines out of bytes as they come. What was there before the first line end is half a line. */
#define MC_STATURE_LINE_MAX 64
typedef struct McStatureLines {
	char line[MC_STATURE_LINE_MAX];
	gsize length;
	gboolean in_step; /* a line end was seen */
	gboolean too_long; /* this one is thrown away */
	gsize unsaid; /* bytes since it was last said what they are */
} McStatureLines;

typedef enum McStatureLine {
	MC_STATURE_LINE_MORE, /* not yet one */
	MC_STATURE_LINE_READING,
	MC_STATURE_LINE_NONSENSE, /* a whole line that is none of ours */
} McStatureLine;

/* Half a line and a whole one are not more bytes than this; whoever sends more is asked for nothing
 * more: NONSENSE, also without a line end. */
#define MC_STATURE_UNSAID_MAX (2 * MC_STATURE_LINE_MAX)

/* Takes one byte. */
McStatureLine mc_stature_take_byte(McStatureLines *lines, guint8 byte, McStatureReading *reading);

#endif
