/* C17, B14: pictures through the recorder: sealed to the authority as they come, named by the
 * record, with the courier only once it is sealed, and gone when nothing comes of the visit. */

#include "app/record/seal.h"
#include "app/spool/evidence.h"
#include "tests/desk/desk.h"
#include <glib/gstdio.h>
#include <string.h>

#define PICTURE " nobody may read this picture "

static void
set_up(McDesk **desk, gconstpointer kit)
{
	*desk = mc_desk_new(kit);
	mc_desk_have_pictures(*desk);
	mc_desk_restart(*desk);
}

/* Here, agreed to the camera, and the first movement is out. */
static void
arrive(McDesk *desk)
{
	mc_desk_arrive(desk, 0);
	g_assert_cmpint(mc_desk_open_watched(desk), ==, MC_STEP_PRESENT);
}

static McEvidenceBox *
box_of(McDesk *desk, const char *folder)
{
	g_autofree char *path = g_build_filename(desk->folder, folder, NULL);
	g_autoptr(GError) error = NULL;
	McEvidenceBox *box = mc_evidence_open(path, &error);

	g_assert_no_error(error);
	return box;
}

/* How many files wait for their record, and how many for the courier. */
static void
assert_waiting(McDesk *desk, guint held, guint spooled)
{
	g_autoptr(GPtrArray) a = mc_desk_evidence(desk, "recorder");
	g_autoptr(GPtrArray) b = mc_desk_evidence(desk, "spool");

	g_assert_cmpuint(a->len, ==, held);
	g_assert_cmpuint(b->len, ==, spooled);
}

static GBytes *
spooled_file(McDesk *desk, const char *digest)
{
	g_autoptr(McEvidenceBox) box = box_of(desk, "spool");
	guint64 total = 0;
	GBytes *bytes = mc_evidence_read(box, digest, 0, 1 << 20, &total, NULL);

	g_assert_nonnull(bytes);
	return bytes;
}

static void
stop(McDesk *desk)
{
	mc_desk_ask(
	    desk, &(McRecorderRequest){
	              .op = MC_RECORDER_EXAM_STOP, .exam = MC_EXAM_LIMBS, .stop = MC_REASON_TIME_OUT});
}

/* The record names the file, and only the authority's key opens it. */
static void
test_named(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	g_autofree char *key = g_build_filename(desk->folder, "authority", "authority.key", NULL);
	g_autoptr(McVisit) visit = NULL;
	g_autoptr(GBytes) sealed = NULL;
	char digest[MC_DIGEST_HEX_SIZE];
	g_autoptr(GBytes) clear = NULL;

	arrive(desk);
	mc_desk_take_picture(desk, PICTURE);
	assert_waiting(desk, 1, 0);
	mc_desk_answer(desk);
	mc_desk_take_picture(desk, "another one");
	stop(desk);
	mc_desk_finish(desk);
	assert_waiting(desk, 0, 2);
	visit = mc_desk_record(desk);
	g_assert_true(visit->pictures.asked && visit->pictures.agreed);
	g_assert_cmpint(visit->pictures.kept_days, ==, 180);
	g_assert_cmpuint(visit->evidences, ==, 2);
	for (guint i = 0; i < visit->evidences; i++) {
		g_assert_cmpint(visit->evidence[i].exam, ==, MC_EXAM_LIMBS);
		g_assert_cmpint(visit->evidence[i].trial, ==, (gint)i);
		g_assert_cmpint(visit->evidence[i].at_wall_us, >=, visit->began_wall_us);
		g_assert_cmpint(visit->evidence[i].at_wall_us, <=, visit->ended_wall_us);
	}
	g_assert_cmpstr(visit->evidence[0].device_serial, ==, desk->device[MC_DEVICE_CAMERA].serial);
	g_assert_cmpstr(visit->exam[0]->device_serial, ==, desk->device[MC_DEVICE_CAMERA].serial);
	sealed = spooled_file(desk, visit->evidence[0].digest);
	clear = mc_open_sealed(key, sealed, NULL);
	g_assert_cmpmem(g_bytes_get_data(clear, NULL), g_bytes_get_size(clear),
	    "\xff\xd8" PICTURE "\xff\xd9", strlen(PICTURE) + 4);
	/* S6: by its digest a picture that is handed in once more is known */
	mc_digest_hex(clear, digest);
	g_assert_cmpstr(visit->evidence[0].picture, ==, digest);
	g_assert_cmpstr(visit->evidence[1].picture, !=, digest);
	g_assert_false(mc_desk_is_on_disk(desk, "recorder", "nobody may read"));
	g_assert_false(mc_desk_is_on_disk(desk, "spool", "nobody may read"));
	mc_desk_verify_chain(desk);
}

