#include "app/record/openssl-error.h"

#include <openssl/err.h>

gboolean
mc_openssl_fail(GError **error, McErrorCode code, const char *what)
{
	const char *reason = ERR_reason_error_string(ERR_peek_error());

	g_set_error(error, MC_ERROR, code, "%s%s%s", what, reason != NULL ? ": " : "",
	    reason != NULL ? reason : "");
	ERR_clear_error();
	return FALSE;
}
