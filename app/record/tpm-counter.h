#ifndef MC_APP_RECORD_TPM_COUNTER_H
#define MC_APP_RECORD_TPM_COUNTER_H

/* A counter in the machine's TPM 2.0 that nobody can turn back, the machine's owner neither: one
 * that is removed and made anew goes on from there. NV index 0x01806D63, of the owner's hierarchy,
 * as the keys are, without a password. Each call makes a connection of its own. */

#include <glib.h>

/* Makes it where there is none. MC_ERROR_UNTRUSTED. */
gboolean mc_tpm_counter_read(guint64 *value, GError **error);
/* By one; *value: what it is then. */
gboolean mc_tpm_counter_raise(guint64 *value, GError **error);

#endif
