#include "ui/words/storage.h"
#include "ui/words/language.h"

static const char *const storages[MC_STORAGES][MC_AUDIENCES] = {
    [MC_STORAGE_FULL] = {N_("The disk of this kiosk is full, so no new check begins here. What is "
                            "recorded stays. Please use another kiosk or ask at the counter."),
        N_("The disk is full: no new check begins. What is recorded stays. Send people to "
           "another kiosk and call the technician."),
        N_("The disk under the journal is full (storage-alarm). What is recorded stays, and "
           "nothing "
           "unsent is deleted. Make room there or put in a larger disk; the kiosk opens by "
           "itself.")},
    [MC_STORAGE_FAILING] = {N_("The disk of this kiosk takes nothing, so no new check begins here. "
                               "What is recorded stays. Please use another kiosk or ask at the "
                               "counter."),
        N_("The disk takes nothing: no new check begins. What is recorded stays. Send people "
           "to another kiosk and call the technician."),
        N_("The disk under the journal has room and takes no write (storage-alarm). What is "
           "recorded "
           "stays. Look at its mount and at the kernel's log; when it dies, set the journal up "
           "from "
           "its copy on a new one. The kiosk opens by itself.")},
};

const char *
mc_word_storage(McStorage storage, McAudience audience)
{
	const char *text = storages[storage][audience];

	return text == NULL ? "" : _(text);
}
