#ifndef MC_UI_RESOURCES_RESOURCES_H
#define MC_UI_RESOURCES_RESOURCES_H

/* Style sheet and pictures, compiled into the program below MC_RESOURCES. Harmless to call again.
 */
#define MC_RESOURCES "/medcheck"

void mc_resources_register(void);

#endif
