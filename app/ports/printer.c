#include "app/ports/printer.h"

gboolean
mc_printer_state_is_trouble(const McPrinterState *state)
{
	return state->cover_open || state->paper_out || state->cutter_stuck || state->other_error;
}
