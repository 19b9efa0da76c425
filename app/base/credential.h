#ifndef MC_APP_BASE_CREDENTIAL_H
#define MC_APP_BASE_CREDENTIAL_H

/* A secret that systemd unseals for a unit (LoadCredentialEncrypted=). */

/* Its path. NULL: the unit was not given one; a unit says so, too, by the content "none"
 * (SetCredential=), since a file that is not there would keep it from starting. Free it. */
char *mc_credential_path(const char *name);

#endif
