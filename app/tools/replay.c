#include "app/tools/tools.h"

#include "app/base/error.h"
#include "app/exam/press.h"
#include "app/record/pictures.h"
#include "app/tools/record-file.h"
#include "app/tools/replay-body.h"
#include "app/transcript/transcript.h"

static void
print_optotype(const McExamEvent *event)
{
	const McOptotypeStimulus *shown = &event->stimulus.as.optotype;
	const McOptotypeAnswer *answer = &event->answer.as.optotype;
	gboolean right = !answer->cannot_see && answer->direction == shown->direction;
	gint32 line_centi = 500 - shown->size_milli_log_mar / 10;

	g_print("%-5s eye, E of line %d.%02d%s, opens %-5s", mc_side_name(shown->eye), line_centi / 100,
	    line_centi % 100, shown->easy ? " (easy)" : "", mc_direction_name(shown->direction));
	if (event->kind != MC_EXAM_EVENT_ANSWER)
		return;
	g_print(" -> %-10s %6" G_GINT64_FORMAT " ms  %s",
	    answer->cannot_see ? "cannot see" : mc_direction_name(answer->direction),
	    answer->reaction_us / 1000, right ? "right" : "WRONG");
}

static void
print_presses(const McPressAnswer *presses)
{
	g_print(" -> ");
	if (presses->count == 0)
		g_print("no press");
	for (gint32 i = 0; i < presses->count; i++)
		g_print("%s%s key at %" G_GINT64_FORMAT " ms", i > 0 ? ", " : "",
		    mc_side_name(presses->press[i].key), presses->press[i].at_us / 1000);
}

static void
print_tone(const McExamPlan *plan, const McExamEvent *event)
{
	const McToneStimulus *tone = &event->stimulus.as.tone;
	const McPressAnswer *presses = &event->answer.as.press;
	McPressReading reading;

	g_print("%-5s ear, %4d Hz %3d dB HL%s", mc_side_name(tone->ear), tone->frequency_hz,
	    tone->level_deci_db_hl / 10, tone->silent ? " (silence)" : "");
	if (event->kind != MC_EXAM_EVENT_ANSWER)
		return;
	reading = mc_press_read(
	    presses, &(McPressTimes){plan->as.hearing.earliest_ms, tone->duration_ms, tone->window_ms});
	print_presses(presses);
	g_print("  %s", reading.answered == tone->silent ? "WRONG" : "right");
}

static void
print_side(const McExamPlan *plan, const McExamEvent *event)
{
	const McSideStimulus *sound = &event->stimulus.as.side;
	const McPressAnswer *presses = &event->answer.as.press;
	McPressReading reading;
	gboolean right = FALSE;

	g_print("%-7s %4d Hz %3d dB HL", sound->silent ? "silence" : mc_side_name(sound->side),
	    sound->frequency_hz, sound->level_deci_db_hl / 10);
	if (event->kind != MC_EXAM_EVENT_ANSWER)
		return;
	reading = mc_press_read(
	    presses, &(McPressTimes){plan->as.side.earliest_ms, sound->duration_ms, sound->window_ms});
	right = sound->silent ? !reading.answered : reading.answered && reading.key == sound->side;
	print_presses(presses);
	g_print("  %s", right ? "right" : "WRONG");
}

static void
print_colour(const McExamEvent *event)
{
	const McColourStimulus *shown = &event->stimulus.as.colour;
	const McColourAnswer *answer = &event->answer.as.colour;
	gboolean right = !answer->cannot_see && answer->figure == shown->figure;
	const char *signal = mc_signal_name((McSignal)shown->figure);

	if (shown->show == MC_COLOUR_SIGNAL)
		g_print("light, %-6s", signal == NULL ? "?" : signal);
	else
		g_print("%-7s plate, %d, contrast .%03d, seed %d", mc_colour_show_name(shown->show),
		    shown->figure, shown->contrast_permille, shown->seed);
	if (event->kind != MC_EXAM_EVENT_ANSWER)
		return;
	signal = mc_signal_name((McSignal)answer->figure);
	if (answer->cannot_see)
		g_print(" -> none");
	else if (shown->show == MC_COLOUR_SIGNAL)
		g_print(" -> %s", signal == NULL ? "?" : signal);
	else
		g_print(" -> %d", answer->figure);
	g_print(" %6" G_GINT64_FORMAT " ms  %s", answer->reaction_us / 1000, right ? "right" : "WRONG");
}

static void
print_presentation(const McExamPlan *plan, const McExamEvent *event)
{
	g_print("  %3d.%d  ", event->stimulus.trial, event->stimulus.attempt);
	switch (event->stimulus.kind) {
	case MC_EXAM_ACUITY: print_optotype(event); break;
	case MC_EXAM_HEARING: print_tone(plan, event); break;
	case MC_EXAM_SIDE: print_side(plan, event); break;
	case MC_EXAM_STATURE:
	case MC_EXAM_LIMBS:
	case MC_EXAM_REACTION: mc_replay_body(event); break;
	case MC_EXAM_COLOUR: print_colour(event); break;
	}
	if (event->kind == MC_EXAM_EVENT_DISCARD)
		g_print("  thrown away: %s", mc_discard_name(event->discard));
	g_print("\n");
}

