/* What is put away for twenty years: the record and all that it takes to prove it without this
 * program. */

#include "app/tools/tools.h"

#include "app/base/error.h"
#include "app/base/file.h"
#include "app/record/parcel.h"
#include "app/tools/archive-log.h"
#include "app/tools/archive-reader.h"
#include "app/tools/archive-stamp.h"
#include "app/tools/archive-way.h"
#include "app/tools/record-file.h"
#include <glib/gstdio.h>
#include <string.h>

typedef struct Archive {
	char *trust, *crls, *out;
	char *stamp, *tsa_roots; /* both or none */
	char *log, *gateway, *witness; /* the first two or none */
	McArchiveStamp stamped;
	McArchiveLog logged;
	GString *sums; /* SHA256SUMS */
} Archive;

static gboolean
put(Archive *archive, const char *name, GBytes *bytes, GError **error)
{
	g_autofree char *path = g_build_filename(archive->out, name, NULL);
	char digest[MC_DIGEST_HEX_SIZE];
	gsize size = 0;
	const char *data = g_bytes_get_data(bytes, &size);

	mc_digest_hex(bytes, digest);
	g_string_append_printf(archive->sums, "%s  %s\n", digest, name);
	return g_file_set_contents_full(path, data, (gssize)size,
	    G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0644, error);
}

static gboolean
copy(Archive *archive, const char *from, const char *name, GError **error)
{
	g_autoptr(GBytes) bytes = NULL;

	if (from == NULL)
		return TRUE;
	bytes = mc_file_bytes(from, error);
	return bytes != NULL && put(archive, name, bytes, error);
}

/* The two commands, for somebody who has never heard of this program. */
static GBytes *
instructions(const Archive *archive, const McRecordFile *file)
{
	GString *text = g_string_new(NULL);
	char reference[48];
	g_autofree char *local = mc_record_file_local_time(file->head.at_wall_us);

	mc_reference_write(file->head.kiosk, file->head.seq, reference);
	g_string_append_printf(text,
	    "Record %s of kiosk %s, sealed %s (Asia/Shanghai).\n\n"
	    "record.p7m   the record: CMS signed data, its content is JSON\n"
	    "roots.pem    the roots that its certificates lead to\n"
	    "crls.pem     revocation lists, if there\n"
	    "personal.p7m the person's data, sealed to the authority, if there\n"
	    "record.tsr   a time stamp, if there; tsa-roots.pem: the roots of who gave it\n"
	    "head.p7m     what the gateway states of its log, if there\n\n"
	    "In this folder, that nothing was changed since it was put away:\n\n"
	    "    sha256sum -c SHA256SUMS\n\n",
	    reference, file->head.kiosk, local);
	switch (file->by.suite) {
	case MC_SUITE_P256:
		g_string_append_printf(text,
		    "and that the kiosk sealed it (as of its own moment; writes content.json):\n\n"
		    "    openssl cms -verify -cades -inform DER -in record.p7m -CAfile roots.pem -purpose "
		    "any"
		    " -binary -attime %" G_GINT64_FORMAT " -out content.json\n",
		    file->head.at_wall_us / G_USEC_PER_SEC);
		break;
	case MC_SUITE_SM2:
		g_string_append(text,
		    "and that the kiosk sealed it (as of its own moment; writes content.json. SM2 with "
		    "SM3:\n"
		    "stock OpenSSL up to 3.0 knows no SM2 in CMS, so four files of plain Python are here "
		    "that\n"
		    "were written apart from the program that sealed it):\n\n"
		    "    python3 seal.py --roots roots.pem --out content.json record.p7m\n");
		break;
	}
	if (archive->stamp != NULL)
		mc_archive_stamp_explain(&archive->stamped, text);
	if (archive->log != NULL)
		mc_archive_log_explain(&archive->logged, text);
	return g_string_free_to_bytes(text);
}

static gboolean
put_link(Archive *archive, guint number, GError **error)
{
	McArchiveLink link = mc_archive_stamp_link(number);
	g_autoptr(GBytes) script = mc_archive_stamp_script(&archive->stamped, number);

	return put(archive, link.answer, archive->stamped.proof.link[number].response, error) &&
	       put(archive, link.script, script, error);
}

static gboolean
put_stamp(Archive *archive, GError **error)
{
	for (guint i = 0; i < archive->stamped.proof.links; i++)
		if (!put_link(archive, i, error))
			return FALSE;
	return copy(archive, archive->tsa_roots, "tsa-roots.pem", error);
}

