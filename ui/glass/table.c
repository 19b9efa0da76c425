#include "ui/glass/table.h"
#include "ui/citizen/pages.h"
#include "ui/staff/pages.h"

const McSheetKind *
mc_page_table(McPage page)
{
	switch (page) {
	case MC_PAGE_WELCOME: return &mc_page_welcome;
	case MC_PAGE_LANGUAGE: return &mc_page_language;
	case MC_PAGE_PRIVACY: return &mc_page_privacy;
	case MC_PAGE_CARD: return &mc_page_card;
	case MC_PAGE_CONFIRM: return &mc_page_confirm;
	case MC_PAGE_BUSINESS: return &mc_page_business;
	case MC_PAGE_CASE: return &mc_page_case;
	case MC_PAGE_AIDS: return &mc_page_aids;
	case MC_PAGE_DECLARATION: return &mc_page_declaration;
	case MC_PAGE_PRACTICE: return &mc_page_practice;
	case MC_PAGE_EXAM: return &mc_page_exam;
	case MC_PAGE_GLASSES_ON: return &mc_page_glasses_on;
	case MC_PAGE_SUMMARY: return &mc_page_summary;
	case MC_PAGE_SIGNATURE: return &mc_page_signature;
	case MC_PAGE_SEALING: return &mc_page_sealing;
	case MC_PAGE_END: return &mc_page_end;
	case MC_PAGE_ABORTED: return &mc_page_aborted;
	case MC_PAGE_FAULT: return &mc_page_fault;
	case MC_PAGE_STATUS: return &mc_page_status;
	case MC_PAGE_STAFF_SIGN_IN: return &mc_page_sign_in;
	case MC_PAGE_CLERK: return &mc_page_clerk;
	case MC_PAGE_TECHNICIAN: return &mc_page_technician;
	case MC_PAGE_TECHNICIAN_OUTBOX: return &mc_page_outbox;
	case MC_PAGE_TECHNICIAN_EVENTS: return &mc_page_events;
	case MC_PAGE_TECHNICIAN_CLOCK: return &mc_page_clock;
	case MC_PAGE_TECHNICIAN_PEOPLE: return &mc_page_people;
	}
	return NULL;
}
