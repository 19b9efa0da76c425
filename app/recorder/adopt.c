/* Which instruments are trusted: those of recorder.json, and what a technician adopted on the
 * device board or a signed list brought. */

#include "app/base/error.h"
#include "app/link/parts.h"
#include "app/recorder/instrument.h"
#include "app/recorder/state.h"
#include "app/recorder/values.h"
#include <string.h>

static McEnrolment *
find(McEnrolment *enrolment, guint count, McDeviceKind kind, const char *serial)
{
	for (guint i = 0; i < count; i++)
		if (enrolment[i].kind == kind && strcmp(enrolment[i].serial, serial) == 0)
			return &enrolment[i];
	return NULL;
}

/* The transducer and the record of one that recorder.json names change with every calibration: what
 * was adopted counts before what stands there of them. */
void
mc_recorder_enrol(McRecorder *self)
{
	self->enrolled = self->config.enrolments;
	memcpy(self->enrolment, self->config.enrolment, sizeof self->enrolment);
	for (guint i = 0; i < self->adopted_count; i++) {
		const McEnrolment *adopted = &self->adopted[i];
		McEnrolment *known = find(self->enrolment, self->enrolled, adopted->kind, adopted->serial);

		if (known == NULL && self->enrolled < MC_ENROLMENTS_MAX) {
			self->enrolment[self->enrolled++] = *adopted;
		} else if (known != NULL && adopted->has_adopted) {
			known->has_adopted = TRUE;
			known->adopted = adopted->adopted;
		}
	}
}

const McEnrolment *
mc_recorder_enrolment(McRecorder *self, McDeviceKind kind, const char *serial)
{
	return find(self->enrolment, self->enrolled, kind, serial);
}

/* ---- adoption ---- */

static gboolean
store(McRecorder *self, const McEnrolment *list, guint count, const McDeviceInfo *device,
    GError **error)
{
	g_autoptr(McBatch) batch = mc_batch_new(&self->store);
	gboolean measures = mc_device_kind_is_calibrated(device->kind);
	json_auto_t *json = json_pack("{so}", "enrolments", mc_link_enrolments_write(list, count));
	g_autofree char *text = json_dumps(json, JSON_COMPACT);

	mc_batch_value(batch, MC_VALUE_ADOPTED, text);
	if (mc_recorder_enrolment(self, device->kind, device->serial) == NULL)
		mc_stock_batch_unused(batch, device->kind);
	mc_batch_audit(batch, MC_AUDIT_DEVICE_ADOPTED,
	    &(McAuditFacts){.staff = self->staff.name,
	        .device = mc_device_kind_name(device->kind),
	        .serial = device->serial,
	        .transducer_serial = measures ? device->transducer_serial : NULL,
	        .calibration = measures ? device->certificate : NULL});
	return mc_batch_commit(batch, error);
}

static gboolean
adopt(McRecorder *self, const McDeviceInfo *device, GError **error)
{
	McEnrolment list[MC_ENROLMENTS_MAX];
	guint count = self->adopted_count;
	McEnrolment *entry = NULL;

	memcpy(list, self->adopted, sizeof list);
	entry = find(list, count, device->kind, device->serial);
	if (entry == NULL) {
		gboolean is_known = mc_recorder_enrolment(self, device->kind, device->serial) != NULL;

		if (count >= MC_ENROLMENTS_MAX || (!is_known && self->enrolled >= MC_ENROLMENTS_MAX))
			return mc_recorder_refuse(
			    error, MC_ERROR_REFUSED, "adopt: as many instruments as there may be");
		entry = &list[count++];
		*entry = (McEnrolment){.kind = device->kind};
		g_strlcpy(entry->serial, device->serial, sizeof entry->serial);
	}
	entry->has_adopted = TRUE;
	entry->adopted = mc_device_adopted(device);
	if (!store(self, list, count, device, error))
		return FALSE;
	memcpy(self->adopted, list, sizeof self->adopted);
	self->adopted_count = count;
	mc_recorder_enrol(self);
	mc_recorder_changed(self);
	return TRUE;
}

/* T3, T9: only with a calibration, and with every serial number that it was made for. */
static gboolean
may_be_adopted(McRecorder *self, const McDeviceInfo *device, GError **error)
{
	const McEnrolment *enrolment = mc_recorder_enrolment(self, device->kind, device->serial);
	gboolean by_record = enrolment != NULL && mc_enrolment_is_a_record(enrolment, device);

	if (device->serial[0] == '\0')
		return mc_recorder_refuse(error, MC_ERROR_BAD_INPUT, "adopt: it gives no serial number");
	if (!mc_device_kind_is_calibrated(device->kind))
		return TRUE;
	if (device->certificate[0] == '\0' ||
	    !mc_instrument_calibration_holds(
	        self, device->calibrated_yyyymmdd, device->calibration_expires_yyyymmdd))
		return mc_recorder_refuse(
		    error, MC_ERROR_UNCALIBRATED, "adopt: it has no calibration record that holds");
	if ((device->transducer_serial[0] == '\0' && !by_record) ||
	    (device->loudspeaker[0] != '\0' && device->loudspeaker_serial[0] == '\0'))
		return mc_recorder_refuse(
		    error, MC_ERROR_BAD_INPUT, "adopt: its transducer gives no serial number");
	return TRUE;
}

gboolean
mc_recorder_adopt(
    McRecorder *self, const McRecorderRequest *request, McRecorderReply *reply, GError **error)
{
	const McDeviceInfo *device = &request->device;
	const McEnrolment *enrolment = mc_recorder_enrolment(self, device->kind, device->serial);
	gboolean is_new =
	    enrolment == NULL || mc_enrolment_difference(enrolment, device) != MC_CAUSE_NONE;

	if (!may_be_adopted(self, device, error) || (is_new && !adopt(self, device, error)))
		return FALSE;
	mc_recorder_fill_hello(self, &reply->hello);
	return TRUE;
}
