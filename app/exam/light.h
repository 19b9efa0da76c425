#ifndef MC_APP_EXAM_LIGHT_H
#define MC_APP_EXAM_LIGHT_H

/* From light to the numbers a panel is sent. Light is linear: 65 535 is the most that the channel
 * gives, and half of a pixel's area covered is half of its light, which is what the eye adds up. */

#include <stdint.h>

#define MC_LIGHT_FULL 65535
#define MC_LIGHT_CODES 256

/* Light by code, rising; measured at the panel, or one of the curves below. */
typedef struct McLightCurve {
	uint16_t light[MC_LIGHT_CODES];
} McLightCurve;

/* IEC 61966-2-1 (sRGB), 8 bits, each rounded to the nearest. */
extern const McLightCurve mc_light_srgb;

/* light = code ^ gamma; gamma in thousandths, 1 000 … 4 000. 0 stands for the sRGB curve. */
void mc_light_curve(McLightCurve *curve, int32_t gamma_milli);

/* The code whose light is nearest; light is held to 0 … MC_LIGHT_FULL. */
uint8_t mc_light_encode(const McLightCurve *curve, int64_t light);

#endif
