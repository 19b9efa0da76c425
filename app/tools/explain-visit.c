#include "app/tools/explain.h"

#define SAY(tongue, chinese, english) ((tongue) == MC_TONGUE_CHINESE ? (chinese) : (english))

static void
explain_person(McTongue tongue, const McVisit *visit)
{
	g_print("%s\n", visit->identity_source == MC_IDENTITY_CARD_READ
	                    ? SAY(tongue, "身份：读取了身份证件（读卡不等于核验持卡人本人）。",
	                          "Identity: a card was read (which does not prove who held it).")
	                    : SAY(tongue, "身份：由工作人员核对。",
	                          "Identity: compared by a member of the staff."));
	if (visit->card_expired)
		g_print("%s\n", SAY(tongue, "证件已过有效期。", "The card had expired."));
	g_print(
	    "%s\n", SAY(tongue, "本文件不含姓名和证件号码；这些内容已加密，只有主管机关能打开。",
	                "This file holds no name and no number; they are sealed to the authority."));
	if (visit->assisted > 0)
		g_print("%s %u\n", SAY(tongue, "工作人员协助次数：", "Times that staff helped:"),
		    visit->assisted);
	if (visit->demonstration || visit->clock_rate != 1)
		g_print("%s\n", SAY(tongue, "注意：这是演示，不是真正的体检。",
		                    "Mind: this is a demonstration, not a real check."));
}

static const char *
say_kind(McTongue tongue, McExamKind kind)
{
	const McExamPlan plan = {.kind = kind};

	/* with or without glasses: all of it is missing */
	return kind == MC_EXAM_ACUITY ? SAY(tongue, "视力", "vision") : mc_say_exam(tongue, &plan);
}

static void
explain_case(McTongue tongue, const McVisit *visit)
{
	const McCaseMark *mark = &visit->of_case;
	gboolean any = FALSE;

	if (mark->case_id[0] == '\0')
		return;
	g_print("%s%d%s%s\n", SAY(tongue, "分次体检的第 ", "Part "), mark->part,
	    SAY(tongue, " 部分，案号 ", " of a check in parts, case "), mark->case_id);
	g_print("  %s", SAY(tongue, "此后还缺：", "missing after it:"));
	for (guint i = 0; i < MC_EXAM_KINDS; i++) {
		if (!(mark->missing & 1u << i))
			continue;
		g_print("%s%s", any ? SAY(tongue, "、", ", ") : SAY(tongue, "", " "),
		    say_kind(tongue, (McExamKind)i));
		any = TRUE;
	}
	g_print("%s\n", any ? "" : SAY(tongue, "无", " nothing"));
	g_print("  %s %04d-%02d-%02d\n", SAY(tongue, "最后一天（含当天）：", "last day for the rest:"),
	    mark->lapses.year, mark->lapses.month, mark->lapses.day);
	g_print(
	    "  %s\n", SAY(tongue, "下面的结论只就这一部分而言；各部分须合在一起判定（medcheck join）。",
	                  "What follows holds for this part alone; all parts are judged together "
	                  "(medcheck join)."));
}

static void
explain_declaration(McTongue tongue, const McVisit *visit)
{
	if (!visit->declaration_made) {
		g_print("%s\n", SAY(tongue, "疾病申告：未作。", "Declared conditions: not asked."));
		return;
	}
	g_print("%s", SAY(tongue, "疾病申告：", "Declared conditions:"));
	if (visit->declared == 0)
		g_print("%s", SAY(tongue, "无", " none"));
	for (guint i = 0; i < 10; i++)
		if (visit->declared & 1u << i)
			g_print(" %u %s;", i + 1, mc_say_condition(tongue, i));
	g_print("\n");
}

static void
explain_reasons(McTongue tongue, guint32 reasons)
{
	for (guint bit = 0; bit < MC_REASON_COUNT; bit++)
		if (reasons & 1u << bit)
			g_print("%s%s", SAY(tongue, "；", "; "), mc_say_reason(tongue, bit));
}

