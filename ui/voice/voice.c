#define G_LOG_DOMAIN "medcheck-voice"
#include "ui/voice/voice.h"

#include <alsa/asoundlib.h>
#include <sndfile.h>

#define CHUNK_FRAMES 1100 /* 50 ms of a clip at 22 050 Hz: how late a cut may come */
#define LATENCY_US 100000

/* The loop's end of the queue. A path to play, or "" for silence. */
struct McVoice {
	McVoicePort port;
	char *clips_dir;
	GAsyncQueue *orders; /* of char* */
	GThread *player;
	gint ending; /* atomic */
};

typedef struct McPlayer {
	McVoice *voice;
	gboolean complained;
} McPlayer;

static void
complain_once(McPlayer *self, const char *what, const char *why)
{
	if (!self->complained)
		g_message("no sound: %s: %s", what, why);
	self->complained = TRUE;
}

static gboolean
is_cut_off(McVoice *voice)
{
	return g_atomic_int_get(&voice->ending) || g_async_queue_length(voice->orders) > 0;
}

static void
pump(McVoice *voice, SNDFILE *clip, snd_pcm_t *pcm)
{
	short frames[CHUNK_FRAMES * 2];
	sf_count_t got;

	while (!is_cut_off(voice) && (got = sf_readf_short(clip, frames, CHUNK_FRAMES)) > 0) {
		snd_pcm_sframes_t written = snd_pcm_writei(pcm, frames, (snd_pcm_uframes_t)got);

		if (written < 0 && snd_pcm_recover(pcm, (int)written, 1) < 0)
			return;
	}
	if (is_cut_off(voice))
		snd_pcm_drop(pcm);
	else
		snd_pcm_drain(pcm);
}

static void
play(McPlayer *self, const char *path)
{
	SF_INFO info = {0};
	SNDFILE *clip = sf_open(path, SFM_READ, &info);
	snd_pcm_t *pcm = NULL;
	int failed;

	if (clip == NULL) {
		complain_once(self, "clip", sf_strerror(NULL));
		return;
	}
	failed = info.channels < 1 || info.channels > 2
	             ? -EINVAL
	             : snd_pcm_open(&pcm, "default", SND_PCM_STREAM_PLAYBACK, 0);
	if (failed == 0)
		failed = snd_pcm_set_params(pcm, SND_PCM_FORMAT_S16, SND_PCM_ACCESS_RW_INTERLEAVED,
		    (unsigned)info.channels, (unsigned)info.samplerate, 1, LATENCY_US);
	if (failed == 0)
		pump(self->voice, clip, pcm);
	else
		complain_once(self, "sound card", snd_strerror(failed));
	if (pcm != NULL)
		snd_pcm_close(pcm);
	sf_close(clip);
}

static void
ignore_alsa(const char *file, int line, const char *function, int error, const char *format, ...)
{
}

static gpointer
player_main(gpointer data)
{
	McPlayer self = {.voice = data};

	/* A machine without a card says so once, in our words. */
	snd_lib_error_set_handler(ignore_alsa);
	while (!g_atomic_int_get(&self.voice->ending)) {
		g_autofree char *path = g_async_queue_pop(self.voice->orders);

		if (*path != '\0' && !is_cut_off(self.voice))
			play(&self, path);
	}
	snd_config_update_free_global();
	return NULL;
}

static void
say(gpointer data, const char *prompt_id, const char *language)
{
	McVoice *self = data;
	g_autofree char *name = g_strconcat(prompt_id, ".wav", NULL);

	g_async_queue_push(self->orders, g_build_filename(self->clips_dir, language, name, NULL));
}

static void
hush(gpointer data)
{
	g_async_queue_push(((McVoice *)data)->orders, g_strdup(""));
}

McVoice *
mc_voice_new(const char *clips_dir)
{
	McVoice *self = g_new0(McVoice, 1);

	self->port = (McVoicePort){.self = self, .say = say, .hush = hush};
	self->clips_dir = g_strdup(clips_dir);
	self->orders = g_async_queue_new_full(g_free);
	self->player = g_thread_new("voice", player_main, self);
	return self;
}

void
mc_voice_free(McVoice *self)
{
	if (self == NULL)
		return;
	g_atomic_int_set(&self->ending, 1);
	hush(self);
	g_thread_join(self->player);
	g_async_queue_unref(self->orders);
	g_free(self->clips_dir);
	g_free(self);
}

McVoicePort *
mc_voice_port(McVoice *self)
{
	return &self->port;
}
