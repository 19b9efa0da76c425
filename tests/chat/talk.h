#ifndef MC_TESTS_CHAT_TALK_H
#define MC_TESTS_CHAT_TALK_H

/* What one instrument and its host said to each other, out of a trace of the bus, in the form of
 * docs/instrument-protocol.md: "> line", "< answer", "! status byte" of a service request, "#
 * INITIATE_CLEAR". */

#include <glib.h>

/* model: how the answer to *IDN? goes on behind the maker, "VT-". Lines in their order (free with
 * g_ptr_array_unref()); none when no instrument of that model answered. */
GPtrArray *talk_read(const char *trace, const char *model);

/* The same lines and answers in the same order, numbers of five digits and more apart; and each
 * service request of the page came behind the one before it and ahead of the line that follows it
 * there. Lines of the page that tell what happens in between ("-- ") are passed over. NULL when it
 * is so, else a sentence. */
char *talk_difference(const GPtrArray *talk, const char *block);

#endif