static void
explain_part(McTongue tongue, const McExamRun *run, guint side)
{
	const McPartResult *part = &run->result.part[side];

	g_print("    %s%s%s", mc_say_part(tongue, run->result.kind, side), SAY(tongue, "：", ": "),
	    mc_say_outcome(tongue, part->outcome));
	mc_explain_figures(tongue, run, side);
	explain_reasons(tongue, part->reasons);
	g_print("\n");
}

/* Of the others the outcome of the whole says it all. */
static gboolean
has_sides(McExamKind kind)
{
	return kind == MC_EXAM_ACUITY || kind == MC_EXAM_HEARING || kind == MC_EXAM_COLOUR;
}

static void
explain_exams(McTongue tongue, const McVisit *visit)
{
	g_print("\n%s\n", SAY(tongue, "测得的项目", "What was measured"));
	if (visit->exams == 0)
		g_print("  %s\n", SAY(tongue, "无", "nothing"));
	for (guint i = 0; i < visit->exams; i++) {
		const McExamRun *run = visit->exam[i];

		g_print("  %s%s", mc_say_exam(tongue, &run->plan), SAY(tongue, "：", ": "));
		if (!run->finished) {
			g_print("%s\n", SAY(tongue, "未完成", "not finished"));
			continue;
		}
		g_print("%s", run->result.kind == MC_EXAM_STATURE && run->result.outcome == MC_OUTCOME_PASS
		                  ? SAY(tongue, "已测得", "determined")
		                  : mc_say_outcome(tongue, run->result.outcome));
		explain_reasons(tongue, run->result.reasons);
		g_print("\n");
		for (guint side = 0; side < MC_SIDES; side++)
			if (run->result.part[side].examined && has_sides(run->plan.kind))
				explain_part(tongue, run, side);
		mc_explain_body(tongue, &run->result);
	}
}

static void
explain_requirement(McTongue tongue, const McRequirementVerdict *verdict)
{
	g_print("    %s%s%s%s%s", mc_say_requirement(tongue, verdict->requirement),
	    SAY(tongue, "：", ": "), mc_say_outcome(tongue, verdict->outcome), SAY(tongue, "（", " ("),
	    mc_say_basis(tongue, verdict->basis));
	explain_reasons(tongue, verdict->reasons);
	g_print("%s %s%s\n", SAY(tongue, "，规则", "; rule"), verdict->rule_id, SAY(tongue, "）", ")"));
}

static void
explain_verdict(McTongue tongue, const McClassVerdict *verdict)
{
	g_print("  %s %s%s%s\n", SAY(tongue, "准驾车型", "Licence class"),
	    mc_licence_class_code(verdict->licence_class), SAY(tongue, "：", ": "),
	    mc_say_outcome(tongue, verdict->outcome));
	g_print("    %s%s\n", SAY(tongue, "仅就此处测得的部分：", "of what was measured here: "),
	    mc_say_outcome(tongue, verdict->outcome_here));
	if (verdict->restriction_glasses)
		g_print("    %s\n", SAY(tongue, "须戴眼镜驾驶", "must drive with glasses"));
	if (verdict->restriction_hearing_aid)
		g_print("    %s\n", SAY(tongue, "须戴助听器驾驶", "must drive with a hearing aid"));
	for (gint32 i = 0; i < verdict->requirements; i++)
		if (verdict->requirement[i].basis != MC_BASIS_NOT_REQUIRED)
			explain_requirement(tongue, &verdict->requirement[i]);
}

static const char *
say_pack(McTongue tongue, McPackKind kind)
{
	switch (kind) {
	case MC_PACK_CONFIGURATION: return SAY(tongue, "配置", "configuration");
	case MC_PACK_RULES: return SAY(tongue, "规则", "rules");
	case MC_PACK_STAFF: return SAY(tongue, "工作人员", "staff");
	case MC_PACK_DEVICES: return SAY(tongue, "仪器名单", "list of instruments");
	case MC_PACK_REVOCATIONS: return SAY(tongue, "吊销名单", "revocation lists");
	}
	return "";
}

