/* medcheck-kiosk: the glass and the instruments of one terminal. No network, no key, no journal. */
#define G_LOG_DOMAIN "medcheck-kiosk"
#include "app/base/notify.h"
#include "app/flow/session.h"
#include "app/link/client.h"
#include "app/photo/photo.h"
#include "app/support/support.h"
#include "drivers/registry/instruments.h"
#include "kiosk-options.h"
#include "ui/glass/glass.h"
#include "ui/slip/slip.h"
#include "ui/voice/voice.h"
#include "ui/words/language.h"

#include <glib-unix.h>
#include <sys/resource.h>

typedef struct McKiosk {
	McClock *clock;
	McLink *link;
	McInstruments *instruments;
	McVoice *voice;
	McPhoto *photo;
	McSupport *support;
	McSession *session;
	McGlass *glass;
	GMainLoop *loop;
	McSlipKeeper slip;
} McKiosk;

static const McView *
view_of(gpointer data)
{
	return mc_session_view(((McKiosk *)data)->session);
}

static void
act_on(const McAct *act, gpointer data)
{
	mc_session_act(((McKiosk *)data)->session, act);
}

static void
on_changed(guint changes, gpointer data)
{
	McKiosk *self = data;

	mc_glass_changed(self->glass, changes);
	mc_slip_follow(&self->slip, mc_session_view(self->session));
}

static void
say_nothing(gpointer self, const char *prompt_id, const char *language)
{
}

static void
hush_nothing(gpointer self)
{
}

static gboolean
on_signal(gpointer data)
{
	g_main_loop_quit(((McKiosk *)data)->loop);
	return G_SOURCE_CONTINUE;
}

/* A child lies where the kiosk does. NULL: nobody knows where that is. */
static char *
child(const char *name)
{
	g_autofree char *self = g_file_read_link("/proc/self/exe", NULL);
	g_autofree char *folder = self == NULL ? NULL : g_path_get_dirname(self);

	return folder == NULL ? NULL : g_build_filename(folder, name, NULL);
}

static McSupport *
support_new(const char *state, McClock *clock)
{
	g_autofree char *program = child("medcheck");

	return program == NULL ? NULL : mc_support_new(program, state, clock);
}

static McPhoto *
photo_new(const char *decoder)
{
	g_autofree char *program = child("medcheck-photo");

	return program == NULL ? NULL : mc_photo_new(program, decoder);
}

static McCameraPort *
camera_of(McKiosk *self, const char *source)
{
	g_autofree char *program = source == NULL ? NULL : child("medcheck-camera");

	if (program == NULL)
		return NULL;
	return mc_instruments_add_camera(self->instruments, self->clock, program, source);
}

static gboolean
run(McKiosk *self, const McKioskOptions *options, GError **error)
{
	g_autofree char *socket = g_build_filename(options->state, "recorder", "recorder.sock", NULL);
	g_autofree char *flights = g_build_filename(options->state, "kiosk", "flights", NULL);
	g_autofree char *clips = g_build_filename(options->share, "voice", NULL);
	McVoicePort silence = {.say = say_nothing, .hush = hush_nothing};
	McGlassSource source = {view_of, act_on, self};
	McGlassOptions glass = {.windowed = options->windowed,
	    .width = options->width,
	    .height = options->height,
	    .dots_per_inch = options->dots_per_inch};
	g_autoptr(McNotify) notify = NULL;
	McSessionPorts ports = {
	    .demonstration = options->demonstration, .language = options->language, .voice = &silence};

	self->slip.folder = options->slips;
	ports.clock = self->clock = mc_clock_new_system((guint)options->clock_rate);
	self->instruments = mc_instruments_new(self->clock, error);
	if (self->instruments == NULL)
		return FALSE;
	mc_instruments_set_printer_width_dots(self->instruments, (guint)options->printer_dots);
	mc_instruments_keep_flights(self->instruments, flights);
	ports.camera = camera_of(self, options->camera);
	self->link = mc_link_new(socket, self->clock);
	if (!options->no_voice) {
		self->voice = mc_voice_new(clips);
		ports.voice = mc_voice_port(self->voice);
	}
	ports.recorder = mc_link_port(self->link);
	ports.vision = mc_instruments_vision(self->instruments);
	ports.hearing = mc_instruments_hearing(self->instruments);
	ports.stature = mc_instruments_stature(self->instruments);
	ports.response_pad = mc_instruments_response_pad(self->instruments);
	ports.id_reader = mc_instruments_id_reader(self->instruments);
	ports.devices = mc_instruments_devices(self->instruments);
	ports.printer = mc_instruments_printer(self->instruments);
	ports.draw_slip = mc_slip_draw_dots;
	self->support = support_new(options->state, self->clock);
	if (self->support != NULL)
		ports.support = mc_support_port(self->support);
	if (options->photo_decoder != NULL)
		self->photo = photo_new(options->photo_decoder);
	if (self->photo != NULL)
		ports.photo = mc_photo_port(self->photo);
	self->session = mc_session_new(&ports);
	self->glass = mc_glass_new(&source, &glass);
	mc_session_set_listener(self->session, on_changed, self);
	gtk_window_present(GTK_WINDOW(self->glass));
	notify = mc_notify_new();
	g_main_loop_run(self->loop);
	mc_session_set_listener(self->session, NULL, NULL);
	gtk_window_destroy(GTK_WINDOW(self->glass));
	mc_session_free(self->session);
	return TRUE;
}

int
main(int argc, char **argv)
{
	McKioskOptions options = {.clock_rate = 1};
	McKiosk kiosk = {0};
	g_autoptr(GError) error = NULL;
	const struct rlimit no_core = {0, 0};
	gboolean fine;

	/* A memory image would carry a citizen's data. */
	setrlimit(RLIMIT_CORE, &no_core);
	if (!mc_kiosk_options_read(&argc, &argv, &options, &error)) {
		g_printerr("medcheck-kiosk: %s\n", error->message);
		return 2;
	}
	mc_language_start(options.share);
	mc_glass_start();
	kiosk.loop = g_main_loop_new(NULL, FALSE);
	g_unix_signal_add(SIGTERM, on_signal, &kiosk);
	g_unix_signal_add(SIGINT, on_signal, &kiosk);
	fine = run(&kiosk, &options, &error);
	if (!fine)
		g_printerr("medcheck-kiosk: %s\n", error->message);
	mc_voice_free(kiosk.voice);
	mc_photo_free(kiosk.photo);
	mc_support_free(kiosk.support);
	mc_instruments_free(kiosk.instruments);
	mc_link_free(kiosk.link);
	mc_clock_free(kiosk.clock);
	g_main_loop_unref(kiosk.loop);
	mc_kiosk_options_clear(&options);
	return fine ? 0 : 1;
}
