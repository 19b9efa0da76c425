#include "app/tools/archive-stamp.h"

#include "app/base/file.h"
#include "app/record/time.h"
#include "app/tools/archive-way.h"

gboolean
mc_archive_stamp_read(McArchiveStamp *self, const char *path, const char *roots_path,
    const char *digest, GError **error)
{
	g_autoptr(McStampTrust) trust = mc_stamp_trust_new_from_file(roots_path, error);
	g_autoptr(GBytes) bytes = NULL;

	if (trust == NULL || (bytes = mc_file_bytes(path, error)) == NULL)
		return FALSE;
	return mc_stamp_proof_read(bytes, &self->proof, error) &&
	       mc_stamp_proof_holds(&self->proof, trust, digest, self->stamped_wall_us, error);
}

void
mc_archive_stamp_clear(McArchiveStamp *self)
{
	mc_stamp_proof_clear(&self->proof);
}

McArchiveLink
mc_archive_stamp_link(guint number)
{
	McArchiveLink link = {"record.tsr", "root.sh"};

	if (number > 0) {
		g_snprintf(link.answer, sizeof link.answer, "renewal-%u.tsr", number);
		g_snprintf(link.script, sizeof link.script, "root-%u.sh", number);
	}
	return link;
}

GBytes *
mc_archive_stamp_script(const McArchiveStamp *self, guint number)
{
	McArchiveLink before = mc_archive_stamp_link(number > 0 ? number - 1 : 0);

	return mc_archive_way_script(
	    &self->proof.link[number].way, number > 0 ? before.answer : "record.p7m");
}

/* Each as of the moment of the next one: its certificates were good still when it was renewed. */
static void
add_command(const McArchiveStamp *self, guint number, GString *text)
{
	McArchiveLink link = mc_archive_stamp_link(number);
	guint next = MIN(number + 1, self->proof.links - 1);

	g_string_append_printf(text,
	    "    openssl ts -verify -digest \"$(sh %s)\" -in %s -CAfile tsa-roots.pem"
	    " -attime %" G_GINT64_FORMAT "\n",
	    link.script, link.answer, self->stamped_wall_us[next] / G_USEC_PER_SEC);
}

void
mc_archive_stamp_explain(const McArchiveStamp *self, GString *text)
{
	char at[MC_TIME_TEXT_SIZE];

	mc_time_write(self->stamped_wall_us[0], at);
	g_string_append_printf(text,
	    "\nand that it was there at %s, by somebody else's clock (record.tsr: RFC 3161 time\n"
	    "stamp over many records at once; root.sh leads from this one to what was stamped):\n\n",
	    at);
	add_command(self, 0, text);
	if (self->proof.links == 1)
		return;
	g_string_append(text,
	    "\nand that the stamp was renewed before its certificates ran out: each renewal is a "
	    "stamp\n"
	    "over the stamps before it (renewal-1.tsr over record.tsr, and so on), and every one is\n"
	    "checked as of the moment of the next:\n\n");
	for (guint i = 1; i < self->proof.links; i++)
		add_command(self, i, text);
}
