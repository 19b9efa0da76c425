#ifndef MC_DRIVERS_PRINTER_PRIVATE_H
#define MC_DRIVERS_PRINTER_PRIVATE_H

/* The printer as driver.c (life, state, port) and job.c (the slip) see it. Private to this room. */

#include "app/base/sequence.h"
#include "drivers/device/describe.h"
#include "drivers/printer/driver.h"
#include "drivers/printer/link.h"

struct McPrinter {
	McClock *clock;
	McDevice *device;
	McPrinterPort port;
	McPrinterListener listener;
	gpointer listener_data;
	McTransport *transport; /* NULL = not open */
	McDescribe *describe;
	McPrinterLink *link;
	McSequence *start, *printing;
	gboolean ready, state_known;
	McPrinterState state;
	McEscposQuery asked;
	gboolean awaits_status;
	McPrinterState asked_state; /* of the queries so far */
	guint64 timer;
	/* the slip */
	guint width_dots; /* by its device id, or as told */
	gboolean width_is_told;
	GBytes *dots; /* NULL = none */
	guint row_bytes;
	guint row, rows; /* sent, all */
	guint looks; /* since the last band */
	gboolean begun, held;
	gboolean done; /* carried out to the cut */
	gboolean looked_at; /* … and the printer looked at once more */
	gboolean turned; /* the last band is carried out */
	GError *refusal; /* told from its source */
	guint refusal_source;
};

/* ---- driver.c ---- */

/* One at a time; real time. */
void mc_printer_set_timer(McPrinter *printer, guint ms, void (*func)(gpointer data));
/* The four questions, one after another; mc_printer_job_looked() follows while a slip is printed.
 */
void mc_printer_ask_state(McPrinter *printer);

/* ---- job.c ---- */

extern const McSequenceTable mc_printer_job_table;

void mc_printer_job_begin(McPrinter *printer, GBytes *dots);
/* The state is new. */
void mc_printer_job_looked(McPrinter *printer);
/* The printer says by itself that something is wrong. */
void mc_printer_job_trouble(McPrinter *printer);
/* The answer of GS r; one that comes while something else is asked is taken all the same;
 * FALSE: nobody waits for it. */
gboolean mc_printer_job_turn(gpointer printer);

#endif
