#ifndef MC_DRIVERS_SIM_ID_READER_ID_READER_H
#define MC_DRIVERS_SIM_ID_READER_ID_READER_H

/* A resident-identity-card reader, USB 0400:c35a, in both USB layouts. As in the field, a card that
 * was read is not found again until it was lifted. Lock held throughout. */

#include "drivers/sim/core/device.h"

typedef struct McSimIdReader McSimIdReader;

/* changed(data) when the card is lifted by itself. */
McSimIdReader *mc_sim_id_reader_new(
    McSimWorld *world, gboolean split_pipes, void (*changed)(gpointer data), gpointer data);
void mc_sim_id_reader_free(McSimIdReader *reader);

McSimDevice *mc_sim_id_reader_device(McSimIdReader *reader);

/* FALSE when there is no such card (card.h) or one is lying there. */
gboolean mc_sim_id_reader_put(McSimIdReader *reader, const char *name);
/* At any moment, after_ms of wall time from now; a card that is being read fails with status 41. */
void mc_sim_id_reader_lift(McSimIdReader *reader, guint after_ms);

/* Lets skip replies pass, then sends count of them with a wrong check byte. */
void mc_sim_id_reader_break_checks(McSimIdReader *reader, guint skip, guint count);

/* "serial" (number in the SAM's id), "read-status" (two hex digits: what reading a card ends with;
 * 90 = well), "checksum" ("right", or "wrong" for every reply from now on). */
gboolean mc_sim_id_reader_set(
    McSimIdReader *reader, const char *key, const char *value, GError **error);
void mc_sim_id_reader_describe(McSimIdReader *reader, GString *line);

#endif
