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

static const char *const rolled_back[MC_AUDIENCES] = {
    [MC_AUDIENCE_CLERK] =
        N_("The journal of this kiosk is older than it should be. Checks are recorded and stay "
           "here; the office may refuse them. Call the technician, and send people to another "
           "kiosk."),
    [MC_AUDIENCE_TECHNICIAN] =
        N_("The journal is older than what the office has of it (see Events): an old copy of the "
           "disk was put back, or a copy of it runs elsewhere. Checks are recorded and stay here; "
           "the office refuses them as a fork. Stop the kiosk and restore the journal with what "
           "the gateway gives back."),
};

const char *
mc_word_rolled_back(McAudience audience)
{
	const char *text = rolled_back[audience];

	return text == NULL ? "" : _(text);
}

const char *
mc_word_storage(McStorage storage, McAudience audience)
{
	const char *text = storages[storage][audience];

	return text == NULL ? "" : _(text);
}

/* By the kind's name in the chain. */
static const char *
pack_word(const char *pack)
{
	static const struct {
		const char *pack, *word;
	} words[] = {
	    {"configuration", N_("configuration")},
	    {"rules", N_("rules")},
	    {"staff", N_("list of staff")},
	    {"devices", N_("list of instruments")},
	    {"revocations", N_("revocation lists")},
	};

	for (guint i = 0; i < G_N_ELEMENTS(words); i++)
		if (g_str_equal(words[i].pack, pack))
			return _(words[i].word);
	return pack;
}

char *
mc_word_run_out(const McHello *hello, McAudience audience)
{
	g_autoptr(GString) which = g_string_new(NULL);

	if (hello->run_outs == 0 || audience == MC_AUDIENCE_CITIZEN)
		return g_strdup("");
	for (guint i = 0; i < hello->run_outs; i++) {
		g_string_append(which, i > 0 ? _(", ") : "");
		g_string_append_printf(which, _("%s (version %lld)"), pack_word(hello->run_out[i].pack),
		    (long long)hello->run_out[i].version);
	}
	return g_strdup_printf(
	    audience == MC_AUDIENCE_CLERK
	        ? _("What the office signed for this kiosk has run out: %s. No new check begins. Send "
	            "people to another kiosk and call the technician.")
	        : _("What the office signed for this kiosk has run out: %s. No new check begins until "
	            "a "
	            "newer one has come. Ask the office for it, and see that the kiosk is online."),
	    which->str);
}
