#include "app/audit/audit.h"

#include "app/audit/members.h"
#include "app/base/error.h"
#include "app/json/shape.h"
#include <stddef.h>
#include <string.h>

enum {
	NONE = 0,
	VISIT = 1 << 0,
	LANGUAGE = 1 << 1,
	REASON = 1 << 2,
	STAFF = 1 << 3,
	TPM_COUNTER = 1 << 4,
	ROLE = 1 << 5,
	DEVICE = 1 << 6,
	SERIAL = 1 << 7,
	CAUSE = 1 << 8,
	PASSED = 1 << 9,
	SOFTWARE = 1 << 10,
	CLOCK_RATE = 1 << 11,
	JUMP = 1 << 12,
	FREE = 1 << 13,
	RECORD = 1 << 14,
	WAIT = 1 << 15,
	SUITE = 1 << 16,
	CERTIFICATE = 1 << 17,
	DAY = 1 << 18,
	VISITS = 1 << 19,
	ADDED = 1 << 20,
	PACK = 1 << 21,
	VERSION = 1 << 22,
	FILE_DIGEST = 1 << 23,
	REASONS = 1 << 24,
	COPY = 1 << 25,
	STAFF_IF_ANY = 1 << 26,
	MOVED = 1 << 27,
	WRONG = 1 << 28, /* and how many */
	TRANSDUCER = 1 << 29,
	CALIBRATION = 1 << 30,
};

#define MEMBER(bit, member, kind, is_optional, unit, source, meaning)                              \
	{                                                                                              \
		bit, #member, offsetof(McAuditFacts, member), MC_AUDIT_MEMBER_##kind, is_optional, unit,   \
		    source, meaning                                                                        \
	}
