/* What can be looked up: the greeting, a record's state, the lists of clerk and technician. */

#include "app/base/error.h"
#include "app/link/codec.h"
#include "app/record/parcel.h"
#include "app/record/time.h"
#include "app/recorder/instrument.h"
#include "app/recorder/state.h"
#include <string.h>

#define EVENTS_MAX 200
#define RECEIPTS_MAX 60

static guint32
classes_offered(McRecorder *self)
{
	const McLoadedPack *loaded = mc_recorder_pack_today(self);
	guint32 classes = 0;

	for (guint i = 0; loaded != NULL && i < MC_CLASSES; i++)
		if (loaded->pack.classes[i].present)
			classes |= 1u << i;
	return classes & self->config.classes;
}

static void
fill_enrolments(McRecorder *self, McHello *hello)
{
	hello->enrolments = self->enrolled;
	memcpy(hello->enrolment, self->enrolment, sizeof hello->enrolment);
}

/* Only a screen that can show the pack's plates. */
static void
fill_colour(McRecorder *self, McHello *hello)
{
	const McLoadedPack *loaded = mc_recorder_pack_today(self);

	if (loaded == NULL || mc_instrument_screen_problem(self) == MC_REASON_NO_DEVICE)
		return;
	hello->colour = loaded->pack.plans[MC_EXAM_COLOUR];
	mc_instrument_set_screen(self, &hello->colour.as.colour);
	hello->colour_offered = mc_exam_plan_problem(&hello->colour).field == NULL;
	hello->colour_calibrated = mc_instrument_screen_problem(self) == MC_REASON_NONE;
}

/* Only where the site has them done. */
static void
fill_movements(McRecorder *self, const McLoadedPack *loaded, McHello *hello)
{
	for (guint i = 0; loaded != NULL && self->config.movements && i < MC_MOVEMENTS; i++)
		hello->movements += loaded->pack.plans[MC_EXAM_LIMBS].as.limbs.movements[i] ? 1 : 0;
	if (hello->movements > 0)
		hello->picture_kept_days = mc_instrument_picture_kept_days(self);
}

/* The youngest who are tested elsewhere for a class that is offered here: they practise here. */
static void
fill_reaction(McRecorder *self, const McLoadedPack *loaded, McHello *hello)
{
	for (guint i = 0; loaded != NULL && self->config.reaction_practice && i < MC_CLASSES; i++) {
		gint32 from = loaded->pack.classes[i].memory_test_from_years;

		if ((hello->classes & (1u << i)) != 0 && from > 0 &&
		    (hello->reaction_from_years == 0 || from < hello->reaction_from_years))
			hello->reaction_from_years = from;
	}
}

/* For the glass, which waits for a quiet room before it plays: the screening's tones under the
 * headphones that let most through. Each presentation is held against its own limit. */
static void
fill_noise_limits(const McLoadedPack *loaded, McHello *hello)
{
	static const gint32 octave_hz[MC_NOISE_BANDS] = {500, 1000, 2000, 4000};

	for (guint i = 0; loaded != NULL && i < MC_NOISE_BANDS; i++) {
		const McHearingPlan *plan = &loaded->pack.plans[MC_EXAM_HEARING].as.hearing;

		hello->noise_limit_deci_db_spl[i] = mc_noise_limit(
		    &plan->noise, MC_TRANSDUCER_SUPRA_AURAL, octave_hz[i], plan->level_deci_db_hl);
	}
}

/* What the glass shows of it before the exam is opened, and what it waits for. */
static void
fill_acuity(const McAcuityPlan *plan, McHello *hello)
{
	hello->optotype = plan->optotype;
	hello->distance_apart_permille = plan->distance_apart_permille;
	hello->luminance_min_cd_m2 = plan->luminance_min_cd_m2;
	hello->luminance_max_cd_m2 = plan->luminance_max_cd_m2;
}

