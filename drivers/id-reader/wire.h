#ifndef MC_DRIVERS_ID_READER_WIRE_H
#define MC_DRIVERS_ID_READER_WIRE_H

/* SAM frames (README.md of this folder); pure functions.
 *
 *   request  AA AA AA 96 69 | LenHi LenLo | CMD PARA          | CHK
 *   reply    AA AA AA 96 69 | LenHi LenLo | SW1 SW2 SW3 data… | CHK
 *
 * Len counts what follows it, CHK included; CHK is the XOR of everything from LenHi to before it.
 */

#include <glib.h>

#define MC_READER_HEADER 7 /* preamble and length: what goes over the first of split pipes */
#define MC_READER_REQUEST 10
#define MC_READER_FRAME_MAX 4096 /* the longest reply there is has 2 321 bytes */

typedef enum McReaderCommand {
	MC_READER_STATUS = 0x11FF,
	MC_READER_SAM_ID = 0x12FF,
	MC_READER_FIND = 0x2001,
	MC_READER_SELECT = 0x2002,
	MC_READER_READ_BASE = 0x3001,
	MC_READER_READ_ADDRESS = 0x3003,
} McReaderCommand;

/* SW3 */
typedef enum McReaderStatus {
	MC_READER_OK = 0x90,
	MC_READER_FOUND = 0x9F,
	MC_READER_CHECKSUM_OF_REQUEST = 0x10,
	MC_READER_AUTH_CARD = 0x31,
	MC_READER_AUTH_READER = 0x32,
	MC_READER_INFORMATION = 0x33,
	MC_READER_WRONG_KIND = 0x40,
	MC_READER_READ_FAILED = 0x41,
	MC_READER_SELF_TEST = 0x60,
	MC_READER_NOT_AUTHORISED = 0x66,
	MC_READER_NOT_FOUND = 0x80,
	MC_READER_NOT_SELECTED = 0x81,
} McReaderStatus;

void mc_reader_encode(McReaderCommand command, guint8 frame[MC_READER_REQUEST]);

typedef struct McReaderReply {
	guint8 status[3]; /* SW1 SW2 SW3 */
	const guint8 *data; /* into the bytes that were scanned */
	gsize length;
} McReaderReply;

typedef enum McReaderScan {
	MC_READER_SCAN_MORE, /* a frame may still become of it */
	MC_READER_SCAN_REPLY,
	MC_READER_SCAN_CHECKSUM, /* a whole frame whose CHK is wrong */
	MC_READER_SCAN_NONSENSE, /* a length that no reply has, or no preamble in MC_READER_FRAME_MAX */
} McReaderScan;

/* The first frame among bytes; what stands before its preamble is skipped. */
McReaderScan mc_reader_scan(const guint8 *bytes, gsize length, McReaderReply *reply);

/* Bytes to read before the frame can be whole; 1 while its length is not known. */
gsize mc_reader_missing(const guint8 *bytes, gsize length);

typedef struct McReaderBase {
	const guint8 *text, *photo;
	gsize text_bytes, photo_bytes;
} McReaderBase;

/* Data of "read base": lengths of text and photo, then both. FALSE unless the text has 256 bytes
 * and the photo at most 1 024 and both are there. */
gboolean mc_reader_parse_base(const guint8 *data, gsize length, McReaderBase *base);

/* 16 bytes as they are printed on readers: "05.01-20260105-0000004711-0000000042". */
gboolean mc_reader_parse_sam_id(const guint8 *data, gsize length, char text[64]);

#endif
