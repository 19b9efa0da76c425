#include "app/tools/explain.h"

#include "app/record/pictures.h"

#define SAY(tongue, chinese, english) ((tongue) == MC_TONGUE_CHINESE ? (chinese) : (english))

/* The digest is the name of the sealed file, at the gateway as everywhere. */
static void
explain_picture(McTongue tongue, const McVisit *visit, const McVisitEvidence *evidence)
{
	const McStimulus *stimulus = mc_pictures_stimulus(visit, evidence);

	if (stimulus == NULL || stimulus->kind != MC_EXAM_LIMBS)
		g_print("    %s", SAY(tongue, "检查中断时", "when the exam was broken off"));
	else
		g_print("    %s", mc_say_movement(tongue, stimulus->as.limbs.movement));
	g_print("%s%s\n", SAY(tongue, "：", ": "), evidence->digest);
}

void
mc_explain_pictures(McTongue tongue, const McVisit *visit)
{
	if (!visit->pictures.asked)
		return;
	g_print("\n%s\n", SAY(tongue, "照片", "Pictures"));
	if (!visit->pictures.agreed) {
		g_print("  %s\n", SAY(tongue, "本人不同意拍照，没有拍摄。",
		                      "The person did not agree, and none was taken."));
		return;
	}
	g_print(SAY(tongue, "  本人同意拍照；告知的保存期为 %d 天。共 %u 张，只有主管机关能打开：\n",
	            "  The person agreed, and was told that they are kept for %d days. There are %u, "
	            "which only the authority can open:\n"),
	    visit->pictures.kept_days, visit->evidences);
	for (guint i = 0; i < visit->evidences; i++)
		explain_picture(tongue, visit, &visit->evidence[i]);
}
