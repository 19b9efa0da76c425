#ifndef MC_TESTS_VM_QEMU_CARD_H
#define MC_TESTS_VM_QEMU_CARD_H

/* QEMU's sound card as a laboratory would have measured it. tests/vm/wav.py knows the same record,
 * and finds its corrections in the recording. */

#include "app/ports/devices.h"

extern const McEnrolment qemu_card;

#endif