const McAuditMember mc_audit_members[MC_AUDIT_MEMBERS] = {
    MEMBER(VISIT, visit_id, HEX, FALSE, "hex, 16 bytes", "recorder", "random id of the visit"),
    MEMBER(LANGUAGE, language, LANGUAGE, FALSE, "text", "person", "language on the glass"),
    MEMBER(REASON, reason, WORD, FALSE, "word", "recorder, gateway",
        "why, one word: of a visit `walked-away`, `citizen`, `clerk`, `device`, `fault`, "
        "`refused`, `restart`; of a record the gateway's first code (gateway.md); of the time "
        "`corrected-by-receipt`, `corrected-by-reference`, `both-hold`, `past-certificate`"),
    MEMBER(STAFF, staff, NAME, FALSE, "text", "staff", "name of the staff member"),
    MEMBER(ROLE, role, WORD, FALSE, "word", "recorder", "`clerk` or `technician`"),
    MEMBER(DEVICE, device, WORD, FALSE, "[kind](record-format.md#an-instrument-visitdevices)",
        "instrument", "kind of instrument"),
    MEMBER(SERIAL, serial, SERIAL, FALSE, "text", "instrument", "serial number of the instrument"),
    MEMBER(CAUSE, cause, WORD, FALSE, "word", "kiosk, recorder",
        "what is wrong with it (device-causes.md): `none`, `unplugged`, `no-power`, `busy`, "
        "`permission`, `no-answer`, `protocol`, `wrong-device`, `firmware`, `not-enrolled`, "
        "`uncalibrated`, `usb-id`, `transducer`, `record`, `corrections`, `self-test`, `stream`"),
    MEMBER(PASSED, passed, BOOL, FALSE, "yes, no", "instrument", "whether the test was passed"),
    MEMBER(
        SOFTWARE, software, SOFTWARE, FALSE, "text", "recorder", "name and version of the program"),
    MEMBER(CLOCK_RATE, clock_rate, UINT, FALSE, "integer", "recorder",
        "rate of the clock, 1 = real time"),
    MEMBER(JUMP, jump_us, INT64, FALSE, "µs", "recorder", "how far, positive = forward"),
    MEMBER(MOVED, moved_us, INT64, FALSE, "µs", "recorder",
        "by which the lower bound moved, positive = forward"),
    MEMBER(FREE, free_bytes, INT64, FALSE, "bytes", "kernel", "free on the disk, -1 = not known"),
    MEMBER(RECORD, record, UINT64, FALSE, "number of a record", "recorder",
        "sequence number of the record"),
    MEMBER(WAIT, wait_seconds, UINT, FALSE, "s", "recorder", "until the next try is allowed"),
    MEMBER(SUITE, suite, WORD, FALSE, "word", "recorder",
        "suite of the seals from now on, or that is asked for: `p256-sha256`, `sm2-sm3`"),
    MEMBER(CERTIFICATE, certificate_sha256, DIGEST, FALSE, "hex, 32 bytes", "recorder",
        "SHA-256 of the new sealing certificate in DER"),
    MEMBER(DAY, day, UINT, FALSE, "yyyymmdd", "recorder", "day in Asia/Shanghai"),
    MEMBER(VISITS, visits, UINT, FALSE, "count", "recorder", "number of recorded visits"),
    MEMBER(ADDED, added, UINT, FALSE, "count", "recorder", "number of entries"),
    MEMBER(PACK, pack, WORD, FALSE, "word", "pack",
        "its kind: `configuration`, `rules`, `staff`, `devices`, `revocations`, or `unknown`"),
    MEMBER(VERSION, version, UINT64, FALSE, "integer", "pack",
        "number of the pack, counted for its kind"),
    MEMBER(FILE_DIGEST, file_sha256, DIGEST, FALSE, "hex, 32 bytes", "recorder",
        "SHA-256 of the file inside"),
    MEMBER(COPY, copy, UINT, FALSE, "count", "recorder", "number of the copy, 1 = the first"),
    MEMBER(STAFF_IF_ANY, staff, NAME, TRUE, "text", "staff",
        "name of the staff member, if one asked for it, or if it is a known one"),
    MEMBER(TRANSDUCER, transducer_serial, SERIAL, TRUE, "text", "instrument",
        "serial number of its transducer"),
    MEMBER(CALIBRATION, calibration, SERIAL, TRUE, "text", "instrument",
        "number of its calibration certificate"),
    MEMBER(REASONS, reasons, WORDS, FALSE, "words with a space between", "recorder",
        "all that spoke against it: `bad-seal`, `bad-content`, `other-kiosk`, `rollback`, "
        "`expired`, `bad-times`, `bad-file`"),
    MEMBER(WRONG, wrong, FINDINGS, TRUE, "text", "recorder",
        "the first wrong members of the file inside, each with its reason"),
    MEMBER(WRONG, wrong_count, UINT, TRUE, "count", "recorder", "how many are wrong"),
    MEMBER(TPM_COUNTER, tpm_counter, COUNTER, TRUE, "count", "TPM",
        "what the counter of the machine's TPM is raised to with this entry; of a journal that was "
        "rolled back, where it stands (keys.md)"),
};

typedef struct Event {
	const char *id;
	const char *when;
	guint members;
} Event;

static const Event events[] = {
#define MC_AUDIT_EVENT(constant, event_id, event_when, event_members)                              \
	[MC_AUDIT_##constant] = {.id = (event_id), .when = (event_when), .members = (event_members)},
#include "app/audit/events.def"
#undef MC_AUDIT_EVENT
};
G_STATIC_ASSERT(G_N_ELEMENTS(events) == MC_AUDIT_EVENTS);

const char *
mc_audit_event_name(McAuditEvent event)
{
	return (guint)event < MC_AUDIT_EVENTS ? events[event].id : NULL;
}

const char *
mc_audit_event_when(McAuditEvent event)
{
	return (guint)event < MC_AUDIT_EVENTS ? events[event].when : NULL;
}

guint
mc_audit_event_members(McAuditEvent event)
{
	return (guint)event < MC_AUDIT_EVENTS ? events[event].members : 0;
}

int
mc_audit_event_from_name(const char *name)
{
	for (guint i = 0; i < MC_AUDIT_EVENTS; i++)
		if (g_strcmp0(events[i].id, name) == 0)
			return (int)i;
	return -1;
}

static gboolean
is_made_of(const char *text, const char *characters, gsize length_max)
{
	gsize length = strlen(text);

	return length > 0 && length <= length_max && strspn(text, characters) == length;
}

gboolean
mc_audit_name_is_valid(const char *text)
{
	if (strlen(text) > 32 || *text == '\0' || !g_utf8_validate(text, -1, NULL))
		return FALSE;
	for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at))
		if (!g_unichar_isalnum(g_utf8_get_char(at)) && strchr("._-", *at) == NULL)
			return FALSE;
	return TRUE;
}

