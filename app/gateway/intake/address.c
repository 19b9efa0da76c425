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

gboolean
mc_address_read(McHttpMethod method, const char *path, McAddress *address)
{
	static const char kiosks[] = "/v1/kiosks/";
	static const char records[] = "/records/";
	const char *at = path;

	memset(address, 0, sizeof *address);
	address->kind = MC_ADDRESS_HEALTH;
	if (method == MC_HTTP_GET && strcmp(path, "/healthz") == 0)
		return TRUE;
	if (!g_str_has_prefix(at, kiosks))
		return FALSE;
	at += strlen(kiosks);
	if (!take_kiosk(&at, address))
		return FALSE;
	address->kind = MC_ADDRESS_HEAD;
	if (method == MC_HTTP_GET)
		return strcmp(at, "/head") == 0;
	address->kind = MC_ADDRESS_RECORD;
	if (!g_str_has_prefix(at, records) || at[strlen(records)] == '0')
		return FALSE;
	return g_ascii_string_to_unsigned(
	    at + strlen(records), 10, 1, MC_JSON_INTEGER_MAX, &address->seq, NULL);
}
