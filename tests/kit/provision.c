#include "tests/kit/provision.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

char *
mc_test_folder_new(void)
{
	g_autoptr(GError) error = NULL;
	char *folder = g_dir_make_tmp("medcheck-test-XXXXXX", &error);

	g_assert_no_error(error);
	return folder;
}

static void
remove_tree(const char *path)
{
	g_autoptr(GDir) listing = NULL;
	const char *name = NULL;

	if (!g_file_test(path, G_FILE_TEST_IS_SYMLINK))
		listing = g_dir_open(path, 0, NULL);
	while (listing != NULL && (name = g_dir_read_name(listing)) != NULL) {
		g_autofree char *inner = g_build_filename(path, name, NULL);

		remove_tree(inner);
	}
	g_remove(path);
}

/* For tests/reader/records.py. */
static void
keep_records(const char *folder)
{
	const char *to = g_getenv("MC_RECORDS");
	g_autoptr(GSubprocess) process = NULL;
	g_autoptr(GError) error = NULL;

	if (to == NULL)
		return;
	process = g_subprocess_new(G_SUBPROCESS_FLAGS_NONE, &error, "/usr/bin/python3", "-B",
	    MC_SOURCE_DIR "/tests/reader/collect.py", folder, to, NULL);
	g_assert_no_error(error);
	g_subprocess_wait_check(process, NULL, &error);
	g_assert_no_error(error);
}

void
mc_test_folder_remove(char *folder)
{
	keep_records(folder);
	/* tests/fault/canary looks into what they leave */
	if (g_getenv("MC_KEEP_FOLDERS") == NULL)
		remove_tree(folder);
	g_free(folder);
}

const char *
mc_provision_suite(void)
{
	const char *suite = g_getenv("MC_SUITE");

	return suite != NULL ? suite : "p256-sha256";
}

McProvision *
mc_provision_new(void)
{
	return mc_provision_new_suite(mc_provision_suite());
}

static McProvision *
provision_with(const char *suite, const char *office)
{
	McProvision *provision = g_new0(McProvision, 1);
	g_autoptr(GError) error = NULL;
	g_autoptr(GSubprocess) process = NULL;

	provision->folder = mc_test_folder_new();
	process = g_subprocess_new(G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error, "sh",
	    MC_SOURCE_DIR "/packaging/demo-provision", "--suite", suite,
	    office != NULL ? office : provision->folder, office != NULL ? provision->folder : NULL,
	    NULL);
	g_assert_no_error(error);
	g_subprocess_wait_check(process, NULL, &error);
	g_assert_no_error(error);
	return provision;
}

McProvision *
mc_provision_new_suite(const char *suite)
{
	return provision_with(suite, NULL);
}

McProvision *
mc_provision_new_office(const char *suite)
{
	return provision_with(suite, "--office");
}

void
mc_provision_free(McProvision *provision)
{
	if (provision == NULL)
		return;
	mc_test_folder_remove(provision->folder);
	g_free(provision);
}

char *
mc_provision_path(const McProvision *provision, const char *name)
{
	return g_build_filename(provision->folder, name, NULL);
}
