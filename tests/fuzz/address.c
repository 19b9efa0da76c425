/* The gateway's addresses, one spelling each, and the ranges of evidence. */

#include "fuzz.h"

#include "app/gateway/intake/address.h"
#include "app/gateway/intake/evidence.h"
#include <string.h>

/* The only spelling that may have been accepted. */
static char *
spell(const McAddress *address)
{
	switch (address->kind) {
	case MC_ADDRESS_HEALTH: return g_strdup("/healthz");
	case MC_ADDRESS_HEAD: return g_strdup_printf("/v1/kiosks/%s/head", address->kiosk);
	case MC_ADDRESS_RECORD:
		return g_strdup_printf(
		    "/v1/kiosks/%s/records/%" G_GUINT64_FORMAT, address->kiosk, address->seq);
	case MC_ADDRESS_PACK:
		return g_strdup_printf(
		    "/v1/kiosks/%s/packs/%" G_GUINT64_FORMAT, address->kiosk, address->seq);
	case MC_ADDRESS_EVIDENCE:
		return g_strdup_printf("/v1/kiosks/%s/evidence/%s", address->kiosk, address->digest);
	case MC_ADDRESS_STATUS:
		return g_strdup_printf("/v1/kiosks/%s/status/%s/%" G_GUINT64_FORMAT "/%s", address->kiosk,
		    address->slip.kiosk, address->slip.seq, address->slip.digest_begins);
	case MC_ADDRESS_STOCK: return g_strdup_printf("/v1/kiosks/%s/stock", address->kiosk);
	case MC_ADDRESS_RENEW_TLS: return g_strdup("/.well-known/est/simplereenroll");
	case MC_ADDRESS_RENEW_SEAL: return g_strdup_printf("/v1/kiosks/%s/sealing-key", address->kiosk);
	}
	return NULL;
}

/* A range that is taken lies within its file. */
static void
try_range(const char *text)
{
	guint64 first = 0;
	guint64 last = 0;
	guint64 total = 0;

	if (!mc_intake_range(text, &first, &last, &total))
		return;
	g_assert_cmpuint(first, <=, last);
	g_assert_cmpuint(last, <, total);
	g_assert_cmpuint(total, <=, G_MAXINT64);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *path = size > 0 ? g_strndup((const char *)data, size) : g_strdup("");

	try_range(path);
	for (guint method = MC_HTTP_GET; method <= MC_HTTP_POST; method++) {
		McAddress address;
		g_autofree char *spelled = NULL;

		if (!mc_address_read((McHttpMethod)method, path, &address))
			continue;
		spelled = spell(&address);
		g_assert_cmpstr(path, ==, spelled);
	}
	return 0;
}
