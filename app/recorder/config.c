#include "app/recorder/config.h"

#include "app/json/fields.h"
#include "app/link/parts.h"
#include "app/stock/stock.h"
#include "app/transcript/transcript.h"
#include <string.h>

#define RESUME_MINUTES 30
#define STAFF_MINUTES 10
#define BALLAST_MIB 16
#define COUNTER_DAYS 1
#define COUNTER_DAYS_MAX 31
#define BALLAST_MAX_MIB 1024
#define FREE_FLOOR_MIB 64
#define ISSUE_TOLERANCE_S 120

static void
read_classes(McFields *fields, McRecorderConfig *config)
{
	const json_t *list = mc_fields_array(fields, "classes", MC_CLASSES);

	for (gsize i = 0; mc_fields_good(fields) && i < json_array_size(list); i++) {
		const char *code = json_string_value(json_array_get(list, i));
		int licence_class = code == NULL ? -1 : mc_licence_class_from_code(code);

		if (licence_class < 0)
			mc_fields_refuse(fields, "classes", "unknown licence class");
		else
			config->classes |= 1u << licence_class;
	}
	if (mc_fields_good(fields) && config->classes == 0)
		mc_fields_refuse(fields, "classes", "at least one is needed");
}

static void
read_groups(McFields *fields, McRecorderConfig *config)
{
	const json_t *list = mc_fields_array(fields, "groups", MC_PACK_GROUPS_MAX);

	for (gsize i = 0; i < json_array_size(list); i++) {
		const char *name = json_string_value(json_array_get(list, i));

		if (name == NULL || !mc_pack_group_is_valid(name))
			mc_fields_refuse(fields, "groups", "names of letters, digits and ._- are needed");
		else
			g_strlcpy(config->group[config->groups++], name, MC_PACK_GROUP_SIZE);
	}
}

static gboolean
read_screen_fields(const json_t *json, McScreenConfig *screen, GError **error)
{
	McFields fields;
	GError *nested = NULL;
	const json_t *panel = NULL;
	const char *problem = NULL;

	mc_fields_begin_list(&fields, json, "screen");
	mc_fields_text(&fields, "calibration", screen->calibration, sizeof screen->calibration);
	screen->calibrated_yyyymmdd = mc_fields_int32(&fields, "calibrated_yyyymmdd", 1, G_MAXINT32);
	screen->expires_yyyymmdd = mc_fields_int32(&fields, "expires_yyyymmdd", 1, G_MAXINT32);
	panel = mc_fields_object(&fields, "panel");
	if (panel != NULL && !mc_panel_from_json(panel, &screen->panel, &nested))
		mc_fields_take_error(&fields, "panel", nested);
	/* The pack's cones, when they are others, are held against it with the plan. */
	if (mc_fields_good(&fields))
		problem = mc_panel_problem(&screen->panel, &mc_cone_matrix_smith_pokorny);
	if (problem != NULL)
		mc_fields_refuse(&fields, "panel", problem);
	if (mc_fields_good(&fields) && (screen->calibration[0] == 0 || !screen->panel.measured))
		mc_fields_refuse(&fields, "calibration", "a measured panel and its name are needed");
	return mc_fields_end(&fields, error);
}

static void
read_screen(McFields *fields, McScreenConfig *screen)
{
	GError *nested = NULL;
	const json_t *json = mc_fields_object(fields, "screen");

	if (json != NULL && !read_screen_fields(json, screen, &nested))
		mc_fields_take_error(fields, "screen", nested);
}

static gboolean
read_capacities(const json_t *json, McRecorderConfig *config, GError **error)
{
	McFields fields;

	mc_fields_begin_list(&fields, json, "consumables");
	for (guint i = 0; i < MC_CONSUMABLES; i++) {
		const char *name = mc_consumable_name((McConsumable)i);

		if (mc_fields_has(&fields, name))
			config->capacity[i] = mc_fields_int32(&fields, name, 1, MC_STOCK_CAPACITY_MAX);
	}
	return mc_fields_end(&fields, error);
}