#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

static gboolean
is_printable(const char *text)
{
	for (; *text != '\0'; text++)
		if (!g_ascii_isprint(*text))
			return FALSE;
	return TRUE;
}

/* Texts only; numbers are bounded where they are read. */
static gboolean
is_good_text(McAuditMemberKind kind, const char *text)
{
	switch (kind) {
	case MC_AUDIT_MEMBER_WORD: return is_made_of(text, LOWER DIGITS "-", 32);
	case MC_AUDIT_MEMBER_NAME: return mc_audit_name_is_valid(text);
	case MC_AUDIT_MEMBER_LANGUAGE: return is_made_of(text, LOWER UPPER "_", 8);
	case MC_AUDIT_MEMBER_SERIAL:
		return *text == '\0' || (strlen(text) < 64 && g_str_is_ascii(text));
	case MC_AUDIT_MEMBER_SOFTWARE: return is_made_of(text, LOWER UPPER DIGITS " .+~-", 64);
	case MC_AUDIT_MEMBER_HEX: return is_made_of(text, DIGITS "abcdef", 32) && strlen(text) == 32;
	case MC_AUDIT_MEMBER_FINDINGS:
		return *text != '\0' && strlen(text) < MC_AUDIT_FINDINGS_SIZE && is_printable(text);
	case MC_AUDIT_MEMBER_WORDS: return is_made_of(text, LOWER DIGITS "- ", 120);
	case MC_AUDIT_MEMBER_DIGEST: return is_made_of(text, DIGITS "abcdef", 64) && strlen(text) == 64;
	case MC_AUDIT_MEMBER_COUNTER:
	case MC_AUDIT_MEMBER_BOOL:
	case MC_AUDIT_MEMBER_UINT:
	case MC_AUDIT_MEMBER_INT64:
	case MC_AUDIT_MEMBER_UINT64: break;
	}
	return FALSE;
}

static json_t *
text_json(const McAuditMember *member, const char *text)
{
	g_autofree char *copy = g_strdup(text);

	if (text == NULL)
		return NULL;
	/* A serial number comes from the instrument and may be anything. */
	if (member->kind == MC_AUDIT_MEMBER_SERIAL)
		for (char *at = copy; *at != '\0'; at++)
			if (!g_ascii_isgraph(*at))
				*at = '?';
	if (member->kind == MC_AUDIT_MEMBER_FINDINGS)
		for (char *at = copy; *at != '\0'; at++)
			if (!g_ascii_isprint(*at))
				*at = '?';
	return is_good_text(member->kind, copy) ? json_string(copy) : NULL;
}

static json_t *
counter_json(guint64 counter)
{
	return counter == 0 ? NULL : json_integer((json_int_t)counter);
}

