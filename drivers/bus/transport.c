#include "drivers/bus/transport.h"

#include "app/base/error.h"

GError *
mc_transfer_error(McTransferStatus status, const char *what)
{
	switch (status) {
	case MC_TRANSFER_DONE:
		return g_error_new(MC_ERROR, MC_ERROR_PROTOCOL, "%s: unexpected length", what);
	case MC_TRANSFER_STALLED:
		return g_error_new(MC_ERROR, MC_ERROR_PROTOCOL, "%s: refused by the device (stall)", what);
	case MC_TRANSFER_TIMED_OUT:
		return g_error_new(MC_ERROR, MC_ERROR_TIMEOUT, "%s: no answer in time", what);
	case MC_TRANSFER_CANCELLED:
		return g_error_new(MC_ERROR, MC_ERROR_INTERNAL, "%s: cancelled", what);
	case MC_TRANSFER_GONE:
		return g_error_new(MC_ERROR, MC_ERROR_DEVICE_GONE, "%s: unplugged", what);
	case MC_TRANSFER_OVERFLOWED:
		return g_error_new(MC_ERROR, MC_ERROR_PROTOCOL, "%s: more bytes than asked for", what);
	case MC_TRANSFER_FAILED:
		return g_error_new(MC_ERROR, MC_ERROR_PROTOCOL, "%s: error on the wire", what);
	}
	g_assert_not_reached();
}
