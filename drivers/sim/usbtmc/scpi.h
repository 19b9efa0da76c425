#ifndef MC_DRIVERS_SIM_USBTMC_SCPI_H
#define MC_DRIVERS_SIM_USBTMC_SCPI_H

/* One SCPI line taken apart, and whether its header is a given command. Pure. */

#include <glib.h>

#define MC_SIM_SCPI_ARGUMENTS 12

typedef struct McSimScpi {
	char header[64];
	char *storage; /* the arguments stand in here */
	const char *argument[MC_SIM_SCPI_ARGUMENTS];
	guint arguments;
} McSimScpi;

/* line without its end. FALSE for an empty line; a header that is too long matches nothing. */
gboolean mc_sim_scpi_parse(McSimScpi *scpi, const char *line);
void mc_sim_scpi_clear(McSimScpi *scpi);

/* pattern as in SCPI tables: "STIMulus:OPTotype", the capitals are the short form. */
gboolean mc_sim_scpi_matches(const char *pattern, const char *header);

/* A whole decimal number, nothing around it. */
gboolean mc_sim_scpi_integer(const char *text, gint32 *value);

#endif
