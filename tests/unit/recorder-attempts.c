/* C18, B14: each opening says to the counter alone whose exam it is, before its first stimulus; the
 * kiosk itself can read none of them. */

#include "app/record/attempt.h"
#include "tests/desk/desk.h"
#include <glib/gstdio.h>
#include <string.h>

/* The pseudonyms in all openings, under a secret of the test; "" for one without a mark. */
static GPtrArray *
persons(McDesk *desk)
{
	g_autoptr(GPtrArray) contents = mc_desk_contents(desk);
	g_autofree char *key =
	    g_build_filename(desk->folder, "gateway", "attempts", "counter.key", NULL);
	McAttemptKeys keys = {.key_path = key};
	GPtrArray *found = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < contents->len; i++) {
		const json_t *content = g_ptr_array_index(contents, i);
		g_autoptr(GBytes) sealed = mc_attempt_of(content);
		char person[MC_ATTEMPT_PERSON_SIZE] = "";

		if (strcmp(json_string_value(json_object_get(content, "type")), "exam-opened") != 0) {
			g_assert_null(sealed);
			continue;
		}
		if (sealed != NULL)
			g_assert_true(mc_attempt_person(&keys, sealed, person, NULL));
		g_ptr_array_add(found, g_strdup(person));
	}
	return found;
}

static const char *
at(const GPtrArray *found, guint i)
{
	return g_ptr_array_index(found, i);
}

/* Finished or given up, each opening is of its person. */
static void
test_marked(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	g_autoptr(GPtrArray) found = NULL;

	mc_desk_visit(desk, 0);
	mc_desk_arrive(desk, 1);
	mc_desk_open(desk, MC_EXAM_ACUITY, MC_CORRECTION_NAKED);
	found = persons(desk);
	g_assert_cmpuint(found->len, ==, 4);
	g_assert_cmpuint(strlen(at(found, 0)), ==, 64);
	g_assert_cmpstr(at(found, 0), ==, at(found, 1));
	g_assert_cmpstr(at(found, 0), ==, at(found, 2));
	g_assert_cmpstr(at(found, 0), !=, at(found, 3));
	g_assert_cmpuint(strlen(at(found, 3)), ==, 64);
	for (guint person = 0; person < 2; person++)
		g_assert_false(mc_desk_is_on_disk(desk, "recorder", mc_desk_person(person)->number));
}

/* Started again in the midst of a visit, the recorder knows no person: nothing is opened before he
 * is identified again, so that nothing is opened for nobody. */
static void
test_started_again(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	g_autoptr(GPtrArray) found = NULL;

	mc_desk_arrive(desk, 0);
	mc_desk_examine(desk, MC_EXAM_ACUITY, MC_CORRECTION_NAKED);
	mc_desk_restart(desk);
	mc_desk_refused(desk,
	    &(McRecorderRequest){.op = MC_RECORDER_EXAM_OPEN,
	        .exam = MC_EXAM_HEARING,
	        .correction = MC_CORRECTION_NAKED,
	        .device = desk->device[MC_DEVICE_AUDIOMETER]},
	    MC_ERROR_REFUSED);
	g_assert_true(mc_desk_identify(desk, 0));
	mc_desk_examine_all(desk);
	found = persons(desk);
	g_assert_cmpuint(found->len, >=, 3);
	g_assert_cmpuint(strlen(at(found, 0)), ==, 64);
	for (guint i = 0; i < found->len; i++)
		g_assert_cmpstr(at(found, i), ==, at(found, 0));
}

/* Where nobody counts, nothing is said. */
static void
test_no_counter(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	g_autofree char *certificate = g_build_filename(desk->folder, "recorder", "counter.crt", NULL);
	g_autoptr(GPtrArray) found = NULL;

	g_assert_cmpint(g_remove(certificate), ==, 0);
	mc_desk_restart(desk);
	mc_desk_visit(desk, 0);
	found = persons(desk);
	g_assert_cmpuint(found->len, ==, 3);
	for (guint i = 0; i < found->len; i++)
		g_assert_cmpstr(at(found, i), ==, "");
}

int
main(int argc, char **argv)
{
	g_autoptr(McDeskKit) p256 = NULL;
	g_autoptr(McDeskKit) sm2 = NULL;

	g_test_init(&argc, &argv, NULL);
	p256 = mc_desk_kit_new();
	sm2 = mc_desk_kit_new_suite("sm2-sm3");
#define ADD(name, kit, func)                                                                       \
	g_test_add("/recorder/attempts/" name, McDesk *, kit, mc_desk_fixture_new, func,               \
	    mc_desk_fixture_free)
	ADD("C18/marked/p256-sha256", p256, test_marked);
	ADD("C18/marked/sm2-sm3", sm2, test_marked);
	ADD("C17/started-again", p256, test_started_again);
	ADD("B14/no-counter", p256, test_no_counter);
#undef ADD
	return g_test_run();
}