/* Nothing comes of the visit: nothing stays of the pictures. */
static void
test_aborted(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;

	arrive(desk);
	mc_desk_take_picture(desk, PICTURE);
	assert_waiting(desk, 1, 0);
	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_VISIT_ABORT});
	assert_waiting(desk, 0, 0);
}

/* A power cut in the middle of the visit: the same person goes on, and the record names it. */
static void
test_power_cut(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	g_autoptr(McVisit) visit = NULL;

	arrive(desk);
	mc_desk_take_picture(desk, PICTURE);
	mc_desk_restart(desk);
	assert_waiting(desk, 1, 0);
	mc_desk_identify(desk, 0);
	mc_desk_open_watched(desk);
	stop(desk);
	mc_desk_finish(desk);
	assert_waiting(desk, 0, 1);
	visit = mc_desk_record(desk);
	g_assert_cmpuint(visit->evidences, ==, 1);
}

/* One between the record and the courier: the next start brings it there. One that no record and no
 * visit names is removed by it. */
static void
test_cut_afterwards(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	g_autoptr(McVisit) visit = NULL;
	g_autoptr(GBytes) sealed = NULL;
	g_autoptr(GBytes) stranger = g_bytes_new_static("stranger", 8);
	char digest[MC_EVIDENCE_DIGEST_SIZE];

	arrive(desk);
	mc_desk_take_picture(desk, PICTURE);
	stop(desk);
	mc_desk_finish(desk);
	visit = mc_desk_record(desk);
	sealed = spooled_file(desk, visit->evidence[0].digest);
	mc_desk_stop(desk);
	{
		g_autoptr(McEvidenceBox) held = box_of(desk, "recorder");
		g_autoptr(McEvidenceBox) spool = box_of(desk, "spool");

		g_assert_true(mc_evidence_put(held, sealed, digest, NULL));
		g_assert_cmpstr(digest, ==, visit->evidence[0].digest);
		g_assert_true(mc_evidence_remove(spool, digest, NULL));
		g_assert_true(mc_evidence_put(held, stranger, digest, NULL));
	}
	assert_waiting(desk, 2, 0);
	g_assert_true(mc_desk_start(desk, NULL));
	assert_waiting(desk, 0, 1);
	g_bytes_unref(spooled_file(desk, visit->evidence[0].digest));
}

/* The courier's folder cannot be written: the pictures stay, and the record that names them stays
 * known, so no other visit begins before they are away. */
static void
test_no_way_out(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	g_autofree char *spool = g_build_filename(desk->folder, "spool", "evidence", NULL);
	const McRecorderRequest begin = {.op = MC_RECORDER_VISIT_BEGIN, .language = "en"};

	arrive(desk);
	mc_desk_take_picture(desk, PICTURE);
	stop(desk);
	g_assert_cmpint(g_rmdir(spool), ==, 0);
	for (guint i = 0; i < 3; i++)
		g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "evidence: cannot *");
	mc_desk_finish(desk);
	mc_desk_refused(desk, &begin, MC_ERROR_STORAGE);
	mc_desk_refused(desk, &begin, MC_ERROR_STORAGE);
	g_test_assert_expected_messages();
	/* the recorder makes the folder when it starts */
	mc_desk_restart(desk);
	assert_waiting(desk, 0, 1);
	mc_desk_begin(desk);
	assert_waiting(desk, 0, 1);
}

/* Who declined is not watched, whatever a glass hands in; the record says that he was asked. */
static void
test_declined(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	g_autoptr(GBytes) picture = g_bytes_new_static("\xff\xd8\xff\xd9", 4);
	g_autoptr(McVisit) visit = NULL;
	McRecorderRequest request;

	mc_desk_arrive(desk, 0);
	mc_desk_open(desk, MC_EXAM_LIMBS, MC_CORRECTION_NAKED);
	request = mc_desk_picture(desk, picture);
	mc_desk_refused(desk, &request, MC_ERROR_REFUSED);
	stop(desk);
	mc_desk_finish(desk);
	assert_waiting(desk, 0, 0);
	visit = mc_desk_record(desk);
	g_assert_true(visit->pictures.asked);
	g_assert_false(visit->pictures.agreed);
	g_assert_cmpuint(visit->evidences, ==, 0);
	g_assert_cmpstr(visit->exam[0]->device_serial, ==, "");
}

