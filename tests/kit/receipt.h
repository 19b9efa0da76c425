#ifndef MC_TESTS_KIT_RECEIPT_H
#define MC_TESTS_KIT_RECEIPT_H

/* Receipts as the gateway gives them, under one seal with others. */

#include "app/record/receipt.h"

/* The second of a group of three. */
GBytes *mc_test_receipt(const McReceipt *stated, McSigner *by);
/* Under a seal, and with a way, that are another one's. */
GBytes *mc_test_receipt_slipped_in(const McReceipt *stated, const McReceipt *sealed, McSigner *by);

#endif
