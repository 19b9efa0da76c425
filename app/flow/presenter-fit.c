#include "app/flow/presenter-parts.h"

#include "app/exam/conditions.h"

static gboolean
is_quiet(const McPresenter *self, const McHearingConditions *room)
{
	for (guint i = 0; i < MC_NOISE_BANDS; i++)
		if (self->noise_limit_deci_db_spl[i] > 0 &&
		    !mc_noise_holds(self->noise_limit_deci_db_spl[i], room->noise_deci_db_spl[i]))
			return FALSE;
	return TRUE;
}

static gboolean
is_at_distance(const McPresenter *self)
{
	gint32 distance_permille = self->vision.distance_permille;

	return distance_permille == MC_DISTANCE_NOT_MEASURED || self->distance_apart_permille == 0 ||
	       mc_distance_holds(self->distance_apart_permille, distance_permille);
}

static gboolean
is_well_lit(const McPresenter *self)
{
	gint32 luminance_cd_m2 = self->vision.luminance_cd_m2;

	return self->luminance_max_cd_m2 == 0 || (luminance_cd_m2 >= self->luminance_min_cd_m2 &&
	                                             luminance_cd_m2 <= self->luminance_max_cd_m2);
}

/* Nobody hears a loudspeaker through headphones. */
static gboolean
headphones_are_right(const McPresenter *self, const McHearingConditions *room)
{
	return room->headphones_on != self->by_loudspeaker;
}

gboolean
mc_presenter_hears_well(const McPresenter *self, const McHearingConditions *room)
{
	return headphones_are_right(self, room) && is_quiet(self, room);
}

/* Occlusion is a matter of the optotype that is on: dark shutters say nothing. */
gboolean
mc_presenter_is_fit(const McPresenter *self)
{
	if (mc_presenter_is_vision(self))
		return !self->vision_known ||
		       (self->vision.head_in_place && is_at_distance(self) && is_well_lit(self) &&
		           (!self->presenting || self->vision.occlusion_ok));
	return !mc_presenter_is_heard(self) || !self->room_known ||
	       mc_presenter_hears_well(self, &self->room);
}

McDiscard
mc_presenter_why_unfit(const McPresenter *self, const McHearingConditions *room)
{
	if (!mc_presenter_is_vision(self))
		return headphones_are_right(self, room) ? MC_DISCARD_NOISE : MC_DISCARD_POSITION;
	if (!self->vision.head_in_place)
		return MC_DISCARD_POSITION;
	if (!is_at_distance(self))
		return MC_DISCARD_DISTANCE;
	return is_well_lit(self) ? MC_DISCARD_OCCLUSION : MC_DISCARD_LUMINANCE;
}

McExamPhase
mc_presenter_phase_of(McDiscard why)
{
	if (why == MC_DISCARD_LUMINANCE)
		return MC_PHASE_LIGHT;
	return why == MC_DISCARD_NOISE ? MC_PHASE_NOISE : MC_PHASE_POSITION;
}

void
mc_presenter_set_limits(McPresenter *self, const McHello *hello)
{
	for (guint i = 0; i < MC_NOISE_BANDS; i++)
		self->noise_limit_deci_db_spl[i] = hello->noise_limit_deci_db_spl[i];
	self->distance_apart_permille = hello->distance_apart_permille;
	self->luminance_min_cd_m2 = hello->luminance_min_cd_m2;
	self->luminance_max_cd_m2 = hello->luminance_max_cd_m2;
}

void
mc_presenter_set_loudspeaker(McPresenter *self, gboolean by_loudspeaker)
{
	self->by_loudspeaker = by_loudspeaker;
}
