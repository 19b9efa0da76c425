/* A sound card's record in an enrolment: what a laboratory measured of card and headphones. */

#include "app/link/parts.h"

#include "app/base/error.h"
#include "app/json/shape.h"
#include "app/transcript/transcript.h"

#define FULL_SCALE_MAX_DECI_DB_SPL 1600

/* Beyond that it is another noise, or a mistake. */
#define MASKING_MAX_DECI_DB 200
static const char masking_name[] = "masking_above_tone_deci_db";

json_t *
mc_link_sound_card_write(const McSoundCardRecord *card)
{
	json_t *json = json_pack("{si si ss ss ss si si si si so}", "vendor_id", (int)card->vendor_id,
	    "product_id", (int)card->product_id, "laboratory", card->laboratory, "headphones",
	    card->transducer, "headphones_serial", card->transducer_serial, "volume_db_256",
	    card->volume_db_256, "ceiling_deci_db_hl", card->ceiling_deci_db_hl,
	    "full_scale_left_deci_db_spl", card->full_scale_deci_db_spl[MC_EAR_LEFT],
	    "full_scale_right_deci_db_spl", card->full_scale_deci_db_spl[MC_EAR_RIGHT], "corrections",
	    mc_corrections_to_json(&card->corrections));

	if (card->has_masking)
		mc_shape_write_numbers(
		    json, masking_name, card->masking_above_tone_deci_db, MC_TRANSDUCER_FREQUENCIES);
	return json;
}

static void
read_corrections(McFields *fields, McCorrections *corrections)
{
	GError *error = NULL;

	if (!mc_corrections_from_json(
	        mc_fields_array(fields, "corrections", MC_TRANSDUCER_FREQUENCIES), corrections, &error))
		mc_fields_take_error(fields, "corrections", error);
	else if (!mc_corrections_are_usable(corrections))
		mc_fields_refuse(fields, "corrections", "rising frequencies, within 15 dB");
}

static void
read_masking(McFields *fields, McSoundCardRecord *card)
{
	card->has_masking = mc_fields_has(fields, masking_name);
	if (!card->has_masking)
		return;
	mc_shape_read_numbers(
	    fields, masking_name, card->masking_above_tone_deci_db, MC_TRANSDUCER_FREQUENCIES);
	for (guint i = 0; i < MC_TRANSDUCER_FREQUENCIES && mc_fields_good(fields); i++)
		if (card->masking_above_tone_deci_db[i] < 0 ||
		    card->masking_above_tone_deci_db[i] > MASKING_MAX_DECI_DB)
			mc_fields_refuse(fields, masking_name, "each from 0 to 200");
}

void
mc_link_sound_card_read(McFields *outer, const char *name, McSoundCardRecord *card)
{
	g_autoptr(GError) error = NULL;
	McFields fields;

	mc_fields_begin_list(&fields, mc_fields_object(outer, name), "sound_card");
	card->vendor_id = (guint16)mc_fields_int32(&fields, "vendor_id", 1, G_MAXUINT16);
	card->product_id = (guint16)mc_fields_int32(&fields, "product_id", 0, G_MAXUINT16);
	mc_link_text(&fields, "laboratory", card->laboratory, sizeof card->laboratory);
	mc_link_text(&fields, "headphones", card->transducer, sizeof card->transducer);
	mc_link_text(
	    &fields, "headphones_serial", card->transducer_serial, sizeof card->transducer_serial);
	card->volume_db_256 = mc_fields_int32(&fields, "volume_db_256", G_MININT16 + 1, G_MAXINT16);
	card->ceiling_deci_db_hl =
	    mc_fields_int32(&fields, "ceiling_deci_db_hl", 0, MC_LEVEL_CEILING_DECI_DB_HL);
	card->full_scale_deci_db_spl[MC_EAR_LEFT] =
	    mc_fields_int32(&fields, "full_scale_left_deci_db_spl", 0, FULL_SCALE_MAX_DECI_DB_SPL);
	card->full_scale_deci_db_spl[MC_EAR_RIGHT] =
	    mc_fields_int32(&fields, "full_scale_right_deci_db_spl", 0, FULL_SCALE_MAX_DECI_DB_SPL);
	read_corrections(&fields, &card->corrections);
	read_masking(&fields, card);
	mc_fields_end(&fields, &error);
	mc_fields_take_error(outer, name, g_steal_pointer(&error));
}
