/* Every cause is one program's to lead to; the compiler finds the one that is nobody's. */

#include "tests/support/instruments/rows.h"

#include <stdio.h>

static gboolean reached[MC_CAUSES];

static RowsMatrix
whose(McDeviceCause cause)
{
	switch (cause) {
	case MC_CAUSE_NONE:
	case MC_CAUSE_UNPLUGGED:
	case MC_CAUSE_NO_POWER:
	case MC_CAUSE_BUSY:
	case MC_CAUSE_PERMISSION:
	case MC_CAUSE_NO_ANSWER:
	case MC_CAUSE_PROTOCOL:
	case MC_CAUSE_WRONG_DEVICE:
	case MC_CAUSE_FIRMWARE:
	case MC_CAUSE_NOT_ENROLLED:
	case MC_CAUSE_USB_ID:
	case MC_CAUSE_TRANSDUCER:
	case MC_CAUSE_RECORD:
	case MC_CAUSE_CORRECTIONS:
	case MC_CAUSE_UNCALIBRATED:
	case MC_CAUSE_SELF_TEST: return ROWS_MATRIX;
	case MC_CAUSE_PAPER_LOW:
	case MC_CAUSE_COVER_OPEN:
	case MC_CAUSE_PAPER_OUT:
	case MC_CAUSE_CUTTER_STUCK:
	case MC_CAUSE_PRINTER_ERROR: return ROWS_MATRIX_PRINTER;
	case MC_CAUSE_STREAM: return ROWS_MATRIX_SOUND_CARD;
	}
	g_assert_not_reached();
}

void
rows_tell(const Bench *bench, McDeviceKind kind, const char *shown, const char *what)
{
	const McDeviceInfo *info = bench->devices->info(bench->devices->self, kind);

	reached[info->cause] = TRUE;
	printf("row %s | %s | %s, %s\n", shown, what, mc_device_state_name(info->state),
	    mc_device_cause_name(info->cause));
	fflush(stdout);
}

/* On the kernel's bus a user outside the group of the udev rules has a run of its own. */
static gboolean
has_own_run(McDeviceCause cause)
{
	return cause == MC_CAUSE_PERMISSION && g_strcmp0(g_getenv("MEDCHECK_DEVSIM_BUS"), "vhci") == 0;
}

void
rows_expect_every(RowsMatrix matrix)
{
	for (guint i = 0; i < MC_CAUSES; i++)
		if (whose((McDeviceCause)i) == matrix && !reached[i] && !has_own_run((McDeviceCause)i))
			g_error("no row leads to %s", mc_device_cause_name((McDeviceCause)i));
}
