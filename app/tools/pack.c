/* Signed packs: made by the operator's office, looked at by anybody. */

#include "app/record/pack.h"

#include "app/base/error.h"
#include "app/base/file.h"
#include "app/json/fields.h"
#include "app/record/time.h"
#include "app/recorder/pack-file.h"
#include "app/tools/record-file.h"
#include "app/tools/tools.h"
#include <string.h>

/* As a kiosk's, where its configuration says nothing else. */
#define TOLERANCE_US (2 * (gint64)G_TIME_SPAN_MINUTE)

typedef struct Packing {
	char *kind, *kiosk, *version, *days, *effective, *key, *certificate, *chain, *out; /* make */
	char *again; /* make: the same file as in this pack */
	char *trust, *check_kiosk, *check_groups, *taken; /* check */
} Packing;

/* ---- make ---- */

static gboolean
refuse(GError **error, const char *problem)
{
	g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT, "%s", problem);
	return FALSE;
}

static gboolean
read_number(const char *text, guint64 most, guint64 *number)
{
	return text != NULL && g_ascii_string_to_unsigned(text, 10, 1, most, number, NULL);
}

static gboolean
describe(const Packing *packing, McPack *pack, GError **error)
{
	int kind = packing->kind != NULL ? mc_pack_kind_from_name(packing->kind) : -1;
	guint64 days = 0;
	guint64 version = 0;

	if (kind < 0)
		return refuse(error, "--kind is configuration, rules, staff, devices or revocations");
	if (!read_number(packing->version, G_MAXINT32, &version))
		return refuse(error, "--version is a number from 1, one more than the last one's");
	if (!read_number(packing->days, 3660, &days))
		return refuse(error, "--days is how long it holds, 1 to 3660");
	pack->kind = (McPackKind)kind;
	pack->version = (gint64)version;
	g_strlcpy(pack->kiosk, packing->kiosk != NULL ? packing->kiosk : "*", sizeof pack->kiosk);
	if (mc_pack_is_for_group(pack) && !mc_pack_group_is_valid(pack->kiosk + 1))
		return refuse(error, "--for @GROUP: a group's name is letters, digits and ._-");
	pack->issued_wall_us = pack->effective_wall_us = g_get_real_time();
	if (packing->effective != NULL && !mc_time_read(packing->effective, &pack->effective_wall_us))
		return refuse(error, "--effective is a moment like 2026-12-01T00:00:00.000000Z");
	pack->expires_wall_us = pack->effective_wall_us + (gint64)days * G_TIME_SPAN_DAY;
	return TRUE;
}

static GBytes *
make_content(const Packing *packing, const char *path, GError **error)
{
	McPack pack = {0};
	GBytes *content = NULL;

	if (!describe(packing, &pack, error))
		return NULL;
	pack.file = mc_file_bytes(path, error);
	if (pack.file != NULL && mc_pack_file_check(pack.kind, pack.file, error))
		content = mc_pack_write(&pack, error);
	mc_pack_clear(&pack);
	return content;
}

/* An earlier pack of the office's own, as of its own moment: its certificate may have run out. */
static gboolean
open_earlier(const Packing *packing, McPack *earlier, GError **error)
{
	g_autoptr(McVerifier) verifier =
	    packing->trust != NULL ? mc_verifier_new_from_file(packing->trust, error) : NULL;
	g_autoptr(GBytes) envelope = NULL;
	g_autoptr(GBytes) content = NULL;
	g_autoptr(GBytes) proven = NULL;

	if (packing->trust == NULL)
		return refuse(error, "--again needs --trust, the roots of the office");
	envelope = verifier != NULL ? mc_file_bytes(packing->again, error) : NULL;
	content = envelope != NULL ? mc_seal_peek(envelope, error) : NULL;
	if (content == NULL || !mc_pack_read(content, earlier, error))
		return FALSE;
	proven = mc_seal_verify(verifier, envelope, earlier->issued_wall_us, NULL, error);
	return proven != NULL;
}

static GBytes *
content_again(const Packing *packing, GError **error)
{
	Packing whole = *packing;
	McPack earlier = {0};
	McPack pack = {0};
	gboolean is_good = FALSE;
	GBytes *content = NULL;

	if (open_earlier(packing, &earlier, error)) {
		whole.kind = (char *)mc_pack_kind_name(earlier.kind);
		whole.kiosk = packing->kiosk != NULL ? packing->kiosk : earlier.kiosk;
		pack.file = g_bytes_ref(earlier.file);
		is_good = describe(&whole, &pack, error);
		if (is_good && pack.version <= earlier.version)
			is_good =
			    refuse(error, "--version has to be above that of every pack of this kind so far");
		if (is_good && mc_pack_file_check(pack.kind, pack.file, error))
			content = mc_pack_write(&pack, error);
	}
	mc_pack_clear(&earlier);
	mc_pack_clear(&pack);
	return content;
}

static gboolean
make(const Packing *packing, const char *path, GError **error)
{
	g_autoptr(McSigner) signer = NULL;
	g_autoptr(GBytes) content = NULL;
	g_autoptr(GBytes) envelope = NULL;

	if (packing->key == NULL || packing->certificate == NULL || packing->out == NULL)
		return refuse(error, "--key, --certificate and --out are needed");
	content =
	    packing->again != NULL ? content_again(packing, error) : make_content(packing, path, error);
	if (content == NULL)
		return FALSE;
	signer = mc_signer_new_from_files(packing->key, packing->certificate, packing->chain, error);
	envelope = signer != NULL ? mc_seal(signer, content, error) : NULL;
	return envelope != NULL && g_file_set_contents(packing->out, g_bytes_get_data(envelope, NULL),
	                               (gssize)g_bytes_get_size(envelope), error);
}

/* ---- check ---- */

