#include "tests/desk/desk.h"

#include "app/spool/evidence.h"
#include <jansson.h>
#include <string.h>

void
mc_desk_have_pictures(McDesk *desk)
{
	mc_desk_configure(desk, json_pack("{sb si}", "movements", 1, "picture_kept_days", 180));
}

McStep
mc_desk_open_watched(McDesk *desk)
{
	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_EXAM_OPEN,
	                      .exam = MC_EXAM_LIMBS,
	                      .device = desk->device[MC_DEVICE_CAMERA]});
	return desk->reply->step;
}

McRecorderRequest
mc_desk_picture(McDesk *desk, GBytes *picture)
{
	return (McRecorderRequest){.op = MC_RECORDER_EVIDENCE,
	    .exam = MC_EXAM_LIMBS,
	    .trial = desk->reply->stimulus.trial,
	    .device = desk->device[MC_DEVICE_CAMERA],
	    .picture = picture};
}

void
mc_desk_take_picture(McDesk *desk, const char *text)
{
	g_autofree char *jpeg = g_strconcat("\xff\xd8", text, "\xff\xd9", NULL);
	g_autoptr(GBytes) picture = g_bytes_new(jpeg, strlen(jpeg));
	const McRecorderRequest request = mc_desk_picture(desk, picture);
	const McStimulus stimulus = desk->reply->stimulus;

	mc_desk_ask(desk, &request);
	/* the trial stays out */
	desk->reply->step = MC_STEP_PRESENT;
	desk->reply->stimulus = stimulus;
}

GPtrArray *
mc_desk_evidence(McDesk *desk, const char *folder)
{
	g_autofree char *path = g_build_filename(desk->folder, folder, NULL);
	g_autoptr(McEvidenceBox) box = mc_evidence_open(path, NULL);
	GPtrArray *list = box == NULL ? NULL : mc_evidence_list(box, NULL);

	g_assert_nonnull(list);
	return list;
}
