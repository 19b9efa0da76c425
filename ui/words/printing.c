#include "ui/words/printing.h"
#include "ui/words/language.h"

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
mc_word_slip(McSlipStep step, McDeviceCause of_printer, McAudience audience)
{
	if (step == MC_SLIP_NONE)
		return "";
	return step == MC_SLIP_HELD && audience == MC_AUDIENCE_CITIZEN &&
	               mc_device_cause_wants_a_hand(of_printer)
	           ? mc_word_cause(of_printer, audience)
	           : _(slips[step][audience]);
}
