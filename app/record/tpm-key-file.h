#ifndef MC_APP_RECORD_TPM_KEY_FILE_H
#define MC_APP_RECORD_TPM_KEY_FILE_H

/* Inside the room: the file of a key in a TPM, "TSS2 PRIVATE KEY" in PEM: a TPMKey
 * (draft-bottomley-tpm2-keys) that the TPM's owner hierarchy wraps, without a password. */

#include <glib.h>
#include <tss2/tss2_tpm2_types.h>

typedef struct McTpmKeyFile {
	TPM2B_PUBLIC public_part;
	TPM2B_PRIVATE private_part; /* encrypted by the TPM */
} McTpmKeyFile;

gboolean mc_tpm_key_file_read(const char *pem, McTpmKeyFile *file);
GBytes *mc_tpm_key_file_write(const McTpmKeyFile *file); /* NULL: out of memory */

#endif
