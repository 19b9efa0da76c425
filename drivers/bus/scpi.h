#ifndef MC_DRIVERS_BUS_SCPI_H
#define MC_DRIVERS_BUS_SCPI_H

/* A queue of SCPI commands and queries on one USBTMC conversation: one outstanding, in order. When
 * the conversation breaks the queue is silent for ever; its owner hears of it from mc_usbtmc. */

#include "drivers/bus/usbtmc.h"

typedef struct McScpi McScpi;

McScpi *mc_scpi_new(McUsbtmc *usbtmc);
/* Forgets what is queued. */
void mc_scpi_free(McScpi *scpi);

#define MC_SCPI_TIMEOUT_MS 500 /* each bulk transfer of an exchange, real time */
#define MC_SCPI_SELF_TEST_TIMEOUT_MS 3000 /* an instrument has 2 s for *TST? */

/* done may be NULL for a command. A line with a "?" is a query and its answer is handed to
 * done (never NULL); otherwise answer is NULL and the command was taken over the wire, no more. */
void mc_scpi_say(McScpi *scpi, const char *line, McUsbtmcAnswered done, gpointer data);
void mc_scpi_say_slowly(
    McScpi *scpi, const char *line, guint timeout_ms, McUsbtmcAnswered done, gpointer data);

#define MC_SCPI_ERROR_TEXT 256 /* with its zero: 255 characters are what SCPI allows */

/* A question about something that changed, as often as it does: nothing is queued when the same one
 * waits already. One that is under way is asked once more, since its answer may be of before. */
void mc_scpi_ask(McScpi *scpi, const char *line, McUsbtmcAnswered done, gpointer data);

/* "number,\"text\"" of SYST:ERR?: TRUE when it was one; number 0 = no error. */
gboolean mc_scpi_parse_error(const char *answer, gint *number, char text[MC_SCPI_ERROR_TEXT]);

/* SYST:POW?: the sum of the supplies that are missing; 0 = all are there. */
#define MC_POWER_MAINS 1
#define MC_POWER_INSIDE 2 /* lamp, amplifier, drive, head */
gboolean mc_scpi_parse_power(const char *answer, guint *missing);

#endif
