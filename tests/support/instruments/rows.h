#ifndef MC_TESTS_SUPPORT_INSTRUMENTS_ROWS_H
#define MC_TESTS_SUPPORT_INSTRUMENTS_ROWS_H

/* The matrix of device, fault and cause (O11, K3) is played by several programs: what each prints,
 * and which of them has to lead to which row of the catalogue of causes.
 */

#include "tests/support/instruments/bench.h"

typedef enum RowsMatrix { ROWS_MATRIX, ROWS_MATRIX_PRINTER, ROWS_MATRIX_SOUND_CARD } RowsMatrix;

/* Prints what the board has of it now, as a "row" of whatever `shown` is. */
void rows_tell(const Bench *bench, McDeviceKind kind, const char *shown, const char *what);

/* Fails when a cause that is this program's has been in none of its rows. */
void rows_expect_every(RowsMatrix matrix);

#endif
