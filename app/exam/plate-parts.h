#ifndef MC_APP_EXAM_PLATE_PARTS_H
#define MC_APP_EXAM_PLATE_PARTS_H

/* Between the files that make a plate. Private to app/exam. */

#include "app/exam/plate.h"
#include "app/exam/random.h"

typedef struct McPalette {
	const McPanelSpace *space;
	const McPlateStyle *style;
	McLightCurve curve;
	McColourShow show;
	int64_t base_q24, contrast_q24;
} McPalette;

/* What happens to one dot. */
typedef struct McShade {
	int32_t luminance_permille, brighter_permille, bluer_permille;
	bool coloured;
} McShade;

McPalette mc_plate_palette(const McPanelSpace *space, const McPanel *panel,
    const McPlateStyle *style, McColourShow show, int32_t base_permille, int32_t contrast_permille);

/* Before it is encoded: may lie outside the gamut. */
McLight mc_plate_light(const McPalette *palette, const McShade *shade);

/* Difference in hundredths of CIELAB between the dot in the digit's colour and in the ground's,
 * both as the panel shows them, to a dichromat of the plate's axis (protan or deutan). */
int64_t mc_plate_residual_centi(const McPalette *palette, McShade shade);

/* Fills in the dots' places. */
void mc_plate_pack(McPlate *plate, McRandom *random);

#endif
