#ifndef MC_APP_SPOOL_SPOOL_INTERNAL_H
#define MC_APP_SPOOL_SPOOL_INTERNAL_H

/* For tests of failing disks only: a spool on calls that can be made to fail. */

#include "app/spool/durable.h"
#include "app/spool/spool.h"

McSpool *mc_spool_open_with(const McDurableCalls *calls, const char *path, GError **error);

#endif
