#include "ui/words/printing.h"
#include "ui/words/language.h"

static const char *const needs[MC_PRINTER_NEEDS][MC_AUDIENCES] = {
    [MC_PRINTER_NEED_NOTHING] = {"", "", ""},
    [MC_PRINTER_NEED_PAPER_SOON] = {"",
        N_("The slip printer's paper is nearly used up. Have a new roll ready."),
        N_("Paper near its end; it still prints. Put in a new roll.")},
    [MC_PRINTER_NEED_COVER] = {N_("The slip printer is open. Ask a clerk, or photograph the code."),
        N_("The cover of the slip printer is open. Close it until it clicks."),
        N_("Cover open. Close it until it clicks; if it stays so, look at the switch of the "
           "cover.")},
    [MC_PRINTER_NEED_PAPER] =
        {N_("There is no paper for slips. Ask a clerk, or photograph the code."),
            N_("The slip printer is out of paper. Put in a new roll and close the cover."),
            N_("Paper out. Put in a new roll; if it stays so, clean the paper sensor.")},
    [MC_PRINTER_NEED_CUTTER] = {N_("The slip printer is stuck. Ask a clerk, or photograph the "
                                   "code."),
        N_("The cutter of the slip printer is stuck. Open the cover, take out the paper and close "
           "it."),
        N_("Cutter stuck. Open the cover, turn the cutter back by its wheel and take out the "
           "paper.")},
    [MC_PRINTER_NEED_REPAIR] = {N_("The slip printer does not work. Please photograph the code."),
        N_("The slip printer reports a fault. Switch it off and on, then call the technician."),
        N_("The printer reports a fault of its own: head, voltage or mechanism. Switch it off and "
           "on; if it stays so, exchange it.")},
};

const char *
mc_word_printer_need(McPrinterNeed need, McAudience audience)
{
	const char *text = needs[need][audience];

	return text[0] == '\0' ? "" : _(text);
}

static const char *const slips[MC_SLIP_STEPS][MC_AUDIENCES] = {
    [MC_SLIP_NONE] = {"", "", ""},
    [MC_SLIP_PRINTING] = {N_("Your slip is being printed."), N_("The slip is being printed."),
        N_("A slip is being printed.")},
    [MC_SLIP_HELD] = {N_("The slip waits for the printer. You may photograph the code."),
        N_("A slip waits for the printer."), N_("A slip waits for the printer.")},
    [MC_SLIP_TAKE] = {N_("Please take your slip."), N_("The slip is printed."),
        N_("The slip is printed.")},
    [MC_SLIP_FAILED] = {N_("The slip was not printed. Ask a clerk, or photograph the code."),
        N_("The slip was not printed and is not counted."),
        N_("The slip was not printed and is not counted.")},
};

const char *
mc_word_slip(McSlipStep step, McPrinterNeed need, McAudience audience)
{
	const char *wanted = mc_word_printer_need(need, audience);

	if (step == MC_SLIP_NONE)
		return "";
	return step == MC_SLIP_HELD && wanted[0] != '\0' ? wanted : _(slips[step][audience]);
}
