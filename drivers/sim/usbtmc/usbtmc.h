#ifndef MC_DRIVERS_SIM_USBTMC_USBTMC_H
#define MC_DRIVERS_SIM_USBTMC_USBTMC_H

/* The device side of USBTMC 1.0 and USB488: messages in and out of bulk transfers, the class
 * requests, notifications on interrupt-IN. Knows nothing of SCPI. Return values as in McSimModel.
 */

#include <glib.h>

typedef struct McSimTmc McSimTmc;

typedef struct McSimTmcOps {
	/* A complete message, zero terminated, without its line end. */
	void (*message)(gpointer self, const char *line);
	void (*overrun)(gpointer self); /* a message longer than the device takes */
	/* The host asks for an answer and there is none in the making. */
	void (*unterminated)(gpointer self);
	void (*cleared)(gpointer self); /* INITIATE_CLEAR */
	guint8 (*poll)(gpointer self); /* status byte, for READ_STATUS_BYTE */
	void (*traffic)(gpointer self); /* the host has said something, whatever it was */
	void (*answer_taken)(gpointer self); /* the last byte of the answer has left */
	/* Bytes or notifications wait for the host; bulk-OUT is to be halted. */
	void (*kick)(gpointer self);
	void (*halt_out)(gpointer self);
} McSimTmcOps;

enum {
	MC_SIM_TMC_BULK_OUT = 0x01,
	MC_SIM_TMC_BULK_IN = 0x82,
	MC_SIM_TMC_INTERRUPT_IN = 0x83,
	MC_SIM_TMC_PACKET_BYTES = 512,
};

McSimTmc *mc_sim_tmc_new(const McSimTmcOps *ops, gpointer self);
void mc_sim_tmc_free(McSimTmc *tmc);
void mc_sim_tmc_reset(McSimTmc *tmc);

/* Queues the answer to a query; "\n" is added. */
void mc_sim_tmc_answer(McSimTmc *tmc, const char *line);
/* An answer that the host has not taken completely. */
gboolean mc_sim_tmc_has_answer(const McSimTmc *tmc);
void mc_sim_tmc_drop_answer(McSimTmc *tmc);
/* An answer is in the making, so that the host may wait for it. */
void mc_sim_tmc_set_busy(McSimTmc *tmc, gboolean busy);
/* Service request on interrupt-IN. */
void mc_sim_tmc_notify(McSimTmc *tmc, guint8 status_byte);

int mc_sim_tmc_control(McSimTmc *tmc, const guint8 setup[8], guint8 *data, guint length);
int mc_sim_tmc_out(McSimTmc *tmc, const guint8 *data, guint length);
int mc_sim_tmc_in(McSimTmc *tmc, guint8 endpoint, guint8 *data, guint size);

#endif
