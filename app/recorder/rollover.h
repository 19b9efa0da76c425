#ifndef MC_APP_RECORDER_ROLLOVER_H
#define MC_APP_RECORDER_ROLLOVER_H

/* Another sealing key, of the same suite or another: renewal, replacement, change of suite. The old
 * key's last seal announces the new certificate, so that the chain shows who may continue it. */

#include "app/base/clock.h"
#include "app/recorder/config.h"
#include "app/recorder/store.h"

/* Takes recorder/next/{signing.key, signing.crt, signing-chain.pem}, while no recorder is at work.
 * Where there is a trust/roots.pem, the new certificate has to lead there: a key that nobody would
 * believe does not take the place of one that all do.
 * The suite of the new key is the one that recorder.json asks for; another one than the old key's
 * only when the office has signed that configuration. Killed at any moment it is done or not done;
 * the next start finishes what was announced. */
gboolean mc_rollover(const char *state_path, McClock *clock, GError **error);

/* A key that a renewal brought, its certificate with it, lies in recorder/next. */
gboolean mc_rollover_waits(const char *recorder_path);
/* The same while the recorder is at work and nobody is there: the store's signer is the new key
 * afterwards. On an error all is as it was, unless the announcement was committed: then the new key
 * seals, and the next start moves the files. */
gboolean mc_rollover_now(McStore *store, const char *recorder_path, const McRecorderConfig *config,
    const char *configuration_sha256, GError **error);

/* At every start, with the journal open and before the key is loaded: finishes a rollover that was
 * announced. */
gboolean mc_rollover_finish(McStore *store, const char *recorder_path, GError **error);
/* Then: the loaded key is of the suite that the configuration asks for; or the office has signed
 * that configuration, and the old suite seals until there is a key of the new one. A hand changes
 * no suite. MC_ERROR_UNTRUSTED. */
gboolean mc_rollover_may_wait(McStore *store, const McRecorderConfig *config,
    const char *configuration_sha256, GError **error);
/* And: the loaded key is the one that the chain announced. MC_ERROR_UNTRUSTED. */
gboolean mc_rollover_check(McStore *store, GError **error);
/* Whether it is. FALSE: that could not be read. */
gboolean mc_rollover_is_known(McStore *store, gboolean *is_known, GError **error);

#endif