static json_t *
member_json(const McAuditMember *member, const McAuditFacts *facts)
{
	const char *at = (const char *)facts + member->offset;

	switch (member->kind) {
	case MC_AUDIT_MEMBER_BOOL: return json_boolean(*(const gboolean *)(gconstpointer)at);
	case MC_AUDIT_MEMBER_UINT: return json_integer(*(const guint *)(gconstpointer)at);
	case MC_AUDIT_MEMBER_INT64: return json_integer(*(const gint64 *)(gconstpointer)at);
	case MC_AUDIT_MEMBER_UINT64:
		return json_integer((json_int_t) * (const guint64 *)(gconstpointer)at);
	case MC_AUDIT_MEMBER_COUNTER: return counter_json(*(const guint64 *)(gconstpointer)at);
	case MC_AUDIT_MEMBER_WORD:
	case MC_AUDIT_MEMBER_NAME:
	case MC_AUDIT_MEMBER_LANGUAGE:
	case MC_AUDIT_MEMBER_SERIAL:
	case MC_AUDIT_MEMBER_SOFTWARE:
	case MC_AUDIT_MEMBER_HEX:
	case MC_AUDIT_MEMBER_WORDS:
	case MC_AUDIT_MEMBER_FINDINGS:
	case MC_AUDIT_MEMBER_DIGEST: return text_json(member, *(const char *const *)(gconstpointer)at);
	}
	return NULL;
}

json_t *
mc_audit_body(McAuditEvent event, const McAuditFacts *facts, GError **error)
{
	json_auto_t *body = json_object();
	guint members = mc_audit_event_members(event);

	json_object_set_new(body, "event", json_string(mc_audit_event_name(event)));
	for (guint i = 0; i < MC_AUDIT_MEMBERS; i++) {
		const McAuditMember *member = &mc_audit_members[i];
		json_t *value = members & member->bit ? member_json(member, facts) : NULL;

		if ((members & member->bit) == 0 || (value == NULL && member->optional))
			continue;
		if (value == NULL) {
			g_set_error(error, MC_ERROR, MC_ERROR_INTERNAL, "audit: %s needs a well-formed %s",
			    mc_audit_event_name(event), member->name);
			return NULL;
		}
		json_object_set_new(body, member->name, value);
	}
	return g_steal_pointer(&body);
}

static void
check_member(McFields *fields, const McAuditMember *member)
{
	const char *text = NULL;

	if (member->optional && !mc_fields_has(fields, member->name))
		return;
	switch (member->kind) {
	case MC_AUDIT_MEMBER_BOOL: mc_fields_bool(fields, member->name); return;
	case MC_AUDIT_MEMBER_UINT: mc_fields_int64(fields, member->name, 0, G_MAXUINT); return;
	case MC_AUDIT_MEMBER_INT64:
		mc_fields_int64(fields, member->name, -MC_JSON_INTEGER_MAX, MC_JSON_INTEGER_MAX);
		return;
	case MC_AUDIT_MEMBER_UINT64:
		mc_fields_int64(fields, member->name, 0, MC_JSON_INTEGER_MAX);
		return;
	case MC_AUDIT_MEMBER_COUNTER:
		mc_fields_int64(fields, member->name, 1, MC_JSON_INTEGER_MAX);
		return;
	case MC_AUDIT_MEMBER_WORD:
	case MC_AUDIT_MEMBER_NAME:
	case MC_AUDIT_MEMBER_LANGUAGE:
	case MC_AUDIT_MEMBER_SERIAL:
	case MC_AUDIT_MEMBER_SOFTWARE:
	case MC_AUDIT_MEMBER_HEX:
	case MC_AUDIT_MEMBER_WORDS:
	case MC_AUDIT_MEMBER_FINDINGS:
	case MC_AUDIT_MEMBER_DIGEST: break;
	}
	text = mc_fields_string(fields, member->name, MC_AUDIT_FINDINGS_SIZE);
	if (mc_fields_good(fields) && !is_good_text(member->kind, text))
		mc_fields_refuse(fields, member->name, "malformed");
}

gboolean
mc_audit_check(const json_t *body, McAuditEvent *event, GError **error)
{
	McFields fields;
	guint members = 0;

	mc_fields_begin(&fields, body, "audit");
	*event = (McAuditEvent)mc_fields_word(&fields, "event", mc_audit_event_from_name);
	members = mc_fields_good(&fields) ? mc_audit_event_members(*event) : 0;
	for (guint i = 0; i < MC_AUDIT_MEMBERS; i++)
		if (members & mc_audit_members[i].bit)
			check_member(&fields, &mc_audit_members[i]);
	return mc_fields_end(&fields, error);
}