void
mc_recorder_fill_hello(McRecorder *self, McHello *hello)
{
	const McLoadedPack *loaded = mc_recorder_pack_today(self);

	memset(hello, 0, sizeof *hello);
	g_strlcpy(hello->kiosk, self->config.kiosk, sizeof hello->kiosk);
	g_strlcpy(hello->site, self->config.site, sizeof hello->site);
	g_strlcpy(hello->institution, self->config.institution, sizeof hello->institution);
	if (loaded != NULL) {
		g_strlcpy(hello->rule_pack_id, loaded->pack.id, sizeof hello->rule_pack_id);
		hello->rule_pack_version = loaded->pack.version;
		fill_acuity(&loaded->pack.plans[MC_EXAM_ACUITY].as.acuity, hello);
	}
	hello->classes = classes_offered(self);
	hello->paused = self->is_paused;
	hello->storage = mc_recorder_storage(self);
	hello->rolled_back = self->rolled_back;
	mc_recorder_fill_run_out(self, hello);
	hello->online = mc_recorder_is_online(self);
	hello->staff_exists = self->staff.people->len > 0;
	hello->pending = mc_journal_pending_count(self->store.journal);
	hello->help_requests = self->help_requests;
	fill_enrolments(self, hello);
	hello->resumable =
	    self->remains != NULL || (self->current != NULL && self->current->visit->exams > 0);
	if (self->current != NULL) {
		g_strlcpy(hello->visit_id, self->current->visit->visit_id, sizeof hello->visit_id);
		hello->identified = self->current->is_identified;
	}
	hello->demonstration = self->config.demonstration;
	fill_noise_limits(loaded, hello);
	hello->today_yyyymmdd = mc_recorder_today_yyyymmdd(self);
	fill_colour(self, hello);
	fill_movements(self, loaded, hello);
	fill_reaction(self, loaded, hello);
	mc_stock_fill(self, hello->stock);
	mc_stock_fill_uses(self, hello->uses);
}

gboolean
mc_recorder_hello(
    McRecorder *self, const McRecorderRequest *request, McRecorderReply *reply, GError **error)
{
	mc_recorder_fill_hello(self, &reply->hello);
	return TRUE;
}

McReceiptState
mc_recorder_state_of(McRecorder *self, const McJournalEntry *entry)
{
	gint64 seq = (gint64)entry->seq;

	if (entry->accepted_wall_us != 0)
		return MC_RECEIPT_ACCEPTED;
	if (g_hash_table_contains(self->parked, &seq))
		return MC_RECEIPT_PARKED;
	return entry->sent ? MC_RECEIPT_SENT : MC_RECEIPT_RECORDED;
}

/* Bounds this close state a date as well as a clock does. */
#define CLOSE_US (10 * (gint64)G_TIME_SPAN_MINUTE)

static gint32
day_of(const json_t *body, const char *name)
{
	return (gint32)json_integer_value(json_object_get(body, name));
}

/* What the record itself says of its time. */
static void
fill_time(const McJournalEntry *entry, McRecordState *record)
{
	json_auto_t *body = NULL;
	McContentHead head;
	const McMoment *clock = &head.clock;

	record->recorded_wall_us = entry->at_wall_us;
	if (!mc_store_read(entry->envelope, &head, &body))
		return;
	if (clock->quality == MC_CLOCK_BOUNDED &&
	    (clock->not_after_wall_us == 0 ||
	        clock->not_after_wall_us - clock->not_before_wall_us > CLOSE_US))
		record->recorded_wall_us = 0;
	record->earliest_yyyymmdd = day_of(body, "visit_earliest_yyyymmdd");
	record->latest_yyyymmdd = day_of(body, "visit_latest_yyyymmdd");
}

