#ifndef MC_TESTS_FUZZ_FUZZ_H
#define MC_TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/* libFuzzer's entry, which replay.c calls too. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
