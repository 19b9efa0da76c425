#ifndef MC_DRIVERS_BUS_USBTMC_WIRE_H
#define MC_DRIVERS_BUS_USBTMC_WIRE_H

/* The bytes of USBTMC 1.0 and its USB488 subclass 1.0; pure functions. Clause numbers are those of
 * the two specifications (usb.org). */

#include <glib.h>

#define MC_USBTMC_HEADER 12
#define MC_USBTMC_MESSAGE_MAX 4096 /* longest answer that any instrument of ours has use for */

/* bRequest, USBTMC table 15 and USB488 table 9; all are class requests to the interface, IN */
typedef enum McUsbtmcRequest {
	MC_USBTMC_INITIATE_CLEAR = 5,
	MC_USBTMC_CHECK_CLEAR_STATUS = 6,
	MC_USBTMC_GET_CAPABILITIES = 7,
	MC_USBTMC_READ_STATUS_BYTE = 128,
} McUsbtmcRequest;
#define MC_USBTMC_REQUEST_TYPE 0xA1

/* USBTMC_status, table 16 and USB488 table 10 */
#define MC_USBTMC_SUCCESS 0x01
#define MC_USBTMC_PENDING 0x02
#define MC_USBTMC_INTERRUPT_IN_BUSY 0x20

/* Next bTag of a bulk message: 1…255, never 0 (table 1). */
guint8 mc_usbtmc_next_tag(guint8 tag);
/* Next bTag of READ_STATUS_BYTE: 2…127 (USB488 table 11). */
guint8 mc_usbtmc_next_status_tag(guint8 tag);

/* DEV_DEP_MSG_OUT with EOM: header, text, "\n", zeros up to a multiple of four (table 3). */
GByteArray *mc_usbtmc_encode_message(guint8 tag, const char *text);
/* REQUEST_DEV_DEP_MSG_IN for at most size bytes (table 4). */
void mc_usbtmc_encode_request(guint8 tag, guint32 size, guint8 header[MC_USBTMC_HEADER]);

typedef enum McUsbtmcProblem {
	MC_USBTMC_OK,
	MC_USBTMC_TOO_SHORT, /* no whole header, or less than it announces */
	MC_USBTMC_WRONG_MESSAGE, /* MsgID or reserved byte */
	MC_USBTMC_WRONG_TAG, /* of another request, or not its complement */
	MC_USBTMC_TOO_LONG, /* more than was asked for, or more than alignment after it */
} McUsbtmcProblem;
const char *mc_usbtmc_problem_text(McUsbtmcProblem problem);

typedef struct McUsbtmcAnswer {
	const guint8 *payload; /* into the bytes that were decoded */
	guint32 length;
	gboolean end_of_message;
} McUsbtmcAnswer;

/* DEV_DEP_MSG_IN that answers a request with this tag and size (table 9). */
McUsbtmcProblem mc_usbtmc_decode_answer(
    const guint8 *bytes, gsize length, guint8 tag, guint32 asked, McUsbtmcAnswer *answer);

typedef enum McUsbtmcNotice {
	MC_USBTMC_NOTICE_SERVICE, /* service request (USB488 table 7) */
	MC_USBTMC_NOTICE_STATUS, /* answers READ_STATUS_BYTE with this tag (table 6) */
	MC_USBTMC_NOTICE_OTHER, /* vendor's, or of another subclass: ignored */
	MC_USBTMC_NOTICE_INVALID,
} McUsbtmcNotice;

McUsbtmcNotice mc_usbtmc_decode_notice(
    const guint8 *bytes, gsize length, guint8 *tag, guint8 *status_byte);

#endif
