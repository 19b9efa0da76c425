/* What is used up at the kiosk (O3): unknown until somebody fills it, and counted with what uses
 * it, also over a power cut. */

#include "app/base/error.h"
#include "tests/desk/desk.h"

static void
assert_left(McDesk *desk, gint32 paper, gint32 ear_covers, gint32 wipes)
{
	const McStock *stock;

	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
	stock = desk->reply->hello.stock;
	g_assert_cmpint(stock[MC_CONSUMABLE_PAPER].left, ==, paper);
	g_assert_cmpint(stock[MC_CONSUMABLE_EAR_COVERS].left, ==, ear_covers);
	g_assert_cmpint(stock[MC_CONSUMABLE_WIPES].left, ==, wipes);
}

/* What the courier finds for the gateway. */
static void
assert_told(McDesk *desk, const char *wanted)
{
	g_autofree char *path =
	    g_build_filename(desk->folder, "spool", "stock", "00000000000000000001", NULL);
	g_autofree char *text = NULL;
	g_autoptr(GError) error = NULL;

	g_file_get_contents(path, &text, NULL, &error);
	g_assert_no_error(error);
	g_assert_cmpstr(text, ==, wanted);
}

static McRecorderRequest
refill_of(McConsumable consumable)
{
	return (McRecorderRequest){.op = MC_RECORDER_REFILL, .consumable = consumable};
}

static void
fill_all(McDesk *desk)
{
	mc_desk_sign_in(desk, "lin", "731205");
	for (guint i = 0; i < MC_CONSUMABLES; i++) {
		McRecorderRequest refill = refill_of((McConsumable)i);

		mc_desk_ask(desk, &refill);
		g_assert_cmpint(desk->reply->hello.stock[i].left, ==, desk->reply->hello.stock[i].capacity);
	}
	mc_desk_sign_out(desk);
}

/* Not known is not none: nothing becomes of it however much is used. */
static void
test_unknown(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	McRecorderRequest slip = {.op = MC_RECORDER_SLIP, .flag = TRUE};
	McRecorderRequest refill = refill_of(MC_CONSUMABLE_PAPER);

	assert_left(desk, MC_STOCK_UNKNOWN, MC_STOCK_UNKNOWN, MC_STOCK_UNKNOWN);
	g_assert_cmpint(desk->reply->hello.stock[MC_CONSUMABLE_EAR_COVERS].capacity, ==, 100);
	mc_desk_visit(desk, 0);
	slip.seq = desk->reply->record.seq;
	mc_desk_ask(desk, &slip);
	assert_left(desk, MC_STOCK_UNKNOWN, MC_STOCK_UNKNOWN, MC_STOCK_UNKNOWN);
	mc_desk_refused(desk, &refill, MC_ERROR_REFUSED); /* nobody of the staff */
	assert_told(desk,
	    "{\"stock\":[{\"capacity\":250,\"kind\":\"paper\"},"
	    "{\"capacity\":100,\"kind\":\"ear-covers\"},{\"capacity\":150,\"kind\":\"wipes\"}],"
	    "\"v\":1}");
}

static void
test_counted(McDesk **world, gconstpointer unused)
{
	static const char told[] = "{\"stock\":[{\"capacity\":250,\"kind\":\"paper\",\"left\":249},"
	                           "{\"capacity\":100,\"kind\":\"ear-covers\",\"left\":99},"
	                           "{\"capacity\":150,\"kind\":\"wipes\",\"left\":149}],\"v\":1}";
	McDesk *desk = *world;
	McRecorderRequest slip = {.op = MC_RECORDER_SLIP, .flag = TRUE};

	fill_all(desk);
	assert_left(desk, 250, 100, 150);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "paper-filled"), ==, 1);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "ear-covers-filled"), ==, 1);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "wipes-filled"), ==, 1);
	mc_desk_visit(desk, 0);
	slip.seq = desk->reply->record.seq;
	assert_left(desk, 250, 99, 149);
	mc_desk_ask(desk, &slip);
	assert_left(desk, 249, 99, 149);
	slip.flag = FALSE; /* it did not come out, and took its paper all the same */
	mc_desk_ask(desk, &slip);
	assert_left(desk, 249, 99, 149);
	assert_told(desk, told);
	mc_desk_restart(desk);
	assert_left(desk, 249, 99, 149);
	assert_told(desk, told);
	mc_desk_verify_chain(desk);
}

/* Who went before anything was answered used nothing; who looked and did not hear, no ear covers.
 */
static void
test_aborted(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	const McRecorderRequest stop = {.op = MC_RECORDER_VISIT_ABORT, .abort = MC_ABORT_CITIZEN};

	fill_all(desk);
	mc_desk_arrive(desk, 0);
	mc_desk_open(desk, MC_EXAM_ACUITY, MC_CORRECTION_NAKED);
	mc_desk_ask(desk, &stop);
	assert_left(desk, 250, 100, 150);
	mc_desk_arrive(desk, 1);
	mc_desk_open(desk, MC_EXAM_ACUITY, MC_CORRECTION_NAKED);
	mc_desk_answer(desk);
	mc_desk_ask(desk, &stop);
	assert_left(desk, 250, 100, 149);
	mc_desk_arrive(desk, 2);
	mc_desk_open(desk, MC_EXAM_HEARING, MC_CORRECTION_NAKED);
	mc_desk_answer(desk);
	mc_desk_ask(desk, &stop);
	assert_left(desk, 250, 99, 148);
}

