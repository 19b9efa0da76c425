/* C6: every prompt that can be spoken has a text and a clip in both languages; the player ends when
 * it is told to. */
#include "ui/voice/voice.h"
#include "app/flow/prompts.h"

#include <sndfile.h>

#define PROMPTS MC_SOURCE_DIR "/ui/voice/prompts.txt"
#define CLIPS MC_BINARY_DIR "/voice"

static void
assert_clip(const char *language, const char *id)
{
	g_autofree char *path = g_strdup_printf("%s/%s/%s.wav", CLIPS, language, id);
	SF_INFO info = {0};
	SNDFILE *clip = sf_open(path, SFM_READ, &info);

	if (clip == NULL)
		g_error("no clip: %s", path);
	g_assert_cmpint(info.channels, ==, 1);
	g_assert_cmpint((int)info.frames, >, info.samplerate / 4);
	sf_close(clip);
}

static void
test_every_prompt(void)
{
	g_auto(GStrv) ids = mc_prompts_all();
	g_autofree char *text = NULL;

	g_assert_true(g_file_get_contents(PROMPTS, &text, NULL, NULL));
	g_assert_cmpuint(g_strv_length(ids), >, 20);
	for (guint i = 0; ids[i] != NULL; i++) {
		g_autofree char *line = g_strdup_printf("(?m)^%s \\| [^|]+ \\| [^|]+$", ids[i]);

		if (!g_regex_match_simple(line, text, 0, 0))
			g_error("no text for the prompt %s", ids[i]);
		assert_clip("zh_CN", ids[i]);
		assert_clip("en", ids[i]);
	}
}

static void
test_player_ends(void)
{
	g_autoptr(McVoice) voice = mc_voice_new(CLIPS);
	McVoicePort *port = mc_voice_port(voice);

	port->say(port->self, "card-put-down", "zh_CN");
	port->say(port->self, "no-such-prompt", "en");
	port->hush(port->self);
	port->say(port->self, "end", "en");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/voice/C6-every-prompt", test_every_prompt);
	g_test_add_func("/voice/C6-player-ends", test_player_ends);
	return g_test_run();
}
