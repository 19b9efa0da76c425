/* How a person, or staff, goes through a visit. */

#include "tests/desk/desk.h"
#include "tests/kit/sample.h"
#include <string.h>

static const McIdentity persons[MC_DESK_PERSONS] = {
    {.name = "张三",
        .sex = MC_SEX_MALE,
        .birth_yyyymmdd = 19900307,
        .number = "110101199003070011",
        .address = "某路 1 号",
        .authority = "某局",
        .valid_from_yyyymmdd = 20200101,
        .valid_to_yyyymmdd = MC_VALID_LONG_TERM},
    {.name = "李四",
        .sex = MC_SEX_FEMALE,
        .birth_yyyymmdd = 19950101,
        .number = "810000199501010023",
        .valid_to_yyyymmdd = MC_VALID_LONG_TERM},
    {.name = "王五",
        .birth_yyyymmdd = 19800229,
        .number = "830000198002290031",
        .valid_from_yyyymmdd = 20000101,
        .valid_to_yyyymmdd = 20200101},
};

const McIdentity *
mc_desk_person(guint person)
{
	g_assert_cmpuint(person, <, MC_DESK_PERSONS);
	return &persons[person];
}

void
mc_desk_begin(McDesk *desk)
{
	desk->known = NULL;
	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_VISIT_BEGIN, .language = "zh_CN"});
	g_strlcpy(desk->visit_id, desk->reply->visit_id, sizeof desk->visit_id);
	g_assert_cmpuint(strlen(desk->visit_id), ==, 32);
}

gboolean
mc_desk_identify(McDesk *desk, guint person)
{
	mc_desk_ask(desk,
	    &(McRecorderRequest){.op = MC_RECORDER_VISIT_IDENTIFY, .identity = mc_desk_person(person)});
	g_strlcpy(desk->visit_id, desk->reply->visit_id, sizeof desk->visit_id);
	desk->known = mc_desk_person(person);
	return desk->reply->resumed;
}

void
mc_desk_choose(McDesk *desk, guint32 classes)
{
	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_VISIT_CHOOSE,
	                      .business = "A",
	                      .classes = classes,
	                      .has_glasses = TRUE,
	                      .wears_hearing_aid = desk->wears_hearing_aid});
}

void
mc_desk_declare(McDesk *desk)
{
	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_VISIT_DECLARE});
}

void
mc_desk_arrive(McDesk *desk, guint person)
{
	mc_desk_begin(desk);
	mc_desk_identify(desk, person);
	mc_desk_choose(desk, 1u << MC_CLASS_C1);
	mc_desk_declare(desk);
}

static McDeviceKind
device_for(McExamKind kind)
{
	switch (kind) {
	case MC_EXAM_ACUITY: return MC_DEVICE_VISION_TESTER;
	case MC_EXAM_STATURE: return MC_DEVICE_STATURE;
	case MC_EXAM_REACTION: return MC_DEVICE_RESPONSE_PAD;
	case MC_EXAM_HEARING:
	case MC_EXAM_SIDE:
	case MC_EXAM_LIMBS:
	case MC_EXAM_COLOUR: break;
	}
	return MC_DEVICE_AUDIOMETER;
}

McStep
mc_desk_open(McDesk *desk, McExamKind kind, McCorrection correction)
{
	McRecorderRequest request = {
	    .op = MC_RECORDER_EXAM_OPEN, .exam = kind, .correction = correction};

	request.device = desk->device[device_for(kind)];
	mc_desk_ask(desk, &request);
	return desk->reply->step;
}

McStep
mc_desk_answer(McDesk *desk)
{
	McRecorderRequest request = {.op = MC_RECORDER_EXAM_ANSWER,
	    .vision = desk->vision,
	    .hearing = desk->hearing,
	    .person_present = desk->person_present};
	gboolean is_right = (guint)g_rand_int_range(desk->random, 0, 1000) < desk->right_permille;

	g_assert_cmpint(desk->reply->step, ==, MC_STEP_PRESENT);
	mc_sample_answer(&desk->reply->stimulus, is_right, &request.answer);
	mc_desk_ask(desk, &request);
	return desk->reply->step;
}

const McExamResult *
mc_desk_examine(McDesk *desk, McExamKind kind, McCorrection correction)
{
	McStep step = mc_desk_open(desk, kind, correction);

	while (step != MC_STEP_DONE) {
		if (step == MC_STEP_PRESENT) {
			step = mc_desk_answer(desk);
			continue;
		}
		mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_EXAM_ACKNOWLEDGE});
		step = desk->reply->step;
	}
	return &desk->reply->result;
}

void
mc_desk_examine_all(McDesk *desk)
{
	for (guint i = 0; i <= MC_EXAM_SIDE; i++)
		mc_desk_examine(desk, (McExamKind)i, MC_CORRECTION_NAKED);
}

void
mc_desk_finish(McDesk *desk)
{
	g_autoptr(GBytes) strokes = g_bytes_new_static("[[[10,20,0],[30,40,12]]]", 24);

	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_VISIT_FINISH,
	                      .language = "en",
	                      .phone = "13800000000",
	                      .signature_strokes = strokes});
}

void
mc_desk_visit(McDesk *desk, guint person)
{
	mc_desk_arrive(desk, person);
	mc_desk_examine_all(desk);
	mc_desk_finish(desk);
}

/* ---- staff ---- */

static void
hire(McDesk *desk)
{
	McRecorderRequest wei = {.op = MC_RECORDER_STAFF_FIRST_PIN,
	    .role = MC_STAFF_TECHNICIAN,
	    .staff_name = "wei",
	    .pin = "482916"};
	McRecorderRequest lin = {.op = MC_RECORDER_STAFF_FIRST_PIN,
	    .role = MC_STAFF_CLERK,
	    .staff_name = "lin",
	    .pin = "731205"};

	g_strlcpy(wei.code, desk->code, sizeof wei.code);
	mc_desk_ask(desk, &wei);
	mc_desk_ask(desk, &lin);
	mc_desk_sign_out(desk);
}

/* By the machine's clock: programs go on from here, and a moved clock's uptime, which begins at 0,
 * would have them take the hours since the machine's start for hours that went by. */
McDeskKit *
mc_desk_kit_new_hired(void)
{
	McDeskKit *kit = mc_desk_kit_new();
	g_autoptr(McDesk) desk = mc_desk_new_bare(kit, mc_clock_new_system(1));
	g_autoptr(GError) error = NULL;
	char *fresh = kit->folder;

	mc_desk_start(desk, &error);
	g_assert_no_error(error);
	hire(desk);
	mc_desk_stop(desk);
	kit->folder = desk->folder;
	desk->folder = fresh;
	return kit;
}

void
mc_desk_sign_in(McDesk *desk, const char *name, const char *pin)
{
	McRecorderRequest request = {.op = MC_RECORDER_STAFF_SIGN_IN};

	g_strlcpy(request.staff_name, name, sizeof request.staff_name);
	g_strlcpy(request.pin, pin, sizeof request.pin);
	mc_desk_ask(desk, &request);
}

void
mc_desk_sign_out(McDesk *desk)
{
	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_STAFF_SIGN_OUT});
}