static gboolean
put_reader(Archive *archive, McSuite suite, GError **error)
{
	if (archive->log != NULL && archive->logged.suite == MC_SUITE_SM2)
		suite = MC_SUITE_SM2;
	for (guint i = 0; suite == MC_SUITE_SM2 && i < MC_ARCHIVE_READER_FILES; i++) {
		const char *name = NULL;
		g_autoptr(GBytes) file = mc_archive_reader_file(i, &name);

		if (!put(archive, name, file, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
put_log(Archive *archive, GError **error)
{
	const McTreeProof *proof = &archive->logged.proof;
	g_autoptr(GBytes) script = NULL;

	if (archive->log == NULL)
		return TRUE;
	script = mc_archive_way_script(&proof->way, "record.p7m");
	return put(archive, "head.p7m", proof->head, error) && put(archive, "log.sh", script, error) &&
	       copy(archive, archive->gateway, "head-roots.pem", error) &&
	       (proof->witnessed == NULL ||
	           (put(archive, "witnessed.p7m", proof->witnessed, error) &&
	               copy(archive, archive->witness, "witnessed-roots.pem", error)));
}

static gboolean
put_away(Archive *archive, const McRecordFile *file, GError **error)
{
	g_autoptr(GBytes) words = instructions(archive, file);
	g_autoptr(GBytes) sums = NULL;

	if (g_mkdir_with_parents(archive->out, 0755) != 0) {
		g_set_error(error, MC_ERROR, MC_ERROR_STORAGE, "%s cannot be made", archive->out);
		return FALSE;
	}
	if (!put(archive, "record.p7m", file->envelope, error) ||
	    (file->personal != NULL && !put(archive, "personal.p7m", file->personal, error)) ||
	    !copy(archive, archive->trust, "roots.pem", error) ||
	    !copy(archive, archive->crls, "crls.pem", error) || !put_stamp(archive, error) ||
	    !put_log(archive, error) || !put_reader(archive, file->by.suite, error) ||
	    !put(archive, "VERIFY.txt", words, error))
		return FALSE;
	sums = g_bytes_new(archive->sums->str, archive->sums->len);
	return put(archive, "SHA256SUMS", sums, error);
}

static gboolean
read_stamp(Archive *archive, const McRecordFile *file, GError **error)
{
	return archive->stamp == NULL || mc_archive_stamp_read(&archive->stamped, archive->stamp,
	                                     archive->tsa_roots, file->digest, error);
}

static gboolean
read_log(Archive *archive, const McRecordFile *file, GError **error)
{
	const McArchiveLogFiles files = {archive->log, archive->gateway, archive->witness};

	return archive->log == NULL ||
	       mc_archive_log_read(&archive->logged, &files, file->digest, error);
}

static gboolean
archive_file(Archive *archive, const char *path, GError **error)
{
	g_autoptr(McVerifier) verifier = mc_verifier_new_from_file(archive->trust, error);
	const char *const crls[] = {archive->crls, NULL};
	McRecordFile file;
	gboolean good = FALSE;

	if (verifier == NULL || !mc_verifier_set_crls(verifier, crls, error))
		return FALSE;
	/* What cannot be proven now will not be in twenty years. */
	good = mc_record_file_open(&file, path, verifier, error) && read_stamp(archive, &file, error) &&
	       read_log(archive, &file, error) && put_away(archive, &file, error);
	mc_archive_stamp_clear(&archive->stamped);
	mc_archive_log_clear(&archive->logged);
	mc_record_file_clear(&file);
	return good;
}

static int
archive_with(Archive *archive, char **files)
{
	g_autoptr(GError) error = NULL;

	if (files[0] == NULL || files[1] != NULL || archive->trust == NULL || archive->out == NULL ||
	    (archive->stamp == NULL) != (archive->tsa_roots == NULL) ||
	    (archive->log == NULL) != (archive->gateway == NULL) ||
	    (archive->log == NULL && archive->witness != NULL)) {
		g_printerr("medcheck: archive needs one FILE, --trust ROOTS and --out DIR; --stamp and "
		           "--tsa-roots go together, and --log and --gateway\n");
		return MC_TOOL_WRONG_USE;
	}
	archive->sums = g_string_new(NULL);
	if (!archive_file(archive, files[0], &error)) {
		g_printerr("medcheck: %s: %s\n", files[0], error->message);
		g_string_free(archive->sums, TRUE);
		return MC_TOOL_NOT_AS_STATED;
	}
	g_string_free(archive->sums, TRUE);
	g_print("%s: put away; VERIFY.txt says how to prove it\n", archive->out);
	return MC_TOOL_GOOD;
}

int
mc_tool_archive(int argc, char **argv)
{
	Archive archive = {0};
	const McToolOption options[] = {
	    {"trust", "ROOTS", "PEM file with the root certificates to trust", &archive.trust},
	    {"crls", "FILE", "PEM file with revocation lists", &archive.crls},
	    {"stamp", "FILE", "the record's proof from `medcheck-gateway stamps --give`",
	        &archive.stamp},
	    {"tsa-roots", "FILE", "PEM file with the roots of the TSA that stamped it",
	        &archive.tsa_roots},
	    {"log", "FILE", "the record's proof from `medcheck-gateway tree --give`", &archive.log},
	    {"gateway", "ROOTS", "PEM file with the roots of who seals that log's heads",
	        &archive.gateway},
	    {"witness", "ROOTS", "PEM file with the roots of who witnesses them", &archive.witness},
	    {"out", "DIR", "folder to put it into; made when it is not there", &archive.out},
	};
	g_auto(GStrv) files = mc_tool_arguments(argc, argv, "FILE",
	    "Verifies a record (.p7m) or parcel (.parcel) and puts it away with all that it takes to "
	    "prove\n"
	    "it again without this program.",
	    options, G_N_ELEMENTS(options));
	int status = files != NULL ? archive_with(&archive, files) : MC_TOOL_WRONG_USE;

	g_free(archive.trust);
	g_free(archive.crls);
	g_free(archive.out);
	g_free(archive.stamp);
	g_free(archive.tsa_roots);
	g_free(archive.log);
	g_free(archive.gateway);
	g_free(archive.witness);
	return status;
}