gboolean
mc_recorder_fill_record(McRecorder *self, guint64 seq, McRecordState *record, GError **error)
{
	McJournalEntry entry = {0};
	g_autofree char *qr = NULL;

	memset(record, 0, sizeof *record);
	if (!mc_journal_get(self->store.journal, seq, TRUE, &entry, error))
		return FALSE;
	qr = mc_qr_text(self->config.kiosk, seq, entry.digest);
	record->seq = seq;
	record->state = mc_recorder_state_of(self, &entry);
	record->was_sent = entry.sent || entry.accepted_wall_us != 0;
	g_strlcpy(record->reference, entry.reference, sizeof record->reference);
	g_strlcpy(record->qr, qr, sizeof record->qr);
	g_strlcpy(record->digest, entry.digest, sizeof record->digest);
	record->accepted_wall_us = entry.accepted_wall_us;
	fill_time(&entry, record);
	mc_journal_entry_clear(&entry);
	return TRUE;
}

gboolean
mc_recorder_record_state(
    McRecorder *self, const McRecorderRequest *request, McRecorderReply *reply, GError **error)
{
	GError *problem = NULL;

	if (mc_recorder_fill_record(self, request->seq, &reply->record, &problem))
		return TRUE;
	if (problem == NULL)
		return mc_recorder_refuse(
		    error, MC_ERROR_BAD_INPUT, "record: there is none of this number");
	g_propagate_error(error, problem);
	return FALSE;
}

static void
add_line(McRecorder *self, const McJournalEntry *entry)
{
	McRecorderLine line = {.seq = entry->seq, .at_wall_us = entry->at_wall_us};

	g_strlcpy(line.type, entry->type, sizeof line.type);
	g_strlcpy(line.event, entry->label, sizeof line.event);
	g_strlcpy(line.reference, entry->reference, sizeof line.reference);
	line.state = mc_recorder_state_of(self, entry);
	g_array_append_val(self->lines, line);
}

static void
show_lines(McRecorder *self, McRecorderReply *reply)
{
	reply->lines = self->lines->len;
	reply->line = (const McRecorderLine *)(gpointer)self->lines->data;
}

static gboolean
list(McRecorder *self, const char *type, gint64 since_wall_us, guint limit, McRecorderReply *reply,
    GError **error)
{
	g_autoptr(GPtrArray) entries =
	    mc_journal_list(self->store.journal, type, since_wall_us, limit, error);

	if (entries == NULL)
		return FALSE;
	for (guint i = 0; i < entries->len; i++)
		add_line(self, g_ptr_array_index(entries, i));
	show_lines(self, reply);
	return TRUE;
}

gboolean
mc_recorder_today(
    McRecorder *self, const McRecorderRequest *request, McRecorderReply *reply, GError **error)
{
	gint64 since_us = mc_day_data_since(self, mc_store_now_us(&self->store));

	if (!list(self, "visit", since_us, MC_LINK_LINES_MAX, reply, error))
		return FALSE;
	mc_day_data_fill(self);
	return TRUE;
}

gboolean
mc_recorder_events(
    McRecorder *self, const McRecorderRequest *request, McRecorderReply *reply, GError **error)
{
	return list(self, "audit", 0, EVENTS_MAX, reply, error);
}

/* The newest that the office has acknowledged. */
static gboolean
add_receipts(McRecorder *self, GError **error)
{
	g_autoptr(GPtrArray) entries =
	    mc_journal_list(self->store.journal, NULL, 0, RECEIPTS_MAX, error);

	for (guint i = 0; entries != NULL && i < entries->len; i++) {
		const McJournalEntry *entry = g_ptr_array_index(entries, i);

		if (entry->accepted_wall_us != 0)
			add_line(self, entry);
	}
	return entries != NULL;
}

gboolean
mc_recorder_outbox(
    McRecorder *self, const McRecorderRequest *request, McRecorderReply *reply, GError **error)
{
	g_autoptr(GArray) pending = mc_journal_pending(self->store.journal, EVENTS_MAX, error);

	for (guint i = 0; pending != NULL && i < pending->len; i++) {
		McJournalEntry entry = {0};

		if (!mc_journal_get(
		        self->store.journal, g_array_index(pending, guint64, i), FALSE, &entry, error))
			return FALSE;
		add_line(self, &entry);
		mc_journal_entry_clear(&entry);
	}
	if (pending == NULL || !add_receipts(self, error))
		return FALSE;
	show_lines(self, reply);
	return TRUE;
}
