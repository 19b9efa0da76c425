/* The chain as the courier sees it, and what lies on the disk. */

#include "app/record/parcel.h"
#include "app/record/seal.h"
#include "app/spool/spool.h"
#include "tests/desk/desk.h"
#include "tests/kit/sample.h"
#include <string.h>

static json_t *
read_link(McVerifier *verifier, McSpool *spool, guint64 seq, McContentHead *head,
    char digest[MC_DIGEST_HEX_SIZE])
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) bytes = mc_spool_get(spool, MC_SPOOL_OUTBOX, seq, &error);
	g_autoptr(GBytes) content = NULL;
	McParcel parcel = {0};
	json_t *body = NULL;

	g_assert_true(mc_parcel_read(bytes, &parcel, &error));
	content = mc_seal_verify(verifier, parcel.envelope, g_get_real_time(), NULL, &error);
	g_assert_no_error(error);
	g_assert_true(mc_content_read(content, head, &body, &error));
	g_assert_cmpuint(head->seq, ==, seq);
	mc_digest_hex(parcel.envelope, digest);
	mc_parcel_clear(&parcel);
	return body;
}

static json_t *
read_content(McVerifier *verifier, McSpool *spool, guint64 seq, char last[MC_DIGEST_HEX_SIZE])
{
	McContentHead head = {0};
	char digest[MC_DIGEST_HEX_SIZE];
	json_t *body = read_link(verifier, spool, seq, &head, digest);

	g_assert_cmpstr(head.prev, ==, last);
	g_assert_cmpint(seq == 1, ==, strcmp(head.type, "genesis") == 0);
	memcpy(last, digest, sizeof digest);
	json_object_set_new(body, "type", json_string(head.type));
	return body;
}

json_t *
mc_desk_newest(McDesk *desk, McContentHead *head)
{
	g_autofree char *spool_path = g_build_filename(desk->folder, "spool", NULL);
	g_autofree char *roots = g_build_filename(desk->folder, "trust", "roots.pem", NULL);
	g_autoptr(McSpool) spool = mc_spool_open(spool_path, NULL);
	g_autoptr(McVerifier) verifier = mc_verifier_new_from_file(roots, NULL);
	g_autoptr(GArray) list = mc_spool_list(spool, MC_SPOOL_OUTBOX, NULL);
	char digest[MC_DIGEST_HEX_SIZE];

	g_assert_cmpuint(list->len, >, 0);
	return read_link(verifier, spool, g_array_index(list, guint64, list->len - 1), head, digest);
}

GPtrArray *
mc_desk_contents(McDesk *desk)
{
	g_autofree char *spool_path = g_build_filename(desk->folder, "spool", NULL);
	g_autofree char *roots = g_build_filename(desk->folder, "trust", "roots.pem", NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(McSpool) spool = mc_spool_open(spool_path, &error);
	g_autoptr(McVerifier) verifier = mc_verifier_new_from_file(roots, &error);
	g_autoptr(GArray) list = mc_spool_list(spool, MC_SPOOL_OUTBOX, &error);
	GPtrArray *contents = g_ptr_array_new_with_free_func((GDestroyNotify)json_decref);
	char last[MC_DIGEST_HEX_SIZE];

	memset(last, '0', sizeof last - 1);
	last[sizeof last - 1] = '\0';
	for (guint i = 0; i < list->len; i++) {
		guint64 seq = g_array_index(list, guint64, i);

		g_assert_cmpuint(seq, ==, i + 1);
		g_ptr_array_add(contents, read_content(verifier, spool, seq, last));
	}
	return contents;
}

void
mc_desk_verify_chain(McDesk *desk)
{
	g_autoptr(GPtrArray) contents = mc_desk_contents(desk);

	g_assert_cmpuint(contents->len, >, 1);
}

guint
mc_desk_count(McDesk *desk, const char *type, const char *label)
{
	g_autoptr(GPtrArray) contents = mc_desk_contents(desk);
	guint count = 0;

	for (guint i = 0; i < contents->len; i++) {
		const json_t *body = g_ptr_array_index(contents, i);
		const char *is = json_string_value(json_object_get(body, "type"));
		const char *event = json_string_value(json_object_get(body, "event"));

		count += strcmp(is, type) == 0 && (label == NULL || g_strcmp0(event, label) == 0);
	}
	return count;
}

McVisit *
mc_desk_record(McDesk *desk)
{
	g_autoptr(GPtrArray) contents = mc_desk_contents(desk);
	g_autofree McRulePack *pack = g_new0(McRulePack, 1);
	g_autoptr(GError) error = NULL;
	char digest[65];
	json_t *body = NULL;
	McVisit *visit = NULL;

	for (guint i = 0; i < contents->len; i++) {
		json_t *one = g_ptr_array_index(contents, i);

		if (strcmp(json_string_value(json_object_get(one, "type")), "visit") == 0)
			body = one;
	}
	g_assert_nonnull(body);
	json_object_del(body, "type");
	visit = mc_visit_from_json(body, &error);
	g_assert_no_error(error);
	mc_sample_pack(pack, digest);
	mc_visit_verify(visit, pack, &error);
	g_assert_no_error(error);
	return visit;
}

gboolean
mc_desk_is_on_disk(McDesk *desk, const char *folder, const char *text)
{
	g_autofree char *path = g_build_filename(desk->folder, folder, NULL);
	g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
	gboolean is_there = FALSE;
	const char *name = NULL;

	while (dir != NULL && !is_there && (name = g_dir_read_name(dir)) != NULL) {
		g_autofree char *inner = g_build_filename(folder, name, NULL);
		g_autofree char *inner_path = g_build_filename(path, name, NULL);
		g_autofree char *bytes = NULL;
		gsize size = 0;

		if (g_file_test(inner_path, G_FILE_TEST_IS_DIR))
			is_there = mc_desk_is_on_disk(desk, inner, text);
		else if (g_file_get_contents(inner_path, &bytes, &size, NULL))
			is_there = memmem(bytes, size, text, strlen(text)) != NULL;
	}
	return is_there;
}
