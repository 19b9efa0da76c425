#include "ui/words/causes.h"
#include "app/base/error.h"
#include "ui/words/language.h"

static const char *const causes[MC_CAUSES][MC_AUDIENCES] = {
#define MC_DEVICE_CAUSE(constant, id, error, when, citizen, clerk, technician)                     \
	[MC_CAUSE_##constant] = {(citizen), (clerk), (technician)},
#include "app/ports/device-causes.def"
#undef MC_DEVICE_CAUSE
};

const char *
mc_word_cause(McDeviceCause cause, McAudience audience)
{
	return _(causes[cause][audience]);
}

static const char *const errors[][MC_AUDIENCES] = {
    [MC_ERROR_DEVICE_GONE] = {N_("A measuring instrument is not connected any more."),
        N_("An instrument is not connected any more."), N_("A device left the bus.")},
    [MC_ERROR_NO_POWER] = {N_("A measuring instrument has no power."),
        N_("An instrument has no power."), N_("A device is on the bus without power.")},
    [MC_ERROR_BUSY] = {N_("Something else is going on. Please try again in a moment."),
        N_("Something else is going on. Please try again in a moment."),
        N_("Held by another program or a kernel driver.")},
    [MC_ERROR_TIMEOUT] = {N_("Something did not answer in time. Please try again."),
        N_("Something did not answer in time. Please try again."),
        N_("No answer within the time limit.")},
    [MC_ERROR_PROTOCOL] = {N_("A measuring instrument does not work properly."),
        N_("An instrument answers wrongly."), N_("Bytes that are not the protocol.")},
    [MC_ERROR_NOT_ENROLLED] = {N_("A measuring instrument is not yet approved for use."),
        N_("An instrument has to be adopted by a technician."), N_("Unknown serial number.")},
    [MC_ERROR_VERSION] = {N_("A part of the kiosk waits for an update."),
        N_("A part of the kiosk waits for an update."), N_("The version is too old or unknown.")},
    [MC_ERROR_UNCALIBRATED] = {N_("A measuring instrument is due for calibration."),
        N_("A calibration has expired or is missing."),
        N_("The calibration is missing or has expired.")},
    [MC_ERROR_CARD] = {N_("The card could not be read."), N_("The card could not be read."),
        N_("The card could not be read.")},
    [MC_ERROR_CARD_LIFTED] = {N_("The card was lifted too early. Please put it down once more."),
        N_("The card was lifted before it was read."),
        N_("The card was lifted before it was read.")},
    [MC_ERROR_STORAGE] = {N_("The kiosk cannot store results safely, so it does not measure."),
        N_("The kiosk cannot store results safely. Call the technician."),
        N_("Nothing can be stored durably: disk full, or failing. See the event log.")},
    [MC_ERROR_BAD_INPUT] = {N_("Something was not filled in correctly. Please check it."),
        N_("Something was not filled in correctly. Please check it."),
        N_("Something was not filled in correctly. Please check it.")},
    [MC_ERROR_REFUSED] = {N_("That is not possible just now."), N_("That is not allowed just now."),
        N_("Refused: not allowed in this state or to this role.")},
    [MC_ERROR_UNREACHABLE] = {N_("The part of the kiosk that keeps the results does not answer."),
        N_("The recorder does not answer. Call the technician if it lasts."),
        N_("The recorder does not answer on its socket. Look at its service.")},
    [MC_ERROR_UNTRUSTED] = {N_("Something could not be verified, so the kiosk does not go on."),
        N_("Something could not be verified. Call the technician."),
        N_("A signature, chain or certificate does not verify. See the event log.")},
    [MC_ERROR_INTERNAL] = {N_("The kiosk made a mistake. It was not your fault."),
        N_("The kiosk made a mistake. Call the technician if it happens again."),
        N_("A fault of our own software. See the event log.")},
};

const char *
mc_word_error(const char *error_name, McAudience audience)
{
	return _(errors[mc_error_code_from_name(error_name)][audience]);
}
