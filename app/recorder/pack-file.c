#include "app/recorder/pack-file.h"

#include "app/json/fields.h"
#include "app/link/parts.h"
#include "app/record/rule-pack.h"
#include "app/record/seal.h"
#include "app/recorder/config.h"
#include "app/recorder/staff.h"

gboolean
mc_pack_file_devices(GBytes *file, McEnrolment *enrolment, guint *enrolments, GError **error)
{
	gsize size = 0;
	const char *text = g_bytes_get_data(file, &size);
	json_auto_t *json = size > 0 ? json_loadb(text, size, JSON_REJECT_DUPLICATES, NULL) : NULL;
	McFields fields;

	mc_fields_begin_list(&fields, json, "devices");
	mc_link_enrolments_read(&fields, enrolment, enrolments);
	return mc_fields_end(&fields, error);
}

static gboolean
check_devices(GBytes *file, GError **error)
{
	g_autofree McEnrolment *enrolment = g_new0(McEnrolment, MC_ENROLMENTS_MAX);
	guint enrolments = 0;

	return mc_pack_file_devices(file, enrolment, &enrolments, error);
}

static gboolean
check_rules(GBytes *file, GError **error)
{
	g_autofree McRulePack *rules = g_new0(McRulePack, 1);
	char digest[MC_DIGEST_HEX_SIZE];

	return mc_rule_pack_read(file, rules, digest, error);
}

static gboolean
check_staff(GBytes *file, GError **error)
{
	g_autoptr(GArray) people = mc_staff_read_people(file, error);

	return people != NULL;
}

static gboolean
check_configuration(GBytes *file, GError **error)
{
	g_autofree McRecorderConfig *config = g_new0(McRecorderConfig, 1);

	return mc_recorder_config_read(file, config, error);
}

gboolean
mc_pack_file_check(McPackKind kind, GBytes *file, GError **error)
{
	switch (kind) {
	case MC_PACK_CONFIGURATION: return check_configuration(file, error);
	case MC_PACK_RULES: return check_rules(file, error);
	case MC_PACK_STAFF: return check_staff(file, error);
	case MC_PACK_DEVICES: return check_devices(file, error);
	case MC_PACK_REVOCATIONS: return mc_revocations_follow(NULL, file, error);
	}
	return FALSE;
}
