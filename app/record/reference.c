#include "app/record/parcel.h"

#include <string.h>

/* ISO 7064 MOD 37,36: one check character over letters and digits; finds every single wrong
 * character and nearly every swap of neighbours. */
static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

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
