/* The gateway's answer, as the courier would bring it. */

#include "tests/desk/desk.h"

#include "app/spool/spool.h"
#include "tests/kit/receipt.h"
#include <string.h>

McSigner *
mc_desk_signer(McDesk *desk, const char *folder, const char *name)
{
	g_autofree char *base = g_build_filename(desk->folder, folder, name, NULL);
	g_autofree char *key = g_strconcat(base, ".key", NULL);
	g_autofree char *certificate = g_strconcat(base, ".crt", NULL);
	g_autofree char *chain = g_strconcat(base, "-chain.pem", NULL);
	g_autoptr(GError) error = NULL;
	McSigner *made = mc_signer_new_from_files(key, certificate, chain, &error);

	g_assert_no_error(error);
	return made;
}

static McSpool *
open_spool(McDesk *desk)
{
	g_autofree char *path = g_build_filename(desk->folder, "spool", NULL);
	g_autoptr(GError) error = NULL;
	McSpool *spool = mc_spool_open(path, &error);

	g_assert_no_error(error);
	return spool;
}

/* The journal's id stands in every content. */
static void
fill_journal_id(McDesk *desk, McReceipt *receipt)
{
	g_autoptr(McSpool) spool = open_spool(desk);
	g_autoptr(GBytes) bytes = mc_spool_get(spool, MC_SPOOL_OUTBOX, receipt->seq, NULL);
	g_autoptr(GBytes) content = NULL;
	McParcel parcel = {0};
	McContentHead head = {0};
	json_t *body = NULL;

	g_assert_true(mc_parcel_read(bytes, &parcel, NULL));
	content = mc_seal_peek(parcel.envelope, NULL);
	g_assert_true(mc_content_read(content, &head, &body, NULL));
	g_strlcpy(receipt->journal, head.journal, sizeof receipt->journal);
	json_decref(body);
	mc_parcel_clear(&parcel);
}

void
mc_desk_receipt(McDesk *desk, const McRecordState *record, McReceipt *receipt)
{
	*receipt = (McReceipt){.seq = record->seq, .received_wall_us = mc_clock_wall_us(desk->clock)};
	g_strlcpy(receipt->kiosk, "K-0001", sizeof receipt->kiosk);
	g_strlcpy(receipt->digest, record->digest, sizeof receipt->digest);
	g_strlcpy(receipt->reference, record->reference, sizeof receipt->reference);
	fill_journal_id(desk, receipt);
}

void
mc_desk_deliver(McDesk *desk, guint64 seq, const McReceipt *receipt, McSigner *by)
{
	g_autoptr(McSpool) spool = open_spool(desk);
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) made = mc_test_receipt(receipt, by);

	mc_spool_put(spool, MC_SPOOL_RECEIPTS, seq, made, &error);
	g_assert_no_error(error);
}