static void
print_pack(const McPack *pack, const McSealedBy *by)
{
	char digest[MC_DIGEST_HEX_SIZE];
	g_autofree char *effective = mc_record_file_local_time(pack->effective_wall_us);
	g_autofree char *expires = mc_record_file_local_time(pack->expires_wall_us);

	mc_digest_hex(pack->file, digest);
	g_print("pack       %s, number %" G_GINT64_FORMAT ", for %s, signed by %s in suite %s\n",
	    mc_pack_kind_name(pack->kind), pack->version, pack->kiosk, by->name,
	    mc_suite_name(by->suite));
	g_print("in force   from %s to %s (Asia/Shanghai)\n", effective, expires);
	g_print("file       SHA-256 %s\n", digest);
}

static void
print_wrong(const GError *error)
{
	g_auto(GStrv) parts = g_strsplit(error->message, MC_FIELDS_BETWEEN, -1);

	for (guint i = 0; parts[i] != NULL; i++)
		g_print("wrong      %s\n", parts[i]);
}

static guint
look_into(const Packing *packing, GBytes *envelope, McVerifier *verifier)
{
	gint64 now_us = g_get_real_time();
	gint64 taken = packing->taken != NULL ? g_ascii_strtoll(packing->taken, NULL, 10) : 0;
	g_autoptr(GError) error = NULL;
	McSealedBy by;
	McPack pack;
	g_autoptr(GBytes) content = mc_seal_verify(verifier, envelope, now_us, &by, &error);
	McPackLook look = {.taken_version = taken,
	    .now_wall_us = now_us,
	    .latest_issue_wall_us = now_us + TOLERANCE_US};
	g_auto(GStrv) groups =
	    packing->check_groups != NULL ? g_strsplit(packing->check_groups, ",", -1) : NULL;
	guint problems = 0;

	if (content == NULL || !mc_pack_read(content, &pack, &error)) {
		g_print("%s\n", error->message);
		return content == NULL ? MC_PACK_BAD_SEAL : MC_PACK_BAD_CONTENT;
	}
	print_pack(&pack, &by);
	look.kiosk = packing->check_kiosk;
	look.groups = (const char *const *)groups;
	problems = mc_pack_problems(&pack, &look);
	if (packing->check_kiosk == NULL)
		problems &= ~(guint)MC_PACK_OTHER_KIOSK;
	if (!mc_pack_file_check(pack.kind, pack.file, &error)) {
		print_wrong(error);
		problems |= MC_PACK_BAD_FILE;
	}
	mc_pack_clear(&pack);
	return problems;
}

static int
check(const Packing *packing, const char *path)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(McVerifier) verifier = mc_verifier_new_from_file(packing->trust, &error);
	g_autoptr(GBytes) envelope = verifier != NULL ? mc_file_bytes(path, &error) : NULL;
	g_autofree char *words = NULL;
	guint problems = 0;

	if (envelope == NULL) {
		g_printerr("medcheck: %s\n", error->message);
		return MC_TOOL_WRONG_USE;
	}
	problems = look_into(packing, envelope, verifier);
	words = mc_pack_problem_words(problems);
	g_print("result     %s%s\n", problems == 0 ? "good" : "NOT GOOD: ", words);
	return problems == 0 ? MC_TOOL_GOOD : MC_TOOL_NOT_AS_STATED;
}

static int
run(const Packing *packing, char **files)
{
	g_autoptr(GError) error = NULL;

	if ((files[0] == NULL) != (packing->again != NULL) || (files[0] != NULL && files[1] != NULL)) {
		g_printerr("medcheck: pack needs one FILE; --help says more\n");
		return MC_TOOL_WRONG_USE;
	}
	if (packing->trust != NULL && packing->again == NULL)
		return check(packing, files[0]);
	if (make(packing, files[0], &error))
		return MC_TOOL_GOOD;
	g_printerr("medcheck: %s\n", error->message);
	return MC_TOOL_WRONG_USE;
}

int
mc_tool_pack(int argc, char **argv)
{
	Packing packing = {0};
	const McToolOption options[] = {
	    {"kind", "KIND", "make: configuration, rules, staff, devices or revocations",
	        &packing.kind},
	    {"for", "KIOSK|@GROUP", "make: one kiosk, or those of a group; otherwise every one",
	        &packing.kiosk},
	    {"version", "N", "make: one more than the last pack of this kind", &packing.version},
	    {"days", "N", "make: how long it holds", &packing.days},
	    {"effective", "MOMENT", "make: in force from then on; otherwise now", &packing.effective},
	    {"key", "FILE", "make: the office's private key", &packing.key},
	    {"certificate", "FILE", "make: its certificate", &packing.certificate},
	    {"chain", "FILE", "make: its chain without the root", &packing.chain},
	    {"out", "FILE", "make: the pack", &packing.out},
	    {"again", "PACK", "make: with the file of this earlier one; needs --trust, no FILE",
	        &packing.again},
	    {"trust", "ROOTS", "check: roots of the office", &packing.trust},
	    {"groups", "NAME,…", "check: as a kiosk of these groups would", &packing.check_groups},
	    {"kiosk", "KIOSK", "check: as this kiosk would", &packing.check_kiosk},
	    {"taken", "N", "check: number that the kiosk has taken already", &packing.taken},
	};
	g_auto(GStrv) files = mc_tool_arguments(argc, argv, "FILE",
	    "Makes a signed pack of a file, or (with --trust) checks one and lists all that speaks\n"
	    "against it.",
	    options, G_N_ELEMENTS(options));
	int status = files != NULL ? run(&packing, files) : MC_TOOL_WRONG_USE;

	for (gsize i = 0; i < G_N_ELEMENTS(options); i++)
		g_free(*options[i].value);
	return status;
}
