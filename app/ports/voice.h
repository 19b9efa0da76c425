#ifndef MC_APP_PORTS_VOICE_H
#define MC_APP_PORTS_VOICE_H

/* Spoken prompts, by id ("card-put-down"); each id has a clip in each language. A new prompt ends
 * the one before. */

#include <glib.h>

typedef struct McVoicePort McVoicePort;
struct McVoicePort {
	gpointer self;
	void (*say)(gpointer self, const char *prompt_id, const char *language /* "zh_CN", "en" */);
	void (*hush)(gpointer self);
};

#endif
