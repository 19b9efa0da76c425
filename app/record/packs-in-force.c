#include "app/record/packs-in-force.h"

#include <string.h>

static const char *
text(const json_t *body, const char *name)
{
	const char *value = json_string_value(json_object_get(body, name));

	return value != NULL ? value : "";
}

void
mc_packs_in_force_take(McPacksInForce *self, const McContentHead *head, const json_t *body)
{
	int kind = mc_pack_kind_from_name(text(body, "pack"));

	if (head->seq == 1)
		*self = (McPacksInForce){.from_start = TRUE};
	if (kind < 0 || strcmp(head->type, "audit") != 0 ||
	    strcmp(text(body, "event"), "configuration-activated") != 0)
		return;
	self->pack[kind].kind = (McPackKind)kind;
	self->pack[kind].version = json_integer_value(json_object_get(body, "version"));
	g_strlcpy(self->pack[kind].file_sha256, text(body, "file_sha256"),
	    sizeof self->pack[kind].file_sha256);
}

static const McVisitPack *
stated(const McVisit *visit, McPackKind kind)
{
	for (guint i = 0; i < visit->packs; i++)
		if (visit->pack[i].kind == kind)
			return &visit->pack[i];
	return NULL;
}

const char *
mc_packs_in_force_problem(const McPacksInForce *self, const McVisit *visit)
{
	for (guint i = 0; i < MC_PACK_KINDS; i++) {
		const McVisitPack *in_force = &self->pack[i];
		const McVisitPack *said = stated(visit, (McPackKind)i);

		if (in_force->version == 0 && said != NULL && self->from_start)
			return "it states a pack that the chain has not activated";
		if (in_force->version == 0)
			continue;
		if (said == NULL)
			return "a pack that the chain activated is not among those that it states";
		if (said->version != in_force->version ||
		    strcmp(said->file_sha256, in_force->file_sha256) != 0)
			return "it states another pack than the chain activated last";
	}
	return NULL;
}
