#ifndef MC_APP_OBSERVE_COLOURS_H
#define MC_APP_OBSERVE_COLOURS_H

/* Simulated colour vision: what a person makes of the dots that a plate really shows, as the panel
 * really lights them. Nothing of the plates' construction is used: neither null vectors nor its
 * cone matrix.
 *
 * Two families. By matrix: a published simulation turns the panel's light into what it looks like
 * to such a person, and an ordinary eye looks at that. By spectrum: cones of a published template
 * behind lens and macula look at the panel's spectral primaries; a missing cone is simply absent.
 */

#include "app/exam/exam.h"
#include "app/observe/dice.h"

typedef enum McColourHabit {
	MC_COLOUR_HABIT_READS, /* says what is seen; when in doubt, the likeliest digit */
	MC_COLOUR_HABIT_GUESSES, /* any digit, any light */
	MC_COLOUR_HABIT_CONSTANT, /* always 5, always red */
	MC_COLOUR_HABIT_GIVES_UP, /* "I see none" */
	MC_COLOUR_HABIT_READS_CONTROLS, /* names what everybody sees, and guesses the rest */
} McColourHabit;

typedef enum McCones {
	MC_CONES_ALL,
	MC_CONES_NO_LONG, /* protanope */
	MC_CONES_NO_MIDDLE, /* deuteranope */
	MC_CONES_NO_SHORT, /* tritanope */
} McCones;

typedef struct McColours {
	McColourHabit habit;
	double slip; /* share of blind guesses */
	McCones cones;
	double gamma; /* of the screen they look at; 0 = sRGB curve */
	/* From the panel's linear light to the long, middle and short cones, white being (1, 1, 1). The
	 * second matrix holds where side · light < 0 (Brettel's two half-planes). */
	double to_cones[2][3][3];
	double side[3];
} McColours;

/* sRGB through a simulation; only for panels of these primaries. */
typedef enum McColourModel {
	MC_COLOUR_MODEL_NORMAL,
	MC_COLOUR_MODEL_VIENOT_PROTAN,
	MC_COLOUR_MODEL_VIENOT_DEUTAN,
	MC_COLOUR_MODEL_BRETTEL_PROTAN,
	MC_COLOUR_MODEL_BRETTEL_DEUTAN,
	MC_COLOUR_MODEL_BRETTEL_TRITAN,
	MC_COLOUR_MODEL_MACHADO_PROTAN_HALF,
	MC_COLOUR_MODEL_MACHADO_DEUTAN_HALF,
	MC_COLOUR_MODEL_MACHADO_PROTAN,
	MC_COLOUR_MODEL_MACHADO_DEUTAN,
} McColourModel;
#define MC_COLOUR_MODELS 10

void mc_colours_from_model(McColours *colours, McColourModel model);

/* A panel's primaries as sums of up to two bells over wavelength. */
typedef struct McBell {
	double share, middle_nm, width_nm; /* width: one standard deviation */
} McBell;
#define MC_BELLS 2
typedef struct McSpectralPanel {
	const char *name;
	McBell primary[MC_PANEL_CHANNELS][MC_BELLS];
	double gamma; /* 0 = sRGB curve */
} McSpectralPanel;

/* An LCD with a phosphor backlight, one with quantum dots, an OLED. */
#define MC_SPECTRAL_PANELS 3
extern const McSpectralPanel mc_spectral_panels[MC_SPECTRAL_PANELS];

/* What a colorimeter (CIE 1931) says of it at a D65 white of 160 cd/m². */
McPanel mc_spectral_panel_measured(const McSpectralPanel *panel);

/* One person's cones and what lies before them. */
typedef struct McRetina {
	McCones cones;
	double
	    peak_shift_nm[3]; /* long, middle, short; a long cone at -22 nm is a protanomalous one's */
	double lens; /* density relative to the template's: about .6 at 20 years, 1.3 at 75 */
	double macula; /* peak density of the macular pigment: 0 … .8, mean .35 */
} McRetina;

/* An ordinary spread of lens, macula and cone peaks. */
void mc_retina_draw(McRetina *retina, McCones cones, McDice *dice);
void mc_colours_from_spectra(
    McColours *colours, const McSpectralPanel *panel, const McRetina *retina);

void mc_colours_answer(const McColours *colours, McDice *dice, const McColourPlan *plan,
    const McColourStimulus *stimulus, McColourAnswer *answer);

#endif
