#ifndef MC_UI_VOICE_VOICE_H
#define MC_UI_VOICE_VOICE_H

/* The voice port on a loudspeaker: plays clips_dir/<language>/<prompt id>.wav through ALSA on a
 * thread of its own, because a sound card waits and the glass must not. A new prompt cuts the one
 * before off within 50 ms. Without a sound card or a clip the kiosk is silent; that is logged once.
 */

#include "app/ports/voice.h"

typedef struct McVoice McVoice;

McVoice *mc_voice_new(const char *clips_dir);
void mc_voice_free(McVoice *voice);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McVoice, mc_voice_free)

McVoicePort *mc_voice_port(McVoice *voice);

#endif
