#include "app/gateway/intake/address.h"

#include "app/json/shape.h"
#include <string.h>

static gboolean
take_kiosk(const char **at, McAddress *address)
{
	gsize length = strcspn(*at, "/");

	if (length == 0 || length >= sizeof address->kiosk)
		return FALSE;
	for (gsize i = 0; i < length; i++)
		if (!g_ascii_isalnum((*at)[i]) && strchr("-_.", (*at)[i]) == NULL)
			return FALSE;
	memcpy(address->kiosk, *at, length);
	*at += length;
	return TRUE;
}

/* Without leading zeros. A digit first: GLib refuses white space, but for a vertical tab. */
static gboolean
take_number(const char *at, const char *prefix, gboolean may_be_zero, guint64 *number)
{
	const char *digits = at + strlen(prefix);

	if (!g_str_has_prefix(at, prefix) || !g_ascii_isdigit(digits[0]) ||
	    (digits[0] == '0' && (!may_be_zero || digits[1] != '\0')))
		return FALSE;
	return g_ascii_string_to_unsigned(digits, 10, 0, MC_JSON_INTEGER_MAX, number, NULL);
}

static gboolean
take_digest(const char *at, McAddress *address)
{
	static const char prefix[] = "/evidence/";
	const char *digest = at + strlen(prefix);

	if (!g_str_has_prefix(at, prefix) || strlen(digest) != sizeof address->digest - 1 ||
	    strspn(digest, "0123456789abcdef") != sizeof address->digest - 1)
		return FALSE;
	g_strlcpy(address->digest, digest, sizeof address->digest);
	return TRUE;
}

/* The code of a slip without its first word: KIOSK/NUMBER/DIGITS. */
static gboolean
take_slip(const char *at, McAddress *address)
{
	static const char prefix[] = "/status/";
	g_autofree char *code = NULL;

	if (!g_str_has_prefix(at, prefix))
		return FALSE;
	code = g_strconcat("MC1/", at + strlen(prefix), NULL);
	return mc_qr_read(code, &address->slip, NULL);
}

gboolean
mc_address_read(McHttpMethod method, const char *path, McAddress *address)
{
	static const char kiosks[] = "/v1/kiosks/";
	const char *at = path;

	memset(address, 0, sizeof *address);
	address->kind = MC_ADDRESS_HEALTH;
	if (method == MC_HTTP_GET && strcmp(path, "/healthz") == 0)
		return TRUE;
	address->kind = MC_ADDRESS_RENEW_TLS;
	if (method == MC_HTTP_POST && strcmp(path, "/.well-known/est/simplereenroll") == 0)
		return TRUE;
	if (!g_str_has_prefix(at, kiosks))
		return FALSE;
	at += strlen(kiosks);
	if (!take_kiosk(&at, address))
		return FALSE;
	address->kind = MC_ADDRESS_RENEW_SEAL;
	if (method == MC_HTTP_POST)
		return strcmp(at, "/sealing-key") == 0;
	address->kind = MC_ADDRESS_HEAD;
	if (method == MC_HTTP_GET && strcmp(at, "/head") == 0)
		return TRUE;
	address->kind = MC_ADDRESS_STOCK;
	if (method == MC_HTTP_PUT && strcmp(at, "/stock") == 0)
		return TRUE;
	address->kind = MC_ADDRESS_STATUS;
	if (method == MC_HTTP_GET && take_slip(at, address))
		return TRUE;
	address->kind = MC_ADDRESS_EVIDENCE;
	if (take_digest(at, address))
		return TRUE;
	address->kind = method == MC_HTTP_GET ? MC_ADDRESS_PACK : MC_ADDRESS_RECORD;
	return take_number(
	    at, method == MC_HTTP_GET ? "/packs/" : "/records/", method == MC_HTTP_GET, &address->seq);
}
