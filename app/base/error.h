#ifndef MC_APP_BASE_ERROR_H
#define MC_APP_BASE_ERROR_H

/* One error domain for the whole product. A code says what to do next; the message says where and
 * why, in English, for the log and the technician. Messages never carry personal data. */

#include <glib.h>

typedef enum McErrorCode {
	MC_ERROR_DEVICE_GONE, /* unplugged: wait for it */
	MC_ERROR_NO_POWER, /* on the bus but without power: technician */
	MC_ERROR_BUSY, /* held by another program or a kernel driver: technician */
	MC_ERROR_TIMEOUT, /* no answer in time: retry, then reset */
	MC_ERROR_PROTOCOL, /* bytes that are not the protocol: reset, then technician */
	MC_ERROR_NOT_ENROLLED, /* unknown serial number: refused until a technician adopts it */
	MC_ERROR_VERSION, /* firmware too old or unknown: technician */
	MC_ERROR_UNCALIBRATED, /* calibration missing or expired: the exam is locked */
	MC_ERROR_CARD, /* the card cannot be read: put it down again, or the clerk */
	MC_ERROR_CARD_LIFTED, /* the card went while it was being read: put it down again */
	MC_ERROR_STORAGE, /* cannot store durably: stop serving */
	MC_ERROR_BAD_INPUT, /* from a file, socket or person: say what is wrong with it */
	MC_ERROR_REFUSED, /* understood and not allowed now (state, role, limit) */
	MC_ERROR_UNREACHABLE, /* the recorder, gateway or another peer does not answer: retry by itself
	                       */
	MC_ERROR_UNTRUSTED, /* signature, chain or certificate does not verify */
	MC_ERROR_INTERNAL, /* our own fault */
} McErrorCode;

#define MC_ERROR (mc_error_quark())
GQuark mc_error_quark(void);

/* "device-gone" …: the log id and the name on the sockets; and back, MC_ERROR_INTERNAL when
 * unknown. */
const char *mc_error_code_name(McErrorCode code);
McErrorCode mc_error_code_from_name(const char *name);

#endif