/* Tones from loudspeakers need no ear covers (C12). */
static void
test_hearing_aid(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	McDeviceInfo *audiometer = &desk->device[MC_DEVICE_AUDIOMETER];

	fill_all(desk);
	desk->wears_hearing_aid = TRUE;
	desk->hearing.headphones_on = FALSE;
	g_strlcpy(audiometer->loudspeaker, "Loudspeakers L20", sizeof audiometer->loudspeaker);
	g_strlcpy(audiometer->loudspeaker_serial, "L-0231", sizeof audiometer->loudspeaker_serial);
	mc_desk_visit(desk, 0);
	assert_left(desk, 250, 100, 149);
}

/* Operator's data: what is not kept here is not counted; a smaller box makes the rest unknown. */
static void
test_capacity(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	McRecorderRequest refill = refill_of(MC_CONSUMABLE_WIPES);

	fill_all(desk);
	mc_desk_configure(desk, json_pack("{s{si si}}", "consumables", "paper", 2, "ear-covers", 100));
	mc_desk_restart(desk);
	assert_left(desk, MC_STOCK_UNKNOWN, 100, MC_STOCK_UNKNOWN);
	g_assert_cmpint(desk->reply->hello.stock[MC_CONSUMABLE_WIPES].capacity, ==, 0);
	mc_desk_sign_in(desk, "wei", "482916");
	mc_desk_refused(desk, &refill, MC_ERROR_REFUSED);
	refill = refill_of(MC_CONSUMABLE_PAPER);
	mc_desk_ask(desk, &refill);
	mc_desk_sign_out(desk);
	for (gint32 left = 1; left >= -1; left--) { /* the third finds none left: it stays none */
		McRecorderRequest slip = {.op = MC_RECORDER_SLIP, .flag = TRUE};

		mc_desk_visit(desk, 0);
		slip.seq = desk->reply->record.seq;
		mc_desk_ask(desk, &slip);
		mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
		g_assert_cmpint(desk->reply->hello.stock[MC_CONSUMABLE_PAPER].left, ==, MAX(left, 0));
	}
}

static void
assert_uses(McDesk *desk, guint64 vision, guint64 reader, guint64 printer)
{
	const guint64 *uses;

	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
	uses = desk->reply->hello.uses;
	g_assert_cmpuint(uses[MC_DEVICE_VISION_TESTER], ==, vision);
	g_assert_cmpuint(uses[MC_DEVICE_ID_READER], ==, reader);
	g_assert_cmpuint(uses[MC_DEVICE_PRINTER], ==, printer);
	g_assert_cmpuint(uses[MC_DEVICE_SOUND_METER], ==, 0);
}

/* T2: counted with each check, over a restart, until another instrument is adopted in the place of
 * one. */
static void
test_uses(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	McRecorderRequest slip = {.op = MC_RECORDER_SLIP, .flag = TRUE};
	McRecorderRequest adopt = {.op = MC_RECORDER_ADOPT};

	assert_uses(desk, 0, 0, 0);
	for (guint i = 1; i <= 2; i++) {
		mc_desk_visit(desk, 0);
		slip.seq = desk->reply->record.seq;
		assert_uses(desk, i, i, i - 1);
		mc_desk_ask(desk, &slip);
		assert_uses(desk, i, i, i);
	}
	mc_desk_arrive(desk, 1); /* who went before anything was answered used nothing */
	mc_desk_open(desk, MC_EXAM_ACUITY, MC_CORRECTION_NAKED);
	mc_desk_ask(
	    desk, &(McRecorderRequest){.op = MC_RECORDER_VISIT_ABORT, .abort = MC_ABORT_CITIZEN});
	mc_desk_restart(desk);
	assert_uses(desk, 2, 2, 2);
	mc_desk_sign_in(desk, "wei", "482916");
	adopt.device = desk->device[MC_DEVICE_VISION_TESTER];
	mc_desk_ask(desk, &adopt);
	assert_uses(desk, 2, 2, 2); /* the same one */
	g_strlcpy(adopt.device.serial, "VT-000118", sizeof adopt.device.serial);
	mc_desk_ask(desk, &adopt);
	assert_uses(desk, 0, 2, 2);
	mc_desk_sign_out(desk);
}

int
main(int argc, char **argv)
{
	g_autoptr(McDeskKit) hired = NULL;

	g_test_init(&argc, &argv, NULL);
	hired = mc_desk_kit_new_hired();
#define ADD(name, func)                                                                            \
	g_test_add(                                                                                    \
	    "/recorder/stock/" name, McDesk *, hired, mc_desk_fixture_new, func, mc_desk_fixture_free)
	ADD("unknown-O3", test_unknown);
	ADD("counted-O3", test_counted);
	ADD("aborted-O3", test_aborted);
	ADD("hearing-aid-O3", test_hearing_aid);
	ADD("capacity-O3", test_capacity);
	ADD("uses-T2", test_uses);
#undef ADD
	return g_test_run();
}
