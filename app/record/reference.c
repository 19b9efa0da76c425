#include "app/record/parcel.h"

#include "app/base/error.h"
#include <string.h>

/* ISO 7064 MOD 37,36: one check character over letters and digits; finds every single wrong
 * character and nearly every swap of neighbours. */
static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

static const char kiosk_characters[] = G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_.";

static char
check_character(const char *text)
{
	guint rest = 36;

	for (const char *at = text; *at != '\0'; at++) {
		const char *found = strchr(alphabet, *at);

		if (found == NULL)
			continue;
		rest = (rest + (guint)(found - alphabet)) % 36;
		rest = (rest == 0 ? 36 : rest) * 2 % 37;
	}
	return alphabet[(37 - rest) % 36];
}

void
mc_reference_write(const char *kiosk, guint64 seq, char out[48])
{
	char name[17];
	char body[44];
	gsize length = 0;

	for (const char *at = kiosk; *at != '\0' && length < sizeof name - 1; at++)
		if (g_ascii_isalnum(*at))
			name[length++] = g_ascii_toupper(*at);
	name[length] = '\0';
	g_snprintf(body, sizeof body, "MC-%s-%06" G_GUINT64_FORMAT, name, seq);
	g_snprintf(out, 48, "%s-%c", body, check_character(body));
}

gboolean
mc_reference_is_valid(const char *text)
{
	gsize length = strlen(text);
	g_autofree char *body = NULL;

	if (length < 6 || length >= 48 || text[length - 2] != '-')
		return FALSE;
	if (strncmp(text, "MC-", 3) != 0 ||
	    strspn(text, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-") != length)
		return FALSE;
	body = g_strndup(text, length - 2);
	return check_character(body) == text[length - 1];
}

char *
mc_qr_text(const char *kiosk, guint64 seq, const char *digest_hex)
{
	return g_strdup_printf("MC1/%s/%" G_GUINT64_FORMAT "/%.32s", kiosk, seq, digest_hex);
}

static gboolean
is_hex(const char *text, gsize length)
{
	return strlen(text) == length && strspn(text, "0123456789abcdef") == length;
}

static gboolean
read_parts(char **part, McAnchor *anchor)
{
	guint64 seq = 0;

	if (g_strv_length(part) != 4 || strcmp(part[0], "MC1") != 0)
		return FALSE;
	if (g_strlcpy(anchor->kiosk, part[1], sizeof anchor->kiosk) >= sizeof anchor->kiosk ||
	    part[1][0] == '\0' || strspn(part[1], kiosk_characters) != strlen(part[1]))
		return FALSE;
	/* One spelling: no sign, no leading zero. */
	if (!g_ascii_isdigit(part[2][0]) || part[2][0] == '0' ||
	    !g_ascii_string_to_unsigned(part[2], 10, 1, G_MAXINT64, &seq, NULL))
		return FALSE;
	anchor->seq = seq;
	g_strlcpy(anchor->digest_begins, part[3], sizeof anchor->digest_begins);
	return is_hex(part[3], sizeof anchor->digest_begins - 1);
}

gboolean
mc_qr_read(const char *text, McAnchor *anchor, GError **error)
{
	g_auto(GStrv) part = g_strsplit(text, "/", 5);

	memset(anchor, 0, sizeof *anchor);
	if (read_parts(part, anchor))
		return TRUE;
	g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT,
	    "no code of a record: MC1/KIOSK/NUMBER/32 hexadecimal digits is one");
	return FALSE;
}
