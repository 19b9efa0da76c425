#include "app/transcript/plan-form.h"

#define EVERY_KIND 0xffffffffu
#define ONLY(kind) (1u << (kind))

/* From such a form on these members are stated, all or none; before, this is what they meant. */
typedef struct Group {
	gint32 form;
	guint32 kinds;
	const char *members;
} Group;

static const Group groups[] = {
    /* Nobody looked at the background: the widest that a plan may say. */
    {2, ONLY(MC_EXAM_ACUITY),
        "{\"luminance_min_cd_m2\": 10, \"luminance_max_cd_m2\": 2000, \"luminance_repeats_max\": "
        "1000}"},
    {3, EVERY_KIND & ~ONLY(MC_EXAM_COLOUR),
        "{\"quality\": {\"slip_against_q16\": 238811, \"no_slip_for_q16\": 25292, \"slips_min\": 2,"
        " \"concern_permille\": 100, \"one_sided_from\": 8, \"one_sided_permille\": 800,"
        " \"below_chance_permille\": 11, \"impossible_ms\": 150, \"hasty_from\": 8, \"hasty_ms\": "
        "250}}"},
    {3, ONLY(MC_EXAM_COLOUR),
        "{\"quality\": {\"slip_against_q16\": 238811, \"no_slip_for_q16\": 25292, \"slips_min\": 2,"
        " \"concern_permille\": 100, \"one_sided_from\": 8, \"one_sided_permille\": 800,"
        " \"below_chance_permille\": 11, \"impossible_ms\": 200, \"hasty_from\": 8, \"hasty_ms\": "
        "250}}"},
    {3, ONLY(MC_EXAM_ACUITY),
        "{\"assumed_slopes\": [8, 14, 22], \"easy_wrong_max\": 2, \"turn_answers_min\": 6,"
        " \"turn_log2_deci\": 105}"},
    {3, ONLY(MC_EXAM_HEARING),
        "{\"earliest_ms\": 100, \"false_alarms_ahead\": 4, \"false_alarms_per\": 16,"
        " \"stray_presses_per\": 24, \"hopeless_times\": 2, \"hopeless_above\": 2,"
        " \"hopeless_permille\": 250, \"check_above_deci_db\": 75, \"misses_at_top\": 2,"
        " \"unheard_permille\": 900, \"belief_trials_min\": 3,"
        " \"listener\": {\"spread_deci_db\": [15, 25, 40], \"press_permille\": [20, 80, 250],"
        " \"press_weight_permille\": [800, 150, 50], \"lapse_permille\": 20, \"beyond_log2_deci\": "
        "10}}"},
    {3, ONLY(MC_EXAM_SIDE),
        "{\"earliest_ms\": 100, \"missed_sounds_min\": 2, \"people\": {\"heard_permille\": 960,"
        " \"mistaken_permille\": 20, \"press_permille\": 20,"
        " \"one_deaf_press_permille\": [20, 150, 300, 450, 600, 800],"
        " \"one_deaf_mistaken_permille\": 5, \"one_hearing_mistaken_permille\": 10,"
        " \"both_deaf_press_permille\": [20, 300, 600, 900], \"unsided_key_permille\": 490,"
        " \"unsided_press_permille\": [20, 100, 300], \"one_eared_right_permille\": 640,"
        " \"one_eared_wrong_permille\": 340, \"deaf_permille\": 250}}"},
    {4, ONLY(MC_EXAM_HEARING) | ONLY(MC_EXAM_SIDE),
        "{\"ceiling_deci_db_hl\": 800,"
        " \"field_reference_deci_db_spl\": [221, 114, 44, 24, 24, 24, -13, -58, -54, 43, 126]}"},
    {4, ONLY(MC_EXAM_COLOUR),
        "{\"patches\": 10, \"patch_radius_min\": 90, \"patch_radius_max\": 200, \"tritan_times\": "
        "3,"
        " \"control_permille\": 2600, \"residual_max_centi_delta_e\": 100,"
        " \"visible_min_centi_delta_e\": 1200,"
        " \"cones_e5\": [15514, 54312, -3286, -15514, 45684, 3286, 0, 0, 100000],"
        " \"signal_xy_e5\": [66000, 33000, 48500, 45500, 22000, 46000]}"},
    {5, ONLY(MC_EXAM_ACUITY), "{\"warm_up_milli\": [600, 400, 200], \"easy_every\": 8}"},
};

/* Defaults that are others today: of packs before that form. */
static const Group defaults[] = {
    {5, ONLY(MC_EXAM_ACUITY), "{\"turn_log2_deci\": 105}"},
};

/* Of another kind, or stated by a plan of that form: nothing. */
static json_t *
members_beyond(const Group *group, McExamKind kind, gint32 form)
{
	return (group->kinds & ONLY(kind)) != 0 && group->form > form
	           ? json_loads(group->members, 0, NULL)
	           : json_object();
}

static gboolean
has_one_of(const json_t *plan, json_t *members)
{
	const char *name = NULL;
	json_t *meant = NULL;

	json_object_foreach(members, name, meant) if (json_object_get(plan, name) != NULL) return TRUE;
	return FALSE;
}

gint32
mc_plan_form_of(McExamKind kind, const json_t *plan)
{
	gint32 form = 1;

	for (gsize i = 0; i < G_N_ELEMENTS(groups); i++) {
		json_auto_t *members = members_beyond(&groups[i], kind, form);

		if (has_one_of(plan, members))
			form = groups[i].form;
	}
	return form;
}

void
mc_plan_form_reduce(McExamKind kind, json_t *plan, gint32 form)
{
	for (gsize i = 0; i < G_N_ELEMENTS(groups); i++) {
		json_auto_t *members = members_beyond(&groups[i], kind, form);
		const char *name = NULL;
		json_t *meant = NULL;

		json_object_foreach(members, name, meant) json_object_del(plan, name);
	}
}

void
mc_plan_form_complete(McExamKind kind, json_t *plan, gint32 form)
{
	for (gsize i = 0; i < G_N_ELEMENTS(groups); i++) {
		json_auto_t *members = members_beyond(&groups[i], kind, form);

		json_object_update(plan, members);
	}
}

void
mc_plan_form_default(McExamKind kind, json_t *plan, gint32 form)
{
	for (gsize i = 0; i < G_N_ELEMENTS(defaults); i++) {
		json_auto_t *members = members_beyond(&defaults[i], kind, form);

		json_object_update(plan, members);
	}
}
