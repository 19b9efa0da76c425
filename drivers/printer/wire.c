#include "drivers/printer/wire.h"

#include <string.h>

enum { DLE = 0x10, EOT = 0x04, ENQ = 0x05, ESC = 0x1B, GS = 0x1D };

/* ---- out ---- */

static void
append(GByteArray *to, const guint8 *bytes, guint length)
{
	g_byte_array_append(to, bytes, length);
}

void
mc_escpos_ask(GByteArray *to, McEscposQuery query)
{
	const guint8 bytes[] = {DLE, EOT, (guint8)query};

	append(to, bytes, sizeof bytes);
}

void
mc_escpos_begin(GByteArray *to)
{
	static const guint8 bytes[] = {ESC, '@', GS, 'a', 0x0F};

	append(to, bytes, sizeof bytes);
}

guint
mc_escpos_band(GByteArray *to, const guint8 *dots, guint rows, guint row_bytes)
{
	guint count = MIN(rows, MC_ESCPOS_BAND_ROWS);
	const guint8 head[] = {GS, 'v', '0', 0, (guint8)row_bytes, 0, (guint8)count, 0};

	append(to, head, sizeof head);
	append(to, dots, count * row_bytes);
	return count;
}

void
mc_escpos_cut(GByteArray *to)
{
	static const guint8 bytes[] = {GS, 'V', 66, 0};

	append(to, bytes, sizeof bytes);
}

void
mc_escpos_ask_in_turn(GByteArray *to)
{
	static const guint8 bytes[] = {GS, 'r', 1};

	append(to, bytes, sizeof bytes);
}

void
mc_escpos_clear(GByteArray *to)
{
	static const guint8 bytes[] = {DLE, ENQ, 2};

	append(to, bytes, sizeof bytes);
}

/* ---- in ---- */

static void
read_automatic(const guint8 bytes[4], McPrinterState *state)
{
	*state = (McPrinterState){
	    .cover_open = (bytes[0] & 0x20) != 0,
	    .cutter_stuck = (bytes[1] & 0x08) != 0,
	    .other_error = (bytes[1] & 0x60) != 0,
	    .paper_low = (bytes[2] & 0x03) != 0,
	    .paper_out = (bytes[2] & 0x0C) != 0,
	};
}

McEscposEvent
mc_escpos_take(McEscposReader *reader, guint8 byte, guint8 *value, McPrinterState *state)
{
	if (reader->held > 0) {
		reader->automatic[reader->held++] = byte;
		/* its later bytes have these bits fixed, so that a lost one does not shift all that follow
		 */
		if ((byte & 0x90) != 0) {
			reader->held = 0;
			return MC_ESCPOS_MORE;
		}
		if (reader->held < sizeof reader->automatic)
			return MC_ESCPOS_MORE;
		reader->held = 0;
		read_automatic(reader->automatic, state);
		return MC_ESCPOS_AUTOMATIC;
	}
	*value = byte;
	if ((byte & 0x93) == 0x12)
		return MC_ESCPOS_STATUS;
	if ((byte & 0x93) == 0x10) {
		reader->automatic[0] = byte;
		reader->held = 1;
		return MC_ESCPOS_MORE;
	}
	return (byte & 0x90) == 0 ? MC_ESCPOS_TURN : MC_ESCPOS_MORE;
}

void
mc_escpos_apply(McEscposQuery query, guint8 value, McPrinterState *state)
{
	switch (query) {
	case MC_ESCPOS_PRINTER: break; /* on line or not: the others say why */
	case MC_ESCPOS_OFFLINE: state->cover_open = (value & 0x04) != 0; break;
	case MC_ESCPOS_ERROR:
		state->cutter_stuck = (value & 0x08) != 0;
		state->other_error = (value & 0x60) != 0;
		break;
	case MC_ESCPOS_PAPER:
		state->paper_low = (value & 0x0C) != 0;
		state->paper_out = (value & 0x60) != 0;
		break;
	}
}

/* ---- device id ---- */

/* What is not printable ASCII is left out. */
static void
copy_printable(const char *from, gsize length, char *to, gsize size)
{
	gsize out = 0;

	for (gsize i = 0; i < length && out + 1 < size; i++)
		if (g_ascii_isprint(from[i]))
			to[out++] = from[i];
	to[out] = '\0';
}

/* The value of a key, long or short form; "" when there is none. */
static void
take_value(const char *text, gsize length, const char *const keys[2], char *to, gsize size)
{
	gsize at = 0;

	while (at < length) {
		const char *entry = text + at;
		const char *end = memchr(entry, ';', length - at);
		gsize entry_length = end == NULL ? length - at : (gsize)(end - entry);

		at += entry_length + 1;
		for (guint i = 0; i < 2; i++) {
			gsize key_length = strlen(keys[i]);

			if (entry_length < key_length || strncmp(entry, keys[i], key_length) != 0)
				continue;
			copy_printable(entry + key_length, entry_length - key_length, to, size);
			return;
		}
	}
}

/* Without its length; NULL when that is not there or promises more than came. */
static const char *
text_of_device_id(const guint8 *bytes, gsize *length)
{
	gsize announced = *length < 2 ? 0 : (gsize)bytes[0] << 8 | bytes[1];

	if (announced < 2 || announced > *length)
		return NULL;
	*length = announced - 2;
	return (const char *)bytes + 2;
}

guint
mc_printer_width_of_device_id(const guint8 *bytes, gsize length)
{
	static const char *const keys[][2] = {
	    {"DES:", "DESCRIPTION:"}, {"MDL:", "MODEL:"}, {"CID:", "COMPATIBLEID:"}};
	static const char *const narrow[] = {"58 mm", "58mm", "POS58", "POS-58", "XP-58"};
	const char *text = text_of_device_id(bytes, &length);

	for (guint k = 0; text != NULL && k < G_N_ELEMENTS(keys); k++) {
		char value[128] = "";

		take_value(text, length, keys[k], value, sizeof value);
		for (guint i = 0; i < G_N_ELEMENTS(narrow); i++)
			if (strstr(value, narrow[i]) != NULL)
				return MC_PRINTER_WIDTH_DOTS_NARROW;
	}
	return MC_PRINTER_WIDTH_DOTS;
}

gboolean
mc_printer_take_device_id(const guint8 *bytes, gsize length, McDeviceInfo *info)
{
	static const char *const maker[] = {"MFG:", "MANUFACTURER:"};
	static const char *const model[] = {"MDL:", "MODEL:"};
	static const char *const serial[] = {"SN:", "SERN:"};
	static const char *const commands[] = {"CMD:", "COMMAND SET:"};
	const char *text = text_of_device_id(bytes, &length);
	char languages[128] = "";

	if (text == NULL)
		return FALSE;
	if (info->maker[0] == '\0')
		take_value(text, length, maker, info->maker, sizeof info->maker);
	if (info->model[0] == '\0')
		take_value(text, length, model, info->model, sizeof info->model);
	if (info->serial[0] == '\0')
		take_value(text, length, serial, info->serial, sizeof info->serial);
	take_value(text, length, commands, languages, sizeof languages);
	return languages[0] == '\0' || strstr(languages, "ESC/POS") != NULL ||
	       strstr(languages, "EPSON") != NULL;
}
