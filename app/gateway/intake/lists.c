#include "app/gateway/intake/lists.h"

gboolean
mc_lists_read(McVerifier *kiosks, const char *gateway_folder, GError **error)
{
	static const char *const names[] = {"kiosk-crls.pem", "issued-crls.pem"};
	g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *path = g_build_filename(gateway_folder, names[i], NULL);

		if (g_file_test(path, G_FILE_TEST_EXISTS))
			g_ptr_array_add(paths, g_steal_pointer(&path));
	}
	g_ptr_array_add(paths, NULL);
	return mc_verifier_set_crls(kiosks, (const char *const *)paths->pdata, error);
}
