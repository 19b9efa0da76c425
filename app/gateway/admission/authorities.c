#include "app/gateway/admission/authorities.h"

#include "app/base/error.h"
#include "app/base/file.h"
#include <string.h>

static McIssuer *
load_issuer(const char *folder, const char *name, GError **error)
{
	g_autofree char *key = g_strdup_printf("%s/issue/%s-ca.key", folder, name);
	g_autofree char *certificate = g_strdup_printf("%s/issue/%s-ca.crt", folder, name);

	return mc_issuer_new_from_files(key, certificate, error);
}

McAuthorities *
mc_authorities_load(const char *gateway_folder, guint days, GError **error)
{
	g_autoptr(McAuthorities) self = g_new0(McAuthorities, 1);

	self->folder = g_strdup(gateway_folder);
	self->days = days;
	self->seal = load_issuer(gateway_folder, "seal", error);
	if (self->seal == NULL)
		return NULL;
	self->tls = load_issuer(gateway_folder, "tls", error);
	return self->tls != NULL ? g_steal_pointer(&self) : NULL;
}

void
mc_authorities_free(McAuthorities *self)
{
	if (self == NULL)
		return;
	mc_issuer_free(self->seal);
	mc_issuer_free(self->tls);
	g_free(self->folder);
	g_free(self);
}

static GBytes *
read_file(const McAuthorities *self, const char *name, GError **error)
{
	g_autofree char *path = g_build_filename(self->folder, name, NULL);
	GBytes *bytes = mc_file_bytes(path, NULL);

	if (bytes == NULL)
		g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT, "gateway/%s cannot be read", name);
	return bytes;
}

static McKeyPast
past_of(const McAdmissionCertificate *row, const McCsr *csr, McKeyUse use, gint64 now_wall_us)
{
	return strcmp(row->kiosk, csr->name) == 0 && strcmp(row->use, mc_key_use_name(use)) == 0 &&
	               row->revoked_us == 0 && row->until_us > now_wall_us
	           ? MC_KEY_CERTIFIED
	           : MC_KEY_SPOKEN_FOR;
}

gboolean
mc_authorities_key_past(McAdmissions *admissions, const McCsr *csr, McKeyUse use,
    gint64 now_wall_us, McKeyPast *past, GError **error)
{
	McAdmissionCertificate row;
	g_autoptr(GBytes) pem = NULL;
	gboolean found = FALSE;

	if (!mc_admissions_find_key(admissions, csr->key_digest, &row, &pem, &found, error))
		return FALSE;
	*past = found ? past_of(&row, csr, use, now_wall_us) : MC_KEY_UNKNOWN;
	return TRUE;
}

/* NULL without error: it has none. */
static GBytes *
certificate_of_key(McAdmissions *admissions, const McCsr *csr, const McGrant *grant,
    McAdmissionCertificate *row, GError **error)
{
	g_autoptr(GBytes) pem = NULL;
	gboolean found = FALSE;

	if (!mc_admissions_find_key(admissions, csr->key_digest, row, &pem, &found, error))
		return NULL;
	if (!found || past_of(row, csr, grant->use, grant->now_wall_us) == MC_KEY_CERTIFIED)
		return g_steal_pointer(&pem);
	g_set_error(error, MC_ERROR, MC_ERROR_REFUSED,
	    "kiosk %s: its key for %s was certified before for something else; it has to make a new "
	    "one",
	    csr->name, mc_key_use_name(grant->use));
	return NULL;
}

GBytes *
mc_authorities_certify(McAuthorities *self, const McCsr *csr, const McGrant *grant,
    McAdmissions *admissions, char serial[41], GError **error)
{
	McIssuer *issuer = grant->use == MC_KEY_USE_SEAL ? self->seal : self->tls;
	McAdmissionCertificate row = {0};
	GError *problem = NULL;
	GBytes *known = certificate_of_key(admissions, csr, grant, &row, &problem);
	McIssued issued;

	if (serial != NULL)
		g_strlcpy(serial, row.serial, 41);
	if (known != NULL)
		return known;
	if (problem != NULL) {
		g_propagate_error(error, problem);
		return NULL;
	}
	if (!mc_issuer_issue(issuer, csr, grant, &issued, error))
		return NULL;
	g_strlcpy(row.serial, issued.serial, sizeof row.serial);
	g_strlcpy(row.kiosk, csr->name, sizeof row.kiosk);
	g_strlcpy(row.use, mc_key_use_name(grant->use), sizeof row.use);
	g_strlcpy(row.key, csr->key_digest, sizeof row.key);
	row.until_us = issued.until_wall_us;
	if (serial != NULL)
		g_strlcpy(serial, issued.serial, 41);
	if (!mc_admissions_certified(admissions, &row, issued.pem, error))
		mc_issued_clear(&issued);
	return issued.pem;
}

