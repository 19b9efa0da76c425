#ifndef MC_TESTS_KIT_PROVISION_H
#define MC_TESTS_KIT_PROVISION_H

/* A throw-away provisioning in a folder of its own, made by packaging/demo-provision. Aborts the
 * test when that fails. */

#include <glib.h>

typedef struct McProvision {
	char *folder;
} McProvision;

/* The suite in which a test is played that asks for none: that of MC_SUITE, or p256-sha256. */
const char *mc_provision_suite(void);
McProvision *mc_provision_new(void);
/* With seals, receipts and personal parts of this suite (app/record/suite.h). */
McProvision *mc_provision_new_suite(const char *suite);
/* The same with the authorities' keys in gateway/issue, which let further kiosks in. */
McProvision *mc_provision_new_office(const char *suite);
void mc_provision_free(McProvision *provision); /* removes the folder */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McProvision, mc_provision_free)

/* "recorder/signing.key" -> its path. Free it. */
char *mc_provision_path(const McProvision *provision, const char *name);

/* An empty folder, and the removal of one with all that is in it. */
char *mc_test_folder_new(void);
void mc_test_folder_remove(char *folder); /* frees the string too */

#endif
