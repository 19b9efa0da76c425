#ifndef MC_APP_EXAM_OPTOTYPE_H
#define MC_APP_EXAM_OPTOTYPE_H

/* Optotypes on a panel: how large a line is in pixels, whether it can be drawn honestly, and the
 * drawing itself, each pixel by the exact share of its area that is covered, in linear light.
 * Integers throughout: every compiler and processor draws the same picture.
 *
 * Lengths on the panel in 1/65 536 pixel ("_q16"), x to the right, y downwards. */

#include "app/exam/light.h"
#include "app/exam/types.h"

#include <stddef.h>

/* Where an optotype opens, in eighths of a turn counter-clockwise from "right". The E knows the
 * even ones. */
#define MC_EIGHTHS 8
int32_t mc_optotype_eighths(McDirection direction);

/* The same opening seen over an odd number of mirrors: left and right change places. */
int32_t mc_optotype_mirrored(int32_t eighths);

/* A panel as it stands before the eye. */
typedef struct McOptotypePanel {
	int32_t pitch_nm; /* from pixel to pixel, measured; 0 = unknown */
	int32_t distance_um; /* optical, all legs of a folded path; 0 = unknown */
	int32_t width_px, height_px; /* of the part that an optotype may fill */
	int32_t stroke_min_milli_px; /* finer strokes are refused: 2 000 */
	bool mirrored; /* an odd number of mirrors */
} McOptotypePanel;

typedef enum McOptotypeFit {
	MC_OPTOTYPE_FIT_GOOD,
	MC_OPTOTYPE_FIT_PITCH_UNKNOWN, /* not 10 µm … 2 mm */
	MC_OPTOTYPE_FIT_DISTANCE_UNKNOWN, /* not 100 mm … 20 m */
	MC_OPTOTYPE_FIT_NO_SUCH_LINE, /* not logMAR -1 … 2 */
	MC_OPTOTYPE_FIT_TOO_FINE, /* stroke below the least that the panel draws honestly */
	MC_OPTOTYPE_FIT_TOO_LARGE, /* does not fit the panel, or MC_OPTOTYPE_PIXELS_MAX */
} McOptotypeFit;

/* Stroke of a line: distance × tan(angle), angle = 10^logMAR arc minutes. 0 unless it fits. */
McOptotypeFit mc_optotype_fit(
    const McOptotypePanel *panel, int32_t size_milli_log_mar, int64_t *stroke_q16);

/* The finest and the coarsest line that fit, in steps of 50 milli-logMAR from -300 to 1 000; false
 * when none does. What is better than the finest can only be called "at least" it. */
bool mc_optotype_range(
    const McOptotypePanel *panel, int32_t *finest_milli_log_mar, int32_t *coarsest_milli_log_mar);

#define MC_OPTOTYPE_PIXELS_MAX 4096

typedef struct McOptotypePicture {
	McOptotype optotype;
	int32_t eighths;
	int64_t stroke_q16; /* five of them are the side */
	int64_t centre_x_q16, centre_y_q16; /* in the picture; its corner is 0, 0 */
	int32_t width_px, height_px; /* up to MC_OPTOTYPE_PIXELS_MAX */
	uint16_t paper, ink; /* light, of MC_LIGHT_FULL */
} McOptotypePicture;

/* Writes every pixel of the picture as one code; stride in bytes. False, and nothing written, when
 * the picture cannot be: sides out of range, an E that opens obliquely. What sticks out is cut. */
bool mc_optotype_draw(
    const McOptotypePicture *picture, const McLightCurve *curve, uint8_t *codes, size_t stride);

#endif
