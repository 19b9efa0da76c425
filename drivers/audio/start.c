#include "drivers/audio/start.h"

#include "app/base/error.h"
#include "app/base/sequence.h"
#include "drivers/device/describe.h"

#define TIMEOUT_MS 500
#define HEAD_BYTES 9
#define GET_DESCRIPTOR 6
#define CONFIGURATION 0x0200

struct McAudioStart {
	McTransport *transport;
	McDeviceInfo *info;
	McAudioVolume volume;
	gboolean is_measured;
	gint16 volume_db_256;
	McAudioStarted done;
	gpointer data;
	McDescribe *describe;
	McSequence *sequence;
	guint16 configuration_bytes;
	McUacSink sink;
	guint request; /* number of the one under way */
};

enum { ROW_DESCRIBE, ROW_HEAD, ROW_CONFIGURATION, ROW_SILENCE, ROW_REQUEST };

static void
fail(McAudioStart *self, McErrorCode code, const char *what, const char *why)
{
	mc_sequence_fail(self->sequence, g_error_new(MC_ERROR, (gint)code, "%s: %s", what, why));
}

/* FALSE when the transfer did not end well: then the sequence has failed. */
static gboolean
is_done(McAudioStart *self, McTransferStatus status, const char *what)
{
	if (status == MC_TRANSFER_DONE)
		return TRUE;
	mc_sequence_fail(self->sequence, mc_transfer_error(status, what));
	return FALSE;
}

/* ---- descriptors ---- */

static void
on_described(const GError *error, gpointer data)
{
	McAudioStart *self = data;

	if (error != NULL) {
		mc_sequence_fail(self->sequence, g_error_copy(error));
		return;
	}
	mc_describe_by_port(self->transport, self->info);
	self->is_measured = self->volume(self->data, &self->volume_db_256);
	mc_sequence_next(self->sequence);
}

static void
row_describe(McSequence *sequence, gpointer data)
{
	mc_describe_run(((McAudioStart *)data)->describe);
}

static void
ask_configuration(McAudioStart *self, guint16 length, McTransferDone done)
{
	McControlSetup setup = {0x80, GET_DESCRIPTOR, CONFIGURATION, 0};

	self->transport->control(self->transport->self, &setup, NULL, length, TIMEOUT_MS, done, self);
}

static void
on_head(McTransferStatus status, const guint8 *bytes, gsize length, gpointer data)
{
	McAudioStart *self = data;
	guint total;

	if (!is_done(self, status, "configuration"))
		return;
	total = mc_uac_total_length(bytes, length);
	self->configuration_bytes = (guint16)MIN(total, MC_UAC_CONFIGURATION_MAX);
	if (total < HEAD_BYTES)
		fail(self, MC_ERROR_PROTOCOL, "configuration", "not what it should be");
	else
		mc_sequence_next(self->sequence);
}

static void
row_head(McSequence *sequence, gpointer data)
{
	ask_configuration(data, HEAD_BYTES, on_head);
}

static void
on_configuration(McTransferStatus status, const guint8 *bytes, gsize length, gpointer data)
{
	McAudioStart *self = data;
	McUacProblem problem;

	if (!is_done(self, status, "configuration"))
		return;
	problem = mc_uac_find_sink(bytes, length, &self->sink);
	if (problem != MC_UAC_OK)
		fail(self, problem == MC_UAC_BROKEN ? MC_ERROR_PROTOCOL : MC_ERROR_VERSION, "sound card",
		    mc_uac_problem_text(problem));
	else
		mc_sequence_next(self->sequence);
}

static void
row_configuration(McSequence *sequence, gpointer data)
{
	McAudioStart *self = data;

	ask_configuration(self, self->configuration_bytes, on_configuration);
}

/* ---- silence, then the levels ---- */

static void
row_silence(McSequence *sequence, gpointer data)
{
	McAudioStart *self = data;
	McTransport *transport = self->transport;

	if (!transport->claim(transport->self, self->sink.streaming_interface))
		fail(self, MC_ERROR_BUSY, "sound card", "another program plays to it");
	else if (!transport->choose_setting(transport->self, self->sink.streaming_interface, 0))
		fail(self, MC_ERROR_PROTOCOL, "sound card", "it refuses its silent setting");
	else
		mc_sequence_next(sequence);
}

static void
on_request(McTransferStatus status, const guint8 *bytes, gsize length, gpointer data)
{
	McAudioStart *self = data;
	McUacRequest request;

	if (!is_done(self, status, "level control"))
		return;
	if (!mc_uac_request(&self->sink, self->volume_db_256, self->request, &request) ||
	    length != request.length) {
		fail(self, MC_ERROR_PROTOCOL, "level control", "an answer of another length");
		return;
	}
	if (!mc_uac_is_answered(&request, bytes, length)) {
		fail(self, MC_ERROR_VERSION, "level control", "it does not take the calibrated value");
		return;
	}
	self->request++;
	mc_sequence_go_to(self->sequence, ROW_REQUEST);
}

static void
row_request(McSequence *sequence, gpointer data)
{
	McAudioStart *self = data;
	McControlSetup setup;
	McUacRequest request;

	if (!self->is_measured ||
	    !mc_uac_request(&self->sink, self->volume_db_256, self->request, &request)) {
		mc_sequence_next(sequence);
		return;
	}
	setup = (McControlSetup){request.request_type, request.request, request.value, request.index};
	self->transport->control(self->transport->self, &setup,
	    request.request == MC_UAC_SET_CUR ? request.data : NULL, request.length, TIMEOUT_MS,
	    on_request, self);
}

static const McSequenceRow rows[] = {
    [ROW_DESCRIBE] = {"describe", row_describe, FALSE},
    [ROW_HEAD] = {"configuration-head", row_head, FALSE},
    [ROW_CONFIGURATION] = {"configuration", row_configuration, FALSE},
    [ROW_SILENCE] = {"silence", row_silence, FALSE},
    [ROW_REQUEST] = {"level-controls", row_request, FALSE},
};
static const McSequenceTable table = {"start", rows, G_N_ELEMENTS(rows), G_N_ELEMENTS(rows)};

static void
on_done(const GError *error, gpointer data)
{
	McAudioStart *self = data;

	self->done(error, &self->sink, self->data);
}

McAudioStart *
mc_audio_start_new(McTransport *transport, McDeviceInfo *info, McAudioVolume volume,
    McAudioStarted done, gpointer data)
{
	McAudioStart *self = g_new0(McAudioStart, 1);

	self->transport = transport;
	self->info = info;
	self->volume = volume;
	self->done = done;
	self->data = data;
	self->describe = mc_describe_new(transport, info, on_described, self);
	self->sequence = mc_sequence_new(&table, on_done, self);
	return self;
}

void
mc_audio_start_free(McAudioStart *self)
{
	if (self == NULL)
		return;
	mc_describe_free(self->describe);
	mc_sequence_free(self->sequence);
	g_free(self);
}

void
mc_audio_start_run(McAudioStart *self)
{
	mc_sequence_start(self->sequence);
}
