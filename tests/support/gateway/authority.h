#ifndef MC_TESTS_SUPPORT_GATEWAY_AUTHORITY_H
#define MC_TESTS_SUPPORT_GATEWAY_AUTHORITY_H

/* A certificate authority that forgets nothing, for the certificates that a provisioning never
 * makes: expired ones, another machine's, a stranger's. P-256. Aborts the test on failure. */

#include <glib.h>

typedef struct McAuthority McAuthority;

McAuthority *mc_authority_new(const char *name);
/* Valid from so many days relative to now. */
McAuthority *mc_authority_new_since(const char *name, int from_days);
/* One that somebody else has made. */
McAuthority *mc_authority_new_from_files(const char *key_path, const char *certificate_path);
void mc_authority_free(McAuthority *authority);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McAuthority, mc_authority_free)

/* PEM. */
void mc_authority_write_root(const McAuthority *authority, const char *path);

typedef struct McLeaf {
	const char *name; /* common name */
	const char *key_usage; /* extended: "serverAuth", "clientAuth", or NULL */
	const char *alternative_name; /* "IP:127.0.0.1", or NULL */
	int from_days, to_days; /* validity, relative to now */
} McLeaf;

void mc_authority_issue(const McAuthority *authority, const McLeaf *leaf, const char *key_path,
    const char *certificate_path);

/* A list of its revoked certificates: this one, or none. */
void mc_authority_revoke(
    const McAuthority *authority, const char *certificate_path, const char *list_path);
/* One that was made so many seconds from now; mc_authority_revoke() makes it -60. */
void mc_authority_revoke_at(const McAuthority *authority, const char *certificate_path,
    const char *list_path, int made_seconds);

#endif
