#include "app/transcript/transcript.h"

#include "app/base/error.h"
#include "app/json/fields.h"

/* A record also tells of a list that was refused: it may hold more than can be used. */
#define FREQUENCY_MAX_HZ 100000
#define STATED_MAX_DECI_DB 1000

json_t *
mc_corrections_to_json(const McCorrections *corrections)
{
	json_t *array = json_array();

	for (gint32 i = 0; i < corrections->count; i++)
		json_array_append_new(
		    array, json_pack("{si si si}", "frequency_hz", corrections->at[i].frequency_hz,
		               "left_deci_db", corrections->at[i].deci_db[MC_EAR_LEFT], "right_deci_db",
		               corrections->at[i].deci_db[MC_EAR_RIGHT]));
	return array;
}

static gboolean
read_one(const json_t *json, McCorrections *corrections, GError **error)
{
	gint32 *deci_db = corrections->at[corrections->count].deci_db;
	McFields fields;

	mc_fields_begin(&fields, json, "correction");
	corrections->at[corrections->count].frequency_hz =
	    mc_fields_int32(&fields, "frequency_hz", 1, FREQUENCY_MAX_HZ);
	deci_db[MC_EAR_LEFT] =
	    mc_fields_int32(&fields, "left_deci_db", -STATED_MAX_DECI_DB, STATED_MAX_DECI_DB);
	deci_db[MC_EAR_RIGHT] =
	    mc_fields_int32(&fields, "right_deci_db", -STATED_MAX_DECI_DB, STATED_MAX_DECI_DB);
	corrections->count++;
	return mc_fields_end(&fields, error);
}

gboolean
mc_corrections_from_json(const json_t *json, McCorrections *corrections, GError **error)
{
	*corrections = (McCorrections){0};
	if (!json_is_array(json) || json_array_size(json) > MC_TRANSDUCER_FREQUENCIES) {
		g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT, "corrections: not a list of at most %d",
		    MC_TRANSDUCER_FREQUENCIES);
		return FALSE;
	}
	for (gsize i = 0; i < json_array_size(json); i++)
		if (!read_one(json_array_get(json, i), corrections, error))
			return FALSE;
	return TRUE;
}
