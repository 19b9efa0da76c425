#ifndef MC_APP_LINK_MEMORY_H
#define MC_APP_LINK_MEMORY_H

/* For main, before the first JSON value is made: JSON memory is wiped when it is freed. Persons
 * pass through JSON on both ends of the socket and must not stay behind in freed memory (C8). */
void mc_link_wipe_freed_json(void);

#endif
