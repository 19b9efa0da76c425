/* Pictures that belong to the record being made (C17): sealed to the authority as they come, held
 * back until the record that names them is sealed, then given to the courier. What belongs to a
 * visit that comes to nothing is removed. The kiosk cannot read them. */

#include "app/base/error.h"
#include "app/link/codec.h"
#include "app/recorder/state.h"
#include "app/recorder/values.h"
#include <string.h>

#define EVIDENCE_BYTES_MAX (MC_LINK_PICTURE_MAX + 64u * 1024) /* sealed */

/* By its first bytes: what is no JPEG is no picture of the camera. */
static gboolean
is_jpeg(GBytes *picture)
{
	gsize size = 0;
	const guint8 *bytes = picture == NULL ? NULL : g_bytes_get_data(picture, &size);

	return size >= 4 && bytes[0] == 0xff && bytes[1] == 0xd8 && bytes[size - 2] == 0xff &&
	       bytes[size - 1] == 0xd9;
}

/* What the person agreed to is that this camera watches this exam: its serial number stands in the
 * run then, and in no other. */
static gboolean
is_watched(const McRunning *running, const McRecorderRequest *request)
{
	const McExamRun *run = mc_running_open_run(running);

	return running->visit->pictures.agreed && run != NULL && run->plan.kind == request->exam &&
	       request->device.serial[0] != '\0' &&
	       strcmp(run->device_serial, request->device.serial) == 0;
}

static gboolean
is_trial_out(const McRunning *running, gint32 trial)
{
	McStimulus stimulus = {0};

	return mc_running_next(running, &stimulus) == MC_STEP_PRESENT && stimulus.trial == trial;
}

static const char *
problem_of(McRecorder *self, const McRecorderRequest *request)
{
	const McRunning *running = self->current;

	if (!running->is_identified)
		return "evidence: the person is not known to the recorder; identify once more";
	if (!is_watched(running, request))
		return "evidence: the person did not agree that this camera watches";
	if (!is_trial_out(running, request->trial))
		return "evidence: of a trial that is not out";
	if (running->visit->evidences == MC_VISIT_EVIDENCE_MAX)
		return "evidence: the visit has as many pictures as it may have";
	return NULL;
}

/* The glass did not hear that it was taken, and hands it in again. */
static gboolean
is_kept(const McRunning *running, const McRecorderRequest *request)
{
	const McVisit *visit = running->visit;

	for (guint i = 0; i < visit->evidences; i++)
		if (visit->evidence[i].exam == request->exam && visit->evidence[i].trial == request->trial)
			return TRUE;
	return FALSE;
}

/* No camera gives two that are alike to the last bit: who hands one in again shows no movement. */
static gboolean
is_another_trials(const McVisit *visit, const char *picture)
{
	for (guint i = 0; i < visit->evidences; i++)
		if (strcmp(visit->evidence[i].picture, picture) == 0)
			return TRUE;
	return FALSE;
}

static gboolean
keep(McRecorder *self, const McRecorderRequest *request, const char *picture, const char *digest,
    GError **error)
{
	g_autoptr(McBatch) batch = mc_batch_new(&self->store);
	json_t *step = mc_running_step("evidence", mc_store_now_us(&self->store));

	json_object_set_new(step, "digest", json_string(digest));
	json_object_set_new(step, "picture", json_string(picture));
	json_object_set_new(step, "device_serial", json_string(request->device.serial));
	json_object_set_new(step, "exam", json_integer(request->exam));
	json_object_set_new(step, "trial", json_integer(request->trial));
	return mc_recorder_step(self, batch, step, error);
}

gboolean
mc_recorder_evidence(
    McRecorder *self, const McRecorderRequest *request, McRecorderReply *reply, GError **error)
{
	char digest[MC_EVIDENCE_DIGEST_SIZE];
	char picture[MC_DIGEST_HEX_SIZE];
	g_autoptr(GBytes) sealed = NULL;

	if (problem_of(self, request) != NULL)
		return mc_recorder_refuse(error, MC_ERROR_REFUSED, problem_of(self, request));
	if (is_kept(self->current, request))
		return TRUE;
	if (!is_jpeg(request->picture))
		return mc_recorder_refuse(error, MC_ERROR_BAD_INPUT, "evidence: not a JPEG");
	mc_digest_hex(request->picture, picture);
	if (is_another_trials(self->current->visit, picture))
		return mc_recorder_refuse(
		    error, MC_ERROR_REFUSED, "evidence: the very picture of another trial");
	if (!mc_recorder_has_space(self))
		return mc_recorder_refuse(error, MC_ERROR_STORAGE, "evidence: there is no room for it");
	sealed = mc_seal_to(self->authority, request->picture, error);
	if (sealed == NULL || !mc_evidence_put(self->held, sealed, digest, error))
		return FALSE;
	if (keep(self, request, picture, digest, error))
		return TRUE;
	mc_evidence_remove(self->held, digest, NULL);
	return FALSE;
}

/* ---- afterwards ---- */

static gboolean
is_of(const McRunning *running, const char *digest)
{
	for (guint i = 0; running != NULL && i < running->visit->evidences; i++)
		if (strcmp(running->visit->evidence[i].digest, digest) == 0)
			return TRUE;
	return FALSE;
}

/* Named by the record that was sealed last: no other can have left something behind, since this is
 * looked at before the next visit begins. */
static gboolean
is_recorded(McRecorder *self, const char *digest)
{
	g_autofree char *text = mc_journal_get_value(self->store.journal, MC_VALUE_LAST_VISIT, NULL);
	json_auto_t *json = text == NULL ? NULL : json_loads(text, 0, NULL);
	const json_t *list = json_object_get(json, "evidence");

	for (gsize i = 0; i < json_array_size(list); i++)
		if (g_strcmp0(json_string_value(json_array_get(list, i)), digest) == 0)
			return TRUE;
	return FALSE;
}

/* There first, then no longer here: killed in between it is done again, and is the same file. */
static gboolean
release(McRecorder *self, const char *digest, GError **error)
{
	char again[MC_EVIDENCE_DIGEST_SIZE];
	guint64 total = 0;
	g_autoptr(GBytes) sealed =
	    mc_evidence_read(self->held, digest, 0, EVIDENCE_BYTES_MAX, &total, error);

	if (sealed == NULL || !mc_evidence_put(self->evidence, sealed, again, error))
		return FALSE;
	mc_kill_point_pass(&self->store.kill, self->store.scope, "between-boxes");
	return mc_evidence_remove(self->held, digest, error);
}

gboolean
mc_recorder_settle_evidence(McRecorder *self)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) list = mc_evidence_list(self->held, &error);

	for (guint i = 0; list != NULL && error == NULL && i < list->len; i++) {
		const char *digest = g_ptr_array_index(list, i);

		if (is_of(self->current, digest) || is_of(self->remains, digest))
			continue;
		if (is_recorded(self, digest))
			release(self, digest, &error);
		else
			mc_evidence_remove(self->held, digest, &error);
	}
	if (error != NULL)
		g_warning("evidence: %s (tried again before the next visit)", error->message);
	return error == NULL;
}