GBytes *
mc_authorities_chain(McAuthorities *self, McKeyUse use, GError **error)
{
	g_autoptr(GBytes) chain = NULL;
	g_autoptr(GBytes) root = NULL;

	if (use == MC_KEY_USE_SEAL)
		return read_file(self, "issue/seal-chain.pem", error);
	chain = read_file(self, "issue/tls-ca.crt", error);
	root = chain != NULL ? read_file(self, "tls-root.pem", error) : NULL;
	return root != NULL && !g_bytes_equal(chain, root) ? g_steal_pointer(&chain) : NULL;
}

GBytes *
mc_pem_join(GBytes *first, GBytes *second)
{
	g_autoptr(GByteArray) all = g_byte_array_new();
	gsize size = 0;
	gconstpointer data = g_bytes_get_data(first, &size);

	g_byte_array_append(all, data, (guint)size);
	if (second != NULL) {
		data = g_bytes_get_data(second, &size);
		g_byte_array_append(all, data, (guint)size);
	}
	return g_byte_array_free_to_bytes(g_steal_pointer(&all));
}

gboolean
mc_authorities_hand_out(McAuthorities *self, McEnrolAnswer *answer, GError **error)
{
	static const struct {
		const char *from, *to;
		gboolean is_needed;
	} files[] = {
	    {"issue/seal-chain.pem", "recorder/signing-chain.pem", TRUE},
	    {"handout/gateway-roots.pem", "recorder/gateway-roots.pem", TRUE},
	    {"handout/authority.crt", "recorder/authority.crt", TRUE},
	    {"handout/counter.crt", "recorder/counter.crt", FALSE},
	    {"handout/pack-roots.pem", "recorder/pack-roots.pem", FALSE},
	    {"tls-root.pem", "courier/ca.pem", TRUE},
	    {"kiosk-roots.pem", "trust/roots.pem", TRUE},
	};

	for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
		GError *problem = NULL;
		GBytes **place = &answer->file[mc_enrol_file_find(files[i].to)];

		*place = read_file(self, files[i].from, &problem);
		if (*place == NULL && files[i].is_needed) {
			g_propagate_error(error, problem);
			return FALSE;
		}
		g_clear_error(&problem);
	}
	return TRUE;
}

static gboolean
write_list(McAuthorities *self, McIssuer *issuer, const GArray *rows, const char *name,
    gint64 now_us, GError **error)
{
	g_autoptr(GArray) revoked = g_array_new(FALSE, TRUE, sizeof(McRevoked));
	g_autoptr(GBytes) pem = NULL;
	g_autofree char *path = g_build_filename(self->folder, name, NULL);
	gsize size = 0;
	const char *text = NULL;

	for (guint i = 0; i < rows->len; i++) {
		const McAdmissionCertificate *row = &g_array_index(rows, McAdmissionCertificate, i);
		McRevoked it = {.wall_us = row->revoked_us};

		g_strlcpy(it.serial, row->serial, sizeof it.serial);
		g_array_append_val(revoked, it);
	}
	pem = mc_issuer_revoke(issuer, revoked, now_us, error);
	if (pem == NULL)
		return FALSE;
	text = g_bytes_get_data(pem, &size);
	return g_file_set_contents_full(path, text, (gssize)size,
	    G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0644, error);
}

gboolean
mc_authorities_write_lists(
    McAuthorities *self, McAdmissions *admissions, gint64 now_us, GError **error)
{
	g_autoptr(GArray) seals = mc_admissions_revoked(admissions, "seal", error);
	g_autoptr(GArray) clients =
	    seals != NULL ? mc_admissions_revoked(admissions, "tls", error) : NULL;

	return clients != NULL &&
	       write_list(self, self->seal, seals, "issued-crls.pem", now_us, error) &&
	       write_list(self, self->tls, clients, "client-crls.pem", now_us, error);
}
