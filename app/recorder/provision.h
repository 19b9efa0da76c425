#ifndef MC_APP_RECORDER_PROVISION_H
#define MC_APP_RECORDER_PROVISION_H

/* Making a journal, once; and the files that provisioning and recorder both read. */

#include "app/base/clock.h"
#include "app/record/seal.h"
#include "app/recorder/config.h"

extern const char *const mc_software; /* "medcheck 0.1.0" */

/* recorder.json of the folder; digest (of the bytes that were read) may be NULL. */
gboolean mc_provision_config(const char *recorder_path, McRecorderConfig *config,
    char digest[MC_DIGEST_HEX_SIZE], GError **error);
/* The suite of seals that STATE/recorder/recorder.json asks for. */
gboolean mc_provision_configured_suite(const char *state_path, McSuite *suite, GError **error);
/* SHA-256 of a file; of nothing when it cannot be read. */
void mc_provision_digest(const char *path, char digest[MC_DIGEST_HEX_SIZE]);

/* The sealing key in the folder; it has to name this kiosk. */
McSigner *mc_provision_signer_of(
    const char *folder, const McRecorderConfig *config, GError **error);
/* And to be of the suite that the configuration asks for. */
McSigner *mc_provision_signer(
    const char *recorder_path, const McRecorderConfig *config, GError **error);

/* Makes recorder/journal.db with its identity, keys and genesis. code (MC_CODE_SIZE bytes) gets the
 * one-time code for the first technician: it is nowhere else to be read. MC_ERROR_STORAGE when
 * there is a journal already. */
gboolean mc_provision(const char *state_path, McClock *clock, char *code, GError **error);

/* "Replace the disk": makes recorder/journal.db of a copy (mc_recorder_backup()) and adds what the
 * gateway gives back of the time since (`medcheck-gateway --give-back`), NUMBER.parcel each; all of
 * it is proven first. Chains "journal-restored". Nothing is forked: the chain goes on where the
 * gateway has it. What had never left the old disk is lost with it. MC_ERROR_UNTRUSTED names the
 * file; MC_ERROR_STORAGE: a journal is here already, or files of one in the spool. */
typedef struct McRestoreFrom {
	const char *copy;
	const char *given_back; /* a folder, or NULL */
	const char *roots; /* of the kiosks' seals; needed with given_back */
} McRestoreFrom;
gboolean mc_restore(const char *state_path, const McRestoreFrom *from, McClock *clock, guint *added,
    GError **error);

#endif
