#ifndef MC_TESTS_SUPPORT_SCENES_SCENE_H
#define MC_TESTS_SUPPORT_SCENES_SCENE_H

/* Inside the room: one scene, and the lists of them, each up to a NULL name. */

#include "app/flow/session.h"

typedef struct McScene {
	const char *name;
	void (*fill)(McView *view);
} McScene;

#define MC_SCENE(name)                                                                             \
	{                                                                                              \
#name, name                                                                                \
	}

extern const McScene mc_scenes_citizen[], mc_scenes_colour[], mc_scenes_body[], mc_scenes_parts[],
    mc_scenes_reaction[], mc_scenes_staff[];

#endif
