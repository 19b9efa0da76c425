#include "tests/kit/receipt.h"

#define GROUP 3
#define PLACE 1

static GBytes *
state(const McReceipt *receipt)
{
	g_autoptr(GError) error = NULL;
	GBytes *statement = mc_receipt_state(receipt, &error);

	g_assert_no_error(error);
	return statement;
}

GBytes *
mc_test_receipt_slipped_in(const McReceipt *stated, const McReceipt *sealed, McSigner *by)
{
	g_autoptr(GBytes) statement = state(stated);
	g_autoptr(McMerkle) tree = NULL;
	g_autoptr(GBytes) seal = NULL;
	g_autofree char *base64 = NULL;
	g_autoptr(GError) error = NULL;
	McMerkleHash leaf[GROUP];
	McMerkleWay way;

	for (guint i = 0; i < GROUP; i++) {
		McReceipt beside = *sealed;
		g_autoptr(GBytes) leaf_statement = NULL;

		beside.seq += i - PLACE;
		leaf_statement = state(&beside);
		mc_receipt_leaf(leaf_statement, &leaf[i]);
	}
	tree = mc_merkle_new(leaf, GROUP);
	mc_merkle_way(tree, PLACE, &way);
	seal = mc_receipt_seal(by, tree, &error);
	g_assert_no_error(error);
	base64 = g_base64_encode(g_bytes_get_data(seal, NULL), g_bytes_get_size(seal));
	return mc_receipt_write(statement, &way, base64);
}

GBytes *
mc_test_receipt(const McReceipt *stated, McSigner *by)
{
	return mc_test_receipt_slipped_in(stated, stated, by);
}
