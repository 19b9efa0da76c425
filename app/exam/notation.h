#ifndef MC_APP_EXAM_NOTATION_H
#define MC_APP_EXAM_NOTATION_H

/* One acuity in the three ways in which it is written, exact to the printed digit and back.
 *
 *   logMAR    log10 of the stroke in arc minutes, here in thousandths
 *   5-mark    L = 5 - logMAR, one or two decimals (GB 11533)
 *   decimal   V = 1 / stroke in arc minutes
 *
 * Sizes of the exams are -1 000 … 2 000 milli-logMAR; pure functions, total for any number. */

#include <stdbool.h>
#include <stdint.h>

/* 5-mark in hundredths, of the nearest: 5.00 = 500; halves away from zero. */
int32_t mc_notation_five_mark_centi(int32_t milli_log_mar);
int32_t mc_notation_from_five_mark_centi(int32_t five_mark_centi);

/* Decimal acuity in thousandths, of the nearest: 5.0 = 1 000, 4.9 = 794. The printed value of a
 * chart has one or two digits: mc_notation_chart_decimal_centi(). Sizes outside ±3 000 count as the
 * end. */
int32_t mc_notation_decimal_milli(int32_t milli_log_mar);
/* Back, of the nearest whole milli-logMAR; decimal 1 … 1 000 000 thousandths, else the end. */
int32_t mc_notation_from_decimal_milli(int32_t decimal_milli);

/* As the chart of GB 11533 prints its lines beside the 5-mark: 4.9 is 0.8 (80), 4.3 is 0.2 (20),
 * 4.1 is 0.12 (12). False for what is no line from 4.0 to 5.3. */
bool mc_notation_chart_decimal_centi(int32_t line_deci, int32_t *decimal_centi);
/* Back; false for what the chart does not print. */
bool mc_notation_line_of_chart_decimal(int32_t decimal_centi, int32_t *line_deci);

/* Text of at most MC_NOTATION_SIZE bytes: "4.9" or "4.95", "0.79", "0.10" and "-0.05". The decimal
 * has two digits behind the point; the 5-mark a second one only when it is not 0. */
#define MC_NOTATION_SIZE 16
typedef enum McNotation {
	MC_NOTATION_FIVE_MARK,
	MC_NOTATION_DECIMAL,
	MC_NOTATION_LOG_MAR,
} McNotation;
void mc_notation_write(McNotation notation, int32_t milli_log_mar, char text[MC_NOTATION_SIZE]);

#endif
