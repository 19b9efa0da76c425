#include "app/tools/explain.h"

static const char *
say(const McSaying *sayings, gsize count, guint index, McTongue tongue)
{
	return index < count ? sayings[index].in[tongue] : "?";
}

const char *
mc_say_outcome(McTongue tongue, McOutcome outcome)
{
	static const McSaying sayings[] = {
	    [MC_OUTCOME_NOT_DETERMINED] = {{"未能判定", "not determined"}},
	    [MC_OUTCOME_PASS] = {{"合格", "passed"}},
	    [MC_OUTCOME_FAIL] = {{"不合格", "not passed"}},
	    [MC_OUTCOME_REFER] = {{"请由医生检查", "to be seen by a doctor"}},
	};

	return say(sayings, G_N_ELEMENTS(sayings), outcome, tongue);
}

const char *
mc_say_reason(McTongue tongue, guint bit)
{
	static const McSaying sayings[] = {
	    {{"处于临界，机器不作结论", "on the edge: no machine decides this"}},
	    {{"仪器中途断开", "the instrument went away"}},
	    {{"环境太吵", "the room was too loud"}},
	    {{"回答不可靠", "answers came without a stimulus"}},
	    {{"被提前结束", "it was ended early"}},
	    {{"练习未通过", "the practice was not passed"}},
	    {{"仪器未校准", "the instrument was not calibrated"}},
	    {{"此处没有该仪器", "no instrument for it here"}},
	    {{"太久没有回答", "no answer for too long"}},
	    {{"姿势或遮眼多次不正确", "posture or occlusion was lost too often"}},
	    {{"光学距离太近", "the optical distance was too short"}},
	    {{"重新讲解后再测一次", "explained again and taken a second time"}},
	    {{"比通常多测了一些", "went on a little longer than usual"}},
	    {{"重复读数不一致", "repeated readings do not agree"}},
	    {{"仅供医生参考，机器不作判断", "evidence for a doctor: no machine judges it"}},
	    {{"练习，不计成绩", "a practice: it has no verdict"}},
	    {{"屏幕颜色未经测量，机器不作结论",
	        "the screen's colours were not measured: no machine decides"}},
	    {{"信号灯颜色没有说对", "the colours of signal lights were not named"}},
	    {{"浅色图未读出，疑为色弱", "faint plates were not read: weak colour vision is possible"}},
	    {{"佩戴助听器须用扬声器测听，此处没有",
	        "hearing with an aid is measured by loudspeaker, and there is none here"}},
	    {{"佩戴助听器，用扬声器测得", "heard with the hearing aid, by loudspeaker"}},
	    {{"仪器延迟未经校准，时间未作修正",
	        "the instrument's delay was not calibrated: it is part of the times"}},
	    {{"视力仪背景过暗或过亮", "the background of the optotypes was too dark or too bright"}},
	    {{"此处的视力仪无法如实显示该行视标",
	        "the line of this limit cannot be drawn honestly here"}},
	};
	G_STATIC_ASSERT(G_N_ELEMENTS(sayings) == MC_REASON_COUNT);

	return say(sayings, G_N_ELEMENTS(sayings), bit, tongue);
}

const char *
mc_say_requirement(McTongue tongue, McRequirement requirement)
{
	static const McSaying sayings[] = {
	    [MC_REQUIREMENT_AGE] = {{"年龄", "age"}},
	    [MC_REQUIREMENT_DECLARATION] = {{"疾病申告", "declared conditions"}},
	    [MC_REQUIREMENT_VISION_LEFT] = {{"左眼视力", "vision, left eye"}},
	    [MC_REQUIREMENT_VISION_RIGHT] = {{"右眼视力", "vision, right eye"}},
	    [MC_REQUIREMENT_HEARING_LEFT] = {{"左耳听力", "hearing, left ear"}},
	    [MC_REQUIREMENT_HEARING_RIGHT] = {{"右耳听力", "hearing, right ear"}},
	    [MC_REQUIREMENT_HEARING_SIDE] = {{"辨别声源方向", "telling the side of a sound"}},
	    [MC_REQUIREMENT_COLOUR] = {{"辨色力", "colour vision"}},
	    [MC_REQUIREMENT_STATURE] = {{"身高", "height"}},
	    [MC_REQUIREMENT_UPPER_LIMBS] = {{"上肢", "arms and hands"}},
	    [MC_REQUIREMENT_LOWER_LIMBS] = {{"下肢", "legs"}},
	    [MC_REQUIREMENT_TRUNK_NECK] = {{"躯干和颈部", "trunk and neck"}},
	    [MC_REQUIREMENT_MEMORY_TEST] = {{"记忆力、判断力、反应力测试",
	        "memory, judgement and reaction test"}},
	    [MC_REQUIREMENT_SPECIAL_INSTITUTION] = {{"须由指定的专门医疗机构检查",
	        "examination at a designated special institution"}},
	};
	G_STATIC_ASSERT(G_N_ELEMENTS(sayings) == MC_REQUIREMENTS);

	return say(sayings, G_N_ELEMENTS(sayings), requirement, tongue);
}