/* By its name, which is its digest. */
static void
print_picture(const McVisit *visit, const McStimulus *stimulus)
{
	for (guint i = 0; i < visit->evidences; i++)
		if (mc_pictures_stimulus(visit, &visit->evidence[i]) == stimulus)
			g_print("         picture %s\n", visit->evidence[i].digest);
}

static void
print_event(const McExamPlan *plan, const McExamEvent *event)
{
	switch (event->kind) {
	case MC_EXAM_EVENT_ANSWER:
	case MC_EXAM_EVENT_DISCARD: print_presentation(plan, event); return;
	case MC_EXAM_EVENT_ACKNOWLEDGE: g_print("         told how it goes on\n"); return;
	case MC_EXAM_EVENT_STOP: g_print("         ended: %s\n", mc_reason_name(event->stop)); return;
	}
}

static void
print_part(const char *name, const McPartResult *part)
{
	static const char *const bounds[] = {"", ">= ", "<= "};
	json_auto_t *reasons = mc_reasons_to_json(part->reasons);
	char *text = json_dumps(reasons, JSON_COMPACT);

	g_print("  %-6s %s, %d trials, %s", name, mc_outcome_name(part->outcome), part->trials, text);
	if (part->line_deci != 0)
		g_print(
		    ", line %s%d.%d", bounds[part->line_bound], part->line_deci / 10, part->line_deci % 10);
	for (gint32 i = 0; i < part->cuts; i++)
		g_print(", P(meets %.2f) = .%03d: %s", 5.0 - part->cut[i].cut_milli_log_mar / 1000.0,
		    MIN(part->cut[i].pass_permille, 999), mc_outcome_name(part->cut[i].outcome));
	g_print("\n");
	free(text);
}

static const char *
part_name(McExamKind kind, guint side)
{
	switch (kind) {
	case MC_EXAM_ACUITY:
	case MC_EXAM_HEARING: return mc_side_name(side);
	case MC_EXAM_SIDE: return "both";
	case MC_EXAM_STATURE:
	case MC_EXAM_LIMBS:
	case MC_EXAM_REACTION: break;
	case MC_EXAM_COLOUR: return side == MC_AXIS_PROTAN ? "protan" : "deutan";
	}
	return "person";
}

static void
print_result(const McExamRun *run)
{
	for (guint side = 0; side < MC_SIDES; side++)
		if (run->result.part[side].examined)
			print_part(part_name(run->plan.kind, side), &run->result.part[side]);
	mc_replay_body_figures(&run->result);
	if (run->result.kind == MC_EXAM_COLOUR)
		g_print("  read %d protan, %d deutan plates; named %d of %d signals\n",
		    run->result.figures.colour.right[MC_AXIS_PROTAN],
		    run->result.figures.colour.right[MC_AXIS_DEUTAN],
		    run->result.figures.colour.signals_right, run->result.figures.colour.signals);
	g_print("  stated: %s, attempt %d, %d presentations, %d thrown away\n",
	    mc_outcome_name(run->result.outcome), run->result.attempts, run->result.presented,
	    run->result.discarded);
}

static gboolean
replay_exam(const McVisit *visit, guint index)
{
	const McExamRun *run = visit->exam[index];
	g_autoptr(GError) error = NULL;

	g_print("\nexam %u: %s", index + 1, mc_exam_kind_name(run->plan.kind));
	if (run->plan.kind == MC_EXAM_ACUITY)
		g_print(", %s", mc_correction_name(run->plan.as.acuity.correction));
	g_print(", instrument %s\n  trial.attempt\n", run->device_serial);
	for (guint i = 0; i < run->events->len; i++) {
		const McExamEvent *event = &g_array_index(run->events, McExamEvent, i);

		print_event(&run->plan, event);
		print_picture(visit, &event->stimulus);
	}
	if (run->finished)
		print_result(run);
	else
		g_print("  not finished\n");
	if (mc_exam_run_verify(run, &error)) {
		g_print("  run again: the same\n");
		return TRUE;
	}
	g_print("  run again: DIFFERENT: %s\n", error->message);
	return FALSE;
}

static int
replay(const char *path)
{
	McRecordFile file;
	g_autoptr(GError) error = NULL;
	gboolean same = TRUE;

	if (!mc_record_file_open(&file, path, NULL, &error)) {
		g_printerr("medcheck: %s: %s\n", path, error->message);
		mc_record_file_clear(&file);
		return MC_TOOL_WRONG_USE;
	}
	g_print("%s: number %" G_GUINT64_FORMAT " of kiosk %s, type %s (seal not checked)\n", path,
	    file.head.seq, file.head.kiosk, file.head.type);
	for (guint i = 0; file.visit != NULL && i < file.visit->exams; i++)
		same = replay_exam(file.visit, i) && same;
	if (file.visit == NULL)
		g_print("no exams in it\n");
	mc_record_file_clear(&file);
	return same ? MC_TOOL_GOOD : MC_TOOL_NOT_AS_STATED;
}

int
mc_tool_replay(int argc, char **argv)
{
	g_auto(GStrv) files = mc_tool_arguments(argc, argv, "FILE",
	    "Runs the exams of a record again and prints every trial. Exit status 1 when something "
	    "else\n"
	    "comes out than the record states.",
	    NULL, 0);

	if (files == NULL)
		return MC_TOOL_WRONG_USE;
	if (files[0] == NULL || files[1] != NULL) {
		g_printerr("medcheck: replay needs one FILE\n");
		return MC_TOOL_WRONG_USE;
	}
	return replay(files[0]);
}