/* By which rules was judged, and what the office had in force at the kiosk (O5). */
static void
explain_packs(McTongue tongue, const McVisit *visit)
{
	g_print("\n%s\n", SAY(tongue, "适用的规则和配置", "Rules and configuration in force"));
	g_print("  %s %s %s%d\n    SHA-256 %s\n", SAY(tongue, "判定依据：", "judged by"),
	    visit->rule_pack_id, SAY(tongue, "版本 ", "version "), visit->rule_pack_version,
	    visit->rule_pack_digest);
	for (guint i = 0; i < visit->packs; i++)
		g_print("  %s%s%s%" G_GINT64_FORMAT "\n    SHA-256 %s\n",
		    SAY(tongue, "已签发的包：", "signed pack: "), say_pack(tongue, visit->pack[i].kind),
		    SAY(tongue, "，第 ", ", number "), visit->pack[i].version, visit->pack[i].file_sha256);
	if (visit->packs == 0)
		g_print("  %s\n", SAY(tongue, "无已签发的包（安装时的文件）",
		                      "no signed pack: the files of the installation"));
}

/* The screen, as the exam of colours has it; of one that was not measured there is nothing to say.
 */
static void
explain_screen(McTongue tongue, const McVisit *visit)
{
	for (guint i = 0; i < visit->exams; i++) {
		const McColourPlan *plan = &visit->exam[i]->plan.as.colour;

		if (visit->exam[i]->plan.kind == MC_EXAM_COLOUR && plan->calibrated_yyyymmdd != 0)
			g_print("  %s %s%s%d%s%d\n", SAY(tongue, "屏幕", "screen"), plan->calibration,
			    SAY(tongue, "，校准于 ", ", calibrated "), plan->calibrated_yyyymmdd,
			    SAY(tongue, "，有效至 ", ", valid to "), plan->calibration_expires_yyyymmdd);
	}
}

static void
explain_devices(McTongue tongue, const McVisit *visit)
{
	g_print("\n%s\n", SAY(tongue, "所用仪器", "Instruments"));
	for (guint i = 0; i < visit->devices; i++) {
		const McDeviceInfo *device = &visit->device[i];

		g_print("  %s %s", mc_say_device(tongue, device->kind), device->serial);
		if (device->calibration_expires_yyyymmdd != 0)
			g_print("%s%d%s%d", SAY(tongue, "，校准于 ", ", calibrated "),
			    device->calibrated_yyyymmdd, SAY(tongue, "，有效至 ", ", valid to "),
			    device->calibration_expires_yyyymmdd);
		if (device->corrections.count > 0)
			g_print("%s%.1f dB",
			    SAY(tongue, "，按频率校正，最大 ", ", corrected by frequency, at most "),
			    mc_corrections_largest_deci_db(&device->corrections) / 10.0);
		g_print("\n");
	}
	explain_screen(tongue, visit);
}

void
mc_explain_visit(McTongue tongue, const McVisit *visit)
{
	explain_person(tongue, visit);
	explain_case(tongue, visit);
	explain_declaration(tongue, visit);
	explain_exams(tongue, visit);
	mc_explain_pictures(tongue, visit);
	g_print("\n%s\n", SAY(tongue, "按规则得出的结论", "What the rules say"));
	for (guint i = 0; i < visit->verdicts; i++)
		explain_verdict(tongue, &visit->verdict[i]);
	explain_packs(tongue, visit);
	explain_devices(tongue, visit);
	g_print(
	    "\n%s\n", SAY(tongue,
	                  "体检机不签发证明：《身体条件证明》由具名的医疗机构和医生签发。"
	                  "对结果有异议，可以要求医生复查。",
	                  "A kiosk issues no certificate: a named institution and a named doctor do. "
	                  "Who doubts the result may ask a doctor to examine again."));
}
