#include "drivers/sim/printer/parser.h"

#include <string.h>

enum { DLE = 0x10, ESC = 0x1b, GS = 0x1d };

static McSimPrinterOp
done(McSimPrinterParser *self, McSimPrinterOp op, guint argument)
{
	self->held = 0;
	self->argument = argument;
	return op;
}

static McSimPrinterOp
take_dle(McSimPrinterParser *self)
{
	if (self->held < 3)
		return MC_SIM_PRINTER_NOTHING;
	if (self->head[1] == 4)
		return done(self, MC_SIM_PRINTER_REAL_TIME, self->head[2]);
	if (self->head[1] == 5 && self->head[2] == 2)
		return done(self, MC_SIM_PRINTER_CLEAR, 0);
	return done(self, MC_SIM_PRINTER_JUNK, 0);
}

static McSimPrinterOp
take_esc(McSimPrinterParser *self)
{
	if (self->held == 2 && self->head[1] == '@')
		return done(self, MC_SIM_PRINTER_RESET, 0);
	if (self->head[1] != 'J')
		return done(self, MC_SIM_PRINTER_JUNK, 0);
	if (self->held < 3)
		return MC_SIM_PRINTER_NOTHING;
	return done(self, MC_SIM_PRINTER_FEED, self->head[2]);
}

static McSimPrinterOp
take_raster(McSimPrinterParser *self)
{
	if (self->held < 8)
		return MC_SIM_PRINTER_NOTHING;
	self->row_bytes = self->head[4] | (guint)self->head[5] << 8;
	self->rows_left = self->head[6] | (guint)self->head[7] << 8;
	self->at = 0;
	if (self->row_bytes > self->row_bytes_max || self->row_bytes == 0)
		self->rows_left = 0; /* wider than the paper: what follows is junk */
	return done(self, self->rows_left == 0 ? MC_SIM_PRINTER_JUNK : MC_SIM_PRINTER_NOTHING, 0);
}

static McSimPrinterOp
take_gs(McSimPrinterParser *self)
{
	switch (self->head[1]) {
	case 'r':
	case 'a':
		if (self->held < 3)
			return MC_SIM_PRINTER_NOTHING;
		return done(self, self->head[1] == 'r' ? MC_SIM_PRINTER_STATUS : MC_SIM_PRINTER_AUTOMATIC,
		    self->head[2]);
	case 'V': /* 66 n: feed to the cutter and n more, then cut */
		if (self->held < 4)
			return MC_SIM_PRINTER_NOTHING;
		return done(
		    self, self->head[2] == 66 ? MC_SIM_PRINTER_CUT : MC_SIM_PRINTER_JUNK, self->head[3]);
	case 'v': return take_raster(self);
	default: return done(self, MC_SIM_PRINTER_JUNK, 0);
	}
}

static McSimPrinterOp
take_dots(McSimPrinterParser *self, guint8 byte)
{
	if (self->at == 0)
		memset(self->row, 0, sizeof self->row);
	self->row[self->at++] = byte;
	if (self->at < self->row_bytes)
		return MC_SIM_PRINTER_NOTHING;
	self->at = 0;
	self->rows_left--;
	return MC_SIM_PRINTER_ROW;
}

McSimPrinterOp
mc_sim_printer_take(McSimPrinterParser *self, guint8 byte)
{
	if (self->rows_left > 0)
		return take_dots(self, byte);
	self->head[self->held++] = byte;
	if (self->held == 1)
		return byte == DLE || byte == ESC || byte == GS ? MC_SIM_PRINTER_NOTHING
		                                                : done(self, MC_SIM_PRINTER_JUNK, 0);
	switch (self->head[0]) {
	case DLE: return take_dle(self);
	case ESC: return take_esc(self);
	default: return take_gs(self);
	}
}
