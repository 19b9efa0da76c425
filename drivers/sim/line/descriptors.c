#include "drivers/sim/line/descriptors.h"

const guint8 mc_sim_line_device_descriptors[MC_SIM_LINE_CHIPS][18] = {
    [MC_SIM_LINE_CDC] = {18, 1, 0x00, 0x02, 2, 0, 0, 64, /* communication device */
        0x09, 0x12, 0x54, 0x4d, 0x00, 0x01, 1, 2, 3, 1}, /* 1209:4d54 */
    [MC_SIM_LINE_FTDI] = {18, 1, 0x00, 0x02, 0, 0, 0, 8, /* */
        0x03, 0x04, 0x01, 0x60, 0x00, 0x06, 1, 2, 3, 1}, /* 0403:6001, FT232R */
    [MC_SIM_LINE_CH340] = {18, 1, 0x10, 0x01, 0xff, 0, 0, 8, /* */
        0x86, 0x1a, 0x23, 0x75, 0x63, 0x02, 0, 2, 0, 1}, /* 1a86:7523 */
};

static const guint8 cdc[] = {
    9, 2, 67, 0, 2, 1, 0, 0x80, 50, /* */
    9, 4, 0, 0, 1, 2, 2, 1, 0, /* management: abstract control model */
    5, 0x24, 0, 0x10, 1, /* header: CDC 1.10 */
    5, 0x24, 1, 0, 1, /* call management: none */
    4, 0x24, 2, 2, /* line coding and state */
    5, 0x24, 6, 0, 1, /* union of the two */
    7, 5, 0x83, 3, 8, 0, 16, /* notifications */
    9, 4, 1, 0, 2, 0x0a, 0, 0, 0, /* data */
    7, 5, 0x01, 2, 64, 0, 0, /* */
    7, 5, 0x82, 2, 64, 0, 0, /* */
};

static const guint8 ftdi[] = {
    9, 2, 32, 0, 1, 1, 0, 0xa0, 45, /* */
    9, 4, 0, 0, 2, 0xff, 0xff, 0xff, 2, /* */
    7, 5, 0x02, 2, 64, 0, 0, /* */
    7, 5, 0x81, 2, 64, 0, 0, /* */
};

static const guint8 ch340[] = {
    9, 2, 39, 0, 1, 1, 0, 0x80, 49, /* */
    9, 4, 0, 0, 3, 0xff, 1, 2, 0, /* */
    7, 5, 0x81, 3, 8, 0, 1, /* modem lines */
    7, 5, 0x02, 2, 32, 0, 0, /* */
    7, 5, 0x82, 2, 32, 0, 0, /* */
};

const guint8 *
mc_sim_line_configuration(McSimLineChip chip, guint *bytes)
{
	switch (chip) {
	case MC_SIM_LINE_CDC: *bytes = sizeof cdc; return cdc;
	case MC_SIM_LINE_FTDI: *bytes = sizeof ftdi; return ftdi;
	case MC_SIM_LINE_CH340: *bytes = sizeof ch340; return ch340;
	}
	g_return_val_if_reached(NULL);
}
