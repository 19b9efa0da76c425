/* What somebody else holds of a chain: only against that does a cut tail or another history show.
 */

#include "app/audit/audit.h"
#include "app/base/error.h"
#include "app/tools/audit.h"
#include <string.h>

GArray *
mc_audit_read_anchors(const char *path, GError **error)
{
	g_autoptr(GArray) anchors = g_array_new(FALSE, FALSE, sizeof(McAnchor));
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;

	if (!g_file_get_contents(path, &text, NULL, error))
		return NULL;
	lines = g_strsplit(text, "\n", -1);
	for (guint i = 0; lines[i] != NULL; i++) {
		McAnchor anchor;

		if (*g_strstrip(lines[i]) == '\0')
			continue;
		if (!mc_qr_read(lines[i], &anchor, error)) {
			g_prefix_error(error, "%s line %u: ", path, i + 1);
			return NULL;
		}
		g_array_append_val(anchors, anchor);
	}
	return g_steal_pointer(&anchors);
}

void
mc_audit_check_anchors(McAuditWalk *walk, const McRecordFile *file)
{
	for (guint i = 0; walk->anchors != NULL && i < walk->anchors->len; i++) {
		const McAnchor *anchor = &g_array_index(walk->anchors, McAnchor, i);

		if (anchor->seq != file->head.seq || strcmp(anchor->kiosk, file->head.kiosk) != 0)
			continue;
		if (strncmp(anchor->digest_begins, file->digest, strlen(anchor->digest_begins)) == 0)
			walk->anchors_met++;
		else
			mc_audit_find(
			    walk, anchor->seq, "fork", "somebody holds another record of this number");
	}
}

void
mc_audit_check_tail(McAuditWalk *walk, const char *kiosk)
{
	for (guint i = 0; walk->anchors != NULL && i < walk->anchors->len; i++) {
		const McAnchor *anchor = &g_array_index(walk->anchors, McAnchor, i);

		if (anchor->seq > walk->head && strcmp(anchor->kiosk, kiosk) == 0)
			mc_audit_find(
			    walk, anchor->seq, "tail", "somebody holds it, and the journal ends before");
	}
}

static gint64
number_in(const McRecordFile *file, const char *name)
{
	return json_integer_value(json_object_get(file->body, name));
}

void
mc_audit_check_roll_back(McAuditWalk *walk, const McRecordFile *file)
{
	int event = mc_audit_event_from_name(json_string_value(json_object_get(file->body, "event")));
	gint64 counter = number_in(file, "tpm_counter");
	g_autofree char *text = NULL;

	if (strcmp(file->head.type, "audit") != 0)
		return;
	if (event == MC_AUDIT_JOURNAL_BEHIND_GATEWAY)
		text =
		    g_strdup_printf("the gateway named its record %" G_GINT64_FORMAT ", which was not here",
		        number_in(file, "record"));
	else if (event == MC_AUDIT_JOURNAL_ROLLED_BACK)
		text = g_strdup_printf("the TPM's counter stood at %" G_GINT64_FORMAT
		                       ", the chain said %" G_GUINT64_FORMAT,
		    counter, walk->tpm_counter);
	else if (counter > 0 && (guint64)counter < walk->tpm_counter)
		text = g_strdup_printf("the TPM's counter is %" G_GINT64_FORMAT
		                       " here, and was %" G_GUINT64_FORMAT " before",
		    counter, walk->tpm_counter);
	if (text != NULL)
		mc_audit_find(walk, file->head.seq, "rolled-back", text);
	if (counter > 0 && event != MC_AUDIT_JOURNAL_ROLLED_BACK)
		walk->tpm_counter = (guint64)counter;
}
