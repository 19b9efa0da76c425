#ifndef MC_UI_WORDS_EVENTS_H
#define MC_UI_WORDS_EVENTS_H

/* The audit's events as a technician reads them. The ids are those of docs/audit-events.md. */

/* The id itself when there are no words for it. */
const char *mc_word_event(const char *id);

#endif
