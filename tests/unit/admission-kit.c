#include "admission-kit.h"
#include "app/base/error.h"
#include "app/enrol/csr.h"

#include <glib/gstdio.h>
#include <jansson.h>
#include <string.h>

/* Made once: it takes longer than all that is done in it. */
McProvision *mc_admission_provision;

McOffice
mc_admission_office(McAdmissionFixture *self)
{
	return (McOffice){self->folder, self->admissions, 365, mc_clock_wall_us(self->clock)};
}

McEnrolCode
mc_admission_invite(McAdmissionFixture *self, const char *kiosk, gboolean replaces)
{
	McOffice it = mc_admission_office(self);
	char text[MC_ENROL_CODE_SIZE];
	McEnrolCode code;
	g_autoptr(GError) error = NULL;

	mc_office_invite(&it, &(McInvitation){kiosk, replaces, replaces}, text, &error);
	g_assert_no_error(error);
	g_assert_true(mc_enrol_code_read(text, &code, &error));
	return code;
}

GBytes *
mc_admission_new_csr(const char *kiosk)
{
	g_autoptr(EVP_PKEY) key = mc_key_new(MC_SUITE_P256, NULL);

	return mc_csr_new(key, kiosk, NULL);
}

/* What a kiosk asks with under a code. */
void
mc_admission_prepare(McAdmissionFixture *self, const char *kiosk)
{
	mc_enrol_request_clear(&self->request);
	mc_enrol_code_keys(&self->code, &self->keys);
	self->request = (McEnrolRequest){.protection = MC_PROTECTION_TPM};
	g_strlcpy(self->request.code, self->keys.id, sizeof self->request.code);
	g_strlcpy(self->request.kiosk, kiosk, sizeof self->request.kiosk);
	self->request.signing = mc_admission_new_csr(kiosk);
	self->request.tls = mc_admission_new_csr(kiosk);
}

static void
set_up(McAdmissionFixture *self, gconstpointer data)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *path = NULL;

	self->clock = mc_clock_new_manual(g_get_real_time());
	self->folder = mc_provision_path(mc_admission_provision, "gateway");
	path = g_build_filename(self->folder, "admissions.db", NULL);
	self->admissions = mc_admissions_open(path, &error);
	g_assert_no_error(error);
	self->desk = (McAdmissionDesk){self->admissions, self->clock,
	    {10, MC_ADMISSION_WRONG, MC_ADMISSION_WRONG_ALL, MC_ADMISSION_WRONG_CODE}};
	self->code = mc_admission_invite(self, KIOSK, FALSE);
	mc_admission_prepare(self, KIOSK);
}

static void
tear_down(McAdmissionFixture *self, gconstpointer data)
{
	static const char *const made[] = {"admissions.db", "admissions.db-wal", "admissions.db-shm",
	    "store.db", "store.db-wal", "store.db-shm", "client-crls.pem", "issued-crls.pem"};

	mc_enrol_request_clear(&self->request);
	mc_admissions_close(self->admissions);
	mc_clock_free(self->clock);
	for (gsize i = 0; i < G_N_ELEMENTS(made); i++) {
		g_autofree char *path = g_build_filename(self->folder, made[i], NULL);

		g_unlink(path);
	}
	g_free(self->folder);
}

void
mc_admission_said_clear(McAdmissionSaid *said)
{
	g_clear_pointer(&said->body, g_bytes_unref);
}

McAdmissionSaid
mc_admission_knock_from(McAdmissionFixture *self, GBytes *bytes, const char *peer)
{
	McHttpRequest http = {
	    .method = MC_HTTP_POST, .path = "/v1/enrolments", .peer = peer, .body = bytes};
	McHttpReply reply = {0};
	McAdmissionSaid said = {0};
	json_auto_t *json = NULL;
	const char *code = NULL;

	mc_admission_desk_http_ops.handle(&http, &reply, &self->desk);
	said.status = reply.status;
	said.body = reply.body;
	json = json_loadb(g_bytes_get_data(said.body, NULL), g_bytes_get_size(said.body), 0, NULL);
	code = json_string_value(
	    json_object_get(json_array_get(json_object_get(json, "problems"), 0), "code"));
	g_strlcpy(said.code, code != NULL ? code : "", sizeof said.code);
	return said;
}

void
mc_admission_assert_said(McAdmissionFixture *self, GBytes *bytes, guint status, const char *code)
{
	g_auto(McAdmissionSaid) said = mc_admission_knock_from(self, bytes, "192.0.2.1");

	g_assert_cmpstr(said.code, ==, code);
	g_assert_cmpuint(said.status, ==, status);
}

GBytes *
mc_admission_message(McAdmissionFixture *self)
{
	g_autoptr(GError) error = NULL;
	GBytes *bytes = mc_enrol_request_write(&self->request, self->keys.request, &error);

	g_assert_no_error(error);
	return bytes;
}

void
mc_admission_approve(
    McAdmissionFixture *self, const char *kiosk, const char *fingerprint, gboolean vouches)
{
	McOffice it = mc_admission_office(self);
	const McDecision decision = {kiosk, fingerprint, vouches, FALSE};
	g_autoptr(GError) error = NULL;

	mc_office_approve(&it, &decision, &error);
	g_assert_no_error(error);
}

void
mc_admission_refuse_to_approve(McAdmissionFixture *self, const char *kiosk, const char *fingerprint)
{
	McOffice it = mc_admission_office(self);
	const McDecision decision = {kiosk, fingerprint, FALSE, FALSE};
	g_autoptr(GError) error = NULL;

	g_assert_false(mc_office_approve(&it, &decision, &error));
	g_assert_error(error, MC_ERROR, MC_ERROR_REFUSED);
}

void
mc_admission_fingerprint_of(const McAdmissionFixture *self, char text[MC_ENROL_FINGERPRINT_SIZE])
{
	McCsr csr;

	g_assert_true(mc_csr_read(self->request.signing, &csr, NULL));
	memcpy(text, csr.fingerprint, MC_ENROL_FINGERPRINT_SIZE);
	mc_csr_clear(&csr);
}

static void
count_note(const McAdmissionNote *note, gpointer data)
{
	GHashTable *counts = data;
	gpointer count = g_hash_table_lookup(counts, note->event);

	g_hash_table_insert(counts, g_strdup(note->event), GINT_TO_POINTER(GPOINTER_TO_INT(count) + 1));
}

int
mc_admission_notes(McAdmissionFixture *self, const char *event)
{
	g_autoptr(GHashTable) counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GError) error = NULL;

	mc_admissions_each_note(self->admissions, count_note, counts, &error);
	g_assert_no_error(error);
	return GPOINTER_TO_INT(g_hash_table_lookup(counts, event));
}

void
mc_admission_begin(int *argc, char ***argv)
{
	g_test_init(argc, argv, NULL);
	mc_admission_provision = mc_provision_new_office("p256-sha256");
}

void
mc_admission_add(const char *path, McAdmissionTest test)
{
	g_test_add(path, McAdmissionFixture, NULL, set_up, test, tear_down);
}

int
mc_admission_run(void)
{
	int status = g_test_run();

	mc_provision_free(mc_admission_provision);
	return status;
}
