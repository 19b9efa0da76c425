#include "tests/support/scenes/scenes.h"
#include "tests/support/scenes/people.h"
#include "tests/support/scenes/scene.h"

/* NULL after the last one. */
static const McScene *
scene_at(guint i)
{
	static const McScene *const lists[] = {mc_scenes_citizen, mc_scenes_colour, mc_scenes_body,
	    mc_scenes_parts, mc_scenes_reaction, mc_scenes_staff};

	for (guint list = 0; list < G_N_ELEMENTS(lists); list++)
		for (const McScene *scene = lists[list]; scene->name != NULL; scene++)
			if (i-- == 0)
				return scene;
	return NULL;
}

const char *
mc_scene_name(guint i)
{
	const McScene *scene = scene_at(i);

	return scene == NULL ? NULL : scene->name;
}

void
mc_scene_fill(guint i, McView *view)
{
	const McScene *scene = scene_at(i);
	const char *spoken = view->language;
	McTextSize text_size = view->text_size;

	g_assert(scene != NULL);
	*view = (McView){.language = spoken,
	    .text_size = text_size,
	    .recorder_connected = TRUE,
	    .classes_offered = (1u << MC_CLASSES) - 1,
	    .fault = "",
	    .staff_error = "",
	    .exam = {.step = 4, .steps = 9},
	    .hello = {.staff_exists = TRUE, .today_yyyymmdd = 20261124}};
	g_strlcpy(view->hello.kiosk, "K-0001", sizeof view->hello.kiosk);
	g_strlcpy(view->hello.site, "城关镇卫生院一楼大厅", sizeof view->hello.site);
	g_strlcpy(view->hello.institution, "城关镇卫生院", sizeof view->hello.institution);
	mc_exam_plan_default(&view->hello.colour, MC_EXAM_COLOUR);
	mc_people_devices(view);
	for (guint k = 0; k < MC_EXAM_KINDS; k++)
		view->exam_possible[k] = TRUE;
	scene->fill(view);
}