const char *
mc_say_basis(McTongue tongue, McDecisionBasis basis)
{
	static const McSaying sayings[] = {
	    [MC_BASIS_MEASURED] = {{"在此测得", "measured here"}},
	    [MC_BASIS_DECLARED] = {{"本人申告", "by the person's own declaration"}},
	    [MC_BASIS_DOCUMENT] = {{"按证件", "by the identity document"}},
	    [MC_BASIS_ELSEWHERE] = {{"须在别处检查", "to be examined elsewhere"}},
	    [MC_BASIS_EVIDENCE] = {{"在此观察，由医生判断", "watched here, judged by a doctor"}},
	    [MC_BASIS_NOT_REQUIRED] = {{"不要求", "not required"}},
	};

	return say(sayings, G_N_ELEMENTS(sayings), basis, tongue);
}

const char *
mc_say_exam(McTongue tongue, const McExamPlan *plan)
{
	static const McSaying naked = {{"裸眼视力", "vision without glasses"}};
	static const McSaying glasses = {{"戴镜视力", "vision with glasses"}};
	static const McSaying hearing = {{"听力（纯音）", "hearing (tones)"}};
	static const McSaying side = {{"辨别声源方向", "telling the side of a sound"}};
	static const McSaying stature = {{"身高", "height"}};
	static const McSaying colour = {{"辨色力", "colour vision"}};
	static const McSaying limbs = {{"躯干和四肢动作", "movements of trunk and limbs"}};
	static const McSaying reaction = {
	    {"记忆、判断、反应练习", "practice of memory, judgement and reaction"}};

	switch (plan->kind) {
	case MC_EXAM_ACUITY:
		return plan->as.acuity.correction == MC_CORRECTION_NAKED ? naked.in[tongue]
		                                                         : glasses.in[tongue];
	case MC_EXAM_HEARING: return hearing.in[tongue];
	case MC_EXAM_SIDE: return side.in[tongue];
	case MC_EXAM_STATURE: return stature.in[tongue];
	case MC_EXAM_LIMBS: return limbs.in[tongue];
	case MC_EXAM_REACTION: return reaction.in[tongue];
	case MC_EXAM_COLOUR: return colour.in[tongue];
	}
	return "?";
}

const char *
mc_say_part(McTongue tongue, McExamKind kind, guint side)
{
	static const McSaying eyes[] = {{{"左眼", "left eye"}}, {{"右眼", "right eye"}}};
	static const McSaying ears[] = {{{"左耳", "left ear"}}, {{"右耳", "right ear"}}};
	static const McSaying both = {{"双耳", "both ears"}};
	static const McSaying person = {{"本人", "the person"}};
	static const McSaying axes[] = {
	    {{"红色盲图", "plates for red blindness"}}, {{"绿色盲图", "plates for green blindness"}}};

	switch (kind) {
	case MC_EXAM_ACUITY: return say(eyes, MC_SIDES, side, tongue);
	case MC_EXAM_HEARING: return say(ears, MC_SIDES, side, tongue);
	case MC_EXAM_SIDE: return both.in[tongue];
	case MC_EXAM_STATURE:
	case MC_EXAM_LIMBS:
	case MC_EXAM_REACTION: return person.in[tongue];
	case MC_EXAM_COLOUR: return say(axes, MC_SIDES, side, tongue);
	}
	return "?";
}

const char *
mc_say_condition(McTongue tongue, guint index)
{
	static const McSaying sayings[] = {
	    {{"器质性心脏病", "organic heart disease"}},
	    {{"癫痫", "epilepsy"}},
	    {{"美尼尔氏症", "Ménière's disease"}},
	    {{"眩晕", "vertigo"}},
	    {{"癔病", "hysteria"}},
	    {{"震颤麻痹", "Parkinson's disease"}},
	    {{"精神病", "psychosis"}},
	    {{"痴呆", "dementia"}},
	    {{"影响肢体活动的神经系统疾病", "a nervous disease that affects the limbs"}},
	    {{"吸毒或药物依赖", "drug use or dependence"}},
	};

	return say(sayings, G_N_ELEMENTS(sayings), index, tongue);
}

const char *
mc_say_device(McTongue tongue, McDeviceKind kind)
{
	static const McSaying sayings[] = {
	    [MC_DEVICE_VISION_TESTER] = {{"视力仪", "vision tester"}},
	    [MC_DEVICE_AUDIOMETER] = {{"听力计", "audiometer"}},
	    [MC_DEVICE_ID_READER] = {{"证件阅读器", "card reader"}},
	    [MC_DEVICE_STATURE] = {{"身高体重仪", "height and weight unit"}},
	    [MC_DEVICE_RESPONSE_PAD] = {{"应答键盘", "response pad"}},
	    [MC_DEVICE_PRINTER] = {{"凭条打印机", "slip printer"}},
	    [MC_DEVICE_SOUND_METER] = {{"声级计", "sound level meter"}},
	    [MC_DEVICE_LUMINANCE_METER] = {{"亮度计", "luminance meter"}},
	    [MC_DEVICE_CAMERA] = {{"摄像头", "camera"}},
	};
	G_STATIC_ASSERT(G_N_ELEMENTS(sayings) == MC_DEVICE_KINDS);

	return say(sayings, G_N_ELEMENTS(sayings), kind, tongue);
}
