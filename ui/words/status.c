#include "ui/words/status.h"
#include "ui/words/language.h"
#include "ui/words/words.h"

const char *
mc_word_status(const McSlipStatus *status)
{
	switch (status->outcome) {
	case MC_STATUS_NONE: return "";
	case MC_STATUS_FOUND: return mc_word_receipt(status->state);
	case MC_STATUS_UNKNOWN: return _("The office does not have it");
	case MC_STATUS_ASKING: return _("The office is asked …");
	case MC_STATUS_UNREACHED: return _("The office cannot be asked now");
	case MC_STATUS_MISREAD: return _("This is not the code of a check");
	case MC_STATUS_NUMBER: return _("The number alone is not enough");
	}
	return "";
}

const char *
mc_word_status_detail(const McSlipStatus *status)
{
	switch (status->outcome) {
	case MC_STATUS_NONE: return "";
	case MC_STATUS_FOUND: return mc_word_receipt_detail(status->state);
	case MC_STATUS_UNKNOWN:
		return _("Either the kiosk that made it has not been able to send it yet, or the code is "
		         "wrong. Ask again tomorrow, or ask a clerk at the place of your check.");
	case MC_STATUS_ASKING: return _("This takes a few seconds.");
	case MC_STATUS_UNREACHED:
		return _("This kiosk has no connection to the office just now. Your record is not touched "
		         "by that. Try again later, or ask a clerk.");
	case MC_STATUS_MISREAD:
		return _("It is another code, or it was misread. Hold the code above the number of your "
		         "slip in front of the scanner once more.");
	case MC_STATUS_NUMBER:
		return _("Hold the code of your slip in front of the scanner. By the number alone staff "
		         "finds the check at the kiosk that made it.");
	}
	return "";
}

const char *
mc_word_status_age(const McSlipStatus *status)
{
	if (status->outcome != MC_STATUS_FOUND && status->outcome != MC_STATUS_UNKNOWN)
		return "";
	if (status->is_asking)
		return _("The office is asked for news …");
	if (status->is_unreached && !status->is_here)
		return _("The office cannot be asked now: this is what it said before.");
	return "";
}