/* A kiosk without a camera, or whose site does not say how long pictures are kept, asks nobody. */
static void
test_not_offered(McDesk **world, gconstpointer kit)
{
	McDesk *desk = *world;
	g_autoptr(McDesk) plain = mc_desk_new(kit);

	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
	g_assert_cmpint(desk->reply->hello.picture_kept_days, ==, 180);
	mc_desk_ask(plain, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
	g_assert_cmpint(plain->reply->hello.picture_kept_days, ==, 0);
}

/* The glass did not hear that one was taken: there is one a trial. */
static void
test_twice(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;

	arrive(desk);
	mc_desk_take_picture(desk, PICTURE);
	mc_desk_take_picture(desk, PICTURE);
	assert_waiting(desk, 1, 0);
}

/* S6: the picture of one movement does for no other one; the glass that tries it goes on without.
 */
static void
test_alike(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	g_autoptr(GBytes) picture =
	    g_bytes_new_static("\xff\xd8" PICTURE "\xff\xd9", sizeof PICTURE + 3);
	g_autoptr(McVisit) visit = NULL;
	McRecorderRequest request;

	arrive(desk);
	mc_desk_take_picture(desk, PICTURE);
	mc_desk_answer(desk);
	request = mc_desk_picture(desk, picture);
	mc_desk_refused(desk, &request, MC_ERROR_REFUSED);
	g_assert_nonnull(strstr(desk->error->message, "the very picture of another trial"));
	assert_waiting(desk, 1, 0);
	stop(desk);
	mc_desk_finish(desk);
	visit = mc_desk_record(desk);
	g_assert_cmpuint(visit->evidences, ==, 1);
}

static void
test_refused(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	g_autoptr(GBytes) picture = g_bytes_new_static("\xff\xd8\xff\xd9", 4);
	g_autoptr(GBytes) text = g_bytes_new_static("GIF89a", 6);
	McRecorderRequest request = mc_desk_picture(desk, picture);

	mc_desk_refused(desk, &request, MC_ERROR_REFUSED);
	arrive(desk);
	request = mc_desk_picture(desk, text);
	mc_desk_refused(desk, &request, MC_ERROR_BAD_INPUT);
	request.picture = picture;
	request.trial = 1;
	mc_desk_refused(desk, &request, MC_ERROR_REFUSED);
	request.trial = 0;
	request.exam = MC_EXAM_HEARING;
	mc_desk_refused(desk, &request, MC_ERROR_REFUSED);
	request.exam = MC_EXAM_LIMBS;
	g_strlcpy(request.device.serial, "ANOTHER", sizeof request.device.serial);
	mc_desk_refused(desk, &request, MC_ERROR_REFUSED);
	assert_waiting(desk, 0, 0);
}

/* A visit holds so many, however often a movement is asked again. */
static void
test_enough(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	g_autoptr(GBytes) picture = g_bytes_new_static("\xff\xd8\xff\xd9", 4);
	McRecorderRequest request = {
	    .op = MC_RECORDER_EXAM_DISCARD, .exam = MC_EXAM_LIMBS, .discard = MC_DISCARD_INTERRUPTED};

	arrive(desk);
	for (guint i = 0; i < MC_VISIT_EVIDENCE_MAX; i++) {
		g_autofree char *text = g_strdup_printf("number %u", i);

		mc_desk_take_picture(desk, text);
		request.trial = desk->reply->stimulus.trial;
		if (i < 20)
			mc_desk_ask(desk, &request);
		else
			mc_desk_answer(desk);
	}
	request = mc_desk_picture(desk, picture);
	mc_desk_refused(desk, &request, MC_ERROR_REFUSED);
	assert_waiting(desk, MC_VISIT_EVIDENCE_MAX, 0);
}

#define CASE(path, function)                                                                       \
	g_test_add("/recorder/evidence/" path, McDesk *, kit, set_up, function, mc_desk_fixture_free)

int
main(int argc, char **argv)
{
	g_autoptr(McDeskKit) kit = NULL;

	g_test_init(&argc, &argv, NULL);
	kit = mc_desk_kit_new_hired();
	CASE("named", test_named);
	CASE("aborted", test_aborted);
	CASE("power-cut", test_power_cut);
	CASE("cut-afterwards", test_cut_afterwards);
	CASE("no-way-out", test_no_way_out);
	CASE("declined", test_declined);
	CASE("not-offered", test_not_offered);
	CASE("twice", test_twice);
	CASE("S6/alike", test_alike);
	CASE("refused", test_refused);
	CASE("enough", test_enough);
	return g_test_run();
}
