#include "app/ports/printer.h"

gboolean
mc_printer_state_is_trouble(const McPrinterState *state)
{
	return state->cover_open || state->paper_out || state->cutter_stuck || state->other_error;
}

McPrinterNeed
mc_printer_need(const McPrinterState *state)
{
	if (state->cover_open)
		return MC_PRINTER_NEED_COVER;
	if (state->paper_out)
		return MC_PRINTER_NEED_PAPER;
	if (state->cutter_stuck)
		return MC_PRINTER_NEED_CUTTER;
	if (state->other_error)
		return MC_PRINTER_NEED_REPAIR;
	return state->paper_low ? MC_PRINTER_NEED_PAPER_SOON : MC_PRINTER_NEED_NOTHING;
}

const char *
mc_printer_need_name(McPrinterNeed need)
{
	switch (need) {
	case MC_PRINTER_NEED_NOTHING: return "nothing";
	case MC_PRINTER_NEED_PAPER_SOON: return "paper-low";
	case MC_PRINTER_NEED_COVER: return "cover-open";
	case MC_PRINTER_NEED_PAPER: return "paper-out";
	case MC_PRINTER_NEED_CUTTER: return "cutter-stuck";
	case MC_PRINTER_NEED_REPAIR: return "printer-error";
	}
	g_return_val_if_reached("unknown");
}
