#include "ui/words/events.h"
#include "ui/words/language.h"
#include <string.h>

static const struct {
	const char *id, *words;
} events[] = {
    {"visit-opened", N_("A check was begun")},
    {"visit-aborted", N_("A check ended without a record")},
    {"visit-ended-by-clerk", N_("A clerk ended a check")},
    {"visit-resumed", N_("An interrupted check went on")},
    {"exam-opened", N_("An exam was begun")},
    {"visit", N_("A check was recorded")},
    {"genesis", N_("The journal was begun")},
    {"identity-by-clerk", N_("A clerk compared an identity")},
    {"help-asked", N_("Help was asked for")},
    {"help-done", N_("Help was given")},
    {"complained", N_("A person complained")},
    {"praised", N_("A person praised the service")},
    {"slip-issued", N_("A slip was printed")},
    {"slip-failed", N_("A slip could not be printed")},
    {"paper-filled", N_("A new roll of paper was put in")},
    {"ear-covers-filled", N_("The ear covers were filled up")},
    {"wipes-filled", N_("The wipes were filled up")},
    {"staff-first-pin", N_("A person of the staff was added")},
    {"staff-sign-in", N_("Staff signed in")},
    {"staff-sign-in-refused", N_("A sign-in was refused")},
    {"staff-sign-out", N_("Staff signed out")},
    {"paused", N_("The kiosk was paused")},
    {"opened", N_("The kiosk was opened")},
    {"device-adopted", N_("An instrument was adopted")},
    {"device-refused", N_("An instrument was refused")},
    {"device-lost", N_("An instrument went, or stopped answering")},
    {"device-back", N_("An instrument is ready")},
    {"self-test", N_("A self-test was made")},
    {"active-test", N_("An instrument was tried out")},
    {"interactive-test", N_("An instrument was tried out by hand")},
    {"recorder-started", N_("The recorder was started")},
    {"configuration-activated", N_("A signed configuration came into force")},
    {"suite-waits", N_("Another kind of seal is asked for, and waits for its key")},
    {"pack-refused", N_("A signed configuration was refused")},
    {"signing-key-changed", N_("The signing key was changed")},
    {"clock-jump", N_("The clock was moved")},
    {"time-contradicted", N_("Two clocks contradicted each other")},
    {"clock-set", N_("The clock was set by hand")},
    {"storage-alarm", N_("Nothing could be stored")},
    {"ballast-dropped", N_("The disk is full: its reserve was used")},
    {"ballast-taken-in", N_("The disk has its reserve again")},
    {"daily-close", N_("The day was closed")},
    {"day-data-shredded", N_("The names in a day's list were destroyed")},
    {"backup-made", N_("A backup was made")},
    {"journal-restored", N_("The journal was restored from a backup")},
    {"backup-failed", N_("A backup failed")},
    {"journal-rolled-back", N_("The machine's TPM knows a newer journal")},
    {"tpm-counter-failed", N_("The TPM's counter could not be used")},
    {"journal-behind-gateway", N_("The office has records that this journal has not")},
    {"record-parked", N_("The office refused a record")},
    {"receipt-refused", N_("A false receipt was thrown away")},
};

const char *
mc_word_event(const char *id)
{
	for (gsize i = 0; i < sizeof events / sizeof events[0]; i++)
		if (strcmp(events[i].id, id) == 0)
			return _(events[i].words);
	return id;
}
