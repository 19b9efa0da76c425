/* What travels of the transparency log, from strangers: heads, a witness's heads, what a witness is
 * asked to sign, and a record's way to a head. */

#include "fuzz.h"

#include "app/record/tree-head.h"
#include <string.h>

#define FOLDER MC_SOURCE_DIR "/tests/fuzz/record/"

typedef struct Trust {
	McVerifier *verifier; /* of gateway and witness */
	McTreeHead head; /* the only one that either of them has ever signed */
	char record[MC_DIGEST_HEX_SIZE]; /* that is in its log */
} Trust;

static GBytes *
seed(const char *name)
{
	g_autofree char *path = g_strconcat(FOLDER, "tree/", name, NULL);
	char *text = NULL;
	gsize size = 0;

	g_assert_true(g_file_get_contents(path, &text, &size, NULL));
	return g_bytes_new_take(text, size);
}

/* Seeds that do not hold lead nowhere: record-corpus makes them anew. */
static void
read_seeds(Trust *trust)
{
	g_autoptr(GBytes) bytes = seed("proof");
	McTreeProof proof;

	g_assert_true(mc_tree_proof_read(bytes, &proof, NULL));
	g_assert_true(mc_tree_proof_holds(
	    &proof, trust->verifier, trust->verifier, trust->record, &trust->head, NULL));
	mc_tree_proof_clear(&proof);
}

static const Trust *
trusted(void)
{
	static Trust one;

	if (one.verifier == NULL) {
		one.verifier = mc_verifier_new_from_file(FOLDER "tree-roots.pem", NULL);
		g_assert_nonnull(one.verifier);
		memset(one.record, 'b', sizeof one.record - 1);
		read_seeds(&one);
	}
	return &one;
}

/* What opens was signed. */
static void
assert_is_the_one(const Trust *trust, const McTreeHead *head)
{
	g_assert_cmpuint(head->size, ==, trust->head.size);
	g_assert_cmpmem(&head->root, sizeof head->root, &trust->head.root, sizeof head->root);
	g_assert_cmpstr(head->log, ==, trust->head.log);
}

static void
take_head(const Trust *trust, GBytes *bytes)
{
	McTreeHead head;
	char of_digest[MC_DIGEST_HEX_SIZE];

	if (mc_tree_head_open(trust->verifier, bytes, &head, NULL, NULL))
		assert_is_the_one(trust, &head);
	if (mc_tree_head_open_witnessed(trust->verifier, bytes, &head, of_digest, NULL, NULL))
		assert_is_the_one(trust, &head);
}

/* The witness signed for one record before, whatever that may have been. */
static void
take_offer(const Trust *trust, GBytes *bytes)
{
	McTreeOffer offer;
	McTreeHead later;
	McTreeHead earlier = trust->head;
	gboolean follows = FALSE;
	g_autoptr(GBytes) again = NULL;

	if (!mc_tree_offer_read(bytes, &offer, NULL))
		return;
	again = mc_tree_offer_write(&offer, NULL);
	g_assert_true(g_bytes_equal(again, bytes));
	earlier.size = 1;
	memset(&earlier.root, 0, sizeof earlier.root);
	if (mc_tree_head_peek(offer.head, &later, NULL, NULL)) {
		offer.growth.to = later.size;
		follows = mc_tree_head_follows(&earlier, &later, &offer.growth, NULL);
		/* No hashes lead from a root of zeros to any other. */
		g_assert_false(follows && later.size > 1);
	}
	g_bytes_unref(offer.head);
}

static void
take_proof(const Trust *trust, GBytes *bytes)
{
	McTreeProof proof;
	McTreeHead head;
	char other[MC_DIGEST_HEX_SIZE] = "";
	g_autoptr(GBytes) again = NULL;

	if (!mc_tree_proof_read(bytes, &proof, NULL))
		return;
	again = mc_tree_proof_write(&proof, NULL);
	g_assert_true(g_bytes_equal(again, bytes));
	memset(other, 'd', sizeof other - 1);
	g_assert_false(mc_tree_proof_holds(&proof, trust->verifier, NULL, other, &head, NULL));
	if (mc_tree_proof_holds(&proof, trust->verifier, trust->verifier, trust->record, &head, NULL))
		assert_is_the_one(trust, &head);
	mc_tree_proof_clear(&proof);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(GBytes) bytes = g_bytes_new(data, size);

	take_head(trusted(), bytes);
	take_offer(trusted(), bytes);
	take_proof(trusted(), bytes);
	return 0;
}
