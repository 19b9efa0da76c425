#ifndef MC_APP_RECORD_CASE_SLIP_H
#define MC_APP_RECORD_CASE_SLIP_H

/* The code on the slip of a check that is not finished: what another kiosk, which has never seen
 * the first part and may have no network, needs to take what is missing. One line of ASCII:
 *
 *   MCC1/case/salt/digest/part/lapses/pack/classes/business/aid/missing/person/sum
 *
 * case 32, salt 64, digest (of the part before) 64 hexadecimal digits; lapses yyyymmdd; pack the
 * first 16 digits of the rule pack's digest; classes and missing words with dots between; aid 0 or
 * 1; person the first two digits of the commitment: enough to notice most wrong cards at once, too
 * few to guess a number by (the gateway compares all of it); sum the first 8 digits of the SHA-256
 * of all before its slash: a code that was misread is no code. */

#include "app/record/visit.h"

typedef struct McCaseSlip {
	char case_id[33];
	guint8 salt[32];
	char digest[65]; /* of the envelope of the part before */
	gint32 part; /* of that part */
	McDate lapses;
	char pack_begins[17]; /* first 16 hexadecimal digits */
	guint32 classes; /* bit i = McLicenceClass i */
	char business[4];
	gboolean wears_hearing_aid;
	guint32 missing; /* bit i = McExamKind i; never empty */
	char person_begins[3];
} McCaseSlip;

/* Of a sealed part with an open case. */
void mc_case_slip_of(
    const McVisit *visit, const guint8 salt[32], const char *digest, McCaseSlip *slip);

/* Free it; it holds the salt, so it goes to paper and glass and never to a log. */
char *mc_case_slip_write(const McCaseSlip *slip);
/* Total for any text. MC_ERROR_BAD_INPUT without any of the text. */
gboolean mc_case_slip_read(const char *text, McCaseSlip *slip, GError **error);

/* The mark of the part that follows, before its exams: missing is still the slip's. FALSE: the
 * number is not that of the person whose slip it is. */
gboolean mc_case_slip_continue(const McCaseSlip *slip, const char *number, McCaseMark *mark);

#endif
