#include "app/gateway/operator/packs.h"

#include "app/base/error.h"
#include "app/gateway/store/store.h"
#include "app/record/packs-in-force.h"
#include "app/record/parcel.h"
#include "app/record/seal.h"
#include <string.h>

typedef struct Walk {
	McPacksInForce packs;
	guint64 last; /* number of the record before */
	gboolean any_missing; /* of those before */
	guint visits, differing;
} Walk;

static void
look_at(Walk *self, const McContentHead *head, const json_t *body)
{
	g_autoptr(McVisit) visit = mc_visit_from_json(body, NULL);
	const char *problem = visit != NULL ? mc_packs_in_force_problem(&self->packs, visit) : NULL;
	char reference[48];

	self->visits++;
	if (problem == NULL)
		return;
	mc_reference_write(head->kiosk, head->seq, reference);
	g_print("%s %" G_GUINT64_FORMAT " %s: %s%s\n", head->kiosk, head->seq, reference, problem,
	    self->any_missing ? "; records before it are missing, which may say more" : "");
	self->differing++;
}

/* Seal and form were proven when it was accepted. */
static gboolean
take(guint64 seq, GBytes *envelope, GBytes *personal, gpointer data, GError **error)
{
	Walk *self = data;
	g_autoptr(GBytes) content = mc_seal_peek(envelope, error);
	json_auto_t *body = NULL;
	McContentHead head;

	if (content == NULL || !mc_content_read(content, &head, &body, error))
		return FALSE;
	self->any_missing = self->any_missing || seq != self->last + 1;
	self->last = seq;
	mc_packs_in_force_take(&self->packs, &head, body);
	if (strcmp(head.type, "visit") == 0)
		look_at(self, &head, body);
	return TRUE;
}

gboolean
mc_operator_packs(const char *store_path, const char *kiosk, GError **error)
{
	g_autoptr(McStore) store = mc_store_open_for_reading(store_path, error);
	Walk walk = {0};

	if (store == NULL || !mc_store_each_parcel(store, kiosk, 0, take, &walk, error))
		return FALSE;
	g_print("%u visits, %u with other packs than were activated\n", walk.visits, walk.differing);
	if (walk.differing == 0)
		return TRUE;
	g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED,
	    "visits of %s state other signed packs than their chain activated", kiosk);
	return FALSE;
}