static void
read_consumables(McFields *fields, McRecorderConfig *config)
{
	GError *nested = NULL;
	const json_t *json = mc_fields_object(fields, "consumables");

	if (json != NULL && !read_capacities(json, config, &nested))
		mc_fields_take_error(fields, "consumables", nested);
}

static guint
optional_number(McFields *fields, const char *name, guint minimum, guint maximum, guint otherwise)
{
	if (!mc_fields_has(fields, name))
		return otherwise;
	return (guint)mc_fields_int32(fields, name, (gint32)minimum, (gint32)maximum);
}

gboolean
mc_recorder_config_read(GBytes *bytes, McRecorderConfig *config, GError **error)
{
	gsize size = 0;
	const char *text = g_bytes_get_data(bytes, &size);
	json_t *json = text == NULL ? NULL : json_loadb(text, size, JSON_REJECT_DUPLICATES, NULL);
	McFields fields;
	gboolean is_good = FALSE;

	memset(config, 0, sizeof *config);
	mc_fields_begin_list(&fields, json, "recorder.json");
	mc_link_text(&fields, "kiosk", config->kiosk, sizeof config->kiosk);
	if (mc_fields_good(&fields) && config->kiosk[0] == '\0')
		mc_fields_refuse(&fields, "kiosk", "an id is needed");
	mc_link_text(&fields, "site", config->site, sizeof config->site);
	mc_link_text(&fields, "institution", config->institution, sizeof config->institution);
	read_classes(&fields, config);
	mc_link_enrolments_read(&fields, config->enrolment, &config->enrolments);
	config->resume_minutes = optional_number(&fields, "resume_minutes", 1, 24 * 60, RESUME_MINUTES);
	config->staff_minutes = optional_number(&fields, "staff_minutes", 1, 24 * 60, STAFF_MINUTES);
	config->issue_tolerance_s =
	    optional_number(&fields, "issue_tolerance_s", 0, 24 * 3600, ISSUE_TOLERANCE_S);
	config->counter_days =
	    optional_number(&fields, "counter_days", 0, COUNTER_DAYS_MAX, COUNTER_DAYS);
	config->ballast_mib = optional_number(&fields, "ballast_mib", 0, BALLAST_MAX_MIB, BALLAST_MIB);
	config->free_floor_mib =
	    optional_number(&fields, "free_floor_mib", 0, G_MAXINT32, FREE_FLOOR_MIB);
	if (mc_fields_has(&fields, "backup_folder"))
		mc_link_text(&fields, "backup_folder", config->backup_folder, sizeof config->backup_folder);
	config->glass_uid = -1;
	if (mc_fields_has(&fields, "glass_uid"))
		config->glass_uid = mc_fields_int64(&fields, "glass_uid", 0, G_MAXUINT32);
	if (mc_fields_has(&fields, "demonstration"))
		config->demonstration = mc_fields_bool(&fields, "demonstration");
	if (mc_fields_has(&fields, "suite"))
		config->suite = (McSuite)mc_fields_word(&fields, "suite", mc_suite_from_name);
	if (mc_fields_has(&fields, "movements"))
		config->movements = mc_fields_bool(&fields, "movements");
	config->picture_kept_days =
	    (gint32)optional_number(&fields, "picture_kept_days", 1, MC_PICTURE_DAYS_MAX, 0);
	config->reaction_practice = !mc_fields_has(&fields, "reaction_practice") ||
	                            mc_fields_bool(&fields, "reaction_practice");
	if (mc_fields_has(&fields, "groups"))
		read_groups(&fields, config);
	if (mc_fields_has(&fields, "consumables"))
		read_consumables(&fields, config);
	if (mc_fields_has(&fields, "screen"))
		read_screen(&fields, &config->screen);
	config->unmeasured_screen = !mc_fields_has(&fields, "unmeasured_screen") ||
	                            mc_fields_bool(&fields, "unmeasured_screen");
	is_good = mc_fields_end(&fields, error);
	json_decref(json);
	return is_good;
}
