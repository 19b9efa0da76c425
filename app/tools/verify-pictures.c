#include "app/tools/verify-pictures.h"

#include "app/base/error.h"
#include "app/record/seal.h"

#include <string.h>

static gboolean
verify_one(const char *digest, const char *folder, GError **error)
{
	g_autofree char *path = g_build_filename(folder, digest, NULL);
	g_autoptr(GMappedFile) file = g_mapped_file_new(path, FALSE, NULL);
	g_autoptr(GBytes) bytes = file == NULL ? NULL : g_mapped_file_get_bytes(file);
	char found[MC_DIGEST_HEX_SIZE] = "";

	if (bytes != NULL)
		mc_digest_hex(bytes, found);
	if (strcmp(found, digest) == 0)
		return TRUE;
	g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED,
	    bytes == NULL ? "the picture %s, which the record names, is missing"
	                  : "the picture %s is another file than the record names",
	    digest);
	return FALSE;
}

gboolean
mc_verify_pictures(const McVisit *visit, const char *folder, GError **error)
{
	if (!visit->pictures.asked)
		return TRUE;
	for (guint i = 0; folder != NULL && i < visit->evidences; i++)
		if (!verify_one(visit->evidence[i].digest, folder, error))
			return FALSE;
	if (!visit->pictures.agreed)
		g_print("pictures   none: the person did not agree\n");
	else if (folder == NULL && visit->evidences > 0)
		g_print("pictures   %u named, NOT compared: give --evidence\n", visit->evidences);
	else
		g_print("pictures   good: %u, each the file that the record names\n", visit->evidences);
	return TRUE;
}
