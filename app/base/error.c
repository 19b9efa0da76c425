#include "app/base/error.h"

static const char *const names[] = {
    [MC_ERROR_DEVICE_GONE] = "device-gone",
    [MC_ERROR_NO_POWER] = "no-power",
    [MC_ERROR_BUSY] = "busy",
    [MC_ERROR_TIMEOUT] = "timeout",
    [MC_ERROR_PROTOCOL] = "protocol",
    [MC_ERROR_NOT_ENROLLED] = "not-enrolled",
    [MC_ERROR_VERSION] = "version",
    [MC_ERROR_UNCALIBRATED] = "uncalibrated",
    [MC_ERROR_CARD] = "card",
    [MC_ERROR_CARD_LIFTED] = "card-lifted",
    [MC_ERROR_STORAGE] = "storage",
    [MC_ERROR_BAD_INPUT] = "bad-input",
    [MC_ERROR_REFUSED] = "refused",
    [MC_ERROR_UNREACHABLE] = "unreachable",
    [MC_ERROR_UNTRUSTED] = "untrusted",
    [MC_ERROR_INTERNAL] = "internal",
};

G_DEFINE_QUARK(mc - error - quark, mc_error)

const char *
mc_error_code_name(McErrorCode code)
{
	return (guint)code < G_N_ELEMENTS(names) ? names[code] : "internal";
}

McErrorCode
mc_error_code_from_name(const char *name)
{
	for (guint i = 0; i < G_N_ELEMENTS(names); i++)
		if (g_strcmp0(name, names[i]) == 0)
			return (McErrorCode)i;
	return MC_ERROR_INTERNAL;
}
