/* What a decision of an exam costs: processor time, people included, one core. */
#include "app/observe/person.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double
now_s(clockid_t clock)
{
	struct timespec time;

	clock_gettime(clock, &time);
	return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static void
run(const char *name, McExamKind kind, int exams)
{
	McExamPlan plan;
	McDice dice;
	McExam exam;
	long answers = 0;
	double start_s, used_s, wall_s;

	mc_dice_init(&dice, 1);
	mc_exam_plan_default(&plan, kind);
	wall_s = now_s(CLOCK_MONOTONIC);
	start_s = now_s(CLOCK_PROCESS_CPUTIME_ID);
	for (int i = 0; i < exams; i++) {
		/* From two lines too weak to two lines better than required; from dead to good ears. */
		double threshold = -200 + i % 9 * 50;
		McPerson person = {
		    .eyes = {.threshold_milli = {threshold, threshold}, .slope = 14, .lapse = 0.02},
		    .ears = {.threshold_db_hl = {5.0 * (i % 12), 10},
		        .spread_db = 2.5,
		        .lapse = 0.02,
		        .false_press = 0.02,
		        .interaural_db = 50}};

		answers += mc_person_take(&person, &dice, &exam, &plan)->presented;
	}
	used_s = now_s(CLOCK_PROCESS_CPUTIME_ID) - start_s;
	wall_s = now_s(CLOCK_MONOTONIC) - wall_s;
	printf("metric %s_decision %.2f us\n", name, used_s * 1e6 / (double)answers);
	printf("metric %s_exams_per_s %.0f 1/s\n", name, exams / used_s);
	printf("metric %s_1e5_exams_cpu %.1f s\n", name, used_s * 1e5 / exams);
	printf("metric %s_1e5_exams_wall %.1f s\n", name, wall_s * 1e5 / exams);
	printf("metric %s_answers_per_exam %.1f 1\n", name, (double)answers / exams);
}

int
main(int argc, char **argv)
{
	int exams = argc > 1 ? atoi(argv[1]) : 5000;

	run("acuity", MC_EXAM_ACUITY, exams);
	run("hearing", MC_EXAM_HEARING, exams);
	run("side", MC_EXAM_SIDE, exams);
	return 0;
}
