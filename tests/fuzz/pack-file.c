/* The files that signed packs carry and a hand may have written: a configuration, a list of staff,
 * a list of instruments. (Rule packs and revocation lists have targets of their own.) */

#include "fuzz.h"

#include "app/recorder/config.h"
#include "app/recorder/pack-file.h"
#include <string.h>

/* What is taken can be worked with. */
static void
take_configuration(GBytes *bytes)
{
	g_autofree McRecorderConfig *config = g_new0(McRecorderConfig, 1);

	if (!mc_recorder_config_read(bytes, config, NULL))
		return;
	g_assert_cmpuint(strlen(config->kiosk), >, 0);
	g_assert_cmpuint(config->classes, !=, 0);
	g_assert_cmpuint(config->classes >> MC_CLASSES, ==, 0);
	g_assert_cmpuint(config->enrolments, <=, MC_ENROLMENTS_MAX);
	g_assert_cmpuint(config->groups, <=, MC_PACK_GROUPS_MAX);
	g_assert_cmpuint((guint)config->suite, <, MC_SUITES);
}

static void
take_devices(GBytes *bytes)
{
	g_autofree McEnrolment *enrolment = g_new0(McEnrolment, MC_ENROLMENTS_MAX);
	guint enrolments = 0;

	if (mc_pack_file_devices(bytes, enrolment, &enrolments, NULL))
		g_assert_cmpuint(enrolments, <=, MC_ENROLMENTS_MAX);
}

/* Nobody is refused without a word. */
static void
check(McPackKind kind, GBytes *bytes)
{
	g_autoptr(GError) error = NULL;
	gboolean good = mc_pack_file_check(kind, bytes, &error);

	g_assert_true(good == (error == NULL));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(GBytes) bytes = g_bytes_new(data, size);

	take_configuration(bytes);
	take_devices(bytes);
	check(MC_PACK_CONFIGURATION, bytes);
	check(MC_PACK_DEVICES, bytes);
	check(MC_PACK_STAFF, bytes);
	return 0;
}
