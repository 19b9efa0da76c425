#include "app/ports/printer.h"

gboolean
mc_printer_state_is_trouble(const McPrinterState *state)
{
	return state->cover_open || state->paper_out || state->cutter_stuck || state->other_error;
}

McDeviceCause
mc_printer_cause(const McPrinterState *state)
{
	if (state->cover_open)
		return MC_CAUSE_COVER_OPEN;
	if (state->paper_out)
		return MC_CAUSE_PAPER_OUT;
	if (state->cutter_stuck)
		return MC_CAUSE_CUTTER_STUCK;
	if (state->other_error)
		return MC_CAUSE_PRINTER_ERROR;
	return state->paper_low ? MC_CAUSE_PAPER_LOW : MC_CAUSE_NONE;
}
